import { describe, expect, test } from "vitest";
import { cutAt } from "../../../../src/testing/chunkings.ts";
import { standardVocabularies } from "../../../../src/vocabulary/standard.ts";
import { defineVocabulary } from "../../../../src/vocabulary/vocabulary.ts";
import { VocabularySet } from "../../../../src/vocabulary/vocabulary-set.ts";
import { assembleTokens } from "../../../../src/wbxml/listing/token-assembler.ts";
import { TokenListingWriter } from "../../../../src/wbxml/listing/token-listing.ts";
import { bytes, mbUint32 } from "../../../support/hex.ts";
import { list, listChunks } from "../../../support/listing.ts";

type Options = Parameters<typeof list>[1];

const HEADER = "03 01 6A 00";

/** Blank lines around a listing in a test, and the indentation of the test. */
function lines(listing: string): string {
  const rows = listing.replace(/^\n/, "").replace(/\n *$/, "\n").split("\n");
  const margin = /^ */.exec(rows[0] ?? "")?.[0].length ?? 0;
  return rows.map((row) => row.slice(margin)).join("\n");
}

/** Expects this listing, and that it assembles to the original document. */
function expectListing(document: Uint8Array, listing: string, options: Options = {}): void {
  const { text, error } = list(document, options);
  expect(text).toBe(lines(listing));
  expect(error).toBeUndefined();
  const { vocabularies = standardVocabularies } = options;
  expect(hex(assembleTokens(text, { vocabularies }))).toBe(hex(document));
}

/** The lines of a body after the usual four-byte header, without offset and indentation. */
function body(listing: string, options: Options = {}): string[] {
  const { text } = list(bytes(`${HEADER} ${listing}`), options);
  return text
    .split("\n")
    .slice(4, -1)
    .map((line) => line.replace(/^off=\d+/, "").trim());
}

function assemble(listing: string): string {
  return hex(assembleTokens(listing));
}

function hex(document: Uint8Array): string {
  return Buffer.from(document)
    .toString("hex")
    .replace(/..(?!$)/g, "$& ")
    .toUpperCase();
}

/** Vocabulary of the second example of the specification. */
const cards = defineVocabulary({
  name: "Cards",
  publicId: 0x5001,
  root: "XYZ",
  mediaTypes: ["text/cards"],
  tagPages: {
    0: { namespace: "urn:cards", tags: { 5: "CARD", 6: "INPUT", 7: "XYZ", 8: "DO", 9: "DO", 0x0a: "two words" } },
  },
  attributePages: {
    0: {
      starts: {
        5: { name: "STYLE", valuePrefix: "LIST" },
        6: { name: "TYPE" },
        7: { name: "TYPE", valuePrefix: "TEXT" },
        8: { name: "URL", valuePrefix: "http://" },
        9: { name: "NAME" },
        10: { name: "KEY" },
        11: { name: "KEY" },
      },
      values: { 0x85: ".org", 0x86: "ACCEPT", 0x87: ".org" },
    },
    1: { starts: { 5: { name: "OTHER" } }, values: {} },
  },
  extensionWords: { 0: { 11: "F" } },
});
const example: Options = { vocabularies: new VocabularySet([...standardVocabularies.vocabularies, cards]) };

