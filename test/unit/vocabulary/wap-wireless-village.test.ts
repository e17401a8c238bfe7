import { expect, test } from "vitest";
import { convert } from "../../../src/codec/convert.ts";
import { withStandard, wvCsp11, wvCsp12, wvCsp13 } from "../../../src/vocabulary/wap/index.ts";
import { bytes } from "../../support/hex.ts";

const vocabularies = withStandard(wvCsp11, wvCsp12, wvCsp13);
const declaration = '<?xml version="1.0" encoding="UTF-8"?>';
const xmlOf = (document: Uint8Array) => convert(document, { to: "xml", vocabularies }).slice(declaration.length);
const wbxmlOf = (xml: string) => convert(xml, { to: "wbxml", vocabularies });
const CSP = "http://www.openmobilealliance.org/DTD/WV-CSP1.2";
const TRC = "http://www.openmobilealliance.org/DTD/WV-TRC1.2";
const PA = "http://www.openmobilealliance.org/DTD/WV-PA1.2";
const message = (content: string) =>
  `<WV-CSP-Message xmlns="${CSP}"><TransactionContent xmlns="${TRC}">${content}</TransactionContent></WV-CSP-Message>`;

test.each([
  ["10", '89 05 03 "1.1" 00 01', "http://www.wireless-village.org/CSP1.1"],
  ["11", '89 08 03 "1.2" 00 01', "http://www.openmobilealliance.org/DTD/WV-CSP1.2"],
  ["12", '89 0B 03 "1.3" 00 01', "http://www.openmobilealliance.org/DTD/IMPS-CSP1.3"],
])("the root of number %s tells its version, which is enough without the number", (number, root, namespace) => {
  const xml = `<WV-CSP-Message xmlns="${namespace}"/>`;
  expect(wbxmlOf(xml)).toEqual(bytes(`02 ${number} 6A 00 ${root}`));
  expect(xmlOf(bytes(`03 ${number} 6A 00 ${root}`))).toBe(xml);
  expect(xmlOf(bytes(`03 01 6A 00 ${root}`))).toBe(xml);
  expect(xmlOf(bytes(`03 ${number} 6A 00 09`))).toBe(xml);
});

test("a namespace is that of an element and all in it, up to its end", () => {
  const xml = `<WV-CSP-Message xmlns="${CSP}"><TransactionContent xmlns="${TRC}"><PresenceSubList xmlns="${PA}"><User/></PresenceSubList><User/></TransactionContent><User/></WV-CSP-Message>`;
  const document = bytes(
    '02 11 6A 00 C9 08 03 "1.2" 00 01 F3 0A 03 "1.2" 00 01 E3 09 03 "1.2" 00 01 39 01 39 01 39 01',
  );
  expect(wbxmlOf(xml)).toEqual(document);
  expect(xmlOf(document)).toBe(xml);
});

test("of a name on two pages, presence has the one of its own page", () => {
  const xml = message(`<ContentType/><PresenceSubList xmlns="${PA}"><ContentType/></PresenceSubList>`);
  const document = bytes(
    '02 11 6A 00 C9 08 03 "1.2" 00 01 F3 0A 03 "1.2" 00 01 10 E3 09 03 "1.2" 00 01 00 05 36 01 01 01',
  );
  expect(wbxmlOf(xml)).toEqual(document);
  expect(xmlOf(document)).toBe(xml);
});

test("another namespace is dropped, with a diagnostic", () => {
  const codes: string[] = [];
  const onDiagnostic = ({ code }: { readonly code: string }) => void codes.push(code);
  const document = bytes('03 11 6A 00 49 F3 05 03 "9" 00 01 39 01 01');
  expect(convert(document, { to: "xml", vocabularies, onDiagnostic })).toContain("<TransactionContent><User/>");
  expect(codes).toEqual(["xmlns-attribute"]);
});

test("ContentData is octets in the message whose ContentEncoding says so, and in no other", () => {
  const info = (encoding: string) => `<MessageInfo>${encoding}</MessageInfo>`;
  const BASE64 = "<ContentEncoding>BASE64</ContentEncoding>";
  const sent = (encoding: string) =>
    `<SendMessage-Request>${info(encoding)}<ContentData>ping</ContentData></SendMessage-Request>`;
  const xml = message(
    sent(BASE64) + sent("<ContentType>text/plain</ContentType>") + sent("<ContentEncoding>None</ContentEncoding>"),
  );
  const document = wbxmlOf(xml);
  const octets = "4D C3 03 A6 29 E0 01";
  const text = '4D 03 "ping" 00 01';
  expect(document).toEqual(
    bytes(
      `02 11 6A 00 C9 08 03 "1.2" 00 01 F3 0A 03 "1.2" 00 01
       00 06 57 53 00 00 4E 80 07 01 01 ${octets} 01
       00 06 57 53 00 00 50 80 28 01 01 ${text} 01
       00 06 57 53 00 00 4E 80 16 01 01 ${text} 01 01 01`,
    ),
  );
  expect(xmlOf(document)).toBe(xml);
});

test("texts that are words, or begin with one, are written as integers", () => {
  const xml = message(
    "<Value>T</Value><Value>image/jpeg</Value><Value>text/plain</Value><Value>SMS</Value><Value>T T</Value>",
  );
  const document = wbxmlOf(xml);
  expect(document).toEqual(
    bytes(
      `02 11 6A 00 C9 08 03 "1.2" 00 01 F3 0A 03 "1.2" 00 01
       7D 80 2C 01 7D 80 10 03 "jpeg" 00 01 7D 80 28 01 7D 80 43 01 7D 03 "T T" 00 01 01 01`,
    ),
  );
  expect(xmlOf(document)).toBe(xml);
});

test("an OPAQUE that is of no kind of its element stays one", () => {
  const document = bytes('03 11 6A 00 C9 08 03 "1.2" 00 01 4B C3 05 00 01 02 03 04 01 01');
  const xml = xmlOf(document);
  expect(xml).toContain("<Code><?wbxml opaque base64?>AAECAwQ=<?wbxml end?></Code>");
  expect(convert(xml, { to: "wbxml", version: "1.3", vocabularies })).toEqual(document);
});

test("WBXML 1.0 has no OPAQUE, so numbers are text there", () => {
  const xml = `<WV-CSP-Message xmlns="${CSP}"><Code>200</Code></WV-CSP-Message>`;
  const written = convert(xml, { to: "wbxml", version: "1.0", vocabularies });
  expect(written).toEqual(bytes('00 11 00 C9 08 03 "1.2" 00 01 4B 03 "200" 00 01 01'));
  expect(xmlOf(written)).toBe(xml);
});
