import { describe, expect, test } from "vitest";
import { bytes } from "../support/hex.ts";
import { small, smallXml, toBase64, toHex, utf8 } from "./messages.ts";
import { runCli } from "./run-cli.ts";

// Questions people had about their files, in small: one row per kind, with the expected report.

const metInf = 'xmlns="syncml:metinf"';

function header(version: string, protocol: string): string {
  return (
    `<SyncHdr><VerDTD>${version}</VerDTD><VerProto>${protocol}</VerProto><SessionID>1</SessionID><MsgID>2</MsgID>` +
    "<Target><LocURI>dev</LocURI></Target><Source><LocURI>srv</LocURI></Source></SyncHdr>"
  );
}

const status =
  "<Status><CmdID>1</CmdID><MsgRef>1</MsgRef><CmdRef>0</CmdRef><Cmd>SyncHdr</Cmd><Data>200</Data></Status>";

function message(commands: string, root = '<SyncML xmlns="SYNCML:SYNCML1.2">', head = header("1.2", "DM/1.2")): string {
  return `${root}${head}<SyncBody>${status}${commands}<Final/></SyncBody></SyncML>`;
}

function command(name: string, address: string, data: string, meta = `<Format ${metInf}>chr</Format>`): string {
  const item = `<Item><Target><LocURI>${address}</LocURI></Target><Meta>${meta}</Meta><Data>${data}</Data></Item>`;
  return `<${name}><CmdID>2</CmdID>${item}</${name}>`;
}

const devInf = (id: string, type: string) =>
  `<SyncML xmlns="SYNCML:SYNCML1.2">${header("1.2", "SyncML/1.2")}<SyncBody><Put><CmdID>1</CmdID><Meta>` +
  `<Type ${metInf}>application/vnd.syncml-devinf+xml</Type></Meta><Item><Source><LocURI>./devinf12</LocURI></Source>` +
  `<Data><DevInf xmlns="syncml:devinf"><VerDTD>1.2</VerDTD>${id}<DevTyp>phone</DevTyp><DataStore><SourceRef>./c</SourceRef>` +
  `<Rx-Pref><CTType>${type}</CTType><VerCT>2.1</VerCT></Rx-Pref><Tx-Pref><CTType>text/x-vcard</CTType><VerCT>2.1</VerCT></Tx-Pref>` +
  "<SyncCap><SyncType>1</SyncType></SyncCap></DataStore></DevInf></Data></Item></Put><Final/></SyncBody></SyncML>";

const tree =
  '<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD><Node><NodeName>PerProviderSubscription</NodeName></Node></MgmtTree>';

/** Kind, command, input, exit code, and words in the output. */
type Row = readonly [
  kind: string,
  args: readonly string[],
  input: string | Uint8Array,
  exitCode: number,
  words: string,
];

