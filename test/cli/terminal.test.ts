import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bytes } from "../support/hex.ts";
import { utf8 } from "./messages.ts";
import { runCli, systemError } from "./run-cli.ts";

/** Characters a terminal acts on instead of showing; an ESC that begins a colour is our own. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: a colour begins with one.
const steering = /(?!\n|\t|\x1b\[\d\d?m)[\p{Cc}\p{Bidi_C}\u2028\u2029\ufeff]/u;
const terminals = ["stdout", "stderr"] as const;

// Each in an element's text, in an attribute, and next to its neighbours.
const hostile = [0x80, 0x85, 0x9b, 0x7f, 0x061c, 0x200e, 0x2028, 0x2029, 0x202a, 0x202e, 0x2066, 0x2069, 0xfeff];
const text = hostile.map((code) => `<${String.fromCodePoint(code)}>`).join("");
const escaped = text.replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const attributes = `a="${escaped}" xmlns:x="urn:${escaped}" x:b="1"`;
const xml = utf8(
  `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr ${attributes}><VerDTD>${escaped}</VerDTD></SyncHdr><SyncBody/></SyncML>`,
);
/** The same in an inline string, a literal name with ESC, C1 and a bidi control in it, and an opaque. */
const controls = "1B 5B 33 31 6D C2 9B E2 80 AE";
const wbxml = bytes(`02 A4 01 6A 00 6D 6C 71 03 ${controls} 00 01 5B C3 0A ${controls} 01 01 01`);
const literal = bytes(`02 A4 01 6A 0B ${controls} 00 6D 6C 44 00 03 "v" 00 01 01 01`);

describe("a terminal gets no control character of a peer", () => {
  const views = ["xml", "json", "events", "tree"];
  const documents: [string, Uint8Array][] = [
    ["XML", xml],
    ["WBXML", wbxml],
    ["a literal name", literal],
  ];

  test.each(views.flatMap((view) => documents.map(([form, document]) => [view, form, document] as const)))(
    "as %s of %s",
    async (view, _form, document) => {
      for (const options of [[], ["--color", "never"], ["--indent", "0"]]) {
        for (let cut = 1; cut < 12; cut += 5) {
          const stdin = [document.subarray(0, -cut), document.subarray(-cut)];
          const { stdout, stderr } = await runCli(["decode", "--to", view, ...options], { stdin, terminals });
          expect(stdout + stderr).not.toMatch(steering);
          expect(stdout).not.toBe("");
        }
      }
    },
  );

  test("nor in a listing of tokens", async () => {
    for (const stdin of [[wbxml], [literal]]) {
      const { stdout, stderr } = await runCli(["decode", "--to", "tokens"], { stdin, terminals });
      expect(stdout + stderr).not.toMatch(steering);
    }
  });

  test.each([
    ["as lines", []],
    ["as JSON", ["--json"]],
  ])("nor in findings %s", async (_how, options) => {
    const args = ["validate", "--profile", "dm-1.2", "--color", "never", ...options];
    for (const stdin of [[xml], [wbxml], [literal]]) {
      const { stdout, stderr } = await runCli(args, { stdin, terminals });
      expect(stdout + stderr).not.toMatch(steering);
      expect(stdout + stderr).not.toBe("");
    }
  });

  test("the escapes are those of the form that is shown", async () => {
    const shown = async (view: string) =>
      (await runCli(["decode", "--to", view, "--color", "never"], { stdin: [xml], terminals })).stdout;
    expect(await shown("xml")).toContain("<VerDTD>&lt;&#x80;&gt;&lt;&#x85;&gt;&lt;&#x9B;&gt;");
    expect(await shown("json")).toContain('"verDTD": "<\\u0080><\\u0085><\\u009b>');
    expect(await shown("events")).toContain('text "<\\u0080><\\u0085><\\u009b>');
  });

  test("in a pipe the document is exact", async () => {
    const { stdout } = await runCli(["decode"], { stdin: [xml] });
    expect(stdout).toContain(`<VerDTD>${escaped}</VerDTD>`);
    expect(JSON.parse((await runCli(["decode", "--to", "json"], { stdin: [xml] })).stdout).syncHdr.verDTD).toBe(text);
  });
});

describe("names of files", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "syncml-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("steer no terminal", async () => {
    const file = join(folder, "a\u009b\u202e\u001b[31m\nb.xml");
    for (const content of ["<SyncML></Sync>", "<SyncML><Unknown/></SyncML>", ""]) {
      writeFileSync(file, content);
      for (const command of ["decode", "encode", "validate"]) {
        const args = [command, file, "--color", "never", ...(command === "encode" ? ["--as-hex"] : [])];
        const { stdout, stderr } = await runCli(args, { terminals });
        expect(stdout + stderr).not.toMatch(steering);
        if (stderr !== "") expect(stderr).toContain("a\\x9b\\u202e\\x1b[31m\\x0ab.xml");
      }
    }
    const missing = await runCli(["validate", `${file}.none`, "--color", "never"], { terminals });
    expect(missing.stderr).not.toMatch(steering);
    expect((await runCli(["deco\u009bde"], { terminals })).stderr).not.toMatch(steering);
  });
});

describe("an output that takes nothing", () => {
  const commands: [string, string[]][] = [
    ["help", ["--help"]],
    ["help of a command", ["decode", "--help"]],
    ["the version", ["--version"]],
    ["a completion script", ["completion", "bash"]],
    ["a document", ["decode"]],
    ["a tree", ["decode", "--to", "tree"]],
    ["tokens", ["decode", "--to", "tokens"]],
    ["WBXML", ["encode"]],
    ["findings", ["validate", "--profile", "dm-1.2"]],
    ["findings as JSON", ["validate", "--json"]],
    ["the rules", ["validate", "--rules"]],
  ];

  test.each(commands)("ends %s with a line and 3", async (_what, args) => {
    const refuse = (code: string, errno: number) => ({
      stdin: [wbxml],
      beforeWrite: () => {
        throw systemError(code, errno);
      },
    });
    const full = await runCli(args, refuse("ENOSPC", -28));
    expect(full.exitCode).toBe(3);
    expect(full.stderr.match(/^standard output: cannot write: no space left on device\n/gm)).toHaveLength(1);
    const broken = await runCli(args, refuse("EIO", -5));
    expect(broken.exitCode).toBe(3);
    // The reader has gone, which is a normal end.
    const gone = await runCli(args, refuse("EPIPE", -32));
    expect([gone.exitCode, gone.stderr.includes("EPIPE")]).toEqual([0, false]);
  });
});
