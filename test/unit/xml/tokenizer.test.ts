import { describe, expect, test } from "vitest";
import { xmlLog } from "../../support/xml-log.ts";

/** The log without offsets and the lines common to all documents. */
function content(xml: string): string[] {
  return xmlLog(xml)
    .filter((line) => !/ (document|end document)\b/.test(line))
    .map((line) => line.replace(/^off=\d+ /, ""));
}

/** Place and code of the error that ends a document. */
function fault(input: string | Uint8Array): string {
  return xmlLog(input).at(-1) ?? "";
}

describe("places", () => {
  test("an event has the place of its token", () => {
    expect(xmlLog('<?xml version="1.0"?>\n<a x="1"><!-- - -->é<b/>&lt;c<![CDATA[d]]></a >\n')).toEqual([
      "off=22 document xml version=0x00 id=0x0 charset=106",
      "off=22 start a",
      'off=22 attribute x "1"',
      'off=41 text "é"',
      "off=43 start b",
      "off=43 end",
      'off=47 text "<cd"',
      "off=65 end",
      "off=65 end document",
    ]);
  });

  test.each([
    ["<a><![CDATA[]]>b</a>", 15],
    ["<a><![CDATA[b]]></a>", 3],
    ["<a><![CDATA[é]]></a>", 3],
    ["<a>&#x41;</a>", 3],
    ["<a><!--x-->\r\nb</a>", 11],
  ])("the text of %j begins at byte %i", (xml, offset) => {
    expect(xmlLog(xml).find((line) => line.includes(" text "))).toMatch(new RegExp(`^off=${offset} `));
  });

  test("lines end in LF, CR or both, and columns count characters", () => {
    expect(fault("<a>\n\r\n\ré😀\u0001</a>")).toBe("off=13 4:3 ! invalid-character");
  });
});

describe("text", () => {
  test.each([
    ["<a>x]]y]</a>", "x]]y]"],
    ["<a>]]&gt;</a>", "]]>"],
    ["<a>]]<!---->></a>", "]]>"],
    ["<a>a > b</a>", "a > b"],
    ["<a><![CDATA[]]]]></a>", "]]"],
    ["<a><![CDATA[<&>]]]></a>", "<&>]"],
    ["<a><![CDATA[]]]]><![CDATA[>]]></a>", "]]>"],
    ["<a>a\r\nb\rc\r\r\nd</a>", "a\nb\nc\n\nd"],
    ["<a><![CDATA[a\r\nb\r]]></a>", "a\nb\n"],
    ["<a>\r&#10;&#13;\n</a>", "\n\n\r\n"],
    ["<a>&lt;&gt;&amp;&apos;&quot;</a>", "<>&'\""],
    ["<a>&#0065;&#x00041;&#x1F600;&#65533;</a>", "AA😀\ufffd"],
    ["<a>\u0080\u07ff\u0800\uffff\u{10ffff}</a>".replace("\uffff", "\ufffd"), "\u0080\u07ff\u0800\ufffd\u{10ffff}"],
    ["<a>a<?p ]]> ??>b<!--c-->d</a>", "abd"],
  ])("%j reads as %j", (xml, text) => {
    expect(content(xml)).toEqual(["start a", `text ${JSON.stringify(text)}`, "end"]);
  });

  test.each([
    ["<a>]]></a>", "off=5 1:6 ! not-well-formed"],
    ["<a>x]]]></a>", "off=7 1:8 ! not-well-formed"],
    ["<a>&nbsp;</a>", "off=3 1:4 ! not-well-formed"],
    ["<a>&constructor;</a>", "off=3 1:4 ! not-well-formed"],
    ["<a>& </a>", "off=3 1:4 ! not-well-formed"],
    ["<a>&lt </a>", "off=3 1:4 ! not-well-formed"],
    ["<a>&#;</a>", "off=3 1:4 ! not-well-formed"],
    ["<a>&#xg;</a>", "off=3 1:4 ! not-well-formed"],
    ["<a>&#12a;</a>", "off=3 1:4 ! not-well-formed"],
    ["<a>&#X41;</a>", "off=3 1:4 ! not-well-formed"],
    [`<a>&${"long".repeat(50)};</a>`, "off=3 1:4 ! not-well-formed"],
    ["<a>&#0;</a>", "off=3 1:4 ! invalid-character"],
    ["<a>&#xD800;</a>", "off=3 1:4 ! invalid-character"],
    ["<a>&#x110000;</a>", "off=3 1:4 ! invalid-character"],
    ["<a>&#99999999999999999999;</a>", "off=3 1:4 ! invalid-character"],
    ["<a>b\u0000</a>", "off=4 1:5 ! invalid-character"],
    ["<a>\uffff</a>", "off=3 1:4 ! invalid-character"],
    ["<a><![CDATA[\u001f]]></a>", "off=12 1:13 ! invalid-character"],
  ])("%j is refused: %s", (xml, expected) => {
    expect(fault(xml)).toBe(expected);
  });

  test.each([
    [[0x80]],
    [[0xc0, 0x80]],
    [[0xc3]],
    [[0xe3, 0x81]],
    [[0xed, 0xa0, 0x80]],
    [[0xf0, 0x9f, 0x98]],
    [[0xf4, 0x90, 0x80, 0x80]],
    [[0xff]],
  ])("bytes %j are no UTF-8", (bytes) => {
    const document = Uint8Array.of(...Buffer.from("<a>é"), ...bytes, ...Buffer.from("</a>"));
    expect(fault(document)).toBe("off=5 1:5 ! invalid-character");
    const comment = Uint8Array.of(...Buffer.from("<a><!--"), ...bytes, ...Buffer.from("--></a>"));
    expect(fault(comment)).toBe("off=7 1:8 ! invalid-character");
    const value = Uint8Array.of(...Buffer.from("<a b='"), ...bytes, ...Buffer.from("'/>"));
    expect(fault(value)).toBe("off=6 1:7 ! invalid-character");
  });
});

