import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AttributeName, ElementName } from "../../../src/core/sink.ts";
import { XmlEncoder, type XmlWriteOptions } from "../../../src/xml/encoder.ts";
import { bytes } from "../../support/hex.ts";
import { parseXml } from "../../support/xml-tree.ts";

const at = { offset: 7, opaqueOffset: 7, path: () => "/Root" };
const info = { format: "wbxml", version: 3, publicId: 1, publicIdText: undefined, charset: 106 } as const;
const name = (local: string, namespace = "urn:a", binary = false): ElementName => ({
  local,
  namespace,
  page: -1,
  token: -1,
  binary,
});
const attributeName = (local: string, namespace = "", prefix = ""): AttributeName => ({ local, namespace, prefix });
const root = name("Root");
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';

/** What `write` puts inside `<Root xmlns="urn:a">`. */
function content(write: (encoder: XmlEncoder) => void, options: Partial<XmlWriteOptions> = {}): string {
  const pieces: Uint8Array[] = [];
  const encoder = new XmlEncoder((piece) => pieces.push(piece.slice()), options);
  encoder.startDocument(info, at);
  encoder.startElement(root);
  write(encoder);
  encoder.endElement();
  encoder.endDocument();
  const xml = Buffer.concat(pieces).toString("utf8");
  expect(parseXml(xml).name).toBe("{urn:a}Root");
  return xml.replace(DECLARATION, "").replace('<Root xmlns="urn:a"', "<Root");
}

/** The content of one text or opaque, in each of several cuts, which must not matter. */
function run(kind: "text" | "opaque", value: Uint8Array, options: Partial<XmlWriteOptions> = {}): string {
  const write = (step: number) => (encoder: XmlEncoder) => {
    for (let pos = 0; pos < value.length; pos += step) {
      const end = Math.min(value.length, pos + step);
      if (kind === "text") encoder.text(value, pos, end);
      else encoder.opaque(value, pos, end, value.length - end);
    }
  };
  const whole = content(write(value.length), options);
  for (const step of [1, 2, 3, 7, 4096]) expect(content(write(step), options)).toBe(whole);
  return whole.replace(/^<Root>/, "").replace(/<\/Root>$/, "");
}

describe("elements", () => {
  test("a namespace is declared where it changes from the parent", () => {
    const xml = content((encoder) => {
      for (const element of [name("A"), name("B", "urn:b"), name("C", "urn:b"), name("D", "urn:a"), name("E", "")]) {
        encoder.startElement(element);
      }
      for (let depth = 0; depth < 5; depth++) encoder.endElement();
      encoder.startElement(name("F"));
      encoder.endElement();
    });
    expect(xml).toBe('<Root><A><B xmlns="urn:b"><C><D xmlns="urn:a"><E xmlns=""/></D></C></B></A><F/></Root>');
  });

  test("an element without content is one tag", () => {
    expect(content(() => {})).toBe("<Root/>");
    expect(content((encoder) => encoder.opaque(new Uint8Array(0), 0, 0, 0))).toBe("<Root/>");
  });

  test("indentation goes between elements, and never into text", () => {
    const write = (encoder: XmlEncoder) => {
      encoder.startElement(name("A"));
      encoder.startElement(name("B"));
      encoder.string("x");
      encoder.endElement();
      encoder.startElement(name("C"));
      encoder.string("mixed");
      encoder.startElement(name("D"));
      encoder.endElement();
      encoder.endElement();
      encoder.endElement();
    };
    expect(content(write, { indent: "  " })).toBe(
      "\n<Root>\n  <A>\n    <B>x</B>\n    <C>mixed<D/></C>\n  </A>\n</Root>\n",
    );
    expect(content(write)).toBe("<Root><A><B>x</B><C>mixed<D/></C></A></Root>");
  });

  test("indentation leaves markup in Data as it is", () => {
    const write = (encoder: XmlEncoder) => {
      for (const opened of [name("Item"), name("Data"), name("a", "urn:x"), name("b", "urn:x")])
        encoder.startElement(opened);
      encoder.endElement();
      encoder.string("text");
      encoder.startElement(name("c", "urn:x"));
      for (let depth = 0; depth < 4; depth++) encoder.endElement();
    };
    expect(content(write, { indent: " " })).toBe(
      '\n<Root>\n <Item>\n  <Data><a xmlns="urn:x"><b/>text<c/></a></Data>\n </Item>\n</Root>\n',
    );
  });

  test("an embedded document is written in place, without a declaration", () => {
    const xml = content((encoder) => {
      encoder.startElement(name("Data"));
      encoder.startDocument(info, at);
      encoder.startElement(name("DevInf", "syncml:devinf"));
      encoder.endElement();
      encoder.endDocument();
      encoder.endElement();
    });
    expect(xml).toBe('<Root><Data><DevInf xmlns="syncml:devinf"/></Data></Root>');
  });

  test.each(["a b", "1", "a:b", "", "<"])("%j is no name", (local) => {
    const invalid = expect.objectContaining({ code: "invalid-name", offset: 7, path: "/Root" });
    expect(() => content((encoder) => encoder.startElement(name(local)))).toThrow(invalid);
    expect(() => content((encoder) => encoder.attribute(attributeName(local), ""))).toThrow(invalid);
  });
});

