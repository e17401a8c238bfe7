import fc from "fast-check";
import { expect, test } from "vitest";
import { mutations } from "../../src/testing/mutations.ts";
import { share } from "../../src/testing/share.ts";
import { xmlDocuments } from "../../src/testing/xml-documents.ts";
import { XmlReader } from "../../src/xml/reader.ts";
import { DigestSink } from "../support/digest-sink.ts";
import { errorOf } from "../support/error-of.ts";
import { convertedBodies, xmlBodies } from "../support/xml-corpus.ts";
import { readXmlChunks } from "../support/xml-log.ts";

const damagedXml = xmlDocuments().chain(mutations);

/** Where a reader may stop without loss: after the root element. */
function rootEnd(document: Uint8Array): number {
  return Buffer.from(document).lastIndexOf(">") + 1;
}

test("every prefix of a body is truncated at its end, with everything before it delivered", () => {
  let prefixes = 0;
  for (const { file, bytes } of [...xmlBodies, ...convertedBodies]) {
    const sink = new DigestSink();
    const reader = new XmlReader(sink);
    // Every prefix of the short ones, some of the long ones.
    const step = bytes.length < 3000 ? 1 : 97;
    const end = rootEnd(bytes);
    for (let length = 0; length < end; length++) {
      if (length % step === 0) {
        const prefixSink = new DigestSink();
        const error = errorOf(() => {
          const prefixReader = new XmlReader(prefixSink);
          prefixReader.write(bytes.subarray(0, length));
          prefixReader.end();
        });
        if (error?.code !== "truncated-input" || error.offset !== length || sink.state !== prefixSink.state) {
          expect.fail(`${file} cut at ${length}: ${error?.message}, ${prefixSink.state} for ${sink.state}`);
        }
        prefixes++;
      }
      reader.write(bytes.subarray(length, length + 1));
    }
    reader.write(bytes.subarray(end));
    reader.end();
    expect(sink.ends).toBe(sink.starts);
  }
  expect(prefixes).toBeGreaterThan(20_000);
}, 240_000);

test("a prefix of any document fails as truncated, or as the whole one does, and its log begins the whole log", () => {
  fc.assert(
    fc.property(fc.oneof(xmlDocuments(), damagedXml), share, (document, kept) => {
      const length = Math.floor(kept * document.length);
      const whole = readXmlChunks([document]);
      const { error, log } = readXmlChunks([document.subarray(0, length)]);
      if (error === undefined) expect(log).toMatch(/end document\n$/);
      else if (error.code === "truncated-input") {
        expect(error.offset).toBe(length);
        const lines = log.split("\n").slice(0, -2);
        expect(whole.log.startsWith(lines.map((line) => `${line}\n`).join(""))).toBe(true);
      } else expect(error).toEqual(whole.error);
    }),
    { numRuns: 3000 },
  );
});

test("only a SyncmlError with a place escapes", () => {
  fc.assert(
    fc.property(fc.oneof(damagedXml, fc.uint8Array({ maxLength: 100 })), (document) => {
      const { error } = readXmlChunks([document]);
      if (error === undefined) return;
      expect(error.offset).toBeGreaterThanOrEqual(0);
      expect(error.offset).toBeLessThanOrEqual(document.length);
      expect(error.line).toBeGreaterThanOrEqual(1);
      expect(error.column).toBeGreaterThanOrEqual(1);
    }),
    { numRuns: 4000 },
  );
});

test("a document in UTF-16 is truncated wherever it is cut, its first bytes included", () => {
  const text = '<a b="c">d</a>';
  const littleEndian = new Uint8Array(Buffer.from(text, "utf16le"));
  const bigEndian = littleEndian.map((_, index) => littleEndian[index ^ 1] as number);
  const marked = [Uint8Array.of(0xff, 0xfe, ...littleEndian), Uint8Array.of(0xfe, 0xff, ...bigEndian)];
  const utf8 = new Uint8Array(Buffer.from(`\ufeff${text}`));
  for (const document of [littleEndian, bigEndian, ...marked, utf8]) {
    for (let length = 0; length < document.length; length++) {
      const { error } = readXmlChunks([document.subarray(0, length)]);
      expect(error).toMatchObject({ code: "truncated-input", offset: length });
    }
  }
});
