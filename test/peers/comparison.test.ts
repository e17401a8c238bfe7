// Needs wbxml2xml and tshark (Debian: libwbxml2-utils, tshark, xxd); run by `npm run test:peers`.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const page = readFileSync(`${root}docs/comparison.md`, "utf8");

/** The rows of the table: a claim, the command that shows it, a telling part of what it prints, its exit code. */
const claims = [...page.matchAll(/^\| (.+) \| `(.+)` \| `(.+)` \| (\d+) \|$/gm)].map(
  ([, claim = "", command = "", says = "", exitCode]) => ({
    claim,
    command: command.replaceAll("\\|", "|").replaceAll("npx syncml", `"${process.execPath}" dist/cli/syncml.js`),
    says,
    exitCode: Number(exitCode),
  }),
);

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "syncml-comparison-"));
  for (const name of ["package.json", "dist", "corpus", "node_modules"])
    symlinkSync(`${root}${name}`, join(folder, name));
});
afterAll(() => rmSync(folder, { recursive: true }));

test("both tools are compared", () => {
  for (const tool of ["wbxml2xml", "tshark", "dist/cli/syncml.js"]) {
    expect(claims.filter(({ command }) => command.includes(tool)).length, tool).toBeGreaterThanOrEqual(2);
  }
});

test.each(claims)("$claim", { timeout: 60_000 }, ({ command, says, exitCode }) => {
  const { status, stdout, stderr } = spawnSync("bash", ["-c", command], { cwd: folder, encoding: "utf8" });
  expect(`${stdout}${stderr}`).toContain(says);
  expect(status).toBe(exitCode);
});
