import { expect, test } from "vitest";
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

test("what was not measured is not reached", () => {
  const outcomes = judge([]);
  expect(new Set(outcomes.map(({ verdict }) => verdict))).toEqual(new Set(["not measured"]));
  expect(outcomes.every(({ reached }) => reached === null)).toBe(true);
});

test("memory and growth are to be low", () => {
  const encode = other("heap:encode/wbxml/medium", "heap", { beside: 600 });
  expect(verdictOf("heap: encode/wbxml beside the output: medium", [encode])).toEqual([600, "must"]);
  const stream = other("stream:tokenize/wbxml/1GB", "stream", { best: 1, peak: 9_000_000 });
  expect(verdictOf("tokenize: 1GB OPAQUE streamed, memory over base", [stream])).toEqual([9, "missed"]);
  const [little, much] = [timed("ast/xml/medium", 1000), { ...timed("ast/xml/16MB", 1_500_000), bytes: 1_000_000 }];
  expect(verdictOf("ast/xml: ns per byte at 16 MB against 20 KB", [little, much])).toEqual([1.5, "must"]);
});

test("the heap of a token is what each further one takes", () => {
  const small = other("heap:tokenize/wbxml/small", "heap", { heap: 700, tokens: 100 });
  const medium = (heap: number) => other("heap:tokenize/wbxml/medium", "heap", { heap, tokens: 1100 });
  expect(verdictOf("heap: tokenizer, per token", [small, medium(705)])).toEqual([0, "aim"]);
  expect(verdictOf("heap: tokenizer, per token", [small, medium(16_700)])).toEqual([16, "missed"]);
});
