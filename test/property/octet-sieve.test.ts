import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeBase64 } from "../../src/core/base64.ts";
import { encodeUtf8 } from "../../src/core/utf8.ts";
import { keyAt, OctetSieve } from "../../src/inspect/redaction/octet-sieve.ts";

const octetsOf = (text: string) => Uint8Array.from(text, (one) => one.charCodeAt(0));
const hex = (text: string) => [...text].map((one) => one.charCodeAt(0).toString(16).padStart(2, "0")).join("");
const base64 = (text: string) => encodeBase64(octetsOf(text));

const encodings: readonly ((text: string) => string)[] = [
  base64,
  (text) => base64(`x${text}`).replace(/=+$/, ""),
  (text) => base64(text).replace(/(.{5})/g, "$1\r\n"),
  hex,
  (text) => `f${hex(text)}`,
  (text) => (hex(text).match(/../g) as string[]).join(":"),
];
/** Ways of writing that are not in themselves, or not often. */
const spellings: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => hex(text).replace(/../g, "%$&"),
  (text) => text.replace(/[&/]/g, (one) => `&#${one.charCodeAt(0)};`),
  (text) => [...text].map((one) => `${one}\0`).join(""),
  (text) => [...text].map((one) => `\0${one}`).join(""),
];

describe("the sieve", () => {
  const value = fc.stringMatching(/^[ -~]{4,12}$/);
  const around = fc.stringMatching(/^[ -~]{0,12}$/);

  test("lets through octets with a value in them, as it is and in encodings inside each other", () => {
    fc.assert(
      fc.property(
        value,
        fc.constantFrom(...spellings),
        fc.array(fc.constantFrom(...encodings), { maxLength: 3 }),
        around,
        around,
        (given, spell, encode, before, after) => {
          const sieve = new OctetSieve(new Set([keyAt(encodeUtf8(given), 0)]));
          const octets = octetsOf(`${before}|${encode.reduce((text, one) => one(text), spell(given))}|${after}`);
          expect(sieve.mayHold(octets, octets.length, 0)).toBe(true);
        },
      ),
    );
  });

  test("holds back long data without one, text or not, however many values there are", () => {
    const sieve = new OctetSieve(
      new Set(Array.from({ length: 5000 }, (_, index) => Math.imul(index + 1, 0x0101_0107))),
    );
    // Numbers of a linear congruential generator, as nothing is in them by design.
    let state = 1;
    const noise = Uint8Array.from({ length: 2000 }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state >>> 24;
    });
    const digits = encodeUtf8(encodeBase64(noise));
    for (const octets of [noise, digits, encodeUtf8("a photograph of 1 Main Street & others, 100% as it was")]) {
      expect(sieve.mayHold(octets, octets.length, 0)).toBe(false);
    }
  });
});
