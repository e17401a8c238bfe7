import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AttributeName, DocumentInfo, ElementName } from "../../../src/core/sink.ts";
import { standardVocabularies } from "../../../src/vocabulary/standard.ts";
import { defineVocabulary } from "../../../src/vocabulary/vocabulary.ts";
import { VocabularySet } from "../../../src/vocabulary/vocabulary-set.ts";
import { WbxmlEncoder } from "../../../src/wbxml/encoder.ts";
import type { WbxmlWriteOptions } from "../../../src/wbxml/write-options.ts";
import { read } from "../../support/event-log.ts";
import { bytes } from "../../support/hex.ts";

const at = { offset: 3, opaqueOffset: 3, path: () => "/SyncML" };
const fromXml: DocumentInfo = { format: "xml", version: 0, publicId: 0, publicIdText: undefined, charset: 106 };
const wire = (facts: Partial<DocumentInfo>): DocumentInfo => ({
  ...fromXml,
  format: "wbxml",
  version: 3,
  publicId: 0x1201,
  ...facts,
});

function name(local: string, namespace = "SYNCML:SYNCML1.2"): ElementName {
  const found = standardVocabularies.findElement(namespace, local);
  return found ?? { local, namespace, page: -1, token: -1, binary: false };
}
const metinf = (local: string) => name(local, "syncml:metinf");
const attributeName = (local: string, namespace = "", prefix = ""): AttributeName => ({ local, namespace, prefix });

type Write = (encoder: WbxmlEncoder) => void;
type Options = Partial<WbxmlWriteOptions>;

function encoded(write: Write, options: Options = {}, info = fromXml): Uint8Array {
  const pieces: Uint8Array[] = [];
  const encoder = new WbxmlEncoder((piece) => pieces.push(piece.slice()), options);
  encoder.startDocument(info, at);
  write(encoder);
  encoder.endDocument();
  return new Uint8Array(Buffer.concat(pieces));
}

/** An element with its content. */
const element =
  (elementName: ElementName, ...content: (Write | string | Uint8Array)[]): Write =>
  (encoder) => {
    encoder.startElement(elementName);
    for (const part of content) {
      if (typeof part === "string") encoder.string(part);
      else if (typeof part === "function") part(encoder);
      else encoder.opaque(part, 0, part.length, 0);
    }
    encoder.endElement();
  };
const attribute =
  (attributeNamed: AttributeName, value: string): Write =>
  (encoder) =>
    encoder.attribute(attributeNamed, value);

const HEADER = "02 A4 01 6A 00";
/** The encoding of the content of SyncML. */
const inside = (...content: Parameters<typeof element>[1][]) => encoded(element(name("SyncML"), ...content));
const expectInside = (content: Parameters<typeof element>[1][], listing: string) =>
  expect(inside(...content)).toEqual(bytes(`${HEADER} 6D ${listing} 01`));

describe("header", () => {
  const root = element(name("SyncML"));

  test.each<[Options, string]>([
    [{}, "02 A4 01 6A 00 2D"],
    [{ version: "1.0" }, "00 A4 01 00 2D"],
    [{ version: "1.1" }, "01 A4 01 6A 00 2D"],
    [{ version: "1.3" }, "03 A4 01 6A 00 2D"],
    [{ publicId: "unknown" }, "02 01 6A 00 2D"],
    [{ publicId: "text" }, '02 00 00 6A 1E "-//SYNCML//DTD SyncML 1.2//EN" 00 2D'],
    [{ charset: 3 }, "02 A4 01 03 00 2D"],
    [{ literals: ["x"] }, '02 A4 01 6A 02 "x" 00 2D'],
  ])("%j", (options, listing) => {
    expect(encoded(root, options)).toEqual(bytes(listing));
  });

  test.each<[Partial<DocumentInfo>, string]>([
    [{}, "03 A4 01 6A 00 2D"],
    [{ version: 0, charset: 0 }, "00 A4 01 00 2D"],
    [{ publicId: 1, charset: 0 }, "03 01 00 00 2D"],
    [{ publicId: 0 }, "03 00 00 6A 00 2D"],
    [
      { publicId: 0, publicIdText: "-//SyncML//DTD SYNCML 1.2//EN" },
      '03 00 00 6A 1E "-//SyncML//DTD SYNCML 1.2//EN" 00 2D',
    ],
  ])("a document that came as %j goes out so again", (facts, listing) => {
    expect(encoded(root, {}, wire(facts))).toEqual(bytes(listing));
  });

  test("a vocabulary without a number gives its text", () => {
    const tree = element(name("MgmtTree", "syncml:dmddf1.2"));
    expect(encoded(tree)).toEqual(bytes('02 00 00 6A 1B "-//OMA//DTD-DM-DDF 1.2//EN" 00 00 02 20'));
  });

  test("the older versions have their own numbers", () => {
    expect(encoded(element(name("SyncML", "SYNCML:SYNCML1.0")))).toEqual(bytes("02 9F 51 6A 00 2D"));
    expect(encoded(element(name("SyncML", "SYNCML:SYNCML1.1")))).toEqual(bytes("02 9F 53 6A 00 2D"));
  });

  test("a root of no vocabulary is refused", () => {
    expect(() => encoded(element(name("html", "urn:x")))).toThrow(
      expect.objectContaining({ code: "unknown-document-type", offset: 3 }),
    );
  });
});

