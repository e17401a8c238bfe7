import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { convert } from "../../src/codec/convert.ts";
import { decodeDocument } from "../../src/codec/decode.ts";
import { encode } from "../../src/codec/encode.ts";
import { wapDefinitions, withStandard } from "../../src/vocabulary/wap/index.ts";
import { byteByByte } from "../support/chunks.ts";
import { read, readChunks } from "../support/event-log.ts";
import { convertByEvents, decodeByEvents } from "../support/event-path.ts";
import { wapDocuments } from "../support/wap-documents.ts";

const numRuns = 60;
const vocabularies = withStandard(...wapDefinitions);

describe.each(wapDefinitions.map((definition) => [definition.name, definition] as const))("%s", (_, definition) => {
  const documents = wapDocuments(definition);
  const { publicId, mediaTypes } = definition;
  const [mediaType] = mediaTypes;
  // Without a number, several languages have the same root token.
  const options = publicId === undefined && mediaType !== undefined ? { vocabularies, mediaType } : { vocabularies };

  test("WBXML, XML and WBXML again are one document, however its values were written", () => {
    fc.assert(
      fc.property(documents, (document) => {
        const xml = convert(document, { to: "xml", ...options });
        const written = convert(xml, { to: "wbxml", vocabularies });
        expect(convert(written, { to: "xml", ...options })).toBe(xml);
        expect(convert(written, { to: "wbxml", ...options })).toEqual(written);
        const rewritten = convert(document, { to: "wbxml", ...options });
        expect(convert(rewritten, { to: "xml", ...options })).toBe(xml);
        expect(convert(rewritten, { to: "wbxml", ...options })).toEqual(rewritten);
      }),
      { numRuns },
    );
  });

  test("as a tree of generic elements it is the same document", () => {
    fc.assert(
      fc.property(documents, (document) => {
        const xml = convert(document, { to: "xml", ...options });
        const tree = decodeDocument(document, options);
        expect(encode(tree, { format: "xml", output: "string", vocabularies })).toBe(xml);
        const written = encode(tree, { format: "wbxml", vocabularies });
        expect(convert(written, { to: "xml", ...options })).toBe(xml);
        expect(decodeDocument(written, options)).toEqual(tree);
      }),
      { numRuns },
    );
  });

  test("it is read alike on both paths, and in pieces of any size", () => {
    fc.assert(
      fc.property(documents, (document) => {
        const xml = convert(document, { to: "xml", ...options });
        expect(convertByEvents(document, { to: "xml", ...options })).toEqual(new TextEncoder().encode(xml));
        expect(decodeByEvents(document, options)).toEqual(decodeDocument(document, options));
        expect(readChunks(byteByByte(document), options)).toEqual(read(document, options));
      }),
      { numRuns },
    );
  });
});
