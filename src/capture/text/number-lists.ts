import { readDecimalNumbers } from "./bracketed-bytes.ts";
import { decodeHex } from "./hex-text.ts";
import type { Candidate } from "./text-form.ts";

/** What languages write around each octet: casts, suffixes and calls. */
const around =
  /\((?:byte|char|uint8_t|unsigned char|Byte)\)|\.toByte\(\)|(?<=0[xX][0-9A-Fa-f]{1,2})(?:u8|[uUlL]{1,3})\b/g;
const comments = /\/\*[^*]*\*\/|\/\/[^\n]*/g;
/** Fewest octets of a list among other text. */
const FEWEST = 6;

/** Lists of numbers in brackets, as in source code and debuggers: decimal, signed or not, or hex, of one digit or two. */
export function* numberLists(text: string): Generator<Candidate> {
  const blank = (part: string) => part.replace(/[^\n]/g, " ");
  const bare = text.replace(comments, blank).replace(around, blank);
  const list = /[[{(<]([^[\]{}()<>"']*)[\]})>]/g;
  for (let found = list.exec(bare); found !== null; found = list.exec(bare)) {
    const inside = (found[1] as string).replace(/^\s*Buffer\s/, "");
    const digits = decodeHex(inside);
    const bytes = octetsOfNumbers(inside) ?? ("bytes" in digits ? digits.bytes : undefined);
    if (bytes === undefined || bytes.length < FEWEST) continue;
    yield { bytes, start: found.index, end: list.lastIndex, form: "a list of numbers in brackets" };
  }
}

/** The octets of a list that is all of a text: hex of one digit or two, decimal, octal or binary. */
export function octetsOfNumbers(list: string): Uint8Array | undefined {
  const words = list.split(/[\s,;:|]+/).filter((word) => word !== "");
  if (words.length < FEWEST) return undefined;
  if (words.every((word) => /^0[xX][0-9A-Fa-f]{1,2}$/.test(word))) return Uint8Array.from(words, Number);
  if (words.every((word) => /^[01]{8}$/.test(word))) return Uint8Array.from(words, (word) => Number.parseInt(word, 2));
  // Octal is written with all its digits, as by od.
  if (words.every((word) => /^[0-3][0-7]{2}$/.test(word))) {
    return Uint8Array.from(words, (word) => Number.parseInt(word, 8));
  }
  // Nobody writes decimal numbers with zeros before them.
  const hasZeros = words.some((word) => /^0\d/.test(word));
  const decimal = hasZeros ? undefined : readDecimalNumbers(list.replace(/[;:|]/g, " "));
  if (decimal !== undefined) return decimal;
  if (words.every((word) => /^[0-9A-Fa-f]{1,2}$/.test(word))) {
    return Uint8Array.from(words, (word) => Number.parseInt(word, 16));
  }
  return undefined;
}
