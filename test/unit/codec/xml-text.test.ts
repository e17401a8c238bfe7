import { describe, expect, test } from "vitest";
import {
  endOfPlainText,
  endOfSpace,
  KEEPS_RETURNS,
  LONG_BYTES,
  STRICT,
  XmlText,
} from "../../../src/codec/fast-path/xml-text.ts";
import { StringWindow } from "../../../src/core/string-window.ts";

const encoder = new TextEncoder();

/** Bytes of a text; with `isBytes`, `\x80` to `\xff` are single bytes. */
function bytesOf(text: string, isBytes = false): Uint8Array<ArrayBuffer> {
  return isBytes ? Uint8Array.from(text, (character) => character.charCodeAt(0)) : encoder.encode(text);
}

const viewOf = (bytes: Uint8Array<ArrayBuffer>) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const plain = Array.from({ length: 0x60 }, (_, index) => String.fromCharCode(0x20 + index)).filter(
  (character) => !"<>&".includes(character),
);

describe("plain text", () => {
  test.each(["<", ">", "&", "\0", "\t", "\x1f", "\x80", "\xff"])("ends at %j, wherever it appears", (special) => {
    for (let start = 0; start < 4; start++) {
      for (let place = start; place < 40; place++) {
        const bytes = bytesOf(`${"a".repeat(place)}${special}${"b".repeat(8)}`, true);
        expect([place, endOfPlainText(viewOf(bytes), start, bytes.length)]).toEqual([place, place]);
      }
    }
  });

  test.each(plain)("goes on after %j", (character) => {
    for (let place = 0; place < 5; place++) {
      const bytes = bytesOf(`${"a".repeat(place)}${character}${"b".repeat(9 - place)}<aaa`);
      expect(endOfPlainText(viewOf(bytes), 0, bytes.length)).toBe(10);
    }
  });

  test("that is long is looked at for a while, and never past its end", () => {
    for (let place = LONG_BYTES - 8; place < LONG_BYTES + 40; place++) {
      const bytes = bytesOf(`${"a".repeat(place)}<${"b".repeat(8)}`);
      const end = endOfPlainText(viewOf(bytes), 0, bytes.length);
      expect(end).toBeGreaterThanOrEqual(Math.min(place, LONG_BYTES));
      expect(end).toBeLessThanOrEqual(place);
    }
  });

  test.each([0, 1, 2, 3, 4, 7])("is not read past the %i bytes there are", (length) => {
    expect(endOfPlainText(viewOf(bytesOf("a".repeat(length))), 0, length)).toBeLessThanOrEqual(length);
  });
});

test.each([
  ["", 0],
  ["a", 0],
  [" \t\r\na", 4],
  [" \t\r\n\v", 4],
  ["\n", 1],
])("white space of %j ends at %i", (text, end) => {
  expect(endOfSpace(bytesOf(`-${text}`), 1)).toBe(end + 1);
});

/** Value of the text before an end tag; `undefined` if refused. */
function read(text: Uint8Array, keepsReturns: boolean): string | undefined {
  const bytes = new Uint8Array([...bytesOf("<x>"), ...text, ...bytesOf("</x>")]);
  const view = viewOf(bytes);
  const reader = new XmlText(bytes, view);
  const [first, second] = [endOfPlainText(view, 3, bytes.length), 3].map((plainEnd) => {
    if (!reader.read(3, plainEnd, keepsReturns ? KEEPS_RETURNS : STRICT)) return undefined;
    expect(reader.end).toBe(3 + text.length);
    return reader.string(new StringWindow(bytes, view), false);
  });
  expect(second).toBe(first);
  return first;
}

