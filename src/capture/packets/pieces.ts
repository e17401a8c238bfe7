const NOTHING = new Uint8Array(0);

/**
 * Reads one item at the start of `bytes[start, end)`. Returns how many octets it took, which may be more than there are (the
 * rest is then left out), or, negative, how many it needs in all to go on.
 */
export type ReadItem = (bytes: Uint8Array, start: number, end: number) => number;

/**
 * Cuts a file that comes in pieces into items. An item inside one piece is read where it is; one that lies across pieces is
 * first put together in a buffer of its own, which is never written again once it has been read.
 */
export class Pieces {
  readonly #read: ReadItem;
  /** Place in the file of the item that is read next. */
  offset = 0;
  #held: Uint8Array = NOTHING;
  #heldLength = 0;
  #needed = 0;
  #toLeaveOut = 0;

  constructor(read: ReadItem) {
    this.#read = read;
  }

  write(chunk: Uint8Array): void {
    let pos = 0;
    while (pos < chunk.length) {
      if (this.#toLeaveOut > 0) {
        const leftOut = Math.min(this.#toLeaveOut, chunk.length - pos);
        this.#toLeaveOut -= leftOut;
        this.offset += leftOut;
        pos += leftOut;
      } else if (this.#heldLength > 0) {
        pos += this.#hold(chunk, pos, this.#needed - this.#heldLength);
        if (this.#heldLength < this.#needed) return;
        this.#readHeld();
      } else {
        const used = this.#take(chunk, pos, chunk.length);
        if (used < 0) {
          this.#needed = -used;
          pos += this.#hold(chunk, pos, chunk.length - pos);
        } else {
          pos += used;
        }
      }
    }
  }

  /** What is left of an item that the file ended in. */
  rest(): Uint8Array {
    return this.#held.subarray(0, this.#heldLength);
  }

  /** How many octets of an item that was left out did not come. */
  get missing(): number {
    return this.#toLeaveOut;
  }

  #hold(chunk: Uint8Array, pos: number, wanted: number): number {
    const added = Math.min(wanted, chunk.length - pos);
    const length = this.#heldLength + added;
    if (length > this.#held.length) {
      const grown = new Uint8Array(Math.max(length, Math.min(this.#needed, 2 * length)));
      grown.set(this.#held.subarray(0, this.#heldLength));
      this.#held = grown;
    }
    this.#held.set(chunk.subarray(pos, pos + added), this.#heldLength);
    this.#heldLength = length;
    return added;
  }

  #readHeld(): void {
    const held = this.#held;
    const end = this.#heldLength;
    let pos = 0;
    this.#heldLength = 0;
    this.#held = NOTHING;
    while (pos < end) {
      const used = this.#take(held, pos, end);
      if (used < 0) {
        this.#needed = -used;
        // Copied, since what was read of this buffer may be kept by who read it.
        this.#held = new Uint8Array(Math.max(end - pos, Math.min(this.#needed, 2 * (end - pos))));
        this.#held.set(held.subarray(pos, end));
        this.#heldLength = end - pos;
        return;
      }
      pos += used;
    }
  }

  /** Octets of the piece that an item took, or, negative, how many it needs. */
  #take(bytes: Uint8Array, start: number, end: number): number {
    const used = this.#read(bytes, start, end);
    if (used < 0) return used;
    const there = Math.min(used, end - start);
    this.offset += there;
    this.#toLeaveOut = used - there;
    return there;
  }
}
