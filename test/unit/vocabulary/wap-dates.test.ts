import { expect, test } from "vitest";
import { convert } from "../../../src/codec/convert.ts";
import { dateDigits } from "../../../src/vocabulary/wap/date-digits.ts";
import { emn10, si10, withStandard } from "../../../src/vocabulary/wap/index.ts";

const fromHex = (hex: string) => new Uint8Array(Buffer.from(hex, "hex"));
const toHex = (octets: Uint8Array) => Buffer.from(octets).toString("hex");

test.each([
  ["19990625152315", "1999-06-25T15:23:15Z"],
  ["19990630", "1999-06-30T00:00:00Z"],
  ["200204160640", "2002-04-16T06:40:00Z"],
  ["2002041610", "2002-04-16T10:00:00Z"],
  ["20020416000005", "2002-04-16T00:00:05Z"],
])("octets %s are %s", (octets, text) => {
  expect(dateDigits.read(fromHex(octets))).toBe(text);
  expect(toHex(dateDigits.write(text) as Uint8Array)).toBe(octets);
});

test.each(["199906", "1999062515231500", "19990a25", "19991325", "19990230", "1999063024", ""])(
  "octets %s are no date",
  (octets) => {
    expect(dateDigits.read(fromHex(octets))).toBeUndefined();
  },
);

test.each(["1999-06-25", "1999-02-30T00:00:00Z", "1999-06-25T15:23:15+01:00", ""])("%s is written as text", (text) => {
  expect(dateDigits.write(text)).toBeUndefined();
});

// The end of the mailbox came as a token of which readers know two meanings, and goes as text.
const notification = "030d6a008507037573657240776170666f72756d008805c30620020416064001";
const asText = notification.replace("0088", "2e6f726700");
const indication =
  "03056a0045c60d0378797a008503656d61696c2f3132332f6162632e776d6c000ac3071999062515231510c3041999063001" +
  "03596f7520686176652034206e657720656d61696c73000101";

test.each([
  ["SI", si10, indication, indication, 'created="1999-06-25T15:23:15Z" si-expires="1999-06-30T00:00:00Z">You have'],
  ["EMN", emn10, notification, asText, 'mailbox="mailat:user@wapforum.org" timestamp="2002-04-16T06:40:00Z"'],
])("dates of %s come as OPAQUE and go as OPAQUE", (_, definition, hex, written, part) => {
  const vocabularies = withStandard(definition);
  const xml = convert(fromHex(hex), { to: "xml", vocabularies });
  expect(xml).toContain(part);
  expect(toHex(convert(xml, { to: "wbxml", version: "1.3", vocabularies }))).toBe(written);
});
