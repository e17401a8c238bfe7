import { encodeUtf8 } from "../core/utf8.ts";
import { writeUtf8Character } from "../core/utf8-characters.ts";

const NONE = -1;

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/**
 * Converts UTF-16 to UTF-8, in pieces cut anywhere. A lone surrogate becomes the three bytes of its code, which are not valid
 * UTF-8, so that the tokenizer reports it at its place; the platform's decoder would hide it.
 */
export class Utf16Transcoder {
  private readonly high: number;
  private readonly low: number;
  /** First byte of a unit that was cut, and a high surrogate that waits for the low one. */
  private byte = NONE;
  private surrogate = NONE;

  constructor(littleEndian: boolean) {
    this.high = littleEndian ? 1 : 0;
    this.low = littleEndian ? 0 : 1;
  }

  /** Whether the last piece ended in half a character. */
  get isCut(): boolean {
    return this.byte !== NONE || this.surrogate !== NONE;
  }

  /** UTF-8 of bytes `start` to `end`. */
  transcode(chunk: Uint8Array, start: number, end: number): Uint8Array {
    const target = new Uint8Array((end - start + 4) * 2);
    let written = 0;
    let pos = start;
    if (this.byte !== NONE && pos < end) {
      const second = chunk[pos++] as number;
      written = this.take(this.high === 0 ? this.byte * 256 + second : second * 256 + this.byte, target, written);
      this.byte = NONE;
    }
    for (; pos + 1 < end; pos += 2) {
      const unit = (chunk[pos + this.high] as number) * 256 + (chunk[pos + this.low] as number);
      if (unit < 0x80 && this.surrogate === NONE) target[written++] = unit;
      else written = this.take(unit, target, written);
    }
    if (pos < end) this.byte = chunk[pos] as number;
    return target.subarray(0, written);
  }

  private take(unit: number, target: Uint8Array, at: number): number {
    let written = at;
    if (this.surrogate !== NONE) {
      const first = this.surrogate;
      this.surrogate = NONE;
      if (isLowSurrogate(unit)) {
        return written + writeUtf8Character(0x10000 + ((first - 0xd800) << 10) + (unit - 0xdc00), target, written);
      }
      written += writeUtf8Character(first, target, written);
    }
    if (isHighSurrogate(unit)) {
      this.surrogate = unit;
      return written;
    }
    return written + writeUtf8Character(unit, target, written);
  }
}

const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Converts strings to UTF-8, in pieces cut anywhere; lone surrogates as in {@link Utf16Transcoder}. */
export class StringTranscoder {
  private surrogate = "";

  /** Whether the last piece ended in half a character. */
  get isCut(): boolean {
    return this.surrogate !== "";
  }

  transcode(text: string): Uint8Array {
    const joined = this.surrogate + text;
    const last = joined.length - 1;
    const isCut = last >= 0 && isHighSurrogate(joined.charCodeAt(last));
    this.surrogate = isCut ? joined.slice(last) : "";
    const whole = isCut ? joined.slice(0, last) : joined;
    return loneSurrogate.test(whole) ? encodeSurrogates(whole) : encodeUtf8(whole);
  }
}

function encodeSurrogates(text: string): Uint8Array {
  const target = new Uint8Array(text.length * 3);
  let written = 0;
  for (const character of text) written += writeUtf8Character(character.codePointAt(0) as number, target, written);
  return target.subarray(0, written);
}
