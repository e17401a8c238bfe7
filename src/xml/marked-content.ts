import { base64Value, takeBase64 } from "../core/base64.ts";
import { ByteWriter } from "../core/byte-writer.ts";

const PADDING = 0x3d;

/** Base64 in pieces, with white space anywhere and padding or none: the text between two marks (see marks.ts). */
export class MarkedContent {
  /** Decoded bytes that have not been taken yet. */
  readonly decoded: ByteWriter = new ByteWriter(64);
  private group = 0;
  private digits = 0;
  private padding = 0;

  /** Decodes bytes `start` to `end`; false if they are not base64. */
  write(chunk: Uint8Array, start: number, end: number): boolean {
    const { decoded } = this;
    for (let pos = start; pos < end; ) {
      if (this.digits === 0 && this.padding === 0 && pos + 4 <= end) {
        // The common case: four digits in a row.
        const { byteLength } = decoded;
        const room = decoded.room(byteLength, ((end - pos) >> 2) * 3);
        const written = takeBase64(chunk, pos, end, room, byteLength);
        decoded.byteLength = byteLength + written;
        pos += (written / 3) * 4;
        if (pos === end) break;
      }
      const byte = chunk[pos++] as number;
      if (byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)) continue;
      if (byte === PADDING) {
        this.padding++;
        continue;
      }
      const value = base64Value(byte);
      if (value < 0 || this.padding > 0) return false;
      this.group = ((this.group << 6) | value) & 0xff_ffff;
      this.digits = (this.digits + 1) & 3;
      if (this.digits === 0) {
        decoded.byte(this.group >> 16);
        decoded.byte((this.group >> 8) & 0xff);
        decoded.byte(this.group & 0xff);
      }
    }
    return true;
  }

  /** Decodes the last, incomplete group and resets for the next content; false if that is not base64. */
  finish(): boolean {
    const { decoded, digits, padding, group } = this;
    this.digits = 0;
    this.padding = 0;
    if (digits === 1 || padding > 2 || (padding > 0 && (digits + padding) % 4 !== 0)) return false;
    if (digits === 2) decoded.byte((group >> 4) & 0xff);
    if (digits === 3) {
      decoded.byte((group >> 10) & 0xff);
      decoded.byte((group >> 2) & 0xff);
    }
    return true;
  }
}
