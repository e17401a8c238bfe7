import { isSyncmlError } from "../../core/errors.ts";
import { octetsOfHex } from "../../core/hex-digit.ts";
import { decodeSmsPdu } from "./pdu.ts";

/** A PDU that a modem printed. */
export interface TranscriptPdu {
  /** The PDU, with the service centre if the log has it. */
  readonly octets: Uint8Array;
  /** Its first line, from 1. */
  readonly line: number;
}

/** A line that announces a PDU which does not follow, or not in its length. */
export interface TranscriptFault {
  /** Line of the log, from 1. */
  readonly line: number;
  /** What is wrong with it. */
  readonly reason: string;
}

/** What the log of a modem holds. */
export interface SmsTranscript {
  /** The PDUs, in order. */
  readonly pdus: readonly TranscriptPdu[];
  /** Announced PDUs that are missing, broken or of another length. */
  readonly faults: readonly TranscriptFault[];
}

/** `+CMGR: 1,,69`: the last number counts the octets after the service centre. */
const announcement = /^\s*\+(?:CMGR|CMGL|CMT)\s*:.*?(\d+)\s*$/i;
/** What modems print besides: commands, also echoed, results, other notices. */
const noise = /^\s*(?:AT\b.*|AT[+&].*|OK|ERROR|>.*|\+\w+\s*:.*)\s*$/i;
const MAX_PDU_OCTETS = 11 + 1 + 1 + 12 + 2 + 7 + 1 + 140;
/** Lines that a PDU may be wrapped into. */
const MAX_LINES = 16;

/**
 * Reads the transcript of a modem (`+CMGR:`, `+CMGL:`, `+CMT:` and a line of hexadecimal after each), or bare lines of
 * hexadecimal that are each an SMS PDU. A PDU may be wrapped into lines, and have white space between its octets. Nothing if the
 * text is neither.
 */
export function readSmsTranscript(text: string): SmsTranscript | undefined {
  const lines = text.split(/\r\n|\r|\n/);
  const pdus: TranscriptPdu[] = [];
  const faults: TranscriptFault[] = [];
  let isAnnounced = false;
  let index = 0;
  while (index < lines.length) {
    const line = lines[index] as string;
    const [, length] = announcement.exec(line) ?? [];
    if (length !== undefined) {
      isAnnounced = true;
      const found = pduAfter(lines, index + 1, Number(length));
      if (found.reason !== "") faults.push({ line: index + 1, reason: found.reason });
      if (found.octets !== undefined) pdus.push({ octets: found.octets, line: found.line });
      index = found.next;
    } else if (line.trim() === "" || noise.test(line)) index++;
    else {
      const found = barePdu(lines, index);
      if (found === undefined) {
        if (!isAnnounced) return undefined;
        faults.push({ line: index + 1, reason: "the line is not a PDU" });
        index++;
      } else {
        pdus.push({ octets: found.octets, line: index + 1 });
        index = found.next;
      }
    }
  }
  return pdus.length > 0 || isAnnounced ? { pdus, faults } : undefined;
}

/** The PDU that is announced with a length, with its service centre or without; a whole one of another length counts, and is a fault. */
function pduAfter(
  lines: readonly string[],
  from: number,
  length: number,
): { octets?: Uint8Array; line: number; next: number; reason: string } {
  let digits = "";
  let other: { octets: Uint8Array; next: number } | undefined;
  let next = from;
  while (next < lines.length && (lines[next] as string).trim() === "") next++;
  const line = next + 1;
  const last = Math.min(lines.length, next + MAX_LINES);
  while (next < last) {
    const more = hexDigits(lines[next] as string);
    if (more === undefined || more === "") break;
    digits += more;
    next++;
    if (digits.length % 2 !== 0) continue;
    const octets = octetsOfHex(digits);
    const isWhole = octets.length === length + 1 + (octets[0] ?? 0) || octets.length === length;
    const isSound = isPdu(octets);
    if (isWhole && isSound) return { octets, line, next, reason: "" };
    if (isSound) other ??= { octets, next };
    if (octets.length > MAX_PDU_OCTETS) break;
  }
  const announced = `${length} octets after the service centre are announced`;
  if (other !== undefined) return { ...other, line, reason: `${announced}, and a PDU of another length follows` };
  const has = digits === "" ? "no PDU follows" : `${digits.length / 2} octets follow, which are no PDU of that length`;
  return { line, next, reason: `${announced}, and ${has}` };
}

function barePdu(lines: readonly string[], from: number): { octets: Uint8Array; next: number } | undefined {
  let digits = "";
  for (let next = from; next < Math.min(lines.length, from + MAX_LINES); next++) {
    const more = hexDigits(lines[next] as string);
    if (more === undefined || more === "") return undefined;
    digits += more;
    if (digits.length > 2 * MAX_PDU_OCTETS) return undefined;
    if (digits.length % 2 !== 0) continue;
    const octets = octetsOfHex(digits);
    if (isPdu(octets)) return { octets, next: next + 1 };
  }
  return undefined;
}

function isPdu(octets: Uint8Array): boolean {
  try {
    decodeSmsPdu(octets);
    return true;
  } catch (error) {
    if (!isSyncmlError(error)) throw error;
    return false;
  }
}

/** The digits of a line that has no others, without white space. */
function hexDigits(line: string): string | undefined {
  if (line.length > 4096) return undefined;
  const digits = line.replace(/\s+/g, "");
  return /^[0-9a-fA-F]*$/.test(digits) ? digits : undefined;
}
