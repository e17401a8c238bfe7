import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { parseRun, type Run } from "../../../bench/results.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "syncml-run-"));
afterAll(() => rmSync(folder, { recursive: true }));
const out = join(folder, "out.json");

const tsx = join(root, "node_modules/tsx/dist/cli.mjs");

/** A script of the suite as npm runs it. */
function script(file: string, ...given: string[]) {
  const program = join(root, "bench", file);
  return spawnSync(process.execPath, [tsx, program, ...given], { cwd: folder, encoding: "utf8" });
}

const tiny = ["^encode/wbxml/small$", "--quick", "--rounds", "1"];

test("a run of one case prints its table and writes JSON of the schema", () => {
  const { stdout, stderr, status } = script("run.ts", ...tiny, "--json", out);
  expect(stderr).toBe("");
  expect(status).toBe(0);
  expect(stdout).toMatch(/^encode\/wbxml\/small +375 .*× json-stringify$/m);
  expect(stdout).toMatch(/^AST → WBXML against JSON\.stringify: small +2 × +4\.5 × +[\d.]+ × /m);
  const sample = { best: expect.any(Number), median: expect.any(Number), p99: expect.any(Number) };
  const result = { mode: "time", bytes: expect.any(Number), rounds: [sample] };
  expect(parseRun(readFileSync(out, "utf8"))).toEqual({
    schema: 1,
    date: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    seed: 1201,
    quick: true,
    machine: {
      cpu: expect.any(String),
      cores: expect.any(Number),
      memoryBytes: expect.any(Number),
      system: expect.any(String),
      node: process.version,
      versions: { syncml: expect.any(String) },
    },
    missing: {},
    results: expect.arrayContaining([
      { name: "encode/wbxml/small", ...result },
      { name: "json-stringify/small", ...result },
    ]),
    goals: expect.arrayContaining([expect.objectContaining({ verdict: "not measured" })]),
  } satisfies Run);
});

/** The run of the first test with the library's times multiplied. */
function baselineOf(factor: number): string {
  const run = parseRun(readFileSync(out, "utf8"));
  const results = run.results.map((result) =>
    result.name === "encode/wbxml/small"
      ? { ...result, rounds: result.rounds.map((sample) => ({ ...sample, best: (sample["best"] ?? 0) * factor })) }
      : result,
  );
  const file = join(folder, `baseline-${factor}.json`);
  writeFileSync(file, JSON.stringify({ ...run, results }));
  return file;
}

test("a baseline that was much faster fails the run, one that was much slower does not", () => {
  const slower = script("run.ts", ...tiny, "--baseline", baselineOf(0.001));
  expect(slower.stdout).toMatch(/^encode\/wbxml\/small +0\.\d+× +slower by more than 12 %$/m);
  expect(slower.status).toBe(1);
  expect(script("run.ts", ...tiny, "--baseline", baselineOf(1000)).status).toBe(0);
});

test("an interrupted run writes its results", async () => {
  const file = join(folder, "ended.json");
  const given = ["^encode/wbxml/small$", "--quick", "--rounds", "1000", "--json", file];
  const run = spawn(process.execPath, [tsx, join(root, "bench/run.ts"), ...given], { cwd: folder, stdio: "ignore" });
  while (!existsSync(file)) await setTimeout(100);
  const ended = once(run, "exit");
  run.kill("SIGTERM");
  expect(await ended).toEqual([143, null]);
  const { results } = parseRun(readFileSync(file, "utf8"));
  expect(results.map(({ name }) => name).sort()).toEqual(["encode/wbxml/small", "json-stringify/small"]);
});

test("a report is written next to its run", () => {
  const { stdout } = script("report.ts", out);
  const files = stdout.trim().split("\n");
  expect(files).toEqual([join(folder, "out.md"), join(folder, "out-throughput.svg")].slice(0, files.length));
  expect(existsSync(join(folder, "out.md"))).toBe(true);
});

test("modes other than time have the documented figures", () => {
  const file = join(folder, "modes.json");
  const { status, stderr } = script(
    "run.ts",
    "^((heap|cold):ast|portable:encode)/wbxml/small$",
    "--quick",
    "--rounds",
    "1",
    "--json",
    file,
  );
  expect(stderr).toBe("");
  expect(status).toBe(0);
  const results = parseRun(readFileSync(file, "utf8")).results.map(({ name, rounds }) => [
    name,
    Object.keys(rounds[0] ?? {}),
  ]);
  expect(Object.fromEntries(results)).toEqual({
    "heap:ast/wbxml/small": ["heap", "beside", "output", "tokens"],
    "heap:json-parse/small": ["heap", "beside", "output", "tokens"],
    "cold:ast/wbxml/small": ["first", "early", "late", "best"],
    "cold:json-parse/small": ["first", "early", "late", "best"],
    "portable:encode/wbxml/small": ["best", "median", "p99"],
    "encode/wbxml/small": ["best", "median", "p99"],
    "json-stringify/small": ["best", "median", "p99"],
  });
});

test("the cases are listed", () => {
  expect(script("run.ts", "--list").stdout.split("\n")).toContain("stream:convert/wbxml/1GB");
});

test("an operation on a document of one's own is profiled", () => {
  const message = join(root, "corpus/commands/get/input.wbxml");
  const { stdout, stderr, status } = script("profile.ts", message, "convert");
  expect(stderr).toBe("");
  expect(status).toBe(0);
  expect(stdout).toMatch(/^ *[\d.]+ % {2}src\/[\w/-]+\.ts:\d+ /m);
  expect(stdout).toMatch(/^decode leaves nothing to the event path$/m);
  expect(existsSync(join(folder, "convert-wbxml-input.wbxml.cpuprofile"))).toBe(true);
  expect(script("profile.ts", message, "compress").stderr).toContain("there is no operation compress/wbxml");
});

test("sessions are measured over HTTP and in a store, with what they are compared with", () => {
  const file = join(folder, "sessions.json");
  const { status, stderr } = script(
    "run.ts",
    "^(http|store:server)/wbxml/session-md5$",
    "--quick",
    "--rounds",
    "1",
    "--json",
    file,
  );
  expect(stderr).toBe("");
  expect(status).toBe(0);
  const { results, goals, missing } = parseRun(readFileSync(file, "utf8"));
  expect(Object.values(missing)).not.toContain(expect.stringMatching(/session/));
  const names = results.map(({ name }) => name).sort();
  expect(names).toEqual(["http-fixed/wbxml/session-md5", "http/wbxml/session-md5", "store:server/wbxml/session-md5"]);
  expect(goals.filter(({ reached }) => reached !== null)).toHaveLength(3);
});
