import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { create, newItem, newMessage } from "../../src/ast/create.ts";
import type { Command, Item, SyncML } from "../../src/ast/nodes.ts";
import { decodeDocument } from "../../src/codec/decode.ts";
import { encode } from "../../src/codec/encode.ts";
import { measure } from "../../src/large-object/measure.ts";
import type { WireOptions } from "../../src/large-object/wire-options.ts";
import { messages } from "../../src/testing/messages.ts";
import type { SyncmlVersion } from "../../src/validation/profiles.ts";
import { cases, corpusBytes, wbxmlBodies, xmlBodies } from "../support/corpus.ts";
import { errorOf } from "../support/error-of.ts";

const wbxmlOptions = fc.record({
  format: fc.constant("wbxml" as const),
  data: fc.constantFrom("as-given" as const, "inline" as const, "opaque" as const),
  publicId: fc.constantFrom("number" as const, "text" as const, "unknown" as const),
  version: fc.constantFrom("1.1" as const, "1.2" as const, "1.3" as const),
  charset: fc.constantFrom(106, 4, 1015),
});
const xmlOptions = fc.record({
  format: fc.constant("xml" as const),
  indent: fc.constantFrom("", "  "),
  opaque: fc.constantFrom("text" as const, "base64" as const),
});
const anyOptions: fc.Arbitrary<Partial<WireOptions>> = fc.oneof(wbxmlOptions, xmlOptions);
const formats = fc.constantFrom("wbxml" as const, "xml" as const);

/** Characters of every encoded length, and those that a form escapes or lacks. */
const longText = fc.string({
  unit: fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(..."aZ 9<>&\r\n\t") },
    { weight: 3, arbitrary: fc.constantFrom("é", "日", "\u{1f600}", "\ufffd") },
    { weight: 1, arbitrary: fc.constantFrom("\0", "\x01", "\uffff", "\ud800", "\udc00") },
  ),
  maxLength: 400,
});
const longBytes = fc.oneof(
  fc.uint8Array({ maxLength: 400 }),
  longText.map((text) => new TextEncoder().encode(text)),
);
const longItem: fc.Arbitrary<Item> = fc
  .tuple(fc.oneof(longText, longBytes), fc.constantFrom(undefined, ["data"]), fc.boolean())
  .map(([data, opaque, inline]) => ({
    ...newItem("./Vendor/Node", data, { format: "chr" }),
    extra: opaque === undefined && !inline ? undefined : { opaque, inline: inline ? ["data"] : undefined },
  }));

describe.each<SyncmlVersion>(["1.0", "1.1", "1.2"])("a message of SyncML %s", (version) => {
  test("has the size of its encoding", () => {
    fc.assert(
      fc.property(messages({ version }), anyOptions, (given, options) => {
        expect(measure(given, options)).toBe(encode(given, options).length);
      }),
      { numRuns: 150 },
    );
  });
});

test("so do recorded bodies and the cases made for this project, in either form", () => {
  const files = [...wbxmlBodies, ...xmlBodies].map(({ file }) => corpusBytes(file));
  const inputs = [...files, ...cases.filter(({ error }) => error === undefined).map(({ input }) => input)];
  for (const input of inputs) {
    const document = decodeDocument(input);
    for (const options of [{}, { format: "wbxml" as const }, { format: "xml" as const }]) {
      let expected: unknown;
      // A document without a known root has no WBXML form, and so no size in it.
      const fault = errorOf(() => void (expected = encode(document, options).length));
      let measured: unknown;
      expect(errorOf(() => void (measured = measure(document, options)))?.code).toBe(fault?.code);
      expect(measured).toBe(expected);
    }
  }
  expect(inputs.length).toBeGreaterThan(350);
});

test("so does a message of long values, whatever they are and however they go out", () => {
  const command = longItem.map((one) => create("Replace", { cmdID: "1", items: [one] }));
  fc.assert(
    fc.property(fc.array(command, { maxLength: 4 }), anyOptions, (commands, options) => {
      const given = newMessage(header, commands);
      expect(measure(given, options)).toBe(encode(given, options).length);
    }),
    { numRuns: 400 },
  );
});

const header = {
  verProto: "DM/1.2",
  sessionID: "1",
  msgID: "1",
  target: "IMEI:1",
  source: "https://dm.example/",
} as const;
const sized = (commands: Command[], format: "wbxml" | "xml") => encode(newMessage(header, commands), { format }).length;

/** Without names that no vocabulary knows: those share a string table. */
const plain = ["tree", "bytes", "wrapper"] as const;

test("commands of a message add up, in any order", () => {
  const commands = (given: SyncML) => given.syncBody.commands;
  fc.assert(
    fc.property(messages({ content: plain }), messages({ content: plain }), formats, (one, other, format) => {
      const all = [...commands(one), ...commands(other)];
      const added = all.reduce((bytes, command) => bytes + measure(command, { format }), 0);
      expect(sized(all, format)).toBe(sized([], format) + added);
      expect(sized(all.reverse(), format)).toBe(sized([], format) + added);
    }),
    { numRuns: 200 },
  );
});

test("items of a command add up", () => {
  fc.assert(
    fc.property(fc.array(longItem, { maxLength: 5 }), formats, (items, format) => {
      const command = (of: Item[]) => create("Replace", { cmdID: "1", items: of });
      const added = items.reduce((bytes, one) => bytes + measure(one, { format }), 0);
      expect(measure(command(items), { format })).toBe(measure(command([]), { format }) + added);
    }),
  );
});
