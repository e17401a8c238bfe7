import type { Candidate } from "./text-form.ts";

/** Most octets of a line. */
const MAX_ON_LINE = 64;
/** An offset, alone before octets in pairs of digits: with a colon, or with at least four digits. */
const dumpLine =
  /^(.{0,200}?)(?<![0-9A-Za-z.])(?:0x)?([0-9A-Fa-f]{4,16})[:)]?[ \t]{1,4}((?:[0-9A-Fa-f]{2}){1,16}(?:[ \t-]{1,2}(?:[0-9A-Fa-f]{2}){1,16})*)(?![0-9A-Za-z])(.*)$/;

interface Dump {
  octets: number[];
  start: number;
  end: number;
}

/**
 * Octets in dumps with offsets, several in one text, with anything before the offsets. Dumps whose lines begin with a tab or four blanks
 * are those of the other side, as "Follow Stream" prints them, with offsets of their own.
 */
export function* dumps(text: string): Generator<Candidate> {
  const open = new Map<boolean, Dump>();
  let start = 0;
  for (const line of text.split("\n")) {
    const end = start + line.length;
    const [, before = "", offset = "", digits = ""] = dumpLine.exec(line.slice(0, 1024)) ?? [];
    if (offset !== "") {
      const isOther = /^(?:\t| {4})/.test(line) && before.trim() === "";
      const at = Number.parseInt(offset, 16);
      const dump = open.get(isOther);
      const octets = octetsOfPairs(digits);
      if (dump !== undefined && at > 0 && at <= dump.octets.length && at > dump.octets.length - MAX_ON_LINE) {
        // The column of characters may look like octets; the next offset tells how many there were.
        dump.octets.length = at;
        dump.octets.push(...octets);
        dump.end = end;
      } else {
        if (dump !== undefined) yield candidate(dump);
        if (at === 0) open.set(isOther, { octets, start, end });
        else open.delete(isOther);
      }
    }
    start = end + 1;
  }
  for (const dump of open.values()) yield candidate(dump);
}

function candidate({ octets, start, end }: Dump): Candidate {
  return { bytes: Uint8Array.from(octets), start, end, form: "a dump with offsets" };
}

function octetsOfPairs(digits: string): number[] {
  const groups = digits.split(/[ \t-]/);
  const pairs: string[] = [];
  let emptyAt = 0;
  for (const group of groups) {
    // Two blanks halve a line of sixteen; anywhere else they come before the characters.
    if (group === "" && pairs.length > 0 && pairs.length !== 8 && ++emptyAt > 0) break;
    pairs.push(...(group.match(/../g) ?? []));
  }
  return pairs.slice(0, MAX_ON_LINE).map((pair) => Number.parseInt(pair, 16));
}
