import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { payloadSelector, readSelected } from "../../src/cli/payload-selector.ts";
import { corpusBytes } from "../support/corpus.ts";
import { dmPackage1 } from "./messages.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "syncml-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("an argument", () => {
  test.each([
    ["day.pcapng", { file: "day.pcapng" }],
    ["day.pcapng#3", { file: "day.pcapng", exchange: 3 }],
    ["day.pcapng#3.req", { file: "day.pcapng", exchange: 3, side: "request" }],
    ["day.pcapng#12.resp", { file: "day.pcapng", exchange: 12, side: "response" }],
    ["-#2", { file: "-", exchange: 2 }],
    ["a#1#2", { file: "a#1", exchange: 2 }],
    ["#3", { file: "-", exchange: 3 }],
    ["#3.req", { file: "-", exchange: 3, side: "request" }],
    ["a#0", { file: "a#0" }],
    ["a#03", { file: "a#03" }],
    ["a#3.both", { file: "a#3.both" }],
    ["a#1234567890", { file: "a#1234567890" }],
  ])("%s", (argument, selector) => {
    expect(payloadSelector(argument)).toEqual(selector);
  });

  test("is a file if there is one of that name", () => {
    const file = join(folder, "a#3");
    writeFileSync(file, "");
    expect(payloadSelector(file)).toEqual({ file });
    expect(payloadSelector(`${file}#3`)).toEqual({ file, exchange: 3 });
  });
});

describe("what is selected", () => {
  const capture = corpusBytes("libdmclient/d06-atomic-sequence-wbxml/capture.pcapng");
  const namesIn = async (bytes: Uint8Array, argument: string) => {
    const { payloads } = await readSelected(inPieces(bytes), payloadSelector(argument));
    return payloads.map(({ name }) => name);
  };

  test("of a capture: all, an exchange, one of its messages", async () => {
    const all = [1, 2, 3, 4].flatMap((exchange) => [`x#${exchange}.req`, `x#${exchange}.resp`]);
    expect(await namesIn(capture, "x")).toEqual(all);
    expect(await namesIn(capture, "x#3")).toEqual(["x#3.req", "x#3.resp"]);
    expect(await namesIn(capture, "x#3.resp")).toEqual(["x#3.resp"]);
  });

  test("is what the capture has", async () => {
    const { payloads } = await readSelected(inPieces(capture), payloadSelector("x#2.req"));
    expect(payloads[0]?.payload.bytes).toEqual(corpusBytes("libdmclient/d06-atomic-sequence-wbxml/002-req.wbxml"));
  });

  test("of a message alone needs no side", async () => {
    expect(await namesIn(dmPackage1, "x")).toEqual(["x#1"]);
    expect(await namesIn(dmPackage1, "x#1.req")).toEqual(["x#1"]);
  });

  test.each([
    ["x#9", "x: there is no #9; the last message is in #4"],
    ["x#5.req", "x: there is no #5; the last message is in #4"],
  ])("%s is not there", async (argument, message) => {
    await expect(readSelected(inPieces(capture), payloadSelector(argument))).rejects.toMatchObject({
      message,
      exitCode: 2,
    });
  });

  test("a reply that is not there", async () => {
    const message = "x: #1 has no response";
    await expect(readSelected(inPieces(dmPackage1), payloadSelector("x#1.resp"))).rejects.toMatchObject({ message });
  });

  test("what is no capture is refused", async () => {
    const message = "x: no format of a capture or message is recognised";
    await expect(namesIn(Uint8Array.of(255, 254, 1, 2), "x")).rejects.toMatchObject({ message, exitCode: 3 });
    const empty = inPieces(new TextEncoder().encode("no message at all"));
    await expect(readSelected(empty, { file: "x" }, "text")).rejects.toMatchObject({ exitCode: 3 });
  });

  test("a capture may be without messages", async () => {
    const { payloads } = await readSelected(inPieces(new TextEncoder().encode("{}")), { file: "x" }, "har");
    expect(payloads).toEqual([]);
  });
});

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += 4096) yield bytes.subarray(start, start + 4096);
}
