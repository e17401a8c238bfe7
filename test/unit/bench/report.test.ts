import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { judge } from "../../../bench/goals.ts";
import { withFigures } from "../../../bench/recorded-figures.ts";
import { renderReport } from "../../../bench/render-report.ts";
import { byName, type Result, type Run } from "../../../bench/results.ts";
import { timed } from "../../support/bench-results.ts";
import { parseXml } from "../../support/xml-tree.ts";

const results: readonly Result[] = [
  timed("ast/wbxml/medium", 20_000),
  timed("json-parse/medium", 80_000),
  timed("ast/wbxml/16MB", 4000),
  // 252 and 137 messages.
  timed("ast/wbxml/sync", 252 * 20_000),
  timed("json-parse/sync", 252 * 80_000),
  timed("ast/wbxml/management", 137 * 3000),
  { ...timed("portable:ast/wbxml/medium", 40_000), mode: "portable" },
  { name: "heap:ast/wbxml/medium", mode: "heap", bytes: 1000, rounds: [{ heap: 40_000, beside: 40_100 }] },
];
const run: Run = {
  schema: 1,
  date: "2026-11-22T10:00:00.000Z",
  seed: 1201,
  quick: false,
  machine: {
    cpu: "A & B",
    cores: 2,
    memoryBytes: 2 ** 33,
    system: "linux x64",
    node: "v20.0.0",
    versions: { sax: "1.6.1" },
  },
  missing: { expat: "there is no C compiler (cc)" },
  results,
  goals: judge(results),
};

const filesOf = (of: Run) => new Map(renderReport(of, "out").map(({ suffix, content }) => [suffix, content]));

test("the Markdown says what was measured, where, and what was not", () => {
  const markdown = filesOf(run).get(".md") ?? "";
  expect(markdown).toContain("2026-11-22, seed 1201. A & B, 2 cores, 8 GiB, linux x64, Node v20.0.0; sax 1.6.1.");
  expect(markdown).toContain("Not measured: expat: there is no C compiler (cc)");
  expect(markdown).toContain(
    "| WBXML → AST against JSON.parse of the same message: medium | 3.5 × | 7 × | 4 × | must |",
  );
  expect(markdown).toContain(
    "| WBXML → AST against JSON.parse of the same message: small | 3.5 × | 7 × | – | not measured |",
  );
  expect(markdown).toContain("| ast/wbxml/medium | 1000 | 20 µs | 20 µs | 50 | 4× json-parse |");
  expect(markdown).toContain("| json-parse/medium | 1000 | 80 µs | 80 µs | 12.5 |  |");
  expect(markdown).toContain(
    "| portable:ast/wbxml/medium | 1000 | 40 µs | 40 µs | 25 | 0.5× with Buffer · 2× json-parse |",
  );
  expect(markdown).toContain("| heap:ast/wbxml/medium | 1000 | 40000 | 40100 |  |");
});

test("every chart that the Markdown shows is there, well-formed, with its values as text", () => {
  const files = filesOf(run);
  const named = [...(files.get(".md") ?? "").matchAll(/\(out(-\w+\.svg)\)/g)].map(([, suffix]) => suffix);
  expect(named).toEqual(["-throughput.svg", "-growth.svg", "-memory.svg"]);
  for (const suffix of named) expect(parseXml(files.get(suffix ?? "") ?? "").name).toMatch(/svg$/);
  expect(files.get("-throughput.svg")).toContain(">50,000</text>");
  expect(files.get("-throughput.svg")).toContain(">12,500 (1/4)</text>");
  expect(files.get("-throughput.svg")).toContain(">JSON.parse</text>");
  expect(files.get("-throughput.svg")).toContain(">device management: WBXML → message</text>");
  expect(files.get("-growth.svg")).toContain(">ast/wbxml</text>");
  expect(files.get("-memory.svg")).toContain(">40 KB</text>");
});

test("a bar is as long as its share of the longest", () => {
  const widths = [...(filesOf(run).get("-throughput.svg") ?? "").matchAll(/class="(ours|peer)".* width="([\d.]+)"/g)];
  expect(widths.map(([, kind]) => kind)).toEqual(["ours", "peer", "ours"]);
  expect(Number(widths[0]?.[2]) / Number(widths[1]?.[2])).toBeCloseTo(4);
});

test("a chart with nothing to draw is left out", () => {
  const suffixes = renderReport({ ...run, results: [timed("peek/wbxml/small", 1)] }, "out").map(({ suffix }) => suffix);
  expect(suffixes).toEqual([".md"]);
});

test("the figures of a page say what a recorded message takes, and against whom", () => {
  const page = withFigures("before\n<!-- figures -->\nold\n<!-- /figures -->\nafter\n", byName(results));
  expect(page).toMatch(/^before\n<!-- figures -->\n\n\| a message on average/);
  expect(page).toMatch(/\n\n<!-- \/figures -->\nafter\n$/);
  expect(page).not.toContain("old");
  expect(page).toContain("data sync, 252 messages");
  expect(page).toContain("| WBXML → message | 20 µs: 4× JSON.parse | 3 µs |");
  expect(page).toContain("| XML → message | – | – |");
  expect(() => withFigures("no marks", byName(results))).toThrow(/figures/);
});

test.each(["README.md", "docs/performance.md"])("%s has a place for the figures", (name) => {
  const page = readFileSync(new URL(`../../../${name}`, import.meta.url), "utf8");
  expect(withFigures(page, byName(results))).toContain("20 µs");
});
