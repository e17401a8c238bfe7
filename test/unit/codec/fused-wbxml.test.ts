import { describe, expect, test } from "vitest";
import { convert } from "../../../src/codec/convert.ts";
import { decodeDocument } from "../../../src/codec/decode.ts";
import { readWbxmlMessage } from "../../../src/codec/fused/wbxml-to-message.ts";
import { writeWbxmlAsXml } from "../../../src/codec/fused/wbxml-to-xml.ts";
import type { DecodeOptions } from "../../../src/codec/options.ts";
import type { Limits } from "../../../src/core/limits.ts";
import { expectEqual } from "../../support/expect-equal.ts";
import { convertByEvents, decodeByEvents, outcome } from "../../support/general-path.ts";
import {
  anchors,
  devInf,
  devInfType,
  inBody,
  message,
  plainMessages as plain,
  replace,
  withData,
} from "../../support/plain-messages.ts";
import { el, empty, inline, leaf, opaque, reference, wbxmlDocument } from "../../support/wbxml-tree.ts";

type Options = Partial<DecodeOptions>;

/** Whichever way a document takes, what comes of it is the same. */
function expectAlike(document: Uint8Array, options: Options = {}): void {
  expectEqual(
    outcome(() => decodeDocument(document, options)),
    outcome(() => decodeByEvents(document, options)),
  );
  const { data: _data, ...reading } = options;
  expectEqual(
    outcome(() => convert(document, { ...reading, to: "xml", output: "bytes" })),
    outcome(() => convertByEvents(document, { ...reading, to: "xml" })),
  );
}

