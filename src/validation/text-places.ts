import { codeUnitBytes, UTF_8 } from "../core/charset.ts";
import type { DocumentInfo } from "../core/sink.ts";

/** What of a run of text is counted for its bytes in the document. */
export type TextUnit = "utf-8" | "utf-16" | "characters" | "none";

/** What bytes of UTF-8 that a source of this document hands on have been in it. */
export function unitOfBytes(info: DocumentInfo): TextUnit {
  return info.format === "wbxml" || info.charset === UTF_8 ? "utf-8" : unitOfStrings(info);
}

/** The same for strings, which come from charsets that have to be decoded. */
export function unitOfStrings({ charset }: DocumentInfo): TextUnit {
  return codeUnitBytes(charset) === 2 ? "utf-16" : "characters";
}

/**
 * The places of the text of one element in its document: takes the pieces of the text as they come, and finds the offset
 * in the document for one in the text. Offsets in the text are those of its UTF-8.
 *
 * Exact for text in UTF-8, UTF-16 and charsets of one byte, in CDATA sections, between references, in strings and in
 * opaques. Of others there is an offset before it: in charsets of several bytes each character is taken for one byte, and
 * text from a reference, an extension token or base64 is at the start of that.
 */
export class TextPlaces {
  // One entry for each run: where it starts in the text, and the offset that text would start at if all were this run.
  private readonly starts: number[] = [];
  private readonly origins: number[] = [];
  private readonly units: TextUnit[] = [];
  /** Of the text so far; the last two are counted where the document is not in UTF-8. */
  private byteLength = 0;
  private length = 0;
  private characters = 0;
  private readonly counts: boolean;
  private token = -1;
  private run = -1;

  // The place asked for last, from where the next one is looked for.
  private text = "";
  private index = 0;
  private indexBytes = 0;
  private indexCharacters = 0;

  /** `counts` where the text has units other than bytes of UTF-8. */
  constructor(counts: boolean) {
    this.counts = counts;
  }

  /** Takes the next piece, of the token at `token` and the run that begins at `run`, if it has one. */
  bytes(chunk: Uint8Array, start: number, end: number, unit: TextUnit, token: number, run: number | undefined): void {
    this.begin(unit, token, run);
    this.byteLength += end - start;
    if (!this.counts) return;
    for (let pos = start; pos < end; pos++) {
      const byte = chunk[pos] as number;
      if (byte >= 0x80 && byte < 0xc0) continue;
      this.characters++;
      this.length += byte >= 0xf0 ? 2 : 1;
    }
  }

  /** Likewise a piece that is a string. */
  string(value: string, unit: TextUnit, token: number, run: number | undefined): void {
    this.begin(unit, token, run);
    for (let index = 0; index < value.length; index++) {
      const code = value.charCodeAt(index);
      this.byteLength += utf8Bytes(code);
      if (!isSecondHalf(code)) this.characters++;
    }
    this.length += value.length;
  }

  /** The text is complete, and its element ends at `offset`: what is missing at its end is missing there. */
  end(text: string, offset: number): void {
    this.text = text;
    this.starts.push(this.byteLength);
    this.origins.push(offset);
    this.units.push("none");
  }

  /**
   * Bytes from the start of the document to the place of this offset in the text, or to the nearest known one before it.
   * Asked in the order of the text, all answers together take a time that grows with its length.
   */
  offsetOf(offset: number): number {
    const run = this.runAt(offset);
    const origin = this.origins[run] as number;
    switch (this.units[run]) {
      case "utf-8":
        return origin + offset;
      case "utf-16":
        this.seek(offset);
        return origin + 2 * this.index;
      case "characters":
        this.seek(offset);
        return origin + this.indexCharacters;
      default:
        return origin;
    }
  }

  private begin(given: TextUnit, token: number, run: number | undefined): void {
    if (token === this.token && run === this.run) return;
    this.token = token;
    this.run = run ?? -1;
    const unit = run === undefined ? "none" : given;
    const origin = run === undefined ? token : run - this.measured(unit);
    const last = this.starts.length - 1;
    // Pieces next to each other in the document are one run, however they were cut.
    if (this.origins[last] === origin && this.units[last] === unit) return;
    this.starts.push(this.byteLength);
    this.origins.push(origin);
    this.units.push(unit);
  }

  private measured(unit: TextUnit): number {
    return unit === "utf-8" ? this.byteLength : unit === "utf-16" ? 2 * this.length : this.characters;
  }

  private runAt(offset: number): number {
    const { starts } = this;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  private seek(offset: number): void {
    const { text } = this;
    while (this.indexBytes < offset && this.index < text.length) {
      const code = text.charCodeAt(this.index++);
      this.indexBytes += utf8Bytes(code);
      if (!isSecondHalf(code)) this.indexCharacters++;
    }
    while (this.indexBytes > offset) {
      const code = text.charCodeAt(--this.index);
      this.indexBytes -= utf8Bytes(code);
      if (!isSecondHalf(code)) this.indexCharacters--;
    }
  }
}

/** Bytes of UTF-8 that a UTF-16 unit accounts for: each half of a pair for two. */
function utf8Bytes(code: number): number {
  if (code < 0x80) return 1;
  return code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 2 : 3;
}

function isSecondHalf(code: number): boolean {
  return code >= 0xdc00 && code < 0xe000;
}
