import type { StringWindow } from "./string-window.ts";

// A cache of strings of up to 12 bytes, which messages repeat often: 12 % less heap for a message (heap:ast/wbxml/medium) at
// no cost in speed. It is cleared after each document, so that what a peer sends, such as credentials, does not outlive its
// message.
//
//   keys     │ bytes 0–3 │ bytes 4–7 │ bytes 8–11 │ length │     KEY_WORDS words per slot, zero-filled; length 0 is free
//   strings  │ the string of the same slot                │     a slot is a hash of the key; a collision overwrites it
const SHORT_STRINGS = 1024;
export const MAX_SHORT_BYTES = 12;
const KEY_WORDS = 4;

const keys = new Int32Array(SHORT_STRINGS * KEY_WORDS);
const strings = new Array<string>(SHORT_STRINGS).fill("");
// Slots in use, so that clearing costs no more than was filled.
const used = new Uint16Array(SHORT_STRINGS);
let usedCount = 0;

/** The ASCII string of 1 to 12 bytes at `start`, at which 12 bytes must be readable; cut from the window if not cached. */
export function shortString(view: DataView, start: number, length: number, window: StringWindow): string {
  let first = view.getInt32(start, true);
  if (length < 4) first &= (1 << (length * 8)) - 1;
  const second = length > 4 ? view.getInt32(start + 4, true) << (length < 8 ? (8 - length) * 8 : 0) : 0;
  const third = length > 8 ? view.getInt32(start + 8, true) << ((12 - length) * 8) : 0;
  const mixed = Math.imul(first ^ Math.imul(second, 0x9e37_79b1) ^ Math.imul(third, 0x85eb_ca6b), 0xcc9e_2d51) + length;
  const slot = (mixed ^ (mixed >>> 15)) & (SHORT_STRINGS - 1);
  const key = slot * KEY_WORDS;
  const isKnown =
    keys[key] === first && keys[key + 1] === second && keys[key + 2] === third && keys[key + 3] === length;
  if (isKnown) return strings[slot] as string;
  const text = window.cut(start, start + length);
  if (keys[key + 3] === 0) used[usedCount++] = slot;
  keys[key] = first;
  keys[key + 1] = second;
  keys[key + 2] = third;
  keys[key + 3] = length;
  strings[slot] = text;
  return text;
}

/** Clears the cache, after a document. */
export function forgetShortStrings(): void {
  for (let index = 0; index < usedCount; index++) {
    const slot = used[index] as number;
    const key = slot * KEY_WORDS;
    // One by one: `fill` takes three times as long for four words (ast/wbxml/management, 5 %).
    keys[key] = 0;
    keys[key + 1] = 0;
    keys[key + 2] = 0;
    keys[key + 3] = 0;
    strings[slot] = "";
  }
  usedCount = 0;
}