describe("tags", () => {
  test("pages are switched where a tag needs it, and only there", () => {
    expectInside(
      [element(name("Meta"), element(metinf("Format"), "bin"), element(metinf("Type"))), element(name("Final"))],
      '5A 00 01 47 03 "bin" 00 01 13 01 00 00 12',
    );
  });

  test("an element without content has no END", () => {
    expectInside([element(name("Final"))], "12");
    expectInside([element(name("SyncBody"), element(name("Final")))], "6B 12 01");
  });

  test("a token that no vocabulary knows goes out as it came", () => {
    const unknown = (local: string, page: number, token: number) => ({ ...name("x"), local, page, token });
    expectInside(
      [element(unknown("wbxml-token-0-30", 0, 0x30)), element(unknown("wbxml-token-254-05", 254, 5), "x")],
      '30 00 FE 45 03 "x" 00 01',
    );
    // A reader would map the token to another name.
    const other = encoded(element(name("SyncML"), element(unknown("Own", 0, 0x30))));
    expect(other).toEqual(bytes('02 A4 01 6A 04 "Own" 00 6D 04 00 01'));
  });

  test("a name without a token becomes a literal", () => {
    const xml = encoded(element(name("SyncML"), element(name("Own"), "x"), element(name("Own"))));
    expect(xml).toEqual(bytes('02 A4 01 6A 04 "Own" 00 6D 44 00 03 "x" 00 01 04 00 01'));
  });

  test.each(["", "a b", "a:b", "a\ud800"])("a literal %j, which is no name, is refused", (local) => {
    expect(() => encoded(element(name("SyncML"), element(name(local, "urn:x"))))).toThrow(
      expect.objectContaining({ code: "invalid-name" }),
    );
  });

  test("a token of another vocabulary becomes a literal, not the token that has its number here", () => {
    const foreign = { ...name("x"), local: "wbxml-token-1-09", namespace: "syncml:devinf", page: 1, token: 9 };
    const document = encoded(element(name("SyncML"), element(foreign)));
    expect(read(document).log).toContain("start wbxml-token-1-09 {syncml:devinf}\n");
  });

  test("a literal of another namespace declares it, and its children inherit it", () => {
    const foreign = (local: string) => name(local, "urn:x");
    const document = encoded(
      element(name("SyncML"), element(foreign("A"), element(foreign("B")), element(name("Final")))),
    );
    expect(read(document).log).toContain("start A {urn:x}\n");
    expect(read(document).log).toContain("start B {urn:x}\n");
    expect(read(document).log).toContain("start Final {SYNCML:SYNCML1.2}\n");
    expect(document).toEqual(
      bytes('02 A4 01 6A 0A "A" 00 "xmlns" 00 "B" 00 6D C4 00 04 02 03 "urn:x" 00 01 04 08 12 01 01'),
    );
  });
});

