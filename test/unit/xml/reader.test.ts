import { describe, expect, test } from "vitest";
import type { Limits } from "../../../src/core/limits.ts";
import type { AttributeName, ElementName, EventSink, Locator } from "../../../src/core/sink.ts";
import { EventPrinter } from "../../../src/inspect/event-printer.ts";
import { syncml12 } from "../../../src/vocabulary/syncml-1.2.ts";
import type { XmlReadOptions } from "../../../src/xml/read-options.ts";
import { XmlReader } from "../../../src/xml/reader.ts";
import { readXml, readXmlChunks, strict, xmlLog } from "../../support/xml-log.ts";

const utf8 = (text: string) => new Uint8Array(Buffer.from(text));
const utf16le = (text: string) => new Uint8Array(Buffer.from(text, "utf16le"));
const utf16be = (text: string) => new Uint8Array(Buffer.from(text, "utf16le").swap16());
const latin1 = (text: string) => new Uint8Array(Buffer.from(text, "latin1"));

const CORE = "SYNCML:SYNCML1.2";
/** A message around what its only Data holds, and the offset of that in bytes. */
const before = `<SyncML xmlns="${CORE}"><SyncBody><Add><Item><Data>`;
const message = (data: string | Uint8Array) =>
  new Uint8Array(
    Buffer.concat([Buffer.from(before), Buffer.from(data), Buffer.from("</Data></Item></Add></SyncBody></SyncML>")]),
  );

const events = (input: Uint8Array | string, options: Partial<XmlReadOptions> = {}) =>
  xmlLog(input, options)
    .filter((line) => !/ (document|end document)\b/.test(line))
    .map((line) => line.replace(/^off=\d+ /, ""));

const codes = (input: Uint8Array | string, options: Partial<XmlReadOptions> = {}) => {
  const { diagnostics, error } = readXml(input, options);
  return [...diagnostics.map(({ code, offset }) => `${code} ${offset}`), ...(error ? [`! ${error.code}`] : [])];
};

/** The names and attribute names of a document, as objects. */
function namesOf(xml: string): { elements: ElementName[]; attributes: AttributeName[] } {
  const elements: ElementName[] = [];
  const attributes: AttributeName[] = [];
  const ignore = () => {};
  const sink: EventSink = {
    startDocument: ignore,
    startElement: (name) => elements.push(name),
    attribute: (name) => attributes.push(name),
    text: ignore,
    string: ignore,
    opaque: ignore,
    endElement: ignore,
    endDocument: ignore,
  };
  const reader = new XmlReader(sink);
  reader.write(xml);
  reader.end();
  return { elements, attributes };
}

describe("a byte order mark that does not come first", () => {
  const declared = '<?xml version="1.0" encoding="UTF-8"?><SyncML xmlns="SYNCML:SYNCML1.2"/>';
  const plain = declared.slice(declared.indexOf("<SyncML"));

  test.each([
    ["after blanks", ` \r\n\ufeff${declared}`, ["blanks-before-declaration 0"]],
    ["between blanks", `\n\ufeff\n ${declared}`, ["blanks-before-declaration 0"]],
    ["after blanks, without declaration", `\n\ufeff${plain}`, ["blanks-before-declaration 0"]],
    ["again", `\ufeff\ufeff${declared}`, ["blanks-before-declaration 3"]],
    ["again, without declaration", `\ufeff\ufeff \ufeff${plain}`, ["blanks-before-declaration 3"]],
    ["first, before blanks", `\ufeff \n${declared}`, ["blanks-before-declaration 3"]],
    ["first, before blanks, without declaration", `\ufeff \n${plain}`, []],
  ])("%s is skipped with a diagnostic", (_where, text, told) => {
    for (const input of [text, utf8(text)]) {
      expect(codes(input)).toEqual(told);
      expect(events(input)).toEqual(events(plain));
      // Places after it still count it.
      const end = Buffer.byteLength(text);
      expect(codes(typeof input === "string" ? `${input}&` : utf8(`${text}&`))).toEqual([...told, "! not-well-formed"]);
      expect(readXml(utf8(`${text}&`)).error?.offset).toBe(end);
    }
  });

  test("is described in words", () => {
    const words = (text: string) => readXml(utf8(text)).diagnostics.map(({ message }) => message);
    expect(words(` \ufeff${declared}`)).toEqual(["white space before the byte order mark skipped"]);
    expect(words(`\ufeff\ufeff${declared}`)).toEqual(["a second byte order mark skipped"]);
  });

  test("says that the bytes are UTF-8, whatever is declared", () => {
    const input = utf8(` \ufeff${declared.replace("UTF-8", "ISO-8859-1").replace("/>", ">\u00e9</SyncML>")}`);
    expect(codes(input)).toEqual(["blanks-before-declaration 0", "invalid-text 34"]);
    expect(events(input)).toContain('text "\u00e9"');
  });

  test("is skipped in UTF-16 as well", () => {
    const input = (text: string) => utf16le(text.replace("UTF-8", "UTF-16"));
    expect(codes(input(`\ufeff\ufeff${declared}`))).toEqual(["blanks-before-declaration 2"]);
    expect(codes(input(` \ufeff${declared}`))).toEqual(["blanks-before-declaration 0"]);
  });

  test.each(["\n\ufeff", "\ufeff\ufeff", "\n\ufeffx", "\n\ufefe<a/>", "<!---->\ufeff<a/>"])(
    "and nothing else is: %j",
    (text) => {
      const input = utf8(text);
      for (let end = 1; end <= input.length; end++) {
        expect(codes(input.subarray(0, end)).at(-1)).toMatch(/^! (?:truncated-input|not-well-formed)$/);
      }
    },
  );
});

