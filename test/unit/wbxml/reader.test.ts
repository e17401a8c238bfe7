import { describe, expect, test } from "vitest";
import { standardVocabularies } from "../../../src/vocabulary/standard.ts";
import { defineVocabulary } from "../../../src/vocabulary/vocabulary.ts";
import { VocabularySet } from "../../../src/vocabulary/vocabulary-set.ts";
import { read } from "../../support/event-log.ts";
import { bytes } from "../../support/hex.ts";

type Options = Parameters<typeof read>[1];

const FPI = '"-//SYNCML//DTD SyncML 1.2//EN"';
const NAMESPACE = "{SYNCML:SYNCML1.2}";
/** SyncML with one empty child, SyncBody. */
const BODY = "6D 2B 01";

/** The log without offsets and `end` lines, the diagnostics' codes, and the error's code. */
function reading(listing: string, options: Options = {}) {
  const { log, diagnostics, error } = read(bytes(listing), options);
  const lines = log.split("\n").map((line) => line.replace(/^off=\d+ /, ""));
  return {
    events: lines.filter((line) => line !== "" && line !== "end" && line !== "end document"),
    codes: diagnostics.map(({ code }) => code),
    error,
  };
}

/** Events of SyncML 1.2 content after the usual header. */
function content(listing: string, options: Options = {}) {
  const { events, codes, error } = reading(`03 A4 01 6A 00 6D ${listing} 01`, options);
  return { events: events.slice(2), codes, error };
}

const vocabulary = defineVocabulary({
  name: "Example",
  publicId: 0x5001,
  root: "Card",
  mediaTypes: [],
  tagPages: { 0: { namespace: "urn:example", tags: { 5: "Card", 6: "Key" }, binary: ["Key"] } },
  attributePages: {
    0: {
      starts: {
        5: { name: "STYLE", valuePrefix: "LIST" },
        6: { name: "URL", valuePrefix: "http://" },
        7: { name: "NAME" },
      },
      values: { 0x85: ".org" },
    },
    1: { starts: { 5: { name: "OTHER" } }, values: {} },
  },
  extensionWords: { 0: { 11: "F", 44: "T" } },
});
const example: Options = { vocabularies: new VocabularySet([...standardVocabularies.vocabularies, vocabulary]) };

