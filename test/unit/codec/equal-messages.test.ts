import { expect, test } from "vitest";
import type { SyncmlDocument } from "../../../src/ast/nodes.ts";
import { convert } from "../../../src/codec/convert.ts";
import { decodeDocument } from "../../../src/codec/decode.ts";
import { encode } from "../../../src/codec/encode.ts";
import { equalMessages } from "../../../src/codec/equal-messages.ts";
import { cases, corpusBytes, wbxmlBodies, xmlBodies } from "../../support/corpus.ts";

const withData = (data: string, namespace = "SYNCML:SYNCML1.2"): SyncmlDocument =>
  decodeXml(
    `<SyncML xmlns="${namespace}"><SyncHdr/><SyncBody><Replace><CmdID>1</CmdID><Item>${data}</Item></Replace></SyncBody></SyncML>`,
  );
const decodeXml = (xml: string): SyncmlDocument => decodeDocument(new TextEncoder().encode(xml));

test("data in CDATA, escaped, or as nested markup is the same", () => {
  const spellings = [
    '<Data><![CDATA[<enabled/><data id="x" value="1"/>]]></Data>',
    "<Data>&lt;enabled/&gt;&lt;data id='x' value='1'/&gt;</Data>",
    '<Data><enabled/><data id="x" value="1"/></Data>',
    '<Data>\n  <enabled></enabled>\n  <data value="1" id="x"/>\n</Data>',
    '<Data>&lt;?xml version="1.0"?>&lt;enabled/>&lt;data id="x" value="1"/></Data>',
  ].map((data) => withData(data));
  for (const one of spellings) for (const other of spellings) expect(equalMessages(one, other)).toBe(true);
});

test.each([
  ["another attribute", '<Data><data id="y"/></Data>'],
  ["another element", '<Data><date id="x"/></Data>'],
  ["more content", '<Data><data id="x">1</data></Data>'],
  ["text that is not well-formed", '<Data>&lt;data id="x"></Data>'],
  ["nothing", "<Data></Data>"],
  ["no data", ""],
])("%s is another message", (_what, data) => {
  expect(equalMessages(withData('<Data><data id="x"/></Data>'), withData(data))).toBe(false);
});

test("absent and empty differ, the form of a value does not", () => {
  expect(equalMessages(withData("<Data/>"), withData("<Data></Data>"))).toBe(true);
  expect(equalMessages(withData("<Data/>"), withData(""))).toBe(false);
  expect(
    equalMessages(withData("<Data>ab</Data>"), withData("<Data><?wbxml opaque base64?>YWI=<?wbxml end?></Data>")),
  ).toBe(true);
});

test("the order of fields does not count, that of items does", () => {
  const target = "<Target><LocURI>t</LocURI></Target>";
  expect(equalMessages(withData(`<Data>d</Data>${target}`), withData(`${target}<Data>d</Data>`))).toBe(true);
  const two = (one: string, other: string) => withData(`<Data>${one}</Data></Item><Item><Data>${other}</Data>`);
  expect(equalMessages(two("1", "2"), two("2", "1"))).toBe(false);
});

test("another version is another message", () => {
  expect(equalMessages(withData("<Data/>"), withData("<Data/>", "SYNCML:SYNCML1.1"))).toBe(false);
});

test("every recorded body is the same in its other form, and no other body", () => {
  const bodies = [...wbxmlBodies.slice(0, 40), ...xmlBodies.slice(0, 40)].map(({ file }) => corpusBytes(file));
  let previous: SyncmlDocument | undefined;
  for (const body of bodies) {
    const document = decodeDocument(body);
    expect(equalMessages(document, decodeDocument(convert(body, { to: "wbxml" })))).toBe(true);
    expect(equalMessages(document, decodeDocument(convert(body, { to: "xml", output: "bytes" })))).toBe(true);
    if (previous !== undefined) expect(equalMessages(document, previous)).toBe(false);
    previous = document;
  }
});

test.each(cases.filter(({ error }) => error === undefined))(
  "$name is equal to itself through XML",
  ({ input, mediaType }) => {
    const xml = convert(input, { to: "xml", output: "bytes", mediaType });
    expect(equalMessages(decodeDocument(input, { mediaType }), decodeDocument(xml))).toBe(true);
  },
);

test.each([
  ["octets of a NextNonce in a wrong place", "02a4016a006400015003e2000101"],
  ["a line feed in an Atomic in a wrong place", "02a4016a00634b0300015a0001454a030001010000030048030a00010101"],
  ["an OPAQUE NextNonce in a wrong place", "02a4016a006400015ac302ff00010101"],
])("%s: equal in both forms", (_what, hex) => {
  const document = decodeDocument(Buffer.from(hex, "hex"));
  for (const format of ["wbxml", "xml"] as const) {
    expect(equalMessages(decodeDocument(encode(document, { format })), document)).toBe(true);
  }
});
