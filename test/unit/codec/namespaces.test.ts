import { describe, expect, test } from "vitest";
import type { Alert, GenericContent, GenericElement, MgmtTree } from "../../../src/ast/nodes.ts";
import { convert } from "../../../src/codec/convert.ts";
import { decode, decodePartial } from "../../../src/codec/decode.ts";
import { encode } from "../../../src/codec/encode.ts";
import { bytes } from "../../support/hex.ts";

const CORE = "SYNCML:SYNCML1.2";
const header = (version: string) => `<SyncHdr><VerDTD>${version}</VerDTD></SyncHdr>`;
const withData = (data: string, declaration = ` xmlns="${CORE}"`, meta = "") =>
  `<SyncML${declaration}>${header("1.2")}<SyncBody><Alert><CmdID>1</CmdID><Item>${meta}<Data>${data}</Data></Item></Alert></SyncBody></SyncML>`;
const told = (xml: string) =>
  decodePartial(xml).diagnostics.map(({ code, offset, message }) => `${code} ${offset} ${message}`);
const dataOf = (xml: string) => (decode(xml).syncBody.commands[0] as Alert).items[0]?.data;

describe("a message that names its version only in the header", () => {
  test.each([
    ["1.0", "SYNCML:SYNCML1.0", 0x0fd1],
    ["1.1", "SYNCML:SYNCML1.1", 0x0fd3],
    ["DM/1.1", "SYNCML:SYNCML1.1", 0x0fd3],
    ["1.1.2", "SYNCML:SYNCML1.1", 0x0fd3],
    ["1.2", CORE, 0x1201],
    ["2.0", CORE, 0x1201],
    ["", CORE, 0x1201],
  ])("VerDTD %j is of %s", (version, namespace, publicId) => {
    const xml = `<SyncML>${header(version)}<SyncBody/></SyncML>`;
    expect(decode(xml).wire?.namespace).toBe(namespace);
    expect(convert(xml, { to: "xml" })).toContain(`<SyncML xmlns="${namespace}">`);
    const [, high = 0, low = 0] = convert(xml, { to: "wbxml" });
    expect((high & 0x7f) * 128 + low).toBe(publicId);
    expect(encode(decode(xml), { format: "wbxml" })).toEqual(convert(xml, { to: "wbxml" }));
    expect(told(xml)).toEqual([`namespace-inferred 0 SyncML in no namespace read as of ${namespace}`]);
  });

  test("VerProto decides where VerDTD does not", () => {
    const xml = "<SyncML><SyncHdr><VerProto>DM/1.1</VerProto></SyncHdr><SyncBody/></SyncML>";
    expect(decode(xml).wire?.namespace).toBe("SYNCML:SYNCML1.1");
  });

  test("a document type or a namespace outranks it", () => {
    const doctype = '<!DOCTYPE SyncML PUBLIC "-//SYNCML//DTD SyncML 1.0//EN" "">';
    expect(decode(`${doctype}<SyncML>${header("1.1")}<SyncBody/></SyncML>`).wire?.namespace).toBe("SYNCML:SYNCML1.0");
    const spelt = `<SyncML xmlns="syncml:syncml1.0">${header("1.1")}<SyncBody/></SyncML>`;
    expect(decode(spelt).wire?.namespace).toBe("SYNCML:SYNCML1.0");
  });

  test("is read by it in WBXML without public identifier, too", () => {
    const input = bytes('02 01 6A 00 6D 6C 71 03 "1.1" 00 01 01 2B 01');
    expect(decode(input).wire?.namespace).toBe("SYNCML:SYNCML1.1");
    expect(encode(decode(input))).toEqual(input);
    expect(convert(input, { to: "xml" })).toContain('<SyncML xmlns="SYNCML:SYNCML1.1">');
    expect(decodePartial(input).diagnostics).toEqual([
      { code: "vocabulary-from-root", offset: 4, path: "", message: "no public id, read as SyncML 1.1 by its root" },
    ]);
  });

  test.each(["<SyncML>", "<SyncML><SyncHdr>", "<SyncML><SyncHdr><VerDTD>1.1", "<SyncML><SyncHdr><Source><x"])(
    "what was read of it before a fault is not lost: %s",
    (xml) => {
      const { document: message, error } = decodePartial(xml);
      expect(error?.code).toBe("truncated-input");
      expect(message?.kind).toBe("SyncML");
    },
  );

  test("a long header without it is not held back for good", () => {
    const long = `<SyncML><SyncHdr>${"<x>y</x>".repeat(500)}<VerDTD>1.1</VerDTD></SyncHdr><SyncBody/></SyncML>`;
    expect(decode(long).wire?.namespace).toBe(CORE);
    expect(decode(long).syncHdr.verDTD).toBe("1.1");
  });
});