describe("the vocabulary of a document", () => {
  test.each([
    ["02 9F 51 6A 00 6D 01", "SyncML {SYNCML:SYNCML1.0}"],
    ["02 9F 53 6A 00 6D 01", "SyncML {SYNCML:SYNCML1.1}"],
    ["02 A4 01 6A 00 6D 01", `SyncML ${NAMESPACE}`],
    ["02 9F 52 6A 00 4A 01", "DevInf {syncml:devinf}"],
    ["02 9F 54 6A 00 4A 01", "DevInf {syncml:devinf}"],
    ["02 A4 03 6A 00 4A 01", "DevInf {syncml:devinf}"],
    [`02 00 00 6A 1E ${FPI} 00 6D 01`, `SyncML ${NAMESPACE}`],
    ['02 00 00 6A 1E "-//SyncML//DTD SYNCML 1.1//EN" 00 6D 01', "SyncML {SYNCML:SYNCML1.1}"],
    ['00 00 00 1E "-//SYNCML//DTD SyncML 1.0//EN" 00 6D 01', "SyncML {SYNCML:SYNCML1.0}"],
    ['03 00 02 6A 20 "x" 00 "-//SYNCML//DTD SyncML 1.0//EN" 00 6D 01', "SyncML {SYNCML:SYNCML1.0}"],
    ["03 A4 01 00 00 6D 01", `SyncML ${NAMESPACE}`],
  ])("%s", (listing, root) => {
    const { events, codes, error } = reading(listing);
    expect(events[1]).toBe(`start ${root}`);
    expect(codes).toEqual([]);
    expect(error).toBeUndefined();
  });

  test("an id of 29 bytes in a table without room for its terminator", () => {
    const { events, codes } = reading(`02 00 00 6A 1D ${FPI} ${BODY}`);
    expect(events).toEqual([
      'document wbxml version=0x02 id="-//SYNCML//DTD SyncML 1.2//EN" charset=106',
      `start SyncML ${NAMESPACE}`,
      `start SyncBody ${NAMESPACE}`,
    ]);
    expect(codes).toEqual(["unterminated-string"]);
  });

  test.each([
    ["03 01 6A 00 6D 01", "application/vnd.syncml.dm+wbxml", ["vocabulary-from-media-type"], `SyncML ${NAMESPACE}`],
    ["03 00 00 6A 00 6D 01", "application/vnd.syncml.dm+wbxml", ["vocabulary-from-media-type"], `SyncML ${NAMESPACE}`],
    ["03 01 6A 00 6D 01", undefined, ["vocabulary-from-root"], `SyncML ${NAMESPACE}`],
    ["03 00 00 6A 00 6D 01", undefined, ["vocabulary-from-root"], `SyncML ${NAMESPACE}`],
    ["03 01 6A 00 6D 01", "text/html", ["vocabulary-from-root"], `SyncML ${NAMESPACE}`],
    ["03 01 6A 00 4A 01", undefined, ["vocabulary-from-root"], "DevInf {syncml:devinf}"],
    ["03 01 6A 00 00 02 60 01", undefined, ["vocabulary-from-root"], "MgmtTree {syncml:dmddf1.2}"],
    ['03 01 6A 07 "SyncML" 00 44 00 01', undefined, ["vocabulary-from-root"], `SyncML ${NAMESPACE}`],
    ["02 9F 53 6A 00 6D 01", "application/vnd.syncml+wbxml", [], "SyncML {SYNCML:SYNCML1.1}"],
    [
      "02 9F 51 6A 00 6D 01",
      "application/vnd.syncml.dm+wbxml",
      ["media-type-overrides-public-id"],
      `SyncML ${NAMESPACE}`,
    ],
    ["02 04 6A 00 6D 01", "application/vnd.syncml+wbxml", ["media-type-overrides-public-id"], `SyncML ${NAMESPACE}`],
  ])("%s with %s", (listing, mediaType, codes, root) => {
    const result = reading(listing, { mediaType });
    expect(result.codes).toEqual(codes);
    expect(result.events[1]).toBe(`start ${root}`);
  });

  test.each([
    ["02 04 6A 00 6D 01", 1],
    ['02 00 00 6A 02 "x" 00 6D 01', 1],
    ["03 01 6A 00 45 01", 4],
    ['03 01 6A 02 "x" 00 44 00 01', 6],
  ])("%s is of no known type", (listing, offset) => {
    expect(reading(listing).error).toMatchObject({ code: "unknown-document-type", offset });
  });

  test("a public id past the end of its table", () => {
    expect(reading('02 00 05 6A 02 "x" 00 6D 01').error).toMatchObject({ code: "string-table-index" });
  });

  test("a vocabulary of one's own", () => {
    expect(reading("03 81 A0 01 6A 00 45 01", example).events[1]).toBe("start Card {urn:example}");
  });
});

describe("tags", () => {
  test("pages have their own names, and a switch holds until the next", () => {
    expect(content('6B 45 5A 00 01 47 03 "bin" 00 01 00 00 01 01 00 02 60 01 01').events.slice(0, 6)).toEqual([
      `start SyncBody ${NAMESPACE}`,
      `start Add ${NAMESPACE}`,
      `start Meta ${NAMESPACE}`,
      "start Format {syncml:metinf}",
      'text "bin"',
      "start MgmtTree {syncml:dmddf1.2}",
    ]);
  });

  test("a switch may come directly before END", () => {
    expect(content("5A 00 01 4C C3 01 31 01 00 00 01").events).toEqual([
      `start Meta ${NAMESPACE}`,
      "start MaxMsgSize {syncml:metinf}",
      "opaque 1 31",
    ]);
  });

  test("an unknown token is kept with page and number, in the namespace of its page or its parent", () => {
    const { events, codes } = content("30 00 01 3F 00 FE 05");
    expect(events).toEqual([
      `start wbxml-token-0-30 ${NAMESPACE}`,
      "start wbxml-token-1-3F {syncml:metinf}",
      `start wbxml-token-254-05 ${NAMESPACE}`,
    ]);
    expect(codes).toEqual(["unknown-token", "unknown-token", "unknown-token"]);
  });

  test("or refused, with its place", () => {
    expect(content("6B 30 01", { unknownTokens: "reject" }).error).toEqual({
      code: "unknown-token",
      offset: 7,
      path: "/SyncML/SyncBody",
      reason: "SyncML 1.2 has no token 0x30 on page 0",
    });
  });

  test("a token of a later version has its name there, and the namespace of the document", () => {
    const { events, codes } = reading("02 9F 53 6A 00 6D 39 01");
    expect(events[2]).toBe("start SourceParent {SYNCML:SYNCML1.1}");
    expect(codes).toEqual(["later-version-token"]);
  });

  test("a literal takes the namespace around it, and the name of the vocabulary where it has one", () => {
    const table = '03 A4 01 6A 0A "EMI2" 00 "Meta" 00 6D';
    expect(reading(`${table} 44 00 04 00 01 04 05 01`).events.slice(2)).toEqual([
      `start EMI2 ${NAMESPACE}`,
      `start EMI2 ${NAMESPACE}`,
      `start Meta ${NAMESPACE}`,
    ]);
  });

  test("a literal with a prefix takes the namespace that an attribute gives the prefix", () => {
    const table = '03 A4 01 6A 0E "p:X" 00 "xmlns:p" 00 "y" 00 6D';
    const declared = '84 00 04 04 03 "urn:p" 00 01';
    expect(reading(`${table} ${declared} 01`)).toMatchObject({ events: [{}, {}, "start X {urn:p}"], codes: [] });
    // The declaration ends with its element.
    const nested = `C4 00 04 04 03 "urn:p" 00 01 04 00 01 04 00`;
    const { events, codes } = reading(`${table} ${nested} 01`);
    expect(events.slice(2)).toEqual(["start X {urn:p}", "start X {urn:p}", "start X {urn:undeclared-prefix:p}"]);
    expect(codes).toEqual(["undeclared-prefix"]);
  });

  test("a literal element may declare its own namespace", () => {
    expect(reading('03 A4 01 6A 08 "X" 00 "xmlns" 00 6D 84 00 04 02 03 "urn:x" 00 01 01')).toMatchObject({
      events: [{}, {}, "start X {urn:x}"],
      codes: [],
    });
  });

  test.each(['"a b"', '"1a"', '"a:b:c"', '":a"', '"p:"', '"<x>"'])("%s is no name", (name) => {
    const length = (name.length - 1).toString(16).padStart(2, "0");
    expect(reading(`03 A4 01 6A ${length} ${name} 00 6D 04 00 01`).error).toMatchObject({
      code: "invalid-name",
      path: "/SyncML",
    });
  });
});

