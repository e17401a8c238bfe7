import { describe, expect, test } from "vitest";
import { AstBuilder } from "../../../src/ast/builder.ts";
import { newItem, newMessage } from "../../../src/ast/create.ts";
import { walkDocument } from "../../../src/ast/walker.ts";
import { convert } from "../../../src/codec/convert.ts";
import { decode, decodeDocument, decodePartial } from "../../../src/codec/decode.ts";
import { encode } from "../../../src/codec/encode.ts";
import { equalMessages } from "../../../src/codec/equal-messages.ts";
import { openDocument } from "../../../src/codec/open-document.ts";
import { peek } from "../../../src/codec/peek.ts";
import { openValidation, validate } from "../../../src/codec/validate.ts";
import { TreePrinter } from "../../../src/inspect/tree-printer.ts";
import { correlate } from "../../../src/large-object/correlate.ts";
import { measure } from "../../../src/large-object/measure.ts";
import { pack } from "../../../src/large-object/pack.ts";
import { initialReassembly, reassemble } from "../../../src/large-object/reassemble.ts";
import { splitItem } from "../../../src/large-object/split.ts";
import { convertStream } from "../../../src/streams/convert-stream.ts";
import { readCommands } from "../../../src/streams/read-commands.ts";
import { WbxmlEncoder } from "../../../src/wbxml/encoder.ts";
import { assembleTokens } from "../../../src/wbxml/listing/token-assembler.ts";
import { TokenListingWriter } from "../../../src/wbxml/listing/token-listing.ts";
import { WbxmlReader } from "../../../src/wbxml/reader.ts";
import { WbxmlTokenizer } from "../../../src/wbxml/tokenizer.ts";
import { XmlEncoder } from "../../../src/xml/encoder.ts";
import { XmlReader } from "../../../src/xml/reader.ts";
import { encodeByEvents } from "../../support/event-path.ts";
import { header, wireForm } from "../../support/message.ts";

// Mistakes a plain JavaScript caller can make, with no types to prevent them.
const sample = newMessage(header, [{ kind: "Get", cmdID: "1", items: [newItem("./x")] }]);
const wbxml = encode(sample);
const xml = encode(sample, { format: "xml" });
const ignore = () => {};

type Call = (options: never) => unknown;

const reading: Record<string, Call> = {
  decode: (options) => decode(wbxml, options),
  "decode of XML": (options) => decode(xml, options),
  decodeDocument: (options) => decodeDocument(wbxml, options),
  decodePartial: (options) => decodePartial(wbxml, options),
  peek: (options) => peek(wbxml, options),
  convert: (options) => convert(xml, { to: "wbxml", ...(options as object) }),
  openDocument: (options) => openDocument(new AstBuilder(), options),
  validate: (options) => validate(wbxml, options),
  openValidation: (options) => openValidation(options),
  convertStream: (options) => convertStream({ to: "xml", ...(options as object) }),
  readCommands: (options) => readCommands([wbxml], options).next(),
};
const writing: Record<string, Call> = {
  encode: (options) => encode(sample, options),
  "encode as XML": (options) => encode(sample, { format: "xml", ...(options as object) }),
  convert: (options) => convert(wbxml, { to: "xml", ...(options as object) }),
  convertStream: (options) => convertStream({ to: "wbxml", ...(options as object) }),
  measure: (options) => measure(sample, options),
};
const calls = (group: Record<string, Call>) => Object.entries(group);

/** The names of the options that `call` refuses, for each of `cases`. */
function expectRefused(call: Call, options: object): void {
  const [name = ""] = Object.keys(options);
  let error: unknown;
  try {
    const result = call(options as never);
    if (result instanceof Promise) result.catch(ignore);
  } catch (thrown) {
    error = thrown;
  }
  expect(error, JSON.stringify(options)).toBeInstanceOf(Error);
  expect((error as Error).constructor === TypeError || (error as Error).constructor === RangeError).toBe(true);
  expect((error as Error).message).toMatch(new RegExp(`^option ${name} must be .*, not .*$`));
}

