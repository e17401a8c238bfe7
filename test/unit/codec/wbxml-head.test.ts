import { describe, expect, test } from "vitest";
import { readWbxmlHead } from "../../../src/codec/fast-path/wbxml-head.ts";
import { defaultLimits } from "../../../src/core/limits.ts";
import { standardVocabularies } from "../../../src/vocabulary/standard.ts";
import { defineVocabulary } from "../../../src/vocabulary/vocabulary.ts";
import { VocabularySet } from "../../../src/vocabulary/vocabulary-set.ts";
import { bytes } from "../../support/hex.ts";

type Options = Parameters<typeof readWbxmlHead>[2] & { readonly mediaType?: string };
type Limited = Partial<typeof defaultLimits>;

function headOf(listing: string, options: Options = {}, limits: Limited = {}) {
  const document = bytes(listing);
  const head = readWbxmlHead(document, document.length, options, options.mediaType, { ...defaultLimits, ...limits });
  if (head === undefined) return undefined;
  const { vocabulary, ...rest } = head;
  return { ...rest, vocabulary: vocabulary.name };
}

const common = {
  version: 2,
  publicId: 0x1201,
  publicIdIndex: 0,
  publicIdText: undefined,
  charset: 106,
  vocabulary: "SyncML 1.2",
};
const text = '"-//SYNCML//DTD SyncML 1.1//EN" 00';
const pad = (count: number) => "00 ".repeat(count);

describe("a head", () => {
  test.each<[listing: string, head: object, options?: Options]>([
    ["02 A4 01 6A 00 2D", { ...common, tableStart: 5, tableEnd: 5 }],
    [
      "03 9F 51 6A 00 2D",
      { ...common, version: 3, publicId: 0x0fd1, vocabulary: "SyncML 1.0", tableStart: 5, tableEnd: 5 },
    ],
    ["02 A4 01 00 00 2D", { ...common, charset: 0, tableStart: 5, tableEnd: 5 }],
    ["02 A4 01 00 00 2D", { ...common, charset: 0, tableStart: 5, tableEnd: 5 }, { charset: 106 }],
    ["02 A4 01 6A 00 2D", { ...common, tableStart: 5, tableEnd: 5 }, { charset: 4 }],
    ["00 A4 01 00 2D", { ...common, version: 0, charset: 0, tableStart: 4, tableEnd: 4 }],
    ['02 A4 01 6A 03 "ab" 00 2D', { ...common, tableStart: 5, tableEnd: 8 }],
    [`02 A4 01 6A 7F ${pad(127)} 2D`, { ...common, tableStart: 5, tableEnd: 132 }],
    [`02 A4 01 6A 81 00 ${pad(128)} 2D`, { ...common, tableStart: 6, tableEnd: 134 }],
    [`02 A4 01 6A 81 7F ${pad(255)} 2D`, { ...common, tableStart: 6, tableEnd: 261 }],
    [
      `02 00 00 6A 1E ${text} 2D`,
      {
        ...common,
        publicId: 0,
        publicIdText: "-//SYNCML//DTD SyncML 1.1//EN",
        vocabulary: "SyncML 1.1",
        tableStart: 5,
        tableEnd: 35,
      },
    ],
    [
      `02 00 02 6A 20 "a" 00 ${text} 2D`,
      {
        ...common,
        publicId: 0,
        publicIdIndex: 2,
        publicIdText: "-//SYNCML//DTD SyncML 1.1//EN",
        vocabulary: "SyncML 1.1",
        tableStart: 5,
        tableEnd: 37,
      },
    ],
    ["02 A4 01 6A 00 2D", { ...common, tableStart: 5, tableEnd: 5 }, { mediaType: "application/vnd.syncml+wbxml" }],
    [
      "02 A4 01 6A 00 2D",
      { ...common, tableStart: 5, tableEnd: 5 },
      { mediaType: "Application/vnd.SyncML+wbxml; v=1" },
    ],
  ])("%#: %s is read as the specification has it", (listing, head, options) => {
    expect(headOf(listing, options)).toEqual(head);
  });

  test.each<[why: string, listing: string, options?: Options]>([
    ["nothing", ""],
    ["no body", "02 A4 01 6A 00"],
    ["a table that is cut", '02 A4 01 6A 03 "ab"'],
    ["a version to come", "04 A4 01 6A 00 2D"],
    ["another charset", "02 A4 01 04 00 2D"],
    ["another charset from outside", "02 A4 01 00 00 2D", { charset: 4 }],
    ["a charset of two bytes", "02 A4 01 87 67 00 2D"],
    ["an unknown public identifier", "02 01 6A 00 2D"],
    ["a public identifier of no vocabulary", "02 A4 7F 6A 00 2D"],
    ["a public identifier of three bytes", "02 80 A4 01 6A 00 2D"],
    ["a public identifier longer than needed", "02 80 01 6A 00 2D"],
    ["an index of two bytes", `02 00 80 00 6A 1E ${text} 2D`],
    ["an index past the table", `02 00 1E 6A 1E ${text} 2D`],
    ["an index into no table", "02 00 00 6A 00 2D"],
    ["an identifier without end in the table", '02 00 00 6A 02 "ab" 2D 00'],
    ["an identifier without end at all", '02 00 00 6A 02 "ab" 2D'],
    ["an empty identifier", "02 00 00 6A 01 00 2D"],
    ["an identifier of no vocabulary", '02 00 00 6A 03 "ab" 00 2D'],
    ["an identifier that is no UTF-8", "02 00 00 6A 02 FF 00 2D"],
    ["a table length of three bytes", `02 A4 01 6A 80 81 00 ${pad(128)} 2D`],
    ["a table length longer than needed", "02 A4 01 6A 80 01 00 2D"],
    ["another media type", "02 A4 01 6A 00 2D", { mediaType: "text/xml" }],
  ])("with %s is left to the event path", (_why, listing, options) => {
    expect(headOf(listing, options)).toBeUndefined();
  });

  test.each(["maxStringTableBytes", "maxReferencedBytes"] as const)("has a table of no more than %s", (name) => {
    const listing = '02 A4 01 6A 03 "ab" 00 2D';
    expect(headOf(listing, {}, { [name]: 2 })).toBeUndefined();
    expect(headOf(listing, {}, { [name]: 3 })).toBeDefined();
  });

  test("belongs to a vocabulary of those that are given", () => {
    const own = defineVocabulary({ name: "Own", root: "O", publicId: 0x1201, mediaTypes: [], tagPages: {} });
    expect(headOf("02 A4 01 6A 00 2D", { vocabularies: new VocabularySet([own]) })?.vocabulary).toBe("Own");
    expect(headOf("02 9F 51 6A 00 2D", { vocabularies: new VocabularySet([own]) })).toBeUndefined();
    expect(headOf("02 9F 51 6A 00 2D", { vocabularies: standardVocabularies })?.vocabulary).toBe("SyncML 1.0");
  });

  test("is read of no more bytes than the document has", () => {
    const document = bytes("02 A4 01 6A 00 2D");
    expect(readWbxmlHead(document, 5, {}, undefined, defaultLimits)).toBeUndefined();
    expect(readWbxmlHead(document, 6, {}, undefined, defaultLimits)).toBeDefined();
  });
});
