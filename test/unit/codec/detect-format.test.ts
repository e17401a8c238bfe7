import { expect, test } from "vitest";
import { convert } from "../../../src/codec/convert.ts";
import { decode } from "../../../src/codec/decode.ts";
import { openDocument } from "../../../src/codec/open-document.ts";
import { DigestSink } from "../../support/digest-sink.ts";
import { bytes } from "../../support/hex.ts";

const XML = '<?xml version="1.0"?><SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr/><SyncBody><Final/></SyncBody></SyncML>';
const utf16 = (text: string, mark: number[], isLittle: boolean) =>
  Uint8Array.from([
    ...mark,
    ...Array.from(text).flatMap((character) => {
      const unit = character.charCodeAt(0);
      return isLittle ? [unit & 0xff, unit >> 8] : [unit >> 8, unit & 0xff];
    }),
  ]);

test.each([
  ["WBXML 1.3", bytes("03 A4 01 6A 00 6D 2C 6B 12 01 01")],
  ["WBXML 1.0", bytes("00 A4 01 00 6D 2C 6B 12 01 01")],
  ["XML", new TextEncoder().encode(XML)],
  ["XML after a line break", new TextEncoder().encode(XML.replace(/^<\?[^>]*>/, "\r\n"))],
  ["XML after a byte order mark", new TextEncoder().encode(`\ufeff${XML}`)],
  ["UTF-16LE with a mark", utf16(XML, [0xff, 0xfe], true)],
  ["UTF-16BE with a mark", utf16(XML, [0xfe, 0xff], false)],
  ["UTF-16LE without a mark", utf16(XML, [], true)],
  ["UTF-16BE without a mark", utf16(XML, [], false)],
])("%s is recognised, whole and byte by byte", (_name, document) => {
  expect(decode(document).syncBody.final).toBe(true);
  const sink = new DigestSink();
  const source = openDocument(sink);
  for (let pos = 0; pos < document.length; pos++) source.write(document.subarray(pos, pos + 1));
  source.end();
  expect(sink.starts).toBe(4);
});

test("a string is XML", () => {
  expect(decode(XML).syncBody.final).toBe(true);
  expect(convert(XML, { to: "wbxml" })).toEqual(bytes("02 A4 01 6A 00 6D 2C 6B 12 01 01"));
});

test("empty input is truncated, and an unknown version is reported", () => {
  expect(() => decode(new Uint8Array(0))).toThrow(expect.objectContaining({ code: "truncated-input", offset: 0 }));
  expect(() => decode(Uint8Array.of(0))).toThrow(expect.objectContaining({ code: "truncated-input", offset: 1 }));
  expect(() => decode(Uint8Array.of(0x13, 1))).toThrow(expect.objectContaining({ code: "unsupported-version" }));
});

test("the format may be given instead", () => {
  expect(() => decode(new TextEncoder().encode(XML), { from: "wbxml" })).toThrow(
    expect.objectContaining({ code: "unsupported-version" }),
  );
  expect(() => decode(bytes("03 A4 01 6A 00 2D"), { from: "xml" })).toThrow(
    expect.objectContaining({ name: "SyncmlError" }),
  );
});

test("a source is used once", () => {
  const misuse = expect.objectContaining({ code: "misuse" });
  const source = openDocument(new DigestSink());
  source.write(bytes("03 A4 01 6A 00 2D"));
  source.end();
  expect(() => source.end()).toThrow(misuse);
  expect(() => source.write(bytes("00"))).toThrow(misuse);
  const wbxml = openDocument(new DigestSink());
  wbxml.write(bytes("03 A4"));
  expect(() => wbxml.write("text")).toThrow(misuse);
});
