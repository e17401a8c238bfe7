const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** ASCII codes of the 64 digits (RFC 4648 §4). */
export const base64Digits: Uint8Array = Uint8Array.from(ALPHABET, (digit) => digit.charCodeAt(0));

const values = new Int8Array(128).fill(-1);
for (let digit = 0; digit < 64; digit++) values[base64Digits[digit] as number] = digit;

/** `bytes` as base64 text with padding (RFC 4648 §4). */
export function encodeBase64(bytes: Uint8Array): string {
  let text = "";
  for (let pos = 0; pos < bytes.length; pos += 3) {
    const left = bytes.length - pos;
    const group = ((bytes[pos] as number) << 16) | ((bytes[pos + 1] ?? 0) << 8) | (bytes[pos + 2] ?? 0);
    text += ALPHABET[group >> 18];
    text += ALPHABET[(group >> 12) & 63];
    text += left > 1 ? ALPHABET[(group >> 6) & 63] : "=";
    text += left > 2 ? ALPHABET[group & 63] : "=";
  }
  return text;
}

/**
 * The octets of base64 text, or `undefined` if it is none. White space anywhere and missing padding are accepted, since
 * peers send both (field notes §10.7).
 */
export function decodeBase64(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let written = 0;
  let group = 0;
  let digits = 0;
  let padding = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit === 0x20 || (unit >= 0x09 && unit <= 0x0d)) continue;
    if (unit === 0x3d) {
      padding++;
      continue;
    }
    const value = unit < 128 ? (values[unit] as number) : -1;
    if (value < 0 || padding > 0) return undefined;
    group = (group << 6) | value;
    digits++;
    if (digits % 4 === 0) {
      bytes[written++] = group >> 16;
      bytes[written++] = group >> 8;
      bytes[written++] = group;
      group = 0;
    }
  }
  const rest = digits % 4;
  if (rest === 1 || padding > 2 || (padding > 0 && (rest + padding) % 4 !== 0)) return undefined;
  if (rest === 2) bytes[written++] = group >> 4;
  if (rest === 3) {
    bytes[written++] = group >> 10;
    bytes[written++] = group >> 2;
  }
  return bytes.subarray(0, written);
}
