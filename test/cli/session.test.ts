import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { corpusBytes, corpusPath, corpusText } from "../support/corpus.ts";
import { runCli } from "./run-cli.ts";

const p06 = corpusPath("syncevolution/p06-auth-basic-wrong-wbxml/capture.pcapng");
const d06 = corpusPath("libdmclient/d06-atomic-sequence-wbxml/capture.pcapng");
const variables = { SYNCML_SECRET: "secret" };

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "syncml-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("session", () => {
  test("prints the conversation, and says that a password was used", async () => {
    const { stdout, stderr, exitCode } = await runCli(["session", p06, "--auth", "alice"], { variables });
    expect(stdout).toBe(corpusText("sessions/p06.txt").replace("p06.pcapng", "capture.pcapng"));
    expect(stderr).toBe("digests are checked with the password of alice\n");
    expect(exitCode).toBe(0);
  });

  test("writes a report for browsers, without secrets unless they are to be shown", async () => {
    const html = join(folder, "report.html");
    const { stdout, exitCode } = await runCli(["session", p06, "--html", html]);
    expect({ stdout, exitCode }).toEqual({ stdout: "", exitCode: 0 });
    const page = readFileSync(html, "utf8");
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).toMatch(/Made offline by syncml \d+\.\d+\.\d+ on \d{4}-\d\d-\d\d\. /);
    expect(page).not.toContain("alice");
    expect(page).toContain(createHash("sha256").update(readFileSync(p06)).digest("hex"));
    expect(page).toContain(`${statSync(p06).size.toLocaleString("en")}\u00a0B`);
    await runCli(["session", p06, "--html", html, "--secrets", "show"]);
    expect(readFileSync(html, "utf8")).toContain("alice");
  });

  test("reads standard input", async () => {
    const { stdout } = await runCli(["session", "-"], {
      stdin: [corpusBytes("libdmclient/d06-atomic-sequence-wbxml/capture.pcapng")],
    });
    expect(stdout).toBe(corpusText("sessions/d06.txt").replace("d06.pcapng", "standard input"));
  });

  test("merges captures by time", async () => {
    const { stdout } = await runCli(["session", p06, d06]);
    expect(stdout).toMatch(/^capture\.pcapng capture\.pcapng · 12 exchanges · 5 sessions · 3 connections/);
  });

  test("shows what failed alone, or the exchanges that are named", async () => {
    const failed = (await runCli(["session", d06, "--only", "failed"])).stdout;
    expect(failed.match(/^ #\d/gm)).toEqual([" #1", " #3"]);
    const named = (await runCli(["session", p06, "--only", "#3,6-7"])).stdout;
    expect(named.match(/^ #\d/gm)).toEqual([" #3", " #6", " #7"]);
    expect((await runCli(["session", p06, "--only", "some"])).exitCode).toBe(2);
  });

  test("exits with 1 on request, by severity", async () => {
    for (const [severity, exitCode] of [
      ["error", 0],
      ["warning", 1],
      ["note", 1],
      ["never", 0],
    ] as const) {
      expect((await runCli(["session", d06, "--fail-on", severity])).exitCode).toBe(exitCode);
    }
    expect((await runCli(["session", p06, "--fail-on", "error"])).exitCode).toBe(1);
  });

  test("hides secrets, or shows them", async () => {
    const hidden = (await runCli(["session", p06, "--to", "json"])).stdout;
    expect(hidden).not.toMatch(/wrong"|alice:wrong|L101RUIiISE=/);
    const shown = (await runCli(["session", p06, "--secrets", "show"])).stdout;
    expect(shown).toContain("basic, alice:wrong");
    expect((await runCli(["session", p06, "--secrets", "show", "--to", "json"])).stdout).toContain(
      "nonce A (L101RUIiISE=)",
    );
  });

  test("writes JSON, whole or line by line", async () => {
    const whole = JSON.parse((await runCli(["session", d06, "--to", "json"])).stdout);
    expect(whole).toMatchObject({
      schema: 1,
      protocol: "OMA DM",
      unanswered: [{ exchange: 1, name: "Atomic", id: "4" }],
    });
    const lines = (await runCli(["session", d06, "--to", "ndjson"])).stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines[0]).toMatchObject({ kind: "conversation", schema: 1, counts: { exchanges: 4 } });
    expect(lines.filter(({ kind }) => kind === "exchange")).toEqual(
      whole.exchanges.map((exchange: object) => ({ kind: "exchange", ...exchange })),
    );
  });

  test("says what validation finds, if asked", async () => {
    expect((await runCli(["session", p06])).stdout).not.toContain("dtd/order");
    expect((await runCli(["session", p06, "--rules"])).stdout).toMatch(
      /^rules\n(?:.*\n)*? ! #1 #5 #6 #7 {2}dtd\/order: /m,
    );
  });

  test("writes to a file", async () => {
    const file = join(folder, "out.txt");
    expect(await runCli(["session", d06, "-o", file])).toEqual({ stdout: "", stderr: "", exitCode: 0 });
    expect(readFileSync(file, "utf8")).toBe(corpusText("sessions/d06.txt").replace("d06.pcapng", "capture.pcapng"));
  });

  test("uses ASCII on a terminal without UTF-8", async () => {
    const terminals = ["stdout"] as const;
    const ascii = (await runCli(["session", d06, "--color", "never"], { terminals, variables: { LC_ALL: "C" } }))
      .stdout;
    expect(ascii).toMatch(/^[\x20-\x7e\n]*$/);
    expect(ascii).toContain("device DMCtest <=> server ");
    expect(ascii).toMatch(/ #1 {4}0\.000 s -> sign-in .* ok 212 signed in/);
    const unicode = (await runCli(["session", d06], { terminals, variables: { LANG: "de_DE.UTF-8" } })).stdout;
    expect(unicode).toContain("⇄");
    expect(unicode).toContain("\u001b[1mproblems");
  });
});

describe("what session cannot show", () => {
  test("a notification alone is named, with what reads it", async () => {
    const { stdout, stderr, exitCode } = await runCli([
      "session",
      "--color",
      "never",
      corpusPath("captures/wtp-push.pcap"),
    ]);
    expect({ stdout, exitCode }).toEqual({ stdout: "", exitCode: 3 });
    expect(stderr).toMatch(
      /^error: \S+ holds no session, but what announces one\n {2}#1 looks like a DM notification \(package 0\) of server ".*"; syncml notification decode reads it\n {2}syncml inspect explains each octet of it\n$/,
    );
  });

  test("no SyncML", async () => {
    const file = join(folder, "notes.txt");
    writeFileSync(file, "a\nb\nc\nd\n");
    expect(await runCli(["session", file])).toEqual({
      stdout: "",
      stderr: `error: ${file} holds no SyncML
  read as: text, 4 lines; no SyncML message in it
  if you know what it is, say so: --from har|text|wbxml|… (syncml session --help)
`,
      exitCode: 3,
    });
    expect((await runCli(["session", corpusPath("captures/sms.pcap")])).exitCode).toBe(3);
  });

  test("a file that is known and not read", async () => {
    const file = join(folder, "capture.pcap.zst");
    const octets = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 1, 2, 3);
    writeFileSync(file, octets);
    expect(await runCli(["session", file])).toEqual({
      stdout: "",
      stderr: `error: ${file} is not read\n  it is compressed with zstd; zstd -d gives what is in it\n`,
      exitCode: 3,
    });
    const pieces = Array.from(octets, (octet) => Uint8Array.of(octet));
    expect((await runCli(["session", "-"], { stdin: pieces })).stderr).toContain("it is compressed with zstd");
  });

  test("half a capture: what is there, and what is missing", async () => {
    const half = corpusBytes("syncevolution/p06-auth-basic-wrong-wbxml/capture.pcapng").subarray(0, 20_000);
    const { stdout, stderr, exitCode } = await runCli(["session", "-"], { stdin: [half] });
    expect(stdout).toContain("⋮ 3,604 bytes were not captured (offset 1357)  ✗ not captured");
    expect(stderr).toBe(`warning: standard input: the file ends inside a block
warning: #6 ← 3604 of 4961 bytes were not captured (offset 1357)
  the rest of the report goes to standard output
`);
    expect(exitCode).toBe(4);
  });

  test("a password on the command line, or none", async () => {
    const refused = await runCli(["session", p06, "--auth", "alice:secret"], { variables });
    expect(refused).toMatchObject({ exitCode: 2, stdout: "" });
    expect(refused.stderr).toContain("SYNCML_SECRET");
    expect((await runCli(["session", p06, "--auth", "alice"])).exitCode).toBe(2);
    expect((await runCli(["session", p06, "--secret-file", p06])).exitCode).toBe(2);
  });
});
