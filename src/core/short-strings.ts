import type { StringWindow } from "./string-window.ts";

// The words that messages say over and over, of up to 12 bytes, found by those bytes: 12 % less heap for a message
// (heap:ast/wbxml/medium), and no less speed. They are forgotten with each document: what a peer sends, credentials among it,
// does not outlive its message.
const SHORT_STRINGS = 1024;
export const MAX_SHORT_BYTES = 12;
const KEY_WORDS = 4;

const keys = new Int32Array(SHORT_STRINGS * KEY_WORDS);
const strings = new Array<string>(SHORT_STRINGS).fill("");
// Slots in use, so that a short message does not pay for a table that it hardly fills.
const used = new Uint16Array(SHORT_STRINGS);
let usedCount = 0;

/** The ASCII string of 1 to 12 bytes at `start`, where 12 can be read; cut from the window if it is not known. */
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

/** Forgets the strings of the document that has been read. */
export function forgetShortStrings(): void {
  for (let index = 0; index < usedCount; index++) {
    const slot = used[index] as number;
    keys.fill(0, slot * KEY_WORDS, (slot + 1) * KEY_WORDS);
    strings[slot] = "";
  }
  usedCount = 0;
}
