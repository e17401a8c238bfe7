import { expect, test } from "vitest";
import type { Task } from "../../../bench/cases.ts";
import { nameOf } from "../../../bench/cases.ts";
import { measureAll, type Plan, withMoreRounds } from "../../../bench/measure.ts";
import { randomOf } from "../../../bench/random.ts";
import { timed } from "../../support/bench-results.ts";

const ours: Task = { mode: "time", work: "ast/wbxml", fixture: "small" };
const heap: Task = { ...ours, mode: "heap" };
const peer: Task = { mode: "time", work: "saxes", fixture: "small" };
const absent: Task = { mode: "time", work: "expat", fixture: "small" };

interface Conditions {
  readonly failing: Task;
  readonly times: readonly number[];
  readonly signal: AbortSignal;
  /** Called before each process with how many were there before it. */
  readonly onMeasure: (before: number) => void;
}

const running = new AbortController().signal;

/** Runs three rounds in which the n-th process of a task takes the n-th of `times`, and then the last. */
async function run(
  tasks: readonly Task[],
  { failing, times = [1], signal = running, onMeasure = () => {} }: Partial<Conditions> = {},
) {
  const measured: string[] = [];
  const checked: boolean[] = [];
  const progress: string[] = [];
  const known: number[] = [];
  const plan: Plan = {
    tasks,
    rounds: 3,
    durations: { warmUp: 1, measured: 1 },
    random: randomOf(1, "order"),
    onProgress: (place) => progress.push(place),
    onRound: ({ results }) => known.push(results.length),
    signal,
  };
  const workshop = {
    canMeasure: (task: Task) => task !== absent,
    measure: async (task: Task, _durations: unknown, check: boolean) => {
      onMeasure(measured.length);
      if (task === failing) throw new Error("no such thing");
      measured.push(nameOf(task));
      checked.push(check);
      const count = measured.filter((name) => name === nameOf(task)).length;
      return { bytes: 7, sample: { best: times[Math.min(count, times.length) - 1] ?? 0 } };
    },
  };
  return { ...(await measureAll(workshop, plan)), measured, checked, progress, known };
}

test("each task is measured in each round, memory in one, and checked in the first", async () => {
  const { results, measured, checked, progress, known } = await run([ours, heap, peer, absent]);
  expect(results.map(({ name, bytes, rounds }) => [name, bytes, rounds.length]).sort()).toEqual([
    ["ast/wbxml/small", 7, 3],
    ["heap:ast/wbxml/small", 7, 1],
    ["saxes/small", 7, 3],
  ]);
  expect(measured.length).toBe(7);
  expect(known).toEqual([3, 3, 3]);
  expect(checked).toEqual([true, true, true, false, false, false, false]);
  expect(progress[0]).toBe(`round 1, 1 of 3: ${measured[0]}`);
  expect(progress[6]).toBe(`round 3, 2 of 2: ${measured[6]}`);
});

test("a failing task is left out and named", async () => {
  const { results, failed } = await run([ours, peer], { failing: peer });
  expect(results.map(({ name }) => name)).toEqual(["ast/wbxml/small"]);
  expect(failed).toEqual({ "saxes/small": "no such thing" });
});

test("an interrupted run keeps its results and reports no failure", async () => {
  const stop = new AbortController();
  const { results, failed } = await run([ours, peer], {
    signal: stop.signal,
    onMeasure: (before) => {
      if (before < 3) return;
      stop.abort();
      stop.signal.throwIfAborted();
    },
  });
  expect(results.map(({ rounds }) => rounds.length).sort()).toEqual([1, 2]);
  expect(failed).toEqual({});
});

test.each([
  ["that another round confirms needs no more", [10, 20, 10.4], 3],
  ["that no other confirms gets more rounds until one does", [10, 20, 20, 20, 9.9], 5],
  ["that stays alone gets as many rounds again and no more", [10, 20], 6],
])("a best time %s", async (_name, times, rounds) => {
  expect((await run([ours], { times })).results[0]?.rounds.length).toBe(rounds);
});

test("further rounds are appended", () => {
  const [one, other] = withMoreRounds([timed("a", 1), timed("b", 2)], [timed("b", 3, 4)]);
  expect(one).toEqual(timed("a", 1));
  expect(other).toEqual(timed("b", 2, 3, 4));
});
