import type { Arrival, CaptureLimits, Connection, Side, StreamReader } from "../reader.ts";
import { addressOf } from "./address.ts";
import { History, RememberedRuns } from "./history.ts";
import { u16, u32 } from "./integers.ts";
import type { Packet, PacketReader } from "./packet.ts";
import type { Reports } from "./reports.ts";

/** Reads a stream, and may lose interest in it. */
export interface Stream extends StreamReader {
  /** Nothing more of it is wanted. */
  readonly isIgnored: boolean;
}

/** Who reads connections. */
export interface StreamOpener {
  /** Opens a reader for a connection, of which the start was captured or not. */
  open(connection: Connection, isFromStart: boolean): Stream;
  /** Who speaks, of the one whose first octets these are; asked where the beginning was not captured. */
  guessSide(bytes: Uint8Array): Side | undefined;
}

const Flag = { FIN: 1, SYN: 2, RST: 4, ACK: 16 } as const;

/** What a held piece costs besides its octets. */
const HELD_COST = 128;
/** An acknowledgement that is ahead by more than this, with nothing held there, is taken for damage. */
const BELIEVABLE_HOLE = 16 << 20;
const BUCKETS = 1 << 14;

/** Octets that came before those they follow. */
interface Held {
  readonly sequence: number;
  readonly bytes: Uint8Array;
  /** Octets after them that the capture cut off. */
  readonly missing: number;
  readonly arrival: Arrival;
}

/** One direction of a connection. */
class Direction {
  hasBase = false;
  base = 0;
  /** The sequence number that is awaited. */
  next = 0;
  hasAcknowledgement = false;
  /** The highest one that the other side sent. */
  acknowledgement = 0;
  hasFinish = false;
  finish = 0;
  hasEnded = false;
  /** In order, and none overlaps another. */
  held: Held[] = [];
  heldBytes = 0;
  /** Octets that are missing and not told yet: what is missing after them is the same hole. */
  hole = 0;
  isHoleAcknowledged = false;
  holeArrival: Arrival | undefined = undefined;
  runs: RememberedRuns | undefined = undefined;
}

/** A connection as it is tracked. */
class Tracked {
  /** The address octets of both ends, the lower end first, then their ports. */
  readonly key: Uint8Array;
  readonly hash: number;
  readonly lower = new Direction();
  readonly higher = new Direction();
  /** Whether the lower end opened it; not known before a SYN or the first octets. */
  lowerOpened: boolean | undefined = undefined;
  stream: Stream | undefined = undefined;
  number = 0;
  isClosed = false;
  /** Neighbours in the chain of its bucket, and in order of their last frame. */
  chain: Tracked | undefined = undefined;
  older: Tracked | undefined = undefined;
  newer: Tracked | undefined = undefined;
  lastTime: number | undefined = undefined;
  lastFrame = 0;
  lastOffset = 0;
  toldLimit = false;
  toldAfterEnd = false;

  constructor(key: Uint8Array, hash: number) {
    this.key = key;
    this.hash = hash;
  }
}

/** Puts the two directions of each connection of TCP in order. */
export class Connections implements PacketReader {
  readonly #opener: StreamOpener;
  readonly #reports: Reports;
  readonly #limits: CaptureLimits;
  readonly #history = new History();
  readonly #buckets: (Tracked | undefined)[] = new Array<Tracked | undefined>(BUCKETS).fill(undefined);
  #oldest: Tracked | undefined = undefined;
  #newest: Tracked | undefined = undefined;
  #size = 0;
  #opened = 0;
  #heldInAll = 0;

  constructor(opener: StreamOpener, reports: Reports, limits: CaptureLimits) {
    this.#opener = opener;
    this.#reports = reports;
    this.#limits = limits;
  }

