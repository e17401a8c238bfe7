import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Budget, entries, imports } from "./budgets.ts";
import { sizeOf } from "./measure.ts";

// Measures the package in dist against its budgets and the table in docs/performance.md; --write updates the table.

const root = fileURLToPath(new URL("../../", import.meta.url));
const page = `${root}docs/performance.md`;
const MARKED = /(<!-- size -->\n)[\s\S]*?(<!-- \/size -->)/;
/** Allowed gap between stated and measured size, so that one line of code or another zlib does not fail. */
const TOLERANCE = 0.02;

const kilobytes = (bytes: number) => (bytes / 1000).toFixed(1);

interface Row {
  readonly text: string;
  readonly isOver: boolean;
  /** The page states other figures. */
  readonly isOutdated: boolean;
}

async function rowOf({ what, code, gzipBytes: allowed }: Budget, said: string): Promise<Row> {
  const { bytes, gzipBytes } = await sizeOf(code, root);
  const head = `| ${what} |`;
  const [minified, compressed] = (said.split("\n").find((line) => line.startsWith(head)) ?? head)
    .slice(head.length)
    .split("|")
    .map((cell) => Number.parseFloat(cell) * 1000);
  const isNear = (claim = Number.NaN, found: number) => Math.abs(claim - found) <= Math.max(found * TOLERANCE, 60);
  return {
    text: `${head} ${kilobytes(bytes)} | ${kilobytes(gzipBytes)} | ${kilobytes(allowed)} |`,
    isOver: gzipBytes > allowed,
    isOutdated: !isNear(minified, bytes) || !isNear(compressed, gzipBytes),
  };
}

async function table(title: string, budgets: readonly Budget[], said: string): Promise<Row[]> {
  const rows = await Promise.all(budgets.map((budget) => rowOf(budget, said)));
  const head = `| ${title} | KB minified | KB with gzip | budget |\n|---|---|---|---|`;
  return [{ text: head, isOver: false, isOutdated: false }, ...rows];
}

const { values } = parseArgs({ options: { write: { type: "boolean", default: false } } });
const text = readFileSync(page, "utf8");
const said = MARKED.exec(text)?.[0] ?? "";
const tables = [await table("import", imports, said), await table("whole entry", entries, said)];
const shown = `${tables.map((rows) => rows.map((row) => row.text).join("\n")).join("\n\n")}\n`;
process.stdout.write(shown);
if (values.write)
  writeFileSync(
    page,
    text.replace(MARKED, (_all, open, close) => `${open}\n${shown}\n${close}`),
  );

const rows = tables.flat();
const over = rows.filter(({ isOver }) => isOver);
const outdated = values.write ? [] : rows.filter(({ isOutdated }) => isOutdated);
for (const row of over) process.stderr.write(`over budget: ${row.text}\n`);
for (const row of outdated)
  process.stderr.write(`docs/performance.md says otherwise (npm run size -- --write): ${row.text}\n`);
process.exitCode = over.length + outdated.length > 0 ? 1 : 0;
