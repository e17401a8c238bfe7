import { hexDigitValue } from "../../core/hex-digit.ts";
import { octetString } from "../../core/latin1.ts";
import type { Secret, Secrets } from "./secrets.ts";

/** Encodings inside each other that are looked into. */
const MAX_DEPTH = 4;
const KEY_OCTETS = 4;
/** Never replaced, though a user may be called so: structure goes by them. */
const constants =
  /syncml:auth-(?:basic|md5|mac)|vnd\.syncml[\w.+-]*|-\/\/SYNCML\/\/DTD [\w. ]+\/\/EN|x-syncml-hmac|SYNCML:SYNCML1\.\d|syncml:(?:devinf|metinf|dmddf1\.2|dmtnds1\.2)/gi;
/** Markup that is not replaced: tags but for values of attributes, declarations. */
const tags = /<[?!/]?[A-Za-z][^<>]*>/g;
const quoted = /"[^"]*"|'[^']*'/g;
const base64Run = /[\w+/-](?:[\r\n\t ]*[\w+/-]){5,}/g;
const hexRun = /(?:[\dA-Fa-f]{2}){4,}/g;
const escapes = /%[\dA-Fa-f]{2}|&(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][\dA-Fa-f]{1,6});/g;
const entities: Readonly<Record<string, number>> = { "&amp;": 38, "&lt;": 60, "&gt;": 62, "&quot;": 34, "&apos;": 39 };

/** A value that was replaced: how many octets of the text around, and where. */
export interface Replacement {
  readonly secret: Secret;
  readonly offset: number;
  readonly length: number;
}

/** Finds secrets in octets, as they are and in encodings, and replaces them octet by octet. */
export class SecretReplacer {
  /** By their first four octets, long ones first. */
  private readonly byStart = new Map<
    number,
    { readonly octets: Uint8Array; readonly standIn: Uint8Array; readonly secret: Secret }[]
  >();

  constructor(secrets: Secrets) {
    for (const secret of secrets.all) {
      const { octets, standIn } = secret;
      for (const widen of [plain, littleEndian, bigEndian]) this.put(widen(octets), widen(standIn), secret);
    }
    for (const list of this.byStart.values()) list.sort((a, b) => b.octets.length - a.octets.length);
  }

  /** A copy with secrets replaced; `bytes` themselves if there are none. */
  replace(bytes: Uint8Array, onReplaced: (replacement: Replacement) => void): Uint8Array {
    if (this.byStart.size === 0) return bytes;
    return this.inside(bytes, 0, onReplaced) ?? bytes;
  }

  private put(octets: Uint8Array, standIn: Uint8Array, secret: Secret): void {
    const key = keyAt(octets, 0);
    const list = this.byStart.get(key);
    if (list === undefined) this.byStart.set(key, [{ octets, standIn, secret }]);
    else list.push({ octets, standIn, secret });
  }

  private inside(bytes: Uint8Array, depth: number, onReplaced: (one: Replacement) => void): Uint8Array | undefined {
    const text = octetString(bytes, 0, bytes.length);
    const copy = bytes.slice();
    const kept = keptOctets(text);
    let isChanged = false;
    if (depth < MAX_DEPTH) {
      for (const match of text.matchAll(base64Run)) {
        isChanged = this.inBase64(copy, match, depth, onReplaced) || isChanged;
      }
      for (const match of text.matchAll(hexRun)) isChanged = this.inHex(copy, match, depth, onReplaced) || isChanged;
    }
    const now = isChanged ? octetString(copy, 0, copy.length) : text;
    return this.inCells(copy, cellsOf(now), kept, onReplaced) || isChanged ? copy : undefined;
  }

