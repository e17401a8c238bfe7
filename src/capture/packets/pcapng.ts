import { decodeUtf8Lossy } from "../../core/utf8.ts";
import type { CaptureLimits, CaptureReader } from "../reader.ts";
import { Frame, type FrameReader } from "./frame.ts";
import { u16, u16le, u32, u32le } from "./integers.ts";
import { Pieces } from "./pieces.ts";
import type { Reports } from "./reports.ts";

/** Block types. */
const Block = {
  SECTION: 0x0a0d0d0a,
  INTERFACE: 1,
  OLD_PACKET: 2,
  SIMPLE_PACKET: 3,
  NAMES: 4,
  STATISTICS: 5,
  PACKET: 6,
  SECRETS: 10,
} as const;

/** The mark of the byte order, as it is read in the right one. */
export const BYTE_ORDER_MARK = 0x1a2b3c4d;
const BLOCK_HEAD = 8;
const SMALLEST_BLOCK = 12;
/** Room for the options of a block that is read as a whole. */
const OPTIONS_ROOM = 65_536 * 2;
const COMMENT = 1;
const TIME_RESOLUTION = 9;
const TIME_OFFSET = 14;
const MOST_INTERFACES = 65_536;
const MOST_OF_A_COMMENT = 1_000;

interface Interface {
  linkType: number;
  snapLength: number;
  /** Units of its times in a second. */
  unitsPerSecond: number;
  /** Seconds to be added. */
  timeOffset: number;
}

/** Reads a pcapng file: sections, their interfaces and the packets of them, each handed on as a frame. */
export class PcapngReader implements CaptureReader {
  readonly #frames: FrameReader;
  readonly #reports: Reports;
  readonly #limits: CaptureLimits;
  readonly #frame = new Frame();
  readonly #pieces = new Pieces((bytes, start, end) => this.#read(bytes, start, end));
  #isLittle = true;
  #hasSection = false;
  #interfaces: Interface[] = [];
  #hasSecrets = false;
  #isLost = false;
  /** There are no octets after those that are read. */
  #isAtEnd = false;
  #lostAt = 0;
  /** Where the block that is read begins in its octets. */
  #blockStart = 0;

  constructor(frames: FrameReader, reports: Reports, limits: CaptureLimits) {
    this.#frames = frames;
    this.#reports = reports;
    this.#limits = limits;
  }

  write(chunk: Uint8Array): void {
    this.#pieces.write(chunk);
  }

  end(): void {
    let rest = this.#pieces.rest();
    let { offset } = this.#pieces;
    const { missing } = this.#pieces;
    this.#isAtEnd = true;
    // A whole block may have waited for what follows.
    const used = this.#isLost || rest.length === 0 ? 0 : Math.max(0, this.#read(rest, 0, rest.length));
    rest = rest.subarray(used);
    offset += used;
    if (this.#isLost) {
      this.#reports.tell("file-cut", "no block was found after the damaged one", this.#lostAt);
    } else if (rest.length > 0 || missing > 0) {
      this.#reports.tell("file-cut", "the file ends inside a block", offset + rest.length);
      if (rest.length > BLOCK_HEAD && this.#hasSection) this.#block(rest, 0, rest.length, rest.length);
    }
    this.#frames.end();
  }

  #u16(bytes: Uint8Array, pos: number): number {
    return this.#isLittle ? u16le(bytes, pos) : u16(bytes, pos);
  }

