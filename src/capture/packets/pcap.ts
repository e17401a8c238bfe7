import type { CaptureLimits, CaptureReader } from "../reader.ts";
import { Frame, type FrameReader } from "./frame.ts";
import { u32, u32le } from "./integers.ts";
import { Pieces } from "./pieces.ts";
import type { Reports } from "./reports.ts";

/** Magic numbers of the file head, as the integer of its first four octets, high octet first. */
const Magic = {
  MICRO_BIG: 0xa1b2c3d4,
  MICRO_LITTLE: 0xd4c3b2a1,
  NANO_BIG: 0xa1b23c4d,
  NANO_LITTLE: 0x4d3cb2a1,
} as const;

/** Relatives of the format whose records have another head, by their magic number. */
export const refusedFormats: ReadonlyMap<number, string> = new Map([
  [0xa1b2cd34, "a pcap file of a patched libpcap of 1998, whose record heads have 24 octets"],
  [0x34cdb2a1, "a pcap file of a patched libpcap of 1998, whose record heads have 24 octets"],
  [0xa1b2cbcd, "a pcap file of a patched libpcap, whose record heads are not those of pcap"],
  [0xcdcbb2a1, "a pcap file of a patched libpcap, whose record heads are not those of pcap"],
  [0x1c0001ac, "a pcap file of an IXIA traffic generator"],
  [0xac01001c, "a pcap file of an IXIA traffic generator"],
]);

const FILE_HEAD = 24;
const RECORD_HEAD = 16;
/** Where a record is looked for after a damaged one, it must be of a time within so many seconds of the one before. */
const NEAR_SECONDS = 86_400;

export function isMagic(magic: number): boolean {
  return (
    magic === Magic.MICRO_BIG || magic === Magic.MICRO_LITTLE || magic === Magic.NANO_BIG || magic === Magic.NANO_LITTLE
  );
}

/** Reads a pcap file: its heads, then its records, each handed on as a frame. */
export class PcapReader implements CaptureReader {
  readonly #frames: FrameReader;
  readonly #reports: Reports;
  readonly #limits: CaptureLimits;
  readonly #frame = new Frame();
  readonly #pieces = new Pieces((bytes, start, end) => this.#read(bytes, start, end));
  #hasHead = false;
  #isRefused = false;
  #isLittle = false;
  #fractionsPerSecond = 1_000_000;
  #seconds = -1;
  /** Looking for a record after a damaged one. */
  #isLost = false;
  #lostAt = 0;

  constructor(frames: FrameReader, reports: Reports, limits: CaptureLimits) {
    this.#frames = frames;
    this.#reports = reports;
    this.#limits = limits;
  }

  write(chunk: Uint8Array): void {
    this.#pieces.write(chunk);
  }

  end(): void {
    const rest = this.#pieces.rest();
    const { offset } = this.#pieces;
    if (this.#isLost) {
      this.#reports.tell("file-cut", "no record was found after the damaged one", this.#lostAt);
    } else if (rest.length > 0) {
      const what = this.#hasHead ? "the last record" : "the head of the file";
      this.#reports.tell("file-cut", `the file ends inside ${what}`, offset + rest.length);
      if (this.#hasHead && rest.length > RECORD_HEAD) this.#record(rest, 0, rest.length);
    }
    this.#frames.end();
  }

  #u32(bytes: Uint8Array, pos: number): number {
    return this.#isLittle ? u32le(bytes, pos) : u32(bytes, pos);
  }

