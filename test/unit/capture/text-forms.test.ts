import { describe, expect, test } from "vitest";
import { readCapture } from "../../../src/capture/index.ts";
import { encodeBase64 } from "../../../src/core/base64.ts";
import { hexOfOctets, octetsOfHex } from "../../../src/core/hex-digit.ts";

/** SyncML/SyncHdr with a version, a target and a source, of 64 octets: four whole lines of a dump. */
const message = octetsOfHex(
  "02a4016a006d6c7103312e32000172034" +
    "44d2f312e320001650331000157033100016e570364650001016757037372762e6578616d706c650001010101".replace(
      "57033100016e",
      "5b033100016e",
    ),
);
const xml = '<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><SessionID>1</SessionID></SyncHdr></SyncML>';
const octets = (text: string) => new TextEncoder().encode(text);
const hex = hexOfOctets(message);
const pairs = hex.match(/../g) as string[];
const base64 = encodeBase64(message);
const base64url = base64.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
const decimal = [...message];
const signed = [...Int8Array.from(message)];
const printable = (code: number) => (code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : ".");
const lines = <Item>(list: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, row) => list.slice(row * size, (row + 1) * size));

/** Lines with an offset, pairs, and a column of characters. */
function dump(
  bytes: Uint8Array,
  { width = 4, colon = "", upper = false, gap = "   ", before = "", text = true, middle = " " } = {},
): string {
  return lines([...bytes], 16)
    .map((row, index) => {
      const digits = row.map((octet) => octet.toString(16).padStart(2, "0"));
      const body = `${digits.slice(0, 8).join(" ")}${middle}${digits.slice(8).join(" ")}`.padEnd(46 + middle.length);
      const line = `${(index * 16).toString(16).padStart(width, "0")}${colon}  ${body}`;
      const characters = text ? `${gap}${row.map(printable).join("")}` : "";
      return `${before}${upper ? line.toUpperCase() : line}${characters}`;
    })
    .join("\n");
}

const escaped = (sequence: (code: number) => string) =>
  [...message]
    .map((code) => (code >= 0x20 && code < 0x7f && code !== 0x5c ? String.fromCharCode(code) : sequence(code)))
    .join("");
const x = (code: number) => `\\x${code.toString(16).padStart(2, "0")}`;
const octal = (code: number) => `\\${code.toString(8).padStart(3, "0")}`;
const allX = [...message].map(x).join("");
const html = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
const logcat = (rows: readonly string[]) =>
  rows.map((row) => `01-02 03:04:05.678  1234  1250 D DmClient: ${row}`).join("\n");
const percent = [...message]
  .map((code) =>
    /[\w.~-]/.test(String.fromCharCode(code))
      ? String.fromCharCode(code)
      : `%${code.toString(16).padStart(2, "0").toUpperCase()}`,
  )
  .join("");
const quoted = [...message]
  .map((code) =>
    code > 0x20 && code < 0x7f && code !== 0x3d
      ? String.fromCharCode(code)
      : `=${code.toString(16).padStart(2, "0").toUpperCase()}`,
  )
  .join("");
const frame = Uint8Array.of(...octetsOfHex("0011223344550066778899aa08004500"), ...message);
const http = Uint8Array.of(
  ...octets(`POST /dm HTTP/1.1\r\nHost: x\r\nContent-Length: ${message.length}\r\n\r\n`),
  ...message,
);
const hexOf = (bytes: Uint8Array) => hexOfOctets(bytes);

