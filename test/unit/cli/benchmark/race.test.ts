import { describe, expect, test } from "vitest";
import { isLoss, measureOperations } from "../../../../src/cli/benchmark/measure-operations.ts";
import { Race } from "../../../../src/cli/benchmark/race.ts";
import { operationReport, type Report } from "../../../../src/cli/benchmark/report.ts";
import { operations, type Work } from "../../../../src/cli/benchmark/workload.ts";
import { HandClock } from "../../../support/clocks.ts";

type Costs = Readonly<Record<Work["name"], (call: number) => number>>;

const steady: Costs = {
  "JSON.parse": () => 8,
  decode: () => 2,
  convert: () => 4,
  peek: () => 1,
  "JSON.stringify": () => 6,
  "encode to WBXML": () => 3,
  "encode to XML": () => 12,
};
const ratios = { decode: 4, convert: 2, peek: 8, "encode to WBXML": 2, "encode to XML": 0.5 };

/** A race of functions that each take as many milliseconds as said, and the order in which they were called. */
function raceOf(costs: Partial<Costs> = {}) {
  const clock = new HandClock();
  const called: string[] = [];
  const calls = new Map<string, number>();
  const names = Object.keys(steady) as Work["name"][];
  const work = names.map(
    (name): Work => ({
      name,
      bytes: 100,
      run: () => {
        if (called.at(-1) !== name) called.push(name);
        const call = (calls.get(name) ?? 0) + 1;
        calls.set(name, call);
        clock.advance((costs[name] ?? steady[name])(call));
      },
    }),
  );
  const race = new Race(work, { clock, milliseconds: 3000, messages: 10, onProgress: () => {} });
  called.length = 0;
  return { race, clock, called, calls };
}

/** A baseline with these ratios. */
function baselineOf(ratios: Readonly<Record<string, number>>): Report {
  const known = Object.entries(ratios).map(([name, ratio]) => ({ name, ratio }));
  return { schema: 1, syncml: "0", node: "20", files: [], operations: known as unknown as Report["operations"] };
}

const ratiosIn = (reports: readonly { name: string; ratio: number }[]) =>
  Object.fromEntries(reports.map(({ name, ratio }) => [name, ratio]));

describe("a race", () => {
  test("finds the ratio of each operation to its reference", () => {
    const { race } = raceOf();
    expect(ratiosIn(measureOperations(race, undefined, 20))).toEqual(ratios);
  });

  test("warms up for a third of the time, and measures in turns, back and forth", () => {
    const { race, clock, called } = raceOf();
    expect(clock.now()).toBeGreaterThanOrEqual(1000);
    expect(clock.now()).toBeLessThan(3100);
    const before = clock.now();
    race.measure(operations.map(({ name }) => name));
    expect(clock.now() - before).toBeGreaterThanOrEqual(2000);
    expect(clock.now() - before).toBeLessThan(2200);
    const there = Object.keys(steady);
    // The last of one round is the first of the next.
    expect(called.slice(0, 13)).toEqual([...there, ...there.toReversed().slice(1)]);
  });

  test("tells the median of all batches, and what one of twenty takes", () => {
    const { race } = raceOf({
      decode: (call) => (call % 10 === 0 ? 2 : 4),
      convert: (call) => (call % 40 === 0 ? 2 : 4),
    });
    const [decode, convert] = measureOperations(race, undefined, 20);
    expect(decode).toMatchObject({ name: "decode", best: 2e6, median: 4e6, ratio: 4, medianRatio: 2 });
    // Luckier ones are left out.
    expect(convert).toMatchObject({ name: "convert", best: 4e6, median: 4e6, ratio: 2, medianRatio: 2 });
  });

  test("measures each operation three times at least, however long a call takes", () => {
    const { race } = raceOf({ decode: () => 10_000 });
    expect(measureOperations(race, undefined, 20).map(({ rounds }) => rounds)).toEqual([3, 3, 3, 3, 3]);
  });
});

describe("against a baseline", () => {
  test.each([
    ["the same", 4, false],
    ["a gain", 1, false],
    ["19 % less", 4 / 0.81, false],
    ["21 % less", 4 / 0.79, true],
    ["a third", 12, true],
  ])("%s", (_what, before, lost) => {
    const { race } = raceOf();
    const reports = measureOperations(race, baselineOf({ ...ratios, decode: before }), 20);
    expect(reports.filter(isLoss).map(({ name }) => name)).toEqual(lost ? ["decode"] : []);
    expect(reports[0]?.baseline).toMatchObject({ ratio: before, factor: 4 / before });
  });

  test("a loss is measured twice more, with its reference alone", () => {
    const plain = measureOperations(raceOf().race, undefined, 20);
    const { race, called } = raceOf();
    const reports = measureOperations(race, baselineOf({ ...ratios, peek: 24 }), 20);
    const roundsOf = (all: typeof reports, name: string) => all.find((one) => one.name === name)?.rounds ?? 0;
    expect(roundsOf(reports, "decode")).toBe(roundsOf(plain, "decode"));
    expect(roundsOf(reports, "peek")).toBeGreaterThan(2 * roundsOf(plain, "peek"));
    expect(new Set(called.slice(called.lastIndexOf("encode to XML") + 6))).toEqual(new Set(["JSON.parse", "peek"]));
  });

  test("a temporary slowdown does not count as a loss", () => {
    // In all rounds of the first measurement, but not in those of the next.
    const slow = (call: number) => (call <= 150 ? 6 : 2);
    const { race, calls } = raceOf({ decode: slow });
    race.measure(operations.map(({ name }) => name));
    expect(calls.get("decode")).toBeLessThan(150);
    const once = race.outcomes.map((outcome) => operationReport(outcome, baselineOf(ratios), 20));
    expect(once.filter(isLoss).map(({ name }) => name)).toEqual(["decode"]);
    const again = raceOf({ decode: slow }).race;
    expect(measureOperations(again, baselineOf(ratios), 20).filter(isLoss)).toEqual([]);
  });

  test("an operation that the baseline lacks is not compared", () => {
    const reports = measureOperations(raceOf().race, baselineOf({ decode: 4 }), 20);
    expect(reports.map(({ baseline }) => baseline?.factor)).toEqual([1, undefined, undefined, undefined, undefined]);
  });
});
