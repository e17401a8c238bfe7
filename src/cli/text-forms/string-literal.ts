const opening = /^\s*(?:[\w.* \t]{1,100}(?:\[\d*\])?\s*[=(]\s*){0,4}[bB]?(["'])/;
const between = /(["'])[\s\\]*[bB]?(["'])/y;
const escapes: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 };

/**
 * The bytes of a string literal with escapes, as Python prints `bytes` (`b'\x02\xa4\x01j'`, also inside `bytearray(…)`) and as
 * C writes them (`"\002\244\001j"`), in one piece or in several that follow one another; `undefined` if it is none.
 */
export function readStringLiteral(text: string): Uint8Array | undefined {
  const start = opening.exec(text);
  if (start === null) return undefined;
  let [{ length: pos }, quote] = start as unknown as [string, string];
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