describe("documents in a message are recognised, with one diagnostic per cause", () => {
  const devInf = (declaration: string) =>
    `<DevInf${declaration}><VerDTD>1.2</VerDTD><Man>m</Man><DevID>d</DevID><DataStore><SourceRef>a</SourceRef></DataStore></DevInf>`;

  test.each([
    ["with that of the message", "", CORE],
    ["in capitals", ' xmlns="SYNCML:DEVINF"', "SYNCML:DEVINF"],
    ["with a version", ' xmlns="syncml:devinf1.1"', "syncml:devinf1.1"],
  ])("DevInf %s", (_name, declaration, spelt) => {
    const xml = withData(devInf(declaration));
    const exact = withData(devInf(' xmlns="syncml:devinf"'));
    expect(dataOf(xml)).toEqual(dataOf(exact));
    expect(convert(xml, { to: "wbxml" })).toEqual(convert(exact, { to: "wbxml" }));
    const at = xml.indexOf("<DevInf");
    expect(told(xml)).toEqual([`namespace-inferred ${at} DevInf in the namespace ${spelt} read as of syncml:devinf`]);
  });

  test("everything, in a message without any", () => {
    const meta = "<Meta><Type>t</Type></Meta>";
    const xml = withData(devInf(""), "", meta);
    expect(dataOf(xml)).toMatchObject({ kind: "DevInf", man: "m" });
    expect((decode(xml).syncBody.commands[0] as Alert).items[0]?.meta?.type).toBe("t");
    expect(told(xml)).toEqual([`namespace-inferred 0 SyncML in no namespace read as of ${CORE}`]);
  });

  test("a tree, and names in it that the message has as well", () => {
    const tree = "<MgmtTree><VerDTD>1.2</VerDTD><Node><NodeName>n</NodeName></Node></MgmtTree>";
    expect(dataOf(withData(tree))).toMatchObject({ kind: "MgmtTree", verDTD: "1.2" });
  });

  test("one element of Meta next to another that has its namespace", () => {
    const meta = '<Meta><Format xmlns="syncml:metinf">int</Format><Type>text/plain</Type></Meta>';
    const xml = withData("1", undefined, meta);
    expect((decode(xml).syncBody.commands[0] as Alert).items[0]?.meta).toMatchObject({ type: "text/plain" });
    expect(told(xml).map((text) => text.split(" ")[0])).toEqual(["namespace-inferred"]);
    expect(encode(decode(xml), { format: "wbxml" })).toEqual(convert(xml, { to: "wbxml" }));
  });

  test("the Property of a Field", () => {
    const field = `<SyncML>${header("1.2")}<SyncBody><Alert><Item><Target><Filter><Field><Item><Data><Property><PropName>p</PropName></Property></Data></Item></Field></Filter></Target></Item></Alert></SyncBody></SyncML>`;
    const found = '<Property xmlns="syncml:devinf"><PropName>p</PropName></Property>';
    expect(convert(field, { to: "xml" })).toContain(found);
    const exact = field.replace("<SyncML>", `<SyncML xmlns="${CORE}">`);
    for (const xml of [field, exact]) {
      expect(encode(decode(xml), { format: "xml", output: "string" })).toContain(found);
    }
  });
});

