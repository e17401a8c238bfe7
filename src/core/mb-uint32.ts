import type { ByteWriter } from "./byte-writer.ts";

const MAX_BYTES = 5;

/** Bytes of the shortest `mb_u_int32` of a value (WAP-192 §5.1). */
export function mbUint32Bytes(value: number): number {
  if (value < 0x80) return 1;
  if (value < 0x4000) return 2;
  if (value < 0x20_0000) return 3;
  return value < 0x1000_0000 ? 4 : 5;
}

/** Appends one `mb_u_int32` in its shortest form (WAP-192 §5.1). */
export function writeMbUint32(writer: ByteWriter, value: number): void {
  writer.byteLength = putMbUint32(value, writer.room(writer.byteLength, MAX_BYTES), writer.byteLength);
}

/** Puts one `mb_u_int32` at `at` and returns where it ends: seven bits a byte, high bits first. */
export function putMbUint32(value: number, target: Uint8Array, at: number): number {
  let pos = at;
  // Divided, not shifted: `>>` turns values from 2^31 upward negative.
  for (let left = mbUint32Bytes(value) - 1; left > 0; left--) {
    target[pos++] = (Math.floor(value / 128 ** left) & 0x7f) | 0x80;
  }
  target[pos++] = value & 0x7f;
  return pos;
}
