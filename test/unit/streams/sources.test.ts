import { PassThrough, Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ByteSource, type MessageEntry, readCommands } from "../../../src/streams/index.ts";
import { cutAt } from "../../../src/testing/chunkings.ts";
import { byteByByte } from "../../support/chunks.ts";
import { message } from "../../support/message.ts";

const long = new Uint8Array(300).fill(0x61);
const document = message(
  ["Alert", ["CmdID", "1"]],
  ["Sync", ["CmdID", "2"], ["Add", ["CmdID", "3"], ["Item", ["Data", long]]], ["Add", ["CmdID", "4"]]],
  ["Final"],
);
const chunks = cutAt(
  document,
  Array.from({ length: Math.floor(document.length / 10) }, (_, index) => index * 10 + 5),
);
const options = { largeDataBytes: 50 };

/** A source of the chunks, and what it knows of its fate. */
interface Watched {
  readonly source: ByteSource;
  pulls(): number;
  /** It has been told that nothing more is wanted, or has come to its end. */
  isReleased(): boolean;
}

function iterableOf<Source>(make: (next: () => IteratorResult<Uint8Array>, end: () => void) => Source) {
  let pulled = 0;
  let ended = false;
  const next = (): IteratorResult<Uint8Array> => {
    const value = chunks[pulled++];
    if (value !== undefined) return { done: false, value };
    ended = true;
    return { done: true, value: undefined };
  };
  const source = make(next, () => {
    ended = true;
  });
  return { source, pulls: () => pulled, isReleased: () => ended };
}

const sources: Readonly<Record<string, () => Watched>> = {
  "a generator": () => {
    let pulled = 0;
    let released = false;
    function* generate() {
      try {
        for (const chunk of chunks) {
          pulled++;
          yield chunk;
        }
      } finally {
        released = true;
      }
    }
    return { source: generate(), pulls: () => pulled, isReleased: () => released || pulled === 0 };
  },
  "an async iterable": () =>
    iterableOf((next, end) => ({
      [Symbol.asyncIterator]: () => ({
        next: async () => next(),
        return: async () => {
          end();
          return { done: true as const, value: undefined };
        },
      }),
    })),
  "a ReadableStream": () =>
    iterableOf(
      (next, end) =>
        new ReadableStream<Uint8Array>(
          {
            pull(controller) {
              const { done, value } = next();
              if (done) controller.close();
              else controller.enqueue(value);
            },
            cancel: end,
          },
          { highWaterMark: 0 },
        ),
    ),
  "a Node stream": () => {
    let pulled = 0;
    const source = new Readable({
      highWaterMark: 1,
      read() {
        this.push(chunks[pulled++] ?? null);
      },
    });
    return { source, pulls: () => pulled, isReleased: () => source.destroyed || pulled === 0 };
  },
};

async function take(entries: AsyncIterator<MessageEntry>, count: number): Promise<MessageEntry[]> {
  const taken: MessageEntry[] = [];
  while (taken.length < count) {
    const { done, value } = await entries.next();
    if (done) break;
    taken.push(value);
  }
  return taken;
}

const rejections: unknown[] = [];
const noteRejection = (reason: unknown) => rejections.push(reason);

beforeEach(() => {
  process.on("unhandledRejection", noteRejection);
});

afterEach(async () => {
  await new Promise((resolve) => setTimeout(resolve, 5));
  process.off("unhandledRejection", noteRejection);
  expect(rejections.splice(0)).toEqual([]);
});

const ENTRIES = 7;

describe.each(Object.keys(sources))("%s", (name) => {
  const open = () => (sources[name] as () => Watched)();

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
});