  packet(packet: Packet): void {
    const { bytes, start, end } = packet;
    if (start + 20 > end) {
      this.#cut(packet);
      return;
    }
    const headLength = ((bytes[start + 12] as number) >> 4) * 4;
    if (headLength < 20) {
      this.#reports.tell("frame-damaged", "a head of TCP is damaged", packet.fileOffset, packet.number);
      return;
    }
    // A capture that cuts inside the options has none of the data, and still its length.
    const dataStart = Math.min(start + headLength, end);
    const missing = Math.max(0, packet.missing - (start + headLength - dataStart));
    const flags = bytes[start + 13] as number;
    const hasData = end > dataStart || missing > 0;
    const fromLower = this.#isFromLower(packet);
    let tracked = this.#find(packet, fromLower);
    if (tracked === undefined) {
      if ((flags & Flag.RST) !== 0 || (!hasData && (flags & Flag.SYN) === 0)) return;
      tracked = this.#track(packet, fromLower);
    }
    let sequence = u32(bytes, start + 4);
    if ((flags & Flag.SYN) !== 0) {
      sequence = (sequence + 1) >>> 0;
      const known = fromLower ? tracked.lower : tracked.higher;
      const isNew = known.hasBase ? known.base !== sequence : tracked.isClosed;
      if (isNew) {
        this.#close(tracked, "not-captured");
        this.#remove(tracked);
        tracked = this.#track(packet, fromLower);
      }
      const direction = fromLower ? tracked.lower : tracked.higher;
      if (!direction.hasBase) {
        direction.hasBase = true;
        direction.base = direction.next = sequence;
      }
      const isFromOpener = (flags & Flag.ACK) === 0;
      tracked.lowerOpened ??= isFromOpener === fromLower;
    }
    this.#touch(tracked, packet);
    if (tracked.isClosed) {
      if (hasData) this.#reports.sink.count("segmentsAfterEnd");
      return;
    }
    const direction = fromLower ? tracked.lower : tracked.higher;
    const other = fromLower ? tracked.higher : tracked.lower;
    if ((flags & Flag.RST) !== 0) {
      this.#close(tracked, "reset");
      return;
    }
    const hasFinish = (flags & Flag.FIN) !== 0;
    if ((flags & Flag.ACK) !== 0) {
      this.#acknowledge(other, u32(bytes, start + 8));
      if (other.hasBase && (hasData || hasFinish || other.held.length > 0)) this.#settle(tracked, other);
    }
    if (hasData) this.#segment(tracked, direction, sequence, packet, dataStart, end, missing);
    if (hasFinish && !direction.hasFinish) {
      direction.hasFinish = true;
      direction.finish = (sequence + (end - dataStart) + missing) >>> 0;
      if (!direction.hasBase) {
        direction.hasBase = true;
        direction.next = direction.base = direction.finish;
      }
    }
    this.#finishIfDue(tracked, direction);
  }

  end(): void {
    for (let tracked = this.#oldest; tracked !== undefined; tracked = tracked.newer)
      this.#close(tracked, "not-captured");
  }

  #cut(packet: Packet): void {
    this.#reports.tell("frame-cut", "a frame ends inside the head of TCP", packet.fileOffset, packet.number);
  }

