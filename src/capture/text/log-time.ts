import { isoTime } from "../archives/times.ts";
import type { TextRange } from "./text-form.ts";

/** A date and a time near the start of a line, with a zone or without one; after markup it would be one of a message. */
const stamp =
  /^[^<\n]{0,40}?(?<!\d)(\d{4})[-/](\d\d)[-/](\d\d)[T ](\d\d:\d\d:\d\d(?:[.,]\d{1,9})?)(?: ?(Z|[+-]\d\d:?\d\d)(?!\d))?/;
/** Longest line before a message in which its start is looked for. */
const LOOK_BACK = 1024;
const LOOK_CHARACTERS = 80;

/** When something was logged. */
export interface LogTime {
  /** Milliseconds since 1970; as if in UTC where the log does not name its zone. */
  readonly time: number;
  readonly hasZone: boolean;
}

/**
 * The time that the line states in which characters of a log begin, or else the line before it. Looks at a fixed number of characters.
 */
export function timeBefore(text: string, { start }: TextRange): LogTime | undefined {
  const before = text.slice(Math.max(0, start - LOOK_BACK), start);
  const lines = before.split("\n");
  const isCut = start > LOOK_BACK;
  for (let back = 1; back <= Math.min(2, lines.length); back++) {
    const line = lines[lines.length - back] as string;
    if (isCut && back === lines.length) return undefined;
    // A dump begins with its line, and that with its time.
    const found = timeIn(back === 1 ? line + text.slice(start, start + LOOK_CHARACTERS) : line);
    if (found !== undefined) return found;
  }
  return undefined;
}

function timeIn(line: string): LogTime | undefined {
  const [, year, month, day, clock, zone] = stamp.exec(line) ?? [];
  if (year === undefined) return undefined;
  const time = isoTime(`${year}-${month}-${day}T${clock}${zone ?? "Z"}`);
  return time === undefined ? undefined : { time, hasZone: zone !== undefined };
}
