import type { Finding, Leaf, LeafKind } from "./leaf.ts";

/** A leaf being made: notes may be added once more of the document is known. */
export type OpenLeaf = { -readonly [Field in keyof Leaf]: Leaf[Field] };

/** Leaves in order. Each begins where the one before it ended, so that they tile the input whatever happens. */
export class LeafList {
  readonly bytes: Uint8Array;
  readonly leaves: OpenLeaf[] = [];
  readonly findings: Finding[] = [];
  readonly summary: string[] = [];
  /** Where the next leaf begins. */
  cursor = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Adds the octets from the cursor to `end`; one that is out of bounds is brought in. */
  add(end: number, depth: number, kind: LeafKind, label: string): OpenLeaf {
    const start = this.cursor;
    const leaf: OpenLeaf = { start, end: Math.max(start, Math.min(end, this.bytes.length)), depth, kind, label };
    this.leaves.push(leaf);
    this.cursor = leaf.end;
    return leaf;
  }

  report(
    leaf: OpenLeaf,
    code: string,
    message: string,
    offset: number = leaf.start,
    path: string = leaf.path ?? "",
  ): void {
    leaf.finding ??= message;
    this.findings.push({ code, message, offset, ...(path === "" ? {} : { path }) });
  }

  /**
   * Says that octets after the last did not come. A document that has said already that it ends too early is not told of twice: `how`
   * says how much too early.
   */
  addMissing(depth: number, label: string, how: string): void {
    const last = this.leaves.at(-1);
    const finding = this.findings.at(-1);
    if (last?.kind === "missing" && finding !== undefined) {
      const message = `${finding.message}, ${how}`;
      this.findings[this.findings.length - 1] = { ...finding, message };
      last.label = label;
      last.finding = message;
      return;
    }
    this.report(this.add(this.cursor, depth, "missing", label), "truncated-input", `the message ends ${how}`);
  }

  /**
   * Adds what is left up to `end` after a fault: the octet at fault, what comes after it, or that something is missing.
   * `open` are the elements that were not closed, innermost first.
   */
  breakOff(end: number, depth: number, code: string, message: string, open: readonly string[], path: string): void {
    const names = open.length === 0 ? "" : `open: ${open.join(", ")}`;
    if (this.cursor >= end) {
      const leaf = this.add(end, depth, "missing", "the input ends here");
      if (names !== "") leaf.note = names;
      this.report(leaf, code, message, leaf.start, path);
      return;
    }
    const fault = this.add(this.cursor + 1, depth, "fault", "cannot be read");
    if (names !== "") fault.note = names;
    this.report(fault, code, message, fault.start, path);
    if (this.cursor < end) this.add(end, depth, "unread", "not read, after the fault");
  }
}