describe("a listing", () => {
  test("of the first example of the specification (WAP-192 §8.1), whose vocabulary nobody knows", () => {
    expectListing(
      bytes("03 01 03 00 47 46 03 20 58 20 26 20 59 00 05 03 20 58 00 02 81 20 03 3D 00 02 81 20 03 31 20 00 01 01"),
      `
      off=0     version 1.3
      off=1     public-id 0x1
      off=2     charset 3                          ; US-ASCII
      off=3     string-table ""
      off=4     tag 0:07 content
      off=5       tag 0:06 content
      off=6         STR_I " X & Y"
      off=14        tag 0:05
      off=15        STR_I " X"
      off=19        ENTITY 0xa0
      off=22        STR_I "="
      off=25        ENTITY 0xa0
      off=28        STR_I "1 "
      off=32      END
      off=33    END
      `,
    );
  });

  test("of the second example, with names for attributes and values (WAP-192 §8.2)", () => {
    expectListing(
      bytes(
        `01 81 A0 01 6A 12 "abc" 00 " Enter name: " 00 47 C5 09 83 00 05 01 88 06 86 08 03 "xyz" 00 85 03 "/s" 00 01
         83 04 86 07 0A 03 "N" 00 01 01 01`,
      ),
      `
      off=0     version 1.1
      off=1     public-id 0x5001
      off=4     charset 106                        ; UTF-8
      off=5     string-table "abc\\u0000"
                             " Enter name: \\u0000"
                vocabulary "Cards"
      off=24    tag XYZ content
      off=25      tag CARD attributes content
      off=26        attribute NAME
      off=27        STR_T 0                        ; "abc"
      off=29        attribute STYLE="LIST"
      off=30      END                              ; of the attributes
      off=31        tag DO attributes
      off=32          attribute TYPE
      off=33          value "ACCEPT"
      off=34          attribute URL="http://"
      off=35          STR_I "xyz"
      off=40          value ".org"
      off=41          STR_I "/s"
      off=45        END
      off=46        STR_T 4                        ; " Enter name: "
      off=48        tag INPUT attributes
      off=49          attribute TYPE="TEXT"
      off=50          attribute KEY
      off=51          STR_I "N"
      off=54        END
      off=55      END
      off=56    END
      `,
      example,
    );
  });

  test("of a SyncML message, whose names follow the page", () => {
    expectListing(
      bytes(
        `02 A4 01 6A 00 6D 6C 71 03 "1.2" 00 01 5A 00 01 4C 03 "5000" 00 01 01 01 00 00 6B 60 54 5A 00 01 53 03
         "text/x-vcard" 00 01 01 00 00 4F C3 0E "BEGIN:X" 0D 0A "END:X" 01 01 01 12 01 01 0A`,
      ),
      `
      off=0     version 1.2
      off=1     public-id 0x1201                   ; "-//SYNCML//DTD SyncML 1.2//EN"
      off=3     charset 106                        ; UTF-8
      off=4     string-table ""
                vocabulary "SyncML 1.2"
      off=5     tag SyncML content
      off=6       tag SyncHdr content
      off=7         tag VerDTD content
      off=8           STR_I "1.2"
      off=13        END
      off=14        tag Meta content
      off=15          SWITCH_PAGE tag 1
      off=17          tag MaxMsgSize content
      off=18            STR_I "5000"
      off=24          END
      off=25        END
      off=26      END
      off=27      SWITCH_PAGE tag 0
      off=29      tag SyncBody content
      off=30        tag Replace content
      off=31          tag Item content
      off=32            tag Meta content
      off=33              SWITCH_PAGE tag 1
      off=35              tag Type content
      off=36                STR_I "text/x-vcard"
      off=50              END
      off=51            END
      off=52            SWITCH_PAGE tag 0
      off=54            tag Data content
      off=55              OPAQUE "BEGIN:X\\r\\n"
                                 "END:X"
      off=71            END
      off=72          END
      off=73        END
      off=74        tag Final
      off=75      END
      off=76    END
      off=77    trailing "\\n"
      `,
    );
  });

  test("of literals, instructions, extensions and both page registers", () => {
    expectListing(
      bytes(
        `03 81 A0 01 6A 04 "a" 00 "b" 00 43 04 00 03 "x" 00 01 C7 00 01 05 04 02 00 00 01 00 02
         40 "i" 00 80 0B 80 0C C1 C4 00 01 04 02 01 44 00 01 84 02 01 01 43 04 02 01`,
      ),
      `
      off=0     version 1.3
      off=1     public-id 0x5001
      off=4     charset 106                        ; UTF-8
      off=5     string-table "a\\u0000"
                             "b\\u0000"
                vocabulary "Cards"
      off=10    PI
      off=11      literal-attribute 0              ; "a"
      off=13      STR_I "x"
      off=16    END
      off=17    tag XYZ attributes content
      off=18      SWITCH_PAGE attribute 1
      off=20      attribute OTHER
      off=21      literal-attribute 2              ; "b"
      off=23      SWITCH_PAGE attribute 0
      off=25    END                                ; of the attributes
      off=26      SWITCH_PAGE tag 2
      off=28      EXT_I_0 "i"
      off=31      EXT_T_0 11                       ; "F"
      off=33      EXT_T_0 12
      off=35      EXT_1
      off=36      literal-tag 0 attributes content ; "a"
      off=38      END                              ; of the attributes
      off=39        literal-tag 2                  ; "b"
      off=41      END
      off=42      literal-tag 0 content            ; "a"
      off=44      END
      off=45      literal-tag 2 attributes         ; "b"
      off=47      END
      off=48    END
      off=49    PI
      off=50      literal-attribute 2              ; "b"
      off=52    END
      `,
      example,
    );
  });

  test("of a wide charset, whose strings end at a NUL on their own boundary", () => {
    expectListing(
      bytes("03 01 87 68 06 00 41 00 00 00 42 45 03 01 00 00 41 00 00 83 00 C3 02 61 62 03 00 00 01"),
      `
      off=0     version 1.3
      off=1     public-id 0x1
      off=2     charset 1000                       ; ISO-10646-UCS-2
      off=4     string-table hex 00 41 00 00 00 42
      off=11    tag 0:05 content
      off=12      STR_I hex 01 00 00 41
      off=19      STR_T 0
      off=21      OPAQUE "ab"
      off=25      STR_I ""
      off=28    END
      `,
    );
  });
});

