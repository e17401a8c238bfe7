import { decodeBase64Text } from "../capture/text/base64-text.ts";
import { decodeHex } from "../capture/text/hex-text.ts";
import { readTextForm } from "../capture/text/read-text-form.ts";
import { readSmsTranscript } from "../push/sms/transcript.ts";
import { unwrapCarriers } from "../push/unwrap.ts";
import type { Talk } from "./talk.ts";

/** Whether octets, decoded as text, are text and not octets of another kind. */
export function isText(text: string): boolean {
  return /^[\t-\r -~\u00a0-\ufffc\ufeff]*$/.test(text);
}

/**
 * What may be carriers in a text: the SMS in the log of a modem, segments in hex a line each, or the octets that any text form
 * encodes. `undefined` if it is none of these.
 */
export function octetsInText(
  name: string,
  text: string,
  isWanted: (body: Uint8Array) => boolean,
  talk: Talk,
): readonly Uint8Array[] | undefined {
  const sms = smsInText(name, text, talk);
  if (sms !== undefined) return sms;
  const isCarried = (bytes: Uint8Array) => isWanted(unwrapCarriers(bytes).body);
  const [digits, base64] = [decodeHex(text), decodeBase64Text(text)];
  if ("bytes" in digits) return [digits.bytes];
  if ("bytes" in base64 && isCarried(base64.bytes)) return [base64.bytes];
  const form = readTextForm(text, isCarried);
  if (form === undefined) return undefined;
  talk.note(name, `read as ${form.form}`);
  return [form.bytes];
}

/** The SMS in the log of a modem, or in lines of hex that are each a segment. */
export function smsInText(name: string, text: string, talk: Talk): readonly Uint8Array[] | undefined {
  const transcript = readSmsTranscript(text);
  if (transcript !== undefined) {
    for (const { line, reason } of transcript.faults) talk.note(name, `line ${line}: ${reason}`);
    if (transcript.pdus.length > 0) return transcript.pdus.map(({ octets }) => octets);
  }
  return segmentLines(text);
}

/** The segments of a longer message, one a line in hex. */
function segmentLines(text: string): Uint8Array[] | undefined {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  if (lines.length < 2) return undefined;
  const segments: Uint8Array[] = [];
  for (const line of lines) {
    const digits = decodeHex(line);
    if (!("bytes" in digits) || !unwrapCarriers(digits.bytes).isSegment) return undefined;
    segments.push(digits.bytes);
  }
  return segments;
}
