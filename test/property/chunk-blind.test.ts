import fc from "fast-check";
import { expect, test } from "vitest";
import { AstBuilder } from "../../src/ast/builder.ts";
import { convert } from "../../src/codec/convert.ts";
import { DocumentEncoder } from "../../src/codec/document-encoder.ts";
import { openDocument } from "../../src/codec/open-document.ts";
import { cutAt } from "../../src/testing/chunkings.ts";
import { checkChunkBlind } from "../../src/testing/laws/chunk-blind.ts";
import { byteByByte } from "../support/chunks.ts";
import { cases, corpusBytes, wbxmlBodies } from "../support/corpus.ts";
import { readChunks } from "../support/event-log.ts";

/** Larger cases expand to megabytes, and trying every cut would take days. */
const SMALL_BYTES = 8192;
const documents = wbxmlBodies.map(({ file }) => corpusBytes(file));

function convertChunks(chunks: readonly Uint8Array[]): string {
  let xml = "";
  const encoder = new DocumentEncoder("xml", (bytes) => {
    xml += Buffer.from(bytes).toString("latin1");
  });
  const source = openDocument(encoder.sink);
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
  const read = (chunks: readonly Uint8Array[]) => [readChunks(chunks), convertChunks(chunks), decodeChunks(chunks)];
  checkChunkBlind(read, { documents: fc.constantFrom(...documents), numRuns: 300 });
});

test("so does every body byte by byte", () => {
  for (const document of documents) {
    expect(readChunks(byteByByte(document))).toEqual(readChunks([document]));
    expect(convertChunks(byteByByte(document))).toBe(convert(document, { to: "xml" }));
  }
});

test("and every cut in two of every small message", () => {
  for (const { input, mediaType } of cases.filter(({ input }) => input.length <= SMALL_BYTES)) {
    const whole = readChunks([input], { mediaType });
    for (let cut = 1; cut < input.length; cut++) {
      expect(readChunks(cutAt(input, [cut]), { mediaType })).toEqual(whole);
    }
  }
}, 120_000);
