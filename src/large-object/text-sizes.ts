import { ByteWriter } from "../core/byte-writer.ts";
import { writeEscapedText } from "../xml/escape.ts";

/** Bytes that each ASCII character takes inside a WBXML string: one, and 0 for NUL, which ends it. */
export const stringCosts: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) => (code === 0 ? 0 : 1));

/** Bytes that each ASCII character takes in XML character data, escapes included; 0 for one that XML 1.0 lacks (§2.2). */
export const xmlCosts: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) => {
  if (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) return 0;
  // Measured with the writer, so that the two cannot disagree.
  const writer = new ByteWriter(8);
  writeEscapedText(writer, Uint8Array.of(code), 0, 1);
  return writer.byteLength;
});

/** Bytes of the UTF-8 form of a string; a lone surrogate counts as the U+FFFD that it becomes. */
export function utf8Bytes(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) continue;
    bytes++;
    if (unit < 0x800) continue;
    if (isPair(text, index, unit)) index++;
    bytes++;
  }
  return bytes;
}

/**
 * Bytes of a string with these costs per ASCII character, or -1 if it holds a character that cannot be written: one of
 * cost 0, or U+FFFE and U+FFFF with `xmlCosts`.
 */
export function textBytes(text: string, costs: Uint8Array): number {
  let bytes = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) {
      const cost = costs[unit] as number;
      if (cost === 0) return -1;
      bytes += cost;
    } else if (unit < 0x800) bytes += 2;
    else if (isPair(text, index, unit)) {
      index++;
      bytes += 4;
    } else if (unit >= 0xfffe && costs === xmlCosts) return -1;
    else bytes += 3;
  }
  return bytes;
}

function isPair(text: string, index: number, unit: number): boolean {
  return (unit & 0xfc00) === 0xd800 && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00;
}

/** Characters of the base64 form of `byteLength` octets (RFC 4648 §4). */
export function base64Length(byteLength: number): number {
  return Math.ceil(byteLength / 3) * 4;
}
