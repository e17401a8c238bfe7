import { SyncmlError } from "../core/errors.ts";
import { encodeUtf8 } from "../core/utf8.ts";
import { utf8Bytes } from "./text-sizes.ts";

/** An object that comes in pieces; a piece must not change after it was handed over. */
export interface ObjectStream<Pieces = Iterable<Uint8Array>> {
  /** Bytes of all pieces together. */
  readonly byteLength: number;
  readonly pieces: Pieces;
}

/** The data of an object: text, or bytes, at once or in pieces. */
export type ObjectSource = string | Uint8Array | ObjectStream;
/** Like {@link ObjectSource}, also with pieces that are waited for. */
export type AsyncObjectSource = ObjectSource | ObjectStream<AsyncIterable<Uint8Array>>;

export type PieceIterator = Iterator<Uint8Array> | AsyncIterator<Uint8Array>;
/** What a routine that reads objects yields when it wants a piece; it is to be answered with the iterator's result. */
export interface PieceRequest {
  readonly kind: "piece";
  readonly pieces: PieceIterator;
}

const nothing = new Uint8Array(0);
/** UTF-16 units of a string that are encoded at a time. */
const SLICE_LENGTH = 16_384;

/** The bytes of one object, read as they are needed. */
export class ObjectReader {
  readonly byteLength: number;
  /** Bytes that were read and not taken yet; `fill` sees that there are enough. */
  window: Uint8Array = nothing;
  private readonly pieces: PieceIterator;
  private rest: Uint8Array = nothing;
  private received = 0;
  private taken = 0;
  private ended = false;

  constructor(source: AsyncObjectSource) {
    if (typeof source === "string") {
      this.byteLength = utf8Bytes(source);
      this.pieces = slicesOf(source);
    } else if (source instanceof Uint8Array) {
      this.byteLength = source.length;
      this.pieces = [source].values();
    } else {
      const { byteLength, pieces } = source;
      if (!Number.isSafeInteger(byteLength) || byteLength < 0) throw new RangeError(`byteLength is ${byteLength}`);
      this.byteLength = byteLength;
      this.pieces = Symbol.iterator in pieces ? pieces[Symbol.iterator]() : pieces[Symbol.asyncIterator]();
    }
  }

  /** Bytes from the start of the object to the window. */
  get offset(): number {
    return this.taken;
  }

  /** Bytes that were not taken yet. */
  get remaining(): number {
    return this.byteLength - this.taken;
  }

  /**
   * Reads until the window holds `wanted` bytes, or all that remain; then also to the end, to see that it is there.
   *
   * @throws {SyncmlError} `invalid-message` if the pieces are more or fewer bytes than was said.
   */
  *fill(wanted: number): Generator<PieceRequest, void, IteratorResult<Uint8Array>> {
    while (!this.ended && (this.window.length < wanted || this.window.length === this.remaining)) {
      if (this.rest.length === 0) this.accept(yield { kind: "piece", pieces: this.pieces });
      const needed = Math.max(0, wanted - this.window.length);
      this.window = this.window.length === 0 ? this.rest : joined(this.window, this.rest.subarray(0, needed));
      this.rest = this.rest.subarray(this.window === this.rest ? this.rest.length : needed);
    }
  }

  /** The next `byteLength` bytes of the window, as a copy. */
  take(byteLength: number): Uint8Array {
    const taken = this.window.slice(0, byteLength);
    this.window = this.window.subarray(byteLength);
    this.taken += byteLength;
    return taken;
  }

  private accept({ done, value }: IteratorResult<Uint8Array>): void {
    if (done) this.ended = true;
    else {
      this.rest = value;
      this.received += value.length;
    }
    if (done ? this.received < this.byteLength : this.received > this.byteLength) {
      const found = done
        ? `ended after ${this.received} bytes`
        : `has more than the announced ${this.byteLength} bytes`;
      throw new SyncmlError("invalid-message", `object of ${this.byteLength} bytes ${found}`);
    }
  }
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

function* slicesOf(text: string): Generator<Uint8Array> {
  for (let start = 0; start < text.length; ) {
    let end = Math.min(text.length, start + SLICE_LENGTH);
    // Not between the two halves of a character.
    if (end < text.length && (text.charCodeAt(end - 1) & 0xfc00) === 0xd800) end--;
    yield encodeUtf8(text.slice(start, end));
    start = end;
  }
}
