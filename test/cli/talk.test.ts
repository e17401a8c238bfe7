import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bytes } from "../support/hex.ts";
import { messageOf, packageOf, small, utf8 } from "./messages.ts";
import { runCli, systemError } from "./run-cli.ts";

const ESC = "\u001b";

describe("colours", () => {
  const tree = ["decode", "--to", "tree"];
  const plain = 'SyncML\n  SyncHdr\n    VerDTD "1.2"\n    MsgID "1"\n';
  const cyan = (text: string) => `${ESC}[36m${text}${ESC}[39m`;
  const yellow = (text: string) => `${ESC}[33m${text}${ESC}[39m`;
  const green = (text: string) => `${ESC}[32m${text}${ESC}[39m`;
  const colored = `${cyan("SyncML")}\n  ${cyan("SyncHdr")}\n    ${cyan("VerDTD")} ${green('"1.2"')}\n    ${cyan("MsgID")} ${green('"1"')}\n`;

  test.each<[string, string[], ("stdout" | "stderr")[], Record<string, string>, string]>([
    ["in a pipe", [], [], {}, plain],
    ["on a terminal", [], ["stdout"], {}, colored],
    ["on another terminal", [], ["stderr"], {}, plain],
    ["on a dumb terminal", [], ["stdout"], { TERM: "dumb" }, plain],
    ["with NO_COLOR", [], ["stdout"], { NO_COLOR: "1" }, plain],
    ["with an empty NO_COLOR", [], ["stdout"], { NO_COLOR: "" }, colored],
    ["with FORCE_COLOR", [], [], { FORCE_COLOR: "1" }, colored],
    ["with FORCE_COLOR=0", [], ["stdout"], { FORCE_COLOR: "0" }, plain],
    ["with FORCE_COLOR=false", [], ["stdout"], { FORCE_COLOR: "false" }, plain],
    ["with both", [], [], { FORCE_COLOR: "1", NO_COLOR: "1" }, plain],
    ["with --color always", ["--color", "always"], [], { NO_COLOR: "1" }, colored],
    ["with --color never", ["--color", "never"], ["stdout"], { FORCE_COLOR: "1" }, plain],
    ["with --color auto", ["--color", "auto"], ["stdout"], {}, colored],
  ])("%s", async (_where, options, terminals, variables, stdout) => {
    const outcome = await runCli([...tree, ...options], { stdin: [small], terminals, variables });
    expect(outcome).toEqual({ stdout, stderr: "", exitCode: 0 });
  });

  test.each(["json", "events"])("are not in %s", async (view) => {
    const { stdout } = await runCli(["decode", "--to", view, "--color", "always"], { stdin: [small] });
    expect(stdout).not.toContain(ESC);
  });

  test("of XML are those of the tree; in a pipe only the option asks for them", async () => {
    const attributed = utf8(
      '<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr key="1 &gt;"><VerDTD>a &lt;</VerDTD><MsgID/></SyncHdr></SyncML>',
    );
    const stdin = [attributed];
    const shown =
      `${ESC}[2m<?xml version="1.0" encoding="UTF-8"?>${ESC}[22m\n${cyan("<SyncML")} ${yellow("xmlns")}=` +
      `${green('"SYNCML:SYNCML1.2"')}${cyan(">")}\n  ${cyan("<SyncHdr")} ${yellow("key")}=${green('"1 &gt;"')}` +
      `${cyan(">")}\n    ${cyan("<VerDTD>")}${green("a &lt;")}${cyan("</VerDTD>")}\n    ${cyan("<MsgID/>")}\n  ` +
      `${cyan("</SyncHdr>")}\n${cyan("</SyncML>")}\n`;
    expect((await runCli(["decode"], { stdin, terminals: ["stdout"] })).stdout).toBe(shown);
    const piped = await runCli(["decode", "--indent"], { stdin, variables: { FORCE_COLOR: "1" } });
    expect(piped.stdout).not.toContain(ESC);
    expect((await runCli(["decode", "--indent", "--color", "always"], { stdin })).stdout).toBe(shown);
  });

  test("of attributes and notes are their own", async () => {
    const opaque = bytes(`02 A4 01 6A 00 6D 6C 71 C3 03 "1.2" 01 01 01`);
    const { stdout } = await runCli([...tree, "--color", "always"], { stdin: [opaque] });
    expect(stdout).toContain(`${cyan("VerDTD")} ${green('"1.2"')}${ESC}[2m (opaque, 3 bytes)${ESC}[22m\n`);
    const attribute = bytes(`02 A4 01 6A 05 "key" 00 00 6D EC 04 00 03 "v" 00 01 01 01`);
    expect((await runCli([...tree, "--color", "always"], { stdin: [attribute] })).stdout).toContain(
      `${cyan("SyncHdr")} ${ESC}[33mkey${ESC}[39m=${green('"v"')}`,
    );
  });

  test("of the error line and of diagnostics go by standard error", async () => {
    const broken = bytes(`03 01 6A 00 6D 6C`);
    const stderr =
      `${ESC}[1m-:0x4 (byte 4):${ESC}[22m ${ESC}[33mwarning vocabulary-from-root:${ESC}[39m no public id, read as SyncML 1.2 by its root\n` +
      `${ESC}[1m-:0x6 (byte 6):${ESC}[22m ${ESC}[31minput ended where content or END was due, page 0, /SyncML/SyncHdr${ESC}[39m\n`;
    for (const terminals of [["stderr"], ["stdout", "stderr"]] as const) {
      expect((await runCli(["decode"], { stdin: [broken], terminals })).stderr).toBe(stderr);
    }
    const never = await runCli(["decode", "--color", "never"], { stdin: [broken], terminals: ["stderr"] });
    expect(never.stderr).not.toContain(ESC);
    expect((await runCli(["decode"], { stdin: [broken], terminals: ["stdout"] })).stderr).not.toContain(ESC);
  });

  test("of failures too", async () => {
    const { stderr } = await runCli(["decode", "--color", "always"]);
    expect(stderr).toBe(`${ESC}[31m-: is empty${ESC}[39m\n`);
  });
});

