import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encode } from "../../src/codec/encode.ts";
import { openValidation, validate } from "../../src/codec/validate.ts";
import { isSyncmlError } from "../../src/core/errors.ts";
import { cutAt } from "../../src/testing/chunkings.ts";
import { messages } from "../../src/testing/messages.ts";
import { mutations } from "../../src/testing/mutations.ts";
import { share } from "../../src/testing/share.ts";
import { profiles, type SyncmlVersion } from "../../src/validation/profiles.ts";
import type { Finding } from "../../src/validation/rule.ts";
import { byteByByte } from "../support/chunks.ts";
import { cases } from "../support/corpus.ts";
import { rightMessages, validationCases } from "../support/validation-cases.ts";

/** The findings, or the code of the error. */
function outcome(chunks: readonly Uint8Array[]): Finding[] | string {
  const { source, findings } = openValidation();
  try {
    for (const chunk of chunks) source.write(chunk);
    source.end();
    return findings();
  } catch (error) {
    if (!isSyncmlError(error)) throw error;
    return error.code;
  }
}

const utf8 = (text: string) => new TextEncoder().encode(text);
const documents = [
  ...cases.map(({ input }) => input),
  ...Object.values(rightMessages).map(utf8),
  ...validationCases.map(({ document }) => (typeof document === "string" ? utf8(document) : document.bytes)),
];
const damaged = fc.constantFrom(...documents).chain((document) => fc.oneof(fc.constant(document), mutations(document)));

test("any document has findings inside itself or a SyncmlError, the same however it is cut", () => {
  fc.assert(
    fc.property(damaged, fc.array(share, { maxLength: 5 }), (document, cuts) => {
      const whole = outcome([document]);
      expect(
        outcome(
          cutAt(
            document,
            cuts.map((cut) => Math.floor(cut * document.length)),
          ),
        ),
      ).toEqual(whole);
      expect(outcome(byteByByte(document))).toEqual(whole);
      if (typeof whole === "string") return;
      const offsets = whole.map(({ offset }) => offset as number);
      expect(offsets.every((offset) => offset >= 0 && offset <= document.length)).toBe(true);
      expect([...offsets].sort((one, other) => one - other)).toEqual(offsets);
    }),
    { numRuns: 1500 },
  );
});

test.each(profiles)("messages made for %s break none of its rules, in any form", (profile) => {
  fc.assert(
    fc.property(messages({ profile }), fc.constantFrom("wbxml", "xml"), (message, format) => {
      expect(validate(message, { profile })).toEqual([]);
      expect(validate(encode(message, { format, embeddedTypes: "adapt" }), { profile })).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

describe.each<SyncmlVersion>(["1.0", "1.1", "1.2"])("generated messages of SyncML %s", (version) => {
  const withoutOffset = (findings: readonly Finding[]) => findings.map(({ rule, path }) => `${rule} ${path}`).sort();

  test("are what the DTD allows", () => {
    fc.assert(
      fc.property(messages({ version }), (message) => {
        const profile = `syncml-${version}` as const;
        const found = validate(message, { profile }).map(({ rule }) => rule);
        expect(found.filter((rule) => rule.startsWith("dtd/"))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test("break the same rules as their XML", () => {
    fc.assert(
      fc.property(messages({ version }), (message) => {
        const found = withoutOffset(validate(encode(message, { format: "xml" })));
        expect(withoutOffset(validate(message))).toEqual(found);
      }),
      { numRuns: 300 },
    );
  });
});