describe("namespaces", () => {
  test("a prefix and a default declaration give the same name", () => {
    const { elements } = namesOf(
      `<SyncML xmlns="${CORE}"><SyncHdr/><s:SyncHdr xmlns:s="${CORE}"><SyncHdr/></s:SyncHdr></SyncML>`,
    );
    expect(new Set(elements.slice(1)).size).toBe(1);
    expect(elements[1]).toMatchObject({ local: "SyncHdr", namespace: CORE, page: 0, token: 0x2c });
  });

  test("declarations end with their element", () => {
    expect(events('<p:a xmlns:p="u" xmlns="d"><b xmlns=""><p:c xmlns:p="v"/><p:d/></b><e/></p:a>')).toEqual([
      "start a {u}",
      "start b",
      "start c {v}",
      "end",
      "start d {u}",
      "end",
      "end",
      "start e {d}",
      "end",
      "end",
    ]);
  });

  test("attributes have the namespace of their prefix only, xmlns ones are taken out, names are interned", () => {
    const xml = '<a xmlns="d" x="1" p:x="2" xmlns:p="u" xml:lang="en"><b p:x="3" x="4"/><c xmlns:q="u" q:x="5"/></a>';
    expect(events(xml).filter((line) => line.startsWith("attribute"))).toEqual([
      'attribute x "1"',
      'attribute x {u} "2"',
      'attribute lang {http://www.w3.org/XML/1998/namespace} "en"',
      'attribute x {u} "3"',
      'attribute x "4"',
      'attribute x {u} "5"',
    ]);
    const { attributes } = namesOf(xml);
    expect(attributes[1]).toEqual({ local: "x", namespace: "u", prefix: "p" });
    expect(attributes[3]).toBe(attributes[1]);
    expect(attributes[5]).toBe(attributes[1]);
    expect(attributes[4]).toBe(attributes[0]);
  });

  test.each([
    "<p:a/>",
    "<a p:b=''/>",
    "<a><b xmlns:p='u'/><p:c/></a>",
    "<xmlns:a/>",
    "<a xmlns:xmlns='u'/>",
    "<a xmlns:p=''/>",
    "<a xmlns:xml='u'/>",
    "<a xmlns:p='http://www.w3.org/XML/1998/namespace'/>",
    "<a xmlns='http://www.w3.org/XML/1998/namespace'/>",
    "<a xmlns:p='http://www.w3.org/2000/xmlns/'/>",
    "<a xmlns='http://www.w3.org/2000/xmlns/'/>",
    "<a xmlns='u' xmlns='u'/>",
    "<a xmlns:p='u' xmlns:q='u' p:b='' q:b=''/>",
    `<a xmlns:p='u' xmlns:q='u' p:b='' q:b='' ${Array.from({ length: 20 }, (_, index) => `b${index}=''`).join(" ")}/>`,
    "<a:b:c xmlns:a='u'/>",
    "<:a/>",
    "<a:/>",
    "<p:1 xmlns:p='u'/>",
  ])("%j is not well-formed", (xml) => {
    expect(codes(xml)).toEqual(["! not-well-formed"]);
  });

  test("xml may be declared with its own namespace", () => {
    expect(events("<a xmlns:xml='http://www.w3.org/XML/1998/namespace' xml:id='1'/>")).toHaveLength(3);
  });

  test("as many names as one likes", () => {
    const names = Array.from({ length: 3000 }, (_, index) => `n${index}`);
    const { elements } = namesOf(`<a>${[...names, ...names].map((name) => `<${name}/>`).join("")}</a>`);
    expect(elements.slice(1, 3001).map(({ local }) => local)).toEqual(names);
    expect(elements.slice(3001)).toEqual(elements.slice(1, 3001));
    expect(elements[3001]).toBe(elements[1]);
  });
});

