import { octetString } from "../../core/latin1.ts";
import { decodeUtf8 } from "../../core/utf8.ts";
import { type EscapeView, encodedViews, type OctetView, plainView, unescapedView } from "./octet-views.ts";
import type { Secret, Secrets } from "./secrets.ts";

/** Encodings inside each other that are looked into. */
const MAX_DEPTH = 4;
const KEY_OCTETS = 4;
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
  }

  /** A copy with secrets replaced; `bytes` themselves if there are none. */
  replace(bytes: Uint8Array, onReplaced: (replacement: Replacement) => void): Uint8Array {
    if (this.byStart.size === 0) return bytes;
    const copy = bytes.slice();
    let isChanged = false;
    for (let pass = 0; pass < MAX_PASSES && this.inside(plainView(copy), 0, onReplaced); pass++) isChanged = true;
    return isChanged ? copy : bytes;
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
    const kept = keptOctets(octetString(view.values, 0, view.values.length));
    let isChanged = false;
    if (depth < MAX_DEPTH) {
      for (const inner of encodedViews(view)) isChanged = this.inside(inner, depth + 1, onReplaced) || isChanged;
    }
    const unescaped = unescapedView(view);
    if (unescaped !== undefined) {
      if (depth < MAX_DEPTH) {
        for (const inner of encodedViews(unescaped)) isChanged = this.inside(inner, depth + 1, onReplaced) || isChanged;
      }
      const keptThere = keptBelow(unescaped, kept);
      isChanged = this.inView(unescaped, keptThere, onReplaced) || isChanged;
      // Escapes that were escaped again, as in a document inside the data of another.
      const twice = unescapedView(unescaped);
      if (twice !== undefined) isChanged = this.inView(twice, keptBelow(twice, keptThere), onReplaced) || isChanged;
    }
    return this.inView(view, kept, onReplaced) || isChanged;
  }

  private inView(view: OctetView, kept: Uint8Array, onReplaced: (one: Replacement) => void): boolean {
    const values = view.values.slice();
    let covered = 0;
    for (let at = 0; at + KEY_OCTETS <= values.length; at++) {
      for (const { octets, standIn, secret, isName } of this.byStart.get(keyAt(values, at)) ?? []) {
        if (!matches(values, at, octets)) continue;
        const end = at + octets.length;
        if (isName && kept.subarray(at, end).includes(1)) continue;
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
