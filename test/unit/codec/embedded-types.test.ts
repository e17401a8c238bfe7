import { describe, expect, test } from "vitest";
import type { DevInf, Item, Put, SyncML } from "../../../src/ast/nodes.ts";
import { convert } from "../../../src/codec/convert.ts";
import { decodeDocument } from "../../../src/codec/decode.ts";
import { encode } from "../../../src/codec/encode.ts";
import { equalMessages } from "../../../src/codec/equal-messages.ts";

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

test("a document left in its OPAQUE keeps its type", () => {
  const wbxml = convert(withType("application/vnd.syncml-devinf+xml"), { to: "wbxml" });
  expect(typeIn(convert(wbxml, { to: "xml", embedded: "keep" }))).toBe("application/vnd.syncml-devinf+wbxml");
});

describe("a document whose Meta disagrees is written so that it reads back as that document", () => {
  const meta = (type: string, size = "") =>
    `<Meta>${type && `<Type xmlns="syncml:metinf">${type}</Type>`}${size && `<Size xmlns="syncml:metinf">${size}</Size>`}</Meta>`;
  const DEVINF = "application/vnd.syncml-devinf+xml";
  const devInf = "<DevInf xmlns='syncml:devinf'><VerDTD>1.2</VerDTD><Man>m</Man><DevTyp/></DevInf>";
  const tree = "<MgmtTree xmlns='syncml:dmddf1.2'><VerDTD>1.2</VerDTD><Node><NodeName>n</NodeName></Node></MgmtTree>";
  const item = (own: string, data: string) => `<Item>${own}<Data>${data}</Data></Item>`;
  const OPAQUE = true;
  const ELEMENTS = false;

  test.each([
    ["of the item", "", item(meta("Q"), devInf), ELEMENTS],
    ["of the command", meta("Q"), item("", devInf), ELEMENTS],
    ["of the command, which is not that of the item", meta("Q"), item(meta(DEVINF), devInf), OPAQUE],
    ["of the item, which is not that of the command", meta(DEVINF), item(meta("Q"), devInf), ELEMENTS],
    ["in a MetInf", "<Meta><MetInf xmlns='syncml:metinf'><Type>Q</Type></MetInf></Meta>", item("", devInf), ELEMENTS],
    ["in two pieces", "", item(meta("<![CDATA[application/vnd.]]>syncml-devinf+xml"), devInf), OPAQUE],
    ["of a message", meta("application/vnd.syncml+xml"), item("", devInf), ELEMENTS],
    ["after its Data", "", `<Item><Data>${devInf}</Data>${meta("Q")}</Item>`, OPAQUE],
    ["after the item", "", `${item("", devInf)}${meta("Q")}`, OPAQUE],
    ["after its Data, and of the command", meta("Q"), `<Item><Data>${devInf}</Data>${meta(DEVINF)}</Item>`, ELEMENTS],
    ["of another document", meta("application/vnd.syncml.dmtnds+xml"), item("", devInf), ELEMENTS],
    ["of the item before", "", `${item(meta("Q"), "x")}${item("", devInf)}`, OPAQUE],
    ["of a tree", "", item(meta("Q"), tree), ELEMENTS],
    ["that is blank", meta(" "), item(meta(" "), devInf), OPAQUE],
    ["and Size, as that of the XML", "", item(meta(DEVINF, String(devInf.length)), devInf), OPAQUE],
    ["and Size without Type", meta("", "5"), item("", devInf), OPAQUE],
    ["and Size with another Type", meta("Q", "5"), item("", devInf), ELEMENTS],
  ])("Type %s", (_what, outer, items, isOpaque) => {
    const command = `<Put><CmdID>1</CmdID>${outer}${items}</Put>`;
    const inMessage = `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD></SyncHdr><SyncBody>${command}</SyncBody></SyncML>`;
    for (const xml of [inMessage, command.replace("<Put>", '<Put xmlns="SYNCML:SYNCML1.2">')]) {
      const wbxml = convert(xml, { to: "wbxml" });
      expect(wbxml.includes(0xc3)).toBe(isOpaque);
      const document = decodeDocument(xml);
      expect(encode(document, { format: "wbxml" })).toEqual(wbxml);
      expect(convert(xml, { to: "wbxml", onDiagnostic: () => {} })).toEqual(wbxml);
      for (const options of [{}, { onDiagnostic: () => {} }]) {
        const back = decodeDocument(wbxml, options);
        expect(equalMessages(back, document)).toBe(true);
        expect(encode(back)).toEqual(wbxml);
        expect(convert(wbxml, { to: "wbxml", ...options })).toEqual(wbxml);
        expect(equalMessages(decodeDocument(convert(wbxml, { to: "xml", ...options })), document)).toBe(true);
      }
    }
  });

  test("and one without public identifier gets one where no Type replaces it", () => {
    const document = decodeDocument(
      `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncBody><Put>${item(meta(DEVINF), devInf)}</Put></SyncBody></SyncML>`,
    ) as SyncML;
    const [put] = document.syncBody.commands as [Put];
    const only = put.items[0] as Item;
    const wire = {
      format: "wbxml",
      version: 3,
      publicId: 1,
      publicIdText: undefined,
      charset: 106,
      namespace: "",
    } as const;
    only.data = { ...(only.data as DevInf), wire };
    const announced = encode(document, { format: "wbxml" });
    expect(Buffer.from(announced).toString("hex")).toContain("03016a00");
    for (const options of [{}, { embeddedTypes: "keep" as const }]) {
      expect(equalMessages(decodeDocument(encode(document, { format: "wbxml", ...options })), document)).toBe(true);
    }
    only.meta = undefined;
    expect(equalMessages(decodeDocument(encode(document, { format: "wbxml" })), document)).toBe(true);
  });
});
