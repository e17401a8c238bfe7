import { codeUnitBytes, LATIN_1, UCS_2, US_ASCII, UTF_7, UTF_8, UTF_16, UTF_16LE } from "../core/charset.ts";
import { encodeUtf8 } from "../core/utf8.ts";

/** Whether a charset's text is written as the UTF-8 bytes that events carry. */
export function isUtf8(charset: number): boolean {
  return charset === 0 || charset === UTF_8;
}

/**
 * Whether a character can be written in a string of this charset; others are written as ENTITY (WAP-192 §5.8.4.1). The
 * platform encodes UTF-8 only, so for most charsets just the ASCII characters that all of them share are used: in some,
 * control characters begin escapes, and decoders of Shift_JIS swap a few characters. In UTF-16 without a stated byte order,
 * U+FEFF would be taken as a byte order mark.
 */
export function isInString(code: number, charset: number): boolean {
  if (code === 0) return false;
  if (isUtf8(charset)) return true;
  if (charset === UTF_16) return code !== 0xfeff && code !== 0xfffe;
  if (codeUnitBytes(charset) > 1) return charset !== UCS_2 || code <= 0xffff;
  if (charset === LATIN_1) return code <= 0xff;
  if (charset === US_ASCII) return code <= 0x7f;
  // RFC 2152: these three are not direct characters.
  if (charset === UTF_7 && (code === 0x2b || code === 0x5c || code === 0x7e)) return false;
  return (code >= 0x20 && code < 0x7f) || code === 0x9 || code === 0xa || code === 0xd;
}

/** A string in a charset, with its terminator. All its characters must be {@link isInString}. */
export function encodeTerminated(text: string, charset: number): Uint8Array {
  if (isUtf8(charset)) return encodeUtf8(`${text}\0`);
  const unitBytes = codeUnitBytes(charset);
  if (unitBytes === 4) return encodeUtf32(text, charset);
  const bytes = new Uint8Array((text.length + 1) * unitBytes);
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unitBytes === 1) bytes[index] = unit;
    else {
      bytes[index * 2] = charset === UTF_16LE ? unit : unit >> 8;
      bytes[index * 2 + 1] = charset === UTF_16LE ? unit >> 8 : unit;
    }
  }
  return bytes;
}

const UTF_32LE = 1019;

function encodeUtf32(text: string, charset: number): Uint8Array {
  const points = Array.from(text, (character) => character.codePointAt(0) as number);
  const view = new DataView(new ArrayBuffer((points.length + 1) * 4));
  for (const [index, point] of points.entries()) view.setUint32(index * 4, point, charset === UTF_32LE);
  return new Uint8Array(view.buffer);
}
