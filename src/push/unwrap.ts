import { type Bytes, bytesOf } from "../core/bytes.ts";
import { isSyncmlError } from "../core/errors.ts";
import type { FieldRange } from "./field-range.ts";
import { looksLikeNotification } from "./notification/looks-like-notification.ts";
import { decodeSmsPdu, type SmsPdu } from "./sms/pdu.ts";
import { SmsReassembler } from "./sms/reassembly.ts";
import { decodeUserData, type UserData } from "./sms/user-data.ts";
import type { WspField } from "./wsp/fields.ts";
import { decodePush, type Push } from "./wsp/push.ts";

/** One carrier around a body; offsets of its ranges count from the start of the whole input. */
export type CarrierLayer = { readonly start: number; readonly ranges: readonly FieldRange[] } & (
  | { readonly kind: "sms"; readonly sms: SmsPdu }
  | { readonly kind: "userData"; readonly userData: UserData }
  | { readonly kind: "push"; readonly push: Push }
);

/** A body, and what it was carried in. */
export interface Unwrapped {
  /** From the outermost to the innermost; none for a bare body. */
  readonly layers: readonly CarrierLayer[];
  /** What is inside all carriers. */
  readonly body: Uint8Array;
  /** Offset of the body in the input. */
  readonly bodyStart: number;
  /** Content type of the push, if there was one. */
  readonly contentType: string | undefined;
  /** Parameters of the content type, such as SEC and MAC; none without a push. */
  readonly parameters: readonly WspField[];
  /** The push that it came in, if any. */
  readonly push: Push | undefined;
  /** The user data that it came in, if any. */
  readonly userData: UserData | undefined;
  /** The short message that it came in, if any. */
  readonly sms: SmsPdu | undefined;
  /** Whether the input is one of several segments: its body is then a part only. */
  readonly isSegment: boolean;
}

/** Messages that segments make up. */
export interface UnwrappedSegments {
  /**
   * Whole messages, in the order in which they were complete. One with segments that contradict each other is there once for the
   * segments that came first, and once more with each other segment in the place of its first.
   */
  readonly messages: readonly Unwrapped[];
  /** Messages of which segments are missing. */
  readonly incomplete: readonly {
    readonly sender: string;
    readonly reference: number;
    readonly total: number;
    readonly missing: readonly number[];
    readonly conflicts: readonly number[];
  }[];
  /** Segments, by their place in the input from 0, that contradict one before them; both are in `messages` once these are whole. */
  readonly conflicts: readonly { readonly index: number; readonly sequence: number }[];
  /** Segments, by their place in the input from 0, for which there was no room. */
  readonly dropped: readonly { readonly index: number; readonly reason: "refused" }[];
}

interface Candidate extends Unwrapped {
  readonly score: number;
}

/** Where a push may begin in user data that names no port: test tools write the ports as text before it. */
const PUSH_STARTS = [0, 4];
/** More than octets can score that are a short message by chance: part of a push says of itself only its port. */
const SEGMENT_OF_PUSH = 5;
const NONE = {
  contentType: undefined,
  parameters: [],
  push: undefined,
  userData: undefined,
  sms: undefined,
  isSegment: false,
};

/**
 * Finds what is inside octets that may be an SMS PDU with or without service centre, user data of an SMS with its header, a
 * push PDU, or a bare body. Each reading is scored by how much of it checks itself, the body included; the best one counts, and
 * of equal ones that with the fewest layers. Never throws for bad input: what is none of these is a bare body.
 */
export function unwrapCarriers(input: Bytes): Unwrapped {
  const bytes = bytesOf(input);
  const { score: _score, ...best } = bestOf([...fromSms(bytes), fromUserData(bytes, 0), ...fromPush(bytes, 0)], bytes);
  return best;
}

/**
 * Likewise for several SMS, in any order, whose segments are put together. Offsets of a message of several segments count from
 * the start of its joined user data, so that only the layers inside are listed.
 */
export function unwrapSegments(inputs: readonly Bytes[]): UnwrappedSegments {
  const reassembler = new SmsReassembler();
  const messages: Unwrapped[] = [];
  const conflicts: { index: number; sequence: number }[] = [];
  const dropped: { index: number; reason: "refused" }[] = [];
  inputs.forEach((input, index) => {
    const found = unwrapCarriers(input);
    if (!found.isSegment) {
      messages.push(found);
      return;
    }
    const sender = found.sms?.address.text ?? "";
    const userData = found.sms?.userData ?? bytesOf(input);
    const result = reassembler.add({ sender, userData });
    if (result.kind === "complete") {
      for (const body of [result.body, ...result.alternatives]) {
        const { score: _score, ...inner } = bestOf(fromPush(body, 0, isPushPort(result.ports)), body);
        messages.push({ ...inner, sms: found.sms, userData: found.userData });
      }
    } else if (result.kind === "conflict") conflicts.push({ index, sequence: result.sequence });
    else if (result.kind === "refused") dropped.push({ index, reason: result.kind });
  });
  return { messages, incomplete: reassembler.pending(), conflicts, dropped };
}

