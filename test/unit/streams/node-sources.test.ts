import { PassThrough, Readable } from "node:stream";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { readCommands } from "../../../src/streams/index.ts";
import { message } from "../../support/message.ts";
import { expectNoUnhandledRejections } from "../../support/unhandled-rejections.ts";
import { cancelWaiting, chunks, starts, take, testWatched } from "./watched-source.ts";

expectNoUnhandledRejections();

describe("a Node stream", () => {
  testWatched(() => {
    let pulled = 0;
    const source = new Readable({
      highWaterMark: 1,
      read() {
        this.push(chunks[pulled++] ?? null);
      },
    });
    return { source, pulls: () => pulled, isReleased: () => source.destroyed || pulled === 0 };
  });

  test("is cancelled at every chunk while it is waited for", async () => {
    for (const given of starts) {
      const source = new PassThrough();
      for (const chunk of given) source.write(chunk);
      await cancelWaiting(source);
    }
  });
});

test("bytes of another realm are bytes", async () => {
  const document = runInNewContext("Uint8Array.from(bytes)", { bytes: message(["Final"]) }) as Uint8Array;
  expect(document instanceof Uint8Array).toBe(false);
  expect((await take(readCommands([document]), 10)).at(-1)?.kind).toBe("end");
});