describe("options that do not exist", () => {
  test.each(calls(reading))("%s", (name, call) => {
    const cases: object[] = [
      { from: "pdf" },
      { embedded: true },
      { limits: 5 },
      { limits: null },
      { vocabularies: [] },
      { charset: "utf-8" },
      { charset: 1e12 },
      { unknownTokens: "drop" },
      { mediaType: 5 },
      { invalidUtf8: false },
      { lineBreaks: "LF" },
      { controlCharacters: 1 },
      { roots: "two" },
    ];
    for (const options of cases) expectRefused(call, options);
    if (!name.startsWith("validate") && name !== "openValidation") expectRefused(call, { onDiagnostic: "log" });
  });

  test.each(calls(writing))("%s", (_, call) => {
    const cases: object[] = [
      { version: 3 },
      { version: "1.9" },
      { charset: "utf-8" },
      { charset: 1e12 },
      { publicId: 4609 },
      { data: "text" },
      { indent: 2 },
      { indent: "<a>" },
      { opaque: "hex" },
      { vocabularies: {} },
    ];
    for (const options of cases) expectRefused(call, options);
  });

  test("those of one function", () => {
    expectRefused((options) => encode(sample, options), { format: "pdf" });
    expectRefused((options) => encode(sample, options), { format: 5 });
    expectRefused((options) => encode(sample, options), { output: "buffer" });
    expectRefused((options) => encode(sample, options), { embeddedTypes: "change" });
    expectRefused((options) => encode(sample, options), { stringTable: true });
    expectRefused((options) => encode(sample, options), { literals: "Own" });
    expectRefused((options) => encode(sample, options), { literals: [5] });
    expectRefused((options) => convert(wbxml, options), { to: "pdf" });
    expectRefused((options) => decode(wbxml, options), { data: "bytes" });
    expectRefused((options) => validate(wbxml, options), { profile: "dm-9" });
    expectRefused((options) => validate(wbxml, options), { rules: 5 });
    expectRefused((options) => validate(wbxml, options), { onProfile: "log" });
    expectRefused((options) => readCommands([wbxml], options), { containers: "closed" });
    expectRefused((options) => readCommands([wbxml], options), { maxCommandBytes: 0 });
    expectRefused((options) => readCommands([wbxml], options), { largeDataBytes: "1" });
    expectRefused((options) => convertStream({ to: "xml", ...(options as object) }), { maxHeldBytes: Number.NaN });
    expectRefused((options) => [...pack(sample, options)], { maxMsgSize: "5000" });
    expectRefused((options) => [...pack(sample, { maxMsgSize: 5000, ...(options as object) })], { sources: {} });
    expectRefused((options) => [...pack(sample, { maxMsgSize: 5000, ...(options as object) })], { origins: null });
    expectRefused((options) => correlate([sample], [], options), { origins: {} });
    expectRefused((options) => correlate([sample], [], options), { origins: 5 });
    expectRefused((options) => correlate([sample], [], options), { describe: "404" });
    expectRefused((options) => [...splitItem(newItem("./x"), "", options)], { maxItemBytes: "5" });
    expectRefused((options) => reassemble(initialReassembly, undefined, options), { use: "mdm" });
    expectRefused((options) => new WbxmlEncoder(ignore, options), { flushBytes: "1" });
    expectRefused((options) => new XmlEncoder(ignore, options), { flushBytes: -1 });
    expectRefused((options) => new WbxmlReader(new AstBuilder(), options), { baseOffset: -1 });
    expectRefused((options) => new XmlReader(new AstBuilder(), options), { basePath: null });
    expectRefused((options) => new AstBuilder(options), { parts: "open" });
    expectRefused((options) => newMessage(header, [], options), { final: "no" });
    expectRefused((options) => assembleTokens("", options), { vocabularies: [] });
    expectRefused((options) => new TokenListingWriter(ignore, options), { vocabularies: {} });
    expectRefused((options) => new TokenListingWriter(ignore, options), { mediaType: 5 });
    expectRefused((options) => new TokenListingWriter(ignore, options), { limits: 5 });
    expectRefused((options) => new WbxmlTokenizer({} as never, options), { charset: "utf-8" });
    expectRefused((options) => new WbxmlTokenizer({} as never, options), { baseDepth: -1 });
    expectRefused((options) => new TreePrinter(ignore, options), { maxValueLength: "80" });
    expectRefused((options) => new TreePrinter(ignore, options), { maxValueLength: Number.NaN });
    expectRefused((options) => new TreePrinter(ignore, options), { paint: "red" });
    expect(() => convert(wbxml, {} as never)).toThrow("option to is missing");
    expect(() => convertStream({} as never)).toThrow("option to is missing");
    expect(() => encode(sample, { output: "string" } as never)).toThrow('is for XML and requires format "xml"');
  });

  test("a wrong type is a TypeError, a wrong value a RangeError", () => {
    expect(() => encode(sample, { version: 3 } as never)).toThrow(TypeError);
    expect(() => encode(sample, { version: "1.9" } as never)).toThrow(RangeError);
    expect(() => encode(sample, { charset: 1e12 })).toThrow(RangeError);
  });

  test.each([null, 5, "wbxml", true])("options that are %j", (options) => {
    for (const [, call] of [...calls(reading), ...calls(writing)].filter(([name]) => !/^convert|XML/.test(name))) {
      expect(() => call(options as never)).toThrow(/^options must be an object, not /);
    }
    const others: Call[] = [
      (wrong) => correlate([], [], wrong),
      (wrong) => assembleTokens("", wrong),
      (wrong) => new TokenListingWriter(ignore, wrong),
      (wrong) => new WbxmlTokenizer({} as never, wrong),
      (wrong) => new TreePrinter(ignore, wrong),
    ];
    for (const call of others) {
      expect(() => call(options as never)).toThrow(/^options must be an object, not /);
    }
  });

  test("an option that is undefined is as if left out", () => {
    const options = { version: undefined, charset: undefined, stringTable: undefined, indent: undefined } as never;
    expect(encode(sample, options)).toEqual(wbxml);
    expect(encodeByEvents(sample, { ...(options as object), format: "wbxml" })).toEqual(wbxml);
    expect(encodeByEvents(sample, { ...(options as object), format: "xml" })).toEqual(xml);
    expect(assembleTokens("version 1.3", { vocabularies: undefined } as never)).toEqual(Uint8Array.of(3));
    let tree = "";
    const print = (text: string) => {
      tree += text;
    };
    walkDocument(sample, new TreePrinter(print, { maxValueLength: undefined, paint: undefined } as never));
    expect(tree).toContain('LocURI "./x"');
  });
});

