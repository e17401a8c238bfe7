/** Longest text before the first quote: the name of a type, a variable or a function. */
const MAX_OPENING = 512;
const MAX_NAMES = 4;
const named = /^[\w.* \t]{1,100}(?:\[\d*\])?$/;
const between = /(["'])[\s\\]*[bB]?(["'])/y;
const escapes: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 };

/**
 * The bytes of a string literal with escapes, as Python prints `bytes` (`b'\x02\xa4\x01j'`, also inside `bytearray(…)`) or in
 * C source (`"\002\244\001j"`), in one literal or several adjacent ones; `undefined` if it is something else.
 */
export function readStringLiteral(text: string): Uint8Array | undefined {
  const start = openingQuote(text);
  if (start === undefined) return undefined;
  let quote = text[start] as string;
  let pos = start + 1;
  const bytes = new Uint8Array(text.length);
  let written = 0;
  while (pos < text.length) {
    const character = text[pos] as string;
    if (character === quote) {
      between.lastIndex = pos;
      const next = between.exec(text);
      if (next === null) return /^["'][\s);,]*$/.test(text.slice(pos)) ? bytes.subarray(0, written) : undefined;
      quote = next[2] as string;
      pos = between.lastIndex;
    } else if (character === "\\") {
      const sequence = /\\(?:[xX]([0-9a-fA-F]{2})|([0-7]{1,3})|([\s\S]))/y;
      sequence.lastIndex = pos;
      const [all = "", hex, octal, other = ""] = sequence.exec(text) ?? [];
      if (all === "") return undefined;
      if (hex !== undefined) bytes[written++] = Number.parseInt(hex, 16);
      else if (octal !== undefined) bytes[written++] = Number.parseInt(octal, 8);
      else bytes[written++] = escapes[other] ?? other.charCodeAt(0);
      pos += all.length;
    } else {
      if (character < " " || character > "~") return undefined;
      bytes[written++] = character.charCodeAt(0);
      pos++;
    }
  }
  return undefined;
}

/**
 * Where the first quote is, if the text before it may precede a literal: `b`, `x =`, `bytearray(`, `char m[] =`. That text
 * is split first, since a single regular expression for all of it would backtrack without bound on blanks.
 */
function openingQuote(text: string): number | undefined {
  const first = text.search(/\S/);
  const length = text.slice(first, first + MAX_OPENING).search(/["']/);
  if (first < 0 || length < 0) return undefined;
  const names = text.slice(first, first + length).split(/[=(]/);
  const prefix = (names.pop() as string).trim();
  const isOpening =
    /^[bB]?$/.test(prefix) && names.length <= MAX_NAMES && names.every((name) => named.test(name.trim()));
  return isOpening ? first + length : undefined;
}
