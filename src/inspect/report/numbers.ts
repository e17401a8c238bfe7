import { beginningOf, endOf } from "../cut-text.ts";
import { grouped } from "../quantities.ts";

/** A blank at which no line is broken. */
const NO_BREAK = "\u00a0";
const SHOWN_IN_ROWS = 64;

/** `4,221 B`. */
export function octets(count: number): string {
  return `${grouped(count)}${NO_BREAK}B`;
}

/** `0.837 s`, from milliseconds. */
export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(3)}${NO_BREAK}s`;
}

/** For a heading: `155 ms`, `7.1 s`, `12 min`, `3.5 h`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)}${NO_BREAK}ms`;
  if (milliseconds < 120_000) return `${(milliseconds / 1000).toFixed(1)}${NO_BREAK}s`;
  if (milliseconds < 7_200_000) return `${Math.round(milliseconds / 60_000)}${NO_BREAK}min`;
  return `${(milliseconds / 3_600_000).toFixed(1)}${NO_BREAK}h`;
}

/** `0x0068`. */
export function hexOffset(offset: number): string {
  return `0x${offset.toString(16).padStart(4, "0")}`;
}

/** Text that fits a row: cut in the middle, between characters. */
export function shortened(text: string, length: number = SHOWN_IN_ROWS): string {
  if (text.length <= length) return text;
  const half = Math.floor((length - 3) / 2);
  return `${beginningOf(text, half)} … ${endOf(text, half)}`;
}
