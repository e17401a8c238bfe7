import { utf8CharacterBytes } from "../core/utf8-characters.ts";
import { endOfPlainRun, RUN_BYTES } from "./plain-run.ts";

/**
 * Length in bytes of the character at `pos` if it is well-formed UTF-8 and legal in XML 1.0 (§2.2), 0 if it is not, and
 * -1 if `end` cuts it off before that can be decided.
 */
export function xmlCharacterBytes(chunk: Uint8Array, pos: number, end: number): number {
  const first = chunk[pos] as number;
  if (first < 0x80) return first >= 0x20 || first === 0x09 || first === 0x0a || first === 0x0d ? 1 : 0;
  const length = utf8CharacterBytes(chunk, pos, end);
  // U+FFFE and U+FFFF.
  const isNoncharacter =
    length === 3 && first === 0xef && chunk[pos + 1] === 0xbf && (chunk[pos + 2] as number) >= 0xbe;
  return isNoncharacter ? 0 : length;
}

/** Where the legal, complete characters that begin at `start` end: at `end`, or at the first byte of one that is not. */
export function endOfXmlText(chunk: Uint8Array, start: number, end: number): number {
  const view = end - start < RUN_BYTES ? undefined : new DataView(chunk.buffer, chunk.byteOffset, chunk.length);
  let searchAt = view === undefined ? end : start;
  let pos = start;
  while (pos < end) {
    if (pos >= searchAt) {
      pos = endOfPlainRun(view as DataView, pos, end);
      searchAt = pos + RUN_BYTES;
      if (pos === end) break;
    }
    const byte = chunk[pos] as number;
    if (byte >= 0x20 && byte < 0x80) {
      pos++;
      continue;
    }
    const length = xmlCharacterBytes(chunk, pos, end);
    if (length <= 0) return pos;
    pos += length;
  }
  return end;
}

/** Whether a string has only characters allowed by XML 1.0 (§2.2). */
export function isXmlText(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the control characters are what it looks for
  return !/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(
    text,
  );
}

/** Whether a code point is a character of XML 1.0 (§2.2). */
export function isXmlCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x09 || code === 0x0a || code === 0x0d;
  return code < 0xd800 || (code > 0xdfff && code < 0xfffe) || (code > 0xffff && code <= 0x10ffff);
}
