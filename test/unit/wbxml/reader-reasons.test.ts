import { expect, test } from "vitest";
import { standardVocabularies } from "../../../src/vocabulary/standard.ts";
import { defineVocabulary } from "../../../src/vocabulary/vocabulary.ts";
import { VocabularySet } from "../../../src/vocabulary/vocabulary-set.ts";
import { read } from "../../support/event-log.ts";
import { bytes } from "../../support/hex.ts";

type Options = Parameters<typeof read>[1];

const card = defineVocabulary({
  name: "Example",
  publicId: 0x5001,
  root: "Card",
  mediaTypes: [],
  tagPages: { 0: { namespace: "urn:example", tags: { 5: "Card" } } },
  attributePages: { 0: { starts: { 7: { name: "NAME" } }, values: {} } },
});
const vocabularies = new VocabularySet([...standardVocabularies.vocabularies, card]);
const dm = "application/vnd.syncml.dm+wbxml";

test.each<[string, string, string, Options?]>([
  [
    "unterminated-string at 8 in /SyncML/Data",
    "last string of the table has no terminator, it runs to the table's end",
    '03 A4 01 6A 01 "a" 6D 4F 83 00 01 01',
  ],
  [
    "vocabulary-from-media-type at 3 in ",
    `no public id, read as SyncML 1.2 because of the media type ${dm}`,
    "03 01 6A 00 6D 01",
    { mediaType: dm },
  ],
  [
    "media-type-overrides-public-id at 4 in ",
    `public id 0xfd1, but the media type ${dm} says SyncML 1.2`,
    "02 9F 51 6A 00 6D 01",
    { mediaType: dm },
  ],
  ["vocabulary-from-root at 4 in ", "no public id, read as SyncML 1.2 by its root", "03 01 6A 00 6D 01"],
  ["unknown-token at 8 in /SyncML", "SyncML 1.2 has no token 0x3F on page 1", "03 A4 01 6A 00 6D 00 01 3F 01"],
  [
    "later-version-token at 6 in /SyncML",
    "token 0x39 of page 0 is SourceParent of a later version than SyncML 1.1",
    "02 9F 53 6A 00 6D 39 01",
  ],
  [
    "xmlns-attribute at 15 in /SyncML",
    'xmlns="urn:x" dropped, the page implies the namespace',
    '03 A4 01 6A 00 AD 04 00 03 "urn:x" 00 01',
  ],
  ["undeclared-prefix at 10 in /SyncML", "no attribute declares the prefix p", '03 A4 01 6A 04 "p:X" 00 6D 04 00 01'],
  ["processing-instruction at 7 in /Card", "processing instruction skipped", "03 81 A0 01 6A 00 45 43 07 01 01"],
  ["unknown-extension at 7 in /Card", "EXT_T_2 5 has no meaning in Example, skipped", "03 81 A0 01 6A 00 45 82 05 01"],
  [
    "unknown-extension at 7 in /Card",
    "EXT_I_1 has no meaning in Example, skipped",
    '03 81 A0 01 6A 00 45 41 "i" 00 01',
  ],
  ["unknown-extension at 7 in /Card", "EXT_0 has no meaning in Example, skipped", "03 81 A0 01 6A 00 45 C0 01"],
  ["unknown-token at 7 in /Card", "Example has no attribute token 0x08 on page 0", "03 81 A0 01 6A 00 85 08 01"],
  ["unknown-token at 8 in /Card", "Example has no attribute token 0x86 on page 0", "03 81 A0 01 6A 00 85 07 86 01"],
  [
    "opaque-attribute at 8 in /Card",
    "opaque attribute value passed on as base64",
    "03 81 A0 01 6A 00 85 07 C3 01 FF 01",
  ],
  ["invalid-text at 11 in /Card", "value of NAME is not valid text", "03 81 A0 01 6A 00 85 07 03 FF 00 01"],
])("%s: %s", (place, message, listing, options) => {
  const { diagnostics, error } = read(bytes(listing), { vocabularies, ...options });
  expect(error).toBeUndefined();
  expect(
    diagnostics.map(({ code, offset, path, message: text }) => `${code} at ${offset} in ${path}: ${text}`),
  ).toEqual([`${place}: ${message}`]);
});
