import { expect, test } from "vitest";
import { fingerprint } from "../../../src/core/fingerprint.ts";
import { hexOfOctets } from "../../../src/core/hex-digit.ts";

test("it is MurmurHash3_x86_128, by the value with which its author verifies implementations", () => {
  const all = new Uint8Array(256 * 16);
  for (let length = 0; length < 256; length++) {
    const key = Uint8Array.from({ length }, (_, index) => index);
    all.set(fingerprint(key, 256 - length), 16 * length);
  }
  // SMHasher: 0xb3ece62a, low octet first.
  expect(hexOfOctets(fingerprint(all).subarray(0, 4))).toBe("2ae6ecb3");
});

test("octets after those that are given do not count", () => {
  const octets = Uint8Array.from({ length: 64 }, (_, index) => 7 * index);
  for (let length = 0; length < 40; length++) {
    expect(fingerprint(octets.subarray(3, 3 + length))).toEqual(fingerprint(octets.slice(3, 3 + length)));
  }
});

test("one other bit, or one more octet of zero, gives others", () => {
  const seen = new Set<string>();
  for (let length = 0; length < 40; length++) seen.add(hexOfOctets(fingerprint(new Uint8Array(length))));
  for (let bit = 0; bit < 8 * 40; bit++) {
    const octets = new Uint8Array(40);
    octets[bit >> 3] = 1 << (bit & 7);
    seen.add(hexOfOctets(fingerprint(octets)));
  }
  expect(seen.size).toBe(40 + 8 * 40);
});