function bestOf(candidates: readonly (Candidate | undefined)[], bytes: Uint8Array, start = 0): Candidate {
  const all = [bare(bytes, start), ...candidates.filter((candidate) => candidate !== undefined)];
  return all.reduce((best, one) => {
    if (one.score !== best.score) return one.score > best.score ? one : best;
    return one.layers.length < best.layers.length ? one : best;
  });
}

function bare(body: Uint8Array, bodyStart: number): Candidate {
  return { ...NONE, layers: [], body, bodyStart, score: bodyScore(body) };
}

function fromSms(bytes: Uint8Array): (Candidate | undefined)[] {
  return (["present", "absent"] as const).map((smsc) => {
    const sms = read(() => decodeSmsPdu(bytes, { smsc }));
    if (sms === undefined) return undefined;
    const start = bytes.length - sms.userData.length;
    const plain = bare(sms.userData, start);
    const inner = (sms.hasHeader ? fromUserData(sms.userData, start) : undefined) ?? plain;
    const layer = { kind: "sms" as const, start: 0, ranges: sms.ranges, sms };
    // Its length fits to the octet. A header, a service centre and a usual coding say more.
    const plausible = (sms.hasHeader ? 2 : 0) + (smsc === "present" ? 1 : 0) + (isPlausibleTime(sms) ? 1 : 0);
    return { ...inner, layers: [layer, ...inner.layers], sms, score: inner.score + 2 + plausible };
  });
}

function isPlausibleTime({ kind, timeStamp, coding }: SmsPdu): boolean {
  if (kind === "submit") return coding !== "reserved";
  return /^\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]) [0-2]\d:[0-5]\d:[0-5]\d /.test(timeStamp ?? "");
}

function fromUserData(bytes: Uint8Array, base: number): Candidate | undefined {
  const userData = read(() => decodeUserData(bytes));
  if (userData === undefined) return undefined;
  const { ports, concatenation, body } = userData;
  if (ports === undefined && concatenation === undefined) return undefined;
  const start = base + bytes.length - body.length;
  const layer = { kind: "userData" as const, start: base, ranges: shifted(userData.ranges, base), userData };
  const isSegment = concatenation !== undefined && concatenation.total > 1;
  const inner = isSegment
    ? { ...bare(body, start), score: isPushPort(ports) ? SEGMENT_OF_PUSH : 1 }
    : bestOf(fromPush(body, start, isPushPort(ports)), body, start);
  return { ...inner, layers: [layer, ...inner.layers], userData, isSegment, score: inner.score + 2 };
}

function fromPush(bytes: Uint8Array, base: number, isForPush = false): (Candidate | undefined)[] {
  return PUSH_STARTS.map((skipped) => {
    const push = read(() => decodePush(bytes.subarray(skipped)));
    if (push === undefined) return undefined;
    const start = base + skipped;
    const { contentType, parameters, applicationID, body } = push;
    const isMedia = /^[\w.+-]+\/[\w.+-]+$/.test(contentType);
    if (skipped > 0 && !isMedia) return undefined;
    const layer = { kind: "push" as const, start, ranges: shifted(push.ranges, start), push };
    const inner = bare(body, base + bytes.length - body.length);
    const plausible =
      (isMedia ? 3 : 0) + (typeof applicationID === "string" ? 2 : 0) + (isForPush ? 3 : 0) - (skipped > 0 ? 1 : 0);
    return { ...inner, layers: [layer], contentType, parameters, push, score: inner.score + plausible };
  });
}

/** WAP push, connectionless. */
function isPushPort(ports: UserData["ports"]): boolean {
  return ports?.wide === true && ports.destination === 2948;
}

/** How much a body looks like what is pushed: a notification, a document in WBXML or XML. */
function bodyScore(body: Uint8Array): number {
  if (looksLikeNotification(body)) return 4;
  const [version = 0xff, publicID = 0, charset = 0, table = 0] = body;
  // Of public ids and character sets only those of an octet are looked at: others are rare, and more likely something else.
  if (version <= 3 && publicID > 0 && publicID < 0x80 && charset > 0 && charset < 0x80 && table < body.length) {
    return charset === 0x6a ? 4 : 1;
  }
  const start = body[0] === 0xef && body[1] === 0xbb ? 3 : 0;
  return body[start] === 0x3c && body.length > start + 3 ? 4 : 0;
}

function shifted(ranges: readonly FieldRange[], by: number): readonly FieldRange[] {
  if (by === 0) return ranges;
  return ranges.map(({ field, start, end }) => ({ field, start: start + by, end: end + by }));
}

function read<Result>(decode: () => Result): Result | undefined {
  try {
    return decode();
  } catch (error) {
    // Only what the layout refuses; a candidate that cannot be read is none.
    if (!isSyncmlError(error)) throw error;
    return undefined;
  }
}
