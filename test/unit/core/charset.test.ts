import { expect, test } from "vitest";
import { charsetName, codeUnitBytes, createTranscoder, findCharset } from "../../../src/core/charset.ts";

const at = { offset: 3, opaqueOffset: 3, path: () => "" };

function transcode(mibEnum: number, bytes: number[]): string[] {
  const chunk = Uint8Array.from(bytes);
  const whole = createTranscoder(mibEnum, at);
  const pieces = createTranscoder(mibEnum, at);
  if (whole === undefined || pieces === undefined) throw new Error("no transcoder");
  const twice = [0, 1].map(() => whole.decode(chunk, 0, chunk.length) + whole.flush());
  let cut = "";
  for (let pos = 0; pos < chunk.length; pos++) cut += pieces.decode(chunk, pos, pos + 1);
  return [...twice, cut + pieces.flush()];
}

test.each([
  [4, "ISO-8859-1", [0xe9, 0x80, 0x9f], "é\u0080\u009f"],
  [5, "ISO-8859-2", [0xb1], "ą"],
  [8, "ISO-8859-5", [0xd0], "а"],
  [17, "Shift_JIS", [0x93, 0xfa, 0x96, 0x7b], "日本"],
  [18, "EUC-JP", [0xc6, 0xfc], "日"],
  [38, "EUC-KR", [0xc7, 0xd1], "한"],
  [39, "ISO-2022-JP", [0x1b, 0x24, 0x42, 0x46, 0x7c, 0x1b, 0x28, 0x42], "日"],
  [111, "ISO-8859-15", [0xa4], "€"],
  [113, "GBK", [0xd6, 0xd0], "中"],
  [114, "GB18030", [0x94, 0x39, 0xda, 0x33], "💩"],
  [1000, "ISO-10646-UCS-2", [0x65, 0xe5], "日"],
  [1013, "UTF-16BE", [0x65, 0xe5], "日"],
  [1014, "UTF-16LE", [0xe5, 0x65], "日"],
  [1015, "UTF-16 without a mark", [0x65, 0xe5], "日"],
  [1015, "UTF-16 with a big-endian mark", [0xfe, 0xff, 0x65, 0xe5], "日"],
  [1015, "UTF-16 with a little-endian mark", [0xff, 0xfe, 0xe5, 0x65], "日"],
  [2025, "GB2312", [0xd6, 0xd0], "中"],
  [2026, "Big5", [0xa4, 0xa4], "中"],
  [2084, "KOI8-R", [0xc1], "а"],
  [2252, "windows-1252", [0x80], "€"],
  [2258, "windows-1258", [0xfe], "₫"],
])("MIBenum %i is %s", (mibEnum, _name, bytes, text) => {
  expect(transcode(mibEnum, bytes)).toEqual([text, text, text]);
});

test("a value of ISO-2022-JP begins in ASCII, however the one before it ended", () => {
  expect(transcode(39, [0x41, 0x1b, 0x24, 0x42, 0x46, 0x7c])).toEqual(["A日", "A日", "A日"]);
  expect(transcode(39, [0x1b, 0x24, 0x42, 0x46, 0x7c])).toEqual(["日", "日", "日"]);
  expect(transcode(39, [0x41, 0x1b])).toEqual(["A\ufffd", "A\ufffd", "A\ufffd"]);
});

test("UTF-8 and US-ASCII need no transcoder", () => {
  expect(createTranscoder(106, at)).toBeUndefined();
  expect(createTranscoder(3, at)).toBeUndefined();
});

test.each([1001, 1012, 1017, 1018, 1019, 9999])("MIBenum %i is a clear error", (mibEnum) => {
  expect(() => createTranscoder(mibEnum, at)).toThrow(
    expect.objectContaining({ name: "SyncmlError", code: "unsupported-charset", offset: 3 }),
  );
});

test("code units are as wide as the encoding says", () => {
  expect([106, 17, 1000, 1015, 1001, 1019, 9999].map(codeUnitBytes)).toEqual([1, 1, 2, 2, 4, 4, 1]);
});

test("a charset is found by its name or an alias, in any case; a name that is none is 0", () => {
  for (const mibEnum of [3, 4, 106, 1013, 1015, 2026, 2258]) {
    const name = charsetName(mibEnum);
    expect([name, name.toLowerCase(), name.toUpperCase()].map(findCharset)).toEqual([mibEnum, mibEnum, mibEnum]);
  }
  expect(["utf8", "Latin1", "ISO_8859-1", "ascii"].map(findCharset)).toEqual([106, 4, 4, 3]);
  expect(["", "constructor", "__proto__", "utf-9"].map(findCharset)).toEqual([0, 0, 0, 0]);
});
