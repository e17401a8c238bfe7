import { expect, test } from "vitest";
import { best, byName, median, parseRun, ratio } from "../../../bench/results.ts";
import { timed } from "../../support/bench-results.ts";

test("the best is that of all rounds, the median that of the rounds' medians", () => {
  const result = timed("ast/wbxml/small", 30, 10, 20);
  expect(best(result)).toBe(10);
  expect(median(result)).toBe(21);
  expect(median(timed("ast/wbxml/small", 30, 10))).toBe(21);
});

test("a ratio says how many times less the first costs", () => {
  const results = byName([timed("ast/wbxml/small", 10, 12), timed("json-parse/small", 40, 30)]);
  expect(ratio(results, "ast/wbxml/small", "json-parse/small")).toBe(3);
  expect(ratio(results, "ast/wbxml/small", "expat/small")).toBeUndefined();
});

test("only a run of this suite is read", () => {
  expect(() => parseRun('{"schema":2}')).toThrow(/schema is 2/);
});
