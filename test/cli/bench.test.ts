import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import type { Report } from "../../src/cli/benchmark/report.ts";
import { decode, encode } from "../../src/index.ts";
import { dmPackage1, toHex, utf8 } from "./messages.ts";
import { type Outcome, runCli } from "./run-cli.ts";

const names = ["decode", "convert", "peek", "encode to WBXML", "encode to XML"];
const asXml = encode(decode(dmPackage1), { format: "xml" });

let folder = "";
const at = (name: string) => join(folder, name);
let report: Report;

/** Measures the three files, by the clock of {@link runCli} on which every batch takes 5 ms. */
function bench(...options: string[]): Promise<Outcome> {
  return runCli(["bench", "--seconds", "1", ...options, ...["one.wbxml", "two.xml", "three.hex"].map(at)]);
}

function write(name: string, text: string): string {
  writeFileSync(at(name), text);
  return at(name);
}

/** The report as a baseline whose ratios are so many times those that it has. */
function baseline(times: Readonly<Record<string, number>>, changes: object = {}): string {
  const operations = report.operations.map((one) => ({ ...one, ratio: one.ratio * (times[one.name] ?? 1) }));
  return write("base.json", JSON.stringify({ ...report, operations, ...changes }));
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "syncml-"));
  writeFileSync(at("one.wbxml"), dmPackage1);
  writeFileSync(at("two.xml"), asXml);
  writeFileSync(at("three.hex"), toHex(dmPackage1.subarray(0)));
  const { stdout, stderr, exitCode } = await bench("--json");
  expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
  report = JSON.parse(stdout) as Report;
});
afterAll(() => rmSync(folder, { recursive: true }));

test("all messages are measured together, each operation a line", async () => {
  expect(await bench()).toEqual({
    stdout: `                 a message    MB/s  ratio  median  to
decode             1.67 ms   0.134     1×      1×  JSON.parse
convert            1.67 ms   0.134     1×      1×  JSON.parse
peek               1.67 ms             1×      1×  JSON.parse
encode to WBXML    1.67 ms  0.0714     1×      1×  JSON.stringify
encode to XML      1.67 ms    0.26     1×      1×  JSON.stringify
`,
    stderr: "",
    exitCode: 0,
  });
});

test("--json names what was measured", () => {
  expect(report).toMatchObject({ schema: 1, syncml: manifest.version, node: process.versions.node });
  expect(report.files).toEqual([
    { name: at("one.wbxml"), format: "wbxml", bytes: 119, sha256: expect.stringMatching(/^[\da-f]{64}$/) },
    { name: at("two.xml"), format: "xml", bytes: asXml.length, sha256: expect.stringMatching(/^[\da-f]{64}$/) },
    { name: at("three.hex"), format: "wbxml", bytes: 119, sha256: report.files[0]?.sha256 },
  ]);
  expect(report.operations.map(({ name }) => name)).toEqual(names);
  expect(report.operations[0]).toEqual({
    name: "decode",
    bytes: 2 * 119 + asXml.length,
    rounds: expect.any(Number),
    best: 5e6,
    median: 5e6,
    reference: { name: "JSON.parse", best: 5e6, median: 5e6 },
    ratio: 1,
    medianRatio: 1,
  });
});

