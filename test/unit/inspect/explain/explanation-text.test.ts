import { describe, expect, test } from "vitest";
import { explanationOf } from "../../../../src/inspect/explain/explain.ts";
import { type ExplanationTextOptions, explanationText } from "../../../../src/inspect/explain/explanation-text.ts";
import { partAround, partAtPath } from "../../../../src/inspect/explain/part.ts";
import { corpusBytes } from "../../../support/corpus.ts";
import { narrowTable, tokenTable, wideTable } from "../../../support/inspect-tables.ts";

const challenge = corpusBytes("libdmclient/d08-auth-challenge-md5-wbxml/001-resp.wbxml");
const request = corpusBytes("syncevolution/p06-auth-basic-wrong-wbxml/002-req.wbxml");

function table(bytes: Uint8Array, options: Partial<ExplanationTextOptions> = {}): string {
  return explanationText(bytes, explanationOf(bytes), { name: "001-resp.wbxml", ...options });
}

const utf8 = (text: string) => new TextEncoder().encode(text);

/** An element with an inline string, in a message that has nothing else. */
function holding(value: string): Uint8Array {
  return Uint8Array.from([3, 0xa4, 1, 0x6a, 0, 0x6d, 0x6c, 0x57, 3, ...utf8(value), 0, 1, 1, 1]);
}

