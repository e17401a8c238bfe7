// npm run bench:sensitivity -- [FILE FUNCTION]: shows that --baseline passes an unchanged tree and detects a slower function.
// A quick run is saved, compared with the tree as it is, and then with a copy in which the function takes 20 % more time.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const UNCHANGED_RUNS = 5;
const SLOWER = 1.2;

const root = fileURLToPath(new URL("../", import.meta.url));
const [file = "src/codec/fast-path/wbxml-to-message.ts", name = "readWbxmlMessage"] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "syncml-sensitivity-"));
try {
  const baseline = join(folder, "baseline.json");
  report("saved", quick(root, "--json", baseline), 0);
  for (let run = 1; run <= UNCHANGED_RUNS; run++) {
    report(`unchanged, run ${run} of ${UNCHANGED_RUNS}`, quick(root, "--baseline", baseline), 0);
  }
  report(`${name} takes ${SLOWER} times the time`, quick(slowCopy(), "--baseline", baseline), 1);
} finally {
  rmSync(folder, { recursive: true });
}

/** Runs the suite of a tree; returns the exit code. */
function quick(tree: string, ...options: string[]): number | null {
  const given = [join(root, "node_modules/tsx/dist/cli.mjs"), join(tree, "bench/run.ts"), "--quick", ...options];
  const { status, stdout, stderr } = spawnSync(process.execPath, given, { cwd: tree, encoding: "utf8" });
  process.stdout.write(stdout.slice(Math.max(0, stdout.indexOf("\ncase ", stdout.indexOf("\ngoal")))) + stderr);
  return status;
}

function report(what: string, status: number | null, expected: number): void {
  process.stdout.write(`${what}: exit code ${status}${status === expected ? "" : `, expected ${expected}`}\n`);
  if (status !== expected) process.exitCode = 1;
}

/** A copy of the tree in which each call of the function takes a fifth longer. */
function slowCopy(): string {
  const copy = join(folder, "slow");
  for (const part of ["bench", "src", "corpus", "package.json"]) {
    cpSync(join(root, part), join(copy, part), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"), "junction");
  const source = readFileSync(join(copy, file), "utf8");
  const declaration = `export function ${name}(`;
  if (!source.includes(declaration)) throw new Error(`${file} has no ${declaration}`);
  writeFileSync(
    join(copy, file),
    `${source.replace(declaration, "function unslowed(")}
export const ${name}: typeof unslowed = (...given) => {
  const started = performance.now();
  const result = unslowed(...given);
  const until = started + ${SLOWER} * (performance.now() - started);
  while (performance.now() < until);
  return result;
};
`,
  );
  return copy;
}
