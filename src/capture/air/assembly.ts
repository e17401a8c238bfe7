import type { FileRange, Gap } from "../model.ts";

/** Octets of a message that came in pieces, what is missing between them, and where they were in the file. */
export class Assembly {
  /** Octets that are there. */
  length = 0;
  readonly gaps: Gap[] = [];
  readonly #chunks: Uint8Array[] = [];
  readonly #ranges: FileRange[] = [];
  /** A piece had no place of its own in the file. */
  #isElsewhere = false;

  /** Appends a copy of octets that were in the file at `range`. */
  add(bytes: Uint8Array, range: FileRange): void {
    if (bytes.length === 0) return;
    this.#chunks.push(bytes.slice());
    this.length += bytes.length;
    if (range.end - range.start !== bytes.length) this.#isElsewhere = true;
    const last = this.#ranges.at(-1);
    if (last?.end === range.start) this.#ranges[this.#ranges.length - 1] = { start: last.start, end: range.end };
    else this.#ranges.push(range);
  }

  /** Octets are missing here. */
  miss(length: number | undefined, reason: Gap["reason"] = "not-captured", isAcknowledged = false): void {
    this.gaps.push({
      offset: this.length,
      ...(length === undefined ? {} : { length }),
      reason,
      ...(isAcknowledged ? { acknowledged: true as const } : {}),
    });
  }

  /** All octets that are there. */
  bytes(): Uint8Array {
    const whole = new Uint8Array(this.length);
    let pos = 0;
    for (const chunk of this.#chunks) {
      whole.set(chunk, pos);
      pos += chunk.length;
    }
    return whole;
  }

  /** What comes after the first `start` octets, as a payload has it. */
  after(start: number): { bytes: Uint8Array; gaps: readonly Gap[]; ranges: readonly FileRange[] } {
    const ranges: FileRange[] = [];
    let skipped = 0;
    for (const range of this.#isElsewhere ? [] : this.#ranges) {
      const length = range.end - range.start;
      const from = Math.max(0, start - skipped);
      if (from < length) ranges.push({ start: range.start + from, end: range.end });
      skipped += length;
    }
    const gaps = this.gaps.map((gap) => ({ ...gap, offset: gap.offset - start })).filter(({ offset }) => offset >= 0);
    return { bytes: this.bytes().subarray(start), gaps, ranges };
  }
}
