import { expect, test } from "vitest";
import { equalBytes } from "../../../src/core/equal-bytes.ts";

test("octets are compared with the whole of others, or with a part", () => {
  const bytes = Uint8Array.of(1, 2, 3);
  expect(equalBytes(bytes, Uint8Array.of(1, 2, 3))).toBe(true);
  expect(equalBytes(bytes, Uint8Array.of(1, 2, 4))).toBe(false);
  expect(equalBytes(bytes, Uint8Array.of(1, 2, 3, 4))).toBe(false);
  expect(equalBytes(bytes, Uint8Array.of(0, 1, 2, 3, 4), 1, 4)).toBe(true);
  expect(equalBytes(bytes, Uint8Array.of(0, 1, 2, 3, 4), 1, 3)).toBe(false);
});
