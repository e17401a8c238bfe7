import { describe, expect, test } from "vitest";
import { readWbxmlMessage } from "../../../src/codec/fast-path/wbxml-to-message.ts";
import { writeWbxmlAsXml } from "../../../src/codec/fast-path/wbxml-to-xml.ts";
import type { DecodeOptions } from "../../../src/codec/options.ts";
import type { Limits } from "../../../src/core/limits.ts";
import { encodeUtf8 } from "../../../src/core/utf8.ts";
import { syncml12 } from "../../../src/vocabulary/syncml-1.2.ts";
import { expectAlike as expectReadAlike } from "../../support/agreement.ts";
import { convertByEvents, decodeByEvents } from "../../support/event-path.ts";
import { expectEqual } from "../../support/expect-equal.ts";
import { bytes } from "../../support/hex.ts";
import { message, type Part, replace, tokens, wbxml } from "../../support/message.ts";
import {
  anchors,
  devInf,
  devInfType,
  plainMessages as plain,
  withData,
  withHeader,
} from "../../support/plain-messages.ts";

type Options = Partial<DecodeOptions>;

/** Whichever way a document takes, what comes of it is the same. */
const expectAlike = (document: Uint8Array, options: Options = {}) => expectReadAlike(document, options, "xml");

describe("a message is read on the fast path, and as on the event path", () => {
  test.each(plain)("%s", (what, document) => {
    // A document that is not opened is bytes where text is asked for.
    const asked: Options[] = what.includes("document") ? [{}] : [{}, { data: "view" }, { embedded: "keep" }];
    for (const options of asked) {
      expectEqual(readWbxmlMessage(document, options), decodeByEvents(document, options));
      expectAlike(document, options);
    }
  });

  test("out of a buffer of other bytes", () => {
    for (const [, document] of plain) {
      const around = Buffer.concat([Buffer.from("4f03", "hex"), document, Buffer.from("0001014f", "hex")]);
      expectEqual(readWbxmlMessage(around.subarray(2, -4), {}), decodeByEvents(document));
    }
  });
});

/** A device information without a public identifier: it is one only where its Type says so. */
const unidentified = bytes("02 01 6A 00 4A 65 03 31 2E 32 00 01 01");
const DEVINF_TYPE = "application/vnd.syncml-devinf+wbxml";
const announcing: readonly (readonly [what: string, ...metas: Part[]])[] = [
  ["a Type", ["Meta", ["Type", DEVINF_TYPE]]],
  ["a second Meta", ["Meta", ["Format", "bin"]], ["Meta", ["Type", DEVINF_TYPE]]],
  ["a second Meta of another Size", ["Meta", ["Type", DEVINF_TYPE]], ["Meta", ["Size", "99"]]],
  ["a second Meta of another Type", ["Meta", ["Type", "text/plain"]], ["Meta", ["Type", DEVINF_TYPE]]],
  ["a second MetInf", ["Meta", ["MetInf", ["Format", "bin"]], ["MetInf", ["Type", DEVINF_TYPE]]]],
  ["MetInf in MetInf", ["Meta", ["MetInf", ["MetInf", ["Type", DEVINF_TYPE]]]]],
  ["a Type after MetInf in MetInf", ["Meta", ["MetInf", ["MetInf", ["Format", "bin"]], ["Type", DEVINF_TYPE]]]],
  ["an empty Type, and another one", ["Meta", ["Type"], ["Type", DEVINF_TYPE]]],
  ["a Type with an element that has its text", ["Meta", ["Type", ["Format", DEVINF_TYPE]]]],
  ["a Type with an element, and another one", ["Meta", ["Type", ["Format", DEVINF_TYPE]], ["Type", DEVINF_TYPE]]],
  [
    "a Type with an element in its text",
    ["Meta", ["Type", DEVINF_TYPE.slice(0, 9), ["Format", "x"], DEVINF_TYPE.slice(9)]],
  ],
  ["a Type with an element, after a Meta in Meta", ["Meta", ["Meta", ["Format", "x"]], ["Type", DEVINF_TYPE]]],
];