describe("attributes", () => {
  test("values are escaped so that a parser gives them back", () => {
    const value = "<&>\"'\t\r\n\u00e9\u{1f600}";
    const xml = content((encoder) => encoder.attribute(attributeName("a"), value));
    expect(xml).toBe(`<Root a="&lt;&amp;&gt;&quot;'&#9;&#13;&#10;é😀"/>`);
    expect(parseXml(xml).attributes).toEqual({ "{}a": value });
  });

  test("a namespace gets a prefix, once: the hint where it can be used, else a number", () => {
    const xml = content((encoder) => {
      encoder.attribute(attributeName("a", "urn:x", "msft"), "1");
      encoder.attribute(attributeName("b", "urn:x", "other"), "2");
      encoder.attribute(attributeName("c", "urn:y", "msft"), "3");
      encoder.attribute(attributeName("d", "urn:z", "xmlish"), "4");
      encoder.attribute(attributeName("lang", "http://www.w3.org/XML/1998/namespace", "xml"), "en");
    });
    expect(parseXml(xml.replace("<Root", '<Root xmlns="urn:a"')).attributes).toEqual({
      "{urn:x}a": "1",
      "{urn:x}b": "2",
      "{urn:y}c": "3",
      "{urn:z}d": "4",
      "{http://www.w3.org/XML/1998/namespace}lang": "en",
    });
    expect(xml).toContain('xmlns:msft="urn:x" msft:a="1" msft:b="2" xmlns:ns2="urn:y" ns2:c="3"');
  });

  test("a prefix holds for its element only", () => {
    const xml = content((encoder) => {
      for (const local of ["A", "B"]) {
        encoder.startElement(name(local));
        encoder.attribute(attributeName("a", "urn:x", "p"), "");
        encoder.endElement();
      }
    });
    expect(xml).toBe('<Root><A xmlns:p="urn:x" p:a=""/><B xmlns:p="urn:x" p:a=""/></Root>');
  });

  test.each(["\0", "\u0001", "\ufffe", "\ud800", "\udc00x"])("%j has no place in a value or a namespace", (value) => {
    const refused = expect.objectContaining({ code: "unrepresentable", offset: 7, path: "/Root" });
    expect(() => content((encoder) => encoder.attribute(attributeName("a"), value))).toThrow(refused);
    expect(() => content((encoder) => encoder.startElement(name("A", value)))).toThrow(refused);
    expect(() => content((encoder) => encoder.attribute(attributeName("a", value), ""))).toThrow(refused);
  });

  test("nothing is declared as a namespace that XML keeps for itself", () => {
    const refused = expect.objectContaining({ code: "unrepresentable" });
    for (const namespace of ["http://www.w3.org/2000/xmlns/", "http://www.w3.org/XML/1998/namespace"]) {
      expect(() => content((encoder) => encoder.startElement(name("A", namespace)))).toThrow(refused);
    }
    const xmlns = attributeName("a", "http://www.w3.org/2000/xmlns/", "p");
    expect(() => content((encoder) => encoder.attribute(xmlns, ""))).toThrow(refused);
  });
});

