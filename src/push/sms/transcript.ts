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
  /** Reports on what was sent (`+CDS`, or STATUS-REPORT in a list), in order; they carry no user data and are not taken apart. */
  readonly statusReports: readonly TranscriptPdu[];
  /** Announced PDUs that are missing, broken or of another length. */
  readonly faults: readonly TranscriptFault[];
}

/** `+CMGR: 1,,69`: the last number counts the octets after the service centre. With more than that, `+CDS` is a report as text. */
const announcement = /^\s*\+(?:(?:CMGR|CMGL|CMT)\s*:|CDS\s*:\s*\d+\s*$)/i;
const digit = /\d/;
/** What modems print besides: commands, also echoed, results, other notices. */
const noise = /^\s*(?:AT\b|AT[+&]|(?:OK|ERROR)\s*$|>|\+\w+\s*:)/i;
const STATUS_REPORT = 2;
const MAX_PDU_OCTETS = 11 + 1 + 1 + 12 + 2 + 7 + 1 + 140;
/** Lines that a PDU may be wrapped into, and the fewest digits of one that others follow. */
const MAX_LINES = 16;
const MIN_WRAPPED_DIGITS = 32;

/**
 * Reads the transcript of a modem (`+CMGR:`, `+CMGL:`, `+CMT:`, `+CDS:` and a line of hexadecimal after each), or bare lines of
 * hexadecimal that are each an SMS PDU. A PDU may be wrapped into lines, and have white space between its octets. Nothing if the
 * text is neither.
 */
export function readSmsTranscript(text: string): SmsTranscript | undefined {
  const lines = text.split(/\r\n|\r|\n/);
  const pdus: TranscriptPdu[] = [];
  const statusReports: TranscriptPdu[] = [];
  const faults: TranscriptFault[] = [];
  let isAnnounced = false;
  let index = 0;
  while (index < lines.length) {
    const line = lines[index] as string;
    const length = announcedLength(line);
    if (length !== undefined) {
      isAnnounced = true;
      const { octets, line: first, next, reason, isReport } = pduAfter(lines, index + 1, length);
      if (reason !== "") faults.push({ line: index + 1, reason });
      if (octets !== undefined) (isReport ? statusReports : pdus).push({ octets, line: first });
      index = next;
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
  return pdus.length > 0 || isAnnounced ? { pdus, statusReports, faults } : undefined;
}

/** The number at the end of a line that announces a PDU. */
function announcedLength(line: string): number | undefined {
  if (!announcement.test(line)) return undefined;
  const text = line.trimEnd();
  let start = text.length;
  while (digit.test(text[start - 1] ?? "")) start--;
  return start === text.length ? undefined : Number(text.slice(start));
}

/** The PDU that is announced with a length, with its service centre or without; a whole one of another length counts, and is a fault. */
function pduAfter(
  lines: readonly string[],
  from: number,
  length: number,
): { octets?: Uint8Array; line: number; next: number; reason: string; isReport: boolean } {
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
    const isLast = more.length < MIN_WRAPPED_DIGITS;
    if (digits.length % 2 !== 0) {
      if (isLast) break;
      continue;
    }
    const octets = octetsOfHex(digits);
    const isSound = isPdu(octets);
    for (const start of [1 + (octets[0] ?? 0), 0]) {
      if (octets.length !== start + length) continue;
      const isReport = ((octets[start] ?? 0) & 3) === STATUS_REPORT;
      if (isSound || isReport) return { octets, line, next, reason: "", isReport };
    }
    if (isSound) other ??= { octets, next };
    if (isLast || octets.length > MAX_PDU_OCTETS) break;
  }
  const announced = `${length} octets after the service centre are announced`;
  if (other !== undefined) {
    return { ...other, line, reason: `${announced}, and a PDU of another length follows`, isReport: false };
  }
  const has = digits === "" ? "no PDU follows" : `${digits.length / 2} octets follow, which are no PDU of that length`;
  return { line, next, reason: `${announced}, and ${has}`, isReport: false };
}

function barePdu(lines: readonly string[], from: number): { octets: Uint8Array; next: number } | undefined {
  let digits = "";
  for (let next = from; next < Math.min(lines.length, from + MAX_LINES); next++) {
    const more = hexDigits(lines[next] as string);
    if (more === undefined || more === "") return undefined;
    digits += more;
    if (digits.length > 2 * MAX_PDU_OCTETS) return undefined;
    const octets = digits.length % 2 === 0 ? octetsOfHex(digits) : undefined;
    if (octets !== undefined && isPdu(octets)) return { octets, next: next + 1 };
    if (more.length < MIN_WRAPPED_DIGITS) return undefined;
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
