import type { Burst, Conversation } from "./conversations.ts";
import { concatenated, numbers, type TrafficSide } from "./traffic.ts";

/** What happens to a segment of data, which is the one at a share of all of them. */
export interface Accident {
  /**
   * - `delay`: it comes `by` places later, among those that its side sends at a time.
   * - `repeat`: it comes again, after what its side sends at that time.
   * - `repeat-differently`: likewise, with other octets.
   * - `overlap`: it has up to `by` octets of the segments before and after it too.
   * - `keep-alive`: after it, an octet is sent that only asks whether the other side is there.
   * - `lose`: it is not captured, though the other side has it.
   * - `lose-unacknowledged`: it is not captured, and nothing says that the other side has it.
   * - `cut`: its last `by` octets are not captured, and its length tells.
   */
  readonly kind:
    | "delay"
    | "repeat"
    | "repeat-differently"
    | "overlap"
    | "keep-alive"
    | "lose"
    | "lose-unacknowledged"
    | "cut";
  /** Where it happens, in octets of the stream. */
  readonly at: number;
  /** By how much, in octets or places. */
  readonly by: number;
}

/** How a conversation is cut into segments of TCP. */
export interface TcpStyle {
  /** Octets of the segments, taken in turn. */
  readonly segmentBytes: readonly number[];
  /** Where numbers begin; they wrap at 2^32. */
  readonly initialSequence: number;
  /** The handshake is captured. */
  readonly hasHandshake: boolean;
  /** How connections end. */
  readonly closing: "finish" | "finish-with-data" | "reset" | "open";
  /** When the other side acknowledges by itself, besides with what it says. */
  readonly acknowledges: "each" | "burst" | "never";
  /** All connections have the same ports, one after another. */
  readonly reusesPort: boolean;
  /** What befalls its segments. */
  readonly accidents: readonly Accident[];
}

/** A segment with its head. */
export interface Segment {
  readonly side: TrafficSide;
  readonly octets: Uint8Array;
  /** Octets at its end that were not captured. */
  readonly cut: number;
}

/** A hole in what one side sent. */
export interface Loss {
  /** How many octets. */
  readonly octets: number;
  /** Messages that it has octets of; parts of one before and after the other side speaks count apart. */
  readonly messages: number;
  /** Something captured proves that there was something. */
  readonly isEvident: boolean;
}

/** What was captured of a connection. */
export interface CapturedConnection {
  readonly segments: readonly Segment[];
  readonly losses: readonly Loss[];
}

const Flag = { FIN: 1, SYN: 2, RST: 4, PUSH: 8, ACK: 16 } as const;
const SERVER_PORT = 8080;
const FIRST_PORT = 40_000;
const HEAD = 20;
/** A place after all segments of a burst, however late they come. */
const AFTER_ALL = 1_000_000;

/** Octets of what a side sends, as they are planned to go out. */
interface Planned {
  readonly burst: number;
  readonly side: TrafficSide;
  from: number;
  to: number;
  place: number;
  isAltered?: true;
  fate?: "lost" | "lost-unacknowledged";
  cut: number;
  isAsking?: true;
}

/** Which octets of a side are there. */
class Coverage {
  private readonly there: Uint8Array;

  constructor(length: number) {
    this.there = new Uint8Array(length);
  }

  add(from: number, to: number): void {
    if (to > from) this.there.fill(1, from, to);
  }

  /** Octets from the start on. */
  get prefix(): number {
    const hole = this.there.indexOf(0);
    return hole === -1 ? this.there.length : hole;
  }

  /** Runs of what is not there. */
  holes(): { start: number; end: number }[] {
    const holes: { start: number; end: number }[] = [];
    for (let start = this.there.indexOf(0); start !== -1; ) {
      const end = this.there.indexOf(1, start);
      holes.push({ start, end: end === -1 ? this.there.length : end });
      start = end === -1 ? -1 : this.there.indexOf(0, end);
    }
    return holes;
  }
}

/** A conversation as the segments that were captured of it. */
export function segmentsOf(conversation: Conversation, style: TcpStyle, connection: number): CapturedConnection {
  return new Writer(conversation, style, connection).write();
}

