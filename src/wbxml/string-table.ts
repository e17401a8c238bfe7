import type { Transcoder } from "../core/charset.ts";
import { decodeUtf8Lossy } from "../core/utf8.ts";

/** The strings of one document's table, by the byte index of their start (WAP-192 §5.7). */
export class StringTable {
  readonly bytes: Uint8Array;
  private readonly unitBytes: number;
  private readonly transcoder: Transcoder | undefined;
  private readonly strings = new Map<number, string>();

  constructor(bytes: Uint8Array, unitBytes: number, transcoder: Transcoder | undefined) {
    this.bytes = bytes;
    this.unitBytes = unitBytes;
    this.transcoder = transcoder;
  }

  /** Where the string at `index` ends: its terminator, or the end of the table where that is missing. */
  endOf(index: number): number {
    const { bytes, unitBytes } = this;
    for (let pos = index; pos + unitBytes <= bytes.length; pos += unitBytes) {
      let unit = 0;
      for (let at = pos; at < pos + unitBytes; at++) unit |= bytes[at] as number;
      if (unit === 0) return pos;
    }
    return bytes.length;
  }

  /** Whether the string that ends at `end` has its terminator. */
  isTerminated(end: number): boolean {
    return end + this.unitBytes <= this.bytes.length;
  }

  /** The string at `index`, which ends at `end`. */
  text(index: number, end: number): string {
    let text = this.strings.get(index);
    if (text === undefined) {
      text = this.transcoder
        ? this.transcoder.decode(this.bytes, index, end) + this.transcoder.flush()
        : decodeUtf8Lossy(this.bytes, index, end);
      this.strings.set(index, text);
    }
    return text;
  }
}
