import { describe, expect, test } from "vitest";
import { timeBatches, warm } from "../../../../src/cli/benchmark/timing.ts";
import { HandClock } from "../../../support/clocks.ts";

/** A function that takes so long, and how often it was called. */
function taking(milliseconds: number) {
  const clock = new HandClock();
  const counted = { calls: 0 };
  const run = () => {
    counted.calls++;
    clock.advance(milliseconds);
  };
  return { clock, counted, run };
}

describe("a warm-up", () => {
  test("takes its time", () => {
    const { clock, counted, run } = taking(1);
    warm(run, { milliseconds: 100, calls: 0 }, clock);
    expect(counted.calls).toBeGreaterThanOrEqual(100);
    expect(counted.calls).toBeLessThan(110);
  });

  test("goes on for the sake of calls, up to three times as long", () => {
    const few = taking(1);
    warm(few.run, { milliseconds: 100, calls: 200 }, few.clock);
    expect(few.counted.calls).toBeGreaterThanOrEqual(200);
    expect(few.counted.calls).toBeLessThan(210);
    const many = taking(1);
    warm(many.run, { milliseconds: 100, calls: 100_000 }, many.clock);
    expect(many.counted.calls).toBeGreaterThanOrEqual(300);
    expect(many.counted.calls).toBeLessThan(310);
  });

  test("does not count time in which the process had to wait", () => {
    const { clock, counted, run } = taking(1);
    const waiting = { now: () => clock.now(), processorTime: () => clock.processorTime() / 2 };
    warm(run, { milliseconds: 100, calls: 0 }, waiting);
    expect(counted.calls).toBeGreaterThanOrEqual(200);
  });

  test.each([
    [0.01, 200],
    [0.9, 3],
    [2, 1],
    [500, 1],
  ])("of a call of %d ms makes batches of %d", (milliseconds, calls) => {
    const { clock, run } = taking(milliseconds);
    expect(Math.abs(warm(run, { milliseconds: 10, calls: 0 }, clock) - calls)).toBeLessThanOrEqual(1);
  });
});

test("batches are given in nanoseconds per call, fastest first", () => {
  const clock = new HandClock();
  const took = [3, 1, 2, 5, 4];
  let call = 0;
  const run = () => clock.advance(took[Math.floor(call++ / 10)] ?? 0);
  const batches = timeBatches(run, 10, { milliseconds: 150, batches: 1 }, clock);
  expect(batches).toEqual([1e6, 2e6, 3e6, 4e6, 5e6]);
});

test("there are as many batches as wanted, however long one takes", () => {
  const { clock, run } = taking(1000);
  expect(timeBatches(run, 1, { milliseconds: 10, batches: 3 }, clock)).toEqual([1e9, 1e9, 1e9]);
});