describe("the header", () => {
  const head = (listing: string, options: Options = {}) =>
    list(bytes(listing), options)
      .text.split("\n")
      .map((line) => line.replace(/^off=\d+ +| +;.*$/g, "").trim())
      .filter((line) => line !== "");

  test.each([
    ["00 01 00 45 01", ["version 1.0", "public-id 0x1", 'string-table ""', "tag 0:05 content", "END"]],
    ["01 05 00 00 05", ["version 1.1", "public-id 0x5", "charset 0", 'string-table ""', "tag 0:05"]],
    [
      '02 00 01 6A 1E 00 "-//SYNCML//DTD SyncML 1.1//EN" 6D 01',
      [
        "version 1.2",
        "public-id 0x0 index 1",
        "charset 106",
        'string-table "\\u0000"',
        '"-//SYNCML//DTD SyncML 1.1//EN"',
        'vocabulary "SyncML 1.1"',
        "tag SyncML content",
        "END",
      ],
    ],
    [
      "03 80 A4 01 80 6A 80 80 80 80 00 6D 01",
      [
        "version 1.3",
        "public-id 0x1201/3",
        "charset 106/2",
        'string-table "" length=0/5',
        'vocabulary "SyncML 1.2"',
        "tag SyncML content",
        "END",
      ],
    ],
    [
      "03 80 00 80 02 6A 80 02 E2 82 05",
      ["version 1.3", "public-id 0x0/2 index 2/2", "charset 106", "string-table hex E2 82 length=2/2", "tag 0:05"],
    ],
  ])("%s", (listing, expected) => {
    expect(head(listing)).toEqual(expected);
    expect(assemble(list(bytes(listing)).text)).toBe(hex(bytes(listing)));
  });

  test.each([
    ["03 01 6A 00 00 02 60 01", {}, "DM TNDS 1.2", "by its root, after a page switch"],
    ['03 01 6A 07 "SyncML" 00 44 00 01', {}, "SyncML 1.2", "by a literal root"],
    ["03 01 6A 00 43 05 01 4A 01", {}, "DevInf 1.2", "by its root, after an instruction"],
    ["03 01 6A 00 45 01", { mediaType: "application/vnd.syncml.dm+wbxml" }, "SyncML 1.2", "by its media type"],
    ["03 9F 53 6A 00 4A 01", { mediaType: "application/vnd.syncml.dm+wbxml" }, "SyncML 1.1", "by its public id"],
    ["03 04 6A 00 6D 01", {}, undefined, "not by the root where the public id is unknown"],
    ["03 01 6A 00 45 6D 01 01", {}, undefined, "not by an element that is not the root"],
  ])("%s with %j names %s: %s", (listing, options, name, _how) => {
    const { text } = list(bytes(listing), options);
    expect(/vocabulary "(.*)"/.exec(text)?.[1]).toBe(name);
    expect(assemble(text)).toBe(hex(bytes(listing)));
  });

  test("a charset given by the transport is listed, since terminators depend on it", () => {
    const document = bytes("03 01 00 00 45 03 00 41 00 00 01");
    const { text } = list(document, { charset: 1013 });
    expect(text).toContain("default-charset 1013");
    expect(text).toContain("STR_I hex 00 41\n");
    expect(assemble(text)).toBe(hex(document));
    expect(list(document).text).not.toContain("default-charset");
  });

  test("names are left out where the set would not give back the same vocabulary", () => {
    const sets = {
      vocabularies: new VocabularySet([cards, defineVocabulary({ ...cards.definition, publicId: 0x5002 })]),
    };
    expect(list(bytes("03 81 A0 01 6A 00 47 01"), sets).text).toContain("tag 0:07 content");
    expect(list(bytes("03 81 A0 02 6A 00 47 01"), sets).text).toContain("tag XYZ content");
  });
});