describe("a silent source", () => {
  test.each(["a ReadableStream", "an async generator", "a Node stream"])(
    "%s is cancelled at every chunk while it is waited for",
    async (kind) => {
      for (let count = 0; count <= chunks.length; count += 3) {
        const given = chunks.slice(0, count);
        let cancelled = 0;
        const source: ByteSource =
          kind === "a ReadableStream"
            ? new ReadableStream<Uint8Array>({
                start: (controller) => {
                  for (const chunk of given) controller.enqueue(chunk);
                },
                cancel: () => {
                  cancelled++;
                },
              })
            : kind === "a Node stream"
              ? new PassThrough()
              : (async function* () {
                  yield* given;
                  await new Promise(() => {});
                })();
        if (source instanceof PassThrough) for (const chunk of given) source.write(chunk);
        const entries = readCommands(source, options);
        const all = take(entries, 100);
        await new Promise((resolve) => setTimeout(resolve, 1));
        expect(await entries.return?.()).toEqual({ done: true, value: undefined });
        expect((await all).at(-1)?.kind).not.toBe("end");
        if (kind === "a ReadableStream") {
          expect(cancelled).toBe(1);
          expect((source as ReadableStream).locked).toBe(false);
        }
      }
    },
  );

  test("cancelling ends a piece of data that is waited for", async () => {
    const at = document.lastIndexOf(long[0] as number) - 100;
    const source = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(document.subarray(0, at)),
    });
    const entries = readCommands(source, options);
    const data = (await take(entries, 4)).at(-1);
    if (data?.kind !== "data") throw new Error(`${data?.kind} instead of data`);
    const pieces = data.bytes[Symbol.asyncIterator]();
    const there = [await pieces.next(), await pieces.next()];
    expect(there.map(({ done }) => done)).toEqual([false, false]);
    const waiting = pieces.next();
    await entries.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });

  test("cancelling between the moment an entry is there and the moment it is taken loses nothing and breaks nothing", async () => {
    const entries = readCommands([document]);
    const both = await Promise.allSettled([entries.next(), entries.next(), entries.return?.(), entries.next()]);
    expect(both.map(({ status }) => status)).toEqual(Array(4).fill("fulfilled"));
  });
});

describe("a source that fails", () => {
  const broken = new Error("line is dead");

  test("at every chunk, when it is read", async () => {
    for (let count = 0; count < chunks.length; count++) {
      const given = chunks.slice(0, count);
      const readable = new ReadableStream<Uint8Array>({
        pull(controller) {
          const chunk = given.shift();
          if (chunk === undefined) controller.error(broken);
          else controller.enqueue(chunk);
        },
      });
      await expect(take(readCommands(readable), 100)).rejects.toBe(broken);
      expect(readable.locked).toBe(false);
    }
  });

  test("when it is cancelled: whoever stops early hears of it, whoever has an error keeps that", async () => {
    const failing = (body: Uint8Array) =>
      new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(body),
        cancel: () => Promise.reject(broken),
      });
    const entries = readCommands(failing(document.subarray(0, 60)));
    await take(entries, 1);
    await expect(entries.return?.()).rejects.toBe(broken);
    await expect(take(readCommands(failing(new Uint8Array(100).fill(0x7f))), 100)).rejects.toMatchObject({
      name: "SyncmlError",
    });
  });

  test("when it is cancelled while it is waited for: nobody waits to hear of it", async () => {
    const source = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise<IteratorResult<Uint8Array>>(() => {}),
        return: () => Promise.reject(broken),
      }),
    };
    const entries = readCommands(source);
    const waiting = entries.next();
    await new Promise((resolve) => setImmediate(resolve));
    expect(await entries.return?.()).toEqual({ done: true, value: undefined });
    expect(await waiting).toEqual({ done: true, value: undefined });
  });

  test("when asked, at once", async () => {
    const source = {
      [Symbol.asyncIterator]: () => ({
        next: () => {
          throw broken;
        },
      }),
    };
    await expect(take(readCommands(source), 1)).rejects.toBe(broken);
  });
});

test("a chunk of any size is taken apart bit by bit", async () => {
  // Each command has a token that no vocabulary has, so that a diagnostic tells that it was read.
  const alerts = Array.from({ length: 20_000 }, (_, index) => ["Alert", ["CmdID", String(index)], ["#0:62"]] as const);
  let read = 0;
  const onDiagnostic = () => {
    read++;
  };
  const entries = readCommands([message(...alerts)], { onDiagnostic });
  await take(entries, 2);
  expect(read).toBeGreaterThan(0);
  expect(read).toBeLessThan(4_000);
  expect(await take(entries, 30_000)).toHaveLength(20_000);
});

test("entries asked for all at once come in order", async () => {
  const entries = readCommands(byteByByte(document), options);
  const results = await Promise.all(Array.from({ length: ENTRIES + 2 }, () => entries.next()));
  expect(results.map(({ done, value }) => (done ? "done" : (value as MessageEntry).kind))).toEqual([
    "header",
    "command",
    "command",
    "data",
    "command",
    "command",
    "end",
    "done",
    "done",
  ]);
});