  #read(bytes: Uint8Array, start: number, end: number): number {
    if (this.#isRefused) return end - start;
    if (this.#isLost) return this.#search(bytes, start, end);
    if (!this.#hasHead) return end - start < FILE_HEAD ? -FILE_HEAD : this.#head(bytes, start);
    if (end - start < RECORD_HEAD) return -RECORD_HEAD;
    // Of files joined by `cat`: the head of the second one.
    if (isMagic(u32(bytes, start))) return end - start < FILE_HEAD ? -FILE_HEAD : this.#head(bytes, start);
    const captured = this.#u32(bytes, start + 8);
    if (captured > this.#limits.frameBytes || this.#isEmpty(bytes, start)) {
      this.#isLost = true;
      this.#lostAt = this.#pieces.offset;
      this.#reports.tell("frame-damaged", "the head of a record is damaged", this.#lostAt, this.#frame.number + 1);
      return 1;
    }
    const length = RECORD_HEAD + captured;
    if (end - start < length) return -length;
    this.#record(bytes, start, start + length);
    return length;
  }

  #head(bytes: Uint8Array, start: number): number {
    const magic = u32(bytes, start);
    const refused = refusedFormats.get(magic);
    if (refused !== undefined || !isMagic(magic)) {
      this.#isRefused = true;
      const what = refused ?? "no file head of pcap";
      this.#reports.tell(
        "cannot-open",
        `this is ${what}; Wireshark can save it as pcap or pcapng`,
        this.#pieces.offset,
      );
      return FILE_HEAD;
    }
    this.#isLittle = magic === Magic.MICRO_LITTLE || magic === Magic.NANO_LITTLE;
    this.#fractionsPerSecond = magic === Magic.NANO_BIG || magic === Magic.NANO_LITTLE ? 1_000_000_000 : 1_000_000;
    // The upper bits tell how many octets of a check sum follow each frame, which the lengths inside exclude already.
    this.#frame.linkType = this.#u32(bytes, start + 20) & 0xffff;
    this.#hasHead = true;
    return FILE_HEAD;
  }

  /** All zero, as is what a file has at its end when the machine went down while writing. */
  #isEmpty(bytes: Uint8Array, start: number): boolean {
    for (let pos = start; pos < start + RECORD_HEAD; pos++) if (bytes[pos] !== 0) return false;
    return true;
  }

  #record(bytes: Uint8Array, start: number, end: number): void {
    const frame = this.#frame;
    const seconds = this.#u32(bytes, start);
    this.#seconds = seconds;
    frame.number++;
    frame.time = seconds * 1_000 + (this.#u32(bytes, start + 4) * 1_000) / this.#fractionsPerSecond;
    frame.bytes = bytes;
    frame.start = start + RECORD_HEAD;
    frame.end = end;
    frame.missing = Math.max(0, this.#u32(bytes, start + 12) - (end - frame.start));
    frame.offset = this.#pieces.offset + RECORD_HEAD;
    this.#frames.frame(frame);
  }

  #looksLikeRecord(bytes: Uint8Array, pos: number): boolean {
    const captured = this.#u32(bytes, pos + 8);
    const original = this.#u32(bytes, pos + 12);
    return (
      captured > 0 &&
      captured <= this.#limits.frameBytes &&
      captured <= original &&
      original <= this.#limits.frameBytes &&
      this.#u32(bytes, pos + 4) < this.#fractionsPerSecond &&
      (this.#seconds < 0 || Math.abs(this.#u32(bytes, pos) - this.#seconds) <= NEAR_SECONDS)
    );
  }

  /** Looks for a record that another one, or a head, follows. */
  #search(bytes: Uint8Array, start: number, end: number): number {
    for (let pos = start; pos + RECORD_HEAD <= end; pos++) {
      if (!this.#looksLikeRecord(bytes, pos)) continue;
      const next = pos + RECORD_HEAD + this.#u32(bytes, pos + 8);
      if (next + RECORD_HEAD > end) return pos > start ? pos - start : start - (next + RECORD_HEAD);
      if (!isMagic(u32(bytes, next)) && !this.#looksLikeRecord(bytes, next)) continue;
      this.#isLost = false;
      const at = this.#pieces.offset + pos - start;
      this.#reports.tell("resynchronised", `${at - this.#lostAt} octets were passed over to find the next record`, at);
      return pos > start ? pos - start : this.#read(bytes, start, end);
    }
    const left = end - start - (RECORD_HEAD - 1);
    return left > 0 ? left : -RECORD_HEAD;
  }
}
