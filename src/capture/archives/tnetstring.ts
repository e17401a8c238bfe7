import { latin1 } from "../../core/latin1.ts";

/** A value of a tnetstring; octets and text are both octets, since old files have the one where new ones have the other. */
export type TnetValue = null | boolean | number | Uint8Array | readonly TnetValue[] | TnetDictionary;
export type TnetDictionary = ReadonlyMap<string, TnetValue>;

const COLON = 0x3a;
/** Digits of a length, as in nine hundred million octets. */
const MOST_DIGITS = 9;

/** Where the data of a tnetstring is, as its length says: it may lie past the end of what there is. */
export interface TnetFrame {
  readonly dataStart: number;
  /** Of the octet with the type, after the data. */
  readonly typeAt: number;
}

/** The head of the tnetstring at `pos`: `undefined` if there is none, "more" if it is cut off. */
export function tnetFrame(bytes: Uint8Array, pos: number, end: number): TnetFrame | "more" | undefined {
  let length = 0;
  for (let at = pos; at < pos + MOST_DIGITS + 1; at++) {
    if (at >= end) return "more";
    const octet = bytes[at] as number;
    if (octet === COLON) return at === pos ? undefined : { dataStart: at + 1, typeAt: at + 1 + length };
    if (octet < 0x30 || octet > 0x39) return undefined;
    length = length * 10 + octet - 0x30;
  }
  return undefined;
}

class Damaged extends Error {}

/**
 * Reads the tnetstring at `pos`, which `end` is not inside of.
 *
 * @returns `undefined` if it is damaged, or deeper than `mostDepth`.
 */
export function parseTnet(bytes: Uint8Array, pos: number, end: number, mostDepth: number): TnetValue | undefined {
  try {
    return new Parser(bytes, mostDepth).value(pos, end, 0).value;
  } catch (error) {
    if (error instanceof Damaged) return undefined;
    throw error;
  }
}

class Parser {
  private readonly bytes: Uint8Array;
  private readonly mostDepth: number;

  constructor(bytes: Uint8Array, mostDepth: number) {
    this.bytes = bytes;
    this.mostDepth = mostDepth;
  }

  value(pos: number, end: number, depth: number): { readonly value: TnetValue; readonly next: number } {
    const { bytes } = this;
    const frame = tnetFrame(bytes, pos, end);
    if (frame === undefined || frame === "more" || frame.typeAt >= end || depth > this.mostDepth) throw new Damaged();
    const { dataStart, typeAt } = frame;
    return {
      value: this.data(String.fromCharCode(bytes[typeAt] as number), dataStart, typeAt, depth),
      next: typeAt + 1,
    };
  }

  private data(type: string, start: number, end: number, depth: number): TnetValue {
    switch (type) {
      case ",":
      case ";":
        return this.bytes.subarray(start, end);
      case "#":
      case "^":
        return Number(latin1(this.bytes, start, Math.min(end, start + 64)));
      case "!":
        return this.bytes[start] === 0x74;
      case "~":
        return null;
      case "]":
        return this.list(start, end, depth);
      case "}": {
        const entries = this.list(start, end, depth);
        if (entries.length % 2 !== 0) throw new Damaged();
        const dictionary = new Map<string, TnetValue>();
        for (let index = 0; index < entries.length; index += 2) {
          const key = entries[index] as TnetValue;
          if (!(key instanceof Uint8Array)) throw new Damaged();
          dictionary.set(latin1(key, 0, key.length), entries[index + 1] as TnetValue);
        }
        return dictionary;
      }
      default:
        throw new Damaged();
    }
  }

  private list(start: number, end: number, depth: number): TnetValue[] {
    const values: TnetValue[] = [];
    for (let pos = start; pos < end; ) {
      const { value, next } = this.value(pos, end, depth + 1);
      values.push(value);
      pos = next;
    }
    return values;
  }
}