describe("a line", () => {
  test.each([
    [
      "47 48 01 49 01 4A 01 4B 01 01",
      "tag XYZ content|tag DO content|END|tag 0:09 content|END|tag 0:0A content|END|tag 0:0B content|END|END",
    ],
    [
      "87 0A 85 0B 87 0C 88 01",
      'tag XYZ attributes|attribute KEY|value ".org"|attribute 0:0B|value 0:87|attribute 0:0C|value 0:88|END',
    ],
  ])("has a name only where the name says the same token: %s", (listing, expected) => {
    expect(body(listing, example).slice(1).join("|")).toBe(expected);
  });

  test.each([
    ["45 02 80 41 83 80 00 80 80 80 80 05 01", "ENTITY 0x41/2|STR_T 0/2|EXT_T_0 5/4"],
    ["45 C3 80 02 61 62 C3 80 80 80 80 00 01", 'OPAQUE "ab" length=2/2|OPAQUE "" length=0/5'],
  ])("has the width of an integer that is not in its shortest form: %s", (listing, expected) => {
    const document = bytes(`03 01 6A 01 00 ${listing}`);
    const tokens = list(document)
      .text.split("\n")
      .slice(5, -2)
      .map((line) => line.replace(/^off=\d+ +| +;.*$/g, ""));
    expect(tokens.join("|")).toBe(expected);
    expect(assemble(list(document).text)).toBe(hex(document));
  });

  test.each([
    ["45 03 22 3B 20 5C 00 01", 'STR_I "\\"; \\\\"', "quotes, semicolons and backslashes"],
    ["45 03 01 1F 7F C2 9B 00 01", 'STR_I "\\u0001\\u001f\\u007f\\u009b"', "controls, which a terminal would obey"],
    ["45 03 E2 80 AE E2 80 A8 EF BB BF 00 01", 'STR_I "\\u202e\\u2028\\ufeff"', "what an editor would not show"],
    ["45 03 C3 A9 F0 9F 98 80 00 01", 'STR_I "é😀"', "other characters as they are"],
    ["45 03 41 E9 00 01", "STR_I hex 41 E9", "bytes that are not UTF-8"],
    ["45 C3 03 41 00 42 01", "OPAQUE hex 41 00 42", "octets that are not printable"],
    ["45 C3 04 09 C3 A9 0D 01", 'OPAQUE "\\té\\r"', "octets that are"],
  ])("%s has the value %s: %s", (listing, expected) => {
    expect(body(listing)[1]).toBe(expected);
    expect(assemble(list(bytes(`${HEADER} ${listing}`)).text)).toBe(hex(bytes(`${HEADER} ${listing}`)));
  });

  test("quotes only ASCII where the charset has other letters than UTF-8", () => {
    const { text } = list(bytes("03 01 04 00 45 03 41 42 00 03 C3 A9 00 01"));
    expect(text).toMatch(/STR_I "AB"\n.*STR_I hex C3 A9\n/);
  });

  test("shows a bounded part of a string that is referred to", () => {
    const { text } = list(bytes(`03 01 6A 33 "${"x".repeat(50)}" 00 45 83 00 83 0A 83 0B 01`));
    const comments = text.split("\n").flatMap((line) => /STR_T \d+ +; (.*)/.exec(line)?.[1] ?? []);
    expect(comments).toEqual([`"${"x".repeat(40)}" …`, `"${"x".repeat(40)}"`, `"${"x".repeat(39)}"`]);
  });

  test("does not grow with the depth of the document", () => {
    const document = bytes(`${HEADER} ${"45".repeat(250)} ${"01".repeat(250)}`);
    const { text } = list(document);
    expect(Math.max(...text.split("\n").map(({ length }) => length))).toBeLessThan(100);
    expect(assemble(text)).toBe(hex(document));
  });

  test("is one of many where a value is long", () => {
    const octets = Uint8Array.from({ length: 33 }, (_, index) => index);
    const text = listChunks([Uint8Array.of(...bytes(`${HEADER} 45 C3 21`), ...octets, 0x01)]).text;
    expect(text).toMatch(/OPAQUE hex 00 01 .* 1F\n {19}hex 20\noff=40 {4}END/);
  });

  test("is text up to 64 KiB and hex beyond, printed as it comes", () => {
    for (const [length, isText] of [
      [65_536, true],
      [65_537, false],
    ] as const) {
      const document = Uint8Array.of(
        ...bytes(`${HEADER} 45 C3`),
        ...mbUint32(length),
        ...new Uint8Array(length).fill(0x61),
        0x01,
      );
      const whole = listChunks([document]);
      expect(whole.text.includes('OPAQUE "aaa')).toBe(isText);
      expect(whole.text.includes("OPAQUE hex 61 61")).toBe(!isText);
      for (const cuts of [[100], [65_000, 65_500], [9 + 65_536], [9 + 65_537]]) {
        expect(listChunks(cutAt(document, cuts)).text).toBe(whole.text);
      }
      expect(assembleTokens(whole.text)).toEqual(document);
    }
  });

  test("holds no more than 64 KiB of a value back", () => {
    let printed = 0;
    const writer = new TokenListingWriter((piece) => {
      printed += piece.length;
    });
    writer.write(bytes(`${HEADER} 45 03`));
    const piece = new Uint8Array(10_000).fill(0x61);
    for (let count = 0; count < 100; count++) writer.write(piece);
    expect(printed).toBeGreaterThan(1_000_000 * 3);
  });
});

