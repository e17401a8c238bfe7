import fc from "fast-check";
import { expect, test } from "vitest";
import { AstBuilder } from "../../src/ast/builder.ts";
import { convert } from "../../src/codec/convert.ts";
import { decodeDocument } from "../../src/codec/decode.ts";
import { openDocument } from "../../src/codec/open-document.ts";
import { XmlEncoder } from "../../src/xml/encoder.ts";
import { byteByByte, cutAt } from "../support/chunks.ts";
import { cases, corpusBytes, wbxmlBodies } from "../support/corpus.ts";
import { readChunks } from "../support/event-log.ts";

const documents = wbxmlBodies.map(({ file }) => corpusBytes(file));
const cutBody = fc
  .nat(documents.length - 1)
  .chain((index) =>
    fc.tuple(
      fc.constant(documents[index] as Uint8Array),
      fc.array(fc.nat((documents[index]?.length ?? 1) - 1), { maxLength: 12 }),
    ),
  );

function convertChunks(chunks: readonly Uint8Array[]): string {
  let xml = "";
  const encoder = new XmlEncoder((bytes) => {
    xml += Buffer.from(bytes).toString("latin1");
  });
  const source = openDocument(encoder);
  for (const chunk of chunks) source.write(chunk);
  source.end();
  return Buffer.from(xml, "latin1").toString("utf8");
}

function decodeChunks(chunks: readonly Uint8Array[]): unknown {
  const builder = new AstBuilder();
  const source = openDocument(builder);
  for (const chunk of chunks) {
    const given = chunk.slice();
    source.write(given);
    given.fill(0xee);
  }
  source.end();
  return builder.document;
}

test("any cuts of any body give the same events, the same XML and the same message", () => {
  fc.assert(
    fc.property(cutBody, ([document, cuts]) => {
      const chunks = cutAt(document, cuts);
      expect(readChunks(chunks)).toEqual(readChunks([document]));
      expect(convertChunks(chunks)).toBe(convert(document, { to: "xml" }));
      expect(decodeChunks(chunks)).toEqual(decodeDocument(document));
    }),
    { numRuns: 300 },
  );
});

test("so does every body byte by byte", () => {
  for (const document of documents) {
    expect(readChunks(byteByByte(document))).toEqual(readChunks([document]));
    expect(convertChunks(byteByByte(document))).toBe(convert(document, { to: "xml" }));
  }
});

test("and every cut in two of every small message", () => {
  for (const { input, mediaType } of cases) {
    const whole = readChunks([input], { mediaType });
    for (let cut = 1; cut < input.length; cut++) {
      expect(readChunks(cutAt(input, [cut]), { mediaType })).toEqual(whole);
    }
  }
}, 120_000);
