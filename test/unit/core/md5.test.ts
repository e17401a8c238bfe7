import { md5 as libraryMd5 } from "@noble/hashes/legacy.js";
import { describe, expect, test } from "vitest";
import { hexOfOctets } from "../../../src/core/hex-digit.ts";
import { md5 } from "../../../src/core/md5.ts";
import { encodeUtf8 } from "../../../src/core/utf8.ts";

describe("MD5", () => {
  // RFC 1321, A.5.
  test.each([
    ["", "d41d8cd98f00b204e9800998ecf8427e"],
    ["a", "0cc175b9c0f1b6a831c399e269772661"],
    ["abc", "900150983cd24fb0d6963f7d28e17f72"],
    ["message digest", "f96b697d7cb7938d525a2f31aaf161d0"],
    ["abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"],
    ["ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", "d174ab98d277d9f5a5611c2c9f419d9f"],
    ["1234567890".repeat(8), "57edf4a22be3c955ac49da2e2107b67a"],
  ])("of %j", (text, digest) => {
    expect(hexOfOctets(md5(encodeUtf8(text)))).toBe(digest);
  });

  test("it is the library's at every length about the blocks, also of a part of a buffer", () => {
    const octets = Uint8Array.from({ length: 400 }, (_, index) => (index * 131 + 7) & 0xff);
    for (let length = 0; length <= octets.length; length++) {
      const part = octets.subarray(octets.length - length);
      expect(hexOfOctets(md5(part)), `${length} octets`).toBe(hexOfOctets(libraryMd5(part)));
    }
  });
});
