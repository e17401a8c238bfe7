const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32 as gzip uses it (RFC 1952 §8). */
export function crc32(bytes: Uint8Array): number {
  return addCrc32(0, bytes);
}

/** CRC-32 of octets that continue those with the sum `before`, which is 0 for none. */
export function addCrc32(before: number, bytes: Uint8Array): number {
  let value = ~before;
  for (let pos = 0; pos < bytes.length; pos++) {
    value = (value >>> 8) ^ (crcTable[(value ^ (bytes[pos] as number)) & 0xff] as number);
  }
  return ~value >>> 0;
}

/** Octets that can be summed before the second sum leaves 32 bits, as zlib counts them. */
const ADLER_RUN = 5552;

/** Adler-32 as zlib uses it (RFC 1950 §8). */
export function adler32(bytes: Uint8Array): number {
  let low = 1;
  let high = 0;
  for (let pos = 0; pos < bytes.length; ) {
    const end = Math.min(pos + ADLER_RUN, bytes.length);
    for (; pos < end; pos++) high += low += bytes[pos] as number;
    low %= 65521;
    high %= 65521;
  }
  return ((high << 16) | low) >>> 0;
}
