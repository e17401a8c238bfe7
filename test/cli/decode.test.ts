import { describe, expect, test } from "vitest";
import { decode as decodeMessage, stringify } from "../../src/index.ts";
import { bytes } from "../support/hex.ts";
import { dmPackage1, messageOf, small, smallXml, toHex, utf8, xmlStart } from "./messages.ts";
import { runCli, runForBytes } from "./run-cli.ts";

function decode(message: Uint8Array, ...options: string[]) {
  return runCli(["decode", ...options], { stdin: [message] });
}

const clean = { stderr: "", exitCode: 0 };

describe("--to", () => {
  const xml =
    `${xmlStart}<SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID><MsgID>1</MsgID>` +
    "<Target><LocURI>https://dm.example/</LocURI></Target><Source><LocURI>IMEI:000000000000000</LocURI></Source>" +
    '<Meta><MaxMsgSize xmlns="syncml:metinf">5000</MaxMsgSize></Meta></SyncHdr><SyncBody><Alert><CmdID>1</CmdID>' +
    "<Data>1201</Data></Alert><Final/></SyncBody></SyncML>\n";

  test("xml, which is what one gets unasked", async () => {
    expect(await decode(dmPackage1)).toEqual({ ...clean, stdout: xml });
    expect(await decode(dmPackage1, "--to", "xml")).toEqual({ ...clean, stdout: xml });
  });

  test("json", async () => {
    const stdout = `${stringify(decodeMessage(dmPackage1))}\n`;
    expect(await decode(dmPackage1, "--to", "json")).toEqual({ ...clean, stdout });
  });

  test("events", async () => {
    const stdout = [
      "off=5 document wbxml version=0x02 id=0x1201 charset=106",
      "off=5 start SyncML {SYNCML:SYNCML1.2}",
      "off=6 start SyncHdr {SYNCML:SYNCML1.2}",
      "off=7 start VerDTD {SYNCML:SYNCML1.2}",
      'off=8 text "1.2"',
      "off=13 end",
      "off=14 start MsgID {SYNCML:SYNCML1.2}",
      'off=15 text "1"',
      "off=18 end",
      "off=19 end",
      "off=20 end",
      "off=20 end document",
      "",
    ].join("\n");
    expect(await decode(small, "--to", "events")).toEqual({ ...clean, stdout });
  });

  test("tree", async () => {
    const stdout = 'SyncML\n  SyncHdr\n    VerDTD "1.2"\n    MsgID "1"\n';
    expect(await decode(small, "--to", "tree")).toEqual({ ...clean, stdout });
  });

  test("wbxml, to the byte", async () => {
    expect(await runForBytes(["decode", "--to", "wbxml"], { stdin: [dmPackage1] })).toEqual({
      ...clean,
      stdout: toHex(dmPackage1),
    });
    expect(await runForBytes(["decode", "--to", "wbxml"], { stdin: [utf8(xml)] })).toEqual({
      ...clean,
      stdout: toHex(dmPackage1),
    });
  });

  test("wbxml, as far as there is any", async () => {
    expect(await runForBytes(["decode", "--to", "wbxml"], { stdin: [small.subarray(0, 13)] })).toEqual({
      stdout: toHex(small.subarray(0, 13)),
      stderr: "-:0xd (byte 13): input ended where content or END was due, page 0, /SyncML/SyncHdr/VerDTD\n",
      exitCode: 4,
    });
  });

  const listing = [
    "off=0     version 1.2",
    'off=1     public-id 0x1201                   ; "-//SYNCML//DTD SyncML 1.2//EN"',
    "off=3     charset 106                        ; UTF-8",
    'off=4     string-table ""',
    '          vocabulary "SyncML 1.2"',
    "off=5     tag SyncML content",
    "off=6       tag SyncHdr content",
    "off=7         tag VerDTD content",
    'off=8           STR_I "1.2"',
    "off=13        END",
    "off=14        tag MsgID content",
    'off=15          STR_I "1"',
    "off=18        END",
    "off=19      END",
    "off=20    END",
    "",
  ];

  test("tokens", async () => {
    expect(await decode(small, "--to", "tokens")).toEqual({ ...clean, stdout: listing.join("\n") });
  });

  test("tokens of a message that is cut", async () => {
    expect(await decode(small.subarray(0, 11), "--to", "tokens")).toEqual({
      stdout: [...listing.slice(0, 8), 'off=8           STR_I "1." unterminated', ""].join("\n"),
      stderr: "-:0xb (byte 11): input ended inside STR_I begun at byte 8, page 0, /SyncML/SyncHdr/VerDTD\n",
      exitCode: 4,
    });
  });

  test("tokens, which XML has none of", async () => {
    expect(await decode(utf8(smallXml), "--to", "tokens")).toEqual({
      stdout: "",
      stderr: "-: is XML; only WBXML has tokens\n",
      exitCode: 2,
    });
    expect(await runCli(["decode", "-x", toHex(utf8(smallXml)), "--to", "tokens"])).toEqual({
      stdout: "",
      stderr: "-x: is XML; only WBXML has tokens\n",
      exitCode: 2,
    });
  });

  test.each(["xml", "json", "wbxml", "events", "tree", "tokens"])(
    "%s is the same however the input is cut",
    async (view) => {
      const whole = await decode(dmPackage1, "--to", view);
      const stdin = Array.from(dmPackage1, (byte) => Uint8Array.of(byte));
      expect(await runCli(["decode", "--to", view], { stdin })).toEqual(whole);
    },
  );
});

