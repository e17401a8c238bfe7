import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { convert } from "../../../src/codec/convert.ts";
import { decodeDocument } from "../../../src/codec/decode.ts";
import { encode } from "../../../src/codec/encode.ts";
import { openDocument } from "../../../src/codec/open-document.ts";
import type { Diagnostic } from "../../../src/core/diagnostics.ts";
import { decodeUtf8 } from "../../../src/core/utf8.ts";
import { wapDefinitions, withStandard } from "../../../src/vocabulary/wap/index.ts";
import { XmlEncoder } from "../../../src/xml/encoder.ts";
import { errorOf } from "../../support/error-of.ts";
import { bytes } from "../../support/hex.ts";

const toHex = (octets: Uint8Array) => Buffer.from(octets).toString("hex");
const vocabularies = withStandard(...wapDefinitions);
const declaration = '<?xml version="1.0" encoding="UTF-8"?>';
const xmlOf = (wbxml: Uint8Array) => convert(wbxml, { to: "xml", vocabularies });
const wbxmlOf = (xml: string) => convert(xml, { to: "wbxml", vocabularies });
const deck = (version: string, body: string) =>
  `<!DOCTYPE wml PUBLIC "-//WAPFORUM//DTD WML ${version}//EN" "wml.dtd"><wml><card><p>${body}</p></card></wml>`;
const text = (body: string) => `${declaration}<wml><card><p>${body}</p></card></wml>`;

describe("a version of WML", () => {
  test.each([
    ["WML 1.0", 0x02, "WML"],
    ["WML 1.1", 0x04, "wml"],
    ["WML 1.2", 0x09, "wml"],
    ["WML 1.3", 0x0a, "wml"],
    ["WTA-WML 1.2", 0x0c, "wta-wml"],
  ])("%s is chosen by the DOCTYPE and by the number of the header", (name, publicId, root) => {
    const xml = `<!DOCTYPE ${root} PUBLIC "-//WAPFORUM//DTD ${name}//EN" "x.dtd"><${root}/>`;
    const wbxml = wbxmlOf(xml);
    expect([...wbxml.subarray(0, 4)]).toEqual([2, publicId, 0x6a, 0]);
    expect(xmlOf(wbxml)).toBe(`${declaration}<${root}/>`);
  });

  test("that nothing names is the newest", () => {
    expect(wbxmlOf("<wml/>")[1]).toBe(0x0a);
    const diagnostics: Diagnostic[] = [];
    const unnamed = bytes("03 01 6A 00 3F");
    const options = { vocabularies, onDiagnostic: (one: Diagnostic) => diagnostics.push(one) };
    expect(convert(unnamed, { to: "xml", ...options })).toBe(`${declaration}<wml/>`);
    expect(diagnostics).toMatchObject([{ code: "vocabulary-from-root", message: expect.stringContaining("WML 1.3") }]);
  });

  test("that the DOCTYPE names is kept where another one has the element too", () => {
    // `pre` and `accesskey` are of WML 1.2: the tag keeps its token, the attribute is a literal.
    const wbxml = wbxmlOf(deck("1.1", '<pre accesskey="1">x</pre>'));
    expect(wbxml[1]).toBe(0x04);
    expect(toHex(wbxml)).toBe(
      toHex(bytes('02 04 6A 0A "accesskey" 00 7F 67 60 DB 04 00 03 "1" 00 01 03 "x" 00 01 01 01 01')),
    );
    expect(xmlOf(wbxml)).toBe(text('<pre accesskey="1">x</pre>'));
  });

  test("of a document type that its root does not belong to is not taken", () => {
    expect(wbxmlOf('<!DOCTYPE wml PUBLIC "-//WAPFORUM//DTD WML 1.1//EN" "x"><si/>')[1]).toBe(0x05);
    const unknown = '<!DOCTYPE wml PUBLIC "-//WAPFORUM//DTD WML 1.1//EN" "x"><none/>';
    expect(errorOf(() => wbxmlOf(unknown))).toMatchObject({ code: "unknown-document-type" });
  });
});

