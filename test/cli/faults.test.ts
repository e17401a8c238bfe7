import { describe, expect, test } from "vitest";
import { decodePartial, type SyncML, stringify } from "../../src/index.ts";
import { byteByByte } from "../support/chunks.ts";
import { bytes } from "../support/hex.ts";
import { dmPackage1, small, toBase64, toHex, utf8, xmlStart } from "./messages.ts";
import { runCli, systemError } from "./run-cli.ts";

const truncated = dmPackage1.subarray(0, 65);
const reason = "input ended inside STR_I begun at byte 61, page 0, /SyncML/SyncHdr/Source/LocURI";

describe("a message that is cut", () => {
  const xml =
    `${xmlStart}<SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID><MsgID>1</MsgID>` +
    "<Target><LocURI>https://dm.example/</LocURI></Target><Source><LocURI>IME\n";
  const tree = [
    "SyncML",
    "  SyncHdr",
    '    VerDTD "1.2"',
    '    VerProto "DM/1.2"',
    '    SessionID "1"',
    '    MsgID "1"',
    "    Target",
    '      LocURI "https://dm.example/"',
    "    Source",
    '      LocURI "IME"\n',
  ].join("\n");

  test.each<[string, string]>([
    ["xml", xml],
    ["tree", tree],
  ])("is shown up to there as %s", async (view, stdout) => {
    expect(await runCli(["decode", "--to", view], { stdin: [truncated] })).toEqual({
      stdout,
      stderr: `-:0x41 (byte 65): ${reason}\n`,
      exitCode: 4,
    });
  });

  test("is shown up to there as json, with what the message types have to say", async () => {
    const { document: message, diagnostics } = decodePartial(truncated);
    const { syncHdr } = message as SyncML;
    expect(syncHdr.target?.locURI).toBe("https://dm.example/");
    expect(syncHdr.source).toEqual({ kind: "Source" });
    const warnings = diagnostics.map(
      ({ code, message: text, offset, path }) =>
        `-:0x${offset.toString(16)} (byte ${offset}): warning ${code}: ${text}, ${path}\n`,
    );
    expect(await runCli(["decode", "--to", "json"], { stdin: [truncated] })).toEqual({
      stdout: `${stringify(message as SyncML)}\n`,
      stderr: `${warnings.join("")}-:0x41 (byte 65): ${reason}\n`,
      exitCode: 4,
    });
  });

  test("is shown up to there as events", async () => {
    const { stdout, ...rest } = await runCli(["decode", "--to", "events"], { stdin: [truncated] });
    const end = 'off=59 start Source {SYNCML:SYNCML1.2}\noff=60 start LocURI {SYNCML:SYNCML1.2}\noff=61 text "IME"\n';
    expect(stdout.slice(-end.length)).toBe(end);
    expect(rest).toEqual({ stderr: `-:0x41 (byte 65): ${reason}\n`, exitCode: 4 });
  });

  test("pretty-printed ends its line too", async () => {
    const { stdout } = await runCli(["decode", "--indent"], { stdin: [small.subarray(0, 7)] });
    expect(stdout).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<SyncML xmlns="SYNCML:SYNCML1.2">\n  <SyncHdr>\n');
  });

  test.each(["xml", "json", "events", "tree"])("inside its header is nothing as %s", async (view) => {
    expect(await runCli(["decode", "--to", view], { stdin: [small.subarray(0, 2)] })).toEqual({
      stdout: "",
      stderr: "-:0x2 (byte 2): input ended inside the header\n",
      exitCode: 4,
    });
  });
});

