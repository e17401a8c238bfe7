import { expect, test } from "vitest";
import { peekPublicIdentifier } from "../../../src/wbxml/peek-header.ts";
import { bytes } from "../../support/hex.ts";

test.each<[listing: string, number: number, text?: string]>([
  ["02 A4 01 6A 00", 0x1201],
  ["00 A4 01 00", 0x1201],
  ["03 01 6A 00", 1],
  ["02 81 80 80 80 00 6A 00", 0x1000_0000],
  ["02 A4 01 6A 81 80 00", 0x1201],
  ['02 00 00 6A 03 "ab" 00', 0, "ab"],
  ['02 00 01 6A 03 "ab" 00', 0, "b"],
  ['02 00 00 6A 02 "ab" 00', 0, "ab"],
  ['02 00 00 6A 01 "ab" 00', 0, "a"],
  ['02 00 00 6A 05 "ab"', 0, "ab"],
  ['02 00 00 6A 04 00 "ab" 00', 0, ""],
  ["02 00 00 6A 00", 0, ""],
  ["02 00 80 01 6A 03 61 62 00", 0, "b"],
])("%s has the public identifier %i %s", (listing, number, text) => {
  expect(peekPublicIdentifier(bytes(listing))).toEqual({ number, text });
});

test.each([
  "",
  "04 A4 01 6A 00",
  "02",
  "02 A4",
  "02 A4 01",
  "02 A4 01 6A",
  "02 A4 01 6A 80",
  "00 A4 01",
  "02 00",
  "02 00 00",
  "02 00 00 6A",
  "02 80 80 80 80 80 01 6A 00",
  "02 A4 01 80 80 80 80 80 00 00",
])("%s is no header", (listing) => {
  expect(peekPublicIdentifier(bytes(listing))).toBeUndefined();
});
