import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SyncmlDocument } from "../../src/ast/nodes.ts";
import { decodeDocument } from "../../src/codec/decode.ts";
import { encode } from "../../src/codec/encode.ts";
import { writeMessageAsWbxml } from "../../src/codec/fast-path/message-to-wbxml.ts";
import { writeMessageAsXml } from "../../src/codec/fast-path/message-to-xml.ts";
import { messages } from "../../src/testing/messages.ts";
import type { Content } from "../../src/testing/nodes.ts";
import type { SyncmlVersion } from "../../src/validation/profiles.ts";
import { withFaults, withOddities, withUnusualForms } from "../support/altered-message.ts";
import { cases, corpusBytes, wbxmlBodies, xmlBodies } from "../support/corpus.ts";
import { encodeByEvents, outcome } from "../support/event-path.ts";
import { expectEqual, expectSameBytes } from "../support/expect-equal.ts";

const forms = [
  { format: "wbxml" as const, write: writeMessageAsWbxml },
  { format: "xml" as const, write: writeMessageAsXml },
];

const options = fc.record(
  {
    version: fc.constantFrom("1.0" as const, "1.1" as const, "1.2" as const, "1.3" as const),
    publicId: fc.constantFrom("number" as const, "text" as const, "unknown" as const),
    data: fc.constantFrom("as-given" as const, "inline" as const, "opaque" as const),
    stringTable: fc.constantFrom("none" as const, "auto" as const),
    charset: fc.constantFrom(106, 4),
    literals: fc.constantFrom([], ["x"]),
    indent: fc.constantFrom("", " "),
    opaque: fc.constantFrom("text" as const, "base64" as const),
    embeddedTypes: fc.constantFrom("keep" as const, "adapt" as const),
    octets: fc.constantFrom("base64" as const, "marked" as const),
    whitespace: fc.constantFrom("drop" as const, "keep" as const),
  },
  { requiredKeys: [] },
);

/** What encoding gives: bytes, or the error with its place. */
function result(run: () => Uint8Array): unknown {
  try {
    return outcome(run);
  } catch (error) {
    return String(error);
  }
}

describe.each(forms)("the fast path to $format", ({ format, write }) => {
  // Bytes are no text in XML, most of them.
  const plain: readonly Content[] = format === "wbxml" ? ["bytes"] : [];

  describe.each<SyncmlVersion>(["1.0", "1.1", "1.2"])("for SyncML %s", (version) => {
    test("writes every plain message, in the same bytes as events do", () => {
      fc.assert(
        fc.property(messages({ version, content: plain }), (message) => {
          const fused = write(message, {});
          expectSameBytes(fused, encodeByEvents(message, { format }));
        }),
        { numRuns: 100 },
      );
    });

    test("writes the same bytes as events do or nothing, whatever the form and the options", () => {
      fc.assert(
        fc.property(withUnusualForms(messages({ version })), options, (message, given) => {
          const fused = write(message, given);
          if (fused !== undefined) expectSameBytes(fused, encodeByEvents(message, { ...given, format }));
        }),
        { numRuns: 400 },
      );
    });

    test("hands over what it does not know in its place, and writes the rest", () => {
      // Browsers run fewer than are asked for.
      let [runs, carried, bytes, bytesByEvents] = [0, 0, 0, 0];
      fc.assert(
        fc.property(withOddities(messages({ version })), options, (message, given) => {
          runs++;
          const expected = result(() => encodeByEvents(message, { ...given, format }));
          const written = write(message, given);
          if (written !== undefined) expectSameBytes(written, expected as Uint8Array);
          const plain = write(message, {}, (byteLength) => {
            bytesByEvents += byteLength;
          });
          if (plain === undefined) return;
          expectSameBytes(plain, encodeByEvents(message, { format }));
          carried++;
          bytes += plain.length;
        }),
        { numRuns: 500 },
      );
      expect(carried / runs).toBeGreaterThan(0.7);
      // Up to six oddities are in a message of a few commands.
      expect(bytesByEvents / bytes).toBeLessThan(0.85);
    });

    test("leaves every fault to the event path", () => {
      fc.assert(
        fc.property(withFaults(messages({ version })), (message) => {
          expectEqual(
            result(() => encode(message, { format })),
            result(() => encodeByEvents(message, { format })),
          );
        }),
        { numRuns: 400 },
      );
    });
  });

  const documents = [...wbxmlBodies, ...xmlBodies].map(({ file }): [string, SyncmlDocument] => [
    file,
    decodeDocument(corpusBytes(file)),
  ]);
  const made = cases
    .filter(({ error }) => error === undefined)
    .map(({ name, input, mediaType }): [string, SyncmlDocument] => [name, decodeDocument(input, { mediaType })]);

  test.each([...documents, ...made])("%s comes out as on the event path", (_name, document) => {
    const fused = write(document, {});
    if (fused !== undefined) expectSameBytes(fused, encodeByEvents(document, { format }));
  });

  test("writes the recorded bodies itself", () => {
    const declined = documents.filter(([, document]) => write(document, {}) === undefined).map(([file]) => file);
    expect(declined).toEqual([]);
  });
});