describe("encodings", () => {
  const text = "<a b='é'>é日😀\r\n</a>";
  const log = ["start a", 'attribute b "é"', 'text "é日😀\\n"', "end"];

  test.each([
    ["UTF-8", utf8(text), 106],
    ["UTF-8 with a mark", utf8(`\ufeff${text}`), 106],
    ["UTF-8 declared", utf8(`<?xml version="1.0" encoding="utf-8"?>${text}`), 106],
    ["UTF-16LE with a mark", utf16le(`\ufeff${text}`), 1015],
    ["UTF-16BE with a mark", utf16be(`\ufeff<?xml version="1.0" encoding="UTF-16"?>${text}`), 1015],
    ["UTF-16LE", utf16le(`<?xml version="1.0" encoding="utf-16le"?>${text}`), 1014],
    ["UTF-16BE", utf16be(text), 1013],
    ["a string", `\ufeff<?xml version="1.0" encoding="utf-16"?>${text}`, 106],
  ])("%s", (_name, input, charset) => {
    expect(events(input)).toEqual(log);
    const { log: whole, diagnostics } = readXml(input);
    expect(whole).toMatch(new RegExp(`^off=\\d+ document xml version=0x00 id=0x0 charset=${charset}\n`));
    expect(diagnostics).toEqual([]);
  });

  test("Latin-1 is Latin-1, and its offsets are those of its bytes", () => {
    const head = '<?xml version="1.0" encoding="iso-8859-1"?>\n';
    expect(xmlLog(latin1(`${head}<a>\u0080é</a>&`))).toEqual([
      "off=44 document xml version=0x00 id=0x0 charset=4",
      "off=44 start a",
      'off=47 text "\u0080é"',
      "off=49 end",
      "off=53 2:10 ! not-well-formed",
    ]);
  });

  test("other encodings that the platform has", () => {
    const head = '<?xml version="1.0" encoding="Shift_JIS"?>';
    const document = Uint8Array.of(...Buffer.from(`${head}<a>`), 0x93, 0xfa, ...Buffer.from("</a>"));
    expect(events(document)).toEqual(["start a", 'text "日"', "end"]);
    const invalid = Uint8Array.of(...Buffer.from(`${head}<a>`), 0x93, ...Buffer.from("</a>"));
    expect(codes(invalid)).toEqual(["! invalid-character"]);
    const cyrillic = Uint8Array.of(
      ...Buffer.from('<?xml version="1.0" encoding="x-mac-cyrillic"?><a>'),
      0x80,
      ...Buffer.from("</a>"),
    );
    expect(events(cyrillic)).toEqual(["start a", 'text "А"', "end"]);
  });

  test.each([
    [
      "an encoding nobody has",
      utf8('<?xml version="1.0" encoding="x-nobody"?><a/>'),
      "off=30 1:31 ! unsupported-charset",
    ],
    ["UTF-7", utf8('<?xml version="1.0" encoding="utf-7"?><a/>'), "off=30 1:31 ! unsupported-charset"],
    ["UTF-32", Uint8Array.of(0, 0, 0, 0x3c), "off=0 1:1 ! unsupported-charset"],
    ["EBCDIC", Uint8Array.of(0x4c, 0x6f, 0xa7, 0x94), "off=0 1:1 ! unsupported-charset"],
  ])("%s is refused", (_name, input, expected) => {
    expect(xmlLog(input).at(-1)).toBe(expected);
  });

  test.each([
    ["UTF-16 declared in UTF-8", utf8(`<?xml version="1.0" encoding="utf-16"?><a/>`)],
    ["UTF-8 declared in UTF-16", utf16le(`\ufeff<?xml version="1.0" encoding="utf-8"?><a/>`)],
    ["Latin-1 declared after a UTF-8 byte order mark", utf8(`\ufeff<?xml version="1.0" encoding="iso-8859-1"?><a/>`)],
  ])("%s is read in its real encoding, unless invalid text is rejected", (_name, input) => {
    expect(events(input)).toEqual(["start a", "end"]);
    expect(codes(input)).toEqual([expect.stringMatching(/^invalid-text /)]);
    expect(codes(input, strict)).toEqual(["! not-well-formed"]);
  });

  test("offsets in UTF-16 count its bytes, lines and columns its characters", () => {
    expect(xmlLog(utf16le("\ufeff<a>😀\n日<b/>&x;</a>")).slice(1)).toEqual([
      "off=2 start a",
      'off=8 text "😀\\n日"',
      "off=16 start b",
      "off=16 end",
      "off=24 2:6 ! not-well-formed",
    ]);
  });

  test.each([
    ["a high surrogate alone", [0x3d, 0xd8]],
    ["a low surrogate alone", [0x00, 0xdc]],
  ])("%s is no character", (_name, unit) => {
    const document = Uint8Array.of(...utf16le("<a>"), ...unit, ...utf16le("</a>"));
    expect(xmlLog(document).at(-1)).toBe("off=6 1:4 ! invalid-character");
    const [low = 0, high = 0] = unit;
    expect(readXml(`<a>${String.fromCharCode(high * 256 + low)}</a>`).error).toMatchObject({
      code: "invalid-character",
      offset: 3,
    });
  });

  test("input that ends inside a character of UTF-16 or of a string is truncated", () => {
    expect(codes(utf16le("<a/>").subarray(0, 7))).toEqual(["! truncated-input"]);
    expect(codes(Uint8Array.of(...utf16le("<a/>"), 0x20))).toEqual(["! truncated-input"]);
    expect(codes("<a/>\ud83d")).toEqual(["! truncated-input"]);
  });
});

