import { type Bytes, bytesOf, viewOfBytes } from "../core/bytes.ts";
import { describe } from "../core/describe.ts";
import { SyncmlError } from "../core/errors.ts";
import { encodeUtf8 } from "../core/utf8.ts";
import { utf8Bytes } from "./text-sizes.ts";

/** An object that is read in pieces. A piece must not change once it is handed over. */
export interface ObjectStream<Pieces = Iterable<Uint8Array>> {
  /** Bytes of all pieces together. */
  readonly byteLength: number;
  /**
   * The pieces, or a function that returns the pieces from byte `offset` on. `packMessage` opens the object again for each
   * message: a function can skip what was sent, an iterable is read from its start.
   */
  readonly pieces: Pieces | ((offset: number) => Pieces);
}

/** How much of an object was sent. Plain data. */
export interface ObjectPosition {
  /** Bytes sent so far. */
  readonly offset: number;
  /** UTF-16 units sent so far if the object is a string; else 0. */
  readonly textOffset: number;
  /** Bytes of the whole object. */
  readonly byteLength: number;
  /** The object is a string that is sent as OPAQUE. */
  readonly needsOpaque: boolean;
}

/** The data of an object: text or bytes, whole or in pieces. */
export type ObjectSource = string | Bytes | ObjectStream;
/** Like {@link ObjectSource}; pieces may also be asynchronous. */
export type AsyncObjectSource = ObjectSource | ObjectStream<AsyncIterable<Uint8Array>>;

export type PieceIterator = Iterator<Uint8Array> | AsyncIterator<Uint8Array>;
/** Yielded by a routine that needs a piece of an object; resume it with the result of `pieces.next()`. */
export interface PieceRequest {
  readonly kind: "piece";
  readonly pieces: PieceIterator;
}

const nothing = new Uint8Array(0);
/** UTF-16 units of a string encoded at a time. */
const SLICE_LENGTH = 16_384;

/**
 * Reads the bytes of one object as they are needed.
 *
 * ```
 *  0            offset                                       byteLength
 *  │ taken      │ window        │ rest           │ not read   │
 *               │ may be taken  │ of the piece   │
 *               └─ fill() extends the window, take() consumes it ─┘
 * ```
 */
export class ObjectReader {
  /** Bytes of the whole object, as announced. */
  readonly byteLength: number;
  /** Bytes read but not yet taken; `fill` ensures there are enough. */
  window: Uint8Array = nothing;
  private readonly pieces: PieceIterator;
  private rest: Uint8Array = nothing;
  private received: number;
  private taken: number;
  private takenUnits: number;
  /** Bytes still to be skipped, since they were sent before the object was opened again. */
  private skipped = 0;
  private ended = false;
  private readonly isString: boolean;

  /** @throws {SyncmlError} `invalid-message` if the object's length has changed since `position` was taken. */
  constructor(source: AsyncObjectSource, position?: ObjectPosition) {
    const { offset, textOffset } = position ?? { offset: 0, textOffset: 0 };
    this.isString = typeof source === "string";
    this.taken = offset;
    this.takenUnits = textOffset;
    this.received = offset;
    const bytes = viewOfBytes(source);
    if (typeof source === "string") {
      // Counted once for the object, not again for each message.
      this.byteLength = position?.byteLength ?? utf8Bytes(source);
      this.pieces = slicesOf(source, textOffset);
    } else if (bytes !== undefined) {
      this.byteLength = bytes.length;
      this.pieces = [bytes.subarray(offset)].values();
    } else {
      if (typeof source !== "object" || source === null) {
        throw new TypeError(`expected an object, as a string, as bytes or in pieces, not ${describe(source)}`);
      }
      const stream = source as Exclude<AsyncObjectSource, string | Bytes>;
      const { byteLength } = stream;
      if (!Number.isSafeInteger(byteLength) || byteLength < 0) throw new RangeError(`byteLength is ${byteLength}`);
      this.byteLength = byteLength;
      const isResumed = typeof stream.pieces === "function";
      const pieces = typeof stream.pieces === "function" ? stream.pieces(offset) : stream.pieces;
      this.pieces = Symbol.iterator in pieces ? pieces[Symbol.iterator]() : pieces[Symbol.asyncIterator]();
      if (!isResumed) {
        this.skipped = offset;
        this.received = 0;
      }
    }
    if (position !== undefined && position.byteLength !== this.byteLength) {
      const reason = `the object had ${position.byteLength} bytes when it was begun, and has ${this.byteLength} now`;
      throw new SyncmlError("invalid-message", reason);
    }
  }

  /** Bytes taken: where the window starts in the object. */
  get offset(): number {
    return this.taken;
  }

  /** The same in UTF-16 units, if the object is a string; else 0. */
  get textOffset(): number {
    return this.takenUnits;
  }

  /** Bytes not taken yet. */
  get remaining(): number {
    return this.byteLength - this.taken;
  }

  /**
   * Reads until the window holds `wanted` bytes or all that remain; in the latter case up to the end of the pieces, to
   * check that nothing follows.
   *
   * @throws {SyncmlError} `invalid-message` if the pieces add up to more or fewer bytes than `byteLength`.
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
    if (this.isString) this.takenUnits += unitsIn(taken);
    return taken;
  }

  private accept({ done, value }: IteratorResult<Uint8Array>): void {
    if (done) this.ended = true;
    else {
      const piece = bytesOf(value);
      const sent = Math.min(this.skipped, piece.length);
      this.skipped -= sent;
      this.rest = piece.subarray(sent);
      this.received += piece.length;
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

/** UTF-16 units of UTF-8 bytes that hold whole characters. */
function unitsIn(bytes: Uint8Array): number {
  let units = 0;
  for (const byte of bytes) {
    if ((byte & 0xc0) !== 0x80) units += byte < 0xf0 ? 1 : 2;
  }
  return units;
}

function* slicesOf(text: string, from: number): Generator<Uint8Array> {
  for (let start = from; start < text.length; ) {
    let end = Math.min(text.length, start + SLICE_LENGTH);
    // Never between the halves of a surrogate pair.
    if (end < text.length && (text.charCodeAt(end - 1) & 0xfc00) === 0xd800) end--;
    yield encodeUtf8(text.slice(start, end));
    start = end;
  }
}
