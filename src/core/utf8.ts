import { TextDecoder, TextEncoder } from "./platform.ts";

// A BOM inside a value is a character of it, so the decoders must not swallow it.
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder("utf-8", { fatal: false, ignoreBOM: true });
const encoder = new TextEncoder();

// Below this many bytes a loop over ASCII beats one call into the platform's decoder.
const SHORT_BYTES = 24;

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
  try {
    return strict.decode(chunk.subarray(start, end));
  } catch {
    return undefined;
  }
}

/** Like {@link decodeUtf8}, with U+FFFD for what is not well-formed. */
export function decodeUtf8Lossy(chunk: Uint8Array, start: number, end: number): string {
  return lenient.decode(chunk.subarray(start, end));
}

/** `value` as UTF-8; a lone surrogate becomes U+FFFD. */
export function encodeUtf8(value: string): Uint8Array {
  return encoder.encode(value);
}

/** Writes `value` into `target`, which must hold three bytes per UTF-16 unit, and returns the bytes written. */
export function encodeUtf8Into(value: string, target: Uint8Array): number {
  return encoder.encodeInto(value, target).written;
}
