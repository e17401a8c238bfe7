import { expect, test } from "vitest";
import { detectEncoding, isCutSignature } from "../../../src/xml/encoding-detection.ts";
import { bytes } from "../../support/hex.ts";

const ascii = { family: "ascii", isLittleEndian: false, charset: 106, markBytes: 0 };
const utf16 = { family: "utf-16", isLittleEndian: false, charset: 1015, markBytes: 0 };
const unsupported = { family: "unsupported", isLittleEndian: false, charset: 0, markBytes: 0 };

// XML 1.0 appendix F, and near misses by one byte.
test.each<[listing: string, found: object]>([
  ["", ascii],
  ["00", ascii],
  ["FE", ascii],
  ["3C 3F 78 6D", ascii],
  ["EF BB BF", { ...ascii, markBytes: 3 }],
  ["EF BB BF 3C", { ...ascii, markBytes: 3 }],
  ["EF BB BE 3C", ascii],
  ["EF BA BF 3C", ascii],
  ["EE BB BF 3C", ascii],
  ["FE FF", { ...utf16, markBytes: 2 }],
  ["FE FF 00 3C", { ...utf16, markBytes: 2 }],
  ["FE FE 00 3C", ascii],
  ["FF FE", { ...utf16, isLittleEndian: true, markBytes: 2 }],
  ["FF FE 3C 00", { ...utf16, isLittleEndian: true, markBytes: 2 }],
  ["FF FE 00 3C", { ...utf16, isLittleEndian: true, markBytes: 2 }],
  ["FF FE 00 00", unsupported],
  ["FF FF 00 00", ascii],
  ["00 3C", { ...utf16, charset: 1013 }],
  ["00 3C 00 3F", { ...utf16, charset: 1013 }],
  ["3C 00", { ...utf16, isLittleEndian: true, charset: 1014 }],
  ["3C 00 3F 00", { ...utf16, isLittleEndian: true, charset: 1014 }],
  ["3C 00 00 01", { ...utf16, isLittleEndian: true, charset: 1014 }],
  ["3C 00 00 00", unsupported],
  ["3D 00 00 00", { ...utf16, isLittleEndian: true, charset: 1014 }],
  ["3C 3C 00 00", ascii],
  ["00 00", unsupported],
  ["00 00 00 3C", unsupported],
  ["00 00 FE FF", unsupported],
  ["4C 6F A7 94", unsupported],
  ["4C 6F A7 95", ascii],
  ["4C 6F A6 94", ascii],
  ["4C 6E A7 94", ascii],
  ["4D 6F A7 94", ascii],
])("a document that begins with %s", (listing, found) => {
  expect(detectEncoding(bytes(listing), false)).toEqual(found);
});

test.each(["FE FF 00 3C", "00 3C 00 3F", "4C 6F A7 94", "3C 3F"])(
  "a string has no encoding to detect: %s",
  (listing) => {
    expect(detectEncoding(bytes(listing), true)).toEqual(ascii);
  },
);

test("a string may begin with a byte order mark", () => {
  expect(detectEncoding(bytes("EF BB BF 3C"), true)).toEqual({ ...ascii, markBytes: 3 });
});

test.each<[listing: string, isCut: boolean]>([
  ["", false],
  ["EF", true],
  ["EF BB", true],
  ["EF BB BF", false],
  ["EF BC", false],
  ["FE", true],
  ["FE FF", false],
  ["FF", true],
  ["FF FE", false],
  ["00", true],
  ["00 3C", true],
  ["00 3C 00", true],
  ["00 3C 00 00", false],
  ["00 3D", false],
  ["3C", true],
  ["3C 00", true],
  ["3C 00 00", false],
  ["3C 3C", false],
  ["61", false],
])("what ends with %s is cut: %s", (listing, isCut) => {
  const whole = bytes(listing);
  expect(isCutSignature(whole, whole.length)).toBe(isCut);
  expect(isCutSignature(new Uint8Array([...whole, 0xee]), whole.length)).toBe(isCut);
});