describe("progress", () => {
  const MEBIBYTE = 1024 * 1024;
  const CLEAR = `\r${ESC}[K`;
  const status = (text: string) => `\r${text}${ESC}[K`;
  /** Ends in exactly so many bytes. */
  const large = (byteLength: number) => messageOf("x".repeat(byteLength - 13));

  function* mebibytes(data: Uint8Array): Generator<Uint8Array> {
    for (let pos = 0; pos < data.length; pos += MEBIBYTE) yield data.subarray(pos, pos + MEBIBYTE);
  }

  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "syncml-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("of standard input is what has been read", async () => {
    const stdin = mebibytes(large(10 * MEBIBYTE + 1));
    const { stderr } = await runCli(["decode"], { stdin, terminals: ["stderr"] });
    expect(stderr).toBe(`${status("9.0 MiB read")}${status("10.0 MiB read")}${CLEAR}`);
  });

  test("of a file has its share", async () => {
    const file = join(folder, "large.wbxml");
    writeFileSync(file, large(8 * MEBIBYTE + 1));
    const { stderr } = await runCli(["decode", file], { terminals: ["stderr"] });
    const shares = [12, 24, 37, 49, 62, 74, 87, 99].map((share, index) =>
      status(`${index + 1}.0 MiB of 8.0 MiB read, ${share} %`),
    );
    expect(stderr).toBe(`${shares.join("")}${CLEAR}`);
  });

  test("goes out of the way of other lines", async () => {
    const cut = large(9 * MEBIBYTE + 10).subarray(0, 9 * MEBIBYTE);
    const { stderr } = await runCli(["decode", "--color", "never"], { stdin: mebibytes(cut), terminals: ["stderr"] });
    const reason = "input ended inside STR_I begun at byte 8, page 0, /SyncML/SyncHdr/VerDTD";
    expect(stderr).toBe(`${status("9.0 MiB read")}${CLEAR}-:0x900000 (byte 9437184): ${reason}\n`);
  });

  test("goes out of the way of diagnostics, and comes again", async () => {
    // Token 0x3F is unknown and comes after the first 9 MiB.
    const head = large(9 * MEBIBYTE);
    const message = Buffer.concat([
      head.subarray(0, -2),
      bytes("3F 71 03"),
      Buffer.alloc(MEBIBYTE, "y"),
      bytes("00 01 01 01"),
    ]);
    const { stderr } = await runCli(["decode", "--color", "never"], {
      stdin: mebibytes(message),
      terminals: ["stderr"],
    });
    const warning = "warning unknown-token: SyncML 1.2 has no token 0x3F on page 0, /SyncML/SyncHdr";
    expect(stderr).toBe(
      `${status("9.0 MiB read")}${CLEAR}-:0x8ffffe (byte 9437182): ${warning}\n${status("10.0 MiB read")}${CLEAR}`,
    );
  });

  test("is gone before data comes at the end, and when nobody takes the data", async () => {
    const message = packageOf("x".repeat(9 * MEBIBYTE));
    const screen: string[] = [];
    const terminals = ["stdout", "stderr"] as const;
    await runCli(["decode", "--to", "json"], { stdin: mebibytes(message), terminals, screen });
    expect(screen.slice(0, 2)).toEqual([status("9.0 MiB read"), CLEAR]);
    expect(screen[2]).toMatch(/^\{\n {2}"kind": "SyncML"/);
    let room = 9.5 * MEBIBYTE;
    const beforeWrite = (data: string | Uint8Array) => {
      if ((room -= data.length) < 0) throw systemError("EPIPE", -32);
    };
    const longer = mebibytes(large(11 * MEBIBYTE));
    const { stderr, exitCode } = await runCli(["decode"], { stdin: longer, terminals: ["stderr"], beforeWrite });
    expect({ stderr, exitCode }).toEqual({
      stderr: `${status("9.0 MiB read")}${status("10.0 MiB read")}${CLEAR}`,
      exitCode: 0,
    });
  });

  test("is shown for text while it is collected", async () => {
    const text = Buffer.from(Buffer.from(large(5 * MEBIBYTE)).toString("hex"));
    const { stderr } = await runCli(["decode"], { stdin: mebibytes(text), terminals: ["stderr"] });
    expect(stderr).toBe(`${status("9.0 MiB read")}${status("10.0 MiB read")}${CLEAR}`);
  });

  test.each<[string, string[], ("stdout" | "stderr")[], number]>([
    ["where standard error is no terminal", [], [], 9],
    ["for 8 MiB", [], ["stderr"], 8],
    ["where the data runs over the terminal itself", [], ["stdout", "stderr"], 9],
  ])("is none %s", async (_where, options, terminals, size) => {
    const stdin = mebibytes(large(size * MEBIBYTE));
    expect((await runCli(["decode", ...options], { stdin, terminals })).stderr).toBe("");
  });

  test.each([
    ["comes at the end", ["--to", "json"]],
    ["goes to a file", ["-o", "OUT"]],
  ])("is shown where the data %s", async (_where, options) => {
    const stdin = mebibytes(packageOf("x".repeat(9 * MEBIBYTE)));
    const args = options.map((option) => (option === "OUT" ? join(folder, "out") : option));
    const { stderr } = await runCli(["decode", ...args], { stdin, terminals: ["stdout", "stderr"] });
    expect(stderr).toBe(`${status("9.0 MiB read")}${CLEAR}`);
  });
});