/** Documents that are faulty, or have something in a place of its own. */
const special: [what: string, document: Uint8Array][] = [
  ...["Status", "Alert"].map((command): [string, Uint8Array] => [
    `markup in the Data of ${command} between its items`,
    message([
      command,
      ["CmdID", "1"],
      ["Item", ["Data", "a"]],
      ["Data", ["Anchor", ["Next", "1"]]],
      ["Item", ["Data", "b"]],
    ]),
  ]),
  // Both have Data in the Meta of the header, cut in the string table of a document that is announced or not.
  [
    "a Type twice in Meta, of which the second announces a document",
    bytes(
      "02 9F 53 6A 00 6D 6C 71 03 00 01 6E 57 03 00 01 01 61 03 00 01 5A 00 01 53 03 EF 00 01 53 03 61 70 70 6C 69 63 61 74 69 6F 6E 2F 76 6E 64 2E 73 79 6E 63 6D 6C 2D 64 65 76 69 6E 66 2B 77 62 78 6D 6C 00 01 00 00 4F C3 29 02 9F 54 30 5A 09 C2 85 2D 61 00 01 58 03 26 00 01 63 03 C3 A9 27 30 5F 09 5F 3A 3B 63 3C 00 01 23 57 03 61 00 01 58 03 31",
    ),
  ],
  [
    "a Type in Mem, which announces nothing",
    bytes(
      "02 9F 53 6A 00 6D 6C 71 03 00 01 6E 57 03 00 01 01 61 03 00 01 5A 00 01 53 03 3C 00 01 4D 48 03 00 01 53 03 61 70 70 6C 69 63 61 74 69 6F 6E 2F 76 6E 64 2E 73 79 6E 63 6D 6C 2D 64 65 76 69 6E 66 2B 78 6D 6C 00 01 4B 01 01 00 00 4F C3 29 02 9F 54 39 5A 62 09 C2 85 2D 61 00 01 58 03 26 00 01 63 03 C3 A9 27 30 5F 09 5F 3A 3B 63 3C 00 01 23 57 03 61 00 01 58 03",
    ),
  ],
  // What Meta announces of a document without a public identifier, in forms that a message keeps as generic content.
  ...announcing.flatMap(([what, ...metas]): [string, Uint8Array][] => [
    [what, replace(["Item", ...metas, ["Target", ["LocURI", "a"]], ["Data", unidentified]])],
    [`${what}, around the item`, replace(...metas, ["Item", ["Data", unidentified]])],
    [`${what}, after an unknown element`, replace(["Item", ...metas, tokens("00 00 6B 01"), ["Data", unidentified]])],
  ]),
  [
    "a Meta in a MetInf, next to Data",
    replace(["Item", ["Meta", ["MetInf", ["Meta", ["Type", DEVINF_TYPE]]], ["Data", unidentified]]]),
  ],
  [
    "a Type with an element after its text, where types are adapted",
    replace(["Item", ["Meta", ["Type", DEVINF_TYPE, ["Format", "x"]]], ["Data", "x"]]),
  ],
  ["another order", replace(["Item", ["Data", "x"], ["Target", ["LocURI", "a"]]])],
  [
    "a value twice",
    withHeader([
      ["VerDTD", "1.2"],
      ["VerDTD", "1.1"],
    ]),
  ],
  [
    "a node twice",
    wbxml(syncml12, ["SyncML", ["SyncHdr", tokens("")], ["SyncBody", tokens("")], ["SyncBody", tokens("")]]),
  ],
  ["an element of another place", withHeader([["Cmd", "x"]])],
  ["a command in the header", withHeader([["Get", ["CmdID", "1"]]])],
  ["a flag with text", message(["Final", "x"])],
  ["a flag with an opaque", message(["Final", bytes("")])],
  ["two strings in a value", withHeader([["VerDTD", "1", ".2"]])],
  ["two opaques in a value", withHeader([["VerDTD", bytes('"1"'), bytes('"2"')]])],
  ["a reference and a string", withHeader([["VerDTD", tokens("83 00"), "2"]], [], "1\0")],
  ["a string in a node", withHeader(["x"])],
  ["an element in a value", withHeader([["VerDTD", ["Final", tokens("")]]])],
  ["an entity", withData(tokens("02 41"))],
  ["text that is no UTF-8", withData(tokens("03 61 FF 00"))],
  ["an opaque that is no UTF-8", withData(bytes("61 FF"))],
  ["an opaque that begins with a control character", withData(bytes("02 41"))],
  ["a length in more bytes than needed", withData(tokens("C3 80 01 61"))],
  ["a length in six bytes", withData(tokens("C3 80 80 80 80 80 01 61"))],
  ["an opaque past the end", withData(tokens("C3 7F 61"))],
  ["an opaque far past the end", withData(tokens("C3 8F FF FF FF 7F 61"))],
  ["a reference past the table", withHeader([["VerDTD", tokens("83 09")]], [], "1\0")],
  ["a reference to a string without end", withHeader([["VerDTD", tokens("83 00")]], [], "12")],
  ["a reference into a string", withHeader([["VerDTD", tokens("83 01")]], [], "é\0")],
  ["attributes", withHeader([tokens("F1 03 31 00 01")])],
  ["a literal name", withHeader([tokens("44 00 01")], [], "Own\0")],
  ["an extension", withData(tokens("C0"))],
  ["a processing instruction", withHeader([tokens("43 01 01")])],
  ["a page that is not there", withHeader([tokens("00 02 45 01")])],
  ["a page far away", withHeader([tokens("00 FF 45 01")])],
  ["a token that is not there", withHeader([tokens("3F")])],
  ["a document inside that is not announced", withData(devInf)],
  ["a document inside that is cut", withData(devInf.slice(0, -3), devInfType)],
  ["a document inside a chunk", withData(devInf, devInfType, ["Size", "100"])],
  ["text where a document is announced", withData(bytes('"no document"'), devInfType)],
  ["a document of elements inside", withData(["MetInf", anchors])],
  ["markup and text", withData(["EMI", anchors, "x"])],
  ["text and markup", replace(["Item", ["Data", "x", anchors]])],
  ["markup twice", replace(["Item", ["Data", anchors, anchors]])],
  ["markup with an opaque", withData(["Anchor", ["Next", bytes('"1"')]])],
  ["markup with two strings", withData(["Anchor", ["Next", "1", "2"]])],
  ["markup with a reference", withHeader([], [["Add", ["Item", ["Data", ["Anchor", ["Next", tokens("83 00")]]]]]])],
  ["markup that is no UTF-8", withData(["Anchor", ["Next", tokens("03 FF 00")]])],
  ["markup that is a message", withData(["SyncML", ["SyncHdr", tokens("")], ["SyncBody", tokens("")]])],
  ["markup with an unknown token", withData(["Anchor", tokens("3F")])],
  ["markup with attributes", withData(["Anchor", tokens("CF 03 31 00 01")])],
  ["another root", wbxml(syncml12, ["Anchor", ["Next", "1"]])],
  ["an empty root", wbxml(syncml12, ["SyncML"])],
  ["a root with attributes", Uint8Array.of(2, 0xa4, 1, 0x6a, 0, 0xed, 3, 0x31, 0, 1, 1)],
  ["no root", Uint8Array.of(2, 0xa4, 1, 0x6a, 0)],
  ["text as root", Uint8Array.of(2, 0xa4, 1, 0x6a, 0, 3, 0x31, 0)],
  ["something behind the root", Uint8Array.of(...replace(), 0x01)],
  ["something behind an empty root", Uint8Array.of(...wbxml(syncml12, ["SyncML"]), 0x01)],
  ["a second root", Uint8Array.of(...replace(), 0x2d)],
];

