import fc from "fast-check";
import { expect, test } from "vitest";
import { ByteWriter } from "../../../src/core/byte-writer.ts";

test("appended bytes come out unchanged, whatever the pieces", () => {
  const piece = fc.oneof(fc.uint8Array({ maxLength: 80 }), fc.string({ unit: "binary", maxLength: 40 }), fc.nat(255));
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const writer = new ByteWriter(0);
      for (const part of pieces) {
        if (typeof part === "number") writer.byte(part);
        else if (typeof part === "string") writer.string(part);
        else writer.bytes(part, 0, part.length);
      }
      const expected = Buffer.concat(
        pieces.map((part) => (typeof part === "number" ? Buffer.of(part) : Buffer.from(part as string))),
      );
      expect(Buffer.from(writer.take())).toEqual(expected);
      expect(writer.byteLength).toBe(0);
    }),
  );
});

test("a range of a chunk is copied, not kept", () => {
  const writer = new ByteWriter();
  const chunk = Uint8Array.of(1, 2, 3, 4);
  writer.bytes(chunk, 1, 3);
  chunk.fill(9);
  expect(writer.take()).toEqual(Uint8Array.of(2, 3));
});

test("a writer has the room it is asked for, and no more than twice what it had", () => {
  const writer = new ByteWriter(4);
  writer.string("a");
  expect(writer.room(1, 3)).toHaveLength(4);
  expect(writer.room(1, 4)).toHaveLength(8);
  expect(writer.room(1, 20)).toHaveLength(21);
});

test("a large one has some more, and gives its memory away instead of a copy", () => {
  const writer = new ByteWriter();
  const piece = new Uint8Array(80_000).fill(1);
  writer.bytes(piece, 0, piece.length);
  expect(writer.room(80_000, 0)).toHaveLength(90_000);
  const taken = writer.take();
  expect(taken).toEqual(piece);
  writer.bytes(Uint8Array.of(2, 2), 0, 2);
  expect(writer.take()).toEqual(Uint8Array.of(2, 2));
  expect(taken).toEqual(piece);
});
