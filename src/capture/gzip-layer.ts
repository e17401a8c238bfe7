import { Gunzip } from "fflate/browser";
import { SyncmlError } from "../core/errors.ts";
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

export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b && head[2] === 0x08;
}

/** Undoes gzip around a file; what is inside goes on to a reader as it comes. */
export class GzipLayer implements CaptureReader {
  private readonly gunzip: Gunzip;
  private readonly inner: CaptureReader;
  private readonly bounds: GzipBounds;
  /** Called if the file breaks off, or is damaged, with the reason; what came out until then is read. */
  private readonly onFault: (reason: string) => void;
  private taken = 0;
  private given = 0;
  private isBroken = false;
  private isAtEnd = false;

  constructor(inner: CaptureReader, bounds: GzipBounds, onFault: (reason: string) => void) {
    this.inner = inner;
    this.bounds = bounds;
    this.onFault = onFault;
    this.gunzip = new Gunzip((chunk, isLast) => {
      this.isAtEnd = isLast;
      this.given += chunk.length;
      if (this.given > Math.max(ALWAYS_BYTES, this.taken * this.bounds.inflation)) {
        throw new SyncmlError(
          "limit-exceeded",
          `gzip makes more than ${this.bounds.inflation} bytes of each of its own`,
        );
      }
      if (chunk.length > 0) this.inner.write(chunk);
    });
  }

  write(chunk: Uint8Array): void {
    for (let start = 0; start < chunk.length; start += PIECE_BYTES) {
      this.push(chunk.subarray(start, start + PIECE_BYTES), false);
    }
  }

  end(): void {
    this.push(new Uint8Array(0), true);
    if (!this.isAtEnd && !this.isBroken) this.onFault("the gzip around the file is cut off");
    this.inner.end();
  }

  private push(piece: Uint8Array, isLast: boolean): void {
    if (this.isBroken) return;
    this.taken += piece.length;
    try {
      this.gunzip.push(piece, isLast);
    } catch (error) {
      // fflate says with a code of its own what is wrong with the octets; everything else comes from the reader inside.
      if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "number") throw error;
      this.isBroken = true;
      this.onFault(`the gzip around the file is cut off or damaged: ${error.message}`);
    }
  }
}
