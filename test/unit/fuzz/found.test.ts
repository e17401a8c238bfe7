import { expect, test } from "vitest";
import { isSyncmlError } from "../../../src/core/errors.ts";
import { entryPoints } from "../../fuzz/entry-points.ts";
import { bytes } from "../../support/hex.ts";
import { message } from "../../support/message.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
/** An item that announces octets, which is spelt differently in XML. */
const octets = message(["Add", ["Item", ["Meta", ["Format", "bin"], ["Type", "a/b"]], ["Data", bytes("00 FF")]]]);
/** A page switch among the attributes of an element, which is read again for the octets that follow in the enclosing one. */
const attributePages = bytes(
  `02 81 0F 6A 00 4B 03 00 5F 01 03 00 6C 03 00 47 03 00 46 64 A7 6F 00 77
   03 00 01 01 03 00 01 C3 0A 20 20 20 20 00 50 52 03 8C 88 01 03 00 01 03 00 01`,
);
/** Text with a four-byte character that lacks a byte. */
const noText = message(["Add", ["Item", ["Data", bytes('"Zoë " F0 9F 8E "n"')]]]);

// Inputs that broke a rule, or showed a rule to be too strict.
test.each<[what: string, entryPoint: string, input: Uint8Array, cut: number]>([
  ["U+007F in Shift_JIS", "encode", bytes("02 9F 53 11 00 6D 03 7F 00 01"), 0],
  ["an opaque cut inside an invalid character", "convert/stream", noText, noText.indexOf(0x8e) + 1],
  ["octets that are cut in their Meta", "convert/stream", octets, octets.length - 12],
  ["octets that are cut in their Data", "convert/stream", octets, octets.indexOf(0xff)],
  ["a byte that is a character in UTF-16 alone", "convert/stream", bytes("F8 00"), 1],
  ["a byte that is a character in UTF-16 alone", "read/xml", bytes("F8 00"), 1],
  ["an attribute page that is set before attributes are read again", "wbxml/wap", attributePages, 0],
  ["a message with a fault after its root", "stream", utf8('<SyncML xmlns="SYNCML:SYNCML1.2"></SyncML>\x7f'), 42],
])("%s at %s is no finding", async (_what, name, input, cut) => {
  const entryPoint = entryPoints.find((one) => one.name === name);
  expect(entryPoint).toBeDefined();
  try {
    await entryPoint?.run(input, cut);
  } catch (error) {
    // A refusal is not a finding.
    if (!isSyncmlError(error)) throw error;
  }
});