describe("what is not plain is read as on the event path", () => {
  test.each([...special, ...plain.filter(([what]) => what.includes("document"))])("%s", (_what, document) => {
    for (const options of [{}, { data: "view" }, { embedded: "keep" }] as const) expectAlike(document, options);
  });
});

/** Small, with a value of every kind. */
const small = [
  withHeader(
    [
      ["VerDTD", "1.2"],
      ["SessionID", tokens("83 00")],
      ["Meta", ["MaxMsgSize", "99"]],
    ],
    [["Final"]],
    "abc\0",
  ),
  replace(
    ["Meta", ["Format", "chr"]],
    ["Item", ["Target", ["LocURI", "./a"]], ["Data", bytes('"some text"')], ["MoreData"]],
  ),
  withData(["Anchor", ["Next", "20"]]),
];

describe("damaged in any place, it is read as on the event path", () => {
  test.each([0x00, 0x01, 0x03, 0x06, 0x3c, 0x45, 0x80, 0x83, 0xc3, 0xff])("by byte %i", (byte) => {
    for (const document of small) {
      for (let pos = 0; pos < document.length; pos++) {
        expectAlike(Uint8Array.from(document, (original, at) => (at === pos ? byte : original)));
        expectAlike(Uint8Array.of(...document.subarray(0, pos), byte, ...document.subarray(pos)));
      }
    }
  });

  test("by a byte that lacks, or by all behind it", () => {
    for (const document of small) {
      for (let pos = 0; pos < document.length; pos++) {
        expectAlike(Uint8Array.of(...document.subarray(0, pos), ...document.subarray(pos + 1)));
        expectAlike(document.subarray(0, pos));
      }
    }
  });
});

