import { expect, test } from "vitest";
import { convert } from "../../../src/codec/convert.ts";
import { decodeDocument } from "../../../src/codec/decode.ts";
import { encode } from "../../../src/codec/encode.ts";

const withType = (type: string) =>
  `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncBody><Put><Meta><Type xmlns="syncml:metinf">${type}</Type></Meta></Put></SyncBody></SyncML>`;
const typeIn = (xml: string) => /<Type[^>]*>([^<]*)</.exec(xml)?.[1];

test.each([
  ["application/vnd.syncml-devinf+xml", "application/vnd.syncml-devinf+wbxml"],
  ["application/vnd.syncml.dmtnds+xml", "application/vnd.syncml.dmtnds+wbxml"],
  [" Application/vnd.syncml-DevInf+XML; v=1", " Application/vnd.syncml-DevInf+wbxml; v=1"],
  ["application/vnd.syncml-devinf+xmlx", "application/vnd.syncml-devinf+xmlx"],
  ["text/x-vcard", "text/x-vcard"],
])("%s becomes %s in WBXML and comes back in XML, on request", (type, wbxmlType) => {
  const wbxml = convert(withType(type), { to: "wbxml", embeddedTypes: "adapt" });
  expect(typeIn(convert(wbxml, { to: "xml" }))).toBe(wbxmlType);
  const back = typeIn(convert(wbxml, { to: "xml", embeddedTypes: "adapt" }));
  expect(back?.toLowerCase()).toBe(type.toLowerCase());
});

test("without a request it stays, and encode does the same", () => {
  const type = "application/vnd.syncml-devinf+xml";
  expect(typeIn(convert(convert(withType(type), { to: "wbxml" }), { to: "xml" }))).toBe(type);
  const message = decodeDocument(new TextEncoder().encode(withType(type)));
  const adapted = encode(message, { format: "wbxml", embeddedTypes: "adapt" });
  expect(typeIn(convert(adapted, { to: "xml" }))).toBe("application/vnd.syncml-devinf+wbxml");
});
