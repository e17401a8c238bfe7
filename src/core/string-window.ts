import { latin1 } from "./latin1.ts";
import { MAX_SHORT_BYTES, shortString } from "./short-strings.ts";

// Small at first, since a whole window is made into a string: around a 4 MB object there are only a few short values
// (view/wbxml/object).
const FIRST_WINDOW_BYTES = 8192;
/** For the header of a message alone, which is mostly shorter (peek/xml/sync, 25 %). */
export const HEADER_WINDOW_BYTES = 1024;
const MAX_WINDOW_BYTES = 65_536;
// Values of this length are decoded separately: as part of a window they would keep all of it alive for little gain.
const LONG_BYTES = 4096;
// A shorter document repeats few strings: without the cache of short ones it takes 17 % less time (ast/wbxml/management) and
// 1 % more heap (heap:ast/wbxml/small).
const MIN_CACHED_BYTES = 4096;

/**
 * Makes strings of a document's bytes. A window of bytes is decoded into one string, and values are substrings of it: 1.8
 * times as fast as a native call for each (ast/wbxml/medium). A substring of 13 characters or more keeps its window alive,
 * which is at most 64 KiB.
 *
 * ```
 *  bytes  │ read before │ start        end │ not decoded yet │
 *                       │ text             │ slide() moves the window to the next value outside it
 * ```
 */
export class StringWindow {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly byteLength: number;
  private readonly caches: boolean;
  private text = "";
  private start = 0;
  private end = 0;
  private nextBytes: number;

  /** `view` is a view of the same bytes, of which the first `byteLength` are the document. */
  constructor(
    bytes: Uint8Array,
    view: DataView,
    byteLength: number = bytes.length,
    firstBytes: number = FIRST_WINDOW_BYTES,
  ) {
    this.bytes = bytes;
    this.view = view;
    this.byteLength = byteLength;
    this.nextBytes = firstBytes;
    this.caches = Math.min(byteLength, firstBytes) > MIN_CACHED_BYTES;
  }

  /** Bytes `start` to `end` as a string. All must be below 0x80. */
  ascii(start: number, end: number): string {
    const length = end - start;
    const isShort = this.caches && length > 0 && length <= MAX_SHORT_BYTES;
    if (isShort && start + MAX_SHORT_BYTES <= this.bytes.length) return shortString(this.view, start, length, this);
    return this.cut(start, end);
  }

  /** The same without looking in the cache of short strings. */
  cut(start: number, end: number): string {
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