  private inBase64(
    copy: Uint8Array,
    match: RegExpExecArray,
    depth: number,
    onReplaced: (one: Replacement) => void,
  ): boolean {
    const places: number[] = [];
    const sextets: number[] = [];
    for (let index = match.index; index < match.index + match[0].length; index++) {
      const value = sextetOf(copy[index] as number);
      if (value < 0) continue;
      places.push(index);
      sextets.push(value);
    }
    let isChanged = false;
    // What comes before in the same run may shift it.
    for (let shift = 0; shift < 4; shift++) {
      const octets = new Uint8Array(Math.floor(((sextets.length - shift) * 6) / 8));
      for (let index = 0; index < octets.length; index++) octets[index] = octetAt(sextets, shift, index);
      const report = ({ secret }: Replacement) => onReplaced({ secret, offset: match.index, length: match[0].length });
      const replaced = this.inside(octets, depth + 1, report);
      if (replaced === undefined) continue;
      isChanged = true;
      for (let index = 0; index < octets.length; index++) {
        if (replaced[index] !== octets[index]) putOctet(sextets, shift, index, replaced[index] as number);
      }
    }
    if (!isChanged) return false;
    const isUrl = /[-_]/.test(match[0]);
    // What did not change keeps its spelling: there may be a value beside it in the same run that is not encoded.
    for (const [index, place] of places.entries()) {
      const sextet = sextets[index] as number;
      if (sextetOf(copy[place] as number) !== sextet) copy[place] = sextetCode(sextet, isUrl);
    }
    return true;
  }

  private inHex(
    copy: Uint8Array,
    match: RegExpExecArray,
    depth: number,
    onReplaced: (one: Replacement) => void,
  ): boolean {
    const octets = new Uint8Array(match[0].length / 2);
    for (let index = 0; index < octets.length; index++) {
      const at = match.index + 2 * index;
      octets[index] = hexDigitValue(copy[at] as number) * 16 + hexDigitValue(copy[at + 1] as number);
    }
    const report = ({ secret }: Replacement) => onReplaced({ secret, offset: match.index, length: match[0].length });
    const replaced = this.inside(octets, depth + 1, report);
    if (replaced === undefined) return false;
    const isCapital = /[A-F]/.test(match[0]);
    for (let index = 0; index < octets.length; index++) {
      if (replaced[index] !== octets[index])
        putHex(copy, match.index + 2 * index, replaced[index] as number, isCapital);
    }
    return true;
  }

  private inCells(
    copy: Uint8Array,
    { values, starts }: Cells,
    kept: Uint8Array,
    onReplaced: (one: Replacement) => void,
  ): boolean {
    let covered = 0;
    for (let at = 0; at + KEY_OCTETS <= values.length; at++) {
      for (const { octets, standIn, secret } of this.byStart.get(keyAt(values, at)) ?? []) {
        if (!matches(values, at, octets)) continue;
        const [start, end] = [starts[at] as number, starts[at + octets.length] as number];
        if (kept.subarray(start, end).includes(1)) continue;
        // What an overlapping value before it has replaced stays.
        for (let index = Math.max(0, covered - at); index < octets.length; index++) {
          putCell(
            copy,
            starts[at + index] as number,
            starts[at + index + 1] as number,
            octets[index] as number,
            standIn[index] as number,
          );
        }
        if (at + octets.length > covered) onReplaced({ secret, offset: start, length: end - start });
        covered = Math.max(covered, at + octets.length);
        break;
      }
    }
    return covered > 0;
  }
}

/** Octets with escapes resolved, and where each is; `starts` has one more, the end. */
interface Cells {
  readonly values: Uint8Array;
  readonly starts: Uint32Array;
}

function cellsOf(text: string): Cells {
  const values = new Uint8Array(text.length);
  const starts = new Uint32Array(text.length + 1);
  let count = 0;
  let at = 0;
  const upTo = (end: number) => {
    for (; at < end; at++) {
      values[count] = text.charCodeAt(at);
      starts[count++] = at;
    }
  };
  for (const match of text.matchAll(escapes)) {
    const value = escaped(match[0]);
    if (value > 0xff) continue;
    upTo(match.index);
    values[count] = value;
    starts[count++] = at;
    at += match[0].length;
  }
  upTo(text.length);
  starts[count] = at;
  return { values: values.subarray(0, count), starts: starts.subarray(0, count + 1) };
}

function escaped(text: string): number {
  if (text.startsWith("%")) return Number.parseInt(text.slice(1), 16);
  if (!text.startsWith("&#")) return entities[text] as number;
  return /^&#x/i.test(text) ? Number.parseInt(text.slice(3), 16) : Number.parseInt(text.slice(2), 10);
}