describe("--indent", () => {
  const lines = (blanks: string) =>
    [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<SyncML xmlns="SYNCML:SYNCML1.2">',
      `${blanks}<SyncHdr>`,
      `${blanks}${blanks}<VerDTD>1.2</VerDTD>`,
      `${blanks}${blanks}<MsgID>1</MsgID>`,
      `${blanks}</SyncHdr>`,
      "</SyncML>",
      "",
    ].join("\n");

  test("is two blanks for XML, and as many as it says", async () => {
    expect(await decode(small, "--indent")).toEqual({ ...clean, stdout: lines("  ") });
    expect(await decode(small, "--indent", "3")).toEqual({ ...clean, stdout: lines("   ") });
    expect(await decode(small, "--indent=10")).toEqual({ ...clean, stdout: lines("          ") });
    expect(await decode(small, "--indent", "0")).toEqual({ ...clean, stdout: `${smallXml}\n` });
  });

  test("is the same for JSON", async () => {
    const { stdout } = await decode(dmPackage1, "--to", "json");
    for (const [option, blanks] of [["--indent", 2] as const, ["--indent=4", 4] as const]) {
      const pretty = `${JSON.stringify(JSON.parse(stdout), undefined, blanks)}\n`;
      expect(await decode(dmPackage1, "--to", "json", option)).toEqual({ ...clean, stdout: pretty });
    }
  });
});

describe("-x", () => {
  test("is the input", async () => {
    expect(await runCli(["decode", "-x", toHex(small)])).toEqual({ ...clean, stdout: `${smallXml}\n` });
    expect(await runCli(["decode", "--hex", "0x02,0xa4"])).toMatchObject({ exitCode: 4 });
  });

  test("leaves standard input alone", async () => {
    const stdin = [new Error("read nevertheless")];
    expect(await runCli(["decode", "-x", toHex(small)], { stdin })).toMatchObject(clean);
  });
});

describe("--type", () => {
  // The public id 1 says that there is none, and the root token 0x2A is one of DevInf, page 0.
  const devInf = bytes(`03 01 6A 00 4A 65 03 "1.2" 00 01 01`);

  test("names the vocabulary where the document does not", async () => {
    expect(await decode(devInf, "--to", "tree", "--type", "application/vnd.syncml-devinf+wbxml")).toEqual({
      stdout: 'DevInf\n  VerDTD "1.2"\n',
      stderr:
        "-:0x3 (byte 3): warning vocabulary-from-media-type: no public id, read as DevInf 1.2 because of the media type " +
        "application/vnd.syncml-devinf+wbxml\n",
      exitCode: 0,
    });
  });

  test("is not needed where the root tells", async () => {
    expect(await decode(devInf, "--to", "tree")).toEqual({
      stdout: 'DevInf\n  VerDTD "1.2"\n',
      stderr: "-:0x4 (byte 4): warning vocabulary-from-root: no public id, read as DevInf 1.2 by its root\n",
      exitCode: 0,
    });
  });
});

describe("on a terminal", () => {
  test("WBXML is refused, tokens are not", async () => {
    const surroundings = { stdin: [small], terminals: ["stdout"] as const };
    expect(await runCli(["decode", "--to", "wbxml"], surroundings)).toEqual({
      stdout: "",
      stderr: "standard output is a terminal and WBXML is not text: use -o FILE or a pipe\n",
      exitCode: 2,
    });
    expect(await runCli(["decode", "--to", "tokens"], surroundings)).toEqual(await decode(small, "--to", "tokens"));
  });

  const long = messageOf("v".repeat(300));

  test("long values of the tree are shortened", async () => {
    const shown = await runCli(["decode", "--to", "tree", "--color", "never"], {
      stdin: [long],
      terminals: ["stdout"],
    });
    const value = `"${"v".repeat(119)}… (302 characters)`;
    expect(shown.stdout).toBe(`SyncML\n  SyncHdr\n    VerDTD ${value}\n`);
  });

  test("in a pipe they are whole", async () => {
    expect((await decode(long, "--to", "tree")).stdout).toBe(`SyncML\n  SyncHdr\n    VerDTD "${"v".repeat(300)}"\n`);
  });
});

describe("diagnostics", () => {
  test("have a line each, with the path where there is one", async () => {
    const quirk = bytes(`03 01 6A 00 ED 04 00 03 "SYNCML:SYNCML1.2" 00 01 6C 71 03 "1.2" 00 01 01 01`);
    expect(await decode(quirk, "--to", "tree")).toEqual({
      stdout: 'SyncML\n  SyncHdr\n    VerDTD "1.2"\n',
      stderr:
        "-:0x4 (byte 4): warning vocabulary-from-root: no public id, read as SyncML 1.2 by its root\n" +
        '-:0x19 (byte 25): warning xmlns-attribute: xmlns="SYNCML:SYNCML1.2" dropped, the page implies the namespace, /SyncML\n',
      exitCode: 0,
    });
  });

  test("of the message types come with JSON", async () => {
    const doubled = bytes(`02 A4 01 6A 00 6D 6C 71 03 "1.2" 00 01 71 03 "1.1" 00 01 01 6B 12 01 01`);
    expect((await decode(doubled)).stderr).toBe("");
    expect((await decode(doubled, "--to", "json")).stderr).toBe(
      "-:0xe (byte 14): warning repeated-element: VerDTD appears more than once in SyncHdr, /SyncML/SyncHdr/VerDTD\n",
    );
  });
});
