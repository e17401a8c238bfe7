import { octetString } from "../../core/latin1.ts";
import { hexDigits, sextets } from "./encoded-digits.ts";
import { unescapedOctets } from "./escapes.ts";

/** Encodings inside each other that are looked into. */
export const MAX_DEPTH = 4;
/** As many octets of a value make its key. */
export const KEY_OCTETS = 4;

/** Slots for each key, so that few are found that are none. */
const SLOTS_PER_KEY = 16;
const MIN_BITS = 12;
/** Fibonacci hashing: the highest bits of the product depend on all of the key. */
const MULTIPLIER = 0x9e37_79b1;
/** Shorter runs have no room for a value. */
const MIN_SEXTETS = 6;
const MIN_HEX_DIGITS = 8;
/** Of shorter ones none is remembered. */
const LONG_RUN = 1024;
/** Every other octet of UTF-16 is NUL: four characters have at least three around others. */
const MIN_NULS = 3;
/** Escapes may be escaped again. */
const MAX_ESCAPED = 2;

// Kinds of octets, as bits.
const SEXTET = 1;
const HEX = 2;
/** May be between digits of base64. */
const SPACE = 4;
/** May be between hexadecimal digits. */
const SEPARATOR = 8;
const ESCAPE = 16;
const NUL = 32;
const kinds = new Uint8Array(256);
for (let code = 0; code < kinds.length; code++) {
  const character = String.fromCharCode(code);
  kinds[code] =
    ((sextets[code] as number) >= 0 ? SEXTET : 0) |
    ((hexDigits[code] as number) >= 0 ? HEX : 0) |
    ("\r\n\t ".includes(character) ? SPACE : 0) |
    (" :-".includes(character) ? SEPARATOR : 0) |
    ("%\\=&".includes(character) ? ESCAPE : 0) |
    (code === 0 ? NUL : 0);
}

/** What is decoded at one depth. */
interface Level {
  sextets: Uint8Array;
  hexDigits: Uint8Array;
  octets: Uint8Array;
}

/** The key of the value that begins at `at`. */
export function keyAt(octets: Uint8Array, at: number): number {
  return (
    ((octets[at] as number) << 24) |
    ((octets[at + 1] as number) << 16) |
    ((octets[at + 2] as number) << 8) |
    (octets[at + 3] as number)
  );
}

/**
 * Tells octets in which nothing can be found from those that are worth a closer look, whatever the number of values: it knows them by
 * their keys, decodes runs of digits into buffers that it keeps, and looks at what comes of them likewise. It may let octets through
 * in vain; it never holds back any that have a value in them.
 */
export class OctetSieve {
  private readonly keys: ReadonlySet<number>;
  /** 1 where a key may be: most octets need no look into the set. */
  private readonly slots: Uint8Array;
  private readonly shift: number;
  private readonly levels: readonly Level[] = Array.from({ length: MAX_DEPTH + 1 }, () => ({
    sextets: new Uint8Array(0),
    hexDigits: new Uint8Array(0),
    octets: new Uint8Array(0),
  }));

  private heldBack = "";
  private heldBackDepth = -1;

  /** `keys` are those of all values that are looked for. */
  constructor(keys: ReadonlySet<number>) {
    const bits = Math.max(MIN_BITS, Math.ceil(Math.log2(keys.size * SLOTS_PER_KEY + 1)));
    this.shift = 32 - bits;
    this.slots = new Uint8Array(2 ** bits);
    this.keys = keys;
    for (const key of keys) this.slots[this.slotOf(key)] = 1;
  }

  /** Whether a value begins with this key. */
  hasKey(key: number): boolean {
    return this.slots[this.slotOf(key)] === 1 && this.keys.has(key);
  }

  /** Whether a value may be in the first `length` octets, as it is or in an encoding; they are themselves inside `depth` encodings, with escapes resolved `escaped` times. */
  mayHold(octets: Uint8Array, length: number, depth: number, escaped = 0): boolean {
    const { slots, shift, keys } = this;
    const level = this.levelFor(depth, length);
    const { sextets: ofBase64, hexDigits: ofHex } = level;
    let key = 0;
    let sextetCount = 0;
    let hexCount = 0;
    let nulCount = 0;
    let lastNul = -1;
    let hasEscape = false;
    for (let at = 0; at < length; at++) {
      const octet = octets[at] as number;
      key = (key << 8) | octet;
      if (slots[Math.imul(key, MULTIPLIER) >>> shift] === 1 && at >= KEY_OCTETS - 1 && keys.has(key)) return true;
      const kind = kinds[octet] as number;
      if ((kind & SEXTET) !== 0) ofBase64[sextetCount++] = sextets[octet] as number;
      else if ((kind & SPACE) === 0 && sextetCount > 0) {
        if (this.mayHoldSextets(sextetCount, depth)) return true;
        sextetCount = 0;
      }
      if ((kind & HEX) !== 0) ofHex[hexCount++] = hexDigits[octet] as number;
      else if ((kind & SEPARATOR) === 0 && hexCount > 0) {
        if (this.mayHoldHexDigits(hexCount, depth)) return true;
        hexCount = 0;
      }
      if ((kind & ESCAPE) !== 0) hasEscape ||= mayEscape(octets, at, length);
      if ((kind & NUL) !== 0) {
        nulCount = lastNul === at - 2 ? nulCount + 1 : 1;
        if (nulCount === MIN_NULS) return true;
        lastNul = at;
      }
    }
    if (this.mayHoldSextets(sextetCount, depth) || this.mayHoldHexDigits(hexCount, depth)) return true;
    if (!hasEscape || escaped === MAX_ESCAPED) return false;
    const unescaped = unescapedOctets(octetString(octets, 0, length));
    return unescaped !== undefined && this.mayHold(unescaped.values, unescaped.values.length, depth, escaped + 1);
  }

