import { hexDigitValue } from "../../core/hex-digit.ts";
import type { Candidate } from "./text-form.ts";

/** How WBXML or markup begins in percent-encoding and in quoted-printable. */
const openings = {
  "%": /%(?:0[0-3](?=%|[A-Za-z])|3[cC](?:%3[fF]|[A-Za-z]))/g,
  "=": /=0[0-3]=(?=[0-9A-F]{2})/g,
} as const;
const names = { "%": "percent-encoding", "=": "quoted-printable" } as const;

/** Octets in percent-encoding (RFC 3986) or quoted-printable (RFC 2045), up to the first character that these do not have. */
export function* encodedWords(text: string, mark: "%" | "="): Generator<Candidate> {
  const opening = new RegExp(openings[mark].source, "g");
  for (let found = opening.exec(text); found !== null; found = opening.exec(text)) {
    const { bytes, end } = readEncoded(text, found.index, mark);
    yield { bytes, start: found.index, end, form: names[mark] };
    opening.lastIndex = Math.max(end, opening.lastIndex);
  }
}

/** Text in quoted-printable as the text that it encodes, one character an octet. */
export function fromQuotedPrintable(text: string): string {
  return text.replace(/=(?:\r?\n|([0-9A-F]{2}))/g, (_all, digits: string | undefined) =>
    digits === undefined ? "" : String.fromCharCode(Number.parseInt(digits, 16)),
  );
}

function readEncoded(text: string, start: number, mark: "%" | "="): { bytes: Uint8Array; end: number } {
  const octets: number[] = [];
  let pos = start;
  while (pos < text.length) {
    const unit = text.charCodeAt(pos);
    if (text[pos] === mark) {
      const lineEnd = mark === "=" ? /=[ \t]*\r?\n/y : undefined;
      if (lineEnd !== undefined) {
        lineEnd.lastIndex = pos;
        const [soft] = lineEnd.exec(text) ?? [];
        if (soft !== undefined) {
          pos += soft.length;
          continue;
        }
      }
      const [high, low] = [hexDigitValue(text.charCodeAt(pos + 1)), hexDigitValue(text.charCodeAt(pos + 2))];
      if (!(high >= 0 && low >= 0)) break;
      octets.push(high * 16 + low);
      pos += 3;
    } else if (mark === "%" ? /[\w.~!*'()\-/:?,;@+$[\]]/.test(text[pos] as string) : unit >= 0x20 && unit < 0x7f) {
      // In forms a plus is a blank.
      octets.push(mark === "%" && unit === 0x2b ? 0x20 : unit);
      pos++;
    } else break;
  }
  return { bytes: Uint8Array.from(octets), end: pos };
}
