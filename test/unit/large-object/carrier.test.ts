import { describe, expect, test } from "vitest";
import { create, newItem, newMessage } from "../../../src/ast/create.ts";
import { formatOf } from "../../../src/ast/format.ts";
import type { SyncML, WireForm } from "../../../src/ast/nodes.ts";
import { type Cargo, type Carrier, carrierOf, describedBy } from "../../../src/large-object/carrier.ts";
import { ObjectReader } from "../../../src/large-object/object-source.ts";
import type { WireOptions } from "../../../src/large-object/wire-options.ts";
import { header, wireForm } from "../../support/message.ts";

const came = (wire: Partial<WireForm>): SyncML => ({ ...newMessage(header, []), wire: wireForm(wire) });
const fresh = newMessage(header, []);

const octets: Cargo = { isString: false, needsOpaque: false, format: undefined };
const text: Cargo = { isString: true, needsOpaque: false, format: undefined };
const base64 = { format: "b64" };

/** A reader whose window is these bytes, at `offset` of an object with `more` bytes after them. */
function readerOf(bytes: Uint8Array, offset = 0, more = 0): ObjectReader {
  const reader = new ObjectReader({ byteLength: offset + bytes.length + more, pieces: [] });
  reader.window = new Uint8Array([...new Uint8Array(offset), ...bytes]);
  reader.take(offset);
  return reader;
}

const utf8 = (value: string) => new TextEncoder().encode(value);
const lengthBytes = (length: number) => (length < 0x80 ? 1 : length < 0x4000 ? 2 : 3);

/** Each is recognised by what it does with two characters when one and a half fit. */
const kinds: Readonly<Record<string, (carrier: Carrier) => boolean>> = {
  octets: ({ probe, within }) => typeof probe !== "string" && within(readerOf(utf8("éé"), 0, 9), 4, 4) === 3,
  opaqueText: ({ probe, within }) => typeof probe !== "string" && within(readerOf(utf8("éé"), 0, 9), 4, 4) === 2,
  base64: ({ format, probeCost }) => format === "b64" && probeCost === 4,
  base64Opaque: ({ format, probeCost }) => format === "b64" && probeCost === 5,
  string: ({ probe, within }) => probe === "a" && within(readerOf(utf8("&&&&&"), 0, 9), 5, 5) === 5,
  base64String: ({ probe, within }) => probe === "a" && within(readerOf(utf8("&&&&&"), 0, 9), 5, 5) === 4,
  xmlText: ({ probe, within }) => probe === "a" && within(readerOf(utf8("&aaaaaaaa"), 0, 9), 9, 9) === 5,
  xmlBase64Text: ({ probe, within }) => probe === "a" && within(readerOf(utf8("&aaaaaaaa"), 0, 9), 9, 9) === 4,
};
const kindOf = (carrier: Carrier) => Object.keys(kinds).filter((kind) => kinds[kind]?.(carrier));

describe("what carries an object", () => {
  test.each<[kind: string, cargo: Cargo, start: SyncML, options: Partial<WireOptions>]>([
    ["octets", octets, fresh, {}],
    ["octets", { ...octets, format: "bin" }, fresh, { data: "opaque" }],
    ["octets", { ...octets, format: " BIN " }, came({}), {}],
    ["octets", octets, came({ version: 0 }), { version: "1.2" }],
    ["octets", octets, came({ format: "xml" }), { format: "wbxml" }],
    ["octets", octets, came({ format: "xml", version: 0 }), { format: "wbxml" }],
    ["base64", { ...octets, ...base64 }, fresh, {}],
    ["base64", { ...octets, format: " B64" }, fresh, {}],
    ["base64Opaque", { ...octets, ...base64 }, fresh, { data: "opaque" }],
    ["base64", octets, fresh, { data: "inline" }],
    ["base64", octets, fresh, { version: "1.0" }],
    ["base64", octets, came({ version: 0 }), {}],
    ["base64", octets, fresh, { format: "xml" }],
    ["base64", octets, came({ format: "xml" }), {}],
    ["base64", { ...octets, ...base64 }, fresh, { format: "xml", data: "opaque" }],
    ["opaqueText", { ...octets, format: "chr" }, fresh, {}],
    ["opaqueText", { ...octets, format: "xml" }, fresh, {}],
    ["opaqueText", { ...text, needsOpaque: true }, fresh, {}],
    ["opaqueText", text, fresh, { data: "opaque" }],
    ["opaqueText", text, fresh, { charset: 4 }],
    ["opaqueText", text, came({ charset: 4 }), {}],
    ["string", text, came({ charset: 4 }), { charset: 106 }],
    ["string", text, came({ format: "xml", charset: 4 }), { format: "wbxml" }],
    ["string", text, fresh, {}],
    ["string", { ...octets, format: "chr" }, fresh, { data: "inline" }],
    ["string", { ...text, needsOpaque: true }, fresh, { data: "inline" }],
    ["string", { ...text, needsOpaque: true }, fresh, { version: "1.0" }],
    ["string", { ...text, format: "bin" }, fresh, {}],
    ["base64String", { ...text, ...base64 }, fresh, {}],
    ["xmlText", text, fresh, { format: "xml" }],
    ["xmlText", { ...octets, format: "chr" }, came({ format: "xml" }), {}],
    ["xmlBase64Text", { ...text, ...base64 }, fresh, { format: "xml" }],
  ])("is %s, row %#", (kind, cargo, start, options) => {
    expect(kindOf(carrierOf(cargo, start, options))).toEqual([kind]);
  });
});