/** Writes an octet with the spelling and the length that it had. */
function putCell(copy: Uint8Array, start: number, end: number, from: number, to: number): void {
  const length = end - start;
  if (length === 1) copy[start] = to;
  else if (length === 3 && copy[start] === 0x25) putHex(copy, start + 1, to, true);
  else if (length === 4 && (from === 60 || from === 62))
    copy.set(from === 60 ? [38, 103, 116, 59] : [38, 108, 116, 59], start);
  else {
    // A reference by number, with zeros up to the length; one of one digit is a control character and has no other.
    const digits = String(to).padStart(length - 3, "0");
    if (digits.length === length - 3)
      copy.set(
        Uint8Array.from(`&#${digits};`, (one) => one.charCodeAt(0)),
        start,
      );
    else copy.fill(0x5f, start, end);
  }
}

/** 1 for each octet that is structure. */
function keptOctets(text: string): Uint8Array {
  const kept = new Uint8Array(text.length);
  if (/^\s*<[?!:A-Z_a-z]/.test(text)) {
    for (const { 0: tag, index } of text.matchAll(tags)) {
      kept.fill(1, index, index + tag.length);
      for (const value of tag.matchAll(quoted)) {
        const start = index + value.index;
        kept.fill(0, start + 1, start + value[0].length - 1);
      }
    }
  }
  for (const { 0: constant, index } of text.matchAll(constants)) kept.fill(1, index, index + constant.length);
  return kept;
}

function keyAt(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] as number) << 24) |
    ((bytes[at + 1] as number) << 16) |
    ((bytes[at + 2] as number) << 8) |
    (bytes[at + 3] as number)
  );
}

function matches(values: Uint8Array, at: number, octets: Uint8Array): boolean {
  if (at + octets.length > values.length) return false;
  for (let index = 0; index < octets.length; index++) if (values[at + index] !== octets[index]) return false;
  return true;
}

function sextetOf(code: number): number {
  if (code >= 0x41 && code <= 0x5a) return code - 0x41;
  if (code >= 0x61 && code <= 0x7a) return code - 0x61 + 26;
  if (code >= 0x30 && code <= 0x39) return code - 0x30 + 52;
  if (code === 0x2b || code === 0x2d) return 62;
  return code === 0x2f || code === 0x5f ? 63 : -1;
}

function sextetCode(value: number, isUrl: boolean): number {
  if (value < 26) return value + 0x41;
  if (value < 52) return value - 26 + 0x61;
  if (value < 62) return value - 52 + 0x30;
  if (value === 62) return isUrl ? 0x2d : 0x2b;
  return isUrl ? 0x5f : 0x2f;
}

function octetAt(sextets: readonly number[], shift: number, index: number): number {
  const bit = index * 8;
  const at = shift + Math.floor(bit / 6);
  const pair = ((sextets[at] as number) << 6) | (sextets[at + 1] as number);
  return (pair >> (4 - (bit % 6))) & 0xff;
}

function putOctet(sextets: number[], shift: number, index: number, octet: number): void {
  const bit = index * 8;
  const at = shift + Math.floor(bit / 6);
  const down = 4 - (bit % 6);
  const pair = (((sextets[at] as number) << 6) | (sextets[at + 1] as number)) & ~(0xff << down);
  const put = pair | (octet << down);
  sextets[at] = (put >> 6) & 0x3f;
  sextets[at + 1] = put & 0x3f;
}

function putHex(copy: Uint8Array, at: number, octet: number, isCapital: boolean): void {
  const digits = octet.toString(16).padStart(2, "0");
  const spelt = isCapital ? digits.toUpperCase() : digits;
  copy[at] = spelt.charCodeAt(0);
  copy[at + 1] = spelt.charCodeAt(1);
}

function plain(octets: Uint8Array): Uint8Array {
  return octets;
}

/** UTF-16, where each octet is a character of ASCII. */
function littleEndian(octets: Uint8Array): Uint8Array {
  const wide = new Uint8Array(octets.length * 2);
  for (const [index, octet] of octets.entries()) wide[2 * index] = octet;
  return wide;
}

function bigEndian(octets: Uint8Array): Uint8Array {
  const wide = new Uint8Array(octets.length * 2);
  for (const [index, octet] of octets.entries()) wide[2 * index + 1] = octet;
  return wide;
}
