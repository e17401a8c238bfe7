import fc from "fast-check";
import { expect, test, vi } from "vitest";
import {
  decodeBase64,
  encodeBase64,
  encodeBase64Portable,
  putBase64,
  putBase64Portable,
} from "../../../src/core/base64.ts";

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

/** Octets of several pieces that the platform is given, with a rest. */
const long = Uint8Array.from({ length: 3 * 49_152 + 2 }, (_, index) => Math.imul(index, 2_654_435_761) >>> 13);

test.each([0, 1, 2, 3, 47, 48, 49, 49_151, 49_152, 49_153, 98_304, 147_457, 147_458])(
  "%i octets come back",
  (length) => {
    const bytes = long.subarray(5, 5 + length);
    const text = Buffer.from(bytes).toString("base64");
    expect(encodeBase64(bytes)).toBe(text);
    expect(encodeBase64Portable(bytes)).toBe(text);
    for (const put of [putBase64, putBase64Portable]) {
      const target = new Uint8Array(Math.floor(bytes.length / 3) * 4 + 7);
      const end = put(long, 5, 5 + bytes.length, target, 7);
      expect(end).toBe(target.length);
      expect(Buffer.from(target.subarray(7)).toString("latin1")).toBe(text.slice(0, target.length - 7));
    }
    expect(Buffer.compare(decodeBase64(text) as Uint8Array, bytes)).toBe(0);
    expect(Buffer.compare(decodeBase64(text.replace(/=+$/, "")) as Uint8Array, bytes)).toBe(0);
    const lines = text.replace(/.{76}/g, "$&\r\n");
    expect(Buffer.compare(decodeBase64(lines) as Uint8Array, bytes)).toBe(0);
  },
);

// Each is something that the platform's decoder takes, or passes over: U+0141 has the low byte of "A".
test.each(["-", "_", "=", "==", ".", "\0", "é", "\u0141", "\ud800", "😀"])(
  "%j in a long text is no base64",
  (foreign) => {
    const text = Buffer.from(long).toString("base64");
    for (const at of [0, 1, 64, 65_532, 65_535, 65_536, 131_071, text.length - 6]) {
      expect(decodeBase64(text.slice(0, at) + foreign + text.slice(at + foreign.length))).toBeUndefined();
      expect(decodeBase64(text.slice(0, at) + foreign + text.slice(at))).toBeUndefined();
    }
  },
);

test("an engine that has base64 itself, and no Buffer, gives the same", async () => {
  const { from } = Buffer;
  const engine = Uint8Array as unknown as { fromBase64?: unknown; prototype: { toBase64?: unknown } };
  const { fromBase64: ownFrom } = engine;
  const { toBase64: ownTo } = engine.prototype;
  engine.fromBase64 = (text: string) => {
    const data = text.replace(/[\t\n\f\r ]/g, "");
    if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/.test(data)) throw new SyntaxError();
    return new Uint8Array(from(data, "base64"));
  };
  engine.prototype.toBase64 = function (this: Uint8Array) {
    return from(this).toString("base64");
  };
  vi.stubGlobal("Buffer", undefined);
  vi.resetModules();
  const other = await import("../../../src/core/base64.ts");
  vi.unstubAllGlobals();
  vi.resetModules();
  try {
    const text = Buffer.from(long).toString("base64");
    expect(other.putBase64).not.toBe(other.putBase64Portable);
    expect(other.encodeBase64(long)).toBe(text);
    const target = new Uint8Array(text.length);
    expect(other.putBase64(long, 0, long.length, target, 0)).toBe(text.length - 4);
    expect(Buffer.from(target).toString("latin1", 0, text.length - 4)).toBe(text.slice(0, -4));
    for (const one of [
      text,
      "Zg",
      " Zm9v\r\nYg ",
      "Zg==",
      "Zg= =",
      "Zm\v9v",
      "Z",
      "Zg=",
      "Zm9v=",
      "Z-_v",
      "Zg==Zg==",
      "Zé",
    ]) {
      expect(other.decodeBase64(one)).toEqual(decodeBase64(one));
    }
  } finally {
    engine.fromBase64 = ownFrom;
    engine.prototype.toBase64 = ownTo;
    if (ownFrom === undefined) delete engine.fromBase64;
    if (ownTo === undefined) delete engine.prototype.toBase64;
  }
});