const pieces: [text: string, value: string | undefined][] = [
  ["", ""],
  ["a", "a"],
  ["\t", "\t"],
  ["\n", "\n"],
  ["\x7f", "\x7f"],
  ["é", "é"],
  ["日", "日"],
  ["\u{1f600}", "\u{1f600}"],
  ["\ufffd", "\ufffd"],
  [">", ">"],
  ["]>", "]>"],
  ["]a]>", "]a]>"],
  ["&amp;", "&"],
  ["&lt;", "<"],
  ["&gt;", ">"],
  ["&quot;", '"'],
  ["&apos;", "'"],
  ["&#9;", "\t"],
  ["&#65;", "A"],
  ["&#0000065;", "A"],
  ["&#x4a;", "J"],
  ["&#x4A;", "J"],
  ["&#xe9;", "é"],
  ["&#x65e5;", "日"],
  ["&#x1F600;", "\u{1f600}"],
  ["&#1114111;", "\u{10ffff}"],
  ["<![CDATA[]]>", ""],
  ["<![CDATA[a]]>", "a"],
  ["<![CDATA[<&>]]>", "<&>"],
  ["<![CDATA[]]]]>", "]]"],
  ["<![CDATA[]>]]a]]>", "]>]]a"],
  ["<![CDATA[é]]>", "é"],
];
const faulty = ["\0", "\x08", "\v", "\x1f", "\ufffe", "\uffff", "]]>", "<!-- -->", "<![CDATB[a]]>", "<![CDATA[\0]]>"];
const references = [
  "&",
  "&;",
  "&amp",
  "&amq;",
  "&foo;",
  "&#;",
  "&#x;",
  "&#6a;",
  "&#/;",
  "&#:;",
  "&#x`;",
  "&#xg;",
  "&#X41;",
];
const noCharacters = ["&#0;", "&#8;", "&#xd800;", "&#xfffe;", "&#xffff;", "&#x110000;", "&#00000065;"];

describe("the text of an element", () => {
  test.each(pieces)("%j is %j, after and before plain text of any length", (text, value) => {
    for (const length of [...Array(36).keys(), 255, 256, 257, 287, 288, 289, 300]) {
      const filler = "b".repeat(length);
      expect(read(bytesOf(`${filler}${text}`), false)).toBe(`${filler}${value}`);
      expect(read(bytesOf(`${text}${filler}`), false)).toBe(`${value}${filler}`);
      expect(read(bytesOf(`${filler}${text}${filler}`), true)).toBe(`${filler}${value}${filler}`);
    }
  });

  test.each(pieces)("%j goes with any other piece", (text, value) => {
    for (const [other, otherValue] of pieces) {
      for (const filler of ["", "-", "-----"]) {
        const whole = `${text}${filler}${other}`;
        if (!whole.includes("]]>") || whole.includes("<![")) {
          expect([whole, read(bytesOf(whole), false)]).toEqual([whole, `${value}${filler}${otherValue}`]);
        }
      }
    }
  });

  test.each([...faulty, ...references, ...noCharacters])("%j is refused, wherever it appears", (text) => {
    for (const length of [...Array(9).keys(), 31, 256, 260, 300]) {
      const filler = "b".repeat(length);
      expect(read(bytesOf(`${filler}${text}`), false)).toBeUndefined();
      expect(read(bytesOf(`${text}${filler}`), true)).toBeUndefined();
    }
  });

  test.each(["\r", "<![CDATA[\r]]>"])("%j is kept, or a reason to refuse", (text) => {
    for (const filler of ["", "a", "aaaa", "é"]) {
      expect(read(bytesOf(`${filler}${text}`), true)).toBe(`${filler}\r`);
      expect(read(bytesOf(`${filler}${text}`), false)).toBeUndefined();
    }
  });

  test.each(["\x80", "\xc3", "\xe6\x97", "\xc3&amp;\xa9", "\xc3<![CDATA[\xa9]]>", "é\xff", "<![CDATA[\xc3]]>\xa9"])(
    "%j is no UTF-8",
    (text) => {
      expect(read(bytesOf(`a${text}`, true), false)).toBeUndefined();
    },
  );

  test.each(["", "a", "abcdefgh", "a&amp;", "<![CDATA[a", "<![CDATA[a]]", "<![CDAT", "&am", "&#6", "<!"])(
    "%j does not end",
    (text) => {
      const bytes = bytesOf(text);
      expect(new XmlText(bytes, viewOf(bytes)).read(0, 0, KEEPS_RETURNS)).toBe(false);
    },
  );

  test("the text before leaves nothing behind", () => {
    const bytes = bytesOf("<x>é&amp;a</x><y>b</y>");
    const reader = new XmlText(bytes, viewOf(bytes));
    const window = new StringWindow(bytes, viewOf(bytes));
    expect([reader.read(3, 3, STRICT), reader.string(window, false), reader.isAscii]).toEqual([true, "é&a", false]);
    const next = reader.end + "</x><y>".length;
    expect([reader.read(next, next, STRICT), reader.string(window, false), reader.isAscii]).toEqual([true, "b", true]);
  });
});
