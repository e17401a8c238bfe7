import { expect, test } from "vitest";
import { best, byName, formatRun, median, parseRun, type Run, ratio } from "../../../bench/results.ts";
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

test("a run is written with a line for each result, its counts whole and what was measured to six digits", () => {
  const run: Run = {
    schema: 1,
    date: "2026-01-01T00:00:00.000Z",
    seed: 1201,
    quick: false,
    machine: { cpu: "cpu", cores: 2, memoryBytes: 25_276_026_880, system: "linux x64", node: "v20", versions: {} },
    missing: { expat: 'no "results": [] of it' },
    results: [timed("ast/wbxml/small", 1050.010226049515, 1234567), timed("expat/small", 0.123456789)],
    goals: [{ pair: "one", unit: "×", must: 1, aim: 2, reached: null, verdict: "not measured" }],
  };
  const text = formatRun(run);
  expect(parseRun(text)).toMatchObject({ ...run, results: run.results.map(({ name }) => ({ name })) });
  expect(parseRun(text).results.map((result) => best(result))).toEqual([1050.01, 0.123457]);
  expect(text.split("\n").filter((line) => line.includes('"rounds"'))).toHaveLength(2);
  expect(formatRun(parseRun(text))).toBe(text);
  expect(parseRun(formatRun({ ...run, results: [] })).results).toEqual([]);
});

test("only a run of this suite is read", () => {
  expect(() => parseRun('{"schema":2}')).toThrow(/schema is 2/);
});
