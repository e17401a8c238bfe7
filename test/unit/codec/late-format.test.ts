import { expect, test } from "vitest";
import type { Item, Replace, SyncML } from "../../../src/ast/nodes.ts";
import { decode } from "../../../src/codec/decode.ts";
import { encode } from "../../../src/codec/encode.ts";
import { bytes } from "../../support/hex.ts";
import { message, type Part, replace } from "../../support/message.ts";

const itemIn = ({ syncBody }: SyncML) => (syncBody.commands[0] as Replace).items[0] as Item;
const octets = (text: string) => new TextEncoder().encode(text);

// The Meta that describes data may follow it: in the item, or in the command after its items.
const places: [where: string, document: (data: Part, format: string) => Uint8Array][] = [
  ["in the item", (data, format) => replace(["Item", ["Data", data], ["Meta", ["Format", format]]])],
  ["in the command", (data, format) => replace(["Item", ["Data", data]], ["Meta", ["Format", format]])],
];

test.each(
  places.flatMap(([where, document]) =>
    [
      { format: "bin", data: "abc", value: octets("abc"), extra: { inline: ["data"] } },
      { format: "bin", data: bytes('"abc"'), value: octets("abc"), extra: {} },
      { format: "bin", data: bytes("FF"), value: Uint8Array.of(0xff), extra: {} },
      { format: "chr", data: "abc", value: "abc", extra: {} },
      { format: "chr", data: bytes('"abc"'), value: "abc", extra: { opaque: ["data"] } },
      { format: "chr", data: bytes("FF"), value: Uint8Array.of(0xff), extra: {} },
      { format: "b64", data: "QUI=", value: "QUI=", extra: {} },
    ].map((row) => [row.format, row.data, where, document, row.value, row.extra] as const),
  ),
)(
  "Format %s after data %o, %s, is honoured and written as received",
  (format, data, _where, document, value, extra) => {
    const came = document(data, format);
    const message = decode(came) as SyncML;
    const item = itemIn(message);
    expect(item.data).toEqual(value);
    expect({ opaque: item.extra?.opaque, inline: item.extra?.inline }).toEqual({
      opaque: undefined,
      inline: undefined,
      ...extra,
    });
    expect(Buffer.from(encode(message, { format: "wbxml" }))).toEqual(Buffer.from(came));
  },
);

test("other values of the item keep their form", () => {
  const item: Part = ["Item", ["Source", ["LocURI", "s"]], ["Data", bytes('"x"')], ["Meta", ["Format", "bin"]]];
  const came = message(["Add", ["CmdID", bytes('"1"')], item]);
  expect(Buffer.from(encode(decode(came), { format: "wbxml" }))).toEqual(Buffer.from(came));
});