describe("attributes", () => {
  test.each([
    ["<a b='x'/>", "x"],
    ['<a b = "x"  ></a>', "x"],
    ["<a b='\"'/>", '"'],
    ["<a b=''/>", ""],
    ["<a b='1\t2\n3\r4\r\n5  6'/>", "1 2 3 4 5  6"],
    ["<a b='&#9;&#10;&#13;&lt;&quot;>]]>'/>", '\t\n\r<">]]>'],
    ["<a b='é&#xe9;日'/>", "éé日"],
  ])("the value in %j is %j", (xml, value) => {
    expect(content(xml)).toEqual(["start a", `attribute b ${JSON.stringify(value)}`, "end"]);
  });

  test.each([
    ["<a b='<'/>", "off=6 1:7 ! not-well-formed"],
    ["<a b='&'/>", "off=6 1:7 ! not-well-formed"],
    ["<a b/>", "off=4 1:5 ! not-well-formed"],
    ["<a b=c/>", "off=5 1:6 ! not-well-formed"],
    ["<a b='1'c='2'/>", "off=8 1:9 ! not-well-formed"],
    ["<a b='1' b='2'/>", "off=9 1:10 ! not-well-formed"],
    ["<a ='1'/>", "off=3 1:4 ! not-well-formed"],
    ["<a -b='1'/>", "off=3 1:4 ! not-well-formed"],
  ])("%j is refused: %s", (xml, expected) => {
    expect(fault(xml)).toBe(expected);
  });
});

