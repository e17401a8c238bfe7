import { PerformanceObserver } from "node:perf_hooks";
import { setTimeout } from "node:timers/promises";
import { kept } from "../src/cli/benchmark/kept.ts";
import type { Sample } from "./results.ts";
import type { Work } from "./work.ts";

const WARM_UP_MILLISECONDS = 300;
const MOST_CALLS = 2000;
/** Takes the least of this many: a call allocates slightly more while code is still being optimised. */
const WINDOWS = 3;
// The observer learns of a collection from the event loop, not at once.
const OBSERVED_AFTER_MILLISECONDS = 20;

/**
 * Bytes allocated per call: `heap` on the engine's heap; `beside` adds off-heap memory and excludes the `output` bytes of
 * the result. Measured over as many calls as complete without a collection.
 *
 * @throws {Error} if the collector runs during a single call.
 */
export async function measureHeap({ run, tokens = 0 }: Work): Promise<Sample> {
  const output = run();
  const outputBytes = output instanceof Uint8Array ? output.length : 0;
  let calls = callsIn(run, WARM_UP_MILLISECONDS);
  let collections = 0;
  const observer = new PerformanceObserver((list) => {
    collections += list.getEntries().length;
  });
  observer.observe({ entryTypes: ["gc"] });
  const least = { heap: Number.POSITIVE_INFINITY, beside: Number.POSITIVE_INFINITY };
  calls = Math.min(calls, MOST_CALLS);
  for (let windows = 0; windows < WINDOWS; ) {
    if (calls < 1) throw new Error("the collector runs during a single call");
    // Twice: off-heap memory freed by the first is subtracted only by the second.
    globalThis.gc?.();
    globalThis.gc?.();
    await setTimeout(OBSERVED_AFTER_MILLISECONDS);
    collections = 0;
    const { heap, external } = allocatedBy(run, calls);
    await setTimeout(OBSERVED_AFTER_MILLISECONDS);
    if (collections > 0) {
      calls = Math.floor(calls / 2);
      continue;
    }
    least.heap = Math.min(least.heap, heap / calls);
    least.beside = Math.min(least.beside, (heap + external) / calls - outputBytes);
    windows++;
  }
  observer.disconnect();
  return { ...least, output: outputBytes, tokens };
}

/** Calls `run` for that many milliseconds of CPU time, however long that takes. */
function callsIn(run: () => unknown, milliseconds: number): number {
  const base = process.cpuUsage();
  let calls = 0;
  for (; process.cpuUsage(base).user < milliseconds * 1000; calls++) kept.value = run();
  return calls;
}

function allocatedBy(run: () => unknown, calls: number): { heap: number; external: number } {
  const before = process.memoryUsage();
  for (let call = 0; call < calls; call++) kept.value = run();
  const after = process.memoryUsage();
  return { heap: after.heapUsed - before.heapUsed, external: after.external - before.external };
}
