import type { Clock } from "./clock.ts";
import { kept } from "./kept.ts";

const BATCH_MILLISECONDS = 2;
/** A warm-up for the sake of calls takes at most so many times the time. */
const LONGEST_WARM_UP = 3;

/** How long a function is called before it is measured: for so many milliseconds, and so often. */
export interface WarmUp {
  readonly milliseconds: number;
  readonly calls: number;
}

/** Warms `run` up; how many calls of it are a batch, which takes about 2 ms. */
export function warm(run: () => unknown, { milliseconds, calls: fewest }: WarmUp, clock: Clock): number {
  const started = clock.now();
  // Time of the processor as well, so that a process that had to wait is as warm as any other.
  const base = clock.processorTime();
  const isWarm = (calls: number) => {
    const used = Math.min(clock.now() - started, clock.processorTime() - base);
    return used >= milliseconds && (calls >= fewest || used >= LONGEST_WARM_UP * milliseconds);
  };
  let took = 0;
  let batch = 1;
  for (let calls = 0; calls < 2 || !isWarm(calls); calls += batch) {
    if (took < BATCH_MILLISECONDS) batch *= 2;
    took = timed(run, batch, clock);
  }
  return Math.max(1, Math.ceil((BATCH_MILLISECONDS * batch) / took));
}

/** How long batches are measured: for so many milliseconds, and so many of them. */
export interface Measured {
  readonly milliseconds: number;
  readonly batches: number;
}

/** Nanoseconds of a call of `run`, for each batch of so many calls, in ascending order. */
export function timeBatches(
  run: () => unknown,
  calls: number,
  { milliseconds, batches: fewest }: Measured,
  clock: Clock,
): number[] {
  const batches: number[] = [];
  for (let total = 0; total < milliseconds || batches.length < fewest; ) {
    const took = timed(run, calls, clock);
    batches.push((took * 1e6) / calls);
    total += took;
  }
  return batches.sort((one, other) => one - other);
}

/** Milliseconds of so many calls, by the same loop for all that is measured. */
function timed(run: () => unknown, calls: number, clock: Clock): number {
  const started = clock.now();
  for (let call = 0; call < calls; call++) kept.value = run();
  return clock.now() - started;
}