describe("structure", () => {
  test.each([
    ["<a/>"],
    ["<a></a>"],
    ["<a\n/>"],
    ["\ufeff<a/>"],
    [" \r\n<!-- x --><?p?><a/><?q r?><!----> \t"],
    ["<?xml version='1.0'?><a/>"],
    ["<?xml version=\"1.1\" encoding='utf-8' standalone='yes' ?><a/>"],
    ["<?xml-stylesheet href='x'?><a/>"],
    ["<?p ???><a/>"],
    ["<!DOCTYPE a><a/>"],
    ["<!DOCTYPE a SYSTEM 'x\"y' ><a/>"],
    ["<!DOCTYPE a PUBLIC '-//X//Y//EN' \"\"><a/>"],
    ["<!DOCTYPE a[]><a/>"],
    ["<!DOCTYPE é [ <!ELEMENT a ANY>\n<!ATTLIST a b CDATA ']>%é'><!-- ]> ' é --><?p ]> '?> ] ><a/>"],
  ])("%j is read", (xml) => {
    expect(content(xml)).toEqual(["start a", "end"]);
  });

  test.each([
    ["x", "off=0 1:1 ! not-well-formed"],
    ["<a/>x", "off=4 1:5 ! not-well-formed"],
    ["<a/><b/>", "off=4 1:5 ! not-well-formed"],
    ["<a/><![CDATA[]]>", "off=6 1:7 ! not-well-formed"],
    ["<a/>&amp;", "off=4 1:5 ! not-well-formed"],
    ["</a>", "off=1 1:2 ! not-well-formed"],
    ["<a></b>", "off=3 1:4 ! not-well-formed"],
    ["<a></a b>", "off=7 1:8 ! not-well-formed"],
    ["<a></ a>", "off=5 1:6 ! not-well-formed"],
    ["< a/>", "off=1 1:2 ! not-well-formed"],
    ["<1/>", "off=0 1:1 ! not-well-formed"],
    ["<a!/>", "off=2 1:3 ! not-well-formed"],
    ["<a/ >", "off=3 1:4 ! not-well-formed"],
    ["<a\u0300×/>", "off=0 1:1 ! not-well-formed"],
    ["<a><!-- -- --></a>", "off=10 1:11 ! not-well-formed"],
    ["<a><!-- ---></a>", "off=10 1:11 ! not-well-formed"],
    ["<a><!-></a>", "off=6 1:7 ! not-well-formed"],
    ["<a><![cdata[]]></a>", "off=6 1:7 ! not-well-formed"],
    ["<a><!DOCTYPE a></a>", "off=5 1:6 ! not-well-formed"],
    ["<a><??></a>", "off=5 1:6 ! not-well-formed"],
    ["<a><?p?x></a>", "off=7 1:8 ! not-well-formed"],
    ["<a><?p:q?></a>", "off=3 1:4 ! not-well-formed"],
    ["<a><?XML x?></a>", "off=3 1:4 ! not-well-formed"],
    ["<!----><?xml version='1.0'?><a/>", "off=7 1:8 ! not-well-formed"],
    ["<?xml?><a/>", "off=0 1:1 ! not-well-formed"],
    ["<?xml encoding='utf-8'?><a/>", "off=5 1:6 ! not-well-formed"],
    ["<?xml version='2.0'?><a/>", "off=5 1:6 ! not-well-formed"],
    ["<?xml version='1.0' standalone='no' encoding='utf-8'?><a/>", "off=35 1:36 ! not-well-formed"],
    ["<?xml version='1.0'><a/>", "off=19 1:20 ! not-well-formed"],
    ["<?xml version='1.0' <a/>", "off=19 1:20 ! not-well-formed"],
    ["<!DOCTYPE a><!DOCTYPE a><a/>", "off=14 1:15 ! not-well-formed"],
    ["<!DOCTYPE a PUBLIC 'x'><a/>", "off=22 1:23 ! not-well-formed"],
    ["<!DOCTYPE a PUBLIC 'é' 'x'><a/>", "off=20 1:21 ! not-well-formed"],
    ["<!DOCTYPE a 'x'><a/>", "off=15 1:16 ! not-well-formed"],
    ["<!DOCTYPE a:b:c><a/>", "off=15 1:16 ! not-well-formed"],
    ["<!DOCTYPEa><a/>", "off=9 1:10 ! not-well-formed"],
    ["<!doctype a><a/>", "off=2 1:3 ! not-well-formed"],
    ["<!DOCTYPE a [ <!NOTHING x> ]><a/>", "off=23 1:24 ! not-well-formed"],
    ["<!DOCTYPE a [ <!ELEMENT a (b <c> ]><a/>", "off=29 1:30 ! not-well-formed"],
    ["<!DOCTYPE a [\n <!ENTITY x 'y'> ]><a/>", "off=15 2:2 ! entity-declaration"],
    ["<!DOCTYPE a [ <!ENTITY % x SYSTEM 'y'> ]><a/>", "off=14 1:15 ! entity-declaration"],
    ["<!DOCTYPE a [ %x; ]><a/>", "off=14 1:15 ! entity-declaration"],
    ["<!DOCTYPE a [ <!ELEMENT a %x;> ]><a/>", "off=26 1:27 ! entity-declaration"],
  ])("%j is refused: %s", (xml, expected) => {
    expect(fault(xml)).toBe(expected);
  });

  test.each([
    "",
    " ",
    "<",
    "<?xm",
    "<?xml version='1.0'",
    "<!DOCTYPE a [ <!-- ",
    "<!-- x",
    "<a",
    "<a b='1",
    "<a b='&lt",
    "<a>",
    "<a>x",
    "<a>\r",
    "<a>é]]",
    "<a><![CDATA[x]]",
    "<a>&#6",
    "<a><?p x?",
    "<a></a",
    "<a/><!-- x",
  ])("%j is truncated", (xml) => {
    const { length } = Buffer.from(xml);
    expect(fault(xml)).toMatch(new RegExp(`^off=${length} .* ! truncated-input$`));
  });

  test("so is input that ends inside a character", () => {
    const document = new Uint8Array(Buffer.from("<a>日</a>"));
    expect(fault(document.subarray(0, 5))).toBe("off=5 1:5 ! truncated-input");
  });
});