/** Forms in which one message in WBXML is found. */
const wbxmlForms: Readonly<Record<string, string>> = {
  "hex, plain": hex,
  "hex in upper case": hex.toUpperCase(),
  "hex in lines": lines(pairs, 16)
    .map((row) => row.join(""))
    .join("\n"),
  "hex with blanks": pairs.join(" "),
  "hex with colons": pairs.join(":"),
  "hex with dashes (.NET BitConverter)": pairs.join("-").toUpperCase(),
  "hex with commas and 0x": pairs.map((pair) => `0x${pair}`).join(", "),
  "hex with 0x before all": `0x${hex}`,
  "hex with h after each": pairs.map((pair) => `${pair}h`).join(" "),
  "hex of Visual Basic (&H)": pairs.map((pair) => `&H${pair}`).join(", "),
  "hex with bars": pairs.join("|"),
  "hex with semicolons": pairs.join(";"),
  "hex without leading zeros": [...message].map((code) => code.toString(16)).join(" "),
  "hex whose first zero a spreadsheet lost": hex.slice(1),
  "hex with 0x twice": pairs.map((pair) => `0x0x${pair}`).join(" "),
  "hex with comments after ;": lines(pairs, 8)
    .map((row, part) => `${row.join(" ")}  ; part ${part}`)
    .join("\n"),
  "hex with comments after #": lines(pairs, 8)
    .map((row, part) => `${row.join(" ")}  # part ${part}`)
    .join("\n"),
  "hex with comments after //": lines(pairs, 8)
    .map((row, part) => `${row.join(" ")}  // part ${part}`)
    .join("\n"),
  "hex with a label": `payload=${hex}`,
  "hex in a log line": `2024-03-01 10:11:12 DEBUG received ${hex} from server`,
  "hex in quotes": `"${hex}"`,
  "SQL (x'…')": `INSERT INTO m VALUES (x'${hex}');`,
  NSData: `<${lines(pairs, 4)
    .map((row) => row.join(""))
    .join(" ")}>`,
  "Node's Buffer": `<Buffer ${pairs.join(" ")}>`,
  "Node's Buffer as JSON": JSON.stringify({ type: "Buffer", data: decimal }),
  "Node's Uint8Array": `Uint8Array(${decimal.length}) [\n  ${lines(decimal, 12)
    .map((row) => row.join(", "))
    .join(",\n  ")}\n]`,
  "decimal in brackets": `[${decimal.join(",")}]`,
  "signed decimal of Java": `[${signed.join(", ")}]`,
  "decimal in lines (PowerShell)": decimal.join("\n"),
  "decimal with commas": decimal.join(","),
  "octal of od -b": `${lines(decimal, 16)
    .map(
      (row, index) =>
        `${(index * 16).toString(8).padStart(7, "0")} ${row.map((code) => code.toString(8).padStart(3, "0")).join(" ")}`,
    )
    .join("\n")}\n${decimal.length.toString(8).padStart(7, "0")}\n`,
  binary: decimal.map((code) => code.toString(2).padStart(8, "0")).join(" "),
  "C array": `unsigned char bytes[] = {\n${lines(pairs, 8)
    .map((row) => row.map((pair) => `0x${pair}`).join(", "))
    .join(",\n")}\n};`,
  "C array, one digit": `unsigned char bytes[] = {${decimal.map((code) => `0x${code.toString(16)}`).join(", ")}};`,
  "C array with comments": `char peer0_0[] = { /* Packet 4 */\n${lines(pairs, 8)
    .map((row) => row.map((pair) => `0x${pair}`).join(", "))
    .join(",\n")} };`,
  "C array, xxd -i": `unsigned char m_wbxml[] = {\n  ${pairs.map((pair) => `0x${pair}`).join(", ")}\n};\nunsigned int m_wbxml_len = ${message.length};\n`,
  "Go slice": `msg := []byte{${decimal.map((code) => `0x${code.toString(16)}`).join(", ")}}`,
  "Java with casts": `byte[] m = new byte[] { ${pairs.map((pair) => `(byte)0x${pair}`).join(", ")} };`,
  Rust: `let m: [u8; ${message.length}] = [${pairs.map((pair) => `0x${pair}u8`).join(", ")}];`,
  Kotlin: `val m = byteArrayOf(${pairs.map((pair) => `0x${pair}.toByte()`).join(", ")})`,
  "C#": `var m = new byte[] { ${decimal.join(", ")} };`,
  "C string, octal": `"${escaped(octal)}"`,
  "C string, \\x": `char m[] = "${allX}";`,
  "C string, \\x in lines with a backslash": lines([...message].map(x), 8)
    .map((row) => `"${row.join("")}" \\`)
    .join("\n"),
  "C string, in parts": `const char m[] =\n${lines([...message].map(x), 8)
    .map((row) => `  "${row.join("")}"`)
    .join("\n")};`,
  "Python bytes": `b'${escaped(x)}'`,
  "Python bytearray": `bytearray(b'${escaped(x)}')`,
  "Python, in a log line": `DEBUG:root:received b'${escaped(x)}'`,
  "Python list": `data = [${pairs.map((pair) => `0x${pair}`).join(", ")}]`,
  "escapes without quotes": `body: ${escaped(x)}`,
  "escapes of JSON": JSON.stringify({ body: String.fromCharCode(...message) }).replace(
    /[\u0080-\u00ff]/g,
    (one) => `\\u00${one.charCodeAt(0).toString(16)}`,
  ),
  xxd: lines(pairs, 16)
    .map(
      (row, index) =>
        `${(index * 16).toString(16).padStart(8, "0")}: ${lines(row, 2)
          .map((two) => two.join(""))
          .join(" ")
          .padEnd(39)}  ${row.map((pair) => printable(Number.parseInt(pair, 16))).join("")}`,
    )
    .join("\n"),
  "hexdump -C": dump(message, { width: 8, middle: "  ", gap: "  |" }),
  "od -A x -t x1": dump(message, { width: 6, text: false }),
  "Wireshark, hex and ASCII": dump(message),
  "Wireshark, hex": dump(message, { text: false }),
  "Wireshark, hex stream": hex,
  "Follow Stream, hex dump of two sides": `${dump(http, { width: 8 })}\n${dump(octets("HTTP/1.1 200 OK\r\n\r\n"), { width: 8, before: "    " })}`,
  "tshark -x": `${dump(frame)}\n`,
  "tshark -x with reassembly": `Frame (54 bytes):\n${dump(octets("POST /dm HTTP/1.1"))}\n\nReassembled TCP (${http.length} bytes):\n${dump(http)}\n`,
  "tshark -T json -x": JSON.stringify(
    [
      {
        _index: "packets-2026",
        _source: { layers: { http: { "http.file_data_raw": [hex, 54, message.length, 0, 30] } } },
      },
    ],
    null,
    2,
  ),
  "tshark -T fields": `1700000000.25\t${hex}`,
  "AOSP HexDump": lines(pairs, 16)
    .map((row, index) => `0x${(index * 16).toString(16).padStart(8, "0").toUpperCase()} ${row.join(" ").toUpperCase()}`)
    .join("\n"),
  "PowerShell Format-Hex": `           00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F\n\n${dump(message, { width: 8, upper: true, gap: "  " })}`,
  Kannel: lines(pairs, 16)
    .map(
      (row) =>
        `2008-01-02 03:04:05 [123] [6] DEBUG:    data: ${row.join(" ")}  ${row.map((pair) => printable(Number.parseInt(pair, 16))).join("")}`,
    )
    .join("\n"),
  gammu: [...message]
    .map(
      (code) =>
        `${code.toString(16).padStart(2, "0").toUpperCase()}${code > 0x20 && code < 0x7f ? String.fromCharCode(code) : " "}|`,
    )
    .join(""),
  "kernel log with a dump": dump(message, { width: 8, colon: ":", before: "[   12.345678] omadm: " }),
  "logcat with a dump": logcat(dump(message, { colon: ":" }).split("\n")),
  "logcat with hex in lines": logcat(lines(pairs, 16).map((row) => row.join(""))),
  "logcat, brief": lines(pairs, 16)
    .map((row) => `D/DmClient( 1234): ${row.join("")}`)
    .join("\n"),
  base64: base64,
  "base64 in lines": lines([...base64], 20)
    .map((row) => row.join(""))
    .join("\r\n"),
  "base64url without padding": base64url,
  "base64 in quotes": JSON.stringify(base64),
  "base64 of JSON with \\/": `{"body":"${base64.replaceAll("/", "\\/")}"}`,
  "base64 after a label in a log": `20/08/2024 12:53:18 [41] [FATAL] WBXML debug data: ${base64}`,
  "data URI": `data:application/vnd.syncml.dm+wbxml;base64,${base64}`,
  "MIME part in base64": `Content-Type: application/vnd.syncml.dm+wbxml\r\nContent-Transfer-Encoding: base64\r\n\r\n${lines(
    [...base64],
    20,
  )
    .map((row) => row.join(""))
    .join("\r\n")}\r\n`,
  "Follow Stream, YAML": `peers:\n  - peer: 0\n    host: 10.0.0.1\npackets:\n  - packet: 4\n    peer: 0\n    data: !!binary |\n      ${lines(
    [...base64],
    60,
  )
    .map((row) => row.join(""))
    .join("\n      ")}\n`,
  "percent-encoding": `body=${percent}`,
  "quoted-printable": quoted.replace(/^(.{30,32}[^=])(?=[^=])/, "$1=\r\n"),
  "hex quoted in a mail": lines(pairs, 16)
    .map((row) => `> ${row.join(" ")}`)
    .join("\n"),
  "hex with special blanks": pairs.join("\u00a0"),
};

