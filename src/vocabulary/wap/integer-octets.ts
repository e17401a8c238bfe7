import type { OpaqueKind } from "../definition.ts";

const MAX_OCTETS = 4;
const MAX_INTEGER = 0xffff_ffff;
const digits = /^(?:0|[1-9]\d{0,9})$/;

/**
 * Integers of WV CSP: up to four octets, the most significant one first. In XML they are decimal. Some senders write 0 without
 * any octet.
 */
export const integerOctets: OpaqueKind = {
  read(octets) {
    if (octets.length > MAX_OCTETS) return undefined;
    return String(octets.reduce((value, octet) => value * 256 + octet, 0));
  },
  write(text) {
    const value = Number(text);
    if (!digits.test(text) || value > MAX_INTEGER) return undefined;
    const octets = [value % 256];
    for (let rest = Math.floor(value / 256); rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
    return Uint8Array.from(octets);
  },
};
