import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readCapture } from "../../src/capture/index.ts";
import { encodeUtf8 } from "../../src/core/utf8.ts";
import { archiveOf } from "../support/http-archive.ts";
import { runCli } from "./run-cli.ts";

let folder = "";
let three = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "syncml-"));
  three = join(folder, "three.har");
  writeFileSync(three, archiveOf(3));
});
afterEach(() => rmSync(folder, { recursive: true }));

const hint = /^ {2}a limit was reached: --max-exchanges raises that of exchanges, and extract has none$/m;
const leftOut = (count: number) =>
  new RegExp(`three\\.har: more exchanges than limits.exchanges allows: ${count} of 3 left out`);

test.each(["session", "diff", "redact"])(
  "%s reads as many exchanges as it is told, and says what is left out",
  async (command) => {
    const rest = { session: [], diff: [three], redact: ["--list"] }[command] ?? [];
    const run = (most: string) => runCli([command, three, ...rest, "--max-exchanges", most]);
    for (const most of ["4", "3"]) {
      const { stderr, exitCode } = await run(most);
      expect(exitCode).toBe(0);
      expect(stderr).not.toMatch(/limit|left out/);
    }
    const { stderr, exitCode } = await run("2");
    expect(exitCode).toBe(5);
    expect(stderr).toMatch(leftOut(1));
    expect(stderr).toMatch(hint);
  },
);

test("the conversation is made of what came before, and so is the report", async () => {
  const { stdout } = await runCli(["session", three, "--max-exchanges", "2"]);
  expect(stdout).toMatch(/^three\.har · 2 exchanges · /);
  expect(stdout).toContain("more exchanges than limits.exchanges allows: 1 of 3 left out");
  const html = join(folder, "report.html");
  expect((await runCli(["session", three, "--max-exchanges", "2", "--html", html])).exitCode).toBe(5);
  expect(readFileSync(html, "utf8")).toContain("1 of 3 left out");
  const out = join(folder, "out.har");
  expect((await runCli(["redact", three, "--max-exchanges", "2", "-o", out])).exitCode).toBe(5);
  expect(readCapture(readFileSync(out)).exchanges.length).toBe(2);
});

test("several files share the limit", async () => {
  for (const command of [["session"], ["redact", "--list"]]) {
    expect((await runCli([...command, three, three, "--max-exchanges", "6"])).exitCode).toBe(0);
    const { stderr, exitCode } = await runCli([...command, three, three, "--max-exchanges", "4"]);
    expect(exitCode).toBe(5);
    expect(stderr).toMatch(leftOut(2));
  }
});

test("where the messages are after the limit, it is the limit that is to blame", async () => {
  const file = join(folder, "three.har");
  writeFileSync(file, new TextDecoder().decode(archiveOf(3)).replace(/<SyncML.*?<\/SyncML>/g, "pages"));
  expect((await runCli(["session", file])).exitCode).toBe(3);
  const { stderr, exitCode } = await runCli(["session", file, "--max-exchanges", "2"]);
  expect(exitCode).toBe(5);
  expect(stderr).toMatch(leftOut(1));
});

test("one exchange is found wherever it is", async () => {
  const one = `${three}#3`;
  expect((await runCli(["diff", one, one, "--max-exchanges", "1"])).exitCode).toBe(0);
  expect((await runCli(["redact", one, "--list", "--max-exchanges", "1"])).exitCode).toBe(0);
});

test("extract writes all, and exits with 5 if another limit of the capture left something out", async () => {
  expect((await runCli(["extract", three, "-d", join(folder, "all")])).exitCode).toBe(0);
  const deep = join(folder, "deep.har");
  const entries = new TextDecoder().decode(archiveOf(1)).slice(0, -"]}}".length);
  writeFileSync(deep, encodeUtf8(`${entries},${"[".repeat(300)}`));
  const { stderr, exitCode } = await runCli(["extract", deep, "-d", join(folder, "deep")]);
  expect(stderr).toContain("deeper than 256");
  expect(exitCode).toBe(5);
});

test("a report of more exchanges than it shows says so", async () => {
  const many = join(folder, "many.har");
  const entry = '{"request":{"method":"GET","url":"http://a.example/","headers":[]}}';
  const [first] = /\{"startedDateTime".*\}(?=\]\}\}$)/.exec(new TextDecoder().decode(archiveOf(1))) ?? [];
  const html = join(folder, "report.html");
  for (const [count, exitCode] of [
    [20_000, 0],
    [20_001, 5],
  ] as const) {
    writeFileSync(many, `{"log":{"entries":[${[first, ...new Array(count - 1).fill(entry)].join(",")}]}}`);
    const run = await runCli(["session", many, "--html", html]);
    expect(run.exitCode).toBe(exitCode);
    expect(run.stderr.includes("the report shows the first 20,000 exchanges only")).toBe(exitCode === 5);
    expect(readFileSync(html, "utf8").includes("1 of 20001 left out")).toBe(exitCode === 5);
  }
});