describe("XML", () => {
  test("that is not well-formed is shown up to there, with line and column", async () => {
    const text = '<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr>\n  <VerDTD>1.2</VerDTT></SyncHdr></SyncML>';
    const stdout = `${xmlStart}<SyncHdr>\n  <VerDTD>1.2\n`;
    const place = "0x38 (byte 56, line 2, column 14)";
    const stderr = `-:${place}: end tag of VerDTT where that of VerDTD is due, /SyncML/SyncHdr/VerDTD\n`;
    expect(await runCli(["decode"], { stdin: [utf8(text)] })).toEqual({ stdout, stderr, exitCode: 4 });
    expect(await runCli(["decode"], { stdin: byteByByte(utf8(text)) })).toEqual({ stdout, stderr, exitCode: 4 });
    expect(await runCli(["decode", "-x", toHex(utf8(text))])).toEqual({
      stdout,
      stderr: stderr.replace("-", "-x"),
      exitCode: 4,
    });
  });

  test("that is cut is shown up to there", async () => {
    expect(await runCli(["decode"], { stdin: [utf8('<SyncML xmlns="SYNCML:SYNCML1.2"><Sync')] })).toEqual({
      stdout: `${xmlStart}\n`,
      stderr: "-:0x26 (byte 38, line 1, column 39): input ended inside a tag, /SyncML\n",
      exitCode: 4,
    });
  });

  test("that declares an entity is refused at its declaration", async () => {
    const text = '<!DOCTYPE SyncML [\n  <!ENTITY who "me">\n]>\n<SyncML>&who;</SyncML>';
    expect(await runCli(["decode"], { stdin: [utf8(text)] })).toEqual({
      stdout: "",
      stderr: "-:0x15 (byte 21, line 2, column 3): internal subset declares an entity\n",
      exitCode: 4,
    });
  });

  test("that is in an encoding other than it says is refused at the byte", async () => {
    const latin1 = Buffer.from('<SyncML xmlns="SYNCML:SYNCML1.2">\u00e9</SyncML>', "latin1");
    expect(await runCli(["decode"], { stdin: [latin1] })).toEqual({
      stdout: `${xmlStart}\n`,
      stderr: "-:0x21 (byte 33, line 1, column 34): byte 0xE9 begins no UTF-8 character, /SyncML\n",
      exitCode: 4,
    });
  });

  test("whose declaration comes after blanks is read with a warning", async () => {
    const document = '\r\n  <?xml version="1.0"?><SyncML xmlns="SYNCML:SYNCML1.2"/>';
    expect(await runCli(["decode"], { stdin: [utf8(document)] })).toEqual({
      stdout: `${xmlStart.slice(0, -1)}/>\n`,
      stderr: "-:0x0 (byte 0): warning blanks-before-declaration: white space before the XML declaration skipped\n",
      exitCode: 0,
    });
  });

  test("whose byte order mark comes after blanks is read with a warning", async () => {
    const document = '\n\ufeff<?xml version="1.0"?><SyncML xmlns="SYNCML:SYNCML1.2"/>';
    for (const stdin of [[utf8(document)], Array.from(utf8(document), (byte) => Uint8Array.of(byte))]) {
      expect(await runCli(["decode"], { stdin })).toEqual({
        stdout: `${xmlStart.slice(0, -1)}/>\n`,
        stderr: "-:0x0 (byte 0): warning blanks-before-declaration: white space before the byte order mark skipped\n",
        exitCode: 0,
      });
    }
  });

  test("that omits its namespace gives a diagnostic", async () => {
    expect(await runCli(["decode"], { stdin: [utf8("<SyncML/>")] })).toEqual({
      stdout: `${xmlStart.slice(0, -1)}/>\n`,
      stderr: "-:0x0 (byte 0): warning namespace-inferred: SyncML in no namespace read as of SYNCML:SYNCML1.2\n",
      exitCode: 0,
    });
  });
});

describe("the error line", () => {
  test.each<[string, string[], Uint8Array[]]>([
    ["-", ["-"], [truncated]],
    ["-", [], [truncated]],
    ["-x", ["-x", toHex(truncated)], []],
    ["-", ["--from", "hex"], [utf8(toHex(truncated))]],
    ["-", ["--from", "base64"], [utf8(toBase64(truncated))]],
  ])("names the input %s, and counts decoded bytes", async (name, args, stdin) => {
    const { stderr, exitCode } = await runCli(["decode", ...args], { stdin });
    expect({ stderr, exitCode }).toEqual({ stderr: `${name}:0x41 (byte 65): ${reason}\n`, exitCode: 4 });
  });

  test("keeps what the peer sent from breaking it", async () => {
    const publicId = bytes(`03 00 00 6A 05 "a" 0A 1B C2 9B 6D`);
    expect((await runCli(["decode"], { stdin: [publicId] })).stderr).toBe(
      "-:0x4 (byte 4): warning unterminated-string: last string of the table has no terminator, it runs to the table's end\n" +
        '-:0x1 (byte 1): no vocabulary has the public id "a\\x0a\\x1b\\x9b"\n' +
        "decode --to tokens lists WBXML of any language\n",
    );
  });
});

