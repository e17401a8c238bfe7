import { nativeBytes, TextDecoder } from "./platform.ts";

// The platform's "latin1" is windows-1252, which differs from 0x80 on.
const decoder = new TextDecoder("latin1");

function sliceNative(bytes: Uint8Array, start: number, end: number): string {
  return (nativeBytes as NonNullable<typeof nativeBytes>).latin1Slice.call(bytes, start, end);
}

function decodePortable(bytes: Uint8Array, start: number, end: number): string {
  return decoder.decode(bytes.subarray(start, end));
}

/** Bytes as a string of one unit each. Exact below 0x80; from there on the unit depends on the platform. */
export const latin1: (bytes: Uint8Array, start: number, end: number) => string =
  nativeBytes === undefined ? decodePortable : sliceNative;

function joinCharacters(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let pos = start; pos < end; pos++) text += String.fromCharCode(bytes[pos] as number);
  return text;
}

/**
 * Octets as a string of one character each, U+0000–U+00FF, on every platform. From 16 octets on the native call takes half the
 * time of the loop, of 4 it takes a third more.
 */
export const octetString: (bytes: Uint8Array, start: number, end: number) => string =
  nativeBytes === undefined ? joinCharacters : sliceNative;

/** The octets of such a string; `undefined` if it has a character past U+00FF. */
export function octetsOfString(text: string): Uint8Array | undefined {
  const octets = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit > 0xff) return undefined;
    octets[index] = unit;
  }
  return octets;
}