describe("the properties of a Field are documents of device information in WBXML", () => {
  const inField = (data: string, meta = "", version = "1.2") =>
    `<SyncML xmlns="SYNCML:SYNCML${version}">${header(version)}<SyncBody><Alert><Item><Target><Filter><Field><Item>${meta}` +
    `<Data>${data}</Data></Item></Field></Filter></Target></Item></Alert></SyncBody></SyncML>`;
  const property = (declaration: string) => `<Property${declaration}><PropName>p</PropName></Property>`;
  const typed = (form: string) =>
    `<Meta><Type xmlns="syncml:metinf">application/vnd.syncml-devinf+${form}</Type></Meta>`;
  const exact = property(' xmlns="syncml:devinf"');
  const opaque = 'C3 0C 02 A4 03 6A 00 6B 58 03 "p" 00 01 01';
  const ends = "01 01 01 01 01 01 01 01 01";

  test.each([
    ["as it should be", inField(exact, typed("xml")), opaque],
    ["without namespace", inField(property(""), typed("xml")), opaque],
    ["two of them", inField(`${exact}${exact}`, typed("wbxml")), `${opaque} ${opaque}`],
    ["with white space around", inField(`\n  ${exact}\n  ${exact}\n`, typed("xml")), `${opaque} ${opaque}`],
    ["without Type", inField(exact), opaque],
    ["in a version without Field", inField(exact, typed("xml"), "1.1"), opaque],
  ])("%s", (_what, xml, content) => {
    const wbxml = convert(xml, { to: "wbxml" });
    expect(Buffer.from(wbxml).toString("hex")).toMatch(
      new RegExp(`4f${Buffer.from(bytes(`${content} ${ends}`)).toString("hex")}$`),
    );
    expect(encode(decode(xml), { format: "wbxml" })).toEqual(wbxml);
    for (const options of [{}, { onDiagnostic: () => {} }]) {
      expect(encode(decode(wbxml, options), { format: "wbxml" })).toEqual(wbxml);
      expect(convert(wbxml, { to: "wbxml", ...options })).toEqual(wbxml);
      const back = xml.replace(/\n */g, "").replaceAll(property(""), exact).replace("+wbxml", "+xml");
      expect(convert(wbxml, { to: "xml", output: "string", ...options })).toContain(
        back.slice(back.indexOf("<SyncHdr")),
      );
    }
  });

  test("and no others are", () => {
    const isOpaque = (xml: string) => convert(xml, { to: "wbxml" }).includes(0xc3);
    expect(isOpaque(inField(exact))).toBe(true);
    expect(isOpaque(inField(exact, '<Meta><Type xmlns="syncml:metinf">Q</Type></Meta>'))).toBe(false);
    expect(isOpaque(withData(exact))).toBe(false);
    expect(isOpaque(inField(property(' xmlns="urn:x"')))).toBe(false);
    expect(isOpaque(inField(`<config>${exact}</config>`))).toBe(false);
    expect(isOpaque(inField('<PropName xmlns="syncml:devinf"/>'))).toBe(false);
    const after = inField("").replace("</Item></Alert>", `</Item><Item><Data>\n${exact}</Data></Item></Alert>`);
    expect(isOpaque(after)).toBe(false);
    const blanks = convert(convert(after, { to: "wbxml" }), { to: "xml" });
    expect(blanks).toContain(`<Data>\n${exact}</Data>`);
  });

  test("the form of a document is not that of one after it", () => {
    const tree = '<MgmtTree xmlns="syncml:dmddf1.2"/>';
    const inline = inField(`${exact}${tree}`);
    const message = decode(convert(inline, { to: "wbxml" }));
    const [alert] = message.syncBody.commands as [Alert];
    const content = alert.items[0]?.target?.filter?.field?.item?.data as GenericContent[];
    expect(content.map(({ kind }) => kind)).toEqual(["Element", "MgmtTree"]);
    expect((content[1] as MgmtTree).wire).toBeUndefined();
  });
});

describe("a payload is left alone", () => {
  test.each([
    ["<config><Type>a</Type></config>", CORE],
    ["<Type>a</Type>", CORE],
    ['<DevInf xmlns=""><Man>m</Man></DevInf>', ""],
    ['<config xmlns="urn:x"><Meta><Type>a</Type></Meta></config>', "urn:x"],
  ])("%s", (payload, namespace) => {
    const xml = withData(payload);
    const [root] = dataOf(xml) as GenericElement[];
    expect(root?.namespace).toBe(namespace);
    expect(convert(xml, { to: "xml" })).toContain(`<Data>${payload}</Data>`);
    expect(convert(convert(xml, { to: "wbxml" }), { to: "xml" })).toContain(`<Data>${payload}</Data>`);
    expect(told(xml)).toEqual([]);
  });

  test("as literals of WBXML, and a document as literals is read as one", () => {
    const table = '"config" 00 "Type" 00 "DevInf" 00 "Man" 00';
    const message = (data: string) => bytes(`02 A4 01 6A 17 ${table} 6D 2C 6B 46 4F ${data} 01 01 01 01`);
    expect(convert(message('44 00 44 07 03 "a" 00 01 01'), { to: "xml" })).toContain(
      "<Data><config><Type>a</Type></config></Data>",
    );
    expect(convert(message('44 0C 44 13 03 "m" 00 01 01'), { to: "xml" })).toContain(
      '<Data><DevInf xmlns="syncml:devinf"><Man>m</Man></DevInf></Data>',
    );
  });
});
