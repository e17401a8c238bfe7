import { hexOfOctets } from "../../core/hex-digit.ts";
import type { OpaqueKind } from "../definition.ts";

const FEWEST_OCTETS = 4;
const ALL_OCTETS = 7;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
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

/** Whether there is such a day and time. */
function isDate(text: string): boolean {
  const parts = written.exec(text)?.slice(1).map(Number);
  if (parts === undefined) return false;
  const [year, month, day, hour, minute, second] = parts as [number, number, number, number, number, number];
  const isLeapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 && isLeapYear ? 29 : (DAYS[month - 1] ?? 0);
  return day >= 1 && day <= days && hour < 24 && minute < 60 && second < 60;
}
