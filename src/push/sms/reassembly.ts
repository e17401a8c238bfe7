import { equalOctets } from "../../authentication/equal-octets.ts";
import { bytesOf, type Octets } from "../../core/bytes.ts";
import { checkOptions, integer, optionChecks } from "../../core/options.ts";
import { type Concatenation, decodeUserData, type UserData } from "./user-data.ts";

/** A short message that may be part of a longer one. */
export interface SmsSegment {
  /** Address of the sender, as the caller spells it. */
  readonly sender: string;
  /** User data with its header. */
  readonly userData: Uint8Array;
}

/** What became of a segment. */
export type SmsReassembly =
  /**
   * The message is whole, of the segments that came first. `alternatives` has one more reading for each segment that
   * contradicted one of them: the message with that in its place. `ports` are those of the first segment.
   */
  | {
      readonly kind: "complete";
      readonly body: Uint8Array;
      readonly ports: UserData["ports"];
      readonly alternatives: readonly Uint8Array[];
    }
  /** These segments, from 1, are still missing. */
  | { readonly kind: "incomplete"; readonly missing: readonly number[] }
  /** The same segment came before. */
  | { readonly kind: "duplicate"; readonly missing: readonly number[] }
  /** A segment of that number came before with other octets: both are kept, until the message is whole. */
  | { readonly kind: "conflict"; readonly sequence: number; readonly missing: readonly number[] }
  /** There are too many open messages, octets of them, or contradictions in one: the segment was not kept. */
  | { readonly kind: "refused" };

/** What may be held of messages that are not whole. */
export interface SmsReassemblyOptions {
  /** Messages at once. Default 1024. */
  readonly maxMessages?: number | undefined;
  /** Octets of all of them. Default 4 MiB. */
  readonly maxOctets?: number | undefined;
}

interface Gathered {
  readonly sender: string;
  readonly concatenation: Concatenation;
  /** What came first of each segment. */
  readonly segments: (UserData | undefined)[];
  /** Segments that contradict those, in the order in which they came. */
  readonly alternatives: Alternative[];
  missing: number;
  octets: number;
}

interface Alternative {
  readonly sequence: number;
  readonly segment: UserData;
}

/** A message that is not whole. */
export interface OpenSms {
  /** Whose segments they are. */
  readonly sender: string;
  /** Reference of the message. */
  readonly reference: number;
  /** Whether the reference has 16 bits. */
  readonly wide: boolean;
  /** Number of segments of the message. */
  readonly total: number;
  /** Numbers of the segments that are missing, from 1. */
  readonly missing: readonly number[];
  /** Numbers of the segments of which several were received with different octets. */
  readonly conflicts: readonly number[];
}

/** Contradicting segments that are kept of one message. Each makes a reading of its own, so their number bounds what a message costs. */
const MAX_ALTERNATIVES = 8;

const checks = optionChecks({ maxMessages: integer(1), maxOctets: integer(1) });

/**
 * Puts messages together from segments in any order, by sender, reference, its width, and total. Of segments that contradict each
 * other both are kept. Whole messages are remembered while there is room, so that segments sent again are duplicates; a reference
 * that is used again starts a message of its own.
 */
export class SmsReassembler {
  private readonly open = new Map<string, Gathered>();
  /** Whole messages, oldest first. */
  private readonly done = new Map<string, Gathered>();
  /** Segments of a whole message that came again, and that a new one of the same reference may turn out to begin with. */
  private readonly again = new Map<string, Set<number>>();
  private readonly maxMessages: number;
  private readonly maxOctets: number;
  private octets = 0;

  constructor(options: SmsReassemblyOptions = {}) {
    checkOptions(options, checks);
    this.maxMessages = options.maxMessages ?? 1024;
    this.maxOctets = options.maxOctets ?? 4 * 1024 * 1024;
  }

