import { encodeUtf8 } from "../../core/utf8.ts";
import type { CaptureDiagnostic, Gap } from "../model.ts";

/** A body that a file holds as text. */
export interface TextBody {
  readonly bytes: Uint8Array;
  readonly gaps: readonly Gap[];
  readonly diagnostics: readonly CaptureDiagnostic[];
}

const REPLACEMENT = 0xfffd;

/** The 27 characters of Windows-1252 that Latin-1 does not have, by octet from 0x80; 0 where it has none. */
const windows1252 = [
  0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0, 0,
  0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178,
];
const octetOf = new Map(windows1252.flatMap((unit, index) => (unit === 0 ? [] : [[unit, 0x80 + index] as const])));

/** The octet that was lost from a public identifier of SyncML, from the one after it: `a4 01` is 1201, `9f 51` is FD1. */
function lostOctetOf(next: number): number | undefined {
  if (next >= 1 && next <= 3) return 0xa4;
  return next >= 0x51 && next <= 0x54 ? 0x9f : undefined;
}

/**
 * Octets of a body that was written as text: UTF-8, unless its length says that each character was an octet. Of WBXML that lost
 * octets to U+FFFD, one in the public identifier is put back and said; each other is a gap.
 *
 * @param declared - octets of the body, as the file says elsewhere; `undefined` if it does not.
 */
export function bytesOfText(text: string, contentType: string | undefined, declared: number | undefined): TextBody {
  const isWbxml = /wbxml/i.test(contentType ?? "") || (text.length > 1 && text.charCodeAt(0) <= 3);
  const utf8 = encodeUtf8(text);
  const hasReplaced = text.includes("\ufffd");
  if (!hasReplaced || (!isWbxml && declared === utf8.length)) {
    const octets = declared === text.length && utf8.length !== text.length ? octetsOf(text) : undefined;
    if (octets !== undefined) {
      const message =
        "each character of the text is an octet of the body (Windows-1252 or Latin-1), as its length says";
      return { bytes: octets, gaps: [], diagnostics: [{ code: "text-repaired", message }] };
    }
    if (/[\udc80-\udcff]/.test(text)) return withSurrogates(text);
    return { bytes: utf8, gaps: [], diagnostics: [] };
  }
  if (!isWbxml) {
    const message = "the text holds U+FFFD, perhaps for octets that were no UTF-8: this may not be what was sent";
    return { bytes: utf8, gaps: [], diagnostics: [{ code: "text-damaged", message }] };
  }
  return withoutReplaced(text);
}

function octetsOf(text: string): Uint8Array | undefined {
  const octets = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    const octet = unit <= 0xff ? unit : octetOf.get(unit);
    if (octet === undefined) return undefined;
    octets[index] = octet;
  }
  return octets;
}

/** A lone low surrogate U+DCxx is the octet xx, as Python writes what is no UTF-8. */
function withSurrogates(text: string): TextBody {
  const octets: number[] = [];
  let count = 0;
  for (const character of text) {
    const point = character.codePointAt(0) as number;
    if (point >= 0xdc80 && point <= 0xdcff) {
      octets.push(point & 0xff);
      count++;
    } else for (const octet of encodeUtf8(character)) octets.push(octet);
  }
  const diagnostics: CaptureDiagnostic[] =
    count === 0 ? [] : [{ code: "text-repaired", message: `${count} octets that are no UTF-8 were lone surrogates` }];
  return { bytes: Uint8Array.from(octets), gaps: [], diagnostics };
}

function withoutReplaced(text: string): TextBody {
  const parts = text.split("\ufffd");
  const lost = parts.length - 1;
  const repaired = text.charCodeAt(1) === REPLACEMENT ? lostOctetOf(text.charCodeAt(2)) : undefined;
  if (lost === 1 && repaired !== undefined) {
    const bytes = encodeUtf8(text.slice(0, 1) + text.slice(2));
    const whole = new Uint8Array(bytes.length + 1);
    whole[0] = bytes[0] as number;
    whole[1] = repaired;
    whole.set(bytes.subarray(1), 2);
    const message =
      "the program that wrote the file replaced an octet, that of the public identifier, which is put back";
    return { bytes: whole, gaps: [], diagnostics: [{ code: "text-repaired", message }] };
  }
  const pieces = parts.map((part) => encodeUtf8(part));
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  const gaps: Gap[] = [];
  let at = 0;
  pieces.forEach((piece, index) => {
    if (index > 0 && gaps.at(-1)?.offset !== at) gaps.push({ offset: at, reason: "replaced" });
    bytes.set(piece, at);
    at += piece.length;
  });
  const message = `the program that wrote the file replaced octets at ${lost} places: this is not what was sent`;
  return { bytes, gaps, diagnostics: [{ code: "text-damaged", message }] };
}