class Writer {
  private readonly conversation: Conversation;
  private readonly style: TcpStyle;
  private readonly port: number;
  private readonly streams: Readonly<Record<TrafficSide, Uint8Array>>;
  private readonly initial: Readonly<Record<TrafficSide, number>>;
  /** What the other side has of what this one sent. */
  private readonly received: Readonly<Record<TrafficSide, Coverage>>;
  /** What was captured of it. */
  private readonly captured: Readonly<Record<TrafficSide, Coverage>>;
  /** The highest acknowledgement of a side's octets that was captured. */
  private readonly acknowledged: Record<TrafficSide, number> = { opener: 0, acceptor: 0 };
  private readonly finished: Record<TrafficSide, boolean> = { opener: false, acceptor: false };
  private readonly segments: Segment[] = [];

  constructor(conversation: Conversation, style: TcpStyle, connection: number) {
    this.conversation = conversation;
    this.style = style;
    this.port = style.reusesPort ? FIRST_PORT : FIRST_PORT + connection;
    this.streams = {
      opener: streamOf(conversation.bursts, "opener"),
      acceptor: streamOf(conversation.bursts, "acceptor"),
    };
    const opener = (style.initialSequence + connection * 1_000_003) >>> 0;
    this.initial = { opener, acceptor: (opener ^ 0x5555) >>> 0 };
    const { length: asked } = this.streams.opener;
    const { length: answered } = this.streams.acceptor;
    this.received = { opener: new Coverage(asked), acceptor: new Coverage(answered) };
    this.captured = { opener: new Coverage(asked), acceptor: new Coverage(answered) };
  }

  write(): CapturedConnection {
    const { acknowledges, closing, hasHandshake } = this.style;
    if (hasHandshake) {
      this.control("opener", Flag.SYN, -1);
      this.control("acceptor", Flag.SYN | Flag.ACK, -1);
      this.control("opener", Flag.ACK, 0);
    }
    const planned = this.planned();
    const isFinishing = closing === "finish-with-data";
    this.conversation.bursts.forEach(({ side }, index) => {
      const here = planned.filter(({ burst }) => burst === index).sort((one, other) => one.place - other.place);
      const lastOf = this.conversation.bursts.findLastIndex((burst) => burst.side === side) === index;
      here.forEach((segment) => {
        const isLast = isFinishing && lastOf && segment.to === this.streams[side].length && !segment.isAsking;
        this.data(segment, isLast && !this.finished[side]);
        if (acknowledges === "each" && segment.fate === undefined) this.acknowledge(segment.side);
      });
      if (acknowledges === "burst") this.acknowledge(side);
    });
    this.close();
    return { segments: this.segments, losses: [...this.lossesOf("opener"), ...this.lossesOf("acceptor")] };
  }

  /** The segments of all bursts, with what happens to them. */
  private planned(): Planned[] {
    const { segmentBytes, accidents, hasHandshake } = this.style;
    const planned: Planned[] = [];
    const sent = { opener: 0, acceptor: 0 };
    const limits: { start: number; end: number }[] = [];
    let turn = 0;
    this.conversation.bursts.forEach(({ side, octets }, burst) => {
      const start = sent[side];
      const end = start + octets.length;
      limits.push({ start, end });
      for (let from = start; from < end; ) {
        const to = Math.min(end, from + (segmentBytes[turn++ % segmentBytes.length] as number));
        planned.push({ burst, side, from, to, place: planned.length, cut: 0 });
        from = to;
      }
      sent[side] = end;
    });
    const plain = [...planned];
    for (const { kind, at, by } of accidents) {
      const segment = plain[Math.floor(at * plain.length)];
      if (segment === undefined) continue;
      const { start, end } = limits[segment.burst] as { start: number; end: number };
      const { burst, side, from, to } = segment;
      const after = AFTER_ALL + planned.length;
      switch (kind) {
        case "delay":
          // Without a handshake the first segment is where a connection begins.
          if (hasHandshake || from > 0) segment.place += by + 0.5;
          break;
        case "overlap":
          if (hasHandshake || from > 0) segment.from = Math.max(start, from - by);
          segment.to = Math.min(end, to + by);
          break;
        case "cut":
          segment.cut = Math.min(1 + by, to - from);
          break;
        case "lose":
          segment.fate = "lost";
          break;
        case "lose-unacknowledged":
          segment.fate = "lost-unacknowledged";
          break;
        case "repeat":
          planned.push({ burst, side, from, to, place: after, cut: 0 });
          break;
        case "repeat-differently":
          planned.push({ burst, side, from, to, place: after, cut: 0, isAltered: true });
          break;
        case "keep-alive":
          planned.push({ burst, side, from: end - 1, to: end, place: after, cut: 0, isAsking: true });
      }
    }
    return planned;
  }

