import { encodeUtf8Into } from "./utf8.ts";

const INITIAL_BYTES = 256;

/** A growing buffer of bytes. Growth doubles, so that appending is linear in what is appended. */
export class ByteWriter {
  /** Bytes written; those of {@link ByteWriter.buffer} past it mean nothing. */
  byteLength = 0;
  buffer: Uint8Array;

  constructor(initialBytes: number = INITIAL_BYTES) {
    this.buffer = new Uint8Array(initialBytes);
  }

  byte(value: number): void {
    this.reserve(1);
    this.buffer[this.byteLength++] = value;
  }

  bytes(chunk: Uint8Array, start: number, end: number): void {
    const length = end - start;
    this.reserve(length);
    if (length <= 32) {
      // A loop beats `subarray` and `set`, which cost an object, on the short runs that names and values are.
      for (let pos = start; pos < end; pos++) this.buffer[this.byteLength++] = chunk[pos] as number;
    } else {
      this.buffer.set(chunk.subarray(start, end), this.byteLength);
      this.byteLength += length;
    }
  }

  /** Appends a string as UTF-8. */
  string(value: string): void {
    this.reserve(value.length * 3);
    const { buffer } = this;
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

  /** A copy of all that was written, and an empty writer. */
  take(): Uint8Array {
    const taken = this.buffer.slice(0, this.byteLength);
    this.byteLength = 0;
    return taken;
  }

  private reserve(byteLength: number): void {
    const needed = this.byteLength + byteLength;
    if (needed <= this.buffer.length) return;
    const grown = new Uint8Array(Math.max(needed, this.buffer.length * 2));
    grown.set(this.buffer.subarray(0, this.byteLength));
    this.buffer = grown;
  }
}