describe("attributes", () => {
  test("become literals where the vocabulary has no token", () => {
    const document = encoded(
      element(name("SyncML"), attribute(attributeName("a"), "1"), attribute(attributeName("b"), "")),
    );
    expect(document).toEqual(bytes('02 A4 01 6A 04 "a" 00 "b" 00 AD 04 00 03 "1" 00 04 02 01'));
  });

  test("a namespace is declared by an attribute of its own, but for prefixes that everybody knows", () => {
    const msft = attributeName("e", "http://schemas.microsoft.com/MobileDevice/MDM", "msft");
    expect(encoded(element(name("SyncML"), attribute(msft, "1")))).toEqual(
      bytes('02 A4 01 6A 07 "msft:e" 00 AD 04 00 03 "1" 00 01'),
    );
    const own = encoded(element(name("SyncML"), attribute(attributeName("a", "urn:x", "p"), "1")));
    expect(read(own).log).toContain('attribute a {urn:x} "1"');
    const two = ["urn:x", "urn:y", "urn:x"].map((space, index) =>
      attribute(attributeName(`a${index}`, space, "p"), ""),
    );
    const { log } = read(encoded(element(name("SyncML"), ...two)));
    expect(log.match(/attribute \w+ \{urn:\w\}/g)).toEqual([
      "attribute a0 {urn:x}",
      "attribute a1 {urn:y}",
      "attribute a2 {urn:x}",
    ]);
  });

  test.each<[string, Write]>([
    ["is no name", attribute(attributeName("a b"), "")],
    ["has a colon", attribute(attributeName("a:b"), "")],
    ["declares a namespace", attribute(attributeName("xmlns"), "urn:x")],
    [
      "is given twice",
      (encoder) => {
        for (let time = 0; time < 2; time++) encoder.attribute(attributeName("a"), "");
      },
    ],
    [
      "is given twice in one namespace",
      (encoder) => {
        for (const prefix of ["p", "q"]) encoder.attribute(attributeName("a", "urn:x", prefix), "");
      },
    ],
  ])("one that %s is refused, as readers would", (_, write) => {
    expect(() => encoded(element(name("SyncML"), write))).toThrow(expect.objectContaining({ code: "invalid-name" }));
  });

  test("a prefix that cannot be used, or is taken, becomes another one", () => {
    const prefixes: [string, string][] = [
      ["urn:1", "ns3"],
      ["urn:2", ""],
      ["urn:3", "p q"],
      ["urn:4", "xmlns"],
      ["urn:5", "xml"],
    ];
    const write = prefixes.map(([space, prefix]) => attribute(attributeName("a", space, prefix), space));
    const { log } = read(encoded(element(name("SyncML"), ...write)));
    for (const [space] of prefixes) expect(log).toContain(`attribute a {${space}} "${space}"`);
  });

  test("take the token with the longest beginning of the value, and value tokens for the rest", () => {
    const vocabulary = defineVocabulary({
      name: "Example",
      publicId: 0x5001,
      root: "Card",
      mediaTypes: [],
      tagPages: { 0: { namespace: "urn:e", tags: { 5: "Card" } } },
      attributePages: {
        0: {
          starts: {
            5: { name: "u" },
            6: { name: "u", valuePrefix: "http://" },
            7: { name: "u", valuePrefix: "http://www." },
          },
          values: { 0x85: ".org", 0x86: ".org/" },
        },
        1: { starts: { 5: { name: "v" } }, values: {} },
      },
    });
    const vocabularies = new VocabularySet([vocabulary]);
    const card = name("Card", "urn:e");
    const write = (value: string) =>
      encoded(element(card, attribute(attributeName("v"), ""), attribute(attributeName("u"), value)), { vocabularies });
    const head = "02 81 A0 01 6A 00 85 00 01 05 00 00";
    expect(write("http://www.a.org/b")).toEqual(bytes(`${head} 07 03 "a" 00 86 03 "b" 00 01`));
    expect(write("http://a.org")).toEqual(bytes(`${head} 06 03 "a" 00 85 01`));
    expect(write("ftp")).toEqual(bytes(`${head} 05 03 "ftp" 00 01`));
  });
});

