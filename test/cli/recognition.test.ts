import { describe, expect, test } from "vitest";
import { byteByByte } from "../support/chunks.ts";
import { messageOf, small, smallXml, toBase64, toHex, utf8, xmlStart } from "./messages.ts";
import { runCli } from "./run-cli.ts";

const hex = toHex(small);
const pairs = hex.match(/../g) as string[];
const base64 = toBase64(small);

function utf16(text: string, littleEndian: boolean): Uint8Array {
  const data = Buffer.from(text, "utf16le");
  return littleEndian ? data : data.swap16();
}

const decoded = { stdout: `${smallXml}\n`, stderr: "", exitCode: 0 };

describe("hex", () => {
  test.each<[string, string]>([
    ["bare digits", hex],
    ["capitals", hex.toUpperCase()],
    ["a line break at the end", `${hex}\n`],
    ["blanks", pairs.join(" ")],
    ["groups", (hex.match(/.{1,8}/g) as string[]).join(" ")],
    ["lines", (hex.match(/.{1,16}/g) as string[]).join("\n")],
    ["lines that part a byte", (hex.match(/.{1,7}/g) as string[]).join("\r\n")],
    ["0x", pairs.map((pair) => `0x${pair}`).join(" ")],
    ["0x and commas", `${pairs.map((pair) => `0x${pair}`).join(", ")},`],
    ["0x before it all", `0x${hex}`],
    ["0x and no leading zeros", pairs.map((pair) => `0x${pair.replace(/^0/, "")}`).join(",")],
    ["\\x", pairs.map((pair) => `\\x${pair}`).join("")],
    ["0X and \\X", pairs.map((pair, index) => `${index % 2 ? "0X" : "\\X"}${pair}`).join("")],
    ["colons", pairs.join(":")],
    ["tabs and form feeds", pairs.join("\t\f\v")],
    ["blanks before it", `\n  ${hex}`],
  ])("with %s", async (_form, text) => {
    expect(await runCli(["decode"], { stdin: [utf8(text)] })).toEqual(decoded);
    expect(await runCli(["decode", "--from", "hex"], { stdin: byteByByte(utf8(text)) })).toEqual(decoded);
    expect(await runCli(["decode", "-x", text])).toEqual(decoded);
  });

  test("after a byte order mark", async () => {
    expect(await runCli(["decode"], { stdin: [utf8(`\ufeff${hex}`)] })).toEqual(decoded);
    expect(await runCli(["decode"], { stdin: byteByByte(utf8(`\ufeff ${hex}`)) })).toEqual(
      await runCli(["decode"], { stdin: [utf8(`\ufeff ${hex}`)] }),
    );
  });

  test.each([true, false])("in UTF-16, little endian: %s", async (littleEndian) => {
    const stdin = [utf16(`\ufeff${hex}\r\n`, littleEndian)];
    expect(await runCli(["decode"], { stdin })).toEqual(decoded);
  });
});