describe("of what there is and what may be sent, as much goes as there is room for", () => {
  const all = Uint8Array.from({ length: 300 }, (_, index) => index);

  test("octets, after their length", () => {
    const { within, carriedBytes } = carrierOf(octets, fresh, {});
    for (let budget = 0; budget <= 300; budget++) {
      for (const end of [0, 1, 126, 127, 128, 129, 300]) {
        let most = 0;
        for (let length = 0; length <= end; length++) if (length + lengthBytes(length) <= budget) most = length;
        expect([budget, end, within(readerOf(all), end, budget)]).toEqual([budget, end, most]);
      }
    }
    expect(carriedBytes(7)).toBe(7);
  });

  test.each([
    ["base64", {}, () => 0],
    ["base64 as OPAQUE", { data: "opaque" }, lengthBytes],
  ] as const)("%s, in groups of three unless it is the end", (_what, options, prefix) => {
    const { within, carriedBytes } = carrierOf({ ...octets, ...base64 }, fresh, options);
    for (const length of [0, 1, 2, 3, 4, 5, 90, 95, 96, 97, 200]) {
      for (let budget = 0; budget <= 280; budget++) {
        for (const more of [0, 5]) {
          let most = 0;
          for (let count = 0; count <= length; count++) {
            const digits = Math.ceil(count / 3) * 4;
            const mayEnd = count % 3 === 0 || (count === length && more === 0);
            // The length field is sized for a chunk that takes all the room.
            if (mayEnd && digits + prefix(Math.max(0, budget)) <= budget) most = count;
          }
          const found = within(readerOf(all.subarray(0, length), 0, more), length, budget);
          expect([length, budget, more, found]).toEqual([length, budget, more, most]);
        }
      }
    }
    expect([0, 1, 3, 4].map(carriedBytes)).toEqual([0, 4, 4, 8]);
  });

  const script = "a<é&日>\u{1f600}\rz";
  const ends = [...utf8(script).keys(), utf8(script).length].filter((at) => ((utf8(script)[at] ?? 0) & 0xc0) !== 0x80);
  const escapes: Readonly<Record<string, number>> = { "<": 4, "&": 5, ">": 4, "\r": 5 };
  const wbxmlCost = (prefix: string) => utf8(prefix).length;
  const xmlCost = (prefix: string) =>
    Array.from(prefix, (character) => escapes[character] ?? utf8(character).length).reduce(
      (sum, cost) => sum + cost,
      0,
    );

  test.each([
    ["a string", {}, wbxmlCost],
    ["text of XML", { format: "xml" }, xmlCost],
  ] as const)("%s, between characters", (_what, options, cost) => {
    const { within } = carrierOf(text, fresh, options);
    for (let budget = 0; budget <= 40; budget++) {
      for (let end = 0; end <= utf8(script).length; end++) {
        const fitting = ends.filter(
          (at) => at <= end && cost(new TextDecoder().decode(utf8(script).subarray(0, at))) <= budget,
        );
        for (const more of [0, 3]) {
          expect([budget, end, within(readerOf(utf8(script), 0, more), end, budget)]).toEqual([
            budget,
            end,
            Math.max(...fitting),
          ]);
        }
      }
    }
  });

  test.each([{}, { format: "xml" }] as const)(
    "text that is base64, in groups of four of the whole object, %j",
    (options) => {
      const { within } = carrierOf({ ...text, ...base64 }, fresh, options);
      for (let offset = 0; offset < 5; offset++) {
        for (let budget = 0; budget <= 14; budget++) {
          const reader = readerOf(utf8("QUJDREVGR0hJ"), offset, 9);
          const odd = (offset + Math.min(budget, 12)) % 4;
          const most = Math.min(budget, 12);
          expect([offset, budget, within(reader, 12, budget)]).toEqual([
            offset,
            budget,
            odd < most ? most - odd : most,
          ]);
        }
        expect(within(readerOf(utf8("QUJDR"), offset), 5, 9)).toBe(5);
      }
    },
  );

  test("a string as OPAQUE, between characters and nowhere else, so that it can be found again", () => {
    const { within } = carrierOf({ ...text, needsOpaque: true }, fresh, {});
    const bytes = utf8("a\u{1f600}日é");
    for (let budget = 1; budget <= bytes.length; budget++) {
      const most = Math.max(...[0, 1, 5, 8, 10].filter((cut) => cut <= budget - 1));
      expect([budget, within(readerOf(bytes, 0, 4), bytes.length, budget)]).toEqual([budget, most]);
    }
    expect(within(readerOf(bytes.subarray(1), 0, 4), 9, 4)).toBe(0);
  });

  test("text as OPAQUE, between characters as far as it has any", () => {
    const { within } = carrierOf({ isString: false, needsOpaque: false, format: "chr" }, fresh, {});
    const bytes = utf8("a\u{1f600}日é");
    const cuts = [0, 1, 5, 8, 10];
    for (let budget = 1; budget <= bytes.length; budget++) {
      const most = Math.max(...cuts.filter((cut) => cut <= budget - 1));
      // A character that does not fit at all is cut.
      const expected = most === 0 ? budget - 1 : most;
      expect([budget, within(readerOf(bytes, 0, 4), bytes.length, budget)]).toEqual([budget, expected]);
    }
    expect(within(readerOf(bytes), bytes.length, bytes.length + 1)).toBe(bytes.length);
    const continued = new Uint8Array(20).fill(0x80);
    expect([6, 12].map((budget) => within(readerOf(continued, 0, 4), 20, budget))).toEqual([5, 11]);
    expect(within(readerOf(continued, 3), 20, 21)).toBe(20);
  });

  test("a character that the window cuts waits for the next one", () => {
    const { within } = carrierOf(text, fresh, {});
    const cut = utf8("ab日").subarray(0, 4);
    expect(within(readerOf(cut, 0, 1), 4, 99)).toBe(2);
  });
});

