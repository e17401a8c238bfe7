/** The integer of two octets at `pos`, high octet first. */
export function u16(bytes: Uint8Array, pos: number): number {
  return ((bytes[pos] as number) << 8) | (bytes[pos + 1] as number);
}

/** The integer of two octets at `pos`, low octet first. */
export function u16le(bytes: Uint8Array, pos: number): number {
  return (bytes[pos] as number) | ((bytes[pos + 1] as number) << 8);
}

/** The unsigned integer of four octets at `pos`, high octet first. */
export function u32(bytes: Uint8Array, pos: number): number {
  return ((u16(bytes, pos) << 16) | u16(bytes, pos + 2)) >>> 0;
}

/** The unsigned integer of four octets at `pos`, low octet first. */
export function u32le(bytes: Uint8Array, pos: number): number {
  return (u16le(bytes, pos) | (u16le(bytes, pos + 2) << 16)) >>> 0;
}