/** Forms in which one message in XML is found. */
const xmlForms: Readonly<Record<string, string>> = {
  "XML in log lines": `[2024-03-01 10:11:12] <<< request body:\n${xml}\n[2024-03-01 10:11:12] done`,
  "XML escaped for HTML": html(xml),
  "XML escaped twice": html(html(xml)),
  "XML in a string of JSON": JSON.stringify({ body: xml }),
  "XML in a string of JSON in JSON": JSON.stringify({ log: JSON.stringify({ body: xml }) }),
  "XML in a fence of Markdown": `see:\n\`\`\`xml\n${xml}\n\`\`\`\n`,
  "XML in percent-encoding": `m=${encodeURIComponent(xml)}&x=1`,
  "XML in quoted-printable": `Content: ${xml.replaceAll("=", "=3D").replace("<SyncHdr>", "<Sync=\r\nHdr>")}`,
  "XML in base64": encodeBase64(octets(xml)),
  "logcat with XML in parts": logcat([xml.slice(0, 40), xml.slice(40, 61), xml.slice(61)]),
};

test("more than eighty forms are tried", () => {
  expect(Object.keys(wbxmlForms).length + Object.keys(xmlForms).length).toBeGreaterThanOrEqual(81);
});

describe("a message in WBXML is read from", () => {
  test.each(Object.entries(wbxmlForms))("%s", (_name, text) => {
    const { exchanges } = readCapture(octets(text));
    expect(exchanges.map(({ request }) => hexOf(request?.bytes as Uint8Array))).toEqual([hex]);
  });
});

