import { describe, expect, test } from "vitest";
import { convert } from "../../../src/codec/convert.ts";
import type { OpaqueKind } from "../../../src/vocabulary/definition.ts";
import { base64Octets } from "../../../src/vocabulary/wap/base64-octets.ts";
import { dateTimeBits } from "../../../src/vocabulary/wap/date-time-bits.ts";
import { activeSync, otaSettings70, withStandard } from "../../../src/vocabulary/wap/index.ts";
import { integerOctets } from "../../../src/vocabulary/wap/integer-octets.ts";

const fromHex = (hex: string) => new Uint8Array(Buffer.from(hex, "hex"));
const toHex = (octets: Uint8Array | undefined) => octets && Buffer.from(octets).toString("hex");

const kinds = { integers: integerOctets, dates: dateTimeBits, octets: base64Octets } satisfies Record<
  string,
  OpaqueKind
>;

test.each([
  ["integers", "00", "0"],
  ["integers", "05", "5"],
  ["integers", "0100", "256"],
  ["integers", "ffffffff", "4294967295"],
  ["dates", "1f46a69c9f5a", "20011019T095031Z"],
  ["dates", "1fa0bb7efb41", "20240229T235959A"],
  ["octets", "00ff10", "AP8Q"],
  ["octets", "61", "YQ=="],
] as const)("%s: %s is %s", (kind, octets, text) => {
  expect(kinds[kind].read(fromHex(octets))).toBe(text);
  expect(toHex(kinds[kind].write(text))).toBe(octets);
});

test.each([
  ["integers", "", "0"],
  ["integers", "0005", "5"],
  ["dates", "1f46a69c9f00", "20011019T095031Z"],
  ["octets", "", ""],
] as const)("%s: %s is read as %s", (kind, octets, text) => {
  expect(kinds[kind].read(fromHex(octets))).toBe(text);
});

test.each([
  ["integers", "0000000000"],
  ["dates", "1f46a69c9f"],
  ["dates", "1f46a69c9f5a00"],
  ["dates", "5f46a69c9f5a"],
  ["dates", "1f47669c9f5a"],
  ["dates", "1f46a69cbf5a"],
  ["dates", "1f46a69c9f7a"],
] as const)("%s: %s is none", (kind, octets) => {
  expect(kinds[kind].read(fromHex(octets))).toBeUndefined();
});

test.each([
  ["integers", "01"],
  ["integers", "-1"],
  ["integers", "1.5"],
  ["integers", "4294967296"],
  ["integers", "99999999999"],
  ["integers", ""],
  ["dates", "20011019T095031"],
  ["dates", "20010229T095031Z"],
  ["dates", "50001019T095031Z"],
  ["octets", "YQ"],
  ["octets", "YR=="],
  ["octets", "hello"],
  ["octets", "a,b="],
] as const)("%s: %s is written as text", (kind, text) => {
  expect(kinds[kind].write(text)).toBeUndefined();
});

test("base64 may have line breaks", () => {
  expect(toHex(base64Octets.write("AP\n\t8Q\r\n"))).toBe("00ff10");
});

describe("attributes", () => {
  const vocabularies = withStandard(otaSettings70);
  const parm = (attributes: string) =>
    `<?xml version="1.0" encoding="UTF-8"?><CHARACTERISTIC-LIST><PARM ${attributes}/></CHARACTERISTIC-LIST>`;

  test.each([
    ['NAME="ICON" VALUE="abcd"', "87100349434f4e0011c30369b71d01"],
    ['NAME="URL" VALUE="abcd"', "87171103616263640001"],
    ['NAME="ICON" VALUE="no icon"', "87100349434f4e0011036e6f2069636f6e0001"],
    ['VALUE="abcd" NAME="ICON"', "8711036162636400100349434f4e0001"],
  ])("%s is octets only where a name before it says so", (attributes, hex) => {
    const written = convert(parm(attributes), { to: "wbxml", vocabularies });
    expect(toHex(written)).toBe(`02016a0045${hex}01`);
    expect(convert(written, { to: "xml", vocabularies })).toBe(parm(attributes));
  });
});

describe("ActiveSync", () => {
  const vocabularies = withStandard(activeSync);

  test("documents have several roots, and octets by page", () => {
    const xml =
      '<?xml version="1.0" encoding="UTF-8"?><ItemOperations xmlns="ItemOperations:"><Move><ConversationId>AP8Q</ConversationId></Move>' +
      '<Response><ConversationId xmlns="Email2:">AP8Q</ConversationId><Data>AP8Q</Data></Response></ItemOperations>';
    const written = convert(xml, { to: "wbxml", vocabularies });
    expect(toHex(written)).toBe("02016a000014455658c30300ff1001014e001649c30300ff100100144c03415038510001" + "0101");
    expect(convert(written, { to: "xml", vocabularies })).toBe(xml);
  });

  test("a root without namespace has that of its page", () => {
    const codes: string[] = [];
    const onDiagnostic = ({ code }: { readonly code: string }) => void codes.push(code);
    const written = convert("<FolderSync><Count>0</Count></FolderSync>", { to: "wbxml", vocabularies, onDiagnostic });
    expect(toHex(written)).toBe("02016a0000075657033000" + "0101");
    expect(codes).toEqual(["namespace-inferred"]);
  });
});