describe("vocabularies and names", () => {
  test("the document type names the version where the namespace does not", () => {
    const devInf = (id: string) =>
      namesOf(`<!DOCTYPE DevInf PUBLIC "${id}" "x"><DevInf xmlns="syncml:devinf"><Size/></DevInf>`).elements[1];
    expect(devInf("-//SYNCML//DTD DevInf 1.1//EN")?.token).toBe(0x1c);
    expect(xmlLog('<!DOCTYPE a PUBLIC " -//X//Y//EN" ""><a/>')[0]).toBe(
      'off=37 document xml version=0x00 id=" -//X//Y//EN" charset=106',
    );
  });

  test("the namespace of the root outranks a document type of another version", () => {
    const { elements } = namesOf(
      `<!DOCTYPE SyncML PUBLIC "-//SYNCML//DTD SyncML 1.1//EN" ""><SyncML xmlns="${CORE}"><Correlator/></SyncML>`,
    );
    expect(elements[1]?.token).toBe(0x3c);
  });

  test("names of another vocabulary inside a message are its names", () => {
    const { elements } = namesOf(`<SyncML xmlns="${CORE}"><DevInf xmlns="syncml:devinf"><VerDTD/></DevInf></SyncML>`);
    expect(elements[2]).toMatchObject({ namespace: "syncml:devinf", page: 0 });
    expect(elements[2]?.token).toBeGreaterThan(0);
  });

  test("a token without a name keeps its numbers", () => {
    const { elements } = namesOf(
      `<SyncML xmlns="${CORE}"><wbxml-token-7-3F/><wbxml-token-256-05/><wbxml-token-0-04/><wbxml-token-0-3f/></SyncML>`,
    );
    expect(elements.slice(1).map(({ page, token }) => [page, token])).toEqual([
      [7, 0x3f],
      [-1, -1],
      [-1, -1],
      [-1, -1],
    ]);
  });

  test("what no vocabulary knows is a name of the document", () => {
    const { elements } = namesOf('<a xmlns="u"><b/><b xmlns="v"/><b/></a>');
    expect(elements[1]).toEqual({ local: "b", namespace: "u", page: -1, token: -1, binary: false });
    expect(elements[2]?.namespace).toBe("v");
    expect(elements[3]).toBe(elements[1]);
  });

  test("a missing namespace is that of the vocabulary, reported once for its cause", () => {
    const xml =
      "<SyncML><SyncHdr><Meta><Type>a</Type></Meta></SyncHdr><SyncBody><Get><Item><Meta><Type/></Meta></Item></Get></SyncBody></SyncML>";
    const { elements } = namesOf(xml);
    expect(elements.map(({ namespace }) => namespace)).toEqual(
      elements.map(({ local }) => (local === "Type" ? "syncml:metinf" : CORE)),
    );
    expect(codes(xml)).toEqual(["namespace-inferred 0"]);
  });

  test.each([
    ["the namespace in another case", `<SyncML xmlns="syncml:syncml1.2"><SyncHdr/></SyncML>`, "SyncHdr", 0],
    ["that of a page in another case", `<SyncML xmlns="${CORE}"><Type xmlns="SYNCML:METINF"/></SyncML>`, "Type", 1],
    ["none on a child of Meta", `<SyncML xmlns="${CORE}"><Meta><Format/></Meta></SyncML>`, "Format", 1],
    [
      "none below MetInf",
      `<SyncML xmlns="${CORE}"><Meta><Anchor xmlns="syncml:metinf"><Next xmlns=""/></Anchor></Meta></SyncML>`,
      "Next",
      1,
    ],
    ["none on a child of Item", `<SyncML xmlns="${CORE}"><Item><Type/></Item></SyncML>`, "Type", 1],
    [
      "none in a tree",
      `<SyncML xmlns="${CORE}"><Data><MgmtTree><Node><Format/></Node></MgmtTree></Data></SyncML>`,
      "Format",
      2,
    ],
  ])("%s", (_name, xml, local, page) => {
    const name = namesOf(xml).elements.at(-1);
    expect(name).toMatchObject({ local, page, namespace: syncml12.tagPages[page]?.namespace });
    expect(codes(xml).at(-1)).toMatch(/^namespace-inferred /);
  });

  test("a name that no page has stays in its namespace", () => {
    expect(namesOf(`<SyncML xmlns="${CORE}"><enabled/></SyncML>`).elements[1]).toMatchObject({
      namespace: CORE,
      page: -1,
    });
    expect(codes(`<SyncML xmlns="${CORE}"><enabled/><Type xmlns="urn:x"/></SyncML>`)).toEqual([]);
  });
});