describe("a table of offsets, octets and what they say", () => {
  test("has 12 octets a line from 100 columns on, else 8", () => {
    expect(table(challenge, { columns: 120 })).toBe(wideTable);
    expect(table(challenge, { columns: 400 })).toBe(wideTable);
    expect(table(challenge, { columns: 80 })).toBe(narrowTable);
    expect(table(challenge, { columns: 20 })).toBe(narrowTable);
    for (const columns of [80, 99, 100, 120]) {
      for (const line of table(challenge, { columns }).split("\n")) expect(line.length).toBeLessThan(columns);
    }
  });

  test("has a line for each token, and of an element only what is asked for", () => {
    const { leaves } = explanationOf(challenge);
    const range = partAtPath(leaves, "/SyncML/SyncBody/Status[1]/Chal");
    expect(range).toEqual({ start: 0x73, end: 0xa7 });
    expect(table(challenge, { columns: 120, by: "token", range })).toBe(tokenTable);
    expect(partAtPath(leaves, "/SyncML/SyncBody/Status[9]")).toBeUndefined();
    expect(partAtPath(leaves, "/")).toBeUndefined();
    expect(partAround(leaves, 0x95)).toEqual({ start: 0x75, end: 0xb0 });
    expect(partAround(leaves, 0)).toEqual({ start: 0, end: 5 });
    expect(partAround(leaves, challenge.length)).toBeUndefined();
  });

  test("without a width is whole", () => {
    const text = table(challenge);
    expect(text).not.toMatch(/…|⋮/);
    expect(text).toContain(`        66 75 6e 61 6d 62 6f 6c 2f 64 6d 00 |\n`);
    const long = "x".repeat(5_000);
    expect(table(holding(long))).toContain(`LocURI "${long}"\n`);
  });

  test("shortens values only where their octets need no more lines", () => {
    const lines = table(holding("abcdefghij".repeat(9)), { columns: 80 })
      .split("\n")
      .slice(8, 11);
    expect(lines).toEqual([
      `0x0007  57 03 61 62 63 64 65 66 |     LocURI "abcdefghijabcdefghijabcdefghijabc`,
      `        67 68 69 6a 61 62 63 64 |       defghijabcdefghijabcdefghijabcdefghijab`,
      `        … 78 more               |       cdefghijabcdefghij"`,
    ]);
    const cut = table(holding("abcdefghij".repeat(30)), { columns: 80 }).split("\n")[10];
    expect(cut).toBe(`        … 288 more              |       cdefghijabcdefghijabcdefghijabcdefghij…`);
  });

  test("paints tags, values and what frames them", () => {
    const paint = {
      red: (text: string) => `<r>${text}</r>`,
      green: (text: string) => `<g>${text}</g>`,
      yellow: (text: string) => `<y>${text}</y>`,
      cyan: (text: string) => `<c>${text}</c>`,
      bold: (text: string) => `<b>${text}</b>`,
      dim: (text: string) => `<d>${text}</d>`,
    };
    const lines = table(challenge, { columns: 120, paint }).split("\n");
    expect(lines[0]).toBe("<b>001-resp.wbxml</b> · 248 bytes · WBXML 1.3 · SyncML 1.2 · no findings");
    expect(lines[1]).toBe("<d>offset  bytes                               | what it says</d>");
    expect(lines[2]).toBe("<d>0x0000</d>  03                                  <d>|</d> WBXML 1.3");
    expect(lines[8]).toBe(
      `<d>0x0007</d>  <c>71</c> <d>03</d> <g>31 2e 32</g> <d>00 01</d>                <d>|</d>     VerDTD <g>"1.2"</g>`,
    );
    expect(lines.find((line) => line.startsWith("<d>0x0055"))).toBe(
      "<d>0x0055</d>  <d>01 01</d>                               <d>|</d>   <d>end of Source, SyncHdr</d>",
    );
    expect(lines.find((line) => line.includes("<d>0x00a9"))).toMatch(/Data <g>"401"<\/g> <r>unauthorised<\/r>$/);
    const cut = table(request.subarray(0, 300), { columns: 100, paint });
    expect(cut).toContain(`<c>57</c> <r>03 2e</r>  `);
    expect(cut).toContain(`LocURI <g>"."</g> <r>✗ ends inside this string</r>\n`);
    expect(cut).toContain(`<r>0x012c  ✗ the input ends here               </r><d>|</d> <r>open: LocURI, Source,`);
    expect(cut).toContain("<r>✗ 0x012c</r>  the document ends inside a string\n");
  });

  test("of a document that was cut has its first lines and those at the fault", () => {
    const head = utf8("HTTP/1.1 200 OK\r\nContent-Length: 359\r\n\r\n");
    const message = Uint8Array.from([...head, ...request.subarray(0, 300)]);
    expect(table(message, { columns: 100, name: "cut-002.http" })).toBe(
      `cut-002.http · HTTP reply, 300 of 359 bytes · WBXML 1.2 · SyncML 1.2 · 1 error
✗ 0x0154  the document ends inside a string, 59 bytes before its end (Content-Length: 359)
offset  bytes                               | what it says
0x0000  48 54 54 50 2f 31 2e 31 20 32 30 30 | start line "HTTP/1.1 200 OK"
        20 4f 4b 0d 0a                      |
0x0011  43 6f 6e 74 65 6e 74 2d 4c 65 6e 67 | Content-Length "359"
        74 68 3a 20 33 35 39 0d 0a          |
0x0026  0d 0a                               | end of the head
0x0028  02                                  | WBXML 1.2
0x0029  a4 01                               | public id 0x1201 "-//SYNCML//DTD SyncML 1.2//EN"
        ⋮ 56 lines
0x013f  6e                                  |         Target
0x0140  57 03 61 64 64 72 65 73 73 62 6f 6f |           LocURI "addressbook"
        6b 00 01                            |
0x014f  01                                  |         end of Target
0x0150  67                                  |         Source
0x0151  57 03 2e                            |           LocURI "." ✗ ends inside this string
0x0154  ✗ 59 bytes did not come             | open: LocURI, Source, Item, Alert, SyncBody, SyncML
`,
    );
    const alone = table(request.subarray(0, 300), { columns: 100 }).split("\n");
    expect(alone).toContain("        ⋮ 51 lines");
    expect(table(request.subarray(0, 300))).not.toContain("⋮");
  });

  test("prints no character of a peer that controls a terminal", () => {
    const text = table(holding("a\u202eb\u001b[2J\u0085\ud83d\ude00\ufeff"), { columns: 120 });
    expect(text).toContain(`LocURI "a\\u202eb\\u001b[2J\\u0085\ud83d\ude00\\ufeff"`);
    const named = explanationText(challenge, explanationOf(challenge), { name: "\u001b]0;x\u0007" });
    expect(named.startsWith("\\u001b]0;x\\u0007 · ")).toBe(true);
    const literal = Uint8Array.from([3, 1, 0x6a, 4, 0x1b, 0x5b, 0x4a, 0, 4, 0]);
    expect(table(literal)).not.toContain("\u001b");
  });

  test("has wider offsets where they need it", () => {
    const lines = table(holding("x".repeat(70_000)), { columns: 120 }).split("\n");
    expect(lines[1]).toBe("offset   bytes                               | what it says");
    expect(lines.at(-2)).toMatch(/^0x1117b {2}01 01 {31}\| end of SyncHdr, SyncML$/);
  });

  test("of a payload with a gap stops at the gap", () => {
    const options = { gaps: [{ offset: 0x35, length: 40 }] };
    const explained = explanationOf(challenge, options);
    const text = explanationText(challenge, explained, { name: "a", columns: 120 });
    expect(text).toContain("✗ 0x0035  the document ends inside a string, where 40 bytes were not captured\n");
    expect(text).toContain("0x0035  ✗ 40 bytes were not captured        | open: LocURI, Source, SyncHdr, SyncML\n");
    expect(text).toContain("| not read, after the gap");
    expect(explained.leaves.at(-1)?.end).toBe(challenge.length);
  });
});
