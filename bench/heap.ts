import { PerformanceObserver } from "node:perf_hooks";
import { setTimeout } from "node:timers/promises";
import { do_not_optimize } from "mitata";
import type { Sample } from "./results.ts";
import type { Work } from "./work.ts";

const WARM_UP_MILLISECONDS = 300;
const MOST_CALLS = 10_000;
// The observer hears of a collection from the event loop, and not at once.
const OBSERVED_AFTER_MILLISECONDS = 20;

/**
 * Bytes that a call allocates: `heap` on the heap of the engine, `beside` the same and what is allocated outside of it,
 * without the `output` bytes that are the result. It is measured over as many calls as pass without a collection.
 *
 * @throws {Error} if the collector runs during a single call.
 */
export async function measureHeap({ run, tokens = 0 }: Work): Promise<Sample> {
  const output = run();
  const outputBytes = output instanceof Uint8Array ? output.length : 0;
  let calls = 0;
  for (const until = performance.now() + WARM_UP_MILLISECONDS; performance.now() < until; calls++) {
    do_not_optimize(run());
  }
  let collections = 0;
  const observer = new PerformanceObserver((list) => {
    collections += list.getEntries().length;
  });
  observer.observe({ entryTypes: ["gc"] });
  for (calls = Math.min(calls, MOST_CALLS); calls >= 1; calls = Math.floor(calls / 2)) {
    // Twice: memory outside of the heap that the first one frees is not counted off before the second.
    globalThis.gc?.();
    globalThis.gc?.();
    await setTimeout(OBSERVED_AFTER_MILLISECONDS);
    collections = 0;
    const { heap, external } = allocatedBy(run, calls);
    await setTimeout(OBSERVED_AFTER_MILLISECONDS);
    if (collections > 0) continue;
    observer.disconnect();
    return { heap: heap / calls, beside: (heap + external) / calls - outputBytes, output: outputBytes, tokens };
  }
  throw new Error("the collector runs during a single call");
}

function allocatedBy(run: () => unknown, calls: number): { heap: number; external: number } {
  const before = process.memoryUsage();
  for (let call = 0; call < calls; call++) do_not_optimize(run());
  const after = process.memoryUsage();
  return { heap: after.heapUsed - before.heapUsed, external: after.external - before.external };
}
