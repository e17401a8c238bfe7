import { ByteWriter } from "../core/byte-writer.ts";
import { decodeUtf8, encodeUtf8 } from "../core/utf8.ts";

/**
 * Joins the character data of one element from the pieces that a source delivers.
 *
 *   EMPTY      `hasContent` is false
 *   SINGLE     one piece so far, in `only`: a string, or with `asViews` a view. The usual case if a message arrives whole
 *   COLLECTED  several pieces, or bytes that are not valid text by themselves, in `collected`
 */
export class TextAccumulator {
  /** Whether some of it came as OPAQUE. */
  isOpaque = false;
  /** Whether there has been a piece, even if only an empty opaque. */
  hasContent = false;

  private readonly asViews: boolean;
  private only: string | Uint8Array | undefined;
  private readonly collected = new ByteWriter(0);

  /** With `asViews`, a value that arrives as a single piece of bytes is not decoded but returned as a view of that piece. */
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
      // Not text, or text that was split inside a character and continues in the next piece.
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

  /** Returns the value, as a string if it is valid text, else as bytes, and empties the accumulator. */
  take(): string | Uint8Array {
    const { only, collected } = this;
    this.clear();
    if (only !== undefined) return only;
    const text = this.asViews ? undefined : decodeUtf8(collected.buffer, 0, collected.byteLength);
    const taken = text ?? collected.take();
    collected.byteLength = 0;
    return taken;
  }

  /** Like {@link TextAccumulator.take}, but always returns bytes. */
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
