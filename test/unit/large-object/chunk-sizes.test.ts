import { describe, expect, test } from "vitest";
import { create, newItem, newMessage } from "../../../src/ast/create.ts";
import type { Item, Replace, SyncML } from "../../../src/ast/nodes.ts";
import { decode } from "../../../src/codec/decode.ts";
import { encode } from "../../../src/codec/encode.ts";
import { ObjectReader, type PieceIterator } from "../../../src/large-object/object-source.ts";
import { pack } from "../../../src/large-object/pack.ts";
import { initialReassembly, type ReassemblyOutcome, reassembleMessage } from "../../../src/large-object/reassemble.ts";
import type { WireOptions } from "../../../src/large-object/wire-options.ts";
import { header } from "../../support/message.ts";

const octets = Uint8Array.from({ length: 400 }, (_, index) => index * 7);

interface Case {
  readonly data: string | Uint8Array;
  readonly format?: string;
  readonly options?: Partial<WireOptions>;
  /** Bytes that a chunk may leave free at most, since one more unit of it takes more. */
  readonly free: number;
}

const cases: [what: string, given: Case][] = [
  ["octets", { data: octets, free: 1 }],
  ["octets that are to be base64", { data: octets, format: "b64", free: 3 }],
  ["octets that are to be base64, as OPAQUE", { data: octets, format: "b64", options: { data: "opaque" }, free: 4 }],
  ["octets without OPAQUE", { data: octets, options: { data: "inline" }, free: 3 }],
  ["octets in WBXML 1.0", { data: octets, options: { version: "1.0" }, free: 3 }],
  ["octets in XML", { data: octets, options: { format: "xml" }, free: 3 }],
  ["text", { data: "0123456789".repeat(40), free: 0 }],
  ["text of two bytes a character", { data: "é".repeat(200), free: 1 }],
  ["text of up to four bytes a character", { data: "a\u{1f600}日é".repeat(40), free: 3 }],
  ["text as OPAQUE", { data: "a\u{1f600}日é".repeat(40), options: { data: "opaque" }, free: 4 }],
  ["text with NUL", { data: "ab\0".repeat(140), free: 1 }],
  ["text given as bytes", { data: Buffer.from("日本".repeat(70)), format: "chr", free: 4 }],
  ["bytes said to be text that are none", { data: new Uint8Array(400).fill(0x80), format: "chr", free: 1 }],
  ["text in base64 by itself", { data: "QUJD".repeat(100), format: "b64", free: 3 }],
  ["text in Latin-1", { data: "x".repeat(400), options: { charset: 4 }, free: 1 }],
  ["text in XML", { data: "0123456789".repeat(40), options: { format: "xml" }, free: 0 }],
  ["text in XML with much to escape", { data: "a<&>é".repeat(60), options: { format: "xml" }, free: 4 }],
  [
    "text in base64 by itself, in XML",
    { data: "QUJD".repeat(100), format: "b64", options: { format: "xml" }, free: 3 },
  ],
];

const itemIn = ({ syncBody }: SyncML) =>
  (syncBody.commands.find(({ kind }) => kind === "Replace") as Replace).items[0] as Item;

/** Messages of at most so many bytes, and what a receiver gets out of their bytes. */
function sent({ data, format, options = {} }: Case, maxMsgSize: number) {
  const replace = create("Replace", {
    cmdID: "1",
    items: [newItem("./a", data, format === undefined ? {} : { format })],
  });
  const messages = [...pack(newMessage(header, [replace]), { ...options, maxMsgSize })];
  let state = initialReassembly;
  const outcomes: ReassemblyOutcome[] = [];
  const lengths = messages.map((one) => {
    const bytes = encode(one, options);
    const result = reassembleMessage(state, decode(bytes));
    state = result.state;
    outcomes.push(...result.outcomes);
    return bytes.length;
  });
  return { messages, lengths, outcomes };
}

function bytesIn(outcomes: readonly ReassemblyOutcome[]): Uint8Array | undefined {
  const found = outcomes.find(({ effect }) => effect === "commit");
  return found?.data;
}

