import { ByteWriter } from "../core/byte-writer.ts";
import { decodeUtf8, encodeUtf8 } from "../core/utf8.ts";

/**
 * The character data of one element, put together from the pieces that a source delivers. One piece that is valid text,
 * which is the rule when a message comes whole, becomes its string at once; anything else is collected as bytes first.
 */
export class TextAccumulator {
  /** Some of it came as OPAQUE. */
  isOpaque = false;
  /** There has been a piece, if only an empty opaque. */
  hasContent = false;

  private readonly asViews: boolean;
  private only: string | Uint8Array | undefined;
  private readonly collected = new ByteWriter(0);

  /** With `asViews`, a value that comes as one piece of bytes is not decoded but handed out as a view of that piece. */
  constructor(asViews: boolean) {
    this.asViews = asViews;
  }

  bytes(chunk: Uint8Array, start: number, end: number): void {
    if (this.hasContent) {
      this.collectOnly();
      this.collected.bytes(chunk, start, end);
      return;
    }
    this.hasContent = true;
    if (this.asViews) this.only = chunk.subarray(start, end);
    else {
      this.only = decodeUtf8(chunk, start, end);
      // Not text, or text that was cut inside a character and continues in the next piece.
      if (this.only === undefined) this.collected.bytes(chunk, start, end);
    }
  }

  string(value: string): void {
    if (this.hasContent) {
      this.collectOnly();
      this.collected.string(value);
    } else {
      this.hasContent = true;
      this.only = value;
    }
  }

  /** What came in: a string if it is valid text, else bytes. The accumulator is empty then. */
  take(): string | Uint8Array {
    const { only, collected } = this;
    this.clear();
    if (only !== undefined) return only;
    const text = this.asViews ? undefined : decodeUtf8(collected.buffer, 0, collected.byteLength);
    const taken = text ?? collected.take();
    collected.byteLength = 0;
    return taken;
  }

  /** Like {@link TextAccumulator.take}, without trying to make a string of it. */
  takeBytes(): Uint8Array {
    const { only, collected } = this;
    this.clear();
    return typeof only === "string" ? encodeUtf8(only) : (only ?? collected.take());
  }

  private clear(): void {
    this.only = undefined;
    this.isOpaque = false;
    this.hasContent = false;
  }

  private collectOnly(): void {
    const { only } = this;
    if (only === undefined) return;
    this.only = undefined;
    if (typeof only === "string") this.collected.string(only);
    else this.collected.bytes(only, 0, only.length);
  }
}