describe("data of a message", () => {
  const at = before.length;

  test("CR is kept and reported once, or read as LF", () => {
    const input = message("a\r\nb\r<![CDATA[\r]]>");
    expect(events(input)).toContain('text "a\\r\\nb\\r\\r"');
    expect(codes(input)).toEqual([`carriage-return ${at + 1}`]);
    expect(events(input, { lineBreaks: "normalize" })).toContain('text "a\\nb\\n\\n"');
    expect(codes(input, { lineBreaks: "normalize" })).toEqual([]);
  });

  test("control characters are kept and reported once a text, or refused", () => {
    const input = message("a\u0000\u0001<b/>\ufffe\u0002");
    expect(events(input)).toContain('text "a\\u0000\\u0001"');
    expect(codes(input)).toEqual([`control-character ${at + 1}`, `control-character ${at + 7}`]);
    expect(codes(input, { controlCharacters: "reject" })).toEqual(["! invalid-character"]);
    expect(codes(message("&#1;"))).toEqual(["! invalid-character"]);
  });

  test.each([
    ["a character cut before the end tag", [0xe3, 0x81]],
    ["a lead byte before another", [0xf0, 0x9f, 0xe3, 0x81, 0x82]],
    ["bytes that no character has", [0xff, 0x80, 0xc0]],
    ["a surrogate", [0xed, 0xa0, 0x80]],
    ["a CDATA section that ends in half a character", [...Buffer.from("<![CDATA[x"), 0xe3, ...Buffer.from("]]>")]],
  ])("%s is kept as it is, and reported, or refused", (_name, bytes) => {
    const input = message(Uint8Array.from(bytes));
    const { diagnostics, error } = readXml(input);
    expect(error).toBeUndefined();
    expect(diagnostics.map(({ code }) => code)).toEqual(["invalid-text"]);
    expect(codes(input, { invalidUtf8: "reject" })).toEqual(["! invalid-character"]);

    const kept: number[] = [];
    const sink = new EventPrinter(() => {});
    sink.text = (chunk, start, end) => kept.push(...chunk.subarray(start, end));
    const reader = new XmlReader(sink);
    reader.write(input);
    reader.end();
    expect(kept).toEqual(bytes.filter((_, index) => bytes.length < 10 || (index >= 9 && index < bytes.length - 3)));
  });

  test("outside of it nothing is kept", () => {
    for (const content of ["\u0001", "\ufffe"]) {
      expect(codes(`<SyncML xmlns="${CORE}"><Data/>${content}</SyncML>`)).toEqual(["! invalid-character"]);
      expect(codes(`<Data>${content}</Data>`)).toEqual(["! invalid-character"]);
    }
    expect(events(`<SyncML xmlns="${CORE}"><Data/>\r\n</SyncML>`)).toContain('text "\\n"');
    expect(codes(message("<a b='\u0001'/>"))).toEqual(["! invalid-character"]);
  });

  test("all that is inside of it is", () => {
    expect(events(message("<a>\r</a>"))).toContain('text "\\r"');
  });
});

