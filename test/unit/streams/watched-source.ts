import { expect, test } from "vitest";
import { type ByteSource, type MessageEntry, readCommands } from "../../../src/streams/index.ts";
import { cutAt } from "../../../src/testing/chunkings.ts";
import { message } from "../../support/message.ts";

export const long = new Uint8Array(300).fill(0x61);
export const document = message(
  ["Alert", ["CmdID", "1"]],
  ["Sync", ["CmdID", "2"], ["Add", ["CmdID", "3"], ["Item", ["Data", long]]], ["Add", ["CmdID", "4"]]],
  ["Final"],
);
export const chunks = cutAt(
  document,
  Array.from({ length: Math.floor(document.length / 10) }, (_, index) => index * 10 + 5),
);
export const options = { largeDataBytes: 50 };

/** A source of the chunks, and how it ended. */
export interface Watched {
  readonly source: ByteSource;
  pulls(): number;
  /** It was cancelled or reached its end. */
  isReleased(): boolean;
}

export async function take(entries: AsyncIterator<MessageEntry>, count: number): Promise<MessageEntry[]> {
  const taken: MessageEntry[] = [];
  while (taken.length < count) {
    const { done, value } = await entries.next();
    if (done) break;
    taken.push(value);
  }
  return taken;
}

export const ENTRIES = 7;

/** What holds for every source, however it ends. */
export function testWatched(open: () => Watched): void {
  test("is read to its end, and let go", async () => {
    const { source, isReleased } = open();
    expect(await take(readCommands(source, options), 100)).toHaveLength(ENTRIES);
    expect(isReleased()).toBe(true);
    if (source instanceof ReadableStream) expect(source.locked).toBe(false);
  });

  test("is read no further than the entries need", async () => {
    const { source, pulls } = open();
    const entries = readCommands(source);
    await new Promise((resolve) => setTimeout(resolve, 2));
    expect(pulls()).toBeLessThanOrEqual(1);
    const found: string[] = [];
    for (let pulled = 0; ; pulled = pulls()) {
      const { done, value } = await entries.next();
      if (done) break;
      if (value.kind === "command" && value.command.cmdID === "1") {
        // The first command is in the fifth chunk; a Node stream may be one or two ahead.
        expect(pulls()).toBeLessThanOrEqual(7);
        await new Promise((resolve) => setTimeout(resolve, 5));
        expect(pulls()).toBeLessThanOrEqual(7);
      }
      expect(pulls()).toBeGreaterThanOrEqual(pulled);
      found.push(value.kind);
    }
    expect(found).toEqual(["header", "command", "command", "command", "command", "end"]);
  });

  test("is cancelled at every entry", async () => {
    for (let count = 0; count <= ENTRIES; count++) {
      const { source, isReleased } = open();
      const entries = readCommands(source, options);
      await take(entries, count);
      expect(await entries.return?.()).toEqual({ done: true, value: undefined });
      expect(isReleased()).toBe(true);
      expect(await entries.next()).toEqual({ done: true, value: undefined });
      if (source instanceof ReadableStream) expect(source.locked).toBe(false);
    }
  });

  test("is cancelled at every piece of data", async () => {
    for (let count = 0; count < 30; count++) {
      const { source, isReleased } = open();
      for await (const entry of readCommands(source, options)) {
        if (entry.kind !== "data") continue;
        let pieces = 0;
        for await (const piece of entry.bytes) if (piece.length > 0 && ++pieces > count) break;
        break;
      }
      expect(isReleased()).toBe(true);
    }
  });

  test("is cancelled when the document fails, in any chunk", async () => {
    for (let bytes = 1; bytes < document.length; bytes += 10) {
      const { source, isReleased } = open();
      const entries = readCommands(source, { ...options, limits: { maxDocumentBytes: bytes } });
      await expect(take(entries, 100)).rejects.toMatchObject({ code: "limit-exceeded", offset: bytes });
      expect(isReleased()).toBe(true);
      expect(await entries.next()).toEqual({ done: true, value: undefined });
    }
  });
}

/** The chunks up to every third. */
export const starts: readonly Uint8Array[][] = Array.from({ length: Math.floor(chunks.length / 3) + 1 }, (_, index) =>
  chunks.slice(0, index * 3),
);

/** Cancels while waiting for a chunk that never comes. */
export async function cancelWaiting(source: ByteSource): Promise<void> {
  const entries = readCommands(source, options);
  const all = take(entries, 100);
  await new Promise((resolve) => setTimeout(resolve, 1));
  expect(await entries.return?.()).toEqual({ done: true, value: undefined });
  expect((await all).at(-1)?.kind).not.toBe("end");
}