const validated: readonly Row[] = [
  [
    "02 a message of version 1.1 without namespace",
    ["encode", "--as-hex"],
    message("", "<SyncML>", header("1.1", "SyncML/1.1")),
    0,
    "029f536a",
  ],
  [
    "04 the Property of a Filter's Field",
    ["encode", "--as-hex"],
    message(
      `<Alert><CmdID>2</CmdID><Data>200</Data><Item><Target><LocURI>mail</LocURI><Filter><Meta/><Field><Item><Meta>` +
        `<Type ${metInf}>application/vnd.syncml-devinf+xml</Type></Meta><Data><Property><PropName>p</PropName></Property>` +
        "</Data></Item></Field></Filter></Target></Item></Alert>",
    ),
    0,
    // "wbxml", the ends of Type and Meta, and an OPAQUE that is a document of DevInf 1.2
    "7762786d6c000101 00004fc3 0c02a403 6a006b58 03700001 01".replaceAll(" ", ""),
  ],
  [
    "06 an end tag too many",
    ["validate"],
    `${tree.replace("</MgmtTree>", "</Node></MgmtTree>")}`,
    4,
    "end tag of Node",
  ],
  [
    "08 a Type without namespace next to a Format with one",
    ["validate"],
    command("Replace", "./Device/Vendor/MSFT/X", "x", `<Format ${metInf}>chr</Format><Type>text/plain</Type>`),
    1,
    "wire/namespace-inferred: Type in no namespace",
  ],
  [
    "10 no SyncHdr, and a profile that is guessed",
    ["validate"],
    '<SyncML xmlns="SYNCML:SYNCML1.2"><SyncBody><Exec><CmdID>2</CmdID><Item><Target><LocURI>./Vendor/MSFT/X</LocURI></Target>' +
      "</Item></Exec><Final/></SyncBody></SyncML>",
    1,
    "dm-1.2, guessed from",
  ],
  [
    "11 an indented declaration",
    ["validate"],
    `    <?xml version="1.0" encoding="utf-8"?>\n${message("")}`,
    1,
    "error wire/blanks-before-declaration",
  ],
  [
    "12 an XML declaration in Data",
    ["validate"],
    message(command("Add", "./X", '<?xml version="1.0"?><LANProfile/>')),
    4,
    "/SyncML/SyncBody/Add/Item/Data",
  ],
  [
    "13 Data that was escaped twice",
    ["validate"],
    message(command("Exec", "./X", "&amp;lt;MsiInstallJob&amp;gt;", `<Format ${metInf}>xml</Format>`)),
    0,
    "interop/double-escaped",
  ],
  [
    "14 an address with backslashes",
    ["validate"],
    message(command("Replace", ".\\Vendor\\X", "x")),
    1,
    "address/backslash",
  ],
  [
    "16 an address on lines of its own",
    ["validate"],
    message(command("Replace", "\n  ./X\n", "x")),
    0,
    "interop/blanks",
  ],
  [
    "17 a command without CmdID",
    ["validate"],
    message(command("Replace", "./X", "x").replace("<CmdID>2</CmdID>", "")),
    1,
    "Replace lacks CmdID",
  ],
  [
    "18 a carriage return in a value",
    ["validate"],
    message(command("Replace", "./X", "a&#13;b")),
    0,
    "interop/carriage-return",
  ],
  [
    "19 Alert 1224 of a Windows client, without Format",
    ["validate"],
    message(
      `<Alert><CmdID>2</CmdID><Data>1224</Data><Item><Meta><Type ${metInf}>com.microsoft/MDM/LoginStatus</Type></Meta>` +
        "<Data>user</Data></Item></Alert>",
    ),
    0,
    "warning interop/alert-format",
  ],
  [
    "20 an attribute with the error of Windows",
    ["validate"],
    message("").replace(
      "<Data>200",
      '<Data xmlns:msft="http://schemas.microsoft.com/MobileDevice/MDM" msft:originalerror="0x86000002">200',
    ),
    0,
    "warning dtd/attribute: Data has the attribute msft:originalerror",
  ],
  [
    "21 a tree in CDATA",
    ["validate"],
    message(command("Add", "./X", `<![CDATA[${tree}]]>`, `<Format ${metInf}>xml</Format>`)),
    0,
    "",
  ],
  ["22 a tree alone", ["validate"], tree, 0, ""],
  [
    "23 base64 of MIME with a profile in base64",
    ["decode"],
    toBase64(
      utf8(`Content-Type: multipart/mixed; boundary={b}\n\n--{b}\nContent-Type: x\n\n${toBase64(utf8(tree))}\n--{b}--`),
    ),
    0,
    "read as base64 of a MIME message with a part in base64",
  ],
  [
    "26 a namespace in the wrong case",
    ["validate"],
    message("", '<SyncML xmlns="syncml:SYNCML1.1">', header("1.1", "SyncML/1.1")),
    1,
    "read as of SYNCML:SYNCML1.1",
  ],
  [
    "27 strings of the string table",
    ["decode"],
    bytes('02 A4 01 6A 04 "1.2" 00 6D 6C 71 83 00 01 5B 03 "1" 00 01 01 01'),
    0,
    smallXml,
  ],
  [
    "28 line ends of a vCard",
    ["encode", "--as-hex"],
    message(command("Add", "./X", "BEGIN:VCARD&#13;\nEND:VCARD&#13;\n")),
    0,
    "42454749 4e3a5643 4152440d 0a454e44".replaceAll(" ", ""),
  ],
  [
    "29 a blank after a content type",
    ["validate"],
    devInf("<DevID>1</DevID>", "text/x-vcard "),
    1,
    "warning devinf/blanks",
  ],
  ["30 a blank after <", ["validate"], `< ${message("").slice(1)}`, 4, "byte 1, line 1, column 2"],
  ["30 DevId for DevID", ["validate"], devInf("<DevId>1</DevId>", "text/x-vcard"), 1, "DevInf lacks DevID"],
  [
    "31 DM/1.3 is checked by the rules of DM",
    ["validate"],
    message(command("Replace", ".\\X", "x"), undefined, header("1.2", "DM/1.3")),
    1,
    "address/backslash",
  ],
  [
    "42 a provisioning document",
    ["decode"],
    bytes('03 0B 6A 00 C5 45 03 "1.1" 00 01 C6 56 01 87 07 06 03 "gprstest" 00 01 01 01'),
    0,
    '<wap-provisioningdoc version="1.1"><characteristic type="BOOTSTRAP"><parm name="NAME" value="gprstest"/></characteristic></wap-provisioningdoc>',
  ],
  [
    "46 typographic quotes",
    ["validate"],
    "<SyncBody><Alert><Type xmlns=\u201dsyncml:metinf\u201d>x</Type></Alert></SyncBody>",
    4,
    "U+201D (a typographic quote)",
  ],
];