describe("attributes", () => {
  const card = (listing: string) => reading(`03 81 A0 01 6A 00 85 ${listing} 01`, example);

  test("a prefix, values and strings make one value", () => {
    expect(card('05 06 03 "xyz" 00 85 03 "/s" 00 02 81 20 07').events.slice(2)).toEqual([
      'attribute STYLE "LIST"',
      'attribute URL "http://xyz.org/s\u00a0"',
      'attribute NAME ""',
    ]);
  });

  test("the page of attributes is another than that of tags", () => {
    expect(card('07 00 01 05 03 "x" 00').events.slice(1)).toEqual([
      "start Card {urn:example}",
      'attribute NAME ""',
      'attribute OTHER "x"',
    ]);
  });

  test("unknown tokens are kept by number", () => {
    const { events, codes } = card("08 86");
    expect(events.slice(2)).toEqual(['attribute wbxml-attribute-0-08 "wbxml-value-0-86"']);
    expect(codes).toEqual(["unknown-token", "unknown-token"]);
    expect(reading("03 81 A0 01 6A 00 85 08 01", { ...example, unknownTokens: "reject" }).error?.code).toBe(
      "unknown-token",
    );
  });

  test("an opaque value is its text, or base64 with a diagnostic", () => {
    expect(card('07 C3 02 "ab"')).toMatchObject({ events: [{}, {}, 'attribute NAME "ab"'], codes: [] });
    expect(card("07 C3 02 FF FE")).toMatchObject({
      events: [{}, {}, 'attribute NAME "//4="'],
      codes: ["opaque-attribute"],
    });
  });

  test("text that is not valid becomes U+FFFD, with a diagnostic", () => {
    expect(card("07 03 E7 00")).toMatchObject({ events: [{}, {}, 'attribute NAME "\ufffd"'], codes: ["invalid-text"] });
  });

  test("one given twice is refused", () => {
    expect(card("07 07").error).toMatchObject({ code: "invalid-name", offset: 8, path: "/Card" });
  });

  test("a value has a limit", () => {
    const listing = bytes('03 81 A0 01 6A 00 85 07 03 "abc" 00 03 "def" 00 01');
    expect(read(listing, { ...example, limits: { maxTextBytes: 6 } }).error).toBeUndefined();
    expect(read(listing, { ...example, limits: { maxTextBytes: 5 } }).error).toMatchObject({ code: "limit-exceeded" });
  });

  test("xmlns is read, reported and dropped, also where it is literal 0 of an empty table", () => {
    const { events, codes, error } = reading('03 A4 01 6A 00 ED 04 00 03 "SYNCML:SYNCML1.2" 00 01 2C 01');
    expect(error).toBeUndefined();
    expect(events.slice(1)).toEqual([`start SyncML ${NAMESPACE}`, `start SyncHdr ${NAMESPACE}`]);
    expect(codes).toEqual(["xmlns-attribute"]);
  });

  test("msft:originalerror survives with its namespace", () => {
    expect(
      reading('03 A4 01 6A 13 "msft:originalerror" 00 6D CF 04 00 03 "0x8" 00 01 03 "500" 00 01 01').events.slice(2),
    ).toEqual([
      `start Data ${NAMESPACE}`,
      'attribute originalerror {http://schemas.microsoft.com/MobileDevice/MDM} "0x8"',
      'text "500"',
    ]);
  });
});