describe("a document that breaks off", () => {
  test.each([
    ["", "", "truncated-input"],
    ["03", "version 1.3", "truncated-input"],
    ["03 A4", "version 1.3|bytes hex A4", "truncated-input"],
    ["03 00", "version 1.3|public-id 0x0", "truncated-input"],
    ["03 00 80", "version 1.3|public-id 0x0|bytes hex 80", "truncated-input"],
    ["03 01 87", "version 1.3|public-id 0x1|bytes hex 87", "truncated-input"],
    ["03 01 6A 05", 'version 1.3|public-id 0x1|charset 106|string-table "" length=5', "truncated-input"],
    ["03 01 6A 05 61 62", 'version 1.3|public-id 0x1|charset 106|string-table "ab" length=5', "truncated-input"],
    ["04 01 6A 00", "", "unsupported-version"],
    ["03 90 80 80 80 00", "version 1.3", "integer-overflow"],
    ["03 01 6A 8F FF FF FF 7F", "version 1.3|public-id 0x1|charset 106", "limit-exceeded"],
  ])("in the header: %s", (listing, expected, code) => {
    const { text, error } = list(bytes(listing));
    expect(
      text
        .split("\n")
        .slice(0, -1)
        .map((line) => line.replace(/^off=\d+ +| +;.*$/g, ""))
        .join("|"),
    ).toBe(expected);
    expect(error?.code).toBe(code);
    expect(assemble(text)).toBe(hex(bytes(listing).subarray(0, error?.offset)));
  });

  test.each([
    ["45 03", "tag 0:05 content|bytes hex 03"],
    ["45 03 61", 'tag 0:05 content|STR_I "a" unterminated'],
    ["45 40 FF", "tag 0:05 content|EXT_I_0 hex FF unterminated"],
    ["45 C3 05", "tag 0:05 content|bytes hex C3 05"],
    ["45 C3 80 05 61", 'tag 0:05 content|OPAQUE "a" length=5/2'],
    ["45 00", "tag 0:05 content|bytes hex 00"],
    ["45 02 81", "tag 0:05 content|bytes hex 02 81"],
    ["45 05", "tag 0:05 content|tag 0:05"],
  ])("in the body, listed to its last byte: %s", (listing, expected) => {
    const document = bytes(`${HEADER} ${listing}`);
    const { text, error } = list(document);
    expect(body(listing).join("|")).toBe(expected);
    expect(error?.code).toBe("truncated-input");
    expect(assemble(text)).toBe(hex(document));
  });

  test("inside a wide string, zeros that may end it included", () => {
    const document = bytes("03 01 87 69 00 45 03 00 00 00 41 00 00");
    const { text } = list(document);
    expect(text).toContain("STR_I hex 00 00 00 41 00 00 unterminated");
    expect(assemble(text)).toBe(hex(document));
  });

  test.each([
    ["45 83 00 01", "tag 0:05 content", "string-table-index"],
    ["45 02 83 B0 00 01", "tag 0:05 content", "invalid-character"],
    ["01", "", "unexpected-token"],
  ])("at a fault, listed to the token before it: %s", (listing, expected, code) => {
    expect(body(listing).join("|")).toBe(expected);
    const { error } = list(bytes(`${HEADER} ${listing}`));
    expect(error).toMatchObject({ code, path: listing.startsWith("45") ? "/0:05" : "" });
  });

  test("at a limit", () => {
    const options = (limits: object): Options => ({ limits });
    expect(body("45 03 61 62 63 00 01", options({ maxTextBytes: 2 }))[1]).toBe('STR_I "ab" unterminated');
    expect(body("45 05 0A 0B", options({ maxDocumentBytes: 6 })).join()).toBe("tag 0:05 content,tag 0:05");
    expect(body("05 0A 0B 0C", options({ maxDocumentBytes: 7 }))[1]).toBe("trailing hex 0A 0B");
  });

  test("because the input goes no further", () => {
    let text = "";
    const writer = new TokenListingWriter((piece) => {
      text += piece;
    });
    writer.write(bytes(`${HEADER} 45 03 61`));
    writer.flush();
    writer.flush();
    expect(text).toMatch(/STR_I "a" unterminated\n$/);
    const misuse = expect.objectContaining({ code: "misuse" });
    expect(() => writer.write(bytes("62"))).toThrow(misuse);
    expect(() => writer.end()).toThrow(misuse);
  });

  test("write and end work once", () => {
    const misuse = expect.objectContaining({ code: "misuse" });
    const ended = new TokenListingWriter(() => {});
    ended.write(bytes(`${HEADER} 05`));
    ended.end();
    expect(() => ended.write(bytes("05"))).toThrow(misuse);
    expect(() => ended.end()).toThrow(misuse);
  });

  test("an error of the output passes through as it is", () => {
    const full = new Error("disk full");
    const writer = new TokenListingWriter(() => {
      throw full;
    });
    expect(() => writer.write(bytes(HEADER))).toThrow(full);
  });
});

