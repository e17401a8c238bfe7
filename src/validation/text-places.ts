// Maps offsets in the text of one element to offsets in its document. Text arrives in runs: pieces that are contiguous in
// the document and counted in one unit.
//
//   document   <Data>&lt;DevInf&gt;…</Data>
//   run              0   1     2           a reference is a run of its own, with unit "none"
//   text       <DevInf>…
//   run        01     2                    starts[run] is an offset in the UTF-8 of the text
//
// A reference is at `origins[run]`. Elsewhere, document offset = `origins[run]` + size of the text before it in the unit.

import { codeUnitBytes, UTF_8 } from "../core/charset.ts";
import type { DocumentInfo } from "../core/sink.ts";

/** How the bytes of a run in the document are counted from its text; `"none"` if they cannot be. */
export type TextUnit = "utf-8" | "utf-16" | "characters" | "none";

/** The unit in which UTF-8 bytes that a reader passes on appear in its document. */
export function unitOfBytes(info: DocumentInfo): TextUnit {
  return info.format === "wbxml" || info.charset === UTF_8 ? "utf-8" : unitOfStrings(info);
}

/** The same for strings, which come from other charsets. */
export function unitOfStrings({ charset }: DocumentInfo): TextUnit {
  return codeUnitBytes(charset) === 2 ? "utf-16" : "characters";
}

/**
 * Maps offsets in the text of one element, counted in UTF-8, to offsets in its document. Takes the text in pieces, as it
 * arrives.
 *
 * Exact for UTF-8, UTF-16 and single-byte charsets, whether the text is in CDATA sections, between references, in strings
 * or in opaques. Otherwise the result is at or before the true offset: in multi-byte charsets each character counts as one
 * byte, and text from a reference, an extension token or base64 is placed at the start of that.
 */
export class TextPlaces {
  // One entry for each run: where it starts in the text, the document offset the text would start at if it were all this
  // run, and its unit.
  private readonly starts: number[] = [];
  private readonly origins: number[] = [];
  private readonly units: TextUnit[] = [];
  // Measures of the text so far. The last two are only counted where the document is not in UTF-8.
  private byteLength = 0;
  private length = 0;
  private characters = 0;
  private readonly counts: boolean;
  private token = -1;
  private run = -1;

  // The position of the last query, from which the next one is sought.
  private text = "";
  private index = 0;
  private indexBytes = 0;
  private indexCharacters = 0;

  /** `counts` is whether the text may have units other than UTF-8. */
  constructor(counts: boolean) {
    this.counts = counts;
  }

  /** Takes the next piece. `token` is the offset of its token, `run` that of its run; `undefined` if it has none. */
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

  /** The same for a piece that is a string. */
  string(value: string, unit: TextUnit, token: number, run: number | undefined): void {
    this.begin(unit, token, run);
    for (let index = 0; index < value.length; index++) {
      const code = value.charCodeAt(index);
      this.byteLength += utf8Bytes(code);
      if (!isSecondHalf(code)) this.characters++;
    }
    this.length += value.length;
  }

  /** Completes the text. `offset` is where its element ends: faults at the end of the text are placed there. */
  end(text: string, offset: number): void {
    this.text = text;
    this.starts.push(this.byteLength);
    this.origins.push(offset);
    this.units.push("none");
  }

  /**
   * The document offset of an offset in the text, or the nearest known one before it. Queries in text order take linear
   * time together.
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
    // Contiguous pieces are one run, however the text was split.
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

/** UTF-8 bytes per UTF-16 code unit: each half of a surrogate pair counts as two. */
function utf8Bytes(code: number): number {
  if (code < 0x80) return 1;
  return code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 2 : 3;
}

function isSecondHalf(code: number): boolean {
  return code >= 0xdc00 && code < 0xe000;
}
