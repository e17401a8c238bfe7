import { describe, expect, test } from "vitest";
import { type MessageEntry, readCommands } from "../../../src/streams/index.ts";
import { byteByByte } from "../../support/chunks.ts";
import { message } from "../../support/message.ts";
import { expectNoUnhandledRejections } from "../../support/unhandled-rejections.ts";
import {
  cancelWaiting,
  chunks,
  document,
  ENTRIES,
  long,
  options,
  starts,
  take,
  testWatched,
  type Watched,
} from "./watched-source.ts";

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
};

expectNoUnhandledRejections();

describe.each(Object.keys(sources))("%s", (name) => {
  testWatched(sources[name] as () => Watched);
});

describe("a silent source", () => {
  test("a ReadableStream is cancelled at every chunk while it is waited for", async () => {
    for (const given of starts) {
      let cancelled = 0;
      const source = new ReadableStream<Uint8Array>({
        start: (controller) => {
          for (const chunk of given) controller.enqueue(chunk);
        },
        cancel: () => {
          cancelled++;
        },
      });
      await cancelWaiting(source);
      expect(cancelled).toBe(1);
      expect(source.locked).toBe(false);
    }
  });

  test("an async generator is cancelled at every chunk while it is waited for", async () => {
    for (const given of starts) {
      const source = (async function* () {
        yield* given;
        await new Promise(() => {});
      })();
      await cancelWaiting(source);
    }
  });

  test("cancelling ends a piece of data that is waited for", async () => {
    const at = document.lastIndexOf(long[0] as number) - 100;
    const source = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(document.subarray(0, at)),
    });
    const entries = readCommands(source, options);
    const data = (await take(entries, 4)).at(-1);
    if (data?.kind !== "data") throw new Error(`${data?.kind} instead of data`);
    const pieces = data.bytes[Symbol.asyncIterator]();
    expect((await pieces.next()).done).toBe(false);
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
    await new Promise((resolve) => setTimeout(resolve, 0));
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
