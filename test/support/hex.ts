import { encodeUtf8 } from "../../src/core/utf8.ts";

/** Bytes from a readable listing: hex pairs, and text between double quotes as UTF-8. */
export function bytes(listing: string): Uint8Array {
  const parts: number[] = [];
  for (const [, quoted, pair] of listing.matchAll(/"([^"]*)"|([0-9a-fA-F]{2})|\S/g)) {
    if (quoted !== undefined) parts.push(...encodeUtf8(quoted));
    else if (pair !== undefined) parts.push(Number.parseInt(pair, 16));
    else throw new Error(`not a byte listing: ${listing}`);
  }
  return Uint8Array.from(parts);
}

/** The mb_u_int32 of a value, in its shortest form. */
export function mbUint32(value: number): number[] {
  const groups = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) groups.unshift((rest % 128) | 0x80);
  return groups;
}
