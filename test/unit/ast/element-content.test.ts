import { describe, expect, test } from "vitest";
import { convert } from "../../../src/codec/convert.ts";
import { wapDefinitions, withStandard } from "../../../src/vocabulary/wap/index.ts";
import { bytes } from "../../support/hex.ts";

const vocabularies = withStandard(...wapDefinitions);
const wbxmlOf = (xml: string, whitespace: "drop" | "keep" = "drop") =>
  convert(xml, { to: "wbxml", vocabularies, whitespace });

describe("white space between tags in a language that never mixes text and elements", () => {
  const indented = '<si>\n  <indication action="delete"/>\n  <info>\n    <item> \n</item>\n  </info>\n</si>';

  test("is left out of WBXML, and that of an element without children is its text", () => {
    expect(wbxmlOf(indented)).toEqual(bytes("02 05 6A 00 45 86 09 01 47 48 03 20 0A 00 01 01 01"));
  });

  test("is kept on request", () => {
    const kept = wbxmlOf(indented, "keep");
    expect(convert(kept, { to: "xml", vocabularies })).toContain(indented);
  });

  test("is kept next to text", () => {
    expect(wbxmlOf("<si>\n a <info/>\n </si>")).toEqual(bytes('02 05 6A 00 45 03 0A " a " 00 07 03 0A 20 00 01'));
  });
});

test("white space in a language that mixes them is text", () => {
  const deck = "<wml> <card> <p><b>a</b> <i>b</i></p></card></wml>";
  expect(convert(wbxmlOf(deck), { to: "xml", vocabularies })).toContain(deck);
});

test("a language that nobody named keeps its white space", () => {
  const open = withStandard();
  const xml =
    '<SyncML xmlns="SYNCML:SYNCML1.2"><SyncBody><Add><Item><Data><si> <info/> </si></Data></Item></Add></SyncBody></SyncML>';
  for (const set of [open, vocabularies]) {
    const written = convert(xml, { to: "wbxml", vocabularies: set });
    expect(convert(written, { to: "xml", vocabularies: set })).toContain("> <info");
  }
});
