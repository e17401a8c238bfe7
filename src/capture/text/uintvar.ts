const MAX_BYTES = 5;

/**
 * An integer of seven bits a byte, high bits first (WAP-230 §8.1.2, WAP-192 §5.1), and where it ends; both NaN if it is cut
 * off or longer than five bytes.
 */
export function readUintvar(bytes: Uint8Array, start: number): { readonly value: number; readonly end: number } {
  let value = 0;
  for (let pos = start; pos < start + MAX_BYTES; pos++) {
    const byte = bytes[pos];
    if (byte === undefined) break;
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, end: pos + 1 };
  }
  return { value: Number.NaN, end: Number.NaN };
}
