import { latin1 } from "./latin1.ts";

// Small at first, since all of a window is made a string: a 4 MB object has a few short values in front of it and behind
// (view/wbxml/object).
const FIRST_WINDOW_BYTES = 8192;
const MAX_WINDOW_BYTES = 65_536;
// A long value is taken by itself: as a part of the window it would keep the whole of it alive for little gain.
const LONG_BYTES = 4096;

// The words that messages say over and over, of 3 to 12 bytes, found by those bytes: 8 % less heap for a message
// (ast/wbxml/medium), and no less speed. Less than 32 KB of what was read stays behind.
const SHORT_STRINGS = 1024;
const MAX_SHORT_BYTES = 12;
const shortKeys = new Int32Array(SHORT_STRINGS * 4);
const shortStrings = new Array<string>(SHORT_STRINGS).fill("");

/**
 * Strings out of a document's bytes. One string is made for a window of them, and values are substrings of it: 1.8 times
 * as fast as a native call for each (ast/wbxml/medium). A substring of 13 characters or more keeps its window alive,
 * of at most 64 KiB.
 */
export class StringWindow {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly byteLength: number;
  private text = "";
  private start = 0;
  private end = 0;
  private nextBytes = FIRST_WINDOW_BYTES;

  /** `view` is of the same bytes, of which the first `byteLength` are the document. */
  constructor(bytes: Uint8Array, view: DataView, byteLength: number = bytes.length) {
    this.bytes = bytes;
    this.view = view;
    this.byteLength = byteLength;
  }

  /** Bytes `start` to `end`, which are all below 0x80, as a string. */
  ascii(start: number, end: number): string {
    const length = end - start;
    if (length > 2 && length <= MAX_SHORT_BYTES && start + MAX_SHORT_BYTES <= this.bytes.length) {
      return this.short(start, length);
    }
    return this.cut(start, end);
  }

  private short(start: number, length: number): string {
    const { view } = this;
    let first = view.getInt32(start, true);
    if (length === 3) first &= 0xff_ffff;
    const second = length > 4 ? view.getInt32(start + 4, true) << (length < 8 ? (8 - length) * 8 : 0) : 0;
    const third = length > 8 ? view.getInt32(start + 8, true) << ((12 - length) * 8) : 0;
    const mixed =
      Math.imul(first ^ Math.imul(second, 0x9e37_79b1) ^ Math.imul(third, 0x85eb_ca6b), 0xcc9e_2d51) + length;
    const slot = (mixed ^ (mixed >>> 15)) & (SHORT_STRINGS - 1);
    const key = slot * 4;
    const isKnown =
      shortKeys[key] === first &&
      shortKeys[key + 1] === second &&
      shortKeys[key + 2] === third &&
      shortKeys[key + 3] === length;
    if (isKnown) return shortStrings[slot] as string;
    const text = this.cut(start, start + length);
    shortKeys[key] = first;
    shortKeys[key + 1] = second;
    shortKeys[key + 2] = third;
    shortKeys[key + 3] = length;
    shortStrings[slot] = text;
    return text;
  }

  private cut(start: number, end: number): string {
    const from = start - this.start;
    return from >= 0 && end <= this.end ? this.text.substring(from, end - this.start) : this.slide(start, end);
  }

  private slide(start: number, end: number): string {
    if (end - start >= LONG_BYTES) return latin1(this.bytes, start, end);
    this.start = start;
    this.end = Math.min(this.byteLength, start + this.nextBytes);
    this.nextBytes = Math.min(MAX_WINDOW_BYTES, this.nextBytes * 2);
    this.text = latin1(this.bytes, start, this.end);
    return this.text.substring(0, end - start);
  }
}
