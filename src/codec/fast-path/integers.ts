// An `mb_u_int32` of one byte is read in place; these two are for longer ones, and for those of unknown length.

// Four bytes hold more than any document does by default; what takes five is left to the event path.
const MAX_BYTES = 4;

/** Where the integer at `pos` ends, or -1 if it takes more than four bytes or the bytes end before. */
export function integerEnd(bytes: Uint8Array, pos: number): number {
  const last = Math.min(bytes.length, pos + MAX_BYTES);
  for (let at = pos; at < last; at++) if ((bytes[at] as number) < 0x80) return at + 1;
  return -1;
}

/** The value of the integer from `pos` to `end` (WAP-192 §5.1). */
export function integerValue(bytes: Uint8Array, pos: number, end: number): number {
  let value = 0;
  for (let at = pos; at < end; at++) value = value * 128 + ((bytes[at] as number) & 0x7f);
  return value;
}
