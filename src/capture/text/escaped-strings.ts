import type { Candidate } from "./text-form.ts";

const escapes: Readonly<Record<string, number>> = { "0": 0, a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, e: 27 };
/** How WBXML begins with escapes, in quotes or not. */
const opening = /\\(?:[xX]0?[0-3](?![0-9A-Fa-f])|0{0,2}[0-3](?![0-7])|u000[0-3])/g;
/** One escape: hex of at most two digits, octal of at most three, four digits of Unicode below 0x100, a letter, or the end of a line. */
const sequence = /\\(?:[xX]([0-9A-Fa-f]{1,2})|([0-7]{1,3})|u00([0-9A-Fa-f]{2})|(\r?\n)|([\s\S]))/y;
/** What is between the parts of a string that is written in several. */
const between = /["'](?:[\s\\+.&,]|\\$)*[bB]?["']/y;

/** The start of WBXML of SyncML: the string before it was another message. */
const beginning = /\\(?:x0?|0{0,2})[1-3]\\(?:xa4|244|x9f|237|(?:x0?1|0{0,2}1)(?:j|\\x6a|\\152))/iy;

/** Octets in strings with escapes, as in source code and logs, in quotes or not, in one part or several. */
export function* escapedStrings(text: string): Generator<Candidate> {
  opening.lastIndex = 0;
  for (let found = opening.exec(text); found !== null; found = opening.exec(text)) {
    const read = readEscaped(text, found.index);
    yield { ...read, start: found.index, form: "a string with escapes" };
    // What was taken is not looked at again, so that time is linear.
    opening.lastIndex = Math.max(read.end, opening.lastIndex);
  }
}

function readEscaped(text: string, start: number): { bytes: Uint8Array; end: number } {
  const before = text[start - 1] ?? "";
  const quote = before === '"' || before === "'" || before === "`" ? before : "";
  const octets: number[] = [];
  let pos = start;
  while (pos < text.length) {
    const character = text[pos] as string;
    if (character === "\\") {
      sequence.lastIndex = pos;
      const [all, hex, octal, unicode, lineEnd, other = ""] = sequence.exec(text) ?? [];
      if (all === undefined) break;
      const digits = hex ?? unicode;
      if (digits !== undefined) octets.push(Number.parseInt(digits, 16));
      else if (octal !== undefined) octets.push(Number.parseInt(octal, 8) & 0xff);
      else if (lineEnd === undefined) octets.push(escapes[other] ?? other.charCodeAt(0) & 0xff);
      pos += all.length;
    } else if (quote !== "" && character === quote) {
      between.lastIndex = pos;
      const next = between.exec(text);
      if (next === null) break;
      beginning.lastIndex = between.lastIndex;
      if (beginning.test(text)) break;
      pos += next[0].length;
    } else if (character >= " " && character <= "~") {
      octets.push(character.charCodeAt(0));
      pos++;
    } else break;
  }
  return { bytes: Uint8Array.from(octets), end: pos };
}