describe("content", () => {
  test("strings inline, bytes opaque, one string for adjacent text", () => {
    expectInside([element(name("Data"), "a", "b", bytes("FF"), "c")], '4F 03 "ab" 00 C3 01 FF 03 "c" 00 01');
    expectInside([element(name("Data"), bytes(""))], "4F C3 00 01");
  });

  test("a NUL is an entity", () => {
    expectInside([element(name("Data"), "a\0b")], '4F 03 "a" 00 02 00 03 "b" 00 01');
  });

  test.each([
    ['"ab" FF "cd"', '03 "ab" 00 C3 03 FF "cd"'],
    ["FF", "C3 01 FF"],
    ['"a" E6 97', '03 "a" 00 C3 02 E6 97'],
    ['"é" ED A0 80', '03 "é" 00 C3 03 ED A0 80'],
    ['"日" F0 9F 98 80', '03 "日" F0 9F 98 80 00'],
  ])("text of the bytes %s, however it is cut", (text, listing) => {
    const value = bytes(text);
    for (const step of [1, 2, 3, 100]) {
      const write = element(
        name("SyncML"),
        element(name("Data"), (encoder: WbxmlEncoder) => {
          for (let pos = 0; pos < value.length; pos += step)
            encoder.text(value, pos, Math.min(value.length, pos + step));
        }),
      );
      expect(encoded(write)).toEqual(bytes(`${HEADER} 6D 4F ${listing} 01 01`));
    }
  });

  test.each<[WbxmlWriteOptions["data"], string]>([
    ["as-given", '03 "t" 00 01 4F C3 01 "o" 01 4F C3 01 FF 01 57 C3 01 "u" 01'],
    ["inline", '03 "t" 00 01 4F 03 "o" 00 01 4F C3 01 FF 01 57 C3 01 "u" 01'],
    ["opaque", 'C3 01 "t" 01 4F C3 01 "o" 01 4F C3 01 FF 01 57 C3 01 "u" 01'],
  ])("policy %s is for Data only", (data, listing) => {
    const items = ["t", bytes('"o"'), bytes("FF")].map((part) => element(name("Data"), part));
    const document = encoded(element(name("SyncML"), ...items, element(name("LocURI"), bytes('"u"'))), { data });
    expect(document).toEqual(bytes(`${HEADER} 6D 4F ${listing} 01`));
  });

  test("WBXML 1.0 has no opaque: text goes inline, bytes are refused", () => {
    const data = (part: Uint8Array) => element(name("SyncML"), element(name("Data"), part));
    expect(encoded(data(bytes('"o"')), { version: "1.0" })).toEqual(bytes('00 A4 01 00 6D 4F 03 "o" 00 01 01'));
    expect(() => encoded(data(bytes("FF")), { version: "1.0" })).toThrow(
      expect.objectContaining({ code: "unrepresentable" }),
    );
  });

  test.each([
    [3, '03 "a" 00 02 81 69 02 81 CB 65 03 "b" 00'],
    [4, '03 "a" E9 00 02 81 CB 65 03 "b" 00'],
    [17, '03 "a" 00 02 81 69 02 81 CB 65 03 "b" 00'],
    [1013, "03 00 61 00 E9 65 E5 00 62 00 00"],
    [1014, "03 61 00 E9 00 E5 65 62 00 00 00"],
  ])("charset %i writes what it can and the rest as entities", (charset, listing) => {
    const document = encoded(element(name("SyncML"), element(name("Data"), "aé", "日b")), { charset });
    const body = bytes(`6D 4F ${listing} 01 01`);
    expect(document.subarray(document.length - body.length)).toEqual(body);
    expect(read(document).log).toContain('text "aé日b"');
  });

  // Each by itself, since the start of a string may be taken for a byte order mark.
  const everyText = [...Array.from({ length: 0x100 }, (_, code) => code), 0x65e5, 0xfeff, 0xfffe, 0x1f600].map((code) =>
    String.fromCodePoint(code),
  );
  test.each([3, 4, 5, 8, 17, 18, 38, 39, 111, 113, 114, 1000, 1013, 1014, 1015, 2025, 2026, 2084, 2252, 2258])(
    "every character comes back from charset %i",
    (charset) => {
      const items = everyText.map((text) => element(name("Data"), text));
      const textsIn = (charset: number) =>
        read(encoded(element(name("SyncML"), ...items), { charset })).log.match(/text .*/g);
      expect(textsIn(charset)).toEqual(textsIn(106));
    },
  );

  test.each([3, 4, 17, 106, 1013])("a lone surrogate is U+FFFD in charset %i", (charset) => {
    const lone = attribute(attributeName("a"), "x\ud800y");
    const document = encoded(element(name("SyncML"), lone, element(name("Data"), "\udc00")), { charset });
    expect(read(document).log).toContain('attribute a "x\ufffdy"');
    expect(read(document).log).toContain('text "\ufffd"');
  });

  test("UTF-7 has what would begin an escape as entities", () => {
    const document = encoded(element(name("SyncML"), element(name("Data"), "a+b")), { charset: 1012 });
    expect(document.subarray(-9)).toEqual(bytes('03 "a" 00 02 2B 03 "b" 00 01 01').subarray(-9));
  });

  test.each([4, 1013, 1015])("WBXML 1.0 cannot say charset %i", (charset) => {
    expect(() => encoded(element(name("SyncML")), { version: "1.0", charset })).toThrow(
      expect.objectContaining({ code: "unrepresentable", message: expect.stringContaining("WBXML 1.0 cannot say") }),
    );
  });

  test.each([3, 106])("WBXML 1.0 may be asked for charset %i, which is UTF-8", (charset) => {
    const document = encoded(element(name("SyncML"), element(name("Data"), "é")), { version: "1.0", charset });
    expect(read(document).log).toContain('text "é"');
  });

  test("a document in another charset becomes UTF-8 in WBXML 1.0", () => {
    const document = encoded(
      element(name("SyncML"), element(name("Data"), "é")),
      { version: "1.0" },
      wire({ charset: 4 }),
    );
    expect(read(document).log).toContain('text "é"');
  });

  test("a name that the charset cannot hold is refused", () => {
    expect(() => encoded(element(name("SyncML"), element(name("é"))), { charset: 3 })).toThrow(
      expect.objectContaining({ code: "unrepresentable" }),
    );
  });
});

