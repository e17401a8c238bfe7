import { cutAt } from "../../src/testing/chunkings.ts";

/** `bytes` in chunks of one byte. */
export function byteByByte(bytes: Uint8Array): Uint8Array[] {
  return Array.from(bytes, (byte) => Uint8Array.of(byte));
}

/** The chunkings every parsing test runs through: whole, byte by byte, and a few in between. */
export function chunkings(bytes: Uint8Array): Uint8Array[][] {
  const everySeventh = Array.from({ length: Math.floor(bytes.length / 7) }, (_, index) => (index + 1) * 7);
  return [[bytes], byteByByte(bytes), cutAt(bytes, [bytes.length >> 1]), cutAt(bytes, everySeventh)];
}