describe("dumps", () => {
  const dumps: Record<string, string> = {
    xxd: `
00000000: 02a4 016a 006d 6c71 0331 2e32 0001 5b03  ...j.mlq.1.2..[.
00000010: 3100 0101 01                             1....
`,
    "xxd -u -g 1": `
00000000: 02 A4 01 6A 00 6D 6C 71 03 31 2E 32 00 01 5B 03  ...j.mlq.1.2..[.
00000010: 31 00 01 01 01                                   1....
`,
    "xxd -c 8": `
00000000: 02a4 016a 006d 6c71  ...j.mlq
00000008: 0331 2e32 0001 5b03  .1.2..[.
00000010: 3100 0101 01         1....
`,
    "xxd -d": `
00000000: 02a4 016a 006d 6c71 0331 2e32 0001 5b03  ...j.mlq.1.2..[.
00000016: 3100 0101 01                             1....
`,
    "xxd of the middle of a file": `
00000130: 02a4 016a 006d 6c71 0331 2e32 0001 5b03  ...j.mlq.1.2..[.
00000140: 3100 0101 01                             1....
`,
    "hexdump -C": `
00000000  02 a4 01 6a 00 6d 6c 71  03 31 2e 32 00 01 5b 03  |...j.mlq.1.2..[.|
00000010  31 00 01 01 01                                    |1....|
00000015
`,
    "od -t x1": `
0000000 02 a4 01 6a 00 6d 6c 71 03 31 2e 32 00 01 5b 03
0000020 31 00 01 01 01
0000025
`,
    "od -A d -t x1": `
0000000 02 a4 01 6a 00 6d 6c 71 03 31 2e 32 00 01 5b 03
0000016 31 00 01 01 01
0000021
`,
    "od -A x -t x1z": `
000000 02 a4 01 6a 00 6d 6c 71 03 31 2e 32 00 01 5b 03  >...j.mlq.1.2..[.<
000010 31 00 01 01 01                                   >1....<
000015
`,
    "tshark -x": `
0000  02 a4 01 6a 00 6d 6c 71 03 31 2e 32 00 01 5b 03   ...j.mlq.1.2..[.
0010  31 00 01 01 01                                    1....
`,
    "tcpdump -X": `
\t0x0000:  02a4 016a 006d 6c71 0331 2e32 0001 5b03  ...j.mlq.1.2..[.
\t0x0010:  3100 0101 01                             1....
`,
  };

  test.each(Object.entries(dumps))("of %s", async (_tool, text) => {
    expect(await runCli(["decode"], { stdin: [utf8(text)] })).toEqual(decoded);
    expect(await runCli(["decode"], { stdin: [utf8(text.replaceAll("\n", "\r\n"))] })).toEqual(decoded);
    expect(await runCli(["decode", "--from", "hex"], { stdin: [utf8(text)] })).toEqual(decoded);
  });

  test("whose characters look like hex themselves", async () => {
    const text = `
00000000: 02a4 016a 006d 6c71 032d 2d2d 2d2d 2d2d  ...j.mlq.-------
00000010: 6162 6364 6566 3031 3233 3435 3637 3839  abcdef0123456789
00000020: 0001 0101                                ....
`;
    const stdout = `${xmlStart}<SyncHdr><VerDTD>-------abcdef0123456789</VerDTD></SyncHdr></SyncML>\n`;
    expect(await runCli(["decode"], { stdin: [utf8(text)] })).toEqual({ ...decoded, stdout });
  });

  test("are not seen in bytes that begin with zeros", async () => {
    // WBXML 1.0 without public id and string table.
    expect(await runCli(["decode", "--to", "tree", "-x", "0000 0000 6d01"])).toEqual({
      stdout: "SyncML\n",
      stderr: "-x:0x4 (byte 4): warning vocabulary-from-root: no public id, read as SyncML 1.2 by its root\n",
      exitCode: 0,
    });
    const { stderr } = await runCli(["decode", "-x", "00000000"]);
    expect(stderr).toBe("-x:0x4 (byte 4): input ended before the root element\n");
  });

  test.each<[string, string]>([
    [
      "hexdump -C",
      `00000000  02 a4 01 6a 00 6d 6c 71  03 78 78 78 78 78 78 78  |...j.mlq.xxxxxxx|
00000010  78 78 78 78 78 78 78 78  78 78 78 78 78 78 78 78  |xxxxxxxxxxxxxxxx|
*
00000040  78 78 78 78 78 00 01 01  01                       |xxxxx....|
00000049
`,
    ],
    [
      "od -A x -t x1",
      `000000 02 a4 01 6a 00 6d 6c 71 03 78 78 78 78 78 78 78
000010 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78
*
000040 78 78 78 78 78 00 01 01 01
000049
`,
    ],
  ])("of %s that leave repeated lines out", async (_tool, text) => {
    const stdout = `${xmlStart}<SyncHdr><VerDTD>${"x".repeat(60)}</VerDTD></SyncHdr></SyncML>\n`;
    expect(await runCli(["decode"], { stdin: [utf8(text)] })).toEqual({ ...decoded, stdout });
    expect(messageOf("x".repeat(60)).length).toBe(0x49);
  });

  const uncounted = "the offsets do not match the number of bytes";
  test.each<[string, string, string]>([
    ["offsets that count something else", "00000000: 02a4 016a\n00000005: 006d\n", uncounted],
    ["a line without an offset", "00000000: 02a4 016a\nwhat\n", '"what" has no offset, unlike the lines before it'],
    ["repeated lines up to nowhere", "00000000: 02a4 016a\n*\n", uncounted],
    ["repeated lines beyond all bounds", "00000000: 02a4 016a\n*\nffffffff: 00\n", uncounted],
    ["no bytes", "00000000:\n", uncounted],
  ])("with %s are none", async (_fault, text, reason) => {
    expect(await runCli(["decode"], { stdin: [utf8(text)] })).toMatchObject({ stdout: "", exitCode: 3 });
    expect(await runCli(["decode", "--from", "hex"], { stdin: [utf8(text)] })).toEqual({
      stdout: "",
      stderr: `-: not hex: ${reason}\n`,
      exitCode: 3,
    });
  });
});