describe("embedded documents", () => {
  const devInf = (namespace = "syncml:devinf") =>
    element(name("DevInf", namespace), element(name("Man", namespace), "m"));
  const inData = (write: Write, version = "1.2") =>
    element(name("SyncML", `SYNCML:SYNCML${version}`), element(name("Data", `SYNCML:SYNCML${version}`), write));

  test.each([
    ["1.2", "02 A4 01", "02 A4 03"],
    ["1.1", "02 9F 53", "02 9F 54"],
    ["1.0", "02 9F 51", "02 9F 52"],
  ])("device information in SyncML %s is an opaque with the header of its version", (version, outer, inner) => {
    expect(encoded(inData(devInf(), version))).toEqual(
      bytes(`${outer} 6A 00 6D 4F C3 0C ${inner} 6A 00 4A 51 03 "m" 00 01 01 01 01`),
    );
  });

  test("one that announces itself has its own header", () => {
    const write: Write = (encoder) => {
      encoder.startDocument(wire({ version: 1, publicId: 0x0fd2 }), at);
      devInf()(encoder);
      encoder.endDocument();
    };
    expect(encoded(inData(write))).toEqual(bytes(`${HEADER} 6D 4F C3 0C 01 9F 52 6A 00 4A 51 03 "m" 00 01 01 01 01`));
  });

  test("a management tree is on its own page, or in an opaque where the version has no such page", () => {
    const tree = element(name("MgmtTree", "syncml:dmddf1.2"));
    expect(encoded(inData(tree))).toEqual(bytes(`${HEADER} 6D 4F 00 02 20 01 01`));
    const old = encoded(inData(tree, "1.1"));
    expect(read(old).log).toContain('document wbxml version=0x02 id="-//OMA//DTD-DM-DDF 1.2//EN"');
  });

  test("where no reader would open it, it stays elements", () => {
    const inBody = encoded(element(name("SyncML"), element(name("SyncBody"), devInf()), element(name("Final"))));
    expect(read(inBody).log).toMatch(/start SyncBody [^\n]*\n[^\n]*start DevInf \{syncml:devinf\}\n/);
    const tree = element(name("MgmtTree", "syncml:dmddf1.2"), devInf());
    const inTree = read(encoded(element(name("SyncML"), element(name("Data"), devInf(), tree)))).log;
    expect(inTree).toMatch(/start MgmtTree [^\n]*\n[^\n]*start DevInf \{syncml:devinf\}\n/);
    expect(inTree.match(/document wbxml/g)).toHaveLength(2);
    const announced: Write = (encoder) => {
      encoder.startDocument(wire({ publicId: 0x1203 }), at);
      devInf()(encoder);
      encoder.endDocument();
    };
    const written = encoded(element(name("SyncML"), element(name("Meta"), announced), element(name("Final"))));
    expect(read(written).log).toContain("start DevInf {syncml:devinf}\n");
    expect(read(written).log.match(/document wbxml/g)).toHaveLength(1);
    // One that is announced inside another ends before it.
    const inner = encoded(
      element(name("SyncML"), element(name("Data"), element(name("DevInf", "syncml:devinf"), announced, "x"))),
    );
    expect(read(inner).log).toContain('text "x"');
  });

  test("an element of a page that the vocabulary lacks is a literal, whatever token it has", () => {
    const dmddf = (local: string) => name(local, "syncml:dmddf1.2");
    const tree = encoded(element(dmddf("MgmtTree"), element(dmddf("Node"), element(metinf("Type"), "t"))));
    expect(read(tree).log).toContain("start Type {syncml:metinf}\n");
    expect(read(tree).log).not.toContain("wbxml-token");
  });

  test("text and elements may follow it", () => {
    const document = encoded(
      element(name("SyncML"), element(name("Data"), "a", devInf(), "b"), element(name("Final"))),
    );
    expect(document).toEqual(
      bytes(`${HEADER} 6D 4F 03 "a" 00 C3 0C 02 A4 03 6A 00 4A 51 03 "m" 00 01 01 03 "b" 00 01 12 01`),
    );
  });
});

