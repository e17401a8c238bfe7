import { codeUnitBytes, UTF_8 } from "../core/charset.ts";
import { encodeUtf8 } from "../core/utf8.ts";

const LATIN_1 = 4;
const UTF_16LE = 1014;
const UCS_2 = 1000;

/** Whether a charset's text is written as the UTF-8 bytes that events carry. */
export function isUtf8(charset: number): boolean {
  return charset === 0 || charset === UTF_8;
}

/**
 * The highest code point that a charset's strings are written with; what lies above goes out as ENTITY (WAP-192
 * §5.8.4.1). The platform encodes UTF-8 only, so of the many charsets just their common ASCII part is used.
 */
export function highestInString(charset: number): number {
  if (isUtf8(charset)) return 0x10ffff;
  if (codeUnitBytes(charset) > 1) return charset === UCS_2 ? 0xffff : 0x10ffff;
  return charset === LATIN_1 ? 0xff : 0x7f;
}

/** A string in a charset, with its terminator. Its characters must not be above {@link highestInString}. */
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
