/**
 * Length in bytes of the character at `pos` if it is well-formed UTF-8 (RFC 3629 §4), 0 if it is not, and -1 if it is cut off
 * by `end` before that is certain.
 */
export function utf8CharacterBytes(chunk: Uint8Array, pos: number, end: number): number {
  const first = chunk[pos] as number;
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (pos + 1 >= end) return -1;
  const second = chunk[pos + 1] as number;
  // The bounds of the second byte exclude overlong forms, surrogates and what lies past U+10FFFF.
  const min = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const max = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < min || second > max) return 0;
  for (let at = 2; at < length; at++) {
    if (pos + at >= end) return -1;
    if (((chunk[pos + at] as number) & 0xc0) !== 0x80) return 0;
  }
  return length;
}

/** Writes one code point at `at` as UTF-8 and returns its length in bytes. A surrogate is written as three bytes. */
export function writeUtf8Character(code: number, target: Uint8Array, at: number): number {
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
