import { expect, test } from "vitest";
import { convert } from "../../../src/codec/convert.ts";
import { drmRel10, withStandard } from "../../../src/vocabulary/wap/index.ts";
import { bytes } from "../../support/hex.ts";

const vocabularies = withStandard(drmRel10);
const declaration = '<?xml version="1.0" encoding="UTF-8"?>';
const toHex = (octets: Uint8Array) => Buffer.from(octets).toString("hex");
const xmlOf = (wbxml: Uint8Array) => convert(wbxml, { to: "xml", vocabularies });
const wbxmlOf = (xml: string) => convert(xml, { to: "wbxml", vocabularies });

const declared = "05 85 06 86 07 87 01";
const rights = (publicId: string) =>
  bytes(`03 ${publicId} 6A 00 C5 ${declared} 46 47 03 "1.0" 00 01 01 49 4A 4B 4C C3 02 00 FF 01 01 01 4D 0E 01 01 01`);
const xml =
  `${declaration}<rights xmlns="http://odrl.net/1.1/ODRL-EX">` +
  '<context><version xmlns="http://odrl.net/1.1/ODRL-DD">1.0</version></context>' +
  '<agreement><asset><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#/"><KeyValue>AP8=</KeyValue></KeyInfo></asset>' +
  '<permission><play xmlns="http://odrl.net/1.1/ODRL-DD"/></permission></agreement></rights>';

test("have three namespaces on one page, and either number", () => {
  expect(xmlOf(rights("0E"))).toBe(xml);
  expect(xmlOf(rights("A4 07"))).toBe(xml);
  // The number that it came with is kept.
  expect([...convert(rights("A4 07"), { to: "wbxml", vocabularies }).subarray(0, 3)]).toEqual([3, 0xa4, 0x07]);
});

test("declare their prefixes in WBXML, and have their keys as octets", () => {
  expect(toHex(wbxmlOf(xml))).toBe(toHex(rights("0E")).replace("03", "02"));
});

test("are known by prefixes too", () => {
  const prefixed =
    '<a:rights xmlns:a="http://odrl.net/1.1/ODRL-EX" xmlns:b="http://odrl.net/1.1/ODRL-DD"><a:context>' +
    "<b:version>1.0</b:version></a:context></a:rights>";
  expect(toHex(wbxmlOf(prefixed))).toBe(toHex(bytes(`02 0E 6A 00 C5 ${declared} 46 47 03 "1.0" 00 01 01 01`)));
});
