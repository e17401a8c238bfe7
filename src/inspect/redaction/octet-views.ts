import { hexDigitValue } from "../../core/hex-digit.ts";
import { octetString } from "../../core/latin1.ts";
import { sextets } from "./encoded-digits.ts";
import { type Unescaped, unescapedOctets } from "./escapes.ts";
import type { OctetSieve } from "./octet-sieve.ts";

// A text can have octets in it that are spelt in other ways: in base64, in hexadecimal digits, with escapes, in UTF-16. A view is such a
// reading. It can be written to, octet by octet; what is written arrives in the text below with the length and the spelling that it had.

/** Octets as one way of reading finds them in those of another view. */
export interface OctetView {
  /** Changed by {@link put} only. */
  readonly values: Uint8Array;
  put(index: number, octet: number): void;
  /** Where octets from `start` to `end` are spelt, in the octets that the lowest view has. */
  range(start: number, end: number): readonly [start: number, end: number];
}

const base64Run = /[\w+/-](?:[\r\n\t ]*[\w+/-]){5,}/g;
const hexRun = /[\dA-Fa-f](?:[ :-]?[\dA-Fa-f]){7,}/g;
const littleEndianRun = /(?:[\t\n\r -~]\0){4,}/g;
const bigEndianRun = /(?:\0[\t\n\r -~]){4,}/g;
const SLASH = 0x2f;

/** The octets themselves, of which `copy` is written to. */
export function plainView(copy: Uint8Array): OctetView {
  return {
    values: copy,
    put(index, octet) {
      copy[index] = octet;
    },
    range: (start, end) => [start, end],
  };
}

/**
 * All views of encodings in a view that the sieve lets through, one after the other: each is of the octets as those before it have left
 * them. `text` has the octets as they are now; they are inside `depth` encodings. In a run of base64 a value may begin at any digit,
 * since what is before it is not known; likewise in hexadecimal digits.
 */
export function* encodedViews(view: OctetView, text: string, depth: number, sieve: OctetSieve): Generator<OctetView> {
  const { values } = view;
  let isChanged = false;
  for (const { index, 0: run } of text.matchAll(base64Run)) {
    if (sieve.isHeldBack(run, depth)) continue;
    let isHeldBack = true;
    for (let shift = 0; shift < 4; shift++) {
      if (!sieve.mayHoldBase64(values, index, index + run.length, shift, depth)) continue;
      yield new Base64View(view, index, run, shift);
      isChanged = true;
      isHeldBack = false;
    }
    if (isHeldBack) sieve.holdBack(run, depth);
  }
  const textNow = () => (isChanged ? octetString(values, 0, values.length) : text);
  for (const { index, 0: run } of textNow().matchAll(hexRun)) {
    for (let shift = 0; shift < 2; shift++) {
      if (!sieve.mayHoldHex(values, index, index + run.length, shift, depth)) continue;
      yield new HexView(view, index, run, shift);
      isChanged = true;
    }
  }
  const before = textNow();
  if (!before.includes("\0")) return;
  for (const { index, 0: run } of before.matchAll(littleEndianRun)) yield new WideView(view, index, run.length / 2, 0);
  for (const { index, 0: run } of before.matchAll(bigEndianRun)) yield new WideView(view, index, run.length / 2, 1);
}

/** A view with escapes and character references resolved; `undefined` if there are none. Its octets have their order. */
export function unescapedView(view: OctetView): EscapeView | undefined {
  const unescaped = unescapedOctets(octetString(view.values, 0, view.values.length));
  return unescaped === undefined ? undefined : new EscapeView(view, unescaped);
}

class Base64View implements OctetView {
  readonly values: Uint8Array;
  private readonly below: OctetView;
  private readonly places: number[] = [];
  private readonly sextets: number[] = [];
  private readonly isUrl: boolean;
  private readonly run: readonly [number, number];

  constructor(below: OctetView, start: number, run: string, shift: number) {
    this.below = below;
    this.run = [start, start + run.length];
    this.isUrl = /[-_]/.test(run);
    let skipped = 0;
    for (let index = start; index < start + run.length; index++) {
      const sextet = sextets[below.values[index] as number] as number;
      if (sextet < 0 || skipped++ < shift) continue;
      this.places.push(index);
      this.sextets.push(sextet);
    }
    this.values = new Uint8Array(Math.floor((this.sextets.length * 6) / 8));
    for (let index = 0; index < this.values.length; index++) this.values[index] = this.octetAt(index);
  }

  put(index: number, octet: number): void {
    this.values[index] = octet;
    const bit = index * 8;
    const at = Math.floor(bit / 6);
    const down = 4 - (bit % 6);
    const pair = (this.pairAt(at) & ~(0xff << down)) | (octet << down);
    this.putSextet(at, (pair >> 6) & 0x3f);
    this.putSextet(at + 1, pair & 0x3f);
  }

  range(): readonly [number, number] {
    return this.below.range(...this.run);
  }

