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
])("%s becomes %s in WBXML and comes back in XML", (type, wbxmlType) => {
  const wbxml = convert(withType(type), { to: "wbxml" });
  expect(typeIn(convert(wbxml, { to: "xml", embeddedTypes: "keep" }))).toBe(wbxmlType);
  const back = typeIn(convert(wbxml, { to: "xml" }));
  expect(back?.toLowerCase()).toBe(type.toLowerCase());
});

test("on request it stays, and encode does the same", () => {
  const type = "application/vnd.syncml-devinf+xml";
  const kept = convert(withType(type), { to: "wbxml", embeddedTypes: "keep" });
  expect(typeIn(convert(kept, { to: "xml", embeddedTypes: "keep" }))).toBe(type);
  const message = decodeDocument(new TextEncoder().encode(withType(type)));
  const adapted = encode(message, { format: "wbxml" });
  expect(typeIn(convert(adapted, { to: "xml", embeddedTypes: "keep" }))).toBe("application/vnd.syncml-devinf+wbxml");
});

const form = { to: "xml", embeddedTypes: "keep" } as const;

test("a type in an OPAQUE, and one that came in pieces", () => {
  const marked = (text: string) => `<?wbxml opaque base64?>${Buffer.from(text).toString("base64")}<?wbxml end?>`;
  const type = "application/vnd.syncml-devinf+xml";
  const opaque = convert(withType(marked(type)), { to: "wbxml" });
  expect(typeIn(convert(opaque, form))).toBe("application/vnd.syncml-devinf+wbxml");
  expect(convert(opaque, { to: "xml" })).toBe(convert(opaque, { to: "xml", indent: "" }));
  const pieces = convert(withType(`${type.slice(0, 20)}<![CDATA[${type.slice(20)}]]>`), { to: "wbxml" });
  expect(typeIn(convert(pieces, form))).toBe("application/vnd.syncml-devinf+wbxml");
  // Of two kinds, it is left as it came.
  const mixed = convert(withType(`${marked(type.slice(0, 20))}${type.slice(20)}`), { to: "wbxml" });
  expect(typeIn(convert(mixed, form))).toBe(type);
});

test("a document that is left as it is in its OPAQUE stays what it is", () => {
  const wbxml = convert(withType("application/vnd.syncml-devinf+xml"), { to: "wbxml" });
  expect(typeIn(convert(wbxml, { to: "xml", embedded: "keep" }))).toBe("application/vnd.syncml-devinf+wbxml");
});
