import { describe, expect, test } from "vitest";
import { openDocument } from "../../../src/codec/open-document.ts";
import { SyncmlError } from "../../../src/core/errors.ts";
import { contradictionIn, eventsOf, type Read, readsAlike } from "../../fuzz/reading.ts";

const input = new TextEncoder().encode(
  '<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><MsgID>12</MsgID></SyncHdr></SyncML>',
);
const read = eventsOf((sink) => openDocument(sink));
const at = (offset: number) => ({ offset, opaqueOffset: offset, path: () => "" });
const lengthOf = (chunks: readonly Uint8Array[]) => chunks.reduce((sum, { length }) => sum + length, 0);

test("a sound reader is found sound at every cut, refusals included", () => {
  for (let cut = 0; cut <= input.length; cut++) expect(() => readsAlike(read)(input, cut)).not.toThrow();
  expect(() => readsAlike(read)(input.subarray(0, 40), 20)).toThrow(SyncmlError);
});

describe("a broken reader is found", () => {
  test.each<[fault: string, broken: Read, found: string]>([
    [
      "that goes by chunks",
      (chunks) => ({ log: chunks.map((chunk) => String(chunk[0])).join("\n"), error: undefined }),
      "read whole and in pieces",
    ],
    [
      "that keeps a chunk",
      (chunks) => {
        const log: string[] = [];
        let kept = new Uint8Array(0);
        const write = (chunk: Uint8Array) => {
          log.push(kept.join(), chunk.subarray(0, -1).join());
          kept = chunk.subarray(-1) as typeof kept;
        };
        const { error } = eventsOf(() => ({ write, end: () => {} }))(chunks);
        return { log: log.filter((bytes) => bytes !== "").join(), error };
      },
      "read whole and in pieces",
    ],
    [
      "that closes what was cut",
      (chunks) => {
        const { log } = read(chunks);
        return { log: lengthOf(chunks) < input.length ? `${log}end document\n` : log, error: undefined };
      },
      "it contradicts the whole",
    ],
    [
      "that takes a beginning for another fault",
      (chunks) => {
        const length = lengthOf(chunks);
        const error = length < input.length ? new SyncmlError("not-well-formed", "no", at(length)) : undefined;
        return { ...read(chunks), error };
      },
      "it contradicts the whole: not-well-formed",
    ],
    [
      "that loses the place of the cut",
      (chunks) => {
        const error = lengthOf(chunks) < input.length ? new SyncmlError("truncated-input", "no", at(3)) : undefined;
        return { ...read(chunks), error };
      },
      "it contradicts the whole: truncated-input at byte 3",
    ],
  ])("%s", (_fault, broken, found) => {
    expect(() => readsAlike(broken)(input, 50)).toThrow(found);
  });

  test("that crashes", () => {
    const crash: Read = () => {
      throw new TypeError("nothing there");
    };
    expect(() => readsAlike(crash)(input, 50)).toThrow(TypeError);
  });
});

test.each([
  ["not-well-formed", 3, undefined],
  ["not-well-formed", 4, "worded differently"],
  ["invalid-character", 3, "worded differently"],
] as const)("a fault contradicts %s at %i: %s", (code, offset, found) => {
  const partial = { log: "", error: new SyncmlError("not-well-formed", "worded differently", at(3)) };
  const whole = { log: "", error: new SyncmlError(code, "told", at(offset)) };
  expect(contradictionIn(partial, whole, 9)).toEqual(found && expect.stringContaining(found));
});