  private data({ side, from, to, fate, cut, isAltered, isAsking }: Planned, finishes: boolean): void {
    // A side asks when it awaits nothing.
    if (isAsking && this.acknowledged[side] < to) return;
    const octets = this.streams[side].slice(from, to);
    if (isAltered) for (let index = 0; index < octets.length; index++) octets[index] = (octets[index] as number) ^ 0x20;
    if (isAsking) octets[0] = 0;
    else if (fate !== "lost-unacknowledged") this.received[side].add(from, to);
    if (fate !== undefined) return;
    const isOwn = !isAltered && !isAsking;
    if (isOwn) this.captured[side].add(from, to - cut);
    if (finishes) this.finished[side] = true;
    this.segment(side, Flag.ACK | Flag.PUSH | (finishes ? Flag.FIN : 0), from, octets, Math.min(cut, octets.length));
  }

  private acknowledge(sender: TrafficSide): void {
    this.control(
      otherOf(sender),
      Flag.ACK,
      this.streams[otherOf(sender)].length === 0 ? 0 : this.sentBy(otherOf(sender)),
    );
  }

  /** Octets that a side has sent so far, as far as the other side knows. */
  private sentBy(side: TrafficSide): number {
    return this.received[side].prefix;
  }

  private close(): void {
    const { closing } = this.style;
    const how = this.conversation.isUntilClose && closing !== "finish-with-data" ? "finish" : closing;
    if (how === "reset") this.control("acceptor", Flag.RST, this.streams.acceptor.length);
    if (how !== "finish" && how !== "finish-with-data") return;
    for (const side of ["acceptor", "opener"] as const) {
      if (!this.finished[side]) this.control(side, Flag.FIN | Flag.ACK, this.streams[side].length);
      this.finished[side] = true;
    }
  }

  private control(side: TrafficSide, flags: number, at: number): void {
    this.segment(side, flags, at, new Uint8Array(0), 0);
  }

  private segment(side: TrafficSide, flags: number, at: number, octets: Uint8Array, cut: number): void {
    const other = otherOf(side);
    const ports = side === "opener" ? [this.port, SERVER_PORT] : [SERVER_PORT, this.port];
    const hasAcknowledgement = (flags & Flag.ACK) !== 0;
    const prefix = this.received[other].prefix;
    if (hasAcknowledgement) this.acknowledged[other] = Math.max(this.acknowledged[other], prefix);
    const head = numbers(
      [ports[0] as number, 2],
      [ports[1] as number, 2],
      [(this.initial[side] + 1 + at) >>> 0, 4],
      [hasAcknowledgement ? (this.initial[other] + 1 + prefix) >>> 0 : 0, 4],
      [(HEAD / 4) << 4, 1],
      [flags, 1],
      [0xffff, 2],
      [0, 4],
    );
    this.segments.push({ side, octets: concatenated([head, octets]), cut });
  }

  private lossesOf(side: TrafficSide): Loss[] {
    const { starts } = this.conversation;
    const { length } = this.streams[side];
    const isRead = (["opener", "acceptor"] as const).some((one) => this.isHeadCaptured(one));
    return this.captured[side].holes().map(({ start, end }) => {
      // What is missing of a message before the other side speaks, and after, are two things.
      const parts = [...new Set([...starts[side], ...this.burstsOf(side)])].sort((one, other) => one - other);
      const messages = parts.filter((from, index) => from < end && (parts[index + 1] ?? length) > start).length;
      // An acknowledged octet alone may be that of the end of the connection.
      const isAcknowledged = this.acknowledged[side] >= end && end - start > 1;
      const isKnown = end < length || isAcknowledged || this.finished[side];
      const isAtStart = start === 0 && !this.style.hasHandshake;
      return { octets: end - start, messages, isEvident: isKnown && isRead && !isAtStart };
    });
  }

  /** Where the bursts of a side begin in what it sends. */
  private burstsOf(side: TrafficSide): number[] {
    let at = 0;
    return this.conversation.bursts.flatMap((burst) => {
      if (burst.side !== side) return [];
      at += burst.octets.length;
      return [at - burst.octets.length];
    });
  }

  /** As much of the first message of a side is there as tells that it is one. */
  private isHeadCaptured(side: TrafficSide): boolean {
    return this.captured[side].prefix >= Math.min(64, this.streams[side].length) && this.streams[side].length > 0;
  }
}

function streamOf(bursts: readonly Burst[], side: TrafficSide): Uint8Array {
  return concatenated(bursts.filter((burst) => burst.side === side).map(({ octets }) => octets));
}

function otherOf(side: TrafficSide): TrafficSide {
  return side === "opener" ? "acceptor" : "opener";
}
