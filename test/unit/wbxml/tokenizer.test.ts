import { describe, expect, test } from "vitest";
import type { TokenSink } from "../../../src/wbxml/token-sink.ts";
import { WbxmlTokenizer } from "../../../src/wbxml/tokenizer.ts";
import { bytes, mbUint32 } from "../../support/hex.ts";
import { tokenLog } from "../../support/token-log.ts";

const HEADER = "03 01 6A 00";
const log = (listing: string) => tokenLog(bytes(listing));
/** The token lines of a body after the usual four-byte header. */
const body = (listing: string) => log(`${HEADER} ${listing}`).slice(1);

describe("header", () => {
  test.each([
    ["00 01 00 05", "2 header 0 id=1/0 charset=-1 table=", "1.0 has no charset"],
    ["01 01 03 00 05", "3 header 1 id=1/0 charset=3 table=", "1.1"],
    ["02 9F 53 6A 00 05", "4 header 2 id=4051/0 charset=106 table=", "1.2 with a number"],
    ["03 00 00 6A 02 41 00 05", "4 header 3 id=0/0 charset=106 table=4100", "1.3 with an index"],
    ["03 00 01 87 68 02 41 42 05", "5 header 3 id=0/1 charset=1000 table=4142", "an index that is not 0"],
    ["03 80 01 6A 00 05", "4 header 3 id=1/0 charset=106 table=", "a padded integer"],
  ])("%s: %s (%s)", (listing, header) => {
    expect(log(listing)[0]).toBe(header);
    expect(log(listing).at(-1)).toMatch(/end document$/);
  });

  test.each([
    ["", "0 ! truncated-input"],
    ["03", "1 ! truncated-input"],
    ["03 01", "2 ! truncated-input"],
    ["03 80", "2 ! truncated-input"],
    ["03 01 6A 05 41", "5 ! truncated-input"],
    ["03 01 6A 00", "4 ! truncated-input"],
    ["04 01 6A 00", "0 ! unsupported-version"],
    ["13 01 6A 00", "0 ! unsupported-version"],
    ["03 90 80 80 80 00", "1 ! integer-overflow"],
    ["03 8F FF FF FF FF 00", "1 ! integer-overflow"],
    ["03 80 80 80 80 80 00", "1 ! integer-overflow"],
  ])("%s: %s", (listing, error) => {
    expect(log(listing).at(-1)).toBe(error);
  });

  test("the longest integer that fits is read", () => {
    expect(log("03 8F FF FF FF 7F 6A 00 05")[0]).toContain(`id=${0xffff_ffff}/0`);
  });
});