const HEAD = '03 A4 01 6A 04 "abc" 00';

describe("text", () => {
  test("strings, references, entities and opaques follow one another", () => {
    const listing = '03 A4 01 6A 06 "abcde" 00 6D 4F 03 "x" 00 83 00 83 02 02 81 20 C3 01 "o" 03 "y" 00 01 01';
    expect(reading(listing).events.slice(3)).toEqual(['text "xabcdecde\u00a0"', "opaque 1 6f", 'text "y"']);
  });

  test("a reference runs to the end of a table without terminator, with a diagnostic", () => {
    const { events, codes } = reading('03 A4 01 6A 02 "ab" 6D 4F 83 00 01 01');
    expect(events.at(-1)).toBe('text "ab"');
    expect(codes).toEqual(["unterminated-string"]);
  });

  test.each([
    ["tags", "04 00 04 00"],
    ["attributes", "84 00 04 00 01"],
    ["tags in a table of two-byte units", "04 00 04 00", "03 A4 01 87 77 08 00 61 00 62 00 63 00 00"],
  ])("names of literal %s count among what references expand to", (_what, content, head = HEAD) => {
    const listing = bytes(`${head} 6D 4F ${content} 01 01`);
    const needed = head === HEAD ? 6 : 12;
    expect(read(listing, { limits: { maxReferencedBytes: needed } }).error).toBeUndefined();
    expect(read(listing, { limits: { maxReferencedBytes: needed - 1 } }).error).toMatchObject({
      code: "limit-exceeded",
    });
  });

  test("what prefixes of literal names expand to counts too", () => {
    // The names "xmlns:p" and "p:a", and a namespace of 20 bytes.
    const listing = bytes(
      `03 A4 01 6A 0C "xmlns:p" 00 "p:a" 00 6D CF 04 00 03 "${"u".repeat(20)}" 00 01 04 08 04 08 01 01`,
    );
    const needed = 7 + 2 * (3 + 20);
    expect(read(listing, { limits: { maxReferencedBytes: needed } }).error).toBeUndefined();
    expect(read(listing, { limits: { maxReferencedBytes: needed - 1 } }).error?.code).toBe("limit-exceeded");
  });

  test("what literals inherit counts too, beyond 64 characters", () => {
    // The names "xmlns" and "a"; the second element inherits a namespace of 84 bytes from the first, an unknown token too.
    const head = '03 A4 01 6A 08 "xmlns" 00 "a" 00 6D';
    const listing = bytes(`${head} C4 06 04 00 03 "${"u".repeat(84)}" 00 01 04 06 00 09 05 01 01`);
    const needed = 3 * 1 + 5 + 2 * 20 - 1;
    const keep = { unknownTokens: "keep" } as const;
    expect(read(listing, { ...keep, limits: { maxReferencedBytes: needed } }).error).toBeUndefined();
    expect(read(listing, { ...keep, limits: { maxReferencedBytes: needed - 1 } }).error?.code).toBe("limit-exceeded");
  });

  test("a prefix that every object has is not declared", () => {
    const { events, codes } = reading('03 A4 01 6A 0E "constructor:a" 00 6D 04 00 01');
    expect(events.filter((event) => event.startsWith("start "))[1]).toBe("start a {urn:undeclared-prefix:constructor}");
    expect(codes).toEqual(["undeclared-prefix"]);
  });

  test("a prefix means what the innermost element declares that is open", () => {
    const head = '03 A4 01 6A 10 "xmlns:p" 00 "p:a" 00 "p:b" 00 6D';
    const declaring = (uri: string) => `C4 08 04 00 03 "${uri}" 00 01`;
    const listing = `${head} ${declaring("u")} 04 0C ${declaring("v")} 04 0C 01 04 0C 01 04 0C 01`;
    const { events, codes } = reading(listing);
    const names = events.filter((event) => event.startsWith("start ")).slice(1);
    expect(names).toEqual(
      ["a {u}", "b {u}", "a {v}", "b {v}", "b {u}", "b {urn:undeclared-prefix:p}"].map((name) => `start ${name}`),
    );
    expect(codes).toEqual(["undeclared-prefix"]);
  });

  test("an empty literal is a step of the path until it is refused", () => {
    expect(read(bytes("03 A4 01 6A 01 00 6D 84 00 80")).error).toMatchObject({
      code: "unexpected-token",
      path: "/SyncML/?",
    });
    expect(read(bytes("03 A4 01 6A 01 00 6D 04 00 01")).error).toMatchObject({ code: "invalid-name", path: "/SyncML" });
  });

  test("paths have the beginnings of long names", () => {
    const name = "n".repeat(65);
    expect(read(bytes(`03 A4 01 6A 42 "${name}" 00 6D 44 00`)).error?.path).toBe(`/SyncML/${name.slice(1)}…`);
    expect(read(bytes(`03 A4 01 6A 41 "${name.slice(1)}" 00 6D 44 00`)).error?.path).toBe(`/SyncML/${name.slice(1)}`);
  });

  test("what references expand to has a limit", () => {
    const listing = bytes('03 A4 01 6A 04 "abc" 00 6D 4F 83 00 83 00 01 01');
    expect(read(listing, { limits: { maxReferencedBytes: 6 } }).error).toBeUndefined();
    expect(read(listing, { limits: { maxReferencedBytes: 5 } }).error).toMatchObject({
      code: "limit-exceeded",
      offset: 13,
      path: "/SyncML/Data",
    });
  });

  test.each([
    ["04", "E7", "ç"],
    ["11", "93 FA", "日"],
    ["87 75", "65 E5 00 00", "日"],
  ])("charset %s is turned into UTF-8 in strings and table", (charset, text, expected) => {
    const end = charset === "87 75" ? "" : "00";
    const table = `${text} ${end}`;
    const length = bytes(table).length.toString(16).padStart(2, "0");
    const listing = `03 A4 01 ${charset} ${length} ${table} 6D 4F 03 ${text} ${end} 83 00 01 01`;
    expect(reading(listing).events.at(-1)).toBe(`text ${JSON.stringify(expected + expected)}`);
  });

  test("a charset given from outside counts where the header says nothing", () => {
    expect(reading("03 A4 01 00 00 6D 4F 03 E7 00 01 01", { charset: 4 }).events.at(-1)).toBe('text "ç"');
    expect(reading("00 9F 51 00 6D 4F 03 E7 00 01 01", { charset: 4 }).events.at(-1)).toBe('text "ç"');
    expect(reading("03 A4 01 04 00 6D 4F 03 E7 00 01 01", { charset: 106 }).events.at(-1)).toBe('text "ç"');
  });

  test.each(["87 74", "87 79", "CE 0F"])("charset %s cannot be decoded", (charset) => {
    expect(reading(`03 A4 01 ${charset} 00 6D 01`).error).toMatchObject({ code: "unsupported-charset", offset: 3 });
  });
});