  /** The ends are ordered by address, then port, so that both directions have one key. */
  #isFromLower({ bytes, start, addresses, sourceAt, destinationAt, addressLength }: Packet): boolean {
    for (let index = 0; index < addressLength; index++) {
      const difference = (addresses[sourceAt + index] as number) - (addresses[destinationAt + index] as number);
      if (difference !== 0) return difference < 0;
    }
    return u16(bytes, start) <= u16(bytes, start + 2);
  }

  #hash({ bytes, start, addresses, sourceAt, destinationAt, addressLength }: Packet): number {
    // The same for both directions, as a sum is.
    let source = u16(bytes, start);
    let destination = u16(bytes, start + 2);
    for (let index = 0; index < addressLength; index += 4) {
      source = Math.imul(source, 0x01000193) ^ u32(addresses, sourceAt + index);
      destination = Math.imul(destination, 0x01000193) ^ u32(addresses, destinationAt + index);
    }
    const mixed = Math.imul(source, 0x9e3779b1) + Math.imul(destination, 0x9e3779b1);
    return (mixed ^ (mixed >>> 15)) & (BUCKETS - 1);
  }

  #isOf(tracked: Tracked, packet: Packet, fromLower: boolean): boolean {
    const { bytes, start, addresses, addressLength } = packet;
    const { key } = tracked;
    if (key.length !== 2 * addressLength + 4) return false;
    const lowerAt = fromLower ? packet.sourceAt : packet.destinationAt;
    const higherAt = fromLower ? packet.destinationAt : packet.sourceAt;
    for (let index = 0; index < addressLength; index++) {
      if (key[index] !== addresses[lowerAt + index]) return false;
      if (key[addressLength + index] !== addresses[higherAt + index]) return false;
    }
    const ports = 2 * addressLength;
    return (
      u16(key, ports) === u16(bytes, fromLower ? start : start + 2) &&
      u16(key, ports + 2) === u16(bytes, fromLower ? start + 2 : start)
    );
  }

  #find(packet: Packet, fromLower: boolean): Tracked | undefined {
    let tracked = this.#buckets[this.#hash(packet)];
    while (tracked !== undefined && !this.#isOf(tracked, packet, fromLower)) tracked = tracked.chain;
    return tracked;
  }

  #track(packet: Packet, fromLower: boolean): Tracked {
    if (this.#size >= this.#limits.connections && this.#oldest !== undefined) {
      const oldest = this.#oldest;
      if (!oldest.isClosed) {
        const message = `more than ${this.#limits.connections} connections are open; the one that was idle longest is closed`;
        this.#reports.tell("limit-reached", message, packet.fileOffset, packet.number);
      }
      this.#close(oldest, "not-captured");
      this.#remove(oldest);
    }
    const { bytes, start, addresses, addressLength } = packet;
    const lowerAt = fromLower ? packet.sourceAt : packet.destinationAt;
    const higherAt = fromLower ? packet.destinationAt : packet.sourceAt;
    const key = new Uint8Array(2 * addressLength + 4);
    key.set(addresses.subarray(lowerAt, lowerAt + addressLength));
    key.set(addresses.subarray(higherAt, higherAt + addressLength), addressLength);
    key.set(bytes.subarray(fromLower ? start : start + 2, fromLower ? start + 2 : start + 4), 2 * addressLength);
    key.set(bytes.subarray(fromLower ? start + 2 : start, fromLower ? start + 4 : start + 2), 2 * addressLength + 2);
    const hash = this.#hash(packet);
    const tracked = new Tracked(key, hash);
    tracked.chain = this.#buckets[hash];
    this.#buckets[hash] = tracked;
    this.#size++;
    this.#append(tracked);
    return tracked;
  }

  #append(tracked: Tracked): void {
    tracked.older = this.#newest;
    tracked.newer = undefined;
    if (this.#newest === undefined) this.#oldest = tracked;
    else this.#newest.newer = tracked;
    this.#newest = tracked;
  }

  #unlink(tracked: Tracked): void {
    if (tracked.older === undefined) this.#oldest = tracked.newer;
    else tracked.older.newer = tracked.newer;
    if (tracked.newer === undefined) this.#newest = tracked.older;
    else tracked.newer.older = tracked.older;
  }

  #touch(tracked: Tracked, packet: Packet): void {
    tracked.lastTime = packet.time;
    tracked.lastFrame = packet.number;
    tracked.lastOffset = packet.fileOffset;
    if (this.#newest === tracked) return;
    this.#unlink(tracked);
    this.#append(tracked);
  }

  #remove(tracked: Tracked): void {
    this.#unlink(tracked);
    this.#size--;
    let before = this.#buckets[tracked.hash];
    if (before === tracked) {
      this.#buckets[tracked.hash] = tracked.chain;
      return;
    }
    while (before !== undefined && before.chain !== tracked) before = before.chain;
    if (before !== undefined) before.chain = tracked.chain;
  }

  #acknowledge(direction: Direction, acknowledgement: number): void {
    if (direction.hasAcknowledgement && ((acknowledgement - direction.acknowledgement) | 0) <= 0) return;
    direction.hasAcknowledgement = true;
    direction.acknowledgement = acknowledgement;
  }

  /** Makes the holes final that the other side acknowledged past. */
  #settle(tracked: Tracked, direction: Direction): void {
    while (direction.held.length > 0) {
      const first = direction.held[0] as Held;
      if (((direction.acknowledgement - first.sequence) | 0) < 0) return;
      this.#gap(tracked, direction, first.sequence, first.arrival);
      this.#drain(tracked, direction);
    }
    let until = direction.acknowledgement;
    if (direction.hasFinish && ((until - direction.finish) | 0) > 0) until = direction.finish;
    const length = (until - direction.next) | 0;
    // One octet alone is the place of a FIN that was not captured.
    const least = direction.hasFinish ? 0 : 1;
    if (length > least && length <= BELIEVABLE_HOLE) this.#gap(tracked, direction, until, this.#lastArrival(tracked));
    this.#finishIfDue(tracked, direction);
  }

  #lastArrival(tracked: Tracked): Arrival {
    return arrivalAt(tracked.lastTime, tracked.lastFrame, tracked.lastOffset, tracked.lastOffset);
  }

  /** Octets up to `until` are missing for good, which who reads the stream tells. */
  #gap(tracked: Tracked, direction: Direction, until: number, arrival: Arrival): void {
    const length = (until - direction.next) >>> 0;
    if (length === 0) return;
    const isAcknowledged = direction.hasAcknowledgement && ((direction.acknowledgement - until) | 0) >= 0;
    const stream = this.#streamOf(tracked, direction, undefined);
    direction.next = until;
    if (stream.isIgnored) return;
    direction.isHoleAcknowledged = isAcknowledged && (direction.hole === 0 || direction.isHoleAcknowledged);
    direction.hole += length;
    direction.holeArrival ??= arrival;
  }

  /** Tells of the hole, before anything else is told that comes after it. */
  #tellHole(tracked: Tracked, direction: Direction, stream: Stream): void {
    const { hole, holeArrival } = direction;
    if (holeArrival === undefined) return;
    direction.hole = 0;
    direction.holeArrival = undefined;
    stream.gap(this.#sideOf(tracked, direction), hole, direction.isHoleAcknowledged, holeArrival);
  }

  #sideOf(tracked: Tracked, direction: Direction): Side {
    return (direction === tracked.lower) === (tracked.lowerOpened ?? true) ? "opener" : "acceptor";
  }

  #streamOf(tracked: Tracked, direction: Direction, firstBytes: Uint8Array | undefined): Stream {
    if (tracked.stream !== undefined) return tracked.stream;
    const { key } = tracked;
    const addressLength = (key.length - 4) / 2;
    const lower = { address: addressOf(key, 0, addressLength), port: u16(key, 2 * addressLength) };
    const higher = { address: addressOf(key, addressLength, addressLength), port: u16(key, 2 * addressLength + 2) };
    tracked.number = ++this.#opened;
    const isFromStart = tracked.lowerOpened !== undefined;
    if (!isFromStart) {
      const side = firstBytes && this.#opener.guessSide(firstBytes);
      const isLower = direction === tracked.lower;
      tracked.lowerOpened = side === undefined ? lower.port > higher.port : (side === "opener") === isLower;
      const message = `the start of connection ${tracked.number} was not captured`;
      this.#reports.tell("start-not-captured", message, tracked.lastOffset, tracked.lastFrame);
    }
    const [opener, acceptor] = tracked.lowerOpened ? [lower, higher] : [higher, lower];
    this.#reports.sink.count("connections");
    tracked.stream = this.#opener.open({ number: tracked.number, opener, acceptor }, isFromStart);
    return tracked.stream;
  }

  #segment(
    tracked: Tracked,
    direction: Direction,
    sequence: number,
    packet: Packet,
    start: number,
    end: number,
    missing: number,
  ): void {
    const { bytes } = packet;
    const length = end - start;
    if (!direction.hasBase) this.#begin(direction, sequence);
    const ahead = (sequence - direction.next) | 0;
    if (direction.hasEnded || (direction.hasFinish && ((sequence - direction.finish) | 0) >= 0)) {
      // A peer may repeat what came before its end; anything else has no place.
      if (direction.hasEnded && ((sequence + length - direction.next) | 0) <= 0) return;
      this.#reports.sink.count("segmentsAfterEnd");
      if (tracked.toldAfterEnd) return;
      tracked.toldAfterEnd = true;
      const message = "a segment comes after the end of its direction and is left out";
      this.#reports.tell("frame-unread", message, packet.fileOffset, packet.number);
      return;
    }
    // A single octet before what is awaited only asks whether the other side is there; it may be any octet. Where octets were not
    // captured, what the other side awaits tells.
    if (length === 1 && missing === 0) {
      if (ahead === -1) return;
      if (direction.hasAcknowledgement && (sequence + 1) >>> 0 === direction.acknowledgement) return;
    }
    if (ahead > 0) {
      this.#hold(tracked, direction, sequence, packet, start, end, missing);
      return;
    }
    const old = -ahead;
    if (old > 0 && length > 0) {
      this.#compare(tracked, direction, sequence, packet, start, Math.min(end, start + old));
    }
    const newStart = Math.min(end, start + old);
    const newMissing = Math.max(0, Math.min(missing, length + missing - old));
    if (newStart < end || newMissing > 0) {
      this.#deliver(tracked, direction, bytes, newStart, end, newMissing, packet);
    }
    if (direction.held.length > 0) this.#drain(tracked, direction);
  }

  /** The start was not captured: what comes first is the base, or what the other side awaits if that is shortly before. */
  #begin(direction: Direction, sequence: number): void {
    direction.hasBase = true;
    const hole = (sequence - direction.acknowledgement) | 0;
    const isShort = direction.hasAcknowledgement && hole > 0 && hole <= 1 << 20;
    direction.base = isShort ? direction.acknowledgement : sequence;
    direction.next = direction.base;
  }

  #compare(tracked: Tracked, direction: Direction, sequence: number, packet: Packet, start: number, end: number): void {
    if (direction.runs === undefined || tracked.stream?.isIgnored === true) return;
    if (!this.#history.differs(direction.runs, sequence, packet.bytes, start, end)) return;
    const message = `octets of connection ${tracked.number} were sent again and differ; the first ones are kept`;
    this.#reports.tell("retransmitted-differently", message, packet.fileOffset, packet.number);
  }

  #deliver(
    tracked: Tracked,
    direction: Direction,
    bytes: Uint8Array,
    start: number,
    end: number,
    missing: number,
    packet: Packet,
  ): void {
    const stream = this.#streamOf(
      tracked,
      direction,
      tracked.stream === undefined ? bytes.subarray(start, end) : undefined,
    );
    if (stream.isIgnored) {
      direction.next = (direction.next + (end - start) + missing) >>> 0;
      return;
    }
    const isInPlace = packet.base >= 0;
    const arrival = arrivalAt(
      packet.time,
      packet.number,
      isInPlace ? packet.base + start : packet.fileOffset,
      isInPlace ? packet.base + end : packet.fileOffset,
    );
    this.#hand(tracked, direction, stream, bytes, start, end, arrival);
    if (missing > 0) this.#gap(tracked, direction, (direction.next + missing) >>> 0, arrival);
  }

  #hand(
    tracked: Tracked,
    direction: Direction,
    stream: Stream,
    bytes: Uint8Array,
    start: number,
    end: number,
    arrival: Arrival,
  ): void {
    if (start >= end) return;
    if (tracked.lower.hole > 0) this.#tellHole(tracked, tracked.lower, stream);
    if (tracked.higher.hole > 0) this.#tellHole(tracked, tracked.higher, stream);
    direction.runs ??= new RememberedRuns();
    // One view for both: it costs as much as what is done with it.
    const data = start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end);
    this.#history.add(direction.runs, direction.next, data);
    direction.next = (direction.next + data.length) >>> 0;
    stream.data(this.#sideOf(tracked, direction), data, arrival);
  }

  /** Keeps what came early. What is there already stays, and is compared. */
  #hold(
    tracked: Tracked,
    direction: Direction,
    sequence: number,
    packet: Packet,
    start: number,
    end: number,
    missing: number,
  ): void {
    if (tracked.stream?.isIgnored === true) {
      // Nobody reads it: all that counts is where it goes on.
      direction.next = (sequence + (end - start) + missing) >>> 0;
      return;
    }
    const { bytes } = packet;
    const { held, next } = direction;
    const from = (sequence - next) | 0;
    const until = from + (end - start);
    let index = firstEndingAfter(held, next, from);
    let pos = from;
    let differs = false;
    const isInPlace = packet.base >= 0;
    while (pos < until || (missing > 0 && pos === until)) {
      const there = held[index];
      const thereFrom = there === undefined ? Number.POSITIVE_INFINITY : (there.sequence - next) | 0;
      if (thereFrom > pos) {
        const pieceEnd = Math.min(until, thereFrom);
        const first = start + (pos - from);
        const last = start + (pieceEnd - from);
        const isLast = pieceEnd === until;
        const room = thereFrom - until;
        const range = isInPlace ? packet.base + first : packet.fileOffset;
        const piece: Held = {
          sequence: (next + pos) >>> 0,
          bytes: bytes.slice(first, last),
          missing: isLast ? Math.min(missing, room) : 0,
          arrival: arrivalAt(packet.time, packet.number, range, isInPlace ? range + (last - first) : range),
        };
        held.splice(index, 0, piece);
        direction.heldBytes += last - first + HELD_COST;
        this.#heldInAll += last - first + HELD_COST;
        index++;
        pos = pieceEnd;
        if (isLast) break;
      } else {
        const item = there as Held;
        const sharedEnd = Math.min(until, thereFrom + item.bytes.length);
        for (; pos < sharedEnd; pos++) if (bytes[start + (pos - from)] !== item.bytes[pos - thereFrom]) differs = true;
        pos = Math.min(until, Math.max(pos, thereFrom + item.bytes.length + item.missing));
        if (pos === until) break;
        index++;
      }
    }
    if (differs) {
      const message = "octets that came early were sent again and differ; the first ones are kept";
      this.#reports.tell("retransmitted-differently", message, packet.fileOffset, packet.number);
    }
    if (direction.hasAcknowledgement) {
      const first = held[0];
      if (first !== undefined && ((direction.acknowledgement - first.sequence) | 0) >= 0)
        this.#settle(tracked, direction);
    }
    this.#keepToLimits(tracked, direction);
  }

  /** Where too much is held, the hole before it is final. */
  #keepToLimits(tracked: Tracked, direction: Direction): void {
    while (
      direction.held.length > 0 &&
      (direction.heldBytes > this.#limits.heldBytes || this.#heldInAll > this.#limits.heldBytesInAll)
    ) {
      const first = direction.held[0] as Held;
      if (!tracked.toldLimit) {
        tracked.toldLimit = true;
        const message = "too many octets came early: those before them are taken for missing";
        this.#reports.tell("limit-reached", message, first.arrival.range.start, first.arrival.frame);
      }
      this.#gap(tracked, direction, first.sequence, first.arrival);
      this.#drain(tracked, direction);
    }
  }

  /** Delivers what was held and is due. */
  #drain(tracked: Tracked, direction: Direction): void {
    const { held } = direction;
    if (held.length === 0) return;
    let taken = 0;
    for (; taken < held.length; taken++) {
      const { sequence, bytes, missing, arrival } = held[taken] as Held;
      const old = (direction.next - sequence) | 0;
      if (old < 0) break;
      direction.heldBytes -= bytes.length + HELD_COST;
      this.#heldInAll -= bytes.length + HELD_COST;
      const stream = this.#streamOf(tracked, direction, bytes);
      if (old < bytes.length) {
        if (old > 0) this.#compareHeld(tracked, direction, sequence, bytes, old, arrival);
        const range = { start: Math.min(arrival.range.start + old, arrival.range.end), end: arrival.range.end };
        const newArrival = old === 0 ? arrival : { ...arrival, range };
        if (stream.isIgnored) direction.next = (sequence + bytes.length) >>> 0;
        else this.#hand(tracked, direction, stream, bytes, old, bytes.length, newArrival);
      } else {
        this.#compareHeld(tracked, direction, sequence, bytes, bytes.length, arrival);
      }
      const end = (sequence + bytes.length + missing) >>> 0;
      if (missing > 0 && ((end - direction.next) | 0) > 0) this.#gap(tracked, direction, end, arrival);
    }
    held.splice(0, taken);
  }

  #compareHeld(
    tracked: Tracked,
    direction: Direction,
    sequence: number,
    bytes: Uint8Array,
    length: number,
    arrival: Arrival,
  ): void {
    if (direction.runs === undefined || !this.#history.differs(direction.runs, sequence, bytes, 0, length)) return;
    const message = `octets of connection ${tracked.number} were sent again and differ; the first ones are kept`;
    this.#reports.tell("retransmitted-differently", message, arrival.range.start, arrival.frame);
  }

  #finishIfDue(tracked: Tracked, direction: Direction): void {
    if (!direction.hasFinish || direction.hasEnded || ((direction.next - direction.finish) | 0) < 0) return;
    this.#endDirection(tracked, direction, "finished");
    if (tracked.lower.hasEnded && tracked.higher.hasEnded) this.#close(tracked, "not-captured");
  }

  #endDirection(tracked: Tracked, direction: Direction, how: "finished" | "reset" | "not-captured"): void {
    if (direction.hasEnded) return;
    direction.hasEnded = true;
    this.#heldInAll -= direction.heldBytes;
    direction.heldBytes = 0;
    direction.held = [];
    if (tracked.stream !== undefined && !tracked.stream.isIgnored) {
      this.#tellHole(tracked, direction, tracked.stream);
      tracked.stream.end(this.#sideOf(tracked, direction), how);
    }
  }

  /** Delivers what is held, with the holes before it, and ends both directions. */
  #close(tracked: Tracked, how: "reset" | "not-captured"): void {
    if (tracked.isClosed) return;
    const [first, second] =
      tracked.lowerOpened === false ? [tracked.higher, tracked.lower] : [tracked.lower, tracked.higher];
    this.#flush(tracked, first);
    this.#flush(tracked, second);
    this.#endDirection(tracked, first, how);
    this.#endDirection(tracked, second, how);
    tracked.isClosed = true;
    tracked.stream = undefined;
    tracked.lower.runs = undefined;
    tracked.higher.runs = undefined;
  }

  #flush(tracked: Tracked, direction: Direction): void {
    while (direction.held.length > 0) {
      const first = direction.held[0] as Held;
      this.#gap(tracked, direction, first.sequence, first.arrival);
      this.#drain(tracked, direction);
    }
    if (!direction.hasBase || direction.hasEnded) return;
    if (tracked.stream !== undefined && direction.hasAcknowledgement) this.#settle(tracked, direction);
    if (!direction.hasFinish || direction.hasEnded) return;
    const length = (direction.finish - direction.next) | 0;
    if (length > 0 && length <= BELIEVABLE_HOLE && tracked.stream !== undefined) {
      this.#gap(tracked, direction, direction.finish, this.#lastArrival(tracked));
      this.#endDirection(tracked, direction, "finished");
    }
  }
}

/** The first held piece that ends after a place, which is counted from `next`. */
function firstEndingAfter(held: readonly Held[], next: number, place: number): number {
  let low = 0;
  let high = held.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const { sequence, bytes, missing } = held[middle] as Held;
    if (((sequence - next) | 0) + bytes.length + missing > place) high = middle;
    else low = middle + 1;
  }
  return low;
}

function arrivalAt(time: number | undefined, frame: number, start: number, end: number): Arrival {
  return time === undefined ? { frame, range: { start, end } } : { time, frame, range: { start, end } };
}
