import type { OpaqueKind } from "../definition.ts";
import { isDayAndTime } from "./day-and-time.ts";

const OCTETS = 6;
const UTC = 0x5a;
const written = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)([A-Z])$/;

// 00yyyyyy yyyyyymm mmdddddh hhhhmmmm mmssssss zzzzzzzz
//   year         month day  hour minute second zone

/**
 * Dates of WV CSP: 48 bits for year, month, day, hour, minute, second, and the letter of the time zone, where 0 is read as
 * `Z`. In XML they are as in ISO 8601, without separators: `20011019T095031Z`.
 */
export const dateTimeBits: OpaqueKind = {
  read(octets) {
    if (octets.length !== OCTETS) return undefined;
    const [first, second, third, fourth, fifth, zone] = octets as unknown as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    if (first > 0x3f) return undefined;
    const year = (first << 6) | (second >> 2);
    const month = ((second & 0x03) << 2) | (third >> 6);
    const day = (third >> 1) & 0x1f;
    const hour = ((third & 0x01) << 4) | (fourth >> 4);
    const minute = ((fourth & 0x0f) << 2) | (fifth >> 6);
    const date = `${padded(year, 4)}${padded(month)}${padded(day)}`;
    const text = `${date}T${padded(hour)}${padded(minute)}${padded(fifth & 0x3f)}${String.fromCharCode(zone || UTC)}`;
    return partsOf(text) === undefined ? undefined : text;
  },
  write(text) {
    const parts = partsOf(text);
    if (parts === undefined) return undefined;
    const [year, month, day, hour, minute, second] = parts;
    return Uint8Array.of(
      year >> 6,
      ((year & 0x3f) << 2) | (month >> 2),
      ((month & 0x03) << 6) | (day << 1) | (hour >> 4),
      ((hour & 0x0f) << 4) | (minute >> 2),
      ((minute & 0x03) << 6) | second,
      text.charCodeAt(text.length - 1),
    );
  },
};

type Parts = [year: number, month: number, day: number, hour: number, minute: number, second: number];

/** The numbers of a date that there is and that fits. */
function partsOf(text: string): Parts | undefined {
  const parts = written.exec(text)?.slice(1, 7).map(Number) as Parts | undefined;
  return parts !== undefined && parts[0] < 1 << 12 && isDayAndTime(...parts) ? parts : undefined;
}

function padded(value: number, digits = 2): string {
  return String(value).padStart(digits, "0");
}
