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
    this.allowed = maxReferencedBytes;
  }

  /**
   * Finds the string that the index at `pos` refers to and returns where the index ends; -1 for an index, a string or a
   * sum of lengths that only the general path judges.
   */
  find(pos: number): number {
    const { bytes, head } = this;
    let next = pos;
    let index = 0;
    let byte: number;
    do {
      byte = bytes[next++] as number;
      index = index * 128 + (byte & 0x7f);
    } while (byte >= 0x80 && next - pos < 4);
    const from = head.tableStart + index;
    if (!(byte < 0x80) || from >= head.tableEnd) return -1;
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