describe("the assembler", () => {
  test.each([
    ["version 1.2", "02"],
    ["version 16.15", "FF"],
    ["version 1.10", "0A"],
    ["public-id 0x1201", "A4 01"],
    ["public-id 4609/4", "80 80 A4 01"],
    ["public-id 0 index 3", "00 03"],
    ["public-id 0/2 index 0/3", "80 00 80 80 00"],
    ["charset 106", "6A"],
    ["charset 0x3E8", "87 68"],
    ["public-id 0x7FFFFFFFF", "FF FF FF FF 7F"],
    ["public-id 1/16", `${"80 ".repeat(15)}01`],
    ['string-table "a\\u0000"', "02 61 00"],
    ['string-table length=9 "a"', "09 61"],
    ['string-table "a" length=0/2', "80 00 61"],
    ["string-table hex 00 FF", "02 00 FF"],
    ["string-table", "00"],
    ["tag 0:05", "05"],
    ["tag 0:5 content", "45"],
    ["tag 0x3f attributes content", "FF"],
    ["tag 0x05 content attributes", "C5"],
    ["tag 0:00", "00"],
    ["attribute 0:05", "05"],
    ["attribute 0xFF", "FF"],
    ["value 0:85", "85"],
    ["literal-tag 1", "04 01"],
    ["literal-tag 1 attributes", "84 01"],
    ["literal-tag 1 content", "44 01"],
    ["literal-tag 1/2 attributes content", "C4 80 01"],
    ["literal-attribute 2", "04 02"],
    ["SWITCH_PAGE tag 255", "00 FF"],
    ["SWITCH_PAGE attribute 0x10", "00 10"],
    ["END", "01"],
    ["ENTITY 0xA0", "02 81 20"],
    ["ENTITY 0xD800", "02 83 B0 00"],
    ['STR_I "aé"', "03 61 C3 A9 00"],
    ["STR_I hex 61 FF", "03 61 FF 00"],
    ['STR_I "a" hex FF 00 "b"', "03 61 FF 00 62 00"],
    ["STR_I hex 61FF", "03 61 FF 00"],
    ['STR_I "a" unterminated', "03 61"],
    ['STR_I unterminated "a"', "03 61"],
    ["STR_I", "03 00"],
    ["STR_T 5", "83 05"],
    ['EXT_I_0 "a"', "40 61 00"],
    ['EXT_I_1 "a"', "41 61 00"],
    ['EXT_I_2 "a" unterminated', "42 61"],
    ["EXT_T_0 1", "80 01"],
    ["EXT_T_1 1/2", "81 80 01"],
    ["EXT_T_2 128", "82 81 00"],
    ["EXT_0", "C0"],
    ["EXT_1", "C1"],
    ["EXT_2", "C2"],
    ['OPAQUE "abc"', "C3 03 61 62 63"],
    ["OPAQUE hex 0A", "C3 01 0A"],
    ['OPAQUE "a" length=0xFFFFFFFF', "C3 8F FF FF FF 7F 61"],
    ["PI", "43"],
    ["bytes 01 02", "01 02"],
    ['bytes hex 0102 "a"', "01 02 61"],
    ["trailing 0A", "0A"],
    ['trailing "\\n"', "0A"],
    ["", ""],
    ["; END", ""],
    ["  off=99 END ; END", "01"],
    ['off=1 STR_I "; \\" ;" ; "', "03 3B 20 22 20 3B 00"],
    ["off=12", ""],
    ["\ufeffEND\r", "01"],
  ])("%s makes %s", (line, expected) => {
    expect(assemble(line)).toBe(expected);
  });

  test("values go on over lines, blank ones and comments between them", () => {
    expect(assemble('STR_I "a"\n\n ; note\n  "b"\n  hex FF\nEND')).toBe("03 61 62 FF 00 01");
    expect(assemble("OPAQUE\nhex 01\n hex 02 length=7\n\n")).toBe("C3 07 01 02");
  });

  test("names are of the page in force, and of the vocabulary named last", () => {
    const names = 'vocabulary "SyncML 1.2"\ntag Meta content\nSWITCH_PAGE tag 1\ntag Format';
    expect(assemble(names)).toBe("5A 00 01 07");
    expect(assemble('vocabulary "SyncML 1.2"\ntag SyncML\nvocabulary "DevInf 1.2"\ntag DevInf')).toBe("2D 0A");
    expect(assemble("SWITCH_PAGE attribute 3\ntag 0:05\nattribute 3:06\nvalue 3:86")).toBe("00 03 05 06 86");
    const options = { vocabularies: new VocabularySet([cards]) };
    const attributes = 'vocabulary "Cards"\nattribute TYPE\nattribute TYPE="TEXT"\nvalue "ACCEPT"';
    expect(hex(assembleTokens(attributes, options))).toBe("06 07 86");
  });

  test.each([
    [1000, "03 00 00"],
    [1001, "03 00 00 00 00"],
    [106, "03 00"],
    [99999, "03 00"],
  ])("charset %i says how a string ends", (charset, expected) => {
    const end = (listing: string) => assemble(listing).slice(-expected.length);
    expect(end(`charset ${charset}\nSTR_I`)).toBe(expected);
    expect(end(`default-charset ${charset}\nSTR_I`)).toBe(expected);
    expect(end(`charset 0\ndefault-charset ${charset}\nSTR_I`)).toBe(expected);
    expect(end(`charset ${charset}\ndefault-charset 106\nSTR_I`)).toBe(expected);
  });

  test.each([
    ["TAG 0:05", "no line begins with TAG"],
    ["LITERAL_C 5", "no line begins with LITERAL_C"],
    ['"a"', "the keyword is not quoted"],
    ["hex 00", "no line begins with hex"],
    ["version", "the version is missing"],
    ["version 0.9", "1.0 to 16.15"],
    ["version 17.0", "1.0 to 16.15"],
    ["version 1.16", "1.0 to 16.15"],
    ["public-id", "the public id is missing"],
    ['public-id "x"', "the public id is not quoted"],
    ["public-id x", "an integer such as"],
    ["public-id -1", "an integer such as"],
    ["public-id 0x800000000", "larger than five bytes"],
    ["public-id 300/1", "takes 2 to 16 bytes, not 1"],
    ["public-id 1/17", "takes 1 to 16 bytes, not 17"],
    ["public-id 0 index", "the index is missing"],
    ["charset 106 107", "107 has no place here"],
    ["vocabulary SyncML", "a quoted string, not SyncML"],
    ['vocabulary "None"', 'no vocabulary has the name "None"'],
    ["tag", "the tag is missing"],
    ["tag SyncML", "no line names a vocabulary before it"],
    ["tag 0:40", "a tag is 00–3F"],
    ["tag 1:05", "not on page 0, which is in force here"],
    ["tag 0:123", "no line names a vocabulary before it"],
    ["tag 0:05 contents", "contents has no place here"],
    ['tag 0:05 "x"', "a string has no place here"],
    ['attribute TYPE="TEXT"', 'TYPE="TEXT" is a name'],
    ["attribute TYPE=", "the value prefix is missing"],
    ['value ".org"', '".org" is a name'],
    ["literal-tag", "the index is missing"],
    ["SWITCH_PAGE 1", "of tag or attribute"],
    ["SWITCH_PAGE tag", "the page is missing"],
    ["SWITCH_PAGE tag 256", "the page is one byte"],
    ["SWITCH_PAGE tag 1/2", "the page is one byte"],
    ["END END", "END has no place here"],
    ["ENTITY", "the integer is missing"],
    ["STR_I text", "text has no place in the value of STR_I"],
    ["STR_I 61", "61 has no place in the value of STR_I"],
    ["STR_I hex 6", "6 has no place in the value of STR_I"],
    ['STR_I "a" length=1', "length=1 has no place in the value of STR_I"],
    ['OPAQUE "a" unterminated', "unterminated has no place in the value of OPAQUE"],
    ['OPAQUE "a" length=x', "the length is an integer"],
    ["bytes 0", "0 has no place in the value of bytes"],
    ['STR_I "a', "a string is not closed"],
    ['STR_I "\\x41"', "as in JSON"],
    ['STR_I "\t"', "as in JSON"],
    ['STR_I "\\ud800"', "half a surrogate pair"],
  ])("%s is refused: %s", (line, reason) => {
    const before = 'version 1.3\n; ü\n\nSTR_I "a"\nEND\n';
    const error = (() => {
      try {
        assembleTokens(`${before}${line}\nEND`);
        return undefined;
      } catch (caught) {
        return caught;
      }
    })();
    expect(error).toMatchObject({ name: "SyncmlError", code: "invalid-listing", offset: before.length, line: 6 });
    expect((error as Error).message).toContain("line 6: ");
    expect((error as Error).message).toContain(reason);
  });

  test("a name off its page says where it was looked for", () => {
    expect(() => assembleTokens('vocabulary "SyncML 1.2"\nSWITCH_PAGE tag 1\ntag SyncML')).toThrow(
      "line 3: SyncML 1.2 has no SyncML on page 1, which is in force here",
    );
  });

  test("documents can be broken in every way", () => {
    const broken = `
      version 3.7                    ; no such version
      public-id 0x1201/4
      charset 106
      string-table "a" length=1000   ; more than there is
      vocabulary "SyncML 1.2"
      tag SyncML content
        STR_I "no end" unterminated
        END
        END                          ; one too many
        STR_T 4000
        ENTITY 0x110000
        EXT_T_0 0x100000000          ; more than 32 bits
        bytes 8F FF FF FF FF FF
        OPAQUE "" length=0xFFFFFFFF
    `;
    expect(assemble(broken)).toBe(
      hex(
        bytes(
          `27 80 80 A4 01 6A 87 68 "a" 6D 03 "no end" 01 01 83 9F 20 02 C4 80 00 80 90 80 80 80 00
           8F FF FF FF FF FF C3 8F FF FF FF 7F`,
        ),
      ),
    );
  });
});
