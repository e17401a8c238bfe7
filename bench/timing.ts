import { kept } from "../src/cli/benchmark/kept.ts";
import type { Sample } from "./results.ts";
import type { Work } from "./work.ts";

/** Duration of one measurement in milliseconds. */
export interface Durations {
  readonly warmUp: number;
  readonly measured: number;
}

const BATCH_MILLISECONDS = 2;
const FEWEST_BATCHES = 3;
/**
 * Warm-up calls: one of ast/wbxml/large takes 56 ms in the first 200 ms of a process and 4 ms after a second, once the
 * engine has learnt that what a call allocates survives collection.
 */
const WARM_CALLS = 1000;
/** Cap on a warm-up that still lacks calls, as a multiple of its time. */
const LONGEST_WARM_UP = 3;

/** What is timed. */
type Timed = Pick<Work, "run" | "isAsync">;

/** Nanoseconds per call in steady state: the best batch, the median and the 99th percentile. */
export async function measureTime(work: Timed, { warmUp, measured }: Durations): Promise<Sample> {
  const calls = Math.max(1, Math.ceil(BATCH_MILLISECONDS / (await warm(work, warmUp))));
  const batches: number[] = [];
  for (let total = 0; total < measured || batches.length < FEWEST_BATCHES; ) {
    const took = await timed(work, calls);
    batches.push((took * 1e6) / calls);
    total += took;
  }
  batches.sort((one, other) => one - other);
  const at = (share: number) => batches[Math.floor(share * (batches.length - 1))] as number;
  return { best: at(0), median: at(0.5), p99: at(0.99) };
}

/** Calls `run` for at least that many milliseconds and {@link WARM_CALLS}; returns the average of the last calls. */
async function warm(work: Timed, milliseconds: number): Promise<number> {
  const started = performance.now();
  // CPU time as well, so that a process that had to wait is equally warm.
  const base = process.cpuUsage();
  const isWarm = (calls: number) => {
    const used = Math.min(performance.now() - started, process.cpuUsage(base).user / 1000);
    return used >= milliseconds && (calls >= WARM_CALLS || used >= LONGEST_WARM_UP * milliseconds);
  };
  let took = 0;
  let batch = 1;
  for (let calls = 0; calls < 2 || !isWarm(calls); calls += batch) {
    if (took < BATCH_MILLISECONDS) batch *= 2;
    took = await timed(work, batch);
  }
  return took / batch;
}

/** Milliseconds for that many calls. */
function timed({ run, isAsync }: Timed, calls: number): number | Promise<number> {
  return isAsync ? timedInTurn(run, calls) : timedAtOnce(run, calls);
}

function timedAtOnce(run: () => unknown, calls: number): number {
  const started = performance.now();
  for (let call = 0; call < calls; call++) kept.value = run();
  return performance.now() - started;
}

async function timedInTurn(run: () => unknown, calls: number): Promise<number> {
  const started = performance.now();
  for (let call = 0; call < calls; call++) kept.value = await run();
  return performance.now() - started;
}

const FIRST_CALLS = 100;
const COLD_CALLS = 1000;

/** Nanoseconds per call: the first in a process, up to 100, up to 1,000, and in steady state. */
export async function measureCold(work: Timed, durations: Durations): Promise<Sample> {
  const each = async (calls: number) => ((await timed(work, calls)) * 1e6) / calls;
  const first = await each(1);
  const early = await each(FIRST_CALLS - 1);
  const late = await each(COLD_CALLS - FIRST_CALLS);
  const { best } = await measureTime(work, durations);
  return { first, early, late, best: best as number };
}