describe("at and around every limit, it is read as on the event path", () => {
  const documents = [...small, withData(encodeUtf8("x".repeat(20))), withData(["MetInf", anchors])];

  test.each<[name: keyof Limits, lowest: number, highest: number]>([
    ["maxDepth", 1, 10],
    ["maxElements", 1, 16],
    ["maxTextBytes", 0, 12],
    ["maxOpaqueBytes", 0, 22],
    ["maxStringTableBytes", 0, 6],
    ["maxReferencedBytes", 0, 10],
    ["maxDocumentBytes", 10, 80],
  ])("%s", (name, lowest, highest) => {
    for (const document of documents) {
      for (let limit = lowest; limit <= highest; limit++) expectAlike(document, { limits: { [name]: limit } });
    }
  });

  test("and what is within them is read on the fast path", () => {
    const [first, second] = small as [Uint8Array, Uint8Array];
    for (const [document, limits] of [
      [first, { maxDepth: 4, maxElements: 8, maxTextBytes: 3, maxStringTableBytes: 4, maxReferencedBytes: 7 }],
      [second, { maxDepth: 6, maxElements: 13, maxOpaqueBytes: 9 }],
      [second, { maxDocumentBytes: second.length }],
    ] as const) {
      expect(readWbxmlMessage(document, { limits })).toBeDefined();
    }
  });
});

describe("XML is written on the fast path, and as on the event path", () => {
  const written = [
    ...plain.filter(([what]) => !/document|nonce|^bytes|^two|by the Meta/.test(what)),
    ["a name from another page", replace(["Item", ["Meta", ["Type", "t"], ["Size", "1"]]])],
    ["two strings", withData(tokens('03 "a" 00 03 "b" 00'))],
    ["markup and text", withData(["MetInf", anchors, "x"])],
    ...["<", ">", "&", "\r", "\n", "\t", '"', "]]>"].flatMap((special) =>
      [0, 1, 7, 8, 9, 255, 256, 300].map((length): [string, Uint8Array] => [
        `${special} behind ${length}`,
        withData(`${"x".repeat(length)}${special}yz`),
      ]),
    ),
  ] as [string, Uint8Array][];

  test.each(written)("%s", (_what, document) => {
    const expected = Buffer.from(convertByEvents(document, { to: "xml" })).toString();
    expect(writeWbxmlAsXml(document, {})?.text()).toBe(expected);
    expect(Buffer.from(writeWbxmlAsXml(document, {})?.take() ?? []).toString()).toBe(expected);
  });
});
