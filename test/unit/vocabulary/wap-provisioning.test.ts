import { expect, test } from "vitest";
import { convert } from "../../../src/codec/convert.ts";
import { provisioning10, withStandard } from "../../../src/vocabulary/wap/index.ts";

const vocabularies = withStandard(provisioning10);

test("a switch of the attribute page moves no tags, and stays in force", () => {
  const document = Uint8Array.from(
    Buffer.from(
      "030b6a00c54601c6510187150603" + "3137302e3138372e35312e34" + "000101c600015501873600000603773700010101",
      "hex",
    ),
  );
  const xml = convert(document, { to: "xml", vocabularies });
  expect(xml).toContain(
    '<wap-provisioningdoc version="1.0"><characteristic type="PXLOGICAL"><parm name="PROXY-ID" value="170.187.51.4"/></characteristic>',
  );
  expect(xml).toContain('<characteristic type="APPLICATION"><parm name="APPID" value="w7"/></characteristic>');
  expect(convert(convert(xml, { to: "wbxml", vocabularies }), { to: "xml", vocabularies })).toBe(xml);
});

test("what is on both attribute pages is written on the one that is set, and names on both tag pages on the first", () => {
  const xml =
    '<wap-provisioningdoc><characteristic type="APPLICATION"><parm name="NAME" value="x"/></characteristic></wap-provisioningdoc>';
  const written = Buffer.from(convert(xml, { to: "wbxml", vocabularies })).toString("hex");
  expect(written).toBe("020b6a0045c60001550187070603780001" + "0101");
});
