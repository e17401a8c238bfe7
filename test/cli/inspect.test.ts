import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { cases, corpusBytes, corpusPath, wbxmlBodies, xmlCases } from "../support/corpus.ts";
import { narrowTable, tokenTable, wideTable } from "../support/inspect-tables.ts";
import { utf8 } from "./messages.ts";
import { runCli } from "./run-cli.ts";

const recorded = "libdmclient/d08-auth-challenge-md5-wbxml";
const file = corpusPath(`${recorded}/001-resp.wbxml`);
const message = corpusBytes(`${recorded}/001-resp.wbxml`);
const capture = corpusPath(`${recorded}/capture.pcapng`);

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "syncml-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs it on a terminal without colours. */
function shown(args: readonly string[], columns: number) {
  return runCli(["inspect", ...args], { terminals: ["stdout"], columns, variables: { NO_COLOR: "1" } });
}

const inspect = (...args: string[]) => runCli(["inspect", ...args]);
const named = (table: string) => table.replace("001-resp.wbxml", file);

describe("inspect", () => {
  test("prints every byte and what it says, as wide as the terminal", async () => {
    expect(await shown([file], 120)).toEqual({ stdout: named(wideTable), stderr: "", exitCode: 0 });
    expect(await shown([file], 80)).toEqual({ stdout: named(narrowTable), stderr: "", exitCode: 0 });
  });

  test("reads a message that is compressed with gzip", async () => {
    const compressed = join(folder, "001-resp.wbxml.gz");
    writeFileSync(compressed, gzipSync(message));
    const { stdout, exitCode } = await shown([compressed], 120);
    expect({ stdout: stdout.replace(`${compressed}#1`, file), exitCode }).toEqual({
      stdout: named(wideTable),
      exitCode: 0,
    });
  });

  test("prints a line a token, and one element only", async () => {
    const args = [file, "--tokens", "--path", "/SyncML/SyncBody/Status[1]/Chal"];
    expect(await shown(args, 120)).toEqual({ stdout: named(tokenTable), stderr: "", exitCode: 0 });
  });

  test("names what there is if the element is not", async () => {
    expect(await inspect(file, "--path", "/SyncML/SyncBody/Alert")).toEqual({
      stdout: "",
      stderr: `error: --path /SyncML/SyncBody/Alert is not in ${file}; in /SyncML/SyncBody there are Status, Status[2], Status[3], Final\n`,
      exitCode: 2,
    });
  });

  test("prints what is around a byte", async () => {
    const { stdout, exitCode } = await inspect(file, "--at", "0x95");
    const lines = stdout.split("\n");
    expect(exitCode).toBe(0);
    expect(lines[0]).toMatch(/ · 0x0095 in \/SyncML\/SyncBody\/Status\/Chal\/Meta\/NextNonce$/);
    expect(lines[2]).toBe("        ⋮ 117 bytes before");
    expect(lines.filter((line) => line.startsWith("0x"))).toHaveLength(7);
    expect((await inspect(file, "--at", "149")).stdout).toBe(stdout);
    expect(await inspect("--at", "0x400", file)).toEqual({
      stdout: "",
      stderr: `error: --at 0x400 is behind the end; ${file} has 248 bytes (0x00f8)\n`,
      exitCode: 2,
    });
    expect((await inspect("--at", "-1", file)).exitCode).toBe(2);
    expect((await inspect("--at", "12x", file)).exitCode).toBe(2);
  });

  test("colours on a terminal, and shortens nothing in a pipe", async () => {
    const colored = await runCli(["inspect", file], { terminals: ["stdout"], columns: 120 });
    expect(colored.stdout).toContain('\u001b[2m|\u001b[22m     VerDTD \u001b[32m"1.2"\u001b[39m\n');
    const piped = await inspect(file);
    for (const sign of ["\u001b", "…", "⋮"]) expect(piped.stdout).not.toContain(sign);
    expect((await inspect(file, "--color", "always")).stdout).toContain("\u001b[2m");
  });

  test("does not choose among several messages of one file", async () => {
    const reply = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<SyncML/>";
    const both = await runCli(["inspect"], { stdin: [utf8(`${reply}${reply}`)] });
    expect(both).toMatchObject({ stdout: "", exitCode: 2 });
    expect(both.stderr).toMatch(/^-: has 2 messages; inspect one: - with #/);
    const xml = await runCli(["inspect"], { stdin: [utf8("<SyncML></SyncML>\n<SyncML></SyncML>")] });
    expect(xml).toMatchObject({ stdout: "", exitCode: 2 });
  });

  test("ends with 4 for a document that is cut off", async () => {
    const head = utf8("POST / HTTP/1.1\r\nContent-Length: 248\r\n\r\n");
    const cut = join(folder, "cut.http");
    writeFileSync(cut, Uint8Array.from([...head, ...message.subarray(0, 0x35)]));
    const { stdout, stderr, exitCode } = await shown([cut], 100);
    expect(stderr).toBe("");
    expect(exitCode).toBe(4);
    const lines = stdout.split("\n");
    expect(lines[0]).toMatch(/ · HTTP request, 53 of 248 bytes · WBXML 1\.3 · SyncML 1\.2 · 1 error$/);
    expect(lines[1]).toBe(
      "✗ 0x005d  the document ends inside a string, 195 bytes before its end (Content-Length: 248)",
    );
    expect(lines.at(-2)).toBe("0x005d  ✗ 195 bytes did not come            | open: LocURI, Source, SyncHdr, SyncML");
  });

  test("ends with 1 for what decode warns of", async () => {
    const tolerated = cases.find(({ name }) => name === "oddities/unknown-token-metinf")?.input as Uint8Array;
    const { stdout, exitCode } = await runCli(["inspect"], { stdin: [tolerated] });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^- · .* · 1 warning\n! 0x006a {2}SyncML 1\.2 has no token 0x17 on page 1\n/);
    expect(stdout).toContain("wbxml-1-17 ");
    expect(stdout).toContain(" ! SyncML 1.2 has no token 0x17 on page 1\n");
  });

  test("prints JSON of all leaves and findings", async () => {
    const { stdout, exitCode } = await inspect(file, "--to", "json");
    const explained = JSON.parse(stdout);
    expect(exitCode).toBe(0);
    expect(Object.keys(explained)).toEqual(["version", "format", "summary", "leaves", "findings"]);
    expect(explained).toMatchObject({
      version: 1,
      format: "wbxml",
      summary: ["WBXML 1.3", "SyncML 1.2"],
      findings: [],
    });
    expect(explained.leaves[7]).toEqual({
      start: 8,
      end: 13,
      depth: 3,
      kind: "text",
      label: "text",
      value: "1.2",
      valueStart: 9,
      valueEnd: 12,
      form: "inline string: 03, UTF-8, 00",
      path: "/SyncML/SyncHdr/VerDTD",
    });
    const part = JSON.parse((await inspect(file, "--to", "json", "--path", "/SyncML/SyncHdr/MsgID")).stdout);
    expect(part.leaves.map(({ start }: { start: number }) => start)).toEqual([0x1d, 0x1e, 0x21]);
  });

  test("prints a line of JSON for each leaf and finding", async () => {
    const cut = join(folder, "cut.wbxml");
    writeFileSync(cut, message.subarray(0, 0x35));
    const { stdout, exitCode } = await inspect(cut, "--to", "ndjson");
    const lines = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(exitCode).toBe(4);
    expect(lines[0]).toEqual({ type: "message", version: 1, format: "wbxml", summary: ["WBXML 1.3", "SyncML 1.2"] });
    expect(lines[1]).toEqual({ type: "leaf", start: 0, end: 1, depth: 0, kind: "version", label: "WBXML 1.3" });
    expect(lines.at(-1)).toEqual({
      type: "finding",
      severity: "error",
      code: "truncated-input",
      message: "the document ends inside a string",
      offset: 0x35,
      path: "/SyncML/SyncHdr/Source/LocURI",
    });
  });

  test("takes a message out of a capture", async () => {
    const one = await inspect(`${capture}#1.resp`);
    expect(one.exitCode).toBe(0);
    expect(one.stdout).toBe((await inspect(file)).stdout.replace(file, `${capture}#1.resp`));
    const both = (await inspect(`${capture}#1`)).stdout;
    expect(both).toContain("capture.pcapng#1.req · 1,007 bytes · WBXML 1.2 · SyncML 1.2 · no findings\n");
    expect(both).toContain("\n\n");
    expect(both.endsWith(one.stdout)).toBe(true);
    expect(await inspect(`${capture}#1`, "--to", "json")).toMatchObject({ stdout: "", exitCode: 2 });
    const several = await inspect(capture);
    expect(several).toMatchObject({ stdout: "", exitCode: 2 });
    expect(several.stderr).toContain("has 8 messages; inspect one: ");
    expect((await inspect(`${capture}#9`)).exitCode).toBe(2);
  });

  test("reads hex and other text forms, and carriers", async () => {
    const hex = Buffer.from(message).toString("hex");
    const table = (await inspect(file)).stdout.split("\n").slice(1).join("\n");
    for (const args of [
      ["-x", hex],
      ["-x", `[${message}]`],
    ]) {
      const { stdout, exitCode } = await inspect(...args);
      expect(exitCode).toBe(0);
      expect(stdout.split("\n").slice(1).join("\n")).toBe(table);
    }
    const piped = await runCli(["inspect"], { stdin: [utf8(Buffer.from(message).toString("base64"))] });
    expect(piped.stdout.split("\n").slice(1).join("\n")).toBe(table);
    const sms =
      "0605040b84c002010603c4af87718d3b1b4de837e2a8fb9f19620b572502d800000012340e636f6d2e6578616d706c652e646d";
    const carried = await inspect("-x", sms);
    expect(carried.exitCode).toBe(0);
    expect(carried.stdout).toContain('serverID "com.example.dm"');
    expect((await inspect("-x", "zz")).exitCode).toBe(2);
    expect((await inspect("-x", hex, file)).exitCode).toBe(2);
  });

  test("says that it does not know an input, unless it is told", async () => {
    const notes = join(folder, "notes.txt");
    writeFileSync(notes, "milk\neggs\n");
    const unknown = await inspect(notes);
    expect(unknown).toMatchObject({ stdout: "", exitCode: 3 });
    expect(unknown.stderr).toMatch(/notes\.txt: /);
    const forced = await inspect(notes, "--from", "wbxml");
    expect(forced.exitCode).toBe(4);
    expect(forced.stdout).toContain("0x0000  6d ");
    expect((await runCli(["inspect"], { stdin: [] })).exitCode).toBe(3);
    expect((await inspect(join(folder, "none"))).exitCode).toBe(3);
    expect((await inspect(notes, "--from", "hex")).exitCode).toBe(3);
  });
});