describe("text", () => {
  test("is escaped where XML needs it", () => {
    expect(run("text", bytes('"a<b>&]]>c" 0D 0A 09 "é日" F0 9F 98 80'))).toBe("a&lt;b&gt;&amp;]]&gt;c&#13;\n\té日😀");
  });

  test.each([
    ["00", "a NUL"],
    ["0B", "a vertical tab"],
    ["1F", "the last control character"],
    ["80", "a lone continuation byte"],
    ["C0 AF", "an overlong form"],
    ["E0 80 AF", "an overlong form of three bytes"],
    ["F0 80 80 AF", "an overlong form of four bytes"],
    ["ED A0 80", "a surrogate"],
    ["EF BF BE", "U+FFFE"],
    ["EF BF BF", "U+FFFF"],
    ["F4 90 80 80", "a character past U+10FFFF"],
    ["F5 80 80 80", "a lead byte that UTF-8 has not"],
    ["E6 97", "a character cut at the end"],
    ["E6 97 41", "a character cut by another"],
  ])("%s becomes base64 from there on (%s)", (listing) => {
    const tail = bytes(`${listing} "<b>"`).subarray(0, bytes(listing).length);
    const base64 = Buffer.from(tail).toString("base64");
    expect(run("text", bytes(`"é&" ${listing}`))).toBe(`é&amp;<?wbxml text base64?>${base64}<?wbxml end?>`);
    const rest = Buffer.from(bytes(`${listing} "<b>"`)).toString("base64");
    expect(run("text", bytes(`"é&" ${listing} "<b>"`))).toBe(`é&amp;<?wbxml text base64?>${rest}<?wbxml end?>`);
  });

  test.each(["7F", "C2 80", "DF BF", "E0 A0 80", "ED 9F BF", "EE 80 80", "EF BF BD", "F0 90 80 80", "F4 8F BF BF"])(
    "%s is legal",
    (listing) => {
      expect(run("text", bytes(listing))).toBe(Buffer.from(bytes(listing)).toString("utf8"));
    },
  );

  test("a lone surrogate in a string becomes U+FFFD", () => {
    expect(content((encoder) => encoder.string("a\ud800b"))).toBe("<Root>a\ufffdb</Root>");
  });
});

describe("opaque", () => {
  test("is text if all of it is", () => {
    expect(run("opaque", bytes('"BEGIN:VCARD" 0D 0A "é"'))).toBe("BEGIN:VCARD&#13;\né");
  });

  test("is base64 as a whole if not", () => {
    expect(run("opaque", bytes('"GIF89a" 01 00'))).toBe("<?wbxml opaque base64?>R0lGODlhAQA=<?wbxml end?>");
    expect(run("opaque", bytes("FF D8"))).toBe("<?wbxml opaque base64?>/9g=<?wbxml end?>");
    expect(run("opaque", bytes('"Caf" C3'))).toBe("<?wbxml opaque base64?>Q2Fmww==<?wbxml end?>");
  });

  test("modes: always base64, or refused", () => {
    expect(run("opaque", bytes('"abc"'), { opaque: "base64" })).toBe("<?wbxml opaque base64?>YWJj<?wbxml end?>");
    expect(run("opaque", bytes('"abc"'), { opaque: "reject" })).toBe("abc");
    expect(() => run("opaque", bytes("FF"), { opaque: "reject" })).toThrow(
      expect.objectContaining({ code: "unrepresentable", offset: 7 }),
    );
  });

  test("is base64 where the element is binary by its vocabulary", () => {
    const write = (encoder: XmlEncoder) => {
      encoder.startElement(name("NextNonce", "urn:a", true));
      encoder.opaque(bytes('"abc"'), 0, 3, 0);
      encoder.endElement();
    };
    expect(content(write)).toBe("<Root><NextNonce>YWJj</NextNonce></Root>");
    expect(() => content(write, { opaque: "reject" })).toThrow(expect.objectContaining({ code: "unrepresentable" }));
  });

  test("that stops being text after the lookahead turns to base64 there, however it was cut", () => {
    const text = "é".repeat(40_000);
    const value = Buffer.concat([Buffer.from(text), Buffer.of(0xff, 0x41)]);
    expect(run("opaque", new Uint8Array(value))).toBe(`${text}<?wbxml opaque base64?>/0E=<?wbxml end?>`);
    const early = Buffer.concat([Buffer.alloc(65_535, 0x61), Buffer.of(0x01)]);
    expect(run("opaque", new Uint8Array(early))).toMatch(/^<\?wbxml opaque base64\?>/);
    const cutThere = Buffer.concat([Buffer.alloc(65_535, 0x61), Buffer.from("é")]);
    expect(run("opaque", new Uint8Array(cutThere))).toBe(cutThere.toString("utf8"));
  });

  test("two in a row, and adjacent text, are kept apart", () => {
    const xml = content((encoder) => {
      encoder.string("a");
      encoder.opaque(Uint8Array.of(1), 0, 1, 0);
      encoder.opaque(Uint8Array.of(2), 0, 1, 0);
      encoder.string("\u0003");
      encoder.string("b");
    });
    expect(xml).toBe(
      "<Root>a<?wbxml opaque base64?>AQ==<?wbxml end?><?wbxml opaque base64?>Ag==<?wbxml end?>" +
        "<?wbxml text base64?>A2I=<?wbxml end?></Root>",
    );
  });
});

