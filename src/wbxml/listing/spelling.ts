import { mbUint32Bytes } from "../../core/mb-uint32.ts";

/** An `mb_u_int32` with the bytes it takes, which may be more than it needs. */
export interface SizedInteger {
  readonly value: number;
  readonly byteLength: number;
}

const hexPairs: readonly string[] = Array.from({ length: 256 }, (_, byte) => hexPair(byte));

function hexPair(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, "0");
}

/** Bytes `start` to `end` as hex pairs with blanks between them. */
export function spellHex(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let pos = start; pos < end; pos++) text += (pos > start ? " " : "") + hexPairs[bytes[pos] as number];
  return text;
}

/** A token by its number, as `1:0A`: its page, which counts in decimal, and the token in hex. */
export function spellToken(page: number, token: number): string {
  return `${page}:${hexPairs[token]}`;
}

/** A string between quotes as JSON has it, with escapes also for what a terminal or an editor would not show. */
export function spellText(text: string): string {
  return JSON.stringify(text).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    let escapes = "";
    for (let index = 0; index < character.length; index++) {
      escapes += `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`;
    }
    return escapes;
  });
}

/** An integer in decimal or, with radix 16, hex; `/3` after it says that it takes three bytes although fewer would do. */
export function spellInteger({ value, byteLength }: SizedInteger, radix: 10 | 16 = 10): string {
  const digits = radix === 16 ? `0x${value.toString(16)}` : `${value}`;
  return byteLength === mbUint32Bytes(value) ? digits : `${digits}/${byteLength}`;
}