describe("string table", () => {
  const repeated = (...texts: string[]) => element(name("SyncML"), ...texts.map((text) => element(name("Data"), text)));

  test("auto moves strings there that make the document smaller", () => {
    expect(encoded(repeated("abcdef", "abcdef", "x"), { stringTable: "auto" })).toEqual(
      bytes('02 A4 01 6A 07 "abcdef" 00 6D 4F 83 00 01 4F 83 00 01 4F 03 "x" 00 01 01'),
    );
  });

  test("and no others", () => {
    for (const texts of [["a", "b"], ["a", "a"], ["long enough but once"]]) {
      expect(encoded(repeated(...texts), { stringTable: "auto" })).toEqual(encoded(repeated(...texts)));
    }
  });

  test("means the same, and is never larger", () => {
    const text = fc.oneof(fc.constantFrom("", "ab", "abc", "text/x-vcard", "application/octet-stream"), fc.string());
    fc.assert(
      fc.property(fc.array(text, { maxLength: 60 }), (texts) => {
        const plain = encoded(repeated(...texts));
        const table = encoded(repeated(...texts), { stringTable: "auto" });
        expect(table.length).toBeLessThanOrEqual(plain.length);
        const log = (document: Uint8Array) => read(document).log.replace(/off=\d+ /g, "");
        expect(log(table)).toBe(log(plain));
      }),
    );
  });
});

describe("streaming", () => {
  const many =
    (count: number): Write =>
    (encoder) => {
      encoder.startElement(name("SyncML"));
      for (let time = 0; time < count; time++) element(name("Data"), "0123456789")(encoder);
      encoder.endElement();
    };

  test("goes out in pieces once holdBytes are reached, and is the same document", () => {
    const pieces: Uint8Array[] = [];
    const encoder = new WbxmlEncoder((piece) => pieces.push(piece.slice()), { holdBytes: 200, flushBytes: 50 });
    encoder.startDocument(fromXml, at);
    many(100)(encoder);
    encoder.endDocument();
    expect(pieces.length).toBeGreaterThan(20);
    expect(new Uint8Array(Buffer.concat(pieces))).toEqual(encoded(many(100)));
  });

  test("a literal that is new after that is an error, unless it was announced", () => {
    const late: Write = (encoder) => {
      encoder.startElement(name("SyncML"));
      for (let time = 0; time < 10; time++) element(name("Data"), "0123456789")(encoder);
      element(name("Own"))(encoder);
      encoder.endElement();
    };
    expect(() => encoded(late, { holdBytes: 50 })).toThrow(expect.objectContaining({ code: "unrepresentable" }));
    expect(encoded(late, { holdBytes: 50, literals: ["Own"] })).toEqual(encoded(late));
    expect(encoded(late, { holdBytes: 5000 })).toEqual(encoded(late));
  });

  test("flush releases output held back from a failed document", () => {
    let out = "";
    const encoder = new WbxmlEncoder((piece) => {
      out += Buffer.from(piece).toString("hex");
    });
    encoder.flush();
    expect(out).toBe("");
    encoder.startDocument(fromXml, at);
    encoder.startElement(name("SyncML"));
    encoder.startElement(name("Data"));
    encoder.string("a");
    encoder.flush();
    expect(out).toBe(Buffer.from(bytes(`${HEADER} 6D 4F 03 "a" 00`)).toString("hex"));
  });
});
