import { expect, test } from "vitest";
import { decodeUtf8 } from "../../../src/core/utf8.ts";
import { utf8CharacterBytes, writeUtf8Character } from "../../../src/core/utf8-characters.ts";

const platform = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function platformText(bytes: Uint8Array): string | undefined {
  try {
    return platform.decode(bytes);
  } catch {
    return undefined;
  }
}

/** First and last byte of each range of RFC 3629 §4, and their neighbours. */
const edges = [
  0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef,
];
const firsts = [...edges, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff];

function* sequences(): Generator<number[]> {
  for (const first of firsts) {
    yield [first];
    for (const second of firsts) {
      yield [first, second];
      if (first < 0xe0) continue;
      for (const third of firsts) {
        yield [first, second, third];
        if (first < 0xf0) continue;
        for (const fourth of [0x00, 0x7f, 0x80, 0xbf, 0xc0, 0xff]) yield [first, second, third, fourth];
      }
    }
  }
}

test("bytes at the edges of the ranges are text exactly where the platform says so", () => {
  const wrong = [...sequences()].filter((sequence) => {
    // The bytes after the end would continue a character.
    const chunk = Uint8Array.of(0x41, ...sequence, 0x80, 0x80, 0x80);
    const end = 1 + sequence.length;
    return decodeUtf8(chunk, 0, end) !== platformText(chunk.subarray(0, end));
  });
  expect(wrong).toEqual([]);
});

test.each([0, 23, 24, 25, 26, 4096, 65_535, 65_536, 65_537])(
  "%i bytes, of ASCII and with more after them",
  (length) => {
    const text = "a".repeat(length);
    const chunk = new TextEncoder().encode(`${text}日\u{1f600}b`);
    expect(decodeUtf8(chunk, 0, length)).toBe(text);
    expect(decodeUtf8(chunk, 0, chunk.length)).toBe(`${text}日\u{1f600}b`);
    expect(decodeUtf8(chunk, 0, chunk.length - 2)).toBeUndefined();
  },
);

test.each([0x00, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff])(
  "code point %i is written as the platform does, and is one character",
  (code) => {
    const expected = new TextEncoder().encode(String.fromCodePoint(code));
    const target = new Uint8Array(6).fill(0xee);
    expect(writeUtf8Character(code, target, 1)).toBe(expected.length);
    expect([...target]).toEqual([0xee, ...expected, ...new Array(5 - expected.length).fill(0xee)]);
    expect(utf8CharacterBytes(target, 1, 1 + expected.length)).toBe(expected.length);
    for (let end = 2; end < 1 + expected.length; end++) expect(utf8CharacterBytes(target, 1, end)).toBe(-1);
  },
);
