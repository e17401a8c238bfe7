import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { convert } from "../../src/codec/convert.ts";
import { encode } from "../../src/codec/encode.ts";
import { readWbxmlMessage } from "../../src/codec/fast-path/wbxml-to-message.ts";
import { writeWbxmlAsXml } from "../../src/codec/fast-path/wbxml-to-xml.ts";
import type { DecodeOptions } from "../../src/codec/options.ts";
import { messages } from "../../src/testing/messages.ts";
import { switchedPages } from "../../src/testing/page-switches.ts";
import { tokenDocuments } from "../../src/testing/token-documents.ts";
import type { SyncmlVersion } from "../../src/validation/profiles.ts";
import { expectAlike } from "../support/agreement.ts";
import { cases, corpusBytes, wbxmlBodies } from "../support/corpus.ts";
import { bytes } from "../support/hex.ts";
import { mutatedDocuments } from "../support/mutated-documents.ts";

type Options = Partial<DecodeOptions>;

const limits = fc.record(
  {
    maxDepth: fc.integer({ min: 1, max: 12 }),
    maxDocumentBytes: fc.integer({ min: 1, max: 3000 }),
    maxStringTableBytes: fc.nat(60),
    maxReferencedBytes: fc.nat(60),
    maxTextBytes: fc.nat(60),
    maxOpaqueBytes: fc.nat(300),
    maxElements: fc.integer({ min: 1, max: 200 }),
  },
  { requiredKeys: [] },
);
const options: fc.Arbitrary<Options> = fc.record(
  {
    data: fc.constantFrom("decoded" as const, "view" as const),
    embedded: fc.constantFrom("open" as const, "keep" as const),
    mediaType: fc.constantFrom("application/vnd.syncml+wbxml", "application/vnd.syncml.dm+wbxml; charset=utf-8", "x/y"),
    charset: fc.constantFrom(0, 4, 106),
    limits,
  },
  { requiredKeys: [] },
);

/** The law: whichever way a document takes, what comes of it is the same. */
const expectSame = (document: Uint8Array, given: Options) => expectAlike(document, given, "xml");

const bodies = wbxmlBodies.map(({ file }) => corpusBytes(file));

describe("WBXML to a message or to XML on the fast path is the same by events", () => {
  test.each<Options>([{}, { data: "view" }, { embedded: "keep" }])("for every document of the corpus, %j", (given) => {
    for (const document of bodies) expectSame(document, given);
    for (const { input, mediaType } of cases)
      expectSame(input, mediaType === undefined ? given : { ...given, mediaType });
  });

  test("for every prefix of small documents", () => {
    for (const document of bodies.filter(({ length }) => length < 700).slice(0, 12)) {
      for (let end = 0; end < document.length; end++) expectSame(document.subarray(0, end), {});
    }
  });

  test("for small documents with each limit that they come near to", () => {
    for (const document of bodies.filter(({ length }) => length < 700).slice(0, 12)) {
      for (let maxElements = 1; maxElements < 80; maxElements++) expectSame(document, { limits: { maxElements } });
      for (let maxDepth = 1; maxDepth < 12; maxDepth++) expectSame(document, { limits: { maxDepth } });
    }
    // A public identifier in the table, of which a value is another part.
    const table = '"-//SYNCML//DTD SyncML 1.2//EN" 00 "abc" 00';
    const referring = bytes(`03 00 00 6A 22 ${table} 6D 6C 71 83 1E 01 5B 83 1E 01 01 01`);
    expect(readWbxmlMessage(referring, {})?.kind).toBe("SyncML");
    for (let maxReferencedBytes = 0; maxReferencedBytes < 60; maxReferencedBytes++) {
      expectSame(referring, { limits: { maxReferencedBytes } });
    }
    // A root that holds values.
    expectSame(bytes("02 A4 03 6A 00 4A 65 03 31 2E 32 00 01 01"), { limits: { maxDepth: 1 } });
  });

  test("for bytes that are no text in a field of base64", () => {
    expectSame(bytes("02 A4 01 6A 00 6D 6C 5A 00 01 50 03 FF 00 01 01 01 00 00 6B 01 01"), {});
  });

  test("for damaged documents and any limits", () => {
    fc.assert(fc.property(mutatedDocuments, options, expectSame), { numRuns: 600 });
  });

  test("for any tokens", () => {
    fc.assert(fc.property(tokenDocuments(), options, expectSame), { numRuns: 400 });
  });

  test("for messages with page switches that change nothing, in empty elements as well", () => {
    const switched = fc
      .oneof(...(["1.0", "1.1", "1.2"] as const).map((version) => messages({ version })))
      .map((message) => encode(message, { format: "wbxml" }))
      .chain(switchedPages);
    fc.assert(fc.property(switched, options, expectSame), { numRuns: 400 });
    // Data with nothing but a switch in it, the smallest such message.
    expectSame(bytes("02 A4 01 6A 00 6D 6C 01 6B 46 4F 00 01 01 01 01 01"), {});
  });

  test.each<SyncmlVersion>(["1.0", "1.1", "1.2"])("for messages of SyncML %s, however they are written", (version) => {
    const written = fc.record({
      data: fc.constantFrom("as-given" as const, "inline" as const, "opaque" as const),
      stringTable: fc.constantFrom("none" as const, "auto" as const),
      publicId: fc.constantFrom("number" as const, "text" as const),
    });
    fc.assert(
      fc.property(messages({ version }), written, options, (message, form, given) => {
        expectSame(encode(message, { format: "wbxml", ...form }), given);
      }),
      { numRuns: 150 },
    );
  });
});

test("plain messages take the way on the fast path, and so do most that were recorded", () => {
  const xml = `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><Meta><MaxMsgSize xmlns="syncml:metinf">5000</MaxMsgSize></Meta></SyncHdr><SyncBody><Get><CmdID>1</CmdID><Item><Target><LocURI>./DevInfo/Grüße</LocURI></Target><Data>text of some length</Data></Item></Get><Final/></SyncBody></SyncML>`;
  for (const data of ["as-given", "opaque"] as const) {
    for (const stringTable of ["none", "auto"] as const) {
      const document = convert(xml, { to: "wbxml", data, stringTable });
      expect(readWbxmlMessage(document, {})?.kind).toBe("SyncML");
      expect(readWbxmlMessage(document, { data: "view" })?.kind).toBe("SyncML");
      expect(writeWbxmlAsXml(document, {})?.text()).toContain("<LocURI>./DevInfo/Grüße</LocURI>");
    }
  }
  const taken = bodies.filter((document) => readWbxmlMessage(document, {}) !== undefined);
  expect(taken.length / bodies.length).toBeGreaterThan(0.8);
  const converted = bodies.filter((document) => writeWbxmlAsXml(document, {}) !== undefined);
  expect(converted.length / bodies.length).toBeGreaterThan(0.7);
});