describe("the form of a message", () => {
  test.each([
    { version: 99 },
    { version: "1.2" },
    { publicId: -1 },
    { publicId: 1.5 },
    { charset: 1e9 },
    { charset: "utf-8" },
    { format: "pdf" },
    { publicIdText: 5 },
    { namespace: undefined },
  ])("%j is refused, in both forms", (said) => {
    const hostile = { ...sample, wire: { ...wireForm(), ...said } } as never;
    for (const format of ["wbxml", "xml", undefined] as const) {
      const options = format === undefined ? {} : { format };
      expect(() => encode(hostile, options)).toThrow(expect.objectContaining({ code: "invalid-message" }));
    }
  });

  test.each([null, 5, "wbxml", []])("one that is %j", (wire) => {
    expect(() => encode({ ...sample, wire } as never)).toThrow(expect.objectContaining({ code: "invalid-message" }));
  });
});

describe("anything but a document", () => {
  const wrong: unknown[] = [null, undefined, 3, true, {}, [], ignore, Symbol("x"), 5n, new Date()];
  test.each(wrong.map((value) => ({ value })))("$value", ({ value }) => {
    for (const call of [decode, decodeDocument, decodePartial, peek]) {
      expect(() => call(value as never)).toThrow(TypeError);
      expect(() => call(value as never)).toThrow(/^expected a document, as a string, a Uint8Array, .*, not /);
    }
    expect(() => convert(value as never, { to: "xml" })).toThrow(/^expected a document/);
    expect(() => openDocument(new AstBuilder()).write(value as never)).toThrow(/^expected a document/);
    expect(() => new XmlReader(new AstBuilder()).write(value as never)).toThrow(/^expected a document/);
    expect(() => new WbxmlReader(new AstBuilder()).write(value as never)).toThrow(/^expected bytes/);
  });

  test.each([null, undefined, 3, wbxml])("a listing that is %j", (value) => {
    expect(() => assembleTokens(value as never)).toThrow(TypeError);
    expect(() => assembleTokens(value as never)).toThrow(/^a listing is wanted, as a string, not /);
  });

  test.each([null, undefined, 3, "x", ignore])("a message that is %j", (value) => {
    expect(() => encode(value as never)).toThrow(/^expected a message, as decode returns it, not /);
    expect(() => measure(value as never)).toThrow(TypeError);
    expect(() => equalMessages(value as never, sample)).toThrow(TypeError);
    if (typeof value !== "string") expect(() => validate(value as never)).toThrow(TypeError);
  });

  test.each([{}, [], { kind: 5 }, { kind: "Item" }, { kind: "Nothing" }])(
    "an object that is no message: %j",
    (value) => {
      expect(() => encode(value as never)).toThrow(expect.objectContaining({ code: "invalid-message" }));
      expect(() => validate(value as never)).toThrow(expect.objectContaining({ code: "invalid-message" }));
    },
  );
});

