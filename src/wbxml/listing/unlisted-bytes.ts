import { ByteWriter } from "../../core/byte-writer.ts";
import type { SizedInteger } from "./spelling.ts";

const nothing = new Uint8Array(0);

/**
 * The bytes of a document that have not been listed yet: those of the current chunk, and before it the beginning of a token
 * that a chunk boundary cut. That is the header or a few bytes, since strings and opaques are listed as they arrive.
 */
export class UnlistedBytes {
  /** Offset of the first of them. */
  offset = 0;
  private readonly held = new ByteWriter(0);
  private heldOffset = 0;
  private chunk: Uint8Array = nothing;
  private chunkOffset = 0;

  /** Appends a chunk to what is held; it is read until {@link UnlistedBytes.closeChunk}. */
  openChunk(chunk: Uint8Array): void {
    this.chunk = chunk;
  }

  closeChunk(): void {
    const { held, chunk, chunkOffset } = this;
    if (this.offset > this.heldOffset) {
      const left = held.buffer.slice(this.offset - this.heldOffset, held.byteLength);
      held.byteLength = 0;
      held.bytes(left, 0, left.length);
      this.heldOffset = this.offset;
    }
    const start = Math.max(0, this.offset - chunkOffset);
    held.bytes(chunk, start, chunk.length);
    this.chunkOffset += chunk.length;
    this.chunk = nothing;
  }

  skip(byteLength: number): void {
    this.offset += byteLength;
  }

  /** The next byte, unless it is at `end` or has not come yet. */
  takeByte(end: number): number | undefined {
    const byte = this.offset < end ? this.at(this.offset) : undefined;
    if (byte !== undefined) this.offset++;
    return byte;
  }

  /** The next `mb_u_int32`, unless it goes on at `end` or has not come whole. */
  takeInteger(end: number): SizedInteger | undefined {
    let value = 0;
    for (let offset = this.offset; offset < end; offset++) {
      const byte = this.at(offset);
      if (byte === undefined) return undefined;
      value = value * 128 + (byte & 0x7f);
      if (byte >= 0x80) continue;
      const byteLength = offset + 1 - this.offset;
      this.offset = offset + 1;
      return { value, byteLength };
    }
    return undefined;
  }

  /** A copy of all bytes before `end`. */
  takeUntil(end: number): Uint8Array {
    const bytes = new Uint8Array(Math.max(0, end - this.offset));
    for (let pos = 0; pos < bytes.length; pos++) bytes[pos] = this.at(this.offset + pos) as number;
    this.offset += bytes.length;
    return bytes;
  }

  private at(offset: number): number | undefined {
    if (offset >= this.chunkOffset) return this.chunk[offset - this.chunkOffset];
    return this.held.buffer[offset - this.heldOffset];
  }
}