describe("extensions and instructions", () => {
  test("an extension with a meaning is its word, others are skipped and reported", () => {
    const { events, codes } = reading('03 81 A0 01 6A 00 45 80 0B 80 2C 80 01 40 "i" 00 C1 01', example);
    expect(events.slice(2)).toEqual(['text "FT"']);
    expect(codes).toEqual(["unknown-extension", "unknown-extension", "unknown-extension"]);
  });

  test("instructions are skipped and reported", () => {
    const { events, codes } = reading(
      '03 81 A0 01 6A 00 43 07 03 "a" 00 01 45 43 08 86 01 03 "x" 00 01 43 07 01',
      example,
    );
    expect(events.slice(1)).toEqual(["start Card {urn:example}", 'text "x"']);
    expect(codes.filter((code) => code === "processing-instruction")).toHaveLength(3);
  });
});

test("the number of bytes after the root is reported", () => {
  const { diagnostics } = read(bytes("03 A4 01 6A 00 2D 0A 0A"));
  expect(diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    "trailing-bytes: 2 bytes after the root element ignored",
  ]);
});

test("a document cut short says where, in what, and how far it came", () => {
  const { log, error } = read(bytes('03 A4 01 6A 00 6D 6C 67 57 03 "sc-dev"'));
  expect(log.split("\n").at(-2)).toBe('off=9 text "sc-dev"');
  expect(error).toEqual({
    code: "truncated-input",
    offset: 16,
    path: "/SyncML/SyncHdr/Source/LocURI",
    reason: "input ended inside STR_I begun at byte 9, page 0",
  });
});
