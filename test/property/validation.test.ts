import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Finding } from "../../src/ast/validation/rule.ts";
import { encode } from "../../src/codec/encode.ts";
import { openValidation, validate } from "../../src/codec/validate.ts";
import { isSyncmlError } from "../../src/core/errors.ts";
import { byteByByte, cutAt } from "../support/chunks.ts";
import { cases } from "../support/corpus.ts";
import { messageOf, type Version } from "../support/message-arbitrary.ts";
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
const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const damage = fc.array(fc.tuple(place, fc.nat(255), fc.nat(2)), { maxLength: 4 });
const damaged = fc.tuple(fc.constantFrom(...documents), damage).map(([document, changes]) => {
  const bytes = [...document];
  for (const [at, byte, kind] of changes) {
    const index = Math.floor(at * bytes.length);
    if (kind === 0) bytes.splice(index, 1);
    else bytes[index] = byte;
  }
  return Uint8Array.from(bytes);
});

test("any document has findings inside itself or a SyncmlError, the same however it is cut", () => {
  fc.assert(
    fc.property(damaged, fc.array(place, { maxLength: 5 }), (document, cuts) => {
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

describe.each<Version>(["1.0", "1.1", "1.2"])("generated messages of SyncML %s", (version) => {
  const withoutOffset = (findings: readonly Finding[]) => findings.map(({ rule, path }) => `${rule} ${path}`).sort();

  test("are in the order of the DTD and know their elements", () => {
    const byConstruction = ["dtd/order", "dtd/unknown-element", "dtd/repeated-element", "dtd/element-version"];
    fc.assert(
      fc.property(messageOf(version), (message) => {
        const profile = `syncml-${version}` as const;
        const found = validate(message, { profile }).map(({ rule }) => rule);
        expect(found.filter((rule) => byConstruction.includes(rule))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test("break the same rules as their XML", () => {
    fc.assert(
      fc.property(messageOf(version), (message) => {
        const found = withoutOffset(validate(encode(message, { format: "xml" })));
        expect(withoutOffset(validate(message))).toEqual(found);
      }),
      { numRuns: 300 },
    );
  });
});
