import { expect, test } from "vitest";
import { cases, nameOf, tasksOf } from "../../../bench/cases.ts";
import { judge } from "../../../bench/goals.ts";
import type { Result, Sample } from "../../../bench/results.ts";
import { timed } from "../../support/bench-results.ts";

const verdictOf = (pair: string, results: readonly Result[]) => {
  const goal = judge(results).find((outcome) => outcome.pair === pair);
  return [goal?.reached, goal?.verdict];
};
const other = (name: string, mode: Result["mode"], sample: Sample): Result => ({
  name,
  mode,
  bytes: 1,
  rounds: [sample],
});

test.each([
  [40, "aim"],
  [20, "must"],
  [10, "missed"],
])("a ratio of %i tenths to JSON.stringify is %s", (tenths, verdict) => {
  const results = [timed("encode/xml/small", 10), timed("json-stringify-bytes/small", tenths)];
  expect(verdictOf("AST → XML against JSON.stringify and to bytes: small", results)).toEqual([tenths / 10, verdict]);
});

test("a goal that was not measured is not met", () => {
  const outcomes = judge([]);
  expect(new Set(outcomes.map(({ verdict }) => verdict))).toEqual(new Set(["not measured"]));
  expect(outcomes.every(({ reached }) => reached === null)).toBe(true);
});

test("lower is better for memory and growth", () => {
  const encode = other("heap:encode/wbxml/medium", "heap", { beside: 600 });
  expect(verdictOf("heap: encode/wbxml beside the output: medium", [encode])).toEqual([600, "must"]);
  const stream = other("stream:tokenize/wbxml/1GB", "stream", { best: 1, peak: 9_000_000 });
  expect(verdictOf("tokenize: 1GB OPAQUE streamed, memory over base", [stream])).toEqual([9, "missed"]);
  const [little, much] = [timed("ast/xml/medium", 1000), { ...timed("ast/xml/16MB", 1_500_000), bytes: 1_000_000 }];
  expect(verdictOf("ast/xml: ns per byte at 16 MB against 20 KB", [little, much])).toEqual([1.5, "must"]);
});

test("heap per token is that of each additional one", () => {
  const small = other("heap:tokenize/wbxml/small", "heap", { heap: 700, tokens: 100 });
  const medium = (heap: number) => other("heap:tokenize/wbxml/medium", "heap", { heap, tokens: 1100 });
  expect(verdictOf("heap: tokenizer, per token", [small, medium(705)])).toEqual([0, "aim"]);
  expect(verdictOf("heap: tokenizer, per token", [small, medium(16_700)])).toEqual([16, "missed"]);
});

test("a listener is to leave decode most of its speed", () => {
  const results = [timed("heard/wbxml/sync", 20), timed("ast/wbxml/sync", 19)];
  expect(verdictOf("with a diagnostics listener against decode, WBXML: sync", results)).toEqual([0.95, "must"]);
});

test("an oddity has a goal by its size, all of them together per byte", () => {
  const results = [
    timed("ast/xml/oddity-none", 100),
    timed("ast/xml/oddity-comment", 140),
    { ...timed("ast/xml/oddities", 1250), bytes: 10_000 },
  ];
  const pair = "ast/xml: 41 commands with one oddity against without";
  expect(verdictOf(`${pair}: comment`, results)).toEqual([1.4, "missed"]);
  expect(verdictOf(`${pair}: all, per byte`, results)).toEqual([1.25, "must"]);
});

test("each goal has a pair of its own, and tasks that are measured", () => {
  const pairs = judge([]).map(({ pair }) => pair);
  expect(new Set(pairs).size).toBe(pairs.length);
  const all = tasksOf(cases).map((task): Result => {
    const sample = { best: 1, median: 1, late: 1, heap: 1, beside: 1, peak: 1, tokens: task.fixture.length };
    return { name: nameOf(task), mode: task.mode, bytes: 1, rounds: [sample] };
  });
  expect(judge(all).filter(({ reached }) => reached === null)).toEqual([]);
});