  private octetAt(index: number): number {
    const bit = index * 8;
    return (this.pairAt(Math.floor(bit / 6)) >> (4 - (bit % 6))) & 0xff;
  }

  private pairAt(at: number): number {
    return ((this.sextets[at] as number) << 6) | (this.sextets[at + 1] as number);
  }

  /** What does not change keeps its spelling. */
  private putSextet(at: number, sextet: number): void {
    if (this.sextets[at] === sextet) return;
    this.sextets[at] = sextet;
    this.below.put(this.places[at] as number, sextetCode(sextet, this.isUrl));
  }
}

class HexView implements OctetView {
  readonly values: Uint8Array;
  private readonly below: OctetView;
  private readonly places: number[] = [];
  private readonly isCapital: boolean;
  private readonly run: readonly [number, number];

  constructor(below: OctetView, start: number, run: string, shift: number) {
    this.below = below;
    this.run = [start, start + run.length];
    this.isCapital = /[A-F]/.test(run);
    let skipped = 0;
    for (let index = start; index < start + run.length; index++) {
      if (hexDigitValue(below.values[index] as number) >= 0 && skipped++ >= shift) this.places.push(index);
    }
    this.values = new Uint8Array(this.places.length >> 1);
    for (let index = 0; index < this.values.length; index++) {
      this.values[index] = this.digitAt(2 * index) * 16 + this.digitAt(2 * index + 1);
    }
  }

  put(index: number, octet: number): void {
    this.values[index] = octet;
    for (const [digit, value] of [octet >> 4, octet & 15].entries()) {
      const place = this.places[2 * index + digit] as number;
      if (hexDigitValue(this.below.values[place] as number) !== value) {
        this.below.put(place, hexCode(value, this.isCapital));
      }
    }
  }

  range(): readonly [number, number] {
    return this.below.range(...this.run);
  }

  private digitAt(index: number): number {
    return hexDigitValue(this.below.values[this.places[index] as number] as number);
  }
}

/** Characters of ASCII in UTF-16. */
class WideView implements OctetView {
  readonly values: Uint8Array;
  private readonly below: OctetView;
  private readonly start: number;

  constructor(below: OctetView, start: number, length: number, shift: number) {
    this.below = below;
    this.start = start + shift;
    this.values = new Uint8Array(length);
    for (let index = 0; index < length; index++) this.values[index] = below.values[this.start + 2 * index] as number;
  }

  put(index: number, octet: number): void {
    this.values[index] = octet;
    this.below.put(this.start + 2 * index, octet);
  }

  range(start: number, end: number): readonly [number, number] {
    return this.below.range(this.start + 2 * start, this.start + 2 * end);
  }
}

/** Octets with escapes resolved. */
export class EscapeView implements OctetView {
  readonly values: Uint8Array;
  private readonly below: OctetView;
  private readonly starts: Unescaped["starts"];

  constructor(below: OctetView, { values, starts }: Unescaped) {
    this.below = below;
    this.values = values;
    this.starts = starts;
  }

  put(index: number, octet: number): void {
    const from = this.values[index] as number;
    this.values[index] = octet;
    const [start, end] = this.placeOf(index, index + 1);
    const spelt = spelling(octetString(this.below.values, start, end), from, octet);
    for (let at = 0; at < spelt.length; at++) this.below.put(start + at, spelt.charCodeAt(at));
  }

  range(start: number, end: number): readonly [number, number] {
    return this.below.range(...this.placeOf(start, end));
  }

  /** Where octets are in the view below. */
  placeOf(start: number, end: number): readonly [number, number] {
    return [this.starts[start] as number, this.starts[end] as number];
  }
}

/** Another octet, spelt as long and in the same way where there is one. */
function spelling(old: string, from: number, to: number): string {
  if (old.length === 1) return String.fromCharCode(to);
  const isEscape = !old.startsWith("&");
  // Only "/" is written so; a digit of base64 that stays tells six bits.
  if (old === "\\/") return old;
  if (isEscape) return old.slice(0, -2) + hexText(to, !/[a-f]/.test(old.slice(-2)));
  if (old.length === 4 && (from === 60 || from === 62)) return from === 60 ? "&gt;" : "&lt;";
  // A reference by number, with zeros up to the length; one of one digit is a control character and has no other.
  const digits = String(to).padStart(old.length - 3, "0");
  return digits.length === old.length - 3 ? `&#${digits};` : "_".repeat(old.length);
}

function sextetCode(value: number, isUrl: boolean): number {
  if (value < 26) return value + 0x41;
  if (value < 52) return value - 26 + 0x61;
  if (value < 62) return value - 52 + 0x30;
  if (value === 62) return isUrl ? 0x2d : 0x2b;
  return isUrl ? 0x5f : SLASH;
}

function hexCode(value: number, isCapital: boolean): number {
  return hexText(value, isCapital).charCodeAt(1);
}

function hexText(octet: number, isCapital: boolean): string {
  const digits = octet.toString(16).padStart(2, "0");
  return isCapital ? digits.toUpperCase() : digits;
}
