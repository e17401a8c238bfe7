import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encode } from "../../src/codec/encode.ts";
import { convertXmlDocument, readXmlDocument } from "../../src/codec/fast-path/xml-document.ts";
import { messages } from "../../src/testing/messages.ts";
import { mutations } from "../../src/testing/mutations.ts";
import { xmlDocuments } from "../../src/testing/xml-documents.ts";
import { expectAlike, expectConvertedAlike, expectDecodedAlike } from "../support/agreement.ts";
import { cases, corpusBytes } from "../support/corpus.ts";
import { convertedBodies, xmlBodies } from "../support/xml-corpus.ts";
import { respelt } from "../support/xml-spellings.ts";

const recorded = [...xmlBodies, ...convertedBodies];
const made = cases
  .filter(({ error }) => error === undefined)
  .map(({ name }) => ({ file: name, bytes: corpusBytes(`${name}/output.xml`) }));
const documents = [...recorded, ...made];

const written = fc
  .oneof(...(["1.0", "1.1", "1.2"] as const).map((version) => messages({ version })))
  .map((message) => encode(message, { format: "xml", output: "string" }));
const spelt = respelt(written);
const short = documents.filter(({ bytes }) => bytes.length < 4000).map(({ bytes }) => bytes);

const writing = fc.record(
  {
    data: fc.constantFrom("as-given" as const, "inline" as const, "opaque" as const),
    version: fc.constantFrom("1.0" as const, "1.1" as const, "1.2" as const, "1.3" as const),
    publicId: fc.constantFrom("number" as const, "text" as const, "unknown" as const),
    stringTable: fc.constantFrom("none" as const, "auto" as const),
    embeddedTypes: fc.constantFrom("keep" as const, "adapt" as const),
    octets: fc.constantFrom("base64" as const, "marked" as const),
    whitespace: fc.constantFrom("drop" as const, "keep" as const),
  },
  { requiredKeys: [] },
);

const limits = fc.record(
  {
    maxDepth: fc.integer({ min: 1, max: 12 }),
    maxElements: fc.integer({ min: 1, max: 120 }),
    maxTextBytes: fc.oneof(fc.nat(120), fc.nat(4000)),
    maxDocumentBytes: fc.integer({ min: 1, max: 4000 }),
    maxAttributes: fc.nat(2),
  },
  { requiredKeys: [] },
);

describe("a message read in one pass is what events build", () => {
  test.each(documents)("$file", ({ bytes }) => {
    expectAlike(bytes);
    expectAlike(Buffer.from(bytes).toString("utf8"));
    expectConvertedAlike(bytes, { data: "opaque" });
  });

  test("random messages, in many spellings", () => {
    fc.assert(fc.property(spelt, fc.boolean(), (text, isString) => expectAlike(isString ? text : bytesOf(text))));
  });

  test("random and damaged documents", () => {
    const damagedDocuments = fc.oneof(fc.constantFrom(...short), spelt.map(bytesOf)).chain(mutations);
    fc.assert(
      fc.property(fc.oneof(xmlDocuments(), xmlDocuments().chain(mutations), damagedDocuments), (bytes) =>
        expectAlike(bytes),
      ),
    );
  });

  test("under limits", () => {
    const inputs = fc.oneof(fc.constantFrom(...short), spelt.map(bytesOf));
    fc.assert(fc.property(inputs, limits, (bytes, limits) => expectAlike(bytes, { limits })));
  });

  test("under options", () => {
    const options = fc.record(
      {
        data: fc.constantFrom("decoded" as const, "view" as const),
        invalidUtf8: fc.constantFrom("keep" as const, "reject" as const),
        lineBreaks: fc.constantFrom("keep" as const, "normalize" as const),
        controlCharacters: fc.constantFrom("keep" as const, "reject" as const),
        from: fc.constantFrom("xml" as const, "wbxml" as const),
        embedded: fc.constantFrom("open" as const, "keep" as const),
      },
      { requiredKeys: [] },
    );
    const inputs = fc.oneof(fc.constantFrom(...short), spelt.map(bytesOf).chain(mutations));
    fc.assert(fc.property(inputs, options, (bytes, options) => expectDecodedAlike(bytes, options)));
  });
});

test("WBXML is what events make of the XML, whatever is asked of it", () => {
  const inputs = fc.oneof(fc.constantFrom(...short), spelt.map(bytesOf));
  fc.assert(fc.property(inputs, writing, (bytes, options) => expectConvertedAlike(bytes, options)));
});

describe("the documents that peers send are read in one pass", () => {
  test.each(xmlBodies)("$file", ({ bytes }) => {
    expect(readXmlDocument(bytes, {})).toBeDefined();
    expect(convertXmlDocument(bytes, { to: "wbxml" })).toBeDefined();
  });

  test("and those that others wrote, unless they are no messages or out of order", () => {
    const left = documents.filter(({ bytes }) => readXmlDocument(bytes, {}) === undefined);
    expect(left.length / documents.length).toBeLessThan(0.2);
  });
});

function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text));
}
