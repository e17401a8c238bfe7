import { isDeepStrictEqual } from "node:util";
import { expect } from "vitest";

/** Like `toEqual`, at the speed of the platform's comparison where the two are equal. */
export function expectEqual(actual: unknown, expected: unknown): void {
  expect(isDeepStrictEqual(actual, expected) ? expected : actual).toEqual(expected);
}

/** Compares bytes as strings, which takes no time for large documents; `undefined` is no bytes. */
export function expectSameBytes(actual: Uint8Array | undefined, expected: Uint8Array): void {
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");
  expect(actual === undefined ? undefined : text(actual)).toBe(text(expected));
}
