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
