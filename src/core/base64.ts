import { latin1 } from "./latin1.ts";
import { nativeBytes } from "./platform.ts";
import { encodeUtf8 } from "./utf8.ts";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** ASCII codes of the 64 digits (RFC 4648 §4). */
export const base64Digits: Uint8Array = Uint8Array.from(ALPHABET, (digit) => digit.charCodeAt(0));

/** Value of each digit by its byte; -1 for all other bytes, those of UTF-8 included. */
const values = new Int8Array(256).fill(-1);
for (let digit = 0; digit < 64; digit++) values[base64Digits[digit] as number] = digit;

const PADDING = 0x3d;

function encodeNative(bytes: Uint8Array): string {
  return (nativeBytes as NonNullable<typeof nativeBytes>).base64Slice.call(bytes, 0, bytes.length);
}

/** What {@link encodeBase64} is where the platform has nothing faster. */
export function encodeBase64Portable(bytes: Uint8Array): string {
  const { length } = bytes;
  // Digits as bytes, made a string at once: one string a digit costs 20 times as much.
  const text = new Uint8Array(Math.ceil(length / 3) * 4);
  const digits = base64Digits;
  let to = 0;
  let pos = 0;
  for (const whole = length - (length % 3); pos < whole; pos += 3) {
    const group = ((bytes[pos] as number) << 16) | ((bytes[pos + 1] as number) << 8) | (bytes[pos + 2] as number);
    text[to++] = digits[group >> 18] as number;
    text[to++] = digits[(group >> 12) & 63] as number;
    text[to++] = digits[(group >> 6) & 63] as number;
    text[to++] = digits[group & 63] as number;
  }
  if (pos < length) {
    const group = ((bytes[pos] as number) << 8) | (bytes[pos + 1] ?? 0);
    text[to++] = digits[group >> 10] as number;
    text[to++] = digits[(group >> 4) & 63] as number;
    text[to++] = pos + 1 < length ? (digits[(group << 2) & 63] as number) : PADDING;
    text[to++] = PADDING;
  }
  return latin1(text, 0, to);
}

/** `bytes` as base64 text with padding (RFC 4648 §4). */
export const encodeBase64: (bytes: Uint8Array) => string =
  nativeBytes === undefined ? encodeBase64Portable : encodeNative;

/**
 * The octets of base64 text, or `undefined` if it is none. White space anywhere and missing padding are accepted, since
 * peers send both (field notes §10.7).
 */
export function decodeBase64(text: string): Uint8Array | undefined {
  const source = encodeUtf8(text);
  const { length } = source;
  const bytes = new Uint8Array(Math.floor((length * 3) / 4));
  let written = 0;
  let group = 0;
  let digits = 0;
  let padding = 0;
  for (let pos = 0; pos < length; ) {
    // Four digits in a row, as nearly all come.
    while (digits === 0 && padding === 0 && pos + 4 <= length) {
      const first = values[source[pos] as number] as number;
      const second = values[source[pos + 1] as number] as number;
      const third = values[source[pos + 2] as number] as number;
      const fourth = values[source[pos + 3] as number] as number;
      if ((first | second | third | fourth) < 0) break;
      bytes[written++] = (first << 2) | (second >> 4);
      bytes[written++] = (second << 4) | (third >> 2);
      bytes[written++] = (third << 6) | fourth;
      pos += 4;
    }
    if (pos === length) break;
    const byte = source[pos++] as number;
    if (byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)) continue;
    if (byte === PADDING) {
      padding++;
      continue;
    }
    const value = values[byte] as number;
    if (value < 0 || padding > 0) return undefined;
    group = (group << 6) | value;
    if (++digits === 4) {
      bytes[written++] = group >> 16;
      bytes[written++] = group >> 8;
      bytes[written++] = group;
      group = 0;
      digits = 0;
    }
  }
  if (digits === 1 || padding > 2 || (padding > 0 && (digits + padding) % 4 !== 0)) return undefined;
  if (digits === 2) bytes[written++] = group >> 4;
  if (digits === 3) {
    bytes[written++] = group >> 10;
    bytes[written++] = group >> 2;
  }
  return bytes.subarray(0, written);
}