describe("body", () => {
  test("the first example of the specification (WAP-192 §8.1)", () => {
    const xyz = "47 46 03 20 58 20 26 20 59 00 05 03 20 58 00 02 81 20 03 3D 00 02 81 20 03 31 20 00 01 01";
    const lines = [
      "tag 0:7 flags=40",
      "tag 0:6 flags=40",
      "string 205820262059",
      "tag 0:5 flags=0",
      "string 2058",
      "entity 160",
      "string 3d",
      "entity 160",
      "string 3120",
      "end content",
      "end content",
      "end document",
    ];
    const withoutOffset = (line: string) => line.replace(/^\d+ /, "");
    for (const header of ["01 01 03 00", "03 01 03 00", "00 01 00"]) {
      expect(log(`${header} ${xyz}`).slice(1).map(withoutOffset)).toEqual(lines);
    }
  });

  test("the second example of the specification, string table, attributes and values (WAP-192 §8.2)", () => {
    expect(
      log(
        `01 01 6A 12 "abc" 00 " Enter name: " 00 47 C5 09 83 00 05 01 88 06 86 08 03 "xyz" 00 85 03 "/s" 00 01
         83 04 86 07 0A 03 "N" 00 01 01 01`,
      ).slice(1),
    ).toEqual([
      "22 tag 0:7 flags=40",
      "23 tag 0:5 flags=c0",
      "24 attribute 0:9",
      "25 table string 0",
      "27 attribute 0:5",
      "28 end attributes",
      "29 tag 0:8 flags=80",
      "30 attribute 0:6",
      "31 value 0:134",
      "32 attribute 0:8",
      "33 string 78797a",
      "38 value 0:133",
      "39 string 2f73",
      "43 end attributes",
      "44 table string 4",
      "46 tag 0:6 flags=80",
      "47 attribute 0:7",
      "48 attribute 0:10",
      "49 string 4e",
      "52 end attributes",
      "53 end content",
      "54 end content",
      "54 end document",
    ]);
  });

  test("each state switches the page of its own code space, and nothing restores it", () => {
    expect(body("C5 00 02 06 00 03 07 01 00 01 46 05 01 85 08 01 05 01")).toEqual([
      "4 tag 0:5 flags=c0",
      "5 page attribute 2",
      "7 attribute 2:6",
      "8 page attribute 3",
      "10 attribute 3:7",
      "11 end attributes",
      "12 page tag 1",
      "14 tag 1:6 flags=40",
      "15 tag 1:5 flags=0",
      "16 end content",
      "17 tag 1:5 flags=80",
      "18 attribute 3:8",
      "19 end attributes",
      "20 tag 1:5 flags=0",
      "21 end content",
      "21 end document",
    ]);
  });

  test("every literal form, in both code spaces", () => {
    const table = '03 01 6A 04 "a" 00 "b" 00';
    expect(
      log(`${table} C4 00 04 02 03 "v" 00 01 04 02 44 02 03 "x" 00 01 84 00 04 00 01 01`)
        .slice(1)
        .map((line) => line.replace(/^\d+ /, "")),
    ).toEqual([
      "literal tag 0 flags=c0",
      "literal attribute 2",
      "string 76",
      "end attributes",
      "literal tag 2 flags=0",
      "literal tag 2 flags=40",
      "string 78",
      "end content",
      "literal tag 0 flags=80",
      "literal attribute 0",
      "end attributes",
      "end content",
      "end document",
    ]);
  });

  test("every extension, in content and in a value", () => {
    const extensions = '40 "i" 00 41 00 42 "k" 00 80 81 00 81 00 82 7F C0 C1 C2';
    const lines = [
      "extension 0 string 69",
      "extension 1 string ",
      "extension 2 string 6b",
      "extension 0 integer 128",
      "extension 1 integer 0",
      "extension 2 integer 127",
      "extension 0",
      "extension 1",
      "extension 2",
    ];
    const strip = (line: string) => line.replace(/^\d+ /, "");
    expect(body(`45 ${extensions} 01`).slice(1, 10).map(strip)).toEqual(lines);
    expect(body(`85 06 ${extensions} 01`).slice(2, 11).map(strip)).toEqual(lines);
  });

  test("processing instructions before, inside and after the root", () => {
    expect(body("43 05 86 01 45 43 06 03 31 00 01 01 43 07 01")).toEqual([
      "4 instruction",
      "5 attribute 0:5",
      "6 value 0:134",
      "7 end attributes",
      "8 tag 0:5 flags=40",
      "9 instruction",
      "10 attribute 0:6",
      "11 string 31",
      "14 end attributes",
      "15 end content",
      "16 instruction",
      "17 attribute 0:7",
      "18 end attributes",
      "18 end document",
    ]);
  });

  test("strings and opaques of no bytes", () => {
    expect(body("45 03 00 C3 00 01")).toEqual([
      "4 tag 0:5 flags=40",
      "5 string ",
      "7 opaque ",
      "9 end content",
      "9 end document",
    ]);
  });

  test("an attribute flag with no attribute, and a content flag with no content", () => {
    expect(body("C5 01 01").slice(1)).toEqual(["5 end attributes", "6 end content", "6 end document"]);
  });

  test("bytes after the root are counted", () => {
    expect(body("05 0A 0A").slice(-2)).toEqual(["5 end document", "trailing 2"]);
  });

  test("a string in a wide charset ends at a NUL on its own boundary", () => {
    const ucs2 = "03 01 87 68 00";
    expect(log(`${ucs2} 45 03 01 00 00 41 00 00 01`).slice(2, 3)).toEqual(["6 string 01000041"]);
    expect(log(`${ucs2} 45 03 00 00 01`).slice(2, 3)).toEqual(["6 string "]);
    const ucs4 = "03 01 87 69 00";
    expect(log(`${ucs4} 45 03 00 00 01 00 00 00 00 41 00 00 00 00 01`).slice(2, 3)).toEqual([
      "6 string 0000010000000041",
    ]);
  });

  test.each([
    ["01", "4 ! unexpected-token", "END before the root"],
    ["03 41 00", "4 ! unexpected-token", "text before the root"],
    ["C3 00", "4 ! unexpected-token", "an opaque before the root"],
    ["02 20", "4 ! unexpected-token", "an entity before the root"],
    ["C0", "4 ! unexpected-token", "an extension before the root"],
    ["85 86 01", "5 ! unexpected-token", "a value before any attribute"],
    ["85 03 41 00 01", "5 ! unexpected-token", "text before any attribute"],
    ["85 05 84 00", "6 ! unexpected-token", "LITERAL_A in an attribute list"],
    ["85 05 44 00", "6 ! unexpected-token", "LITERAL_C in an attribute list"],
    ["85 05 C4 00", "6 ! unexpected-token", "LITERAL_AC in an attribute list"],
    ["85 05 43", "6 ! unexpected-token", "PI in an attribute list"],
    ["45 83 00 01", "5 ! string-table-index", "a reference without a table"],
    ["44 00", "4 ! string-table-index", "a literal without a table"],
    ["85 04 01", "5 ! string-table-index", "a literal attribute without a table"],
    ["45 02 8C 80 80 80 80 00", "5 ! integer-overflow", "an integer of six bytes"],
    ["45 02 C4 80 00 01", "5 ! invalid-character", "an entity past U+10FFFF"],
    ["45 02 83 B0 00 01", "5 ! invalid-character", "an entity that is a surrogate"],
    ["45 02 83 BF 7F 01", "5 ! invalid-character", "the last surrogate"],
    ["45 C3 8F FF FF FF 7F 01", "5 ! limit-exceeded", "an opaque of 2^32 - 1 bytes"],
  ])("%s: %s (%s)", (listing, error) => {
    expect(body(listing).at(-1)).toBe(error);
  });

  test("an index is checked against the table, byte by byte", () => {
    const table = '03 01 6A 02 "a" 00';
    expect(log(`${table} 45 83 01 01`).at(-1)).toMatch(/end document$/);
    expect(log(`${table} 45 83 02 01`).at(-1)).toBe("7 ! string-table-index");
  });

  test("the characters next to the surrogates are entities", () => {
    expect(body("45 02 83 AF 7F 02 83 C0 00 02 C3 FF 7F 01").slice(1, 4)).toEqual([
      "5 entity 55295",
      "9 entity 57344",
      "13 entity 1114111",
    ]);
  });
});

