import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeBase64, encodeBase64, encodeBase64Portable } from "../../../src/core/base64.ts";

test.each([
  ["", ""],
  ["f", "Zg=="],
  ["fo", "Zm8="],
  ["foo", "Zm9v"],
  ["foobar", "Zm9vYmFy"],
])("%j is %j (RFC 4648 §10)", (text, base64) => {
  const bytes = new TextEncoder().encode(text);
  expect(encodeBase64(bytes)).toBe(base64);
  expect(decodeBase64(base64)).toEqual(bytes);
});

test("any bytes come back, and the text is the platform's", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const text = encodeBase64(bytes);
      expect(text).toBe(Buffer.from(bytes).toString("base64"));
      expect(encodeBase64Portable(bytes)).toBe(text);
      expect(decodeBase64(text)).toEqual(bytes);
    }),
  );
});

test("white space and missing padding are accepted", () => {
  expect(decodeBase64(" Zm9v\r\nYg ")).toEqual(new TextEncoder().encode("foob"));
  expect(decodeBase64("Zg")).toEqual(new TextEncoder().encode("f"));
});

test.each(["Z", "Zg=", "Z===", "Zm9v=", "Z-_v", "Zg==Zg==", "Zé"])("%j is no base64", (text) => {
  expect(decodeBase64(text)).toBeUndefined();
});

test("white space and padding anywhere are taken as one digit after the other would be", () => {
  const pieces = fc.constantFrom("Zm9v", "Zg", "Zg==", "+/", "A", "=", "\r\n", " ", "\t", "-", "é", "\ud800", "\u0100");
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      const text = parts.join("");
      const digits = text.replace(/[\t-\r ]/g, "");
      const [, data = "", padding = ""] = /^([A-Za-z0-9+/]*)(=*)$/.exec(digits) ?? [];
      const rest = data.length % 4;
      const isBase64 =
        data + padding === digits &&
        rest !== 1 &&
        padding.length <= 2 &&
        (padding === "" || (rest + padding.length) % 4 === 0);
      expect(decodeBase64(text)).toEqual(isBase64 ? new Uint8Array(Buffer.from(data, "base64")) : undefined);
    }),
    { numRuns: 2000 },
  );
});
