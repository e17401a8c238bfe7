import { integerEnd, integerValue } from "./integers.ts";
import type { WbxmlHead } from "./wbxml-head.ts";

/** The strings of a document's table, as ranges of the document's bytes. */
export class TableStrings {
  /** The string found last. */
  from = 0;
  to = 0;
  private readonly bytes: Uint8Array;
  private readonly head: WbxmlHead;
  private readonly ends = new Map<number, number>();
  private allowed: number;

  /** `maxReferencedBytes` is what all references together may expand to. */
  constructor(bytes: Uint8Array, head: WbxmlHead, maxReferencedBytes: number) {
    this.bytes = bytes;
    this.head = head;
    // A public identifier in the table counts as well.
    this.allowed = maxReferencedBytes - (head.tableEnd - head.tableStart);
  }

  /**
   * Finds the string that the index at `pos` refers to and returns where the index ends; -1 for an index, a string or a
   * sum of lengths that only the event path judges.
   */
  find(pos: number): number {
    const { bytes, head } = this;
    const next = integerEnd(bytes, pos);
    if (next < 0) return -1;
    const index = integerValue(bytes, pos, next);
    const from = head.tableStart + index;
    if (from >= head.tableEnd) return -1;
    let to = this.ends.get(index);
    if (to === undefined) {
      to = bytes.indexOf(0, from);
      if (to < 0 || to >= head.tableEnd) return -1;
      this.ends.set(index, to);
    }
    this.allowed -= to - from;
    if (this.allowed < 0) return -1;
    this.from = from;
    this.to = to;
    return next;
  }
}