describe("base64", () => {
  const urlSafe = messageOf("~~~???>>>");
  const urlSafeText = toBase64(urlSafe).replaceAll("+", "-").replaceAll("/", "_");

  test.each<[string, string]>([
    ["on one line", base64],
    ["with line breaks", (base64.match(/.{1,8}/g) as string[]).join("\r\n")],
    ["with blanks around", `\n ${base64} \n`],
    ["after a byte order mark", `\ufeff${base64}`],
  ])("%s", async (_form, text) => {
    expect(await runCli(["decode"], { stdin: [utf8(text)] })).toEqual(decoded);
    expect(await runCli(["decode", "--from", "base64"], { stdin: byteByByte(utf8(text)) })).toEqual(decoded);
  });

  test("for URLs, with padding and without", async () => {
    expect(urlSafeText).toMatch(/-/);
    expect(urlSafeText).toMatch(/_/);
    const stdout = `${xmlStart}<SyncHdr><VerDTD>~~~???&gt;&gt;&gt;</VerDTD></SyncHdr></SyncML>\n`;
    for (const text of [urlSafeText, urlSafeText.replaceAll("=", "")]) {
      expect(await runCli(["decode"], { stdin: [utf8(text)] })).toEqual({ ...decoded, stdout });
    }
  });

  test("is not taken for hex where that makes no document", async () => {
    // The bytes 00 00 00 in base64, AA AA in hex.
    expect(await runCli(["decode"], { stdin: [utf8("AAAA")] })).toEqual({
      stdout: "",
      stderr: "-:0x3 (byte 3): input ended inside the header\n",
      exitCode: 4,
    });
  });
});

describe("WBXML", () => {
  test.each([0, 1, 2, 3])("begins with its version, here %i", async (version) => {
    const header = version === 0 ? [0, 0x9f, 0x53, 0] : [version, 0x9f, 0x53, 0x6a, 0];
    const stdin = [Uint8Array.from([...header, 0x6d, 0x01])];
    expect(await runCli(["decode", "--to", "tree"], { stdin })).toEqual({
      stdout: "SyncML\n",
      stderr: "",
      exitCode: 0,
    });
  });

  test("is what --from says, whatever it looks like", async () => {
    expect(await runCli(["decode", "--from", "wbxml"], { stdin: [small] })).toEqual(decoded);
    expect(await runCli(["decode", "--from", "wbxml"], { stdin: [utf8(hex)] })).toEqual({
      stdout: "",
      stderr: "-:0x0 (byte 0): version byte 0x30 is WBXML 4.0, not 1.0–1.3\n",
      exitCode: 4,
    });
  });
});

