/** What time it is, for whoever measures. */
export interface Clock {
  /** Milliseconds since some moment. */
  now(): number;
  /** Milliseconds that the processor has worked for this process. */
  processorTime(): number;
}

export const processClock: Clock = {
  now: () => performance.now(),
  processorTime: () => process.cpuUsage().user / 1000,
};