describe("what is reported about the file", () => {
  test.each(validated)("%s", async (_kind, args, input, exitCode, words) => {
    const outcome = await runCli(args, { stdin: [typeof input === "string" ? utf8(input) : input] });
    expect({ ...outcome, exitCode: outcome.exitCode }).toMatchObject({ exitCode });
    const told = outcome.stdout + outcome.stderr;
    if (words === "") expect(told).toBe("");
    else expect(told).toContain(words);
  });
});

const octets = [...small];
const pairs = octets.map((byte) => byte.toString(16).padStart(2, "0"));
const base64 = toBase64(small);

function rows(width: number, line: (row: readonly string[], offset: number) => string): string {
  const lines: string[] = [];
  for (let at = 0; at < pairs.length; at += width) lines.push(line(pairs.slice(at, at + width), at));
  return `${lines.join("\n")}\n`;
}

const python = `b'${octets
  .map((byte) => (byte < 0x20 || byte > 0x7e ? `\\x${byte.toString(16).padStart(2, "0")}` : String.fromCharCode(byte)))
  .join("")}'`;
const octal = octets.map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("");
const character = (pair: string) => {
  const code = Number.parseInt(pair, 16);
  return code > 0x20 && code < 0x7f ? String.fromCharCode(code) : " ";
};
const shown = (row: readonly string[]) => row.map((pair) => character(pair).replace(" ", ".")).join("");
const hexOffset = (at: number, width: number) => at.toString(16).padStart(width, "0");
const commented = (mark: string) => rows(8, (row, at) => `${row.join(" ")}   ${mark} part ${at}`);
const log = `12:00:01 [41] [DEBUG] gr\u00fc\u00dfe: ${smallXml}\n12:00:02 [41] end\n`;

/** Kind, text, and what it is read as; obvious forms give no message. */
const forms: readonly (readonly [kind: string, text: string, form: string | undefined])[] = [
  ["32 XML in log lines", log, `XML that begins at byte ${log.indexOf("<?xml") + 2} of other text`],
  [
    "32 XML in an HTTP message",
    `POST /dm HTTP/1.1\r\nHost: x\r\n\r\n${smallXml}`,
    "XML that begins at byte 30 of other text",
  ],
  ["32 XML in a Markdown fence", `\`\`\`xml\n${smallXml}\n\`\`\`\n`, "XML that begins at byte 7 of other text"],
  [
    "32 XML that is escaped for HTML",
    smallXml.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
    "XML, escaped for HTML, that begins at byte 0 of other text",
  ],
  [
    "32 XML in a string of JSON",
    JSON.stringify({ body: smallXml }),
    "XML, escaped as in JSON, that begins at byte 9 of other text",
  ],
  ["34 what Python prints", python, "a string with escapes"],
  ["34 a bytearray of Python", `bytearray(${python})`, "a string with escapes"],
  ["34 a string of C with octal escapes", `char message[] = "${octal}";`, "a string with escapes"],
  ["35 dashes of .NET", pairs.join("-").toUpperCase(), undefined],
  ["35 bars", pairs.join("|"), undefined],
  ["35 semicolons", pairs.join("; "), undefined],
  ["35 h after each byte", pairs.map((pair) => `${pair}h`).join(" "), undefined],
  [
    "37 signed numbers of Java",
    `[${octets.map((byte) => (byte << 24) >> 24).join(", ")}]`,
    "a list of decimal numbers",
  ],
  ["37 a list of numbers", JSON.stringify(octets), "a list of decimal numbers"],
  ["37 a Buffer in JSON", JSON.stringify({ type: "Buffer", data: octets }), "a list of decimal numbers"],
  ["37 a Buffer of Node", `<Buffer ${pairs.join(" ")}>`, "hex in brackets"],
  ["37 NSData", `<${(toHex(small).match(/.{1,8}/g) as string[]).join(" ")}>`, "hex in brackets"],
  ["37 an array of C", `unsigned char m[] = {0x${pairs.join(", 0x")}};`, "hex in brackets"],
  ["38 Gammu", rows(16, (row) => row.map((pair) => `${pair}${character(pair)}|`).join("")), "hex with characters"],
  [
    "38 Kannel",
    rows(16, (row) => `2008-01-02 03:04:05 [1] DEBUG:  data: ${row.join(" ")}  ${shown(row)}`),
    "a dump in log lines",
  ],
  [
    "38 logcat",
    rows(16, (row, at) => `01-02 03:04:05.678  1234  1250 D TAG: ${hexOffset(at, 4)}: ${row.join(" ")}  ${shown(row)}`),
    "a dump with offsets in log lines",
  ],
  [
    "38 a kernel",
    `[   12.3] begins\n${rows(16, (row, at) => `[   12.3] omadm: ${hexOffset(at, 8)}: ${row.join(" ")}  ${shown(row)}`)}`,
    "a dump with offsets in log lines",
  ],
  [
    "40 base64 in a log line",
    `20/08/2024 12:53:18 [41] data: ${base64}\n`,
    "base64 that begins at character 31 of other text",
  ],
  ["40 a data: address", `data:application/x;base64,${base64}`, "base64 that begins at character 26 of other text"],
  ["40 base64 in quotes", `"${base64}"`, "base64 that begins at character 1 of other text"],
  [
    "40 base64 after a MIME head",
    `Content-Transfer-Encoding: base64\r\n\r\n${base64.slice(0, 20)}\r\n${base64.slice(20)}\r\n`,
    "base64 that begins at character 37 of other text",
  ],
  ["41 comments after ;", commented(";"), "hex with comments"],
  ["41 comments after #", commented("#"), "hex with comments"],
  ["41 comments after //", commented("//"), "hex with comments"],
  ["41 comments of Visual Basic", commented("'"), "hex with comments"],
];

