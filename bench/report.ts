// npm run bench:report -- FILE.json: writes FILE.md and its charts beside it.
import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { renderReport } from "./render-report.ts";
import { parseRun } from "./results.ts";

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error("usage: npm run bench:report -- FILE.json");
const stem = file.replace(/\.json$/, "");
for (const { suffix, content } of renderReport(parseRun(readFileSync(file, "utf8")), basename(stem))) {
  writeFileSync(stem + suffix, content);
  process.stdout.write(`${stem}${suffix}\n`);
}
