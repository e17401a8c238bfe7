import { ByteWriter } from "../core/byte-writer.ts";
import { SyncmlError } from "../core/errors.ts";
import { type CaptureOptions, type CaptureReader, limitsOf } from "./reader.ts";

/** Reads what has to be there as a whole, up to `limits.wholeBytes`; `read` is called once, at the end. */
export class WholeReader implements CaptureReader {
  private readonly collected = new ByteWriter(0);
  private readonly limit: number;
  private readonly read: (bytes: Uint8Array) => void;

  constructor(options: CaptureOptions, read: (bytes: Uint8Array) => void) {
    this.limit = limitsOf(options).wholeBytes;
    this.read = read;
  }

  /** @throws {SyncmlError} `limit-exceeded` */
  write(chunk: Uint8Array): void {
    if (this.collected.byteLength + chunk.length > this.limit) {
      throw new SyncmlError(
        "limit-exceeded",
        `a file of this format is read as a whole, and has more than ${this.limit} bytes`,
      );
    }
    this.collected.bytes(chunk, 0, chunk.length);
  }

  end(): void {
    this.read(this.collected.take());
  }
}