test("a document of an unknown language is refused by its public id, and can be listed", async () => {
  const hint = "decode --to tokens lists WBXML of any language\n";
  for (const [header, says] of [
    ["03 0F 6A 00", "0xf, which is CSP 1.0, Wireless Village"],
    ['03 00 00 6A 07 "-//X//" 00', '"-//X//"'],
    ["03 7F 6A 00", "0x7f"],
  ] as const) {
    const stdin = [bytes(`${header} 45`)];
    expect(await runCli(["decode"], { stdin })).toEqual({
      stdout: "",
      stderr: `-:0x1 (byte 1): no vocabulary has the public id ${says}\n${hint}`,
      exitCode: 4,
    });
    expect((await runCli(["decode", "--to", "tokens"], { stdin })).stdout).toContain("tag 0:05 content");
  }
});

test("a limit ends with a code of its own, and shows what came before it", async () => {
  const deep = Uint8Array.from([0x02, 0xa4, 0x01, 0x6a, 0x00, 0x6d, ...new Array(300).fill(0x6c)]);
  const path = `/SyncML${"/SyncHdr".repeat(255)}`;
  expect(await runCli(["decode"], { stdin: [deep] })).toEqual({
    stdout: `${xmlStart}${"<SyncHdr>".repeat(255)}\n`,
    stderr: `-:0x105 (byte 261): elements nest deeper than maxDepth (256), ${path}\n`,
    exitCode: 5,
  });
});

test("a name that XML lacks is a fault of the document", async () => {
  const literal = bytes(`02 A4 01 6A 04 "a b" 00 6D 04 00 01`);
  const { stdout, stderr, exitCode } = await runCli(["decode", "--to", "tree"], { stdin: [literal] });
  expect({ stdout, stderr, exitCode }).toEqual({
    stdout: "SyncML\n",
    stderr: '-:0xa (byte 10): "a b" is not an XML name, /SyncML\n',
    exitCode: 4,
  });
});

describe("input that stops coming", () => {
  test("is reported, with the output before it", async () => {
    const stdin = [small.subarray(0, 14), systemError("EIO", -5)];
    expect(await runCli(["decode"], { stdin })).toEqual({
      stdout: `${xmlStart}<SyncHdr><VerDTD>1.2</VerDTD>\n`,
      stderr: "-: cannot read: i/o error\n",
      exitCode: 3,
    });
  });

  test("before anything could be recognised is reported alone", async () => {
    expect(await runCli(["decode"], { stdin: [systemError("EISDIR", -21)] })).toEqual({
      stdout: "",
      stderr: "-: cannot read: illegal operation on a directory\n",
      exitCode: 3,
    });
  });

  test("for a reason the system does not know has that reason", async () => {
    const stdin = [new Error("the cable is out")];
    expect((await runCli(["decode"], { stdin })).stderr).toBe("-: cannot read: the cable is out\n");
  });
});

describe("standard output", () => {
  test("that its reader closed ends it quietly", async () => {
    const beforeWrite = () => {
      throw systemError("EPIPE", -32);
    };
    for (const args of [["decode"], ["decode", "--to", "tree"], ["--help"], ["completion", "bash"]]) {
      const outcome = await runCli(args, { stdin: [small], beforeWrite });
      expect(outcome).toEqual({ stdout: "", stderr: "", exitCode: 0 });
    }
  });

  test("that is full is reported", async () => {
    const beforeWrite = () => {
      throw systemError("ENOSPC", -28);
    };
    expect(await runCli(["decode"], { stdin: [small], beforeWrite })).toEqual({
      stdout: "",
      stderr: "standard output: cannot write: no space left on device\n",
      exitCode: 3,
    });
  });

  test("gets no system call for each line, and no more than a piece at a time", async () => {
    const pieces: number[] = [];
    const items = `4F 03 "${"d".repeat(1000)}" 00 01 `.repeat(1000);
    const large = bytes(`02 A4 01 6A 00 6D 6B 46 ${items} 01 01 01`);
    const beforeWrite = (data: string | Uint8Array) => pieces.push(data.length);
    for (const view of ["xml", "events", "tree"]) {
      pieces.length = 0;
      const { stdout } = await runCli(["decode", "--to", view], { stdin: [large], beforeWrite });
      expect(stdout.length).toBeGreaterThan(1_000_000);
      expect(pieces.length).toBeLessThan(100);
      expect(Math.max(...pieces)).toBeLessThan(80_000);
    }
  });
});

test("a bug is not mistaken for bad input", async () => {
  const beforeWrite = () => {
    throw new TypeError("a bug");
  };
  await expect(runCli(["--version"], { beforeWrite })).rejects.toThrow(TypeError);
});