test("whatever the bytes, the XML is well-formed and gives them back", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 60 }),
      fc.constantFrom("text" as const, "opaque" as const),
      (value, kind) => {
        const xml = run(kind, value);
        const [text, base64 = ""] = xml.split(/<\?wbxml (?:text|opaque) base64\?>|<\?wbxml end\?>/);
        const [read] = parseXml(`<r>${text}</r>`).children;
        expect(
          new Uint8Array(Buffer.concat([Buffer.from((read ?? "") as string), Buffer.from(base64, "base64")])),
        ).toEqual(value);
      },
    ),
  );
});

describe("output", () => {
  test("is handed out in pieces of about flushBytes, the rest at the end", () => {
    const sizes: number[] = [];
    const encoder = new XmlEncoder(({ length }) => sizes.push(length), { flushBytes: 100 });
    encoder.startDocument(info, at);
    encoder.startElement(root);
    for (let time = 0; time < 50; time++) encoder.string("0123456789");
    encoder.endElement();
    encoder.endDocument();
    expect(Math.max(...sizes)).toBeLessThan(120);
    expect(sizes.length).toBeGreaterThan(4);
  });

  test("flush releases output held back from a failed document", () => {
    let xml = "";
    const encoder = new XmlEncoder((piece) => {
      xml += Buffer.from(piece).toString();
    });
    encoder.startDocument(info, at);
    encoder.startElement(root);
    encoder.opaque(bytes('"abc"'), 0, 3, 100);
    encoder.flush();
    expect(xml).toBe(`${DECLARATION}<Root xmlns="urn:a">abc`);
    const open = new XmlEncoder((piece) => {
      xml = Buffer.from(piece).toString();
    });
    open.startDocument(info, at);
    open.startElement(root);
    open.attribute(attributeName("a"), "1");
    open.flush();
    expect(xml).toBe(`${DECLARATION}<Root xmlns="urn:a" a="1">`);
  });

  test("flushSettled holds back what the rest of a document would have changed, and no more", () => {
    const flushed = (data: string | undefined, how: "flush" | "flushSettled") => {
      let xml = "";
      const encoder = new XmlEncoder((piece) => {
        xml += Buffer.from(piece).toString();
      });
      encoder.startDocument(info, at);
      for (const local of ["Item", "Meta", "Data"]) {
        encoder.startElement({ ...root, namespace: "SYNCML:SYNCML1.2", local });
        if (local === "Meta") encoder.endElement();
      }
      if (data !== undefined) encoder.string(data);
      encoder[how]();
      return xml.slice(DECLARATION.length);
    };
    const item = '<Item xmlns="SYNCML:SYNCML1.2">';
    expect(flushed(undefined, "flush")).toBe(`${item}<Meta/><Data>`);
    expect(flushed(undefined, "flushSettled")).toBe(item);
    expect(flushed("text", "flushSettled")).toBe(`${item}<Meta/><Data>text`);
  });
});