describe("a baseline", () => {
  test("that is kept", async () => {
    const base = baseline({});
    const { stdout, stderr, exitCode } = await bench("--baseline", base);
    expect({ stderr, exitCode }).toEqual({ stderr: `${base}: no ratio lost more than 20 %\n`, exitCode: 0 });
    expect(stdout.split("\n")[0]).toMatch(/ ratio {2}median {2}baseline {2}change {2}to$/);
    expect(stdout.match(/ 1× {6}1× {8}1× {5}0 % {2}JSON/g)).toHaveLength(5);
  });

  test("three times as fast", async () => {
    const base = baseline(Object.fromEntries(names.map((name) => [name, 3])));
    const { stdout, stderr, exitCode } = await bench("--baseline", base);
    expect(exitCode).toBe(1);
    expect(stdout.match(/ 3× {3}-67 % {2}JSON/g)).toHaveLength(5);
    const lost = names.map(
      (name) => `${name} lost 67 %: 1× JSON.${/^e/.test(name) ? "stringify" : "parse"} now, 3× in `,
    );
    expect(stderr).toBe(lost.map((line) => `${line}${base}\n`).join(""));
  });

  test("of which one operation lost", async () => {
    const base = baseline({ peek: 2 });
    const { stdout, stderr, exitCode } = await bench("--baseline", base, "--color", "always");
    expect(stderr).toContain("peek lost 50 %: 1× JSON.parse now, 2× in ");
    expect(exitCode).toBe(1);
    const red = stdout.split("\n").filter((line) => line.startsWith("\u001b[31m") && line.endsWith("\u001b[39m"));
    expect(red).toEqual([expect.stringMatching(/peek .* -50 % /)]);
  });

  test.each([
    ["20", 0],
    ["10", 1],
    ["15.5", 1],
  ])("and a tolerance of %s percent, where a sixth is lost", async (tolerance, exitCode) => {
    const base = baseline({ convert: 1.2 });
    expect((await bench("--baseline", base, "--tolerance", tolerance)).exitCode).toBe(exitCode);
  });

  test("is in JSON too", async () => {
    const { stdout, exitCode } = await bench("--json", "--baseline", baseline({ decode: 4 }));
    const { operations } = JSON.parse(stdout) as Report;
    expect(operations[0]?.baseline).toEqual({ ratio: 4, factor: 0.25, isLoss: true });
    expect(operations[1]?.baseline).toEqual({ ratio: 1, factor: 1, isLoss: false });
    expect(exitCode).toBe(1);
  });

  test("may have its files under other names, in another order, and come from standard input", async () => {
    const files = report.files.map((file, index) => ({ ...file, name: `${index}` })).reverse();
    const text = readFileSync(baseline({}, { files }), "utf8");
    const args = ["bench", "--seconds", "1", "--baseline", "-", ...["one.wbxml", "two.xml", "three.hex"].map(at)];
    expect(await runCli(args, { stdin: [utf8(text)] })).toMatchObject({
      stderr: "-: no ratio lost more than 20 %\n",
      exitCode: 0,
    });
  });

  test("of another major version of Node is one with a word of warning", async () => {
    const base = baseline({}, { node: "99.1.0" });
    const { stderr, exitCode } = await bench("--baseline", base);
    expect(stderr).toMatch(/: was made with Node 99, and ratios differ between major versions\n/);
    expect(exitCode).toBe(0);
  });

  test("of other files is none", async () => {
    const one = { name: "four.xml", format: "xml", bytes: 4, sha256: "4" };
    const base = baseline({}, { files: [...report.files.slice(0, 2), one] });
    expect(await bench("--baseline", base)).toEqual({
      stdout: "",
      stderr: `${base}: is a baseline of other files: it lacks ${at("three.hex")} (119 bytes), and it has four.xml (4 bytes)\n`,
      exitCode: 2,
    });
    const more = baseline({}, { files: [...report.files, one] });
    expect((await bench("--baseline", more)).stderr).toBe(
      `${more}: is a baseline of other files: it has four.xml (4 bytes)\n`,
    );
  });

  test.each<[string, () => string]>([
    ["no JSON", () => "{"],
    ["another JSON", () => "[]"],
    ["null", () => "null"],
    ["another schema", () => JSON.stringify({ ...report, schema: 2 })],
    ["no operations", () => JSON.stringify({ ...report, operations: [] })],
    ["other operations", () => JSON.stringify({ ...report, operations: [{ name: "dance", ratio: 1 }] })],
    ["ratios that are none", () => JSON.stringify({ ...report, operations: [{ name: "decode", ratio: 0 }] })],
    ["files without contents", () => JSON.stringify({ ...report, files: [{ name: "one" }] })],
  ])("is not one that has %s", async (_what, text) => {
    const base = write("wrong.json", text());
    const stderr = `${base}: is no baseline; bench --json prints one\n`;
    expect(await bench("--baseline", base)).toEqual({ stdout: "", stderr, exitCode: 3 });
  });

  test("that is not there", async () => {
    const stderr = `${at("none.json")}: cannot read: no such file or directory\n`;
    expect(await bench("--baseline", at("none.json"))).toEqual({ stdout: "", stderr, exitCode: 3 });
  });
});

describe("nothing is measured if a file", () => {
  test.each<[string, Uint8Array | undefined, RegExp, number]>([
    ["is not there", undefined, /: cannot read: no such file or directory\n$/, 3],
    ["is nothing known", utf8("something else"), /: not recognised; /, 3],
    ["is damaged", dmPackage1.subarray(0, 65), /:0x41 \(byte 65\): input ended inside STR_I /, 4],
    ["is no message", utf8('<DevInf xmlns="syncml:devinf"><VerDTD>1.2</VerDTD></DevInf>'), /DevInf/, 4],
  ])("%s", async (_what, contents, said, code) => {
    const bad = at("bad");
    rmSync(bad, { force: true });
    if (contents !== undefined) writeFileSync(bad, contents);
    const { stdout, stderr, exitCode } = await runCli(["bench", at("one.wbxml"), bad]);
    expect({ stdout, exitCode }).toEqual({ stdout: "", exitCode: code });
    expect(stderr).toMatch(said);
    expect(stderr.startsWith(bad)).toBe(true);
  });
});

test("a terminal sees how far it is", async () => {
  const screen: string[] = [];
  await runCli(["bench", "--seconds", "1", at("one.wbxml")], { terminals: ["stdout", "stderr"], screen });
  const said = screen.join("").replaceAll("\u001b[K", "<clear>");
  expect(said).toMatch(/^\rwarming up<clear>\rmeasuring, \d+ %/);
  expect(said).toMatch(/\rmeasuring, 100 %<clear>\r<clear> {17}a message/);
});
