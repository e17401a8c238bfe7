import type { Octets } from "./bytes.ts";
import { encodeUtf8Into } from "./utf8.ts";

const INITIAL_BYTES = 256;
/**
 * From here on a buffer is handed over instead of copied, if most of it is used, and grows to an eighth more than it must:
 * one long piece is mostly followed by a short one, for which it is not to be copied again.
 */
const LARGE_BYTES = 65_536;

/** A growing buffer of bytes. Growth doubles, so that appending is linear in what is appended. */
export class ByteWriter {
  /** Bytes written; those of {@link ByteWriter.buffer} past it mean nothing. */
  byteLength = 0;
  buffer: Octets;

  constructor(initialBytes: number = INITIAL_BYTES) {
    this.buffer = new Uint8Array(initialBytes);
  }

  byte(value: number): void {
    this.room(this.byteLength, 1)[this.byteLength++] = value;
  }

  bytes(chunk: Uint8Array, start: number, end: number): void {
    const length = end - start;
    const buffer = this.room(this.byteLength, length);
    if (length <= 32) {
      // A loop beats `subarray` and `set`, which cost an object, on the short runs that names and values are.
      for (let pos = start; pos < end; pos++) buffer[this.byteLength++] = chunk[pos] as number;
    } else {
      buffer.set(chunk.subarray(start, end), this.byteLength);
      this.byteLength += length;
    }
  }

  /** Appends a string as UTF-8. */
  string(value: string): void {
    const buffer = this.room(this.byteLength, value.length * 3);
    let to = this.byteLength;
    for (let index = 0; index < value.length; index++) {
      const unit = value.charCodeAt(index);
      if (unit >= 0x80) {
        to += encodeUtf8Into(value.slice(index), buffer.subarray(to));
        break;
      }
      buffer[to++] = unit;
    }
    this.byteLength = to;
  }

  /** All that was written, in memory that is the caller's own, and an empty writer. */
  take(): Octets {
    const { buffer, byteLength } = this;
    if (byteLength >= LARGE_BYTES && byteLength >= buffer.length * 0.75) {
      this.buffer = new Uint8Array(INITIAL_BYTES);
      this.byteLength = 0;
      return buffer.subarray(0, byteLength);
    }
    const taken = this.buffer.slice(0, this.byteLength);
    this.byteLength = 0;
    return taken;
  }

  /** The buffer, with room for `byteLength` more bytes at `at`; what is before that is kept. */
  room(at: number, byteLength: number): Octets {
    const needed = at + byteLength;
    if (needed > this.buffer.length) {
      const wanted = needed < LARGE_BYTES ? needed : needed + (needed >>> 3);
      const grown = new Uint8Array(Math.max(wanted, this.buffer.length * 2));
      grown.set(this.buffer.subarray(0, at));
      this.buffer = grown;
    }
    return this.buffer;
  }
}
