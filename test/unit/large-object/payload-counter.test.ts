import { expect, test } from "vitest";
import { create, newItem, newMessage } from "../../../src/ast/create.ts";
import type { Data } from "../../../src/ast/nodes.ts";
import { walkDocument } from "../../../src/ast/walker.ts";
import { encode } from "../../../src/codec/encode.ts";
import { measure } from "../../../src/large-object/measure.ts";
import { PayloadCounter } from "../../../src/large-object/payload-counter.ts";
import { WbxmlEncoder } from "../../../src/wbxml/encoder.ts";
import { XmlEncoder } from "../../../src/xml/encoder.ts";
import { header } from "../../support/message.ts";

const messageWith = (data: Data) =>
  newMessage(header, [create("Replace", { cmdID: "1", items: [newItem("./a", data)] })]);

/** Bytes that leave the encoder when a message is measured. */
function writtenBytes(data: Data, format: "wbxml" | "xml"): number {
  let bytes = 0;
  const count = (piece: Uint8Array) => {
    bytes += piece.length;
  };
  const encoder = format === "wbxml" ? new WbxmlEncoder(count) : new XmlEncoder(count);
  const counter = new PayloadCounter(encoder, { format });
  walkDocument(messageWith(data), counter);
  expect(bytes + counter.countedBytes).toBe(encode(messageWith(data), { format }).length);
  return bytes;
}

const MEGABYTE = 1024 * 1024;

test.each(["wbxml", "xml"] as const)("values of Data are not written to be measured in %s", (format) => {
  const empty = writtenBytes("", format);
  for (const data of [
    "é<&\r".repeat(MEGABYTE / 4),
    new Uint8Array(MEGABYTE).fill(0x41),
    new Uint8Array(1000).fill(0xff),
  ]) {
    expect(writtenBytes(data, format)).toBeLessThan(empty + 100);
  }
});

test("an opaque that stops being text after the encoder's lookahead is still measured", () => {
  const data = new Uint8Array(100_000).fill(0x41);
  for (const at of [65_530, 65_535, 65_536, 65_537, 99_999]) {
    data[at] = 0xff;
    expect(measure(messageWith(data), { format: "xml" })).toBe(encode(messageWith(data), { format: "xml" }).length);
    data[at] = 0x41;
  }
});