describe("marks", () => {
  test("marked base64 is decoded to bytes", () => {
    const input = message("x<?wbxml text base64?>AAH/<?wbxml end?>y<?wbxml opaque base64?> AA\n== <?wbxml end?>z");
    expect(xmlLog(input).filter((line) => /text|opaque/.test(line))).toEqual([
      `off=${before.length} text "x\\u0000\\u0001\ufffdy"`,
      `off=${before.length + 40} opaque 1 00`,
      `off=${before.length + 83} text "z"`,
    ]);
  });

  test("an empty opaque is one", () => {
    expect(events("<a><?wbxml opaque base64?><?wbxml end?></a>")).toEqual(["start a", "opaque 0 ", "end"]);
  });

  test("other instructions mean nothing, nor does a mark outside the root", () => {
    expect(events("<?wbxml opaque base64?><a><?wbxml end?>b<?wbxml opaque?>c<?other end?></a>")).toEqual([
      "start a",
      'text "bc"',
      "end",
    ]);
  });

  test.each([
    "<a><?wbxml opaque base64?>AA!A<?wbxml end?></a>",
    "<a><?wbxml opaque base64?>A<?wbxml end?></a>",
    "<a><?wbxml text base64?>AA==AA<?wbxml end?></a>",
    "<a><?wbxml text base64?>AA=<?wbxml end?></a>",
    "<a><?wbxml opaque base64?>AAAA</a>",
    "<a><?wbxml opaque base64?><b/></a>",
    "<a><?wbxml text base64?><?wbxml text base64?></a>",
  ])("%j is not well-formed", (xml) => {
    expect(codes(xml)).toEqual(["! not-well-formed"]);
  });
});

