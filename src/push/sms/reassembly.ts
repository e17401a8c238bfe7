import { bytesOf, type Octets } from "../../core/bytes.ts";
import { checkOptions, integer, optionChecks } from "../../core/options.ts";
import { decodeUserData, type UserData } from "./user-data.ts";

/** A short message that may be part of a longer one. */
export interface SmsSegment {
  /** Address of the sender, as the caller spells it. */
  readonly sender: string;
  /** User data with its header. */
  readonly userData: Uint8Array;
}

/** What became of a segment. */
export type SmsReassembly =
  /** The message is whole. `ports` are those of its first segment. */
  | { readonly kind: "complete"; readonly body: Uint8Array; readonly ports: UserData["ports"] }
  /** These segments, from 1, are still missing. */
  | { readonly kind: "incomplete"; readonly missing: readonly number[] }
  /** The same segment came before. */
  | { readonly kind: "duplicate"; readonly missing: readonly number[] }
  /** A segment of that number came before with other octets, and is kept. */
  | { readonly kind: "conflict"; readonly sequence: number; readonly missing: readonly number[] }
  /** There are too many open messages, or octets of them: nothing was kept. */
  | { readonly kind: "refused" };

/** What may be held of messages that are not whole. */
export interface SmsReassemblyOptions {
  /** Messages at once. Default 1024. */
  readonly maxMessages?: number | undefined;
  /** Octets of all of them. Default 4 MiB. */
  readonly maxOctets?: number | undefined;
}

interface OpenMessage {
  readonly segments: (UserData | undefined)[];
  missing: number;
  octets: number;
}

const checks = optionChecks({ maxMessages: integer(1), maxOctets: integer(1) });

/** Puts messages together from segments in any order, by sender, reference, its width, and total. */
export class SmsReassembler {
  private readonly open = new Map<string, OpenMessage>();
  private readonly maxMessages: number;
  private readonly maxOctets: number;
  private octets = 0;

  constructor(options: SmsReassemblyOptions = {}) {
    checkOptions(options, checks);
    this.maxMessages = options.maxMessages ?? 1024;
    this.maxOctets = options.maxOctets ?? 4 * 1024 * 1024;
  }

  /**
   * Takes one segment. Its octets are copied. A whole message is forgotten, so that its reference may be used again.
   *
   * @throws {SyncmlError} as {@link decodeUserData} does.
   */
  add({ sender, userData }: SmsSegment): SmsReassembly {
    const segment = decodeUserData(bytesOf(userData).slice());
    const { concatenation, body, ports } = segment;
    if (concatenation === undefined) return { kind: "complete", body, ports };
    const { reference, total, sequence, wide } = concatenation;
    const key = JSON.stringify([sender, reference, wide, total]);
    const known = this.open.get(key);
    const had = known?.segments[sequence - 1];
    if (known !== undefined && had !== undefined) {
      const missing = missingOf(known);
      return isEqual(had.body, body) ? { kind: "duplicate", missing } : { kind: "conflict", sequence, missing };
    }
    const isNew = known === undefined;
    if ((isNew && this.open.size >= this.maxMessages) || this.octets + userData.length > this.maxOctets) {
      return { kind: "refused" };
    }
    const message = known ?? {
      segments: new Array<UserData | undefined>(total).fill(undefined),
      missing: total,
      octets: 0,
    };
    message.segments[sequence - 1] = segment;
    message.missing--;
    message.octets += userData.length;
    this.octets += userData.length;
    if (message.missing > 0) {
      this.open.set(key, message);
      return { kind: "incomplete", missing: missingOf(message) };
    }
    this.open.delete(key);
    this.octets -= message.octets;
    const whole = message.segments as UserData[];
    return { kind: "complete", body: joined(whole), ports: whole[0]?.ports };
  }

  /** Messages that are not whole: how many segments each lacks is not said here, but by {@link SmsReassembler.add}. */
  get openMessages(): number {
    return this.open.size;
  }
}

function missingOf({ segments }: OpenMessage): number[] {
  return segments.flatMap((segment, index) => (segment === undefined ? [index + 1] : []));
}

function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((octet, index) => octet === other[index]);
}

function joined(segments: readonly UserData[]): Octets {
  const whole = new Uint8Array(segments.reduce((sum, { body }) => sum + body.length, 0));
  let at = 0;
  for (const { body } of segments) {
    whole.set(body, at);
    at += body.length;
  }
  return whole;
}