describe("a message in XML is read from", () => {
  test.each(Object.entries(xmlForms))("%s", (_name, text) => {
    const { exchanges } = readCapture(octets(text));
    expect(exchanges.map(({ request }) => new TextDecoder().decode(request?.bytes))).toEqual([xml]);
  });

  test("UTF-16 with a declaration of UTF-8", () => {
    const units = Uint16Array.from(`\ufeff<?xml version="1.0" encoding="UTF-8"?>${xml}`, (one) => one.charCodeAt(0));
    const file = new Uint8Array(units.buffer);
    expect(readCapture(file).exchanges.map(({ request }) => request?.bytes)).toEqual([file]);
  });
});

describe("several messages in one text are several exchanges", () => {
  test.each([
    ["lines of hex", `${hex}\n${hex}\n`],
    ["lines of base64", `${base64}\n${base64}\n`],
    ["base64 in log lines", `a: ${base64}\nb: ${base64}\n`],
    ["hex in log lines", `in ${hex} x\nout ${hex} y\n`],
    ["dumps", `first\n${dump(message)}\n\nsecond\n${dump(message)}\n`],
    ["C arrays", `char a[] = {${decimal.join(",")}};\nchar b[] = {${decimal.join(",")}};\n`],
    ["strings", `b'${escaped(x)}'\nb'${escaped(x)}'\n`],
  ])("%s", (_name, text) => {
    const { exchanges } = readCapture(octets(text));
    expect(exchanges.map(({ request }) => hexOf(request?.bytes as Uint8Array))).toEqual([hex, hex]);
  });
});

describe("what lost octets is refused, with the place where a message seems to begin", () => {
  test.each([
    ["hex that breaks off after the header", `id 02a4016a x`, 3],
    ["characters alone, as curl --trace-ascii prints them", "0000: ...j.mlq.1.2..r.DM/1.2..e.1", undefined],
    ["base64 that breaks off", "body AqQB", 5],
  ])("%s", (_name, text, offset) => {
    expect(() => readCapture(octets(text))).toThrow(expect.objectContaining({ code: "unknown-document-type", offset }));
  });
});
