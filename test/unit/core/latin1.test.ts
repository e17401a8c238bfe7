import { expect, test, vi } from "vitest";
import * as here from "../../../src/core/latin1.ts";

vi.stubGlobal("Buffer", undefined);
vi.resetModules();
const portable = await import("../../../src/core/latin1.ts");
vi.unstubAllGlobals();
vi.resetModules();

const all = Uint8Array.from({ length: 256 }, (_, octet) => octet);

test.each([
  ["with what this platform has", here],
  ["without help of the platform", portable],
])("octets are a character each, %s", (_name, { octetString, octetsOfString }) => {
  const text = octetString(all, 0, 256);
  expect(Array.from(text, (character) => character.codePointAt(0))).toEqual([...all]);
  expect(octetString(all, 65, 68)).toBe("ABC");
  expect(octetString(all, 7, 7)).toBe("");
  expect(octetsOfString(text)).toEqual(all);
  expect(octetsOfString("")).toHaveLength(0);
  expect(octetsOfString("aĀ")).toBeUndefined();
});