describe("a message is read without events, and as by them", () => {
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

/** Documents that are faulty, or have something in a place of its own. */
const special: [what: string, document: Uint8Array][] = [
  ["another order", replace(el("Item", leaf("Data", "x"), el("Target", leaf("LocURI", "a"))))],
  ["a value twice", wbxmlDocument(message([leaf("VerDTD", "1.2"), leaf("VerDTD", "1.1")]))],
  ["a node twice", wbxmlDocument(el("SyncML", el("SyncHdr"), el("SyncBody"), el("SyncBody")))],
  ["an element of another place", wbxmlDocument(message([leaf("Cmd", "x")]))],
  ["a command in the header", wbxmlDocument(message([el("Get", leaf("CmdID", "1"))]))],
  ["a flag with text", inBody(leaf("Final", "x"))],
  ["a flag with an opaque", inBody(el("Final", opaque("")))],
  ["two strings in a value", wbxmlDocument(message([el("VerDTD", inline("1"), inline(".2"))]))],
  ["two opaques in a value", wbxmlDocument(message([el("VerDTD", opaque("1"), opaque("2"))]))],
  ["a reference and a string", wbxmlDocument(message([el("VerDTD", reference(0), inline("2"))]), "1\0")],
  ["a string in a node", wbxmlDocument(message([inline("x")]))],
  ["an element in a value", wbxmlDocument(message([el("VerDTD", el("Final"))]))],
  ["an entity", withData([0x02, 0x41])],
  ["text that is no UTF-8", withData([0x03, 0x61, 0xff, 0x00])],
  ["an opaque that is no UTF-8", withData(opaque([0x61, 0xff]))],
  ["an opaque that begins with a control character", withData(opaque([0x02, 0x41]))],
  ["a length in more bytes than needed", withData([0xc3, 0x80, 0x01, 0x61])],
  ["a length in six bytes", withData([0xc3, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01, 0x61])],
  ["an opaque past the end", withData([0xc3, 0x7f, 0x61])],
  ["an opaque far past the end", withData([0xc3, 0x8f, 0xff, 0xff, 0xff, 0x7f, 0x61])],
  ["a reference past the table", wbxmlDocument(message([el("VerDTD", reference(9))]), "1\0")],
  ["a reference to a string without end", wbxmlDocument(message([el("VerDTD", reference(0))]), "12")],
  ["a reference into a string", wbxmlDocument(message([el("VerDTD", reference(1))]), "é\0")],
  ["attributes", wbxmlDocument(message([[0xf1, 0x03, 0x31, 0x00, 0x01]]))],
  ["a literal name", wbxmlDocument(message([[0x44, 0x00, 0x01]]), "Own\0")],
  ["an extension", withData([0xc0])],
  ["a processing instruction", wbxmlDocument(message([[0x43, 0x01, 0x01]]))],
  ["a page that is not there", wbxmlDocument(message([[0x00, 0x02, 0x45, 0x01]]))],
  ["a page far away", wbxmlDocument(message([[0x00, 0xff, 0x45, 0x01]]))],
  ["a token that is not there", wbxmlDocument(message([[0x3f]]))],
  ["a document inside that is not announced", withData(opaque(devInf))],
  ["a document inside that is cut", withData(opaque(devInf.slice(0, -3)), devInfType)],
  ["a document inside a chunk", withData(opaque(devInf), devInfType, leaf("Size", "100"))],
  ["text where a document is announced", withData(opaque("no document"), devInfType)],
  ["a document of elements inside", withData(el("MetInf", anchors))],
  ["markup and text", withData(el("EMI", anchors, inline("x")))],
  ["text and markup", replace(el("Item", el("Data", inline("x"), anchors)))],
  ["markup twice", replace(el("Item", el("Data", anchors, anchors)))],
  ["markup with an opaque", withData(el("Anchor", el("Next", opaque("1"))))],
  ["markup with two strings", withData(el("Anchor", el("Next", inline("1"), inline("2"))))],
  [
    "markup with a reference",
    wbxmlDocument(message([], el("Add", el("Item", el("Data", el("Anchor", el("Next", reference(0)))))))),
  ],
  ["markup that is no UTF-8", withData(el("Anchor", el("Next", [0x03, 0xff, 0x00])))],
  ["markup that is a message", withData(el("SyncML", el("SyncHdr"), el("SyncBody")))],
  ["markup with an unknown token", withData(el("Anchor", [0x3f]))],
  ["markup with attributes", withData(el("Anchor", [0xcf, 0x03, 0x31, 0x00, 0x01]))],
  ["another root", wbxmlDocument(el("Anchor", leaf("Next", "1")))],
  ["an empty root", wbxmlDocument(empty("SyncML"))],
  ["a root with attributes", Uint8Array.of(2, 0xa4, 1, 0x6a, 0, 0xed, 3, 0x31, 0, 1, 1)],
  ["no root", Uint8Array.of(2, 0xa4, 1, 0x6a, 0)],
  ["text as root", Uint8Array.of(2, 0xa4, 1, 0x6a, 0, 3, 0x31, 0)],
  ["something behind the root", Uint8Array.of(...replace(), 0x01)],
  ["a second root", Uint8Array.of(...replace(), 0x2d)],
];

describe("what is not plain is read as by events", () => {
  test.each([...special, ...plain.filter(([what]) => what.includes("document"))])("%s", (_what, document) => {
    for (const options of [{}, { data: "view" }, { embedded: "keep" }] as const) expectAlike(document, options);
  });
});

/** Small, with a value of every kind. */
const small = [
  wbxmlDocument(
    message(
      [leaf("VerDTD", "1.2"), el("SessionID", reference(0)), el("Meta", leaf("MaxMsgSize", "99"))],
      empty("Final"),
    ),
    "abc\0",
  ),
  replace(
    el("Meta", leaf("Format", "chr")),
    el("Item", el("Target", leaf("LocURI", "./a")), el("Data", opaque("some text")), empty("MoreData")),
  ),
  withData(el("Anchor", leaf("Next", "20"))),
];

describe("damaged in any place, it is read as by events", () => {
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

describe("at and around every limit, it is read as by events", () => {
  const documents = [...small, withData(opaque("x".repeat(20))), withData(el("MetInf", anchors))];

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

  test("and what is within them is read without events", () => {
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

describe("XML is written without events, and as by them", () => {
  const written = [
    ...plain.filter(([what]) => !/document|nonce|^bytes|^two/.test(what)),
    ["a name from another page", replace(el("Item", el("Meta", leaf("Type", "t"), leaf("Size", "1"))))],
    ["two strings", withData([...(inline("a") as number[]), ...(inline("b") as number[])])],
    ["markup and text", withData(el("MetInf", anchors, inline("x")))],
    ...["<", ">", "&", "\r", "\n", "\t", '"', "]]>"].flatMap((special) =>
      [0, 1, 7, 8, 9, 255, 256, 300].map((length): [string, Uint8Array] => [
        `${special} behind ${length}`,
        withData(inline(`${"x".repeat(length)}${special}yz`)),
      ]),
    ),
  ] as [string, Uint8Array][];

  test.each(written)("%s", (_what, document) => {
    const expected = Buffer.from(convertByEvents(document, { to: "xml" })).toString();
    expect(writeWbxmlAsXml(document, {})?.text()).toBe(expected);
    expect(Buffer.from(writeWbxmlAsXml(document, {})?.take() ?? []).toString()).toBe(expected);
  });
});
