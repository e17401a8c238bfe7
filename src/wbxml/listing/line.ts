import { mbUint32Bytes } from "../../core/mb-uint32.ts";
import type { SizedInteger } from "./spelling.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const WORD = /[^\s;"]+/y;
const INTEGER = /^(0x[0-9a-f]+|[0-9]+)(?:\/([0-9]+))?$/i;
// Five bytes of seven bits: more than an mb_u_int32 may hold, so that an overflowing one can be written.
const MAX_INTEGER = 2 ** 35 - 1;
// More bytes than any reader accepts, but not the billion that a typing error may ask for.
const MAX_INTEGER_BYTES = 16;

/** The fault of a line. */
export type Complain = (reason: string) => Error;

/** A word of a line, or the decoded string of a quoted one. */
export interface ListingWord {
  readonly isText: boolean;
  readonly value: string;
}

/** The words of one line, taken one after the other; `off=` before them and a comment after them are ignored. */
export class ListingLine {
  readonly complain: Complain;
  private readonly words: readonly ListingWord[];
  private next = 0;

  constructor(line: string, complain: Complain) {
    this.complain = complain;
    this.words = splitWords(line, complain);
    if (this.peek()?.isText === false && /^off=\d+$/.test(this.peek()?.value as string)) this.next++;
  }

  /** The word that {@link ListingLine.take} would take. */
  peek(): ListingWord | undefined {
    return this.words[this.next];
  }

  take(): ListingWord | undefined {
    return this.words[this.next++];
  }

  /** Takes the word if it is the next one. */
  takeIf(word: string): boolean {
    const next = this.peek();
    const isNext = next !== undefined && !next.isText && next.value === word;
    if (isNext) this.next++;
    return isNext;
  }

  /** Takes a word that is not quoted. */
  word(what: string): string {
    const word = this.take();
    if (word === undefined) throw this.complain(`${what} is missing`);
    if (word.isText) throw this.complain(`${what} is not quoted`);
    return word.value;
  }

  /** Takes a quoted string. */
  text(what: string): string {
    const word = this.take();
    if (word === undefined) throw this.complain(`${what} is missing`);
    if (!word.isText) throw this.complain(`${what} is a quoted string, not ${word.value}`);
    return word.value;
  }

  integer(what: string): SizedInteger {
    return parseInteger(this.word(what), what, this.complain);
  }

  /** Takes a number from 0 to 255. */
  byte(what: string): number {
    const { value, byteLength } = this.integer(what);
    if (value > 0xff || byteLength !== mbUint32Bytes(value)) throw this.complain(`${what} is one byte, 0–255`);
    return value;
  }

  /** Throws if a word has not been taken. */
  end(): void {
    const word = this.peek();
    if (word !== undefined) throw this.complain(`${word.isText ? "a string" : word.value} has no place here`);
  }
}

/** An integer in decimal or hex, with the number of bytes it is to take after a slash. */
export function parseInteger(word: string, what: string, complain: Complain): SizedInteger {
  const [, digits, width] = INTEGER.exec(word) ?? [];
  if (digits === undefined) throw complain(`${what} is an integer such as 12, 0x1F or 12/3, not ${word}`);
  const value = Number(digits);
  if (value > MAX_INTEGER) throw complain(`${what} is larger than five bytes can say`);
  const shortest = mbUint32Bytes(value);
  const byteLength = width === undefined ? shortest : Number(width);
  if (byteLength < shortest || byteLength > MAX_INTEGER_BYTES) {
    throw complain(`${what} takes ${shortest} to ${MAX_INTEGER_BYTES} bytes, not ${width}`);
  }
  return { value, byteLength };
}

function splitWords(line: string, complain: Complain): ListingWord[] {
  const words: ListingWord[] = [];
  let index = 0;
  while (index < line.length) {
    if (line.charCodeAt(index) === QUOTE) {
      const end = closingQuote(line, index + 1);
      if (end < 0) throw complain("a string is not closed");
      words.push({ isText: true, value: parseText(line.slice(index, end + 1), complain) });
      index = end + 1;
      continue;
    }
    WORD.lastIndex = index;
    const word = WORD.exec(line)?.[0];
    if (word !== undefined) {
      words.push({ isText: false, value: word });
      index += word.length;
    } else if (line[index] === ";") break;
    else index++;
  }
  return words;
}

function closingQuote(line: string, start: number): number {
  for (let index = start; index < line.length; index++) {
    const unit = line.charCodeAt(index);
    if (unit === QUOTE) return index;
    if (unit === BACKSLASH) index++;
  }
  return -1;
}

function parseText(quoted: string, complain: Complain): string {
  let text: string;
  try {
    text = JSON.parse(quoted) as string;
  } catch {
    throw complain("a string is not written as in JSON; tab and other control characters need an escape");
  }
  // It would silently become U+FFFD.
  if (/\p{Surrogate}/u.test(text)) throw complain("half a surrogate pair has no bytes; write them as hex");
  return text;
}
