import fc from "fast-check";
import { expect, test } from "vitest";
import { cutAt } from "../../src/testing/chunkings.ts";
import { mutations } from "../../src/testing/mutations.ts";
import { xmlDocuments } from "../../src/testing/xml-documents.ts";
import { byteByByte } from "../support/chunks.ts";
import { convertedBodies, xmlBodies } from "../support/xml-corpus.ts";
import { readXmlChunks } from "../support/xml-log.ts";

const documents = [...xmlBodies, ...convertedBodies].map(({ bytes }) => bytes);

const cutsOf = (length: number) => fc.array(fc.nat(length), { maxLength: 12 });
const cutBody = fc
  .nat(documents.length - 1)
  .chain((index) => fc.tuple(fc.constant(documents[index] as Uint8Array), cutsOf((documents[index]?.length ?? 1) - 1)));

test("any cuts of any body give the same events, diagnostics and places", () => {
  fc.assert(
    fc.property(cutBody, ([document, cuts]) => {
      expect(readXmlChunks(cutAt(document, cuts))).toEqual(readXmlChunks([document]));
    }),
    { numRuns: 200 },
  );
});

test("so does every body byte by byte", () => {
  for (const { bytes } of xmlBodies) expect(readXmlChunks(byteByByte(bytes))).toEqual(readXmlChunks([bytes]));
});

test("so does any document, whole or damaged, in any encoding and with small limits", () => {
  fc.assert(
    fc.property(
      fc.oneof(xmlDocuments(), xmlDocuments().chain(mutations)),
      fc.constantFrom<BufferEncoding>("utf8", "utf16le"),
      fc.record({ maxTextBytes: fc.constantFrom(3, 12, 1000), maxAttributes: fc.constantFrom(1, 256) }),
      cutsOf(200),
      (bytes, encoding, limits, cuts) => {
        const text = Buffer.from(bytes).toString("utf8");
        const document = encoding === "utf8" ? bytes : new Uint8Array(Buffer.from(`\ufeff${text}`, encoding));
        const whole = readXmlChunks([document], { limits });
        expect(readXmlChunks(byteByByte(document), { limits })).toEqual(whole);
        expect(
          readXmlChunks(
            cutAt(
              document,
              cuts.filter((cut) => cut < document.length),
            ),
            { limits },
          ),
        ).toEqual(whole);
      },
    ),
    { numRuns: 3000 },
  );
});

test("a string gives what its UTF-8 gives, wherever it is cut", () => {
  fc.assert(
    fc.property(xmlDocuments(), cutsOf(200), (bytes, cuts) => {
      const text = Buffer.from(bytes).toString("utf8");
      const pieces = [0, ...cuts.filter((cut) => cut < text.length).sort((a, b) => a - b), text.length];
      const strings = pieces.slice(1).map((cut, index) => text.slice(pieces[index], cut));
      expect(readXmlChunks(strings)).toEqual(readXmlChunks([new Uint8Array(Buffer.from(text))]));
    }),
    { numRuns: 1000 },
  );
});