describe("an object in chunks at every size of message", () => {
  test.each(cases)("%s", (_what, given) => {
    const { data, options = {}, free } = given;
    const expected = typeof data === "string" ? new TextEncoder().encode(data) : data;
    const envelope = encode(newMessage(header, []), options).length;
    const first = envelope + (options.format === "xml" ? 330 : 90);
    for (let maxMsgSize = first; maxMsgSize < first + 13; maxMsgSize++) {
      const { messages, lengths, outcomes } = sent(given, maxMsgSize);
      expect(messages.length).toBeGreaterThan(1);
      for (const [index, length] of lengths.entries()) {
        expect(length).toBeLessThanOrEqual(maxMsgSize);
        const isChunk = itemIn(messages[index] as SyncML).moreData === true;
        expect(isChunk).toBe(index < messages.length - 1);
        if (isChunk) expect([maxMsgSize, index, maxMsgSize - length <= free]).toEqual([maxMsgSize, index, true]);
      }
      const [{ meta }] = messages.map(itemIn) as [Item];
      expect(Number(meta?.size)).toBe(
        meta?.format === "b64" && given.data === octets ? Math.ceil(400 / 3) * 4 : expected.length,
      );
      // A receiver decodes what is base64 by itself as well.
      const isBase64 = given.format === "b64" && typeof data === "string";
      expect(Buffer.from(bytesIn(outcomes) ?? [])).toEqual(Buffer.from(isBase64 ? "ABC".repeat(100) : expected));
    }
  });
});

describe("the pieces of an object", () => {
  /** Reads a window as a routine does that is answered at once. */
  function fill(reader: ObjectReader, wanted: number): void {
    const routine = reader.fill(wanted);
    let step = routine.next();
    while (!step.done) step = routine.next((step.value.pieces as Extract<PieceIterator, Iterator<Uint8Array>>).next());
  }

  test.each([[[10]], [[1, 2, 3, 4]], [[0, 5, 0, 5]], [[3, 7]], [[10, 0, 0]]])(
    "of %j bytes give windows of any size",
    (sizes) => {
      const all = Uint8Array.from({ length: 10 }, (_, index) => index);
      for (let wanted = 1; wanted <= 12; wanted++) {
        let at = 0;
        const pieces = sizes.map((size) => all.slice(at, (at += size)));
        const reader = new ObjectReader({ byteLength: 10, pieces });
        const taken: number[] = [];
        while (reader.remaining > 0) {
          expect(reader.offset).toBe(taken.length);
          fill(reader, wanted);
          expect(reader.window.length).toBeGreaterThanOrEqual(Math.min(wanted, reader.remaining));
          taken.push(...reader.take(Math.min(wanted, reader.remaining)));
        }
        expect(taken).toEqual([...all]);
        expect(reader.window).toHaveLength(0);
      }
    },
  );

  test("of a string do not cut a character", () => {
    for (const text of [
      `${"a".repeat(16_383)}\u{1f600}b`,
      `${"a".repeat(16_384)}b`,
      "\u{1f600}".repeat(9000),
      "\ud800".repeat(20_000),
    ]) {
      const reader = new ObjectReader(text);
      expect(reader.byteLength).toBe(new TextEncoder().encode(text).length);
      fill(reader, reader.byteLength);
      expect(Buffer.compare(reader.take(reader.byteLength), new TextEncoder().encode(text))).toBe(0);
    }
  });

  test.each([
    [11, "ended after 10 bytes"],
    [9, "has more than the announced 9 bytes"],
  ])("that are not the %i bytes announced are refused", (byteLength, reason) => {
    const reader = new ObjectReader({ byteLength, pieces: [new Uint8Array(5), new Uint8Array(5)] });
    expect(() => fill(reader, 11)).toThrow(reason);
  });

  test.each([-1, 0.5, Number.NaN, 2 ** 53])("are not %d bytes", (byteLength) => {
    expect(() => new ObjectReader({ byteLength, pieces: [] })).toThrow(RangeError);
  });
});
