import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HandClock, SteppingClock } from "../support/clocks.ts";
import { corpusBytes } from "../support/corpus.ts";
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
  const MEGABYTE = 1_000_000;
  const CLEAR = `\r${ESC}[K`;
  const status = (text: string) => `\r${text}${ESC}[K`;
  const ofInput = (...counts: number[]) =>
    counts.map((count) => status(`reading standard input  ${count}.0 MB`)).join("");
  /** Ends in exactly so many bytes. */
  const large = (byteLength: number) => messageOf("x".repeat(byteLength - 13));
  const options = ["--color", "never"];

  /** Standard input from which a piece comes each `pause` milliseconds, and the clock by which it does. */
  function slowly(data: Uint8Array, pause = 250, piece = MEGABYTE) {
    const clock = new HandClock();
    function* pieces(): Generator<Uint8Array> {
      for (let pos = 0; pos < data.length; pos += piece) {
        clock.advance(pause);
        yield data.subarray(pos, pos + piece);
      }
    }
    return { stdin: pieces(), clock };
  }

  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "syncml-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("of standard input is what has been read, after half a second", async () => {
    const { stderr } = await runCli(["decode", ...options], { ...slowly(large(4 * MEGABYTE)), terminals: ["stderr"] });
    expect(stderr).toBe(`${ofInput(2, 3, 4)}${CLEAR}`);
  });

  describe("of a file", () => {
    const LENGTH = 3_000_000;
    /** What is shown after 3 pieces, of 524,288 octets each. */
    async function halfOf(name: string, surroundings: Parameters<typeof runCli>[1], given = options): Promise<string> {
      const file = join(folder, name);
      writeFileSync(file, large(LENGTH));
      const clock = new SteppingClock(1000);
      const { stderr } = await runCli(["decode", ...given, file], { terminals: ["stderr"], clock, ...surroundings });
      const shown = stderr.split(`${ESC}[K`);
      expect(shown.at(-2)).toBe("\r");
      return (shown.find((text) => text.includes(" 52 %")) ?? "").replace("\r", "").replace(folder, "");
    }
    const utf8Locale = { LANG: "de_DE.UTF-8" };

    test("has its share, its size and how long it will take", async () => {
      expect(await halfOf("a.wbxml", { variables: utf8Locale, columns: 120 })).toBe(
        "reading /a.wbxml  ━━━━━━━━━━━━────────────  52 %  1.6 of 3.0 MB · 3 s left",
      );
      expect(await halfOf("a.wbxml", { columns: 120 })).toBe(
        "reading /a.wbxml  [######------]  52 %  1.6 of 3.0 MB - 3 s left",
      );
    });

    test("has the word and what is done in cyan, and the rest dim", async () => {
      const [cyan, dim] = [
        (text: string) => `${ESC}[36m${text}${ESC}[39m`,
        (text: string) => `${ESC}[2m${text}${ESC}[22m`,
      ];
      expect(await halfOf("a.wbxml", { variables: utf8Locale, columns: 120 }, ["--color", "always"])).toBe(
        `${cyan("reading")} /a.wbxml  ${cyan("━".repeat(12))}${dim("─".repeat(12))}  52 %  1.6 of 3.0 MB · 3 s left`,
      );
    });

    test.each([80, 60, 40])("fits in %i columns", async (columns) => {
      const shown = await halfOf(`${"long name ".repeat(8)}.wbxml`, { variables: utf8Locale, columns });
      expect(shown).toMatch(/^reading \S.* … .*ml {2}(?:[━─]{24} {2})?52 %/u);
      expect(shown.includes("━")).toBe(columns > 60);
      expect(shown.length).toBeLessThan(columns === 40 ? 60 : columns);
    });

    test("has a name that commands no terminal", async () => {
      expect(await halfOf("a\u001b[2Jb.wbxml", { columns: 120 })).toMatch(/^reading \/a\\x1b\[2Jb\.wbxml /);
    });
  });

  test("goes out of the way of other lines", async () => {
    const cut = large(4 * MEGABYTE + 10).subarray(0, 4 * MEGABYTE);
    const { stderr } = await runCli(["decode", ...options], { ...slowly(cut), terminals: ["stderr"] });
    const reason = "input ended inside STR_I begun at byte 8, page 0, /SyncML/SyncHdr/VerDTD";
    expect(stderr).toBe(`${ofInput(2, 3, 4)}${CLEAR}-:0x3d0900 (byte 4000000): ${reason}\n`);
  });

  test("goes out of the way of diagnostics, and comes again", async () => {
    // Token 0x3F is unknown and comes after the first megabytes.
    const head = large(2 * MEGABYTE);
    const message = Buffer.concat([
      head.subarray(0, -2),
      bytes("3F 71 03"),
      Buffer.alloc(MEGABYTE, "y"),
      bytes("00 01 01 01"),
    ]);
    const { stderr } = await runCli(["decode", ...options], { ...slowly(message), terminals: ["stderr"] });
    const warning = "warning unknown-token: SyncML 1.2 has no token 0x3F on page 0, /SyncML/SyncHdr";
    expect(stderr).toBe(`${ofInput(2)}${CLEAR}-:0x1e847e (byte 1999998): ${warning}\n${ofInput(3, 3)}${CLEAR}`);
  });

  test("is gone before data comes at the end, and when nobody takes the data", async () => {
    const message = packageOf("x".repeat(2 * MEGABYTE));
    const screen: string[] = [];
    const terminals = ["stdout", "stderr"] as const;
    await runCli(["decode", "--to", "json", ...options], { ...slowly(message), terminals, screen });
    expect(screen.slice(0, 3)).toEqual([ofInput(2), ofInput(2), CLEAR]);
    expect(screen[3]).toMatch(/^\{\n {2}"kind": "SyncML"/);
    let room = 2.5 * MEGABYTE;
    const beforeWrite = (written: string | Uint8Array) => {
      if ((room -= written.length) < 0) throw systemError("EPIPE", -32);
    };
    const longer = slowly(large(4 * MEGABYTE));
    const { stderr, exitCode } = await runCli(["decode", ...options], {
      ...longer,
      terminals: ["stderr"],
      beforeWrite,
    });
    expect({ stderr, exitCode }).toEqual({ stderr: `${ofInput(2, 3)}${CLEAR}`, exitCode: 0 });
  });

  test("is shown for text while it is collected", async () => {
    const text = Buffer.from(Buffer.from(large(2 * MEGABYTE)).toString("hex"));
    const { stderr } = await runCli(["decode", ...options], { ...slowly(text), terminals: ["stderr"] });
    expect(stderr).toBe(`${ofInput(2, 3, 4)}${CLEAR}`);
  });

  test("is shown for a capture", async () => {
    const input = slowly(corpusBytes("libdmclient/d06-atomic-sequence-wbxml/capture.pcapng"), 250, 1000);
    const { stderr } = await runCli(["session", "-", ...options], { ...input, terminals: ["stderr"] });
    expect(stderr).toContain(status("reading standard input  0.0 MB"));
  });

  test.each<[string, ("stdout" | "stderr")[], number]>([
    ["where standard error is no terminal", [], 250],
    ["of what is read in less than half a second", ["stderr"], 100],
    ["where the data runs over the terminal itself", ["stdout", "stderr"], 250],
  ])("is none %s", async (_where, terminals, pause) => {
    const input = slowly(large(4 * MEGABYTE), pause);
    expect((await runCli(["decode", ...options], { ...input, terminals })).stderr).toBe("");
  });

  test("is shown ten times a second at most", async () => {
    const input = slowly(large(40_000), 50, 1000);
    const { stderr } = await runCli(["decode", ...options], { ...input, terminals: ["stderr"] });
    expect(stderr.split("reading").length - 1).toBe(16);
  });

  test.each([
    ["comes at the end", ["--to", "json"]],
    ["goes to a file", ["-o", "OUT"]],
  ])("is shown where the data %s", async (_where, more) => {
    const input = slowly(packageOf("x".repeat(2 * MEGABYTE)));
    const args = more.map((option) => (option === "OUT" ? join(folder, "out") : option));
    const { stderr } = await runCli(["decode", ...args, ...options], { ...input, terminals: ["stdout", "stderr"] });
    expect(stderr).toBe(`${ofInput(2, 2)}${CLEAR}`);
  });
});
