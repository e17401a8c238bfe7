import { describe, expect, test } from "vitest";
import type { Diagnostic } from "../../../src/core/diagnostics.ts";
import type { ReadCommandsOptions } from "../../../src/streams/index.ts";
import { resolveOptions } from "../../../src/streams/options.ts";
import { wholeMessage } from "../../../src/streams/whole-message.ts";
import { cutAt } from "../../../src/testing/chunkings.ts";
import { corpusBytes, wbxmlBodies, xmlBodies } from "../../support/corpus.ts";
import { readAll } from "../../support/entries.ts";
import { bytes } from "../../support/hex.ts";
import { message, replace } from "../../support/message.ts";

const isWhole = (document: Uint8Array, options: Partial<ReadCommandsOptions> = {}) =>
  wholeMessage(document, resolveOptions(options)) !== undefined;

const small = message(["Get", ["CmdID", "1"]]);
const withItem = replace(["Item", ["Data", "x".repeat(40)]]);

test("most recorded messages are read whole", () => {
  const documents = [...wbxmlBodies, ...xmlBodies]
    .filter(({ file }) => !file.includes(".nested"))
    .map(({ file }) => corpusBytes(file));
  const whole = documents.filter((document) => isWhole(document));
  expect(whole.length / documents.length).toBeGreaterThan(0.95);
});

describe("by events is read", () => {
  test.each<[what: string, document: Uint8Array, options?: Partial<ReadCommandsOptions>]>([
    ["a message that goes on", small.subarray(0, -1)],
    ["no message", new Uint8Array(0)],
    ["content between the commands", message(["Get", ["CmdID", "1"]], ["LocURI", "y"])],
    ["data that may be large", withItem, { largeDataBytes: 39 }],
    ["a command that may be large", withItem, { maxCommandBytes: 64 * withItem.length }],
    ["a limit that is reached", withItem, { limits: { maxElements: 3 } }],
  ])("%s", (_what, document, options) => {
    expect(isWhole(document, options)).toBe(false);
  });
});

describe("what follows a message in a chunk of its own is judged as if it were in the same chunk", () => {
  test.each([
    ["nothing", ""],
    ["zero octets", "00 00"],
    ["an octet", "01"],
    ["another message", Buffer.from(small).toString("hex")],
  ])("%s", async (_what, listing) => {
    const rest = bytes(listing);
    const read = async (chunks: readonly Uint8Array[]) => {
      const diagnostics: Diagnostic[] = [];
      const reading = await readAll(chunks, { onDiagnostic: (diagnostic) => diagnostics.push(diagnostic) });
      return { ...reading, diagnostics };
    };
    expect(await read([small, rest])).toEqual(await read(cutAt(Uint8Array.of(...small, ...rest), [3, small.length])));
  });
});