describe("XML", () => {
  const document =
    '<?xml version="1.0"?><SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><MsgID>1</MsgID></SyncHdr></SyncML>';
  const bare = document.slice(document.indexOf("?>") + 2);
  const declared = (encoding: string) => document.replace("?>", ` encoding="${encoding}"?>`);

  test.each<[string, Uint8Array]>([
    ["as it is", utf8(document)],
    ["without a declaration", utf8(bare)],
    ["after a byte order mark", utf8(`\ufeff${document}`)],
    ["after blanks, without a declaration", utf8(`\r\n  ${bare}`)],
    ["followed by blanks", utf8(`${document}\r\n  `)],
    ["declared as UTF-8", utf8(declared("UTF-8"))],
    ["declared as Latin-1", utf8(declared("ISO-8859-1"))],
    ["declared as ASCII", utf8(declared("US-ASCII"))],
    ["in UTF-16, little endian", utf16(`\ufeff${document}`, true)],
    ["in UTF-16, big endian", utf16(`\ufeff${document}`, false)],
    ["in declared UTF-16, little endian", utf16(`\ufeff${declared("UTF-16")}`, true)],
    ["in UTF-16 without a mark, little endian", utf16(document, true)],
    ["in UTF-16 without a mark, big endian", utf16(document, false)],
    ["in hex", utf8(toHex(utf8(document)))],
    ["in base64", utf8(toBase64(utf8(document)))],
    ["in base64 of UTF-16", utf8(toBase64(utf16(`\ufeff${document}`, true)))],
  ])("%s is decoded", async (_form, input) => {
    expect(await runCli(["decode"], { stdin: [input] })).toEqual(decoded);
    expect(await runCli(["decode"], { stdin: byteByByte(input) })).toEqual(decoded);
  });

  test("is what --from says", async () => {
    for (const form of [utf8(document), utf16(`\ufeff${document}`, true), utf16(document, false)]) {
      expect(await runCli(["decode", "--from", "xml"], { stdin: byteByByte(form) })).toEqual(decoded);
    }
    expect(await runCli(["decode", "--from", "xml"], { stdin: [small] })).toEqual({
      stdout: "",
      stderr: "-:0x0 (byte 0, line 1, column 1): byte 0x02 outside the root element\n",
      exitCode: 4,
    });
  });

  test("keeps the letters of its encoding", async () => {
    const text = (encoding: string) =>
      `<?xml version="1.0" encoding="${encoding}"?>${bare.replace("<MsgID>1", "<MsgID>\u00e9")}`;
    const stdout = `${smallXml.replace("<MsgID>1", "<MsgID>\u00e9")}\n`;
    for (const input of [
      utf8(text("utf-8")),
      Buffer.from(text("ISO-8859-1"), "latin1"),
      Buffer.from(text("windows-1252"), "latin1"),
      utf16(`\ufeff${text("UTF-16")}`, false),
    ]) {
      expect(await runCli(["decode"], { stdin: [input] })).toEqual({ ...decoded, stdout });
    }
  });
});

test("a listing after blanks that are not ASCII, whatever the pieces", async () => {
  const { stdout: listing } = await runCli(["decode", "--to", "tokens"], { stdin: [small] });
  const input = utf8(`\u00a0\u00a0\u00a0${listing}`);
  const encoded = await runCli(["encode", "--as-hex"], { stdin: [input] });
  expect(encoded).toMatchObject({ stdout: expect.stringContaining(hex), exitCode: 0 });
  expect(await runCli(["encode", "--as-hex"], { stdin: byteByByte(input) })).toEqual(encoded);
});