  /**
   * Takes one segment. Its octets are copied.
   *
   * @throws {SyncmlError} as {@link decodeUserData} does.
   */
  add({ sender, userData }: SmsSegment): SmsReassembly {
    const segment = decodeUserData(bytesOf(userData).slice());
    const { concatenation, body, ports } = segment;
    if (concatenation === undefined) return { kind: "complete", body, ports, alternatives: [] };
    const { reference, total, sequence, wide } = concatenation;
    const key = JSON.stringify([sender, reference, wide, total]);
    const known = this.open.get(key);
    if (known?.segments[sequence - 1] !== undefined) return this.repeated(known, { sequence, segment });
    const before = known === undefined ? this.done.get(key) : undefined;
    if (before !== undefined && hasSegment(before, { sequence, segment })) {
      const again = this.again.get(key) ?? new Set();
      this.again.set(key, again.add(sequence));
      return { kind: "duplicate", missing: [] };
    }
    if (!this.makeRoom(octetsOf(segment), known === undefined)) return { kind: "refused" };
    const message = known ?? newMessage(sender, concatenation);
    this.put(message, sequence, segment);
    // It may have been forgotten to make room.
    if (before !== undefined && this.done.has(key)) this.startAgain(key, before, message);
    if (message.missing > 0) {
      this.open.set(key, message);
      return { kind: "incomplete", missing: missingOf(message) };
    }
    this.open.delete(key);
    this.done.set(key, message);
    const whole = message.segments as UserData[];
    const alternatives = message.alternatives.map((one) => joined(whole, one));
    return { kind: "complete", body: joined(whole), ports: whole[0]?.ports, alternatives };
  }

  /** Messages that are not whole, in the order in which their first segments came. */
  pending(): OpenSms[] {
    return [...this.open.values()].map((message) => {
      const { reference, wide, total } = message.concatenation;
      const conflicts = [...new Set(message.alternatives.map(({ sequence }) => sequence))];
      return { sender: message.sender, reference, wide, total, missing: missingOf(message), conflicts };
    });
  }

  /** A segment of a number that is there already. */
  private repeated(message: Gathered, one: Alternative): SmsReassembly {
    const missing = missingOf(message);
    if (hasSegment(message, one)) return { kind: "duplicate", missing };
    const octets = octetsOf(one.segment);
    if (message.alternatives.length === MAX_ALTERNATIVES || !this.makeRoom(octets, false)) return { kind: "refused" };
    message.alternatives.push(one);
    this.hold(message, octets);
    return { kind: "conflict", sequence: one.sequence, missing };
  }

  private put(message: Gathered, sequence: number, segment: UserData): void {
    message.segments[sequence - 1] = segment;
    message.missing--;
    this.hold(message, octetsOf(segment));
  }

  private hold(message: Gathered, octets: number): void {
    message.octets += octets;
    this.octets += octets;
  }

  /** A reference is used again: what came after the old message was whole is of the new one. */
  private startAgain(key: string, before: Gathered, message: Gathered): void {
    for (const sequence of this.again.get(key) ?? []) {
      if (message.segments[sequence - 1] !== undefined) continue;
      this.put(message, sequence, before.segments[sequence - 1] as UserData);
    }
    this.forget(key, before);
  }

  private forget(key: string, message: Gathered): void {
    this.done.delete(key);
    this.again.delete(key);
    this.octets -= message.octets;
  }

  /** Whether `octets` more may be held, once as many whole messages are forgotten as it takes. */
  private makeRoom(octets: number, isNew: boolean): boolean {
    const isFull = () =>
      (isNew && this.open.size + this.done.size >= this.maxMessages) || this.octets + octets > this.maxOctets;
    for (const [key, message] of this.done) {
      if (!isFull()) break;
      this.forget(key, message);
    }
    return !isFull();
  }
}

function newMessage(sender: string, concatenation: Concatenation): Gathered {
  const { total } = concatenation;
  const segments = new Array<UserData | undefined>(total).fill(undefined);
  return { sender, concatenation, segments, alternatives: [], missing: total, octets: 0 };
}

/** Whether a message has a segment of this number and these octets. */
function hasSegment({ segments, alternatives }: Gathered, { sequence, segment: { body } }: Alternative): boolean {
  const first = segments[sequence - 1];
  if (first !== undefined && equalOctets(first.body, body)) return true;
  return alternatives.some((one) => one.sequence === sequence && equalOctets(one.segment.body, body));
}

function octetsOf({ body, elements }: UserData): number {
  return elements.reduce((sum, { data }) => sum + 2 + data.length, body.length + 1);
}

function missingOf({ segments }: Gathered): number[] {
  const missing: number[] = [];
  for (let index = 0; index < segments.length; index++) if (segments[index] === undefined) missing.push(index + 1);
  return missing;
}

/** The bodies of all segments, with another one in the place of one of them if given. */
function joined(segments: readonly UserData[], instead?: Alternative): Octets {
  const bodies = segments.map(({ body }, index) => (index + 1 === instead?.sequence ? instead.segment.body : body));
  const whole = new Uint8Array(bodies.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const body of bodies) {
    whole.set(body, at);
    at += body.length;
  }
  return whole;
}
