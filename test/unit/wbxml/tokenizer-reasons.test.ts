import { describe, expect, test } from "vitest";
import type { TokenSink } from "../../../src/wbxml/token-sink.ts";
import { type TokenizerOptions, WbxmlTokenizer } from "../../../src/wbxml/tokenizer.ts";
import { errorOf } from "../../support/error-of.ts";
import { bytes } from "../../support/hex.ts";

const HEADER = "03 01 6A 00";
const silent = new Proxy({} as TokenSink, { get: () => () => "/Path" });

function faultOf(listing: string, options: Partial<TokenizerOptions> = {}): string | undefined {
  const tokenizer = new WbxmlTokenizer(silent, options);
  return errorOf(() => {
    tokenizer.write(bytes(listing));
    tokenizer.end();
  })?.message;
}

test.each([
  ["", "0", "input is empty"],
  ["03", "1", "input ended inside the header"],
  ["03 01", "2", "input ended inside the header"],
  ["03 80", "2", "input ended inside the header"],
  ["03 01 6A 05 41", "5", "input ended inside the string table, 1 of 5 bytes read"],
  [`${HEADER}`, "4", "input ended before the root element"],
  [`${HEADER} 43 05 01`, "7", "input ended before the root element"],
  [`${HEADER} 43 05`, "6", "input ended where an attribute or END was due, page 0"],
  [`${HEADER} 85 00 03 05`, "8", "input ended where an attribute or END was due, page 3"],
  [`${HEADER} 45`, "5", "input ended where content or END was due, page 0"],
  [`${HEADER} 45 00 02`, "7", "input ended where content or END was due, page 2"],
  [`${HEADER} 45 00`, "6", "input ended inside SWITCH_PAGE begun at byte 5"],
  [`${HEADER} 45 03 41`, "7", "input ended inside STR_I begun at byte 5, page 0"],
  [`${HEADER} 45 40 41`, "7", "input ended inside EXT_I_0 begun at byte 5, page 0"],
  [`${HEADER} 45 00 04 42`, "8", "input ended inside EXT_I_2 begun at byte 7, page 4"],
  [`${HEADER} 45 C3 05 41 42`, "9", "input ended inside OPAQUE begun at byte 5, 3 bytes missing, page 0"],
  [`${HEADER} 45 C3`, "6", "input ended inside the integer of OPAQUE begun at byte 5, page 0"],
  [`${HEADER} 45 02 81`, "7", "input ended inside the integer of ENTITY begun at byte 5, page 0"],
  [`${HEADER} 44`, "5", "input ended inside the integer of LITERAL_C begun at byte 4, page 0"],
])("truncated: %s", (listing, at, reason) => {
  expect(faultOf(listing)).toBe(`truncated-input at byte ${at} in /Path: ${reason}`);
});

test.each([
  ["04", "unsupported-version at byte 0", "version byte 0x04 is WBXML 1.4, not 1.0–1.3"],
  ["A5", "unsupported-version at byte 0", "version byte 0xa5 is WBXML 11.5, not 1.0–1.3"],
  ["03 9F FF FF FF 7F", "integer-overflow at byte 1", "mb_u_int32 needs more than 32 bits"],
  ["03 80 80 80 80 80", "integer-overflow at byte 1", "mb_u_int32 goes on after 5 bytes"],
  [`${HEADER} 01`, "unexpected-token at byte 4", "END (0x01) is not allowed outside the root"],
  [`${HEADER} 83`, "unexpected-token at byte 4", "STR_T (0x83) is not allowed outside the root"],
  [`${HEADER} 85 C1`, "unexpected-token at byte 5", "EXT_1 (0xc1) is not allowed in an attribute list"],
  [`${HEADER} 85 86`, "unexpected-token at byte 5", "token 0x86 (0x86) is not allowed in an attribute list"],
  [`${HEADER} 45 02 88 80 80 80 7F`, "invalid-character at byte 5", "ENTITY 0x8000007f is no Unicode character"],
  [
    '03 01 6A 02 "a" 00 45 83 03',
    "string-table-index at byte 7",
    "string table index 3 is past its end, the table has 2 bytes",
  ],
])("refused: %s", (listing, place, reason) => {
  expect(faultOf(listing)).toBe(`${place} in /Path: ${reason}`);
});

test("misuse is reported by call", () => {
  const tokenizer = new WbxmlTokenizer(silent);
  tokenizer.write(bytes(`${HEADER} 05`));
  tokenizer.end();
  expect(errorOf(() => tokenizer.write(bytes("05")))?.reason).toBe("write after the end or after an error");
  expect(errorOf(() => tokenizer.end())?.reason).toBe("end after the end or after an error");
});

describe("a limit that was hit is named, with its value", () => {
  test.each([
    ["maxDepth", 1, `${HEADER} 45 46`, "elements nest deeper than maxDepth (1)"],
    ["maxElements", 1, `${HEADER} 45 06`, "more than maxElements (1) elements"],
    ["maxAttributes", 1, `${HEADER} 85 05 06`, "more than maxAttributes (1) in one element"],
    ["maxAttributes", 1, `${HEADER} 43 05 06`, "more than maxAttributes (1) in one element"],
    ["maxTextBytes", 1, `${HEADER} 45 03 41 41 00`, "string is longer than maxTextBytes (1)"],
    ["maxOpaqueBytes", 1, `${HEADER} 45 C3 02`, "opaque of 2 bytes, maxOpaqueBytes is 1"],
    ["maxStringTableBytes", 1, "03 01 6A 02", "string table of 2 bytes, maxStringTableBytes is 1"],
    ["maxDocumentBytes", 5, `${HEADER} 45 01`, "document is longer than maxDocumentBytes (5)"],
  ])("%s", (name, value, listing, reason) => {
    expect(faultOf(listing, { limits: { [name]: value } })).toContain(`: ${reason}`);
  });

  test("attributes are counted for each element and each instruction anew", () => {
    const limits = { maxAttributes: 1 };
    expect(faultOf(`${HEADER} 43 05 01 C5 05 01 86 05 01 43 05 01 01`, { limits })).toBeUndefined();
  });
});

test("offsets of a document inside another begin where it does, at the end as well", () => {
  expect(faultOf(`${HEADER} 45`, { baseOffset: 100, baseDepth: 3 })).toBe(
    "truncated-input at byte 105 in /Path: input ended where content or END was due, page 0",
  );
  expect(faultOf(`${HEADER} 45 01`, { baseOffset: 100, limits: { maxDocumentBytes: 5 } })).toBe(
    "limit-exceeded at byte 105 in /Path: document is longer than maxDocumentBytes (5)",
  );
  expect(faultOf(`${HEADER} 01`, { baseDepth: 3 })).toContain("END (0x01) is not allowed outside the root");
});
