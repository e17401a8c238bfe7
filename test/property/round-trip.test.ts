import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AstBuilder } from "../../src/ast/builder.ts";
import type { SyncML } from "../../src/ast/nodes.ts";
import { inCommonForm } from "../../src/codec/common-form.ts";
import { convert } from "../../src/codec/convert.ts";
import { decodeDocument } from "../../src/codec/decode.ts";
import { encode } from "../../src/codec/encode.ts";
import { openDocument } from "../../src/codec/open-document.ts";
import { cutAt } from "../../src/testing/chunkings.ts";
import { messages } from "../../src/testing/messages.ts";
import { share } from "../../src/testing/share.ts";
import type { SyncmlVersion } from "../../src/validation/profiles.ts";
import { cases, corpusBytes, wbxmlBodies, xmlBodies } from "../support/corpus.ts";
import { readChunks } from "../support/event-log.ts";
import { withoutForm } from "../support/form.ts";

const log = (document: Uint8Array) => readChunks([document]).log.replace(/off=\d+ /g, "");

function decodeChunks(chunks: readonly Uint8Array[]): unknown {
  const builder = new AstBuilder();
  const source = openDocument(builder);
  for (const chunk of chunks) source.write(chunk);
  source.end();
  return builder.document;
}

describe.each<SyncmlVersion>(["1.0", "1.1", "1.2"])("generated messages of SyncML %s", (version) => {
  const cuts = fc.array(share, { maxLength: 6 });
  const positions = (document: Uint8Array, at: readonly number[]) =>
    at.map((part) => Math.floor(part * document.length));

  test.each(["wbxml", "xml"] as const)("decode after encode is identity in %s, however it is cut", (format) => {
    fc.assert(
      fc.property(messages({ version }), cuts, (given, at) => {
        const document = encode(given, { format });
        const decoded = decodeChunks(cutAt(document, positions(document, at)));
        expect(withoutForm(inCommonForm(decoded))).toEqual(withoutForm(inCommonForm(given)));
        const exact = encode(given, { format, octets: "marked", embeddedTypes: "keep", whitespace: "keep" });
        expect(withoutForm(decodeDocument(exact))).toEqual(withoutForm(given));
        // Once more from what was decoded: now with its form, and so to the byte.
        expect(encode(decoded as SyncML)).toEqual(document);
      }),
      { numRuns: 120 },
    );
  });

  test("the two forms mean the same, and every policy of writing does", () => {
    const options = fc.record({
      data: fc.constantFrom("as-given" as const, "inline" as const, "opaque" as const),
      stringTable: fc.constantFrom("none" as const, "auto" as const),
      publicId: fc.constantFrom("number" as const, "text" as const),
      version: fc.constantFrom("1.1" as const, "1.2" as const, "1.3" as const),
    });
    fc.assert(
      fc.property(messages({ version }), options, (given, written) => {
        const wbxml = encode(given, { format: "wbxml", ...written });
        const xml = convert(wbxml, { to: "xml" });
        expect(withoutForm(decodeDocument(wbxml))).toEqual(withoutForm(given));
        expect(valuesOf(decodeDocument(convert(xml, { to: "wbxml", ...written })))).toEqual(valuesOf(given));
        expect(convert(convert(xml, { to: "wbxml" }), { to: "xml" })).toBe(xml);
      }),
      { numRuns: 120 },
    );
  });
});

describe("recorded bodies", () => {
  const bodies = [...wbxmlBodies, ...xmlBodies].map(({ file }) => file);

  test.each(bodies)("%s comes back as message and as events", (file) => {
    const document = corpusBytes(file);
    const decoded = decodeDocument(document);
    const again = encode(decoded, { embeddedTypes: "keep" });
    expect(decodeDocument(again)).toEqual(decoded);
    expect(log(again)).toBe(log(document));
  });

  test.each(bodies)("%s keeps every byte of every value through the other form and back", (file) => {
    const document = corpusBytes(file);
    const [other, own] = file.endsWith(".xml") ? (["wbxml", "xml"] as const) : (["xml", "wbxml"] as const);
    const there = convertTo(document, other);
    const back = convertTo(there, own);
    expect(valuesOf(decodeDocument(there))).toEqual(valuesOf(decodeDocument(document)));
    expect(valuesOf(decodeDocument(back))).toEqual(valuesOf(decodeDocument(document)));
  });
});

describe("messages made for this project", () => {
  /** Whose XML is another after WBXML, though the values are the same, and why. */
  const respelt: Readonly<Record<string, string>> = {
    "oddities/chunk-cut-inline": "text that is not UTF-8 becomes OPAQUE in WBXML",
    "oddities/latin-1-in-utf-8": "text that is not UTF-8 becomes OPAQUE in WBXML",
    "oddities/utf-8-malformed": "text that is not UTF-8 becomes OPAQUE in WBXML",
  };

  test.each(cases.filter(({ error }) => error === undefined))(
    "$name keeps every byte of every value through XML and back",
    ({ name, input, mediaType }) => {
      const xml = convert(input, { to: "xml", mediaType });
      const wbxml = convert(xml, { to: "wbxml" });
      expect(convert(wbxml, { to: "xml" }) === xml).toBe(!(name in respelt));
      expect(valuesOf(decodeDocument(wbxml))).toEqual(valuesOf(decodeDocument(input, { mediaType })));
    },
  );
});

function convertTo(document: Uint8Array, form: "wbxml" | "xml"): Uint8Array {
  return form === "wbxml" ? convert(document, { to: "wbxml" }) : convert(document, { to: "xml", output: "bytes" });
}

/** The values of a document as bytes, whatever form they came in; tokens of generic elements are a matter of WBXML. */
function valuesOf(document: unknown): unknown {
  return bytesOf(inCommonForm(document));
}

function bytesOf(value: unknown): unknown {
  if (typeof value === "string") return Buffer.from(value).toString("latin1");
  if (value instanceof Uint8Array) return Buffer.from(value).toString("latin1");
  if (Array.isArray(value)) return value.map(bytesOf);
  if (typeof value !== "object" || value === null) return value;
  const left = withoutForm(value) as Record<string, unknown>;
  const kept = Object.entries(left).filter(([key]) => key !== "page" && key !== "token");
  return Object.fromEntries(kept.map(([key, field]) => [key, bytesOf(field)]));
}
