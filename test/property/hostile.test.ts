import fc from "fast-check";
import { expect, test } from "vitest";
import { convert } from "../../src/codec/convert.ts";
import { decodePartial } from "../../src/codec/decode.ts";
import { openDocument } from "../../src/codec/open-document.ts";
import { isSyncmlError } from "../../src/core/errors.ts";
import { DigestSink } from "../support/digest-sink.ts";
import { readChunks } from "../support/event-log.ts";
import { mutatedDocuments as mutated } from "../support/mutated-documents.ts";
import { parseXml } from "../support/xml-tree.ts";

test("a damaged document is read or refused with code, offset and path; what it becomes is well-formed", () => {
  fc.assert(
    fc.property(mutated, (document) => {
      const { error } = readChunks([document]);
      if (error === undefined) {
        const sink = new DigestSink();
        const source = openDocument(sink);
        source.write(document);
        source.end();
        expect(sink.ends).toBe(sink.starts);
        expect(sink.documents).toBe(0);
      } else {
        expect(error.offset).toBeGreaterThanOrEqual(0);
        expect(error.offset).toBeLessThanOrEqual(document.length);
        expect(error.path).toMatch(/^(\/[^/]+)*$/);
      }
      let xml: string | undefined;
      try {
        xml = convert(document, { to: "xml" });
      } catch (caught) {
        if (!isSyncmlError(caught)) throw caught;
      }
      if (xml !== undefined) parseXml(xml);
      const partial = decodePartial(document);
      expect(partial.error?.code).toBe(error?.code);
      if (error === undefined) expect(partial.document).toBeDefined();
    }),
    { numRuns: 4000 },
  );
}, 120_000);

test("random bytes after a header are read or refused", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (body) => {
      const document = Uint8Array.of(0x03, 0xa4, 0x01, 0x6a, 0x04, 0x61, 0x00, 0x62, 0x00, 0x6d, ...body);
      const { error, log } = readChunks([document]);
      expect(decodePartial(document).error?.code).toBe(error?.code);
      expect(log).toMatch(/^(off=9 document|$)/);
    }),
    { numRuns: 2000 },
  );
});