describe("the table is read again", () => {
  test("by decode, as the same document", async () => {
    for (const { input } of [...cases.slice(0, 12), ...xmlCases.slice(0, 4)]) {
      const table = await runCli(["inspect"], { stdin: [input] });
      expect(await runCli(["decode"], { stdin: [utf8(table.stdout)] })).toEqual(
        await runCli(["decode"], { stdin: [input] }),
      );
    }
    for (const { file: body } of wbxmlBodies.slice(0, 40)) {
      const table = await runCli(["inspect", "--tokens", corpusPath(body)]);
      const again = await runCli(["decode"], { stdin: [utf8(table.stdout)] });
      expect([body, again]).toEqual([body, await runCli(["decode", corpusPath(body)])]);
    }
  });

  test("but not a part of it, or one that was shortened", async () => {
    const part = await inspect(file, "--path", "/SyncML/SyncHdr");
    const refused = await runCli(["decode", "--from", "hex"], { stdin: [utf8(part.stdout)] });
    expect(refused).toMatchObject({ stdout: "", exitCode: 3 });
    expect(refused.stderr).toContain("a part of the message is left out: ⋮ 6 bytes before");
    const shortened = await shown([file], 120);
    expect((await runCli(["decode", "--from", "hex"], { stdin: [utf8(shortened.stdout)] })).stderr).toContain(
      "a part of the message is left out: … 13 more",
    );
    const two = `${(await inspect(file)).stdout}\n${(await inspect(file)).stdout}`;
    expect((await runCli(["decode", "--from", "hex"], { stdin: [utf8(two)] })).stderr).toContain("of 2 messages");
  });
});