describe("octets in every form", () => {
  const buffer = new ArrayBuffer(wbxml.length + 9);
  new Uint8Array(buffer).set(wbxml, 8);
  const forms: Record<string, ArrayBuffer | ArrayBufferView> = {
    "an ArrayBuffer": wbxml.slice().buffer,
    "a DataView": new DataView(buffer, 8, wbxml.length),
    "an Int8Array": new Int8Array(buffer, 8, wbxml.length),
    "a Uint8ClampedArray": new Uint8ClampedArray(buffer, 8, wbxml.length),
    "a Buffer": Buffer.from(wbxml),
  };
  test.each(Object.entries(forms))("%s", async (_, input) => {
    const expected = decode(wbxml);
    expect(decode(input)).toEqual(expected);
    expect(decode(input, { onDiagnostic: ignore })).toEqual(expected);
    expect(decodePartial(input).document).toEqual(expected);
    expect(peek(input)).toEqual(expected.syncHdr);
    expect(convert(input, { to: "xml" })).toBe(convert(wbxml, { to: "xml" }));
    expect(validate(input)).toEqual(validate(wbxml));
    const builder = new AstBuilder();
    const source = new WbxmlReader(builder);
    source.write(input);
    source.end();
    expect(builder.document).toEqual(expected);
    const kinds: string[] = [];
    for await (const entry of readCommands([input])) kinds.push(entry.kind);
    expect(kinds).toEqual(["header", "command", "end"]);
    expect([...splitItem(newItem("./x"), input, { maxItemBytes: 1000 })]).toEqual([
      ...splitItem(newItem("./x"), wbxml, { maxItemBytes: 1000 }),
    ]);
  });

  test("XML as well", () => {
    const input = xml.slice().buffer;
    expect(decode(input)).toEqual(decode(xml));
    expect(convert(input, { to: "wbxml" })).toEqual(convert(xml, { to: "wbxml" }));
  });
});
