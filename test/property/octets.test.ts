import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { create, newMessage } from "../../src/ast/create.ts";
import { convert } from "../../src/codec/convert.ts";
import { decode } from "../../src/codec/decode.ts";
import { encode } from "../../src/codec/encode.ts";
import { equalMessages } from "../../src/codec/equal-messages.ts";
import { endOfXmlText } from "../../src/xml/characters.ts";
import { convertByEvents, encodeByEvents } from "../support/event-path.ts";

const header = { verProto: "DM/1.2", sessionID: "1", msgID: "1", target: "t", source: "s" } as const;
const format = fc.constantFrom(undefined, "bin", " BIN ", "b64", "chr", "int", "xml", "node");
const meta = fc.option(fc.record({ format, type: fc.constantFrom(undefined, "image/jpeg") }), { nil: undefined });
const octets = fc.oneof(
  fc.uint8Array({ maxLength: 12 }),
  fc.constantFrom(Uint8Array.of(0x61, 0x62), Uint8Array.of(0), Uint8Array.of(0xff, 0xd8)),
  fc.nat(200_000).map((length) => new Uint8Array(length).fill(0xee)),
);
const item = fc
  .record({ meta, data: octets })
  .map(({ meta, data }) =>
    create("Item", { target: create("Target", { locURI: "./a" }), meta: meta && create("Meta", meta), data }),
  );
const given = fc
  .tuple(meta, fc.array(item, { minLength: 1, maxLength: 4 }))
  .map(([meta, items]) =>
    newMessage(header, [create("Replace", { cmdID: "1", meta: meta && create("Meta", meta), items })]),
  );

describe("octets in items, whatever their Meta says", () => {
  test("go out as base64 that Meta announces, the same by every path, and mean the same in both forms", () => {
    fc.assert(
      fc.property(given, (original) => {
        const xml = encode(original, { format: "xml", output: "string" });
        expect(xml).not.toContain("<?wbxml");
        expect(equalMessages(decode(xml), original)).toBe(true);
        const wbxml = encode(original, { format: "wbxml" });
        expect(convert(wbxml, { to: "xml" })).toBe(xml);
        expect(Buffer.from(convertByEvents(wbxml, { to: "xml" })).toString()).toBe(xml);
        expect(Buffer.from(encodeByEvents(decode(wbxml), { format: "xml" })).toString()).toBe(xml);
        const back = convert(xml, { to: "wbxml" });
        expect(equalMessages(decode(back), original)).toBe(true);
        expect(convert(back, { to: "xml" })).toBe(xml);
      }),
    );
  });

  test("marked, they come back to the byte", () => {
    fc.assert(
      fc.property(given, (original) => {
        const wbxml = encode(original, { format: "wbxml" });
        const isText = (data: unknown) =>
          data instanceof Uint8Array && endOfXmlText(data, 0, data.length) === data.length;
        const [command] = original.syncBody.commands as { items: { data: unknown }[] }[];
        fc.pre(command?.items.every(({ data }) => !isText(data)) === true);
        const xml = convert(wbxml, { to: "xml", octets: "marked" });
        expect(decode(convert(xml, { to: "wbxml" }))).toEqual(decode(wbxml));
      }),
      { numRuns: 40 },
    );
  });
});

test.each([
  ["Meta after its Data", '<Data>%</Data><Meta><Format xmlns="syncml:metinf">bin</Format></Meta>'],
  ["an empty Meta after its Data", "<Data>%</Data><Meta/>"],
  ["an empty Format", '<Meta><Format xmlns="syncml:metinf"/></Meta><Data>%</Data>'],
  ["no Meta", "<Data>%</Data>"],
  ["a MetInf", '<Meta><MetInf xmlns="syncml:metinf"><Type>a/b</Type></MetInf></Meta><Data>%</Data>'],
])("%s", (_what, inside) => {
  const marked = inside.replace("%", "<?wbxml opaque base64?>AAEC<?wbxml end?>");
  const xml = `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr/><SyncBody><Add><CmdID>1</CmdID><Item>${marked}</Item></Add></SyncBody></SyncML>`;
  const wbxml = convert(xml, { to: "wbxml" });
  for (const indent of ["", " "]) {
    const written = convert(wbxml, { to: "xml", indent });
    expect(written).toContain("<Data>AAEC</Data>");
    expect(written.match(/<Format[^>]*>b64<\/Format>/g)).toHaveLength(1);
    expect(encode(decode(wbxml), { format: "xml", output: "string", indent })).toBe(written);
  }
});

describe("octets in front of elements", () => {
  const octets = "<?wbxml opaque base64?>/w==<?wbxml end?>";
  const inside = [`${octets}<SftDel/>`, `${octets}<SftDel>${octets}</SftDel>`, `${octets}x<SftDel>x</SftDel>y`];
  const body = (item: string) => `<SyncBody><Add><CmdID>1</CmdID>${item}</Add></SyncBody>`;
  test.each([
    ["an item", body],
    ["an item in a wrong place", (item: string) => item],
  ])("mean the same as their base64: %s", (_what, around) => {
    for (const data of inside) {
      const item = `<Item><Source><LocURI>a</LocURI></Source><Data>${data}</Data></Item>`;
      const original = decode(`<SyncML xmlns="SYNCML:SYNCML1.2">${around(item)}</SyncML>`);
      const xml = encode(original, { format: "xml", output: "string" });
      expect(xml).toContain(">b64<");
      expect(equalMessages(decode(xml), original)).toBe(true);
      const other = decode(xml.replace(/<Data>\S\S/, "<Data>AA"));
      expect(equalMessages(other, original)).toBe(false);
    }
  });
});

test.each(["", "chr", "bin", "b64"])("an item in a wrong place whose Format is %j means the same in XML", (format) => {
  const meta = `<Meta><Format xmlns="syncml:metinf">${format}</Format></Meta>`;
  const item = `<Item>${meta}<Data><?wbxml opaque base64?>AAE=<?wbxml end?></Data></Item>`;
  const original = decode(`<SyncML xmlns="SYNCML:SYNCML1.2">${item}</SyncML>`);
  for (const form of ["wbxml", "xml"] as const) {
    expect(equalMessages(decode(encode(original, { format: form })), original)).toBe(true);
  }
});
