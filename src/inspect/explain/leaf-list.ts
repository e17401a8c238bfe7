import type { Diagnostic } from "../../core/diagnostics.ts";
import type { Finding, Leaf, LeafKind } from "./leaf.ts";

/** A leaf being made: notes may be added once more of the document is known. */
export type OpenLeaf = { -readonly [Field in keyof Leaf]: Leaf[Field] };

/** Why and where reading ended. */
interface Fault {
  readonly code: string;
  readonly message: string;
  readonly offset: number;
  /** Elements that were not closed, innermost first. */
  readonly open?: readonly string[];
  readonly path?: string;
}

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

  /** The leaf with an octet, of those from the index `first` on; `undefined` after the last. */
  leafAt(first: number, offset: number): OpenLeaf | undefined {
    let [low, high] = [first, this.leaves.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const leaf = this.leaves[middle] as OpenLeaf;
      if (offset < leaf.start) high = middle - 1;
      else if (offset >= leaf.end) low = middle + 1;
      else return leaf;
    }
    return undefined;
  }

  report(
    leaf: OpenLeaf,
    code: string,
    message: string,
    offset: number = leaf.start,
    path: string = leaf.path ?? "",
  ): void {
    delete leaf.isTolerated;
    leaf.finding = message;
    this.findings.push({ severity: "error", code, message, offset, ...(path === "" ? {} : { path }) });
  }

  /** Says of the leaf at an offset, from the index `first` on, what a reader puts up with. */
  warn(first: number, { code, message, offset = 0, path = "" }: Diagnostic): void {
    const leaf = this.leafAt(first, offset);
    if (leaf !== undefined && leaf.finding === undefined) {
      leaf.finding = message;
      leaf.isTolerated = true;
    }
    this.findings.push({ severity: "warning", code, message, offset, ...(path === "" ? {} : { path }) });
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
   * Adds what is left up to `end` after a fault: the octet at fault and what comes after it; or what began and was cut off, and that
   * something is missing.
   */
  breakOff(end: number, depth: number, { code, message, offset, open = [], path = "" }: Fault): void {
    const names = open.length === 0 ? "" : `open: ${open.join(", ")}`;
    const isCut = code === "truncated-input" || this.cursor >= end;
    if (this.cursor < end) {
      const length = isCut ? end - this.cursor : 1;
      const fault = this.add(this.cursor + length, depth, "fault", isCut ? "cut off" : "cannot be read");
      if (!isCut) this.tellFault(fault, names, code, message, offset, path);
      if (this.cursor < end) this.add(end, depth, "unread", "not read, after the fault");
    }
    if (isCut)
      this.tellFault(this.add(end, depth, "missing", "the input ends here"), names, code, message, offset, path);
  }

  private tellFault(leaf: OpenLeaf, names: string, code: string, message: string, offset: number, path: string): void {
    if (names !== "") leaf.note = names;
    this.report(leaf, code, message, offset, path);
  }
}
