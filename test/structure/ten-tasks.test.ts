import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../support/free-port.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const page = readFileSync(`${root}docs/README.md`, "utf8");

/** The rows of the table: a task, its command, a telling part of what that prints, its exit code. */
const tasks = [...page.matchAll(/^\| (.+) \| `(.*npx syncml.*)` \| `(.+)` \| (\d) \|$/gm)].map(
  ([, task = "", command = "", says = "", exitCode]) => ({
    task,
    command: command.replaceAll("\\|", "|"),
    says,
    exitCode: Number(exitCode),
  }),
);

/** What a fresh clone has after `npm ci`; the tasks follow one another in it. */
let copy = "";
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "syncml-tasks-"));
  for (const name of ["package.json", "dist", "corpus"])
    cpSync(`${root}${name}`, join(copy, name), { recursive: true });
  symlinkSync(`${root}node_modules`, join(copy, "node_modules"));
});
afterAll(() => rmSync(copy, { recursive: true }));

test("there are ten", () => {
  expect(tasks).toHaveLength(10);
});

test.each(tasks)("to $task", { timeout: 60_000 }, async ({ command, says, exitCode }) => {
  const port = command.includes("syncml serve") ? await freePort() : undefined;
  const built = command
    .replace("npx syncml serve", (serve) => `${serve} --port ${port}`)
    .replace("http://localhost:8080/ ", `http://localhost:${port}/ `)
    .replaceAll("npx syncml", `"${process.execPath}" dist/cli/syncml.js`);
  const { status, stdout, stderr } = spawnSync("bash", ["-c", built], { cwd: copy, encoding: "utf8" });
  expect(`${stdout}${stderr}`).toContain(says);
  expect(status).toBe(exitCode);
});