describe("what cannot be carried is reported with its place in the object", () => {
  test.each<[what: string, bytes: Uint8Array, options: Partial<WireOptions>, place: number]>([
    ["NUL in a string", utf8("ab\0"), {}, 12],
    ["a control character in XML", utf8("a\x01"), { format: "xml" }, 11],
    ["no UTF-8", Uint8Array.of(0x61, 0xff), {}, 11],
    ["a character without end", utf8("a日").subarray(0, 3), {}, 11],
    ["a character that XML lacks", utf8("\uffff"), { format: "xml" }, 10],
  ])("%s", (_what, bytes, options, place) => {
    const { within } = carrierOf(text, fresh, options);
    expect(() => within(readerOf(bytes, 10), bytes.length, 99)).toThrow(
      expect.objectContaining({
        code: "unrepresentable",
        reason: expect.stringMatching(`^byte ${place} of the object`),
      }),
    );
  });

  test("bytes that are no text", () => {
    const { data } = carrierOf(text, fresh, {});
    expect(data(utf8("é"), 0)).toBe("é");
    expect(() => data(Uint8Array.of(0xff), 7)).toThrow("byte 7 of the object");
  });

  test("octets go as they are, or as base64", () => {
    expect(carrierOf(octets, fresh, {}).data(Uint8Array.of(1, 0xff), 0)).toEqual(Uint8Array.of(1, 0xff));
    expect(carrierOf(octets, fresh, { format: "xml" }).data(Uint8Array.of(1, 0xff), 0)).toBe("Af8=");
  });
});

describe("the Meta of a chunk", () => {
  const meta = create("Meta", { type: "text/plain", format: "chr" });

  test.each([
    [undefined, undefined, undefined, undefined],
    [undefined, "b64", undefined, create("Meta", { format: "b64", size: undefined })],
    [undefined, undefined, "9", create("Meta", { format: undefined, size: "9" })],
    [meta, undefined, "9", { ...meta, size: "9" }],
    [meta, "b64", undefined, { ...meta, format: "b64", size: undefined }],
  ])("row %#", (given, format, size, expected) => {
    expect(describedBy(given, format, size)).toEqual(expected);
  });

  test("has the format of the item, or else of the command", () => {
    const command = create("Meta", { format: "bin" });
    expect(formatOf(newItem("./a", "x", { format: "chr" }), command)).toBe("chr");
    expect(formatOf(newItem("./a", "x"), command)).toBe("bin");
    expect(formatOf(newItem("./a", "x"), undefined)).toBeUndefined();
  });
});