  #u32(bytes: Uint8Array, pos: number): number {
    return this.#isLittle ? u32le(bytes, pos) : u32(bytes, pos);
  }

  #read(bytes: Uint8Array, start: number, end: number): number {
    if (this.#isLost) return this.#search(bytes, start, end);
    if (end - start < SMALLEST_BLOCK) return -SMALLEST_BLOCK;
    if (u32(bytes, start) === Block.SECTION && !this.#readOrder(bytes, start + BLOCK_HEAD)) return this.#lose();
    if (!this.#hasSection) return this.#lose();
    const type = this.#u32(bytes, start);
    const length = this.#u32(bytes, start + 4);
    if (length < SMALLEST_BLOCK || length % 4 !== 0) return this.#lose();
    if (length > this.#limits.frameBytes + OPTIONS_ROOM) {
      if (type === Block.PACKET || type === Block.SIMPLE_PACKET || type === Block.OLD_PACKET) return this.#lose();
      if (type === Block.SECTION || type === Block.INTERFACE) return this.#lose();
      return length;
    }
    if (end - start < length) return -length;
    if (this.#u32(bytes, start + length - 4) !== length) {
      const next = start + length;
      // What follows decides, also where it is in another piece of the file.
      if (end - next < SMALLEST_BLOCK && !this.#isAtEnd) return -(length + SMALLEST_BLOCK);
      if (end - next < SMALLEST_BLOCK) {
        this.#reports.tell("frame-damaged", "the two lengths of a block differ", this.#pieces.offset);
      } else if (!this.#looksLikeBlock(bytes, next)) {
        return this.#lose();
      } else {
        this.#reports.tell(
          "frame-damaged",
          "the two lengths of a block differ; the first one fits",
          this.#pieces.offset,
        );
      }
    }
    this.#block(bytes, start, start + length - 4, start + length);
    return length;
  }

  #readOrder(bytes: Uint8Array, pos: number): boolean {
    if (u32(bytes, pos) === BYTE_ORDER_MARK) this.#isLittle = false;
    else if (u32le(bytes, pos) === BYTE_ORDER_MARK) this.#isLittle = true;
    else return false;
    this.#hasSection = true;
    return true;
  }

  #lose(): number {
    this.#isLost = true;
    this.#lostAt = this.#pieces.offset;
    this.#reports.tell("frame-damaged", "the head of a block is damaged", this.#lostAt);
    return 1;
  }

  #looksLikeBlock(bytes: Uint8Array, pos: number): boolean {
    if (u32(bytes, pos) === Block.SECTION) {
      return u32(bytes, pos + BLOCK_HEAD) === BYTE_ORDER_MARK || u32le(bytes, pos + BLOCK_HEAD) === BYTE_ORDER_MARK;
    }
    if (!this.#hasSection) return false;
    const type = this.#u32(bytes, pos);
    const length = this.#u32(bytes, pos + 4);
    const isKnown = (type >= Block.INTERFACE && type <= Block.PACKET) || type === Block.SECRETS;
    return isKnown && length >= SMALLEST_BLOCK && length % 4 === 0 && length <= this.#limits.frameBytes + OPTIONS_ROOM;
  }

  /** Looks for a block with two equal lengths. */
  #search(bytes: Uint8Array, start: number, end: number): number {
    for (let pos = start; pos + SMALLEST_BLOCK <= end; pos++) {
      if (!this.#looksLikeBlock(bytes, pos)) continue;
      const isSection = u32(bytes, pos) === Block.SECTION;
      if (!isSection) {
        const length = this.#u32(bytes, pos + 4);
        if (pos + length > end) return pos > start ? pos - start : -length;
        if (this.#u32(bytes, pos + length - 4) !== length) continue;
      }
      this.#isLost = false;
      const at = this.#pieces.offset + pos - start;
      this.#reports.tell("resynchronised", `${at - this.#lostAt} octets were passed over to find the next block`, at);
      return pos > start ? pos - start : this.#read(bytes, start, end);
    }
    const left = end - start - (SMALLEST_BLOCK - 1);
    return left > 0 ? left : -SMALLEST_BLOCK;
  }

  /** Reads a block of which there are octets up to `end`; `blockEnd` is after its second length, or where the file ends. */
  #block(bytes: Uint8Array, start: number, end: number, blockEnd: number): void {
    this.#blockStart = start;
    const body = start + BLOCK_HEAD;
    const room = end - body;
    switch (this.#u32(bytes, start)) {
      case Block.SECTION:
        this.#interfaces = [];
        if (room >= 16) this.#comments(bytes, body + 16, end);
        return;
      case Block.INTERFACE:
        if (room >= 8) this.#interface(bytes, body, end);
        return;
      case Block.PACKET:
        if (room >= 20) this.#packet(bytes, body, end, this.#u32(bytes, body), blockEnd);
        return;
      case Block.OLD_PACKET:
        if (room >= 20) this.#packet(bytes, body, end, this.#u16(bytes, body), blockEnd);
        return;
      case Block.SIMPLE_PACKET: {
        if (room < 4) return;
        const original = this.#u32(bytes, body);
        const snapLength = this.#interfaces[0]?.snapLength ?? 0;
        const captured = Math.min(original, snapLength === 0 ? original : snapLength, room - 4);
        this.#hand(bytes, body + 4, body + 4 + captured, original, 0, undefined);
        return;
      }
      case Block.SECRETS:
        if (!this.#hasSecrets) {
          this.#hasSecrets = true;
          this.#reports.tell(
            "cannot-open",
            "the file holds keys of TLS, which are not used here: let Wireshark decrypt it and export what is inside " +
              "(File, Export PDUs to File, OSI layer 7), or `tshark -r FILE -T json -x`",
            this.#pieces.offset,
          );
        }
    }
  }

  #interface(bytes: Uint8Array, body: number, end: number): void {
    if (this.#interfaces.length >= MOST_INTERFACES) return;
    const made: Interface = {
      linkType: this.#u16(bytes, body),
      snapLength: this.#u32(bytes, body + 4),
      unitsPerSecond: 1_000_000,
      timeOffset: 0,
    };
    this.#interfaces.push(made);
    this.#options(bytes, body + 8, end, (code, pos, length) => {
      if (code === TIME_RESOLUTION && length >= 1) {
        const resolution = bytes[pos] as number;
        made.unitsPerSecond = resolution & 0x80 ? 2 ** (resolution & 0x7f) : 10 ** resolution;
      } else if (code === TIME_OFFSET && length >= 8) {
        const [low, high] = this.#isLittle ? [pos, pos + 4] : [pos + 4, pos];
        made.timeOffset = (this.#u32(bytes, high) | 0) * 2 ** 32 + this.#u32(bytes, low);
      }
    });
    this.#comments(bytes, body + 8, end);
  }

  #packet(bytes: Uint8Array, body: number, end: number, interfaceNumber: number, blockEnd: number): void {
    const captured = this.#u32(bytes, body + 12);
    const dataEnd = Math.min(body + 20 + captured, end);
    if (body + 20 + captured > end && blockEnd !== end) {
      this.#reports.tell(
        "frame-damaged",
        "a packet is longer than its block",
        this.#pieces.offset,
        this.#frame.number + 1,
      );
    }
    const from = this.#interfaces[interfaceNumber];
    const time = from && timeOf(this.#u32(bytes, body + 4), this.#u32(bytes, body + 8), from);
    this.#hand(bytes, body + 20, dataEnd, this.#u32(bytes, body + 16), interfaceNumber, time);
    // Options are rare: this is the padded end of most blocks.
    const options = body + 20 + captured + (-captured & 3);
    if (options + 4 < end) this.#comments(bytes, options, end);
  }

  #hand(bytes: Uint8Array, start: number, end: number, original: number, from: number, time: number | undefined): void {
    const frame = this.#frame;
    frame.number++;
    frame.bytes = bytes;
    frame.start = start;
    frame.end = end;
    frame.missing = Math.max(0, original - (end - start));
    frame.time = time;
    const origin = this.#interfaces[from];
    if (origin === undefined) {
      this.#reports.tell(
        "frame-damaged",
        `a packet of interface ${from}, which is not described`,
        this.#pieces.offset,
        frame.number,
      );
      return;
    }
    frame.linkType = origin.linkType;
    frame.offset = this.#pieces.offset + start - this.#blockStart;
    this.#frames.frame(frame);
  }

  #comments(bytes: Uint8Array, start: number, end: number): void {
    this.#options(bytes, start, end, (code, pos, length) => {
      if (code !== COMMENT) return;
      const text = decodeUtf8Lossy(bytes, pos, pos + Math.min(length, MOST_OF_A_COMMENT));
      const frame = this.#frame.number === 0 ? undefined : this.#frame.number;
      this.#reports.tell("comment", text, this.#pieces.offset, frame);
    });
  }

  #options(
    bytes: Uint8Array,
    start: number,
    end: number,
    take: (code: number, pos: number, length: number) => void,
  ): void {
    for (let pos = start; pos + 4 <= end; ) {
      const code = this.#u16(bytes, pos);
      const length = this.#u16(bytes, pos + 2);
      if (code === 0 || pos + 4 + length > end) return;
      take(code, pos + 4, length);
      pos += 4 + length + (-length & 3);
    }
  }
}

/** Milliseconds since 1970 of a time in two halves. */
function timeOf(high: number, low: number, { unitsPerSecond, timeOffset }: Interface): number {
  const perMillisecond = unitsPerSecond / 1_000;
  const offset = timeOffset * 1_000;
  if (!Number.isInteger(perMillisecond) || perMillisecond > 1_000_000) {
    return ((high * 2 ** 32 + low) / unitsPerSecond) * 1_000 + offset;
  }
  // Nanoseconds exceed 2^53: the high half is divided first, and what is left of it stays exact.
  const whole = Math.floor(2 ** 32 / perMillisecond);
  return high * whole + (high * (2 ** 32 - whole * perMillisecond) + low) / perMillisecond + offset;
}
