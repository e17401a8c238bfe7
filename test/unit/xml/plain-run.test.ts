import fc from "fast-check";
import { expect, test } from "vitest";
import { ByteWriter } from "../../../src/core/byte-writer.ts";
import { decodeUtf8, decodeUtf8Lossy } from "../../../src/core/utf8.ts";
import { decode, encode } from "../../../src/index.ts";
import { endOfXmlText } from "../../../src/xml/characters.ts";
import { writeEscapedText } from "../../../src/xml/escape.ts";
import { endOfPlainRun } from "../../../src/xml/plain-run.ts";

const isPlain = (byte: number) => byte >= 0x20 && byte < 0x80 && !"<>&".includes(String.fromCharCode(byte));

/** Plain text of any length with little in it that is not plain. */
const texts = fc
  .array(
    fc.tuple(
      fc.nat(1500),
      fc.constantFrom("", "a", "<", ">", "&", "\r", "\n", "\t", "\x7f", "é", "€", "😀", "]]>", "\r\n\r\n"),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.map(([length, other]) => "Plain text; ~%$ ".repeat(100).slice(0, length) + other).join(""));

const escaped = (text: string) =>
  text.replace(/[<>&\r]/g, (one) => ({ "<": "&lt;", ">": "&gt;", "&": "&amp;" })[one] ?? "&#13;");

test("no byte of a run is more than plain, and a run ends less than 16 bytes before one that is", () => {
  const wrong: string[] = [];
  for (let byte = 0; byte < 256; byte++) {
    for (let at = 3; at < 40; at++) {
      const bytes = new Uint8Array(43).fill(0x61);
      bytes[at] = byte;
      const end = endOfPlainRun(new DataView(bytes.buffer), 3, 40);
      const first = isPlain(byte) ? 40 : at;
      if (end > first || first - end >= 16) wrong.push(`${byte} at ${at}: ${end}`);
    }
  }
  expect(wrong).toEqual([]);
});

test("long text is escaped where it must be, wherever it begins in its memory", () => {
  fc.assert(
    fc.property(texts, fc.nat(20), (text, before) => {
      const bytes = Buffer.concat([Buffer.alloc(before + 1, "<"), Buffer.from(text), Buffer.from("&&")]).subarray(1);
      const end = bytes.length - 2;
      const writer = new ByteWriter();
      writeEscapedText(writer, bytes, before, end);
      expect(Buffer.from(writer.take()).toString()).toBe(escaped(text));
      expect(endOfXmlText(bytes, before, end)).toBe(end);
    }),
  );
});

test.each([0x00, 0x0b, 0x1f, 0x80, 0xff])("byte %i ends text wherever it is", (byte) => {
  for (let at = 0; at < 700; at++) {
    const bytes = new Uint8Array(700).fill(0x61);
    bytes[at] = byte;
    expect(endOfXmlText(bytes, 0, bytes.length)).toBe(at);
  }
});

test("a value goes out escaped, the same by either path", () => {
  const xml = (data: string) =>
    `<?xml version="1.0" encoding="UTF-8"?><SyncML xmlns="SYNCML:SYNCML1.2"><SyncBody><Alert><Data>${data}</Data></Alert></SyncBody></SyncML>`;
  const message = decode(xml("x"));
  const [alert] = message.syncBody?.commands ?? [];
  if (alert?.kind !== "Alert") throw new Error("no Alert");
  fc.assert(
    fc.property(texts, (text) => {
      fc.pre(text.trim() !== "");
      alert.data = text;
      expect(encode(message, { format: "xml", output: "string" })).toBe(xml(escaped(text)));
      expect(encode(message, { format: "xml", output: "string", opaque: "base64" })).toBe(xml(escaped(text)));
    }),
  );
});

test("long text is a string like any other, and none if it is not UTF-8", () => {
  const bytes = new Uint8Array(70_003).fill(0x61);
  expect(decodeUtf8(bytes, 1, bytes.length)).toBe("a".repeat(70_002));
  for (const at of [1, 2, 17, 40_000, 69_990, 70_002]) {
    const damaged = bytes.slice();
    damaged[at] = 0xff;
    expect(decodeUtf8(damaged, 1, damaged.length)).toBeUndefined();
    expect(decodeUtf8Lossy(damaged, 1, damaged.length)).toBe(`${"a".repeat(at - 1)}\ufffd${"a".repeat(70_002 - at)}`);
    expect(decodeUtf8Lossy(damaged, 0, at)).toBe("a".repeat(at));
  }
});
