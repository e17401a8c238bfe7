import { nativeBytes, TextDecoder } from "./platform.ts";

// What the platform calls Latin-1 is windows-1252, which differs from 0x80 on.
const decoder = new TextDecoder("latin1");

function sliceNative(bytes: Uint8Array, start: number, end: number): string {
  return (nativeBytes as NonNullable<typeof nativeBytes>).latin1Slice.call(bytes, start, end);
}

function decodePortable(bytes: Uint8Array, start: number, end: number): string {
  return decoder.decode(bytes.subarray(start, end));
}

/** Bytes as a string with one unit for each: the same number for those below 0x80, some number for the others. */
export const latin1: (bytes: Uint8Array, start: number, end: number) => string =
  nativeBytes === undefined ? decodePortable : sliceNative;
