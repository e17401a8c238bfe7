// npm run bench:report -- FILE.json [--write]: writes FILE.md and its charts next to it; with --write also the figures of the
// README and of docs/performance.md.
import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { withFigures } from "./recorded-figures.ts";
import { renderReport } from "./render-report.ts";
import { byName, parseRun } from "./results.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { write: { type: "boolean", default: false } },
});
const [file] = positionals;
if (file === undefined) throw new Error("usage: npm run bench:report -- FILE.json [--write]");
const stem = file.replace(/\.json$/, "");
const run = parseRun(readFileSync(file, "utf8"));
for (const { suffix, content } of renderReport(run, basename(stem))) {
  writeFileSync(stem + suffix, content);
  process.stdout.write(`${stem}${suffix}\n`);
}
for (const name of values.write ? ["README.md", "docs/performance.md"] : []) {
  const page = new URL(`../${name}`, import.meta.url);
  writeFileSync(page, withFigures(readFileSync(page, "utf8"), byName(run.results)));
  process.stdout.write(`${name}\n`);
}
