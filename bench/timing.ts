import { do_not_optimize, measure } from "mitata";
import type { Sample } from "./results.ts";

/** Milliseconds of one measurement. */
export interface Durations {
  readonly warmUp: number;
  readonly measured: number;
}

const BATCH_MILLISECONDS = 2;
const FEWEST_BATCHES = 3;
/**
 * So many calls are a warm-up: one of ast/wbxml/large takes 56 ms in the first 200 ms of a process and 4 ms after a second, in
 * which the engine has seen that what a call makes survives its collections.
 */
const WARM_CALLS = 1000;
/** A warm-up for the sake of calls takes at most so many times the time. */
const LONGEST_WARM_UP = 6;

/** Nanoseconds of a call in steady state: the best batch, the median and the 99th percentile. */
export async function measureTime(run: () => unknown, { warmUp, measured }: Durations): Promise<Sample> {
  const perCall = warm(run, warmUp);
  const stats = await measure(() => do_not_optimize(run()), {
    // A collection of the whole heap in front would make the first batches unlike those of a server.
    gc: false,
    // Batches of a fixed length, whatever the first call takes.
    warmup_threshold: Number.POSITIVE_INFINITY,
    warmup_samples: 1,
    batch_threshold: Number.POSITIVE_INFINITY,
    batch_samples: Math.max(1, Math.ceil(BATCH_MILLISECONDS / perCall)),
    batch_unroll: 1,
    min_samples: FEWEST_BATCHES,
    min_cpu_time: measured * 1e6,
  });
  return { best: stats.min, median: stats.p50, p99: stats.p99 };
}

/** Calls `run` for so many milliseconds and {@link WARM_CALLS}; how many the last calls took on average. */
function warm(run: () => unknown, milliseconds: number): number {
  // Time of the processor, so that a process that had to wait is as warm as any other.
  const base = process.cpuUsage();
  const isWarm = (calls: number) => {
    const used = process.cpuUsage(base).user / 1000;
    return used >= milliseconds && (calls >= WARM_CALLS || used >= LONGEST_WARM_UP * milliseconds);
  };
  let took = 0;
  let batch = 1;
  for (let calls = 0; calls < 2 || !isWarm(calls); calls += batch) {
    if (took < BATCH_MILLISECONDS) batch *= 2;
    const started = performance.now();
    for (let call = 0; call < batch; call++) do_not_optimize(run());
    took = performance.now() - started;
  }
  return took / batch;
}

const FIRST_CALLS = 100;
const COLD_CALLS = 1000;

/** Nanoseconds of the first call in a process, of the calls up to 100, of those up to 1,000, and in steady state. */
export async function measureCold(run: () => unknown, durations: Durations): Promise<Sample> {
  const timed = (calls: number) => {
    const started = performance.now();
    for (let call = 0; call < calls; call++) do_not_optimize(run());
    return ((performance.now() - started) * 1e6) / calls;
  };
  const first = timed(1);
  const early = timed(FIRST_CALLS - 1);
  const late = timed(COLD_CALLS - FIRST_CALLS);
  const { best } = await measureTime(run, durations);
  return { first, early, late, best: best as number };
}
