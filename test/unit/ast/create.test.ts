import { expect, test } from "vitest";
import { create, makeNode, newItem, newMessage, newSource, newTarget, shapeOfKind } from "../../../src/ast/create.ts";
import { decode, decodeDocument } from "../../../src/codec/decode.ts";
import { encode } from "../../../src/codec/encode.ts";
import { bytes } from "../../support/hex.ts";
import { plain } from "../../support/message.ts";

const header = {
  verProto: "DM/1.2",
  sessionID: "1",
  msgID: "1",
  target: "https://dm.example/",
  source: "IMEI:1",
} as const;

test("a message in a few lines, and what goes over the wire", () => {
  const wbxml = encode(newMessage(header, [create("Alert", { cmdID: "1", data: "1201" })]));
  expect(wbxml).toEqual(
    bytes(`02 A4 01 6A 00 6D 6C 71 03 "1.2" 00 01 72 03 "DM/1.2" 00 01 65 03 "1" 00 01 5B 03 "1" 00 01
      6E 57 03 "https://dm.example/" 00 01 01 67 57 03 "IMEI:1" 00 01 01 01
      6B 46 4B 03 "1" 00 01 4F 03 "1201" 00 01 01 12 01 01`),
  );
  expect(plain(decode(wbxml))).toMatchObject({
    syncHdr: { verDTD: "1.2", verProto: "DM/1.2" },
    syncBody: { final: true },
  });
});

test("the version follows from verProto, and picks the vocabulary", () => {
  const version = (verProto: "SyncML/1.0" | "DM/1.1" | "SyncML/1.2") =>
    encode(newMessage({ ...header, verProto }, [], { final: false }));
  expect(version("SyncML/1.0").subarray(0, 3)).toEqual(bytes("02 9F 51"));
  expect(version("DM/1.1").subarray(0, 3)).toEqual(bytes("02 9F 53"));
  expect(version("SyncML/1.2").subarray(0, 3)).toEqual(bytes("02 A4 01"));
});

test("items have their address, data and meta", () => {
  expect(plain(newItem("./a", "b", { format: "chr" }))).toEqual({
    kind: "Item",
    target: { kind: "Target", locURI: "./a" },
    meta: { kind: "Meta", format: "chr", emi: [] },
    data: "b",
  });
  expect(plain(newTarget("t", "n"))).toEqual({ kind: "Target", locURI: "t", locName: "n" });
  expect(plain(newSource("s"))).toEqual({ kind: "Source", locURI: "s" });
});

test("bytes go as opaque, strings inline", () => {
  const replace = create("Replace", { cmdID: "1", items: [newItem("./a", bytes("FF")), newItem("./b", "x")] });
  const wbxml = Buffer.from(encode(newMessage(header, [replace])));
  expect(wbxml.indexOf(Buffer.from(bytes("4F C3 01 FF 01")))).toBeGreaterThan(0);
  expect(wbxml.indexOf(Buffer.from(bytes('4F 03 "x" 00 01')))).toBeGreaterThan(0);
});

test("a created node has the shape of a decoded one", () => {
  const wbxml = encode(newMessage(header, [create("Get", { cmdID: "1", items: [newItem("./a")] })]));
  const [get] = decode(wbxml).syncBody.commands;
  expect(Object.keys(create("Get", { cmdID: "1", items: [] }))).toEqual(Object.keys(get ?? {}));
});

test("every kind of the shape table can be made, and says its name", () => {
  for (const kind of ["SyncML", "Status", "Record", "Rx-Pref", "PropertyGroup", "ContentType", "Node", "Occurrence"]) {
    expect(makeNode(kind, {})).toMatchObject({ kind });
    expect(shapeOfKind(kind)?.kind).toBe(kind);
  }
  expect(() => makeNode("Nothing", {})).toThrow(expect.objectContaining({ code: "invalid-message" }));
});

test("device information of one's own goes in as a document of its own", () => {
  const devInf = create("DevInf", { verDTD: "1.2", devID: "d", devTyp: "phone", dataStores: [] });
  const put = create("Put", { cmdID: "1", items: [create("Item", { source: newSource("./devinf12"), data: devInf })] });
  const wbxml = encode(newMessage({ ...header, verProto: "SyncML/1.2" }, [put]));
  const [back] = decode(wbxml).syncBody.commands;
  expect(plain(back).items[0].data).toMatchObject({ kind: "DevInf", devID: "d", wire: { publicId: 0x1203 } });
  expect(decodeDocument(encode(devInf))).toMatchObject({ kind: "DevInf", devTyp: "phone" });
});