describe("limits", () => {
  /** Errors of a document with the limit at, above and below its need. */
  function around(xml: string, limit: keyof Limits, needed: number): void {
    for (const [value, expected] of [
      [needed + 1, undefined],
      [needed, undefined],
      [needed - 1, "limit-exceeded"],
    ] as const) {
      const { error } = readXml(utf8(xml), { limits: { [limit]: value } });
      expect(`${value} ${error?.code}`).toBe(`${value} ${expected}`);
    }
  }

  test("nesting", () => around("<a><b><c/></b><b/></a>", "maxDepth", 3));
  test("bytes of the document", () => around("<a>éé</a> ", "maxDocumentBytes", 12));
  test("bytes of a text", () => around("<a>12<![CDATA[34]]>&lt;é<!-- x --><b/>12345678</a>", "maxTextBytes", 8));
  test("bytes of marked text", () => around("<a><?wbxml text base64?>AAAAAAAA<?wbxml end?></a>", "maxTextBytes", 6));
  test("bytes of a value", () => around("<a b='12&lt;\t&#233;'/>", "maxTextBytes", 6));
  test("bytes of an element name", () => around("<abcdefg/>", "maxTextBytes", 7));
  test("bytes of an attribute name", () => around("<a abcdefg=''/>", "maxTextBytes", 7));
  test("bytes of a public identifier", () => around("<!DOCTYPE a PUBLIC '1234567' ''><a/>", "maxTextBytes", 7));
  test("bytes of an opaque", () => around("<a><?wbxml opaque base64?>AAAAAAAA<?wbxml end?></a>", "maxOpaqueBytes", 6));
  test("what prefixes and inherited namespaces expand to, beyond what the tag declares and 64 characters", () => {
    const namespace = "u".repeat(164);
    around(`<a xmlns:p="${namespace}"><p:b p:c="" p:d=""/></a>`, "maxReferencedBytes", 300);
    around(`<p:a xmlns:p="${namespace}"><p:b/><b p:c=""/><p:b/></p:a>`, "maxReferencedBytes", 300);
    around(`<a xmlns="${namespace}"><b/><b/><b xmlns=""><c/></b><c/></a>`, "maxReferencedBytes", 300);
    expect(codes(`<p:a xmlns:p="syncml:metinf"><p:b/></p:a>`, { limits: { maxReferencedBytes: 0 } })).toEqual([]);
    const declaring = `<a xmlns="${namespace}"/>`.repeat(9);
    expect(codes(`<a>${declaring}</a>`, { limits: { maxReferencedBytes: 0 } })).toEqual([]);
  });
  test("elements", () => around("<a><b/><b/></a>", "maxElements", 3));
  test("attributes, declarations too", () => around("<a xmlns='u' b='' xml:c=''><d e=''/></a>", "maxAttributes", 3));

  test("of text up to the limit is passed on", () => {
    const { log, error } = readXml(utf8("<a>123日</a>"), { limits: { maxTextBytes: 4 } });
    expect(log).toContain('text "123');
    expect(error).toMatchObject({ code: "limit-exceeded", offset: 3 });
  });

  test("those of the base depth count", () => {
    expect(codes("<a/>", { limits: { maxDepth: 2 }, baseDepth: 2 })).toEqual(["! limit-exceeded"]);
    expect(codes("<a/>", { limits: { maxDepth: 2 }, baseDepth: 1 })).toEqual([]);
  });

  test("the XML declaration has one", () => {
    expect(codes(`<?xml version="1.0"${" ".repeat(5000)}?><a/>`)).toEqual(["! limit-exceeded"]);
  });
});

describe("use", () => {
  const newReader = () => new XmlReader(new EventPrinter(() => {}));

  test("a reader is used up after the end, and after an error", () => {
    const ended = newReader();
    ended.write("<a/>");
    ended.end();
    expect(() => ended.write("<a/>")).toThrow(/^misuse/);
    expect(() => ended.end()).toThrow(/^misuse/);
    const failed = newReader();
    expect(() => failed.write("x<a/>")).toThrow(/^not-well-formed/);
    expect(() => failed.write("<a/>")).toThrow(/^misuse/);
    expect(() => failed.end()).toThrow(/^misuse/);
  });

  test("it takes strings or bytes, not both", () => {
    const reader = newReader();
    reader.write("<a>");
    expect(() => reader.write(utf8("</a>"))).toThrow(/^misuse/);
  });

  test("empty chunks do nothing", () => {
    expect(readXmlChunks([utf8(""), utf8("<a"), utf8(""), utf8("/>"), utf8("")]).error).toBeUndefined();
    expect(readXmlChunks(["", "<a", "", "/>", ""]).error).toBeUndefined();
  });

  test("offsets and paths count from the outermost document", () => {
    const { error, log } = readXml(utf8("\ufeff<a>&</a>"), { baseOffset: 100, basePath: "/SyncML/Data" });
    expect(log).toMatch(/^off=103 document/);
    expect(error).toMatchObject({ offset: 106, path: "/SyncML/Data/a" });
    expect(readXml(utf16le("<a>"), { baseOffset: 100 }).error).toMatchObject({ offset: 106 });
  });

  test("the place can be read at any event", () => {
    const places: string[] = [];
    let locator: Locator | undefined;
    const printer = new EventPrinter(() => {});
    printer.startDocument = (_info, at) => {
      locator = at;
    };
    printer.startElement = () => places.push(`${locator?.offset} ${locator?.line}:${locator?.column}`);
    const reader = new XmlReader(printer);
    reader.write("<a>\n <b/>é<");
    reader.write("c/>\n</a>");
    reader.end();
    expect(places).toEqual(["0 1:1", "5 2:2", "11 2:7"]);
    expect(reader.path()).toBe("");
  });
});