describe("unrecognised input", () => {
  const unknown = {
    stdout: "",
    stderr: "-: not recognised; tried WBXML (first byte 0x00 to 0x03), XML, hex and base64 of WBXML or XML\n",
    exitCode: 3,
  };

  test.each<[string, Uint8Array]>([
    ["prose", utf8("This is a letter, not a message.\n")],
    ["JSON", utf8('{ "kind": "SyncML" }')],
    ["a picture", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
    ["an archive of an unknown kind", Uint8Array.of(0x50, 0x4b, 0x01, 0x02, 0x14, 0x00)],
    ["blanks", utf8("  \n ")],
    ["many blanks", utf8(" ".repeat(10_000))],
    ["an odd number of hex digits", utf8(hex.slice(2, -1))],
    ["hex of something else", utf8("ff00ff00")],
    ["base64 of something else", utf8(toBase64(Uint8Array.of(0x89, 0x50, 0x4e, 0x47)))],
    ["base64 of something that begins with <", utf8(toBase64(utf8("< 1, 2 >")))],
    ["hex followed by a control character", utf8("0000 00 \u0001")],
  ])("%s", async (_kind, input) => {
    expect(await runCli(["decode"], { stdin: [input] })).toEqual(unknown);
    expect(await runCli(["decode"], { stdin: byteByByte(input) })).toEqual(unknown);
  });

  test("blanks without end", async () => {
    function* blanks(): Generator<Uint8Array> {
      for (;;) yield new Uint8Array(1024).fill(0x20);
    }
    expect(await runCli(["decode"], { stdin: blanks() })).toEqual(unknown);
  });

  test("nothing at all", async () => {
    expect(await runCli(["decode"])).toEqual({ stdout: "", stderr: "-: is empty\n", exitCode: 3 });
  });

  test.each<[string, string, string]>([
    ["hex", "02a4\n01g1", '"g" at line 2, column 3 is not a hexadecimal digit'],
    ["hex", "02a", "the number of hexadecimal digits is odd"],
    ["hex", "02,a41", "the number of hexadecimal digits is odd"],
    ["hex", "02,a41,01", "the number of hexadecimal digits is odd"],
    ["base64", "AqQB\nag!t", '"!" at line 2, column 3 is not a base64 digit'],
    ["base64", "AqQBa", "a base64 digit is missing, or there is one too many"],
  ])("text that --from %s makes no sense of", async (format, text, reason) => {
    expect(await runCli(["decode", "--from", format], { stdin: [utf8(text)] })).toEqual({
      stdout: "",
      stderr: `-: not ${format}: ${reason}\n`,
      exitCode: 3,
    });
  });
});

describe("the bound of text", () => {
  const MEBIBYTE = 1024 * 1024;
  const piece = new Uint8Array(MEBIBYTE).fill(0x20);

  function* blanks(byteLength: number): Generator<Uint8Array> {
    yield utf8(hex);
    let left = byteLength - hex.length;
    while (left > 0) {
      const taken = Math.min(left, MEBIBYTE);
      yield piece.subarray(0, taken);
      left -= taken;
    }
  }

  test("is 64 MiB", async () => {
    expect(await runCli(["decode"], { stdin: blanks(64 * MEBIBYTE) })).toEqual(decoded);
    for (const from of ["auto", "hex", "base64"]) {
      expect(await runCli(["decode", "--from", from], { stdin: blanks(64 * MEBIBYTE + 1) })).toEqual({
        stdout: "",
        stderr: "-: text is longer than 67108864 bytes\n",
        exitCode: 5,
      });
    }
  });
});

test.each([
  ["a digit after <, other bytes later", "<000:\xf6\xfce"],
  ["a debugger's value, other bytes later", "<Buffer 02 a4\xf6\xfc"],
])("%s: the same however it is cut", async (_what, binary) => {
  const input = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  const whole = await runCli(["decode"], { stdin: [input] });
  expect(whole.exitCode).toBe(3);
  for (let cut = 1; cut < input.length; cut++) {
    expect(await runCli(["decode"], { stdin: [input.subarray(0, cut), input.subarray(cut)] })).toEqual(whole);
  }
});