describe("pasted text is read", () => {
  test.each(forms)("%s", async (_kind, text, form) => {
    const stderr = form === undefined ? "" : `-: read as ${form}\n`;
    expect(await runCli(["decode"], { stdin: [utf8(text)] })).toEqual({ stdout: `${smallXml}\n`, stderr, exitCode: 0 });
  });

  test("from -x too", async () => {
    expect(await runCli(["decode", "-x", python])).toEqual({
      stdout: `${smallXml}\n`,
      stderr: "-x: read as a string with escapes\n",
      exitCode: 0,
    });
  });
});

const wsp = bytes("01 06 03 C2 92 91");
const digest = Uint8Array.from({ length: 16 }, (_value, index) => index);
const notification = Buffer.concat([digest, bytes('02 C0 00 00 00 00 01 04 "mmln"')]);

/** Kind, input, and the message. */
const refused: readonly (readonly [kind: string, input: Uint8Array, what: string])[] = [
  ["44 a notification", notification, 'looks like a DM notification (package 0) of server "mmln"'],
  [
    "44 a notification that begins with any byte",
    Buffer.concat([bytes("9F"), notification.subarray(1)]),
    "DM notification",
  ],
  ["44 a notification in hex", utf8(toHex(notification)), "looks like a DM notification (package 0)"],
  [
    "44 a notification in a push",
    Buffer.concat([wsp, notification]),
    "what begins at byte 6 looks like a DM notification",
  ],
  ["45 zip", bytes("50 4B 03 04 14 00 00 00"), "there are no files in it"],
  ["45 pcap", bytes("D4 C3 B2 A1 02 00 04 00"), "there is no message in it, read as pcap"],
  ["45 pcapng", bytes("0A 0D 0D 0A 1C 00 00 00"), "is a capture (pcapng)"],
  [
    "45 an HTTP message with WBXML",
    Buffer.concat([utf8("POST /dm HTTP/1.1\r\nHost: x\r\n\r\n"), small]),
    "is an HTTP message; its body begins at byte 30; tail -c +31",
  ],
  [
    "45 a body in chunks",
    Buffer.concat([utf8("15\r\n"), small, utf8("\r\n0\r\n\r\n")]),
    "is an HTTP body in chunked encoding",
  ],
  [
    "45 bytes that went through text",
    utf8(new TextDecoder().decode(small)),
    "is damaged: ef bf bd at byte 1 is U+FFFD",
  ],
];

describe("input that is not a document is named, with a remedy", () => {
  test.each(refused)("%s", async (_kind, input, what) => {
    const outcome = await runCli(["decode"], { stdin: [input] });
    expect(outcome).toEqual({ stdout: "", stderr: expect.stringContaining(what), exitCode: 3 });
    expect(await runCli(["validate"], { stdin: Array.from(input, (byte) => Uint8Array.of(byte)) })).toEqual(outcome);
  });

  test("45 zero octets after the root are read, with a warning", async () => {
    const { stdout, stderr, exitCode } = await runCli(["decode"], { stdin: [small, new Uint8Array(32)] });
    expect({ stdout, exitCode }).toEqual({ stdout: `${smallXml}\n`, exitCode: 0 });
    expect(stderr).toContain("warning trailing-bytes: 32 bytes after the root element ignored");
  });
});
