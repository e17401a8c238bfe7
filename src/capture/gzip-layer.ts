import { Gunzip } from "fflate/browser";
import { SyncmlError } from "../core/errors.ts";
import { addCrc32 } from "./http/check-sums.ts";
import type { CaptureReader } from "./reader.ts";

/** What a layer of gzip may become. */
interface GzipBounds {
  /** Octets for each octet of the input. */
  readonly inflation: number;
}

/** Small inputs may be inflated to this many octets whatever the ratio. */
const ALWAYS_BYTES = 1 << 20;

/** Octets that are inflated at a time, so that the ratio is checked before a piece is large. */
const PIECE_BYTES = 16_384;

/** Check sum and length, after the data of a member. */
const TRAILER_BYTES = 8;
/** Octets of what came before that are kept for a trailer that lies across pieces, or before the head of the next member. */
const RECENT_BYTES = 256;
/** The shortest member: head, an empty block, trailer. */
const MEMBER_BYTES = 20;

export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b && head[2] === 0x08;
}

/** Undoes gzip around a file; what is inside goes on to a reader as it comes. The inflater checks neither check sums nor lengths. */
export class GzipLayer implements CaptureReader {
  private readonly gunzip: Gunzip;
  private readonly inner: CaptureReader;
  private readonly bounds: GzipBounds;
  /** Called if the file breaks off, or is damaged, with the reason; what came out until then is read. */
  private readonly onFault: (reason: string) => void;
  private taken = 0;
  private given = 0;
  /** Nothing more can be inflated. */
  private isBroken = false;
  private isFaulty = false;
  private isAtEnd = false;
  /** Of the member that is being read. */
  private checkSum = 0;
  private memberBytes = 0;
  private memberStart = 0;
  /** Octets that were taken last, among which a trailer is: the piece, after some of what came before. */
  private recent: Uint8Array = new Uint8Array(0);

  constructor(inner: CaptureReader, bounds: GzipBounds, onFault: (reason: string) => void) {
    this.inner = inner;
    this.bounds = bounds;
    this.onFault = onFault;
    this.gunzip = new Gunzip((chunk, isLast) => this.take(chunk, isLast));
    this.gunzip.onmember = (offset) => this.endMember(offset);
  }

  write(chunk: Uint8Array): void {
    for (let start = 0; start < chunk.length; start += PIECE_BYTES) {
      this.push(chunk.subarray(start, start + PIECE_BYTES), false);
    }
  }

  end(): void {
    this.push(new Uint8Array(0), true);
    if (!this.isBroken) {
      if (this.isAtEnd && this.taken - this.memberStart >= MEMBER_BYTES) this.endMember(this.taken);
      else this.tell("the gzip around the file is cut off");
    }
    this.inner.end();
  }

  private push(piece: Uint8Array, isLast: boolean): void {
    if (this.isBroken) return;
    this.taken += piece.length;
    const before = this.recent.subarray(-RECENT_BYTES);
    const recent = new Uint8Array(before.length + piece.length);
    recent.set(before);
    recent.set(piece, before.length);
    this.recent = recent;
    try {
      this.gunzip.push(piece, isLast);
    } catch (error) {
      // fflate says with a code of its own what is wrong with the octets; everything else comes from the reader inside.
      if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "number") throw error;
      this.isBroken = true;
      this.tell(`the gzip around the file is cut off or damaged: ${error.message}`);
    }
  }

  private take(chunk: Uint8Array, isLast: boolean): void {
    this.isAtEnd = isLast;
    this.given += chunk.length;
    if (this.given > Math.max(ALWAYS_BYTES, this.taken * this.bounds.inflation)) {
      throw new SyncmlError("limit-exceeded", `gzip makes more than ${this.bounds.inflation} bytes of each of its own`);
    }
    this.checkSum = addCrc32(this.checkSum, chunk);
    this.memberBytes += chunk.length;
    if (chunk.length > 0) this.inner.write(chunk);
  }

  /** A member ends at an octet of the input, after its trailer. */
  private endMember(end: number): void {
    const { recent, checkSum, memberBytes } = this;
    this.checkSum = 0;
    this.memberBytes = 0;
    this.memberStart = end;
    const at = end - TRAILER_BYTES - (this.taken - recent.length);
    // The head of the next member is longer than what is kept.
    if (at < 0) return;
    const view = new DataView(recent.buffer, at, TRAILER_BYTES);
    // Lengths are told without what is beyond 4 GiB.
    const isLength = view.getUint32(4, true) === memberBytes % 2 ** 32;
    if (isLength && view.getUint32(0, true) === checkSum) return;
    this.tell(`the ${isLength ? "check sum" : "length"} in the gzip around the file is wrong, or it is cut off`);
  }

  /** Only the first fault is told: others come of it. */
  private tell(reason: string): void {
    if (!this.isFaulty) this.onFault(reason);
    this.isFaulty = true;
  }
}
