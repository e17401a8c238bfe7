import { latin1 } from "./latin1.ts";
import { nativeBytes, TextDecoder, TextEncoder } from "./platform.ts";
import { HIGH_BITS } from "./words.ts";

// Conversion between UTF-8 and strings. `decodeUtf8` takes the first way that applies:
//
//   at most SHORT_BYTES and ASCII   one character at a time
//   at most UNITS bytes             UTF-16 units by hand, validated; only where `nativeBytes` turns them into a string
//   from LONG_BYTES on, all ASCII   one native call
//   anything else                   the platform's strict decoder

// A BOM inside a value is part of it, so the decoders must not drop it.
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder("utf-8", { fatal: false, ignoreBOM: true });
const encoder = new TextEncoder();

// Below this many bytes a loop over ASCII beats one call into the platform's decoder.
const SHORT_BYTES = 24;
const LONG_BYTES = 1024;
// Below this many units a loop over ASCII beats one call into the platform's encoder: 41 take 40 ns instead of 300.
const SHORT_UNITS = 96;
// Decoding to UTF-16 by hand is 1.7 times as fast as the platform's decoder on text of several scripts (ast/wbxml/text), if
// there is a fast way to make a string of the units.
const UNITS = 65_536;
const units = new Uint16Array(nativeBytes === undefined ? 0 : UNITS);
const unitBytes = new Uint8Array(units.buffer);

/** `chunk` from `start` to `end` as a string, or `undefined` if these bytes are not well-formed UTF-8. */
export function decodeUtf8(chunk: Uint8Array, start: number, end: number): string | undefined {
  if (end - start <= SHORT_BYTES) {
    let ascii = "";
    let pos = start;
    while (pos < end) {
      const byte = chunk[pos] as number;
      if (byte >= 0x80) break;
      ascii += String.fromCharCode(byte);
      pos++;
    }
    if (pos === end) return ascii;
  }
  if (end - start <= units.length) return decodeUnits(chunk, start, end);
  if (isLongAscii(chunk, start, end)) return latin1(chunk, start, end);
  try {
    return strict.decode(chunk.subarray(start, end));
  } catch {
    return undefined;
  }
}

function decodeUnits(chunk: Uint8Array, start: number, end: number): string | undefined {
  let pos = start;
  let count = 0;
  while (pos < end) {
    const first = chunk[pos] as number;
    if (first < 0x80) {
      units[count++] = first;
      pos++;
      continue;
    }
    const second = (chunk[pos + 1] as number) ^ 0x80;
    if (first < 0xe0) {
      if (first < 0xc2 || pos + 2 > end || second > 0x3f) return undefined;
      units[count++] = ((first & 0x1f) << 6) | second;
      pos += 2;
      continue;
    }
    const third = (chunk[pos + 2] as number) ^ 0x80;
    if (first < 0xf0) {
      if (pos + 3 > end || (second | third) > 0x3f) return undefined;
      const unit = ((first & 0x0f) << 12) | (second << 6) | third;
      if (unit < 0x800 || (unit & 0xf800) === 0xd800) return undefined;
      units[count++] = unit;
      pos += 3;
      continue;
    }
    const fourth = (chunk[pos + 3] as number) ^ 0x80;
    if (first > 0xf4 || pos + 4 > end || (second | third | fourth) > 0x3f) return undefined;
    const rest = (((first & 0x07) << 18) | (second << 12) | (third << 6) | fourth) - 0x10000;
    if (rest < 0 || rest > 0xfffff) return undefined;
    units[count++] = 0xd800 | (rest >> 10);
    units[count++] = 0xdc00 | (rest & 0x3ff);
    pos += 4;
  }
  // An ASCII string takes half the memory if it is made from bytes.
  return count === end - start ? latin1(chunk, start, end) : nativeBytes?.ucs2Slice.call(unitBytes, 0, count * 2);
}

/**
 * Whether text is ASCII and long enough that checking pays: 1 MB takes the native call 0.1 ms and the platform's decoder
 * 4 ms.
 */
function isLongAscii(chunk: Uint8Array, start: number, end: number): boolean {
  if (nativeBytes === undefined || end - start < LONG_BYTES) return false;
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.length);
  let pos = start;
  for (; pos + 16 <= end; pos += 16) {
    const first = view.getInt32(pos, true) | view.getInt32(pos + 4, true);
    const second = view.getInt32(pos + 8, true) | view.getInt32(pos + 12, true);
    if (((first | second) & HIGH_BITS) !== 0) return false;
  }
  while (pos < end && (chunk[pos] as number) < 0x80) pos++;
  return pos === end;
}

/** Like {@link decodeUtf8}, with U+FFFD for bytes that are not well-formed. */
export function decodeUtf8Lossy(chunk: Uint8Array, start: number, end: number): string {
  if (isLongAscii(chunk, start, end)) return latin1(chunk, start, end);
  return lenient.decode(chunk.subarray(start, end));
}

/** `value` as UTF-8; a lone surrogate becomes U+FFFD. */
export function encodeUtf8(value: string): Uint8Array {
  const { length } = value;
  if (length > SHORT_UNITS) return encoder.encode(value);
  const bytes = new Uint8Array(length);
  for (let index = 0; index < length; index++) {
    const unit = value.charCodeAt(index);
    if (unit >= 0x80) return encoder.encode(value);
    bytes[index] = unit;
  }
  return bytes;
}

/** Writes `value` into `target`, which must hold three bytes per UTF-16 unit, and returns the bytes written. */
export function encodeUtf8Into(value: string, target: Uint8Array): number {
  return encoder.encodeInto(value, target).written;
}
