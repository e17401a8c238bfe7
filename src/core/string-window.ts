import { latin1 } from "./latin1.ts";

const WINDOW_BYTES = 65_536;
// A long value is taken by itself: as a part of the window it would keep the whole of it alive for little gain.
const LONG_BYTES = 4096;

/**
 * Strings out of a document's bytes. One string is made for a window of them, and values are substrings of it: 1.8 times
 * as fast as a native call for each (decode/wbxml/medium). A substring of 13 characters or more keeps its window alive.
 */
export class StringWindow {
  private readonly bytes: Uint8Array;
  private text = "";
  private start = 0;
  private end = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Bytes `start` to `end`, which are all below 0x80, as a string. */
  ascii(start: number, end: number): string {
    const from = start - this.start;
    return from >= 0 && end <= this.end ? this.text.substring(from, end - this.start) : this.slide(start, end);
  }

  private slide(start: number, end: number): string {
    if (end - start >= LONG_BYTES) return latin1(this.bytes, start, end);
    this.start = start;
    this.end = Math.min(this.bytes.length, start + WINDOW_BYTES);
    this.text = latin1(this.bytes, start, this.end);
    return this.text.substring(0, end - start);
  }
}
