import { octetString } from "../../core/latin1.ts";
import { decodeUtf8 } from "../../core/utf8.ts";
import { KEY_OCTETS, keyAt, MAX_DEPTH, OctetSieve } from "./octet-sieve.ts";
import { type EscapeView, encodedViews, type OctetView, plainView, unescapedView } from "./octet-views.ts";
import type { Secret, Secrets } from "./secrets.ts";

/** Replacing could make a secret where there was none: it is looked again, as often as this. */
const MAX_PASSES = 3;
/** Never replaced, though a user may be called so: structure goes by them. */
const constants =
  /syncml:auth-(?:basic|md5|mac)|vnd\.syncml[\w.+-]*|-\/\/SYNCML\/\/DTD [\w. ]+\/\/EN|x-syncml-hmac|SYNCML:SYNCML1\.\d|syncml:(?:devinf|metinf|dmddf1\.2|dmtnds1\.2)/gi;
const documentStart =
  /^(?:\xef\xbb\xbf)?\s*<(?:\?xml|!DOCTYPE|(?:[\w.-]+:)?(?:SyncML|SyncHdr|SyncBody|MgmtTree|DevInf|MetInf|wap-provisioningdoc)\b)/;
/** Markup that is not replaced: tags but for values of attributes, declarations. */
const tags = /<[?!/]?[A-Za-z][^<>]*>/g;
const quoted = /"[^"]*"|'[^']*'/g;

/** A value that was replaced: how many octets of the text around, and where. */
export interface Replacement {
  readonly secret: Secret;
  readonly offset: number;
  readonly length: number;
}

interface Sought {
  readonly octets: Uint8Array;
  readonly standIn: Uint8Array;
  readonly secret: Secret;
  /** Letters, digits and the like: it can be part of a name in a tag. */
  readonly isName: boolean;
}

/** Finds secrets in octets, as they are and in encodings, and replaces them octet by octet. */
export class SecretReplacer {
  /** By their first four octets, long ones first. */
  private readonly byStart = new Map<number, Sought[]>();
  private readonly sieve: OctetSieve;

  constructor(secrets: Secrets) {
    for (const secret of secrets.all) {
      const { octets, standIn } = secret;
      this.put(octets, standIn, secret);
      for (const isLittle of [true, false]) {
        const [wide, wideStandIn] = [utf16(octets, isLittle), utf16(standIn, isLittle)];
        if (wide !== undefined && wide.length === wideStandIn?.length) this.put(wide, wideStandIn, secret);
      }
    }
    for (const list of this.byStart.values()) list.sort((a, b) => b.octets.length - a.octets.length);
    this.sieve = new OctetSieve(new Set(this.byStart.keys()));
  }

  /** A copy with secrets replaced; `bytes` themselves if there are none. */
  replace(bytes: Uint8Array, onReplaced: (replacement: Replacement) => void): Uint8Array {
    let copy: Uint8Array | undefined;
    for (let pass = 0; pass < MAX_PASSES && this.sieve.mayHold(copy ?? bytes, bytes.length, 0); pass++) {
      const next = copy ?? bytes.slice();
      if (!this.inside(plainView(next), 0, onReplaced)) break;
      copy = next;
    }
    return copy ?? bytes;
  }

  private put(octets: Uint8Array, standIn: Uint8Array, secret: Secret): void {
    const isName = /^[\w.:-]+$/.test(octetString(octets, 0, octets.length));
    const key = keyAt(octets, 0);
    const list = this.byStart.get(key);
    if (list === undefined) this.byStart.set(key, [{ octets, standIn, secret, isName }]);
    else list.push({ octets, standIn, secret, isName });
  }

  /** What is encoded first: its text may be a secret as well, and one octet in it is to have one replacement. */
  private inside(view: OctetView, depth: number, onReplaced: (one: Replacement) => void): boolean {
    const text = octetString(view.values, 0, view.values.length);
    const kept = once(() => keptOctets(text));
    let isChanged = depth < MAX_DEPTH && this.inEncodings(view, text, depth, onReplaced);
    const unescaped = unescapedView(view);
    if (unescaped !== undefined) {
      if (depth < MAX_DEPTH) {
        const { values } = unescaped;
        const unescapedText = octetString(values, 0, values.length);
        isChanged = this.inEncodings(unescaped, unescapedText, depth, onReplaced) || isChanged;
      }
      const keptThere = once(() => keptBelow(unescaped, kept()));
      isChanged = this.inView(unescaped, keptThere, onReplaced) || isChanged;
      // Escapes that were escaped again, as in a document inside the data of another.
      const twice = unescapedView(unescaped);
      if (twice !== undefined)
        isChanged = this.inView(twice, () => keptBelow(twice, keptThere()), onReplaced) || isChanged;
    }
    return this.inView(view, kept, onReplaced) || isChanged;
  }

  private inEncodings(view: OctetView, text: string, depth: number, onReplaced: (one: Replacement) => void): boolean {
    let isChanged = false;
    for (const inner of encodedViews(view, text, depth, this.sieve)) {
      isChanged = this.inside(inner, depth + 1, onReplaced) || isChanged;
    }
    return isChanged;
  }

  /** `kept` tells which octets of the view are structure, as they were before anything was replaced. */
  private inView(view: OctetView, kept: () => Uint8Array, onReplaced: (one: Replacement) => void): boolean {
    let { values } = view;
    let covered = 0;
    for (let at = 0; at + KEY_OCTETS <= values.length; at++) {
      const key = keyAt(values, at);
      if (!this.sieve.hasKey(key)) continue;
      for (const { octets, standIn, secret, isName } of this.byStart.get(key) ?? []) {
        if (!matches(values, at, octets)) continue;
        const end = at + octets.length;
        if (isName && kept().subarray(at, end).includes(1)) continue;
        // Looked for in what was there, not in what replaces it.
        if (covered === 0) values = values.slice();
        // What an overlapping value before it has replaced stays.
        for (let index = Math.max(at, covered); index < end; index++) view.put(index, standIn[index - at] as number);
        if (end > covered) {
          const [from, to] = view.range(at, end);
          onReplaced({ secret, offset: from, length: to - from });
        }
        covered = Math.max(covered, end);
        break;
      }
    }
    return covered > 0;
  }
}

/** A value that is made when it is first wanted. */
function once<Value>(make: () => Value): () => Value {
  let value: Value | undefined;
  return () => (value ??= make());
}

/** 1 for each octet that is structure. */
function keptOctets(text: string): Uint8Array {
  const kept = new Uint8Array(text.length);
  if (documentStart.test(text)) {
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

/** The same for a view with escapes resolved. */
function keptBelow(view: EscapeView, below: Uint8Array): Uint8Array {
  const kept = new Uint8Array(view.values.length);
  for (let index = 0; index < kept.length; index++) kept[index] = below[view.placeOf(index, index + 1)[0]] as number;
  return kept;
}

function matches(values: Uint8Array, at: number, octets: Uint8Array): boolean {
  if (at + octets.length > values.length) return false;
  for (let index = 0; index < octets.length; index++) if (values[at + index] !== octets[index]) return false;
  return true;
}

/** Text in UTF-16; `undefined` if octets are no text. */
function utf16(octets: Uint8Array, isLittle: boolean): Uint8Array | undefined {
  const text = decodeUtf8(octets, 0, octets.length);
  if (text === undefined) return undefined;
  const wide = new Uint8Array(text.length * 2);
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    wide[2 * index + (isLittle ? 0 : 1)] = unit & 0xff;
    wide[2 * index + (isLittle ? 1 : 0)] = unit >> 8;
  }
  return wide;
}
