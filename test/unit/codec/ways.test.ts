import { describe, expect, test } from "vitest";
import { convertFast } from "../../../src/codec/fast-path/convert-fast.ts";
import { readHeader, readMessage } from "../../../src/codec/fast-path/read-message.ts";
import { convertXmlDocument } from "../../../src/codec/fast-path/xml-document.ts";
import type { DecodeOptions, ReadOptions, WriteOptions } from "../../../src/codec/options.ts";
import { standardVocabularies } from "../../../src/vocabulary/standard.ts";
import { convertByEvents, decodeByEvents } from "../../support/event-path.ts";
import { withHeader } from "../../support/plain-messages.ts";

const wbxml = withHeader([
  ["VerDTD", "1.2"],
  ["MsgID", "1"],
]);
const xml = convertByEvents(wbxml, { to: "xml" });
const text = new TextDecoder().decode(xml);
const decoded = decodeByEvents(wbxml);
const decodedXml = decodeByEvents(xml);
const ignore = () => {};

describe("a message is read on the fast path", () => {
  test.each<[what: string, input: Uint8Array | string, options: Partial<DecodeOptions>]>([
    ["WBXML", wbxml, {}],
    ["WBXML that is said to be", wbxml, { from: "wbxml" }],
    ["XML", xml, {}],
    ["XML that is said to be", xml, { from: "xml" }],
    ["XML in a Buffer", Buffer.from(xml), {}],
    ["XML as a string", text, {}],
    ["XML as a string that is said to be", text, { from: "xml" }],
    [
      "what asks for the defaults",
      xml,
      { invalidUtf8: "keep", lineBreaks: "keep", controlCharacters: "keep", data: "decoded" },
    ],
    ["limits", xml, { limits: { maxElements: 5 } }],
    ["diagnostics in WBXML", wbxml, { onDiagnostic: ignore }],
    ["diagnostics in XML", xml, { onDiagnostic: ignore }],
    ["diagnostics in a string", text, { onDiagnostic: ignore }],
  ])("%s", (_what, input, options) => {
    expect(readMessage(input, options)).toEqual(typeof input === "string" || input !== wbxml ? decodedXml : decoded);
  });

  test.each<[what: string, input: Uint8Array | string, options: Partial<DecodeOptions>]>([
    ["WBXML that is said to be XML", wbxml, { from: "xml" }],
    ["XML that is said to be WBXML", xml, { from: "wbxml" }],
    ["a string that is said to be WBXML", text, { from: "wbxml" }],
    ["views of XML", xml, { data: "view" }],
    ["vocabularies of one's own for XML", xml, { vocabularies: standardVocabularies }],
    ["strict UTF-8", xml, { invalidUtf8: "reject" }],
    ["line breaks as XML has them", xml, { lineBreaks: "normalize" }],
    ["no control characters", xml, { controlCharacters: "reject" }],
    ["half a character", `${text.slice(0, -30)}\ud800`, {}],
    ["nothing", new Uint8Array(0), {}],
    ["an empty string", "", {}],
  ])("but not %s", (_what, input, options) => {
    expect(readMessage(input, options)).toBeUndefined();
  });
});

describe("a header is read on the fast path", () => {
  const { syncHdr } = decoded as { syncHdr?: unknown };

  test.each<Partial<DecodeOptions>>([{}, { from: "wbxml" }])("%j", (options) => {
    expect(readHeader(wbxml, options)).toEqual(syncHdr);
  });

  test("of XML", () => {
    expect(readHeader(xml, {})).toEqual(syncHdr);
  });

  test.each<[Uint8Array | string, Partial<DecodeOptions>]>([
    [wbxml, { onDiagnostic: ignore }],
    [wbxml, { from: "xml" }],
    [text, {}],
    [text, { from: "wbxml" }],
  ])("but not of %#", (input, options) => {
    expect(readHeader(input, options)).toBeUndefined();
  });
});

type Conversion = Partial<ReadOptions & WriteOptions> & {
  readonly to: "wbxml" | "xml";
  readonly output?: "string" | "bytes";
};

describe("a document is converted on the fast path", () => {
  test.each<[what: string, input: Uint8Array | string, options: Conversion, expected: Uint8Array | string]>([
    ["WBXML to a string", wbxml, { to: "xml" }, text],
    [
      "WBXML to a string by name",
      wbxml,
      { to: "xml", from: "wbxml", output: "string", indent: "", opaque: "text" },
      text,
    ],
    ["WBXML to bytes", wbxml, { to: "xml", output: "bytes" }, xml],
    ["with the types kept", wbxml, { to: "xml", embeddedTypes: "keep" }, text],
    ["with the types adapted", wbxml, { to: "xml", embeddedTypes: "adapt" }, text],
    [
      "with the types adapted in WBXML, white space kept",
      xml,
      { to: "wbxml", embeddedTypes: "adapt", whitespace: "keep" },
      convertByEvents(xml, { to: "wbxml" }),
    ],
    ["XML", xml, { to: "wbxml" }, convertByEvents(xml, { to: "wbxml" })],
    ["a string", text, { to: "wbxml" }, convertByEvents(xml, { to: "wbxml" })],
    [
      "XML with the defaults by name",
      xml,
      { to: "wbxml", stringTable: "none", literals: [], embeddedTypes: "keep" },
      convertByEvents(xml, { to: "wbxml" }),
    ],
    ["XML to WBXML 1.3", xml, { to: "wbxml", version: "1.3" }, convertByEvents(xml, { to: "wbxml", version: "1.3" })],
  ])("%s", (_what, input, options, expected) => {
    expect(convertFast(input, options)).toEqual(expected);
  });

  test.each<[what: string, input: Uint8Array | string, options: Conversion]>([
    ["diagnostics of WBXML", wbxml, { to: "xml", onDiagnostic: ignore }],
    ["diagnostics of XML", xml, { to: "wbxml", onDiagnostic: ignore }],
    ["indented XML", wbxml, { to: "xml", indent: "  " }],
    ["base64", wbxml, { to: "xml", opaque: "base64" }],
    ["refusals", wbxml, { to: "xml", opaque: "reject" }],
    ["XML to XML", xml, { to: "xml" }],
    ["a string to XML", text, { to: "xml" }],
    ["a string that is said to be WBXML", text, { to: "xml", from: "wbxml" }],
    ["WBXML to WBXML", wbxml, { to: "wbxml" }],
    ["WBXML that is said to be XML", wbxml, { to: "xml", from: "xml" }],
    ["WBXML 1.0", xml, { to: "wbxml", version: "1.0" }],
    ["another charset", xml, { to: "wbxml", charset: 4 }],
    ["a string table", xml, { to: "wbxml", stringTable: "auto" }],
    ["literal names", xml, { to: "wbxml", literals: ["Own"] }],
    ["fewer elements", xml, { to: "wbxml", limits: { maxElements: 4 } }],
    ["fewer elements of WBXML", wbxml, { to: "xml", limits: { maxElements: 4 } }],
  ])("but not %s", (_what, input, options) => {
    expect(convertFast(input, options)).toBeUndefined();
  });

  test("to XML it belongs to another", () => {
    expect(convertXmlDocument(xml, { to: "xml" })).toBeUndefined();
  });
});
