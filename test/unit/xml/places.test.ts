import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeUtf8 } from "../../../src/core/utf8.ts";
import { Places } from "../../../src/xml/places.ts";

/** Line and column of a byte as an editor shows them. */
function counted(text: string, index: number): [line: number, column: number] {
  const before = text.slice(0, index);
  // A place between CR and LF is in the line that the CR began.
  const lines = before.split(/\r\n|\r|\n/);
  return [lines.length, [...(lines.at(-1) ?? "")].length + 1];
}

// Runs of more than a word or sixteen bytes, and what ends one in any byte of it.
const pieces = fc.array(
  fc.oneof(
    fc.nat(90).map((count) => "x".repeat(count)),
    fc.constantFrom("\n", "\r", "\r\n", "\t", " ", "\x7f", "\0", "é", "語", "😀"),
  ),
  { maxLength: 24 },
);

test("lines and columns are those of an editor, however a document is cut", () => {
  fc.assert(
    fc.property(pieces, fc.array(fc.nat(1000), { maxLength: 3 }), fc.nat(1000), (parts, cuts, wanted) => {
      const text = parts.join("");
      const bytes = encodeUtf8(text);
      if (bytes.length === 0) return;
      const starts: number[] = [];
      for (let index = 0; index < text.length; index += (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1) {
        starts.push(index);
      }
      const index = starts[wanted % starts.length] as number;
      const offset = encodeUtf8(text.slice(0, index)).length;
      const places = new Places();
      const ends = [...new Set([...cuts.map((cut) => cut % bytes.length), bytes.length])].sort((a, b) => a - b);
      let start = 0;
      for (const end of ends) {
        places.open(bytes, start);
        if (offset >= start && offset < end) {
          expect([places.lineOf(offset), places.columnOf(offset)]).toEqual(counted(text, index));
          expect([places.tokenLine(offset), places.tokenColumn(offset)]).toEqual(counted(text, index));
        }
        places.retire(end, Math.min(offset, end), Math.min(offset, end));
        start = end;
      }
      expect([places.tokenLine(offset), places.tokenColumn(offset)]).toEqual(counted(text, index));
    }),
    { numRuns: 2000 },
  );
});

test("in UTF-16 what counts is units", () => {
  const text = `${"x".repeat(70)}é語😀${"y".repeat(40)}`;
  const bytes = encodeUtf8(text);
  const places = new Places();
  places.unit = "utf-16";
  places.open(bytes, 0);
  expect(places.offsetOf(bytes.length)).toBe(text.length * 2);
});
