import { describe, expect, test } from "vitest";
import { convert } from "../../../src/codec/convert.ts";
import { decode } from "../../../src/codec/decode.ts";
import { events, read, readChunks } from "../../support/event-log.ts";
import { bytes } from "../../support/hex.ts";
import { devInfDocument12, message, onlyCommand, type Part } from "../../support/message.ts";

const WBXML_TYPE = "application/vnd.syncml-devinf+wbxml";
const inner = devInfDocument12(["Man", "maker"]);
const type = (name: string): Part => ["Meta", ["Type", name]];
const put = (...content: Part[]) => message(["Put", ["CmdID", "1"], ...content]);
const data = (...content: Part[]): Part => ["Data", ...content];
const isOpened = (document: Uint8Array) => events(document).includes("start DevInf {syncml:devinf}");

describe("a document inside Data is opened", () => {
  test("if the item announces it", () => {
    expect(isOpened(put(["Item", type(WBXML_TYPE), data(inner)]))).toBe(true);
    expect(isOpened(put(["Item", type(" Application/vnd.syncml-DevInf+WBXML; v=1 "), data(inner)]))).toBe(true);
    expect(isOpened(put(["Item", ["Meta", ["MetInf", ["Type", WBXML_TYPE]]], data(inner)]))).toBe(true);
  });

  test("if the command announces it, and the item does not say otherwise", () => {
    expect(isOpened(put(type(WBXML_TYPE), ["Item", data(inner)]))).toBe(true);
    expect(isOpened(put(type(WBXML_TYPE), ["Item", type("text/plain"), data(inner)]))).toBe(false);
    expect(isOpened(message(["Put", type(WBXML_TYPE)], ["Put", ["Item", type("text/plain"), data(inner)]]))).toBe(
      false,
    );
  });

  test("if its own public id announces it, where no type does, or one for its other form", () => {
    expect(isOpened(put(["Item", data(inner)]))).toBe(true);
    expect(isOpened(put(["Item", type("application/vnd.syncml-devinf+xml"), data(inner)]))).toBe(true);
    const literal = bytes('02 00 00 6A 1D "-//SyncML//DTD DevInf 1.0//EN" 4A 65 03 "1.0" 00 01 01');
    expect(isOpened(put(["Item", data(literal)]))).toBe(true);
  });

  test("if it is announced and has no public id", () => {
    const unnamed = bytes('03 01 6A 00 4A 51 03 "m" 00 01 01');
    expect(isOpened(put(["Item", type(WBXML_TYPE), data(unnamed)]))).toBe(true);
    expect(isOpened(put(["Item", data(unnamed)]))).toBe(false);
  });

  test("not if the caller wants it kept", () => {
    const document = put(["Item", type(WBXML_TYPE), data(inner)]);
    expect(readChunks([document], { embedded: "keep" }).log).toContain(`opaque ${inner.length} `);
  });

  test("not if another type is announced", () => {
    expect(isOpened(put(["Item", type("text/x-vcard"), data(inner)]))).toBe(false);
  });

  test("with a Size of another length, as of the same document in XML, if it is whole and no chunk", () => {
    const sized = (size: number): Part => ["Meta", ["Type", WBXML_TYPE], ["Size", String(size)]];
    for (const document of [inner, devInfDocument12(["Man", "m".repeat(1000)])]) {
      const { length } = document;
      for (const size of [length, length - 1, length + 1, 10 * length]) {
        const whole = put(["Item", sized(size), data(document)]);
        expect(isOpened(whole)).toBe(true);
        expect(read(whole).diagnostics).toEqual([]);
        expect(decode(whole)).toEqual(decode(whole, { onDiagnostic: () => {} }));
        for (const cut of [length - 1, Math.ceil(length / 2)]) {
          const chunk = put(["Item", sized(size), data(document.subarray(0, cut))]);
          if (size === cut) continue;
          expect(read(chunk).error).toBeUndefined();
          expect(isOpened(chunk)).toBe(false);
          expect(read(chunk).log).toContain(`opaque ${cut} `);
          expect(decode(chunk)).toEqual(decode(chunk, { onDiagnostic: () => {} }));
        }
      }
    }
  });

  test("without losing a truncated chunk", () => {
    const sized: Part = ["Meta", ["Type", WBXML_TYPE], ["Size", "5000"]];
    const document = devInfDocument12(["Man", "m".repeat(1000)]);
    const whole = put(["Item", sized, data(document)]);
    const start = Buffer.from(whole).indexOf(Buffer.from(document));
    const { log, error } = readChunks([whole.subarray(0, start + 600)]);
    expect(error).toMatchObject({ code: "truncated-input" });
    expect(log).toMatch(/opaque 1011 [0-9a-f]{1200}$/m);
  });

  test("not outside Data", () => {
    expect(isOpened(put(["Item", ["Source", ["LocURI", inner]]]))).toBe(false);
  });

  test("not if it is another message", () => {
    expect(events(put(["Item", data(message())])).filter((line) => line.startsWith("document"))).toHaveLength(1);
  });
});