describe("limits", () => {
  const limited = (limits: object, listing: string) => tokenLog(bytes(listing), { limits }).at(-1);
  const ok = expect.stringMatching(/end document$/);

  test.each([
    ["maxDepth", "45 46 07 01 01", 3, "6 ! limit-exceeded"],
    ["maxElements", "45 05 05 01", 3, "6 ! limit-exceeded"],
    ["maxAttributes", "85 05 06 01", 2, "6 ! limit-exceeded"],
    ["maxTextBytes", '45 03 "abc" 00 01', 3, "5 ! limit-exceeded"],
    ["maxOpaqueBytes", '45 C3 03 "abc" 01', 3, "5 ! limit-exceeded"],
    ["maxDocumentBytes", "45 05 01", 7, "6 ! limit-exceeded"],
  ])("%s", (name, listing, at, error) => {
    expect(limited({ [name]: at + 1 }, `${HEADER} ${listing}`)).toEqual(ok);
    expect(limited({ [name]: at }, `${HEADER} ${listing}`)).toEqual(ok);
    expect(limited({ [name]: at - 1 }, `${HEADER} ${listing}`)).toBe(error);
  });

  test("maxStringTableBytes", () => {
    const listing = '03 01 6A 03 "ab" 00 05';
    expect(limited({ maxStringTableBytes: 4 }, listing)).toEqual(ok);
    expect(limited({ maxStringTableBytes: 3 }, listing)).toEqual(ok);
    expect(limited({ maxStringTableBytes: 2 }, listing)).toBe("3 ! limit-exceeded");
  });

  test("elements around the document count against the depth, and its offsets start where it does", () => {
    const listing = bytes(`${HEADER} 45 06 01`);
    expect(tokenLog(listing, { limits: { maxDepth: 4 }, baseDepth: 2 }).at(-1)).toEqual(ok);
    expect(tokenLog(listing, { limits: { maxDepth: 3 }, baseDepth: 2, baseOffset: 100 }).at(-1)).toBe(
      "105 ! limit-exceeded",
    );
  });

  test("a million open elements and more end at the limit, at once", () => {
    const document = new Uint8Array(1_000_004).fill(0x45);
    document.set(bytes(HEADER));
    const tokenizer = new WbxmlTokenizer(silent);
    expect(() => tokenizer.write(document)).toThrow(expect.objectContaining({ code: "limit-exceeded", offset: 260 }));
  });

  test("a declared length is refused before a byte of it comes", () => {
    const declared = Uint8Array.from([...bytes("03 01 6A"), ...mbUint32(0xffff_ffff)]);
    expect(tokenLog(declared).at(-1)).toBe("3 ! limit-exceeded");
  });
});

const silent = new Proxy({} as TokenSink, { get: () => () => "" });

test("write and end work once: after the end or an error they are misuse", () => {
  const misuse = expect.objectContaining({ name: "SyncmlError", code: "misuse" });
  const ended = new WbxmlTokenizer(silent);
  ended.write(bytes(`${HEADER} 05`));
  ended.end();
  expect(() => ended.write(bytes("05"))).toThrow(misuse);
  expect(() => ended.end()).toThrow(misuse);
  const failed = new WbxmlTokenizer(silent);
  expect(() => failed.write(bytes(`${HEADER} 01`))).toThrow(expect.objectContaining({ code: "unexpected-token" }));
  expect(() => failed.write(bytes("05"))).toThrow(misuse);
  expect(() => failed.end()).toThrow(misuse);
});
