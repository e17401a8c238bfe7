import type { Octets } from "./bytes.ts";
import { encodeUtf8Into } from "./utf8.ts";

const INITIAL_BYTES = 256;
const nothing = new Uint8Array(0);
/**
 * From this size on, a mostly full buffer is handed over instead of copied, and a growing one gets an eighth more than
 * needed: a long piece is mostly followed by a short one, which should not cause another copy.
 */
const LARGE_BYTES = 65_536;

/** A growing buffer of bytes. Growth doubles, so that appending is linear in what is appended. */
export class ByteWriter {
  /** Bytes written. Those in {@link ByteWriter.buffer} past it are undefined. */
  byteLength = 0;
  buffer: Octets;
  private readonly initialBytes: number;

  constructor(initialBytes: number = INITIAL_BYTES) {
    // Most writers are never used: an array takes 0.2 µs to make.
    this.buffer = nothing;
    this.initialBytes = initialBytes;
  }

  byte(value: number): void {
    this.room(this.byteLength, 1)[this.byteLength++] = value;
  }

  bytes(chunk: Uint8Array, start: number, end: number): void {
    const length = end - start;
    const buffer = this.room(this.byteLength, length);
    if (length <= 32) {
      // Names and values are short runs, for which a loop beats `subarray` and `set`, which cost an object.
      for (let pos = start; pos < end; pos++) buffer[this.byteLength++] = chunk[pos] as number;
    } else {
      // A view costs as much as copying a packet: none of the whole.
      buffer.set(start === 0 && end === chunk.length ? chunk : chunk.subarray(start, end), this.byteLength);
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

  /** Returns all that was written, in memory that belongs to the caller, and empties the writer. */
  take(): Octets {
    const { buffer, byteLength } = this;
    if (byteLength > 0 && byteLength === buffer.length) {
      this.buffer = nothing;
      this.byteLength = 0;
      return buffer;
    }
    if (byteLength >= LARGE_BYTES && byteLength >= buffer.length * 0.75) {
      this.buffer = nothing;
      this.byteLength = 0;
      return buffer.subarray(0, byteLength);
    }
    const taken = this.buffer.slice(0, this.byteLength);
    this.byteLength = 0;
    return taken;
  }

  /** The buffer, grown if needed to have room for `byteLength` bytes at `at`. Bytes before `at` are kept. */
  room(at: number, byteLength: number): Octets {
    const needed = at + byteLength;
    if (needed > this.buffer.length) {
      const wanted = needed < LARGE_BYTES ? needed : needed + (needed >>> 3);
      const grown = new Uint8Array(Math.max(wanted, this.buffer.length * 2, this.initialBytes));
      if (at > 0) grown.set(this.buffer.subarray(0, at));
      this.buffer = grown;
    }
    return this.buffer;
  }
}
