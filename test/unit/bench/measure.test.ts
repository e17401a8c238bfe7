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

function run(tasks: readonly Task[], failing?: Task) {
  const measured: string[] = [];
  const checked: boolean[] = [];
  const progress: string[] = [];
  const plan: Plan = {
    tasks,
    rounds: 3,
    durations: { warmUp: 1, measured: 1 },
    random: randomOf(1, "order"),
    onProgress: (count, total) => progress.push(`${count}/${total}`),
  };
  const workshop = {
    canMeasure: (task: Task) => task !== absent,
    measure: (task: Task, _durations: unknown, check: boolean) => {
      if (task === failing) throw new Error("no such thing");
      measured.push(nameOf(task));
      checked.push(check);
      return { bytes: 7, sample: { best: measured.length } };
    },
  };
  return { ...measureAll(workshop, plan), measured, checked, progress };
}

test("each task is measured in each round, memory in one, and checked in the first", () => {
  const { results, measured, checked, progress } = run([ours, heap, peer, absent]);
  expect(results.map(({ name, bytes, rounds }) => [name, bytes, rounds.length]).sort()).toEqual([
    ["ast/wbxml/small", 7, 3],
    ["heap:ast/wbxml/small", 7, 1],
    ["saxes/small", 7, 3],
  ]);
  expect(measured.length).toBe(7);
  expect(checked).toEqual([true, true, true, false, false, false, false]);
  expect(progress).toEqual(["1/7", "2/7", "3/7", "4/7", "5/7", "6/7", "7/7"]);
});

test("a peer that fails is left out and named, the library is not", () => {
  const { results, failed } = run([ours, peer], peer);
  expect(results.map(({ name }) => name)).toEqual(["ast/wbxml/small"]);
  expect(failed).toEqual({ "saxes/small": "no such thing" });
  expect(() => run([ours, peer], ours)).toThrow("no such thing");
});

test("further rounds stand behind the first ones", () => {
  const [one, other] = withMoreRounds([timed("a", 1), timed("b", 2)], [timed("b", 3, 4)]);
  expect(one).toEqual(timed("a", 1));
  expect(other).toEqual(timed("b", 2, 3, 4));
});