describe("variables of WML", () => {
  // <wml><card><p>…
  const document = (table: string, content: string) => bytes(`03 0A 6A ${table} 7F 67 60 ${content} 01 01 01`);

  test.each([
    ['40 "user" 00', "$(user:escape)"],
    ['41 "user" 00', "$(user:unesc)"],
    ['42 "user" 00', "$(user:noesc)"],
    ['03 "Hi " 00 42 "a" 00 03 ", " 00 40 "b" 00', "Hi $(a:noesc), $(b:escape)"],
    ['40 "" 00', "$(:escape)"],
  ])("EXT_I: %s is %s", (content, shown) => {
    expect(xmlOf(document("00", content))).toBe(text(shown));
  });

  test.each([
    ["80 00", "$(user:escape)"],
    ["81 00", "$(user:unesc)"],
    ["82 01", "$(ser:noesc)"],
  ])("EXT_T: %s is %s", (content, shown) => {
    expect(xmlOf(document('05 "user" 00', content))).toBe(text(shown));
  });

  test("EXT_T past the string table is refused at its place", () => {
    const error = errorOf(() => xmlOf(document('05 "user" 00', "80 05")));
    expect(error).toMatchObject({ code: "string-table-index", offset: 12, path: "/wml/card/p" });
  });

  test("EXT_0 to EXT_2 are reserved, and skipped", () => {
    const diagnostics: Diagnostic[] = [];
    const options = { vocabularies, onDiagnostic: (one: Diagnostic) => diagnostics.push(one) };
    expect(convert(document("00", "C0 C1 C2"), { to: "xml", ...options })).toBe(text("").replace("<p></p>", "<p/>"));
    expect(diagnostics.map(({ code }) => code)).toEqual([
      "unknown-extension",
      "unknown-extension",
      "unknown-extension",
    ]);
  });

  test("are written as EXT_I again, in text and in attributes, where no value token breaks a name", () => {
    const xml = deck(
      "1.3",
      '<go href="http://www.wap.example/$(accept:escape)/$(b:unesc)"/>You have $(n:noesc) for $$1.',
    );
    const wbxml = wbxmlOf(xml);
    // `accept` and `www.` are value tokens.
    expect(toHex(wbxml)).toBe(
      toHex(
        bytes(
          '02 0A 6A 00 7F 67 60 AB 4B A1 03 "wap.example/" 00 40 "accept" 00 03 "/" 00 41 "b" 00 01' +
            '03 "You have " 00 42 "n" 00 03 " for $$1." 00 01 01 01',
        ),
      ),
    );
    expect(xmlOf(wbxml)).toBe(
      text('<go href="http://www.wap.example/$(accept:escape)/$(b:unesc)"/>You have $(n:noesc) for $$1.'),
    );
  });

  test.each(["$$(a:escape)", "$a", "$(a)", "$(a:e)", "$(1:escape)", "$(a:ESCAPE)", "$(a:escape", "$", "$$$$(a:noesc)"])(
    "%s is text",
    (content) => {
      expect(toHex(wbxmlOf(deck("1.3", content)))).toBe(
        toHex(bytes(`02 0A 6A 00 7F 67 60 03 "${content}" 00 01 01 01`)),
      );
    },
  );

  test("come after a doubled dollar sign", () => {
    expect(toHex(wbxmlOf(deck("1.3", "$$$(a:noesc)")))).toBe(
      toHex(bytes('02 0A 6A 00 7F 67 60 03 "$$" 00 42 "a" 00 01 01 01')),
    );
  });

  test("are text in a language without them", () => {
    expect(toHex(wbxmlOf("<si><indication>$(a:noesc)</indication></si>"))).toContain(
      toHex(bytes('03 "$(a:noesc)" 00')),
    );
  });

  test("are kept in UTF-16 and in JSON", () => {
    const xml = deck("1.2", "é $(name:escape)");
    const wide = convert(xml, { to: "wbxml", vocabularies, charset: 1015 });
    expect(xmlOf(wide)).toBe(text("é $(name:escape)"));
    const document = decodeDocument(xml, { vocabularies });
    expect(xmlOf(encode(document, { format: "wbxml", vocabularies }))).toBe(text("é $(name:escape)"));
  });

  test("do not depend on how text was cut, and every text comes back", () => {
    const piece = fc.constantFrom("$", "$$", "(", ")", ":", "escape", "$(a:escape)", "$(b:unesc)", "a", "é", ":noesc)");
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 5 }), (pieces, size) => {
        const xml = text(pieces.join(""));
        const wbxml = wbxmlOf(xml);
        expect(xmlOf(wbxml)).toBe(xml);
        let inPieces = "";
        const encoder = new XmlEncoder((part) => (inPieces += decodeUtf8(part, 0, part.length)));
        const source = openDocument(encoder, { vocabularies });
        for (let at = 0; at < wbxml.length; at += size) source.write(wbxml.subarray(at, at + size));
        source.end();
        expect(inPieces).toBe(xml);
      }),
    );
  });
});

test("tokens whose meaning is disputed are read, and never written", () => {
  const notification = bytes('03 0D 6A 00 85 07 03 "user@wap" 00 88 01');
  expect(xmlOf(notification)).toBe(`${declaration}<emn mailbox="mailat:user@wap.org"/>`);
  expect(toHex(wbxmlOf(xmlOf(notification)))).toContain(toHex(bytes('03 "user@wap.org" 00')));
  const event = bytes("03 0C 6A 00 00 01 BF 00 01 11 01");
  expect(xmlOf(event)).toBe(`${declaration}<wta-wml type="wtaev-cc/"/>`);
  expect(toHex(wbxmlOf(xmlOf(event)))).toContain(toHex(bytes('10 03 "cc/" 00')));
});
