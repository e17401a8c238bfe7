/** Octets of all connections that are remembered for comparison. */
const SIZE = 1 << 22;
/** How many runs of octets a direction remembers, each in three numbers: its first sequence number, its place, its length. */
const RUNS = 8;
const RUN_FIELDS = 3;

/** The runs of one direction, newest overwriting oldest. */
export class RememberedRuns {
  readonly fields: Float64Array = new Float64Array(RUNS * RUN_FIELDS);
  newest = 0;
}

/**
 * The last octets that were delivered, of all connections together in one ring, so that what a peer sends again can be compared
 * with what it sent before, in an amount of memory that does not grow with the connections.
 */
export class History {
  readonly #size: number;
  /** Grows to its size before it is written round. */
  #ring: Uint8Array = new Uint8Array(0);
  /** Octets that were ever written; a place is what this was when it was written. */
  #written = 0;

  constructor(size: number = SIZE) {
    this.#size = size;
  }

  /** Remembers what was delivered of a direction. */
  add(runs: RememberedRuns, sequence: number, bytes: Uint8Array): void {
    if (this.#ring.length < this.#size) this.#grow(this.#written + bytes.length);
    const ring = this.#ring;
    const from = Math.max(0, bytes.length - ring.length);
    const remembered = from === 0 ? bytes : bytes.subarray(from);
    const { length } = remembered;
    const { fields } = runs;
    const first = (sequence + from) >>> 0;
    let at = runs.newest * RUN_FIELDS;
    const continues =
      (fields[at] as number) + (fields[at + 2] as number) === first &&
      (fields[at + 1] as number) + (fields[at + 2] as number) === this.#written;
    if (!continues || fields[at + 2] === 0) {
      runs.newest = (runs.newest + 1) % RUNS;
      at = runs.newest * RUN_FIELDS;
      fields[at] = first;
      fields[at + 1] = this.#written;
      fields[at + 2] = 0;
    }
    fields[at + 2] = (fields[at + 2] as number) + length;
    const place = this.#written % ring.length;
    const room = ring.length - place;
    if (length <= room) {
      ring.set(remembered, place);
    } else {
      ring.set(remembered.subarray(0, room), place);
      ring.set(remembered.subarray(room), 0);
    }
    this.#written += length;
  }

  #grow(needed: number): void {
    if (needed <= this.#ring.length) return;
    const grown = new Uint8Array(Math.min(this.#size, Math.max(needed, 2 * this.#ring.length, 4_096)));
    grown.set(this.#ring.subarray(0, this.#written));
    this.#ring = grown;
  }

  /** Whether octets differ from those that are remembered of the same sequence numbers; not where none are. */
  differs(runs: RememberedRuns, sequence: number, bytes: Uint8Array, start: number, end: number): boolean {
    const ring = this.#ring;
    const { fields } = runs;
    for (let at = 0; at < fields.length; at += RUN_FIELDS) {
      const length = fields[at + 2] as number;
      const place = fields[at + 1] as number;
      // Where the octets begin in the run: before it, if negative.
      const distance = (sequence - (fields[at] as number)) | 0;
      const first = Math.max(0, -distance, this.#written - ring.length - (place + distance));
      const last = Math.min(end - start, length - distance);
      for (let index = first; index < last; index++) {
        if (bytes[start + index] !== ring[(place + distance + index) % ring.length]) return true;
      }
    }
    return false;
  }
}
