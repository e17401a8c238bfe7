import { hexOfOctets } from "../../core/hex-digit.ts";
import type { OpaqueKind } from "../definition.ts";
import { isDayAndTime } from "./day-and-time.ts";

const FEWEST_OCTETS = 4;
const ALL_OCTETS = 7;
const written = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z$/;

/**
 * Dates of SI and EMN: the digits of year, month, day, hour, minute and second in UTC, two an octet. Zeros at the end are
 * left out, but never those of year, month and day. In XML they are as in ISO 8601: `1999-06-25T15:23:15Z`.
 */
export const dateDigits: OpaqueKind = {
  read(octets) {
    if (octets.length < FEWEST_OCTETS || octets.length > ALL_OCTETS) return undefined;
    const digits = hexOfOctets(octets).padEnd(2 * ALL_OCTETS, "0");
    const text = digits.replace(/^(....)(..)(..)(..)(..)(..)$/, "$1-$2-$3T$4:$5:$6Z");
    return isDate(text) ? text : undefined;
  },
  write(text) {
    if (!isDate(text)) return undefined;
    const digits = text.replace(/\D/g, "");
    const octets = Array.from({ length: ALL_OCTETS }, (_, index) =>
      Number.parseInt(digits.slice(2 * index, 2 * index + 2), 16),
    );
    let length = ALL_OCTETS;
    while (length > FEWEST_OCTETS && octets[length - 1] === 0) length--;
    return Uint8Array.from(octets.slice(0, length));
  },
};

function isDate(text: string): boolean {
  const parts = written.exec(text)?.slice(1).map(Number);
  return parts !== undefined && isDayAndTime(...(parts as [number, number, number, number, number, number]));
}