test("data that does not begin like the announced document stays bytes, with a diagnostic", () => {
  const { log, diagnostics } = read(put(["Item", type(WBXML_TYPE), data(bytes('"<DevInf/>"'))]));
  expect(log).toContain("opaque 9 ");
  expect(diagnostics.map(({ code, path }) => `${code} ${path}`)).toEqual([
    "not-an-embedded-document /SyncML/SyncBody/Put/Item/Data",
  ]);
});

test("offsets and paths of the inner document count from the outer one", () => {
  const document = put(["Item", type(WBXML_TYPE), data(inner)]);
  const start = Buffer.from(document).indexOf(Buffer.from(inner));
  const { log } = read(document);
  expect(log).toContain(`off=${start + 5} start DevInf`);
  expect(log).toContain(`off=${start + 7} text "maker"`);
  const broken = inner.slice();
  broken.set([0x83, 0x05], 7);
  const { error } = read(put(["Item", type(WBXML_TYPE), data(broken)]));
  expect(error).toMatchObject({
    code: "string-table-index",
    offset: start + 7,
    path: "/SyncML/SyncBody/Put/Item/Data/DevInf/Man",
  });
});

test("an inner document that ends early is truncated at the end of its opaque", () => {
  const cut = inner.subarray(0, inner.length - 1);
  const document = put(["Item", type(WBXML_TYPE), data(cut)]);
  const end = Buffer.from(document).indexOf(Buffer.from(cut)) + cut.length;
  expect(read(document).error).toMatchObject({
    code: "truncated-input",
    offset: end,
    path: "/SyncML/SyncBody/Put/Item/Data/DevInf",
  });
});

test("depth counts through", () => {
  const document = put(["Item", type(WBXML_TYPE), data(inner)]);
  expect(read(document, { limits: { maxDepth: 7 } }).error).toBeUndefined();
  expect(read(document, { limits: { maxDepth: 6 } }).error).toMatchObject({ code: "limit-exceeded" });
});

test("the message has it typed, with the header it came under; XML has it in place", () => {
  const document = put(["Item", type(WBXML_TYPE), data(inner)]);
  expect(onlyCommand(document).command.items[0].data).toMatchObject({
    kind: "DevInf",
    man: "maker",
    wire: { format: "wbxml", version: 3, publicId: 0x1203, charset: 106 },
  });
  expect(convert(document, { to: "xml" })).toContain(
    '<Data><DevInf xmlns="syncml:devinf"><Man>maker</Man></DevInf></Data>',
  );
  expect(convert(document, { to: "xml", embedded: "keep", octets: "marked" })).toContain(
    "<Data><?wbxml opaque base64?>",
  );
});

test("an opaque that is not a document is inspected once, whatever its length and content", () => {
  const header = bytes("02 9F 52 6A 00 4A 01");
  const long = new Uint8Array(128 + header.length + 1_000_000).fill(0x41);
  long.set(header, 128);
  const document = put(["Item", data(long)]);
  const { log, error } = readChunks([document]);
  expect(error).toBeUndefined();
  expect(log).toContain(`opaque ${long.length} `);
  expect(log.match(/document wbxml/g)).toHaveLength(1);
});
