/**
 * Length in bytes of the character at `pos` if it is well-formed UTF-8 and legal in XML 1.0 (§2.2), 0 if it is not, and
 * -1 if `end` cuts it before that can be told.
 */
export function xmlCharacterBytes(chunk: Uint8Array, pos: number, end: number): number {
  const first = chunk[pos] as number;
  if (first < 0x80) return first >= 0x20 || first === 0x09 || first === 0x0a || first === 0x0d ? 1 : 0;
  if (first < 0xc2 || first > 0xf4) return 0;
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (pos + 1 >= end) return -1;
  const second = chunk[pos + 1] as number;
  // The bounds of the second byte exclude overlong forms, surrogates and what lies past U+10FFFF (RFC 3629 §4).
  const min = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const max = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < min || second > max) return 0;
  for (let at = 2; at < length; at++) {
    if (pos + at >= end) return -1;
    if (((chunk[pos + at] as number) & 0xc0) !== 0x80) return 0;
  }
  // U+FFFE and U+FFFF.
  if (first === 0xef && second === 0xbf && (chunk[pos + 2] as number) >= 0xbe) return 0;
  return length;
}

/** Where the legal, complete characters that begin at `start` end: at `end`, or at the first byte of one that is not. */
export function endOfXmlText(chunk: Uint8Array, start: number, end: number): number {
  let pos = start;
  while (pos < end) {
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

/** Whether a string has only characters that XML 1.0 (§2.2) allows. */
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

/** Writes one code point as UTF-8 and returns the number of bytes; a surrogate gets the three it would have. */
export function writeCharacter(code: number, target: Uint8Array, at: number): number {
  if (code < 0x80) {
    target[at] = code;
    return 1;
  }
  const length = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  let rest = code;
  for (let index = length - 1; index > 0; index--) {
    target[at + index] = 0x80 | (rest & 0x3f);
    rest >>= 6;
  }
  target[at] = ((0xf00 >> length) & 0xff) | rest;
  return length;
}