  /** Whether a long run of base64 at this depth is the one that was held back last: with escapes resolved it is read again. */
  isHeldBack(run: string, depth: number): boolean {
    return depth === this.heldBackDepth && run === this.heldBack;
  }

  holdBack(run: string, depth: number): void {
    if (run.length < LONG_RUN) return;
    this.heldBack = run;
    this.heldBackDepth = depth;
  }

  /** Whether a value may be in a run of base64 from its digit `skipped` on; what it is in is inside `depth` encodings. */
  mayHoldBase64(octets: Uint8Array, start: number, end: number, skipped: number, depth: number): boolean {
    const digits = this.levelFor(depth, end - start).sextets;
    return this.mayHoldGroups(digitsIn(octets, start, end, sextets, digits), skipped, depth);
  }

  /** The same for hexadecimal digits. */
  mayHoldHex(octets: Uint8Array, start: number, end: number, skipped: number, depth: number): boolean {
    const digits = this.levelFor(depth, end - start).hexDigits;
    return this.mayHoldPairs(digitsIn(octets, start, end, hexDigits, digits), skipped, depth);
  }

  /** Whether a value may be in the sextets of a level, from any of them on. */
  private mayHoldSextets(count: number, depth: number): boolean {
    if (count < MIN_SEXTETS || depth >= MAX_DEPTH) return false;
    for (let skipped = 0; skipped < 4; skipped++) if (this.mayHoldGroups(count, skipped, depth)) return true;
    return false;
  }

  private mayHoldHexDigits(count: number, depth: number): boolean {
    if (count < MIN_HEX_DIGITS || depth >= MAX_DEPTH) return false;
    return this.mayHoldPairs(count, 0, depth) || this.mayHoldPairs(count, 1, depth);
  }

  private mayHoldGroups(count: number, skipped: number, depth: number): boolean {
    const { sextets: digits, octets } = this.levels[depth] as Level;
    let filled = 0;
    let at = skipped;
    for (; at + 4 <= count; at += 4) {
      const [a, b, c, d] = [digits[at], digits[at + 1], digits[at + 2], digits[at + 3]] as [
        number,
        number,
        number,
        number,
      ];
      octets[filled] = (a << 2) | (b >> 4);
      octets[filled + 1] = (b << 4) | (c >> 2);
      octets[filled + 2] = (c << 6) | d;
      filled += 3;
    }
    if (at + 2 <= count) octets[filled++] = ((digits[at] as number) << 2) | ((digits[at + 1] as number) >> 4);
    if (at + 3 <= count) octets[filled++] = ((digits[at + 1] as number) << 4) | ((digits[at + 2] as number) >> 2);
    return filled >= KEY_OCTETS && this.mayHold(octets, filled, depth + 1);
  }

  private mayHoldPairs(count: number, skipped: number, depth: number): boolean {
    const { hexDigits: digits, octets } = this.levels[depth] as Level;
    let filled = 0;
    for (let at = skipped; at + 2 <= count; at += 2) {
      octets[filled++] = ((digits[at] as number) << 4) | (digits[at + 1] as number);
    }
    return filled >= KEY_OCTETS && this.mayHold(octets, filled, depth + 1);
  }

  private levelFor(depth: number, length: number): Level {
    const level = this.levels[depth] as Level;
    if (level.octets.length < length) {
      level.sextets = new Uint8Array(2 * length);
      level.hexDigits = new Uint8Array(2 * length);
      level.octets = new Uint8Array(2 * length);
    }
    return level;
  }

  private slotOf(key: number): number {
    return Math.imul(key, MULTIPLIER) >>> this.shift;
  }
}

/** Takes the values of the digits in a run; returns how many there are. */
function digitsIn(octets: Uint8Array, start: number, end: number, values: Int8Array, digits: Uint8Array): number {
  let count = 0;
  for (let at = start; at < end; at++) {
    const value = values[octets[at] as number] as number;
    if (value >= 0) digits[count++] = value;
  }
  return count;
}

/** Whether an escape or a character reference may begin at an octet: most that look so in octets that are no text do not. */
function mayEscape(octets: Uint8Array, at: number, length: number): boolean {
  if (at + 1 >= length) return false;
  const character = String.fromCharCode(octets[at + 1] as number);
  switch (String.fromCharCode(octets[at] as number)) {
    case "\\":
      return "xu/".includes(character);
    case "&":
      return "altgq#".includes(character);
    default:
      return (
        at + 2 < length && hexDigits[octets[at + 1] as number] !== -1 && hexDigits[octets[at + 2] as number] !== -1
      );
  }
}
