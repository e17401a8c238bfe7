import { describe, expect, test } from "vitest";
import { create, newItem, newMessage } from "../../../src/ast/create.ts";
import type { Data, SyncML } from "../../../src/ast/nodes.ts";
import { decode } from "../../../src/codec/decode.ts";
import { encode } from "../../../src/codec/encode.ts";
import { measure } from "../../../src/large-object/measure.ts";
import { base64Length, stringCosts, textBytes, utf8Bytes, xmlCosts } from "../../../src/large-object/text-sizes.ts";
import type { WireOptions } from "../../../src/large-object/wire-options.ts";
import { outcome } from "../../support/event-path.ts";
import { header } from "../../support/message.ts";

const messageWith = (data: Data, ...more: Data[]) =>
  newMessage(header, [create("Replace", { cmdID: "1", items: [data, ...more].map((it) => newItem("./a", it)) })]);

const characters = [
  "a",
  "é",
  "\u07ff",
  "\u0800",
  "日",
  "\uffff",
  "\ufffe",
  "\ufffd",
  "\u{1f600}",
  "\ud800",
  "\udc00",
  "\ud800a",
];
const controls = ["\0", "\x01", "\t", "\n", "\r", "\x1f", "\x7f", "<", ">", "&", '"', "]]>"];
const strings = [...characters, ...controls].flatMap((character) => {
  return [63, 64, 65].flatMap((length) => [character.repeat(length), `${"x".repeat(length)}${character}`]);
});
const opaques = [0, 1, 2, 63, 64, 65, 66, 127, 128, 129].flatMap((length) => [
  new Uint8Array(length).fill(0x41),
  new Uint8Array(length).fill(0x3c),
  new Uint8Array(length).fill(0xff),
  new Uint8Array(Buffer.from("é".repeat(length))),
  new Uint8Array(Buffer.from(`${"é".repeat(length)}\0`)),
]);
const wbxmlOptions = [undefined, "1.0", "1.3"].flatMap((version) =>
  [undefined, "as-given", "inline", "opaque"].flatMap((data) =>
    [undefined, 106, 4].map((charset) => ({ format: "wbxml", version, data, charset })),
  ),
);
const xmlOptions = [undefined, "text", "base64", "reject"].flatMap((opaque) =>
  [undefined, "  "].map((indent) => ({ format: "xml", opaque, indent })),
);

/** Options as a caller gives them: unset ones are absent. */
const said = (options: object) =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<WireOptions>;

describe("a message is measured as it is encoded", () => {
  test.each([...wbxmlOptions, ...xmlOptions].map(said))("%j", (options) => {
    for (const data of [...strings, ...opaques]) {
      const whole = messageWith(data);
      const expected = outcome(() => encode(whole, options).length);
      expect([data, outcome(() => measure(whole, options))]).toEqual([data, expected]);
    }
  });

  test.each(["00", "01", "02", "03"])("that came as WBXML of version %s, in any charset", (version) => {
    for (const charset of version === "00" ? [""] : ["00", "03", "04", "6A"]) {
      const sent = `${version} A4 01 ${charset} 00`.replaceAll(" ", "");
      const body = encode(messageWith("a"), { format: "wbxml" }).subarray(5);
      const came: SyncML = decode(new Uint8Array([...Buffer.from(sent, "hex"), ...body]));
      for (const data of ["é".repeat(80), "x".repeat(80), new Uint8Array(80)]) {
        const whole = { ...messageWith(data), wire: came.wire };
        for (const format of ["wbxml", "xml"] as const) {
          expect(outcome(() => measure(whole, { format }))).toEqual(outcome(() => encode(whole, { format }).length));
        }
      }
    }
  });

  test("with a document inside the data, and data after it", () => {
    const inside = create("DevInf", {
      verDTD: "1.2",
      man: "m".repeat(100),
      devID: "d".repeat(100),
      devTyp: "phone",
      dataStores: [],
    });
    for (const options of [...wbxmlOptions, ...xmlOptions].map(said)) {
      for (const whole of [
        messageWith(inside as Data, "x".repeat(100)),
        messageWith("x".repeat(100), inside as Data),
      ]) {
        expect(outcome(() => measure(whole, options))).toEqual(outcome(() => encode(whole, options).length));
      }
    }
  });
});

describe("lengths of text", () => {
  test.each([...characters, "ab", "é日", "\u{1f600}\u{1f600}", "\udc00\ud800"])("%j", (text) => {
    for (const around of ["", "a", "日"]) {
      const whole = `${around}${text}${around}`;
      expect(utf8Bytes(whole)).toBe(new TextEncoder().encode(whole).length);
      expect(textBytes(whole, stringCosts)).toBe(new TextEncoder().encode(whole).length);
    }
  });

  test("what no form can hold costs nothing, so that the whole has no length", () => {
    expect(textBytes("a\0", stringCosts)).toBe(-1);
    expect(textBytes("a\x01", stringCosts)).toBe(2);
    for (const text of ["a\0", "a\x01", "a\x1f", "\ufffe", "\uffff"]) expect(textBytes(text, xmlCosts)).toBe(-1);
    expect(textBytes("\t\n\r<>&\x7f\ufffd", xmlCosts)).toBe("\t\n&#13;&lt;&gt;&amp;\x7f".length + 3);
  });

  test.each([0, 1, 2, 3, 4, 5, 6, 1000])("%i octets in base64", (byteLength) => {
    expect(base64Length(byteLength)).toBe(Buffer.alloc(byteLength).toString("base64").length);
  });
});
