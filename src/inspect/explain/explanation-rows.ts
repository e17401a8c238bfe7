import type { Leaf } from "./leaf.ts";

/** How leaves are gathered to rows: all octets of an element that has nothing but a value, or each leaf for itself. */
export type RowsBy = "element" | "token";

/** A remark on a row. */
export interface RowNote {
  /** `gloss`: what it means; `refused`: a status that says no; `form`: how it is written. */
  readonly kind: "gloss" | "refused" | "form";
  /** In words, in one line. */
  readonly text: string;
}

/** Octets that say one thing together, and what they say. */
export interface ExplanationRow {
  /** First octet. */
  readonly start: number;
  /** Octet after the last. */
  readonly end: number;
  /** Nesting. */
  readonly depth: number;
  /** What it is made of, in order, without a hole. */
  readonly leaves: readonly Leaf[];
  /** The name of an element or field, or a word for other things; empty for a value alone. */
  readonly label: string;
  /** Whether the label is no name of the message's own but says how it is built: ends of elements, code pages, blanks. */
  readonly isStructure: boolean;
  /** The value, whole. */
  readonly value?: string;
  /** In the order of their weight. */
  readonly notes: readonly RowNote[];
  /** What is wrong. */
  readonly finding?: string;
  /** That a reader puts up with it. */
  readonly isTolerated: boolean;
}

/** The rows of a listing, in order, as `leaves` that follow each other. */
export function explanationRows(leaves: readonly Leaf[], by: RowsBy = "element"): ExplanationRow[] {
  const rows: ExplanationRow[] = [];
  for (let index = 0; index < leaves.length; ) {
    const next = by === "token" ? index + 1 : rowEnd(leaves, index);
    const together = leaves.slice(index, next);
    rows.push(rowOf(together, by === "token" ? tokenNotes(leaves, index) : elementNotes(together)));
    index = next;
  }
  return rows;
}

/** The index after the leaves that make a row with the one at `index`. */
function rowEnd(leaves: readonly Leaf[], index: number): number {
  const { kind } = leaves[index] as Leaf;
  let next = index + 1;
  if (kind === "start" || isValue(leaves[index] as Leaf)) {
    next = afterValues(leaves, next);
    if (kind === "start" && leaves[next]?.kind === "end") next++;
  } else if (kind === "attribute") next = afterValues(leaves, next);
  else if (kind === "end") {
    for (;;) {
      const after = afterBlanks(leaves, next);
      if (leaves[after]?.kind !== "end") break;
      next = after + 1;
    }
  }
  return kind === "missing" ? next : afterBlanks(leaves, next);
}

function afterValues(leaves: readonly Leaf[], index: number): number {
  let next = index;
  while (next < leaves.length && isValue(leaves[next] as Leaf)) next++;
  // White space between an element's tags is its value.
  return next === index && leaves[next]?.kind === "blank" && leaves[next + 1]?.kind === "end" ? next + 1 : next;
}

function afterBlanks(leaves: readonly Leaf[], index: number): number {
  let next = index;
  while (leaves[next]?.kind === "blank") next++;
  return next;
}

function isValue({ kind, isContainer }: Leaf): boolean {
  return (kind === "text" || kind === "opaque" || kind === "attributeValue") && isContainer !== true;
}

const structural: ReadonlySet<Leaf["kind"]> = new Set(["end", "page", "blank", "unread", "trailing"]);

function rowOf(leaves: readonly Leaf[], notes: readonly RowNote[]): ExplanationRow {
  const first = leaves[0] as Leaf;
  const last = leaves.at(-1) as Leaf;
  const ends = first.kind === "end" ? leaves.filter(({ kind }) => kind === "end") : [];
  const values = leaves.filter(({ kind, value }) => value !== undefined && kind !== "blank");
  const wrong = leaves.filter((leaf) => leaf.finding !== undefined);
  const { finding, isTolerated = false } = wrong.find((leaf) => leaf.isTolerated !== true) ?? wrong[0] ?? {};
  return {
    start: first.start,
    end: last.end,
    depth: ends.at(-1)?.depth ?? first.depth,
    leaves,
    label: ends.length > 0 ? `end of ${ends.map(({ label }) => label).join(", ")}` : labelOf(first),
    isStructure: structural.has(first.kind),
    notes,
    isTolerated,
    ...(values.length === 0 ? {} : { value: values.map(({ value }) => value).join("") }),
    ...(finding === undefined ? {} : { finding }),
  };
}

function labelOf({ kind, label, value }: Leaf): string {
  const isBare = kind === "text" || kind === "attributeValue" || (kind === "opaque" && value !== undefined);
  return isBare ? "" : label;
}

/** What the leaves of an element mean. */
function elementNotes(leaves: readonly Leaf[]): RowNote[] {
  const notes = leaves.filter(({ note }) => note !== undefined).map((leaf) => noteOf(leaf));
  const [{ attributes }] = leaves as [Leaf];
  if (attributes !== undefined) notes.push({ kind: "form", text: attributes });
  return notes;
}

/** What a token means, and how it is written. What the value after a tag means is said at the tag. */
function tokenNotes(leaves: readonly Leaf[], index: number): RowNote[] {
  const leaf = leaves[index] as Leaf;
  const told = leaf.kind === "start" ? leaves[index + 1] : leaf;
  const isValueOfTag = leaf.kind === "text" && leaves[index - 1]?.kind === "start";
  const notes: RowNote[] = [];
  if (leaf.note !== undefined && !isValueOfTag) notes.push(noteOf(leaf));
  if (told !== leaf && told?.kind === "text" && told.note !== undefined) notes.push(noteOf(told));
  for (const text of [leaf.attributes, leaf.form]) if (text !== undefined) notes.push({ kind: "form", text });
  return notes;
}

function noteOf({ kind, note = "", path = "", value = "" }: Leaf): RowNote {
  const isRefusal = /\/Status(?:\[\d+\])?\/Data$/.test(path) && /^[45]\d\d$/.test(value);
  return { kind: kind === "publicId" ? "form" : isRefusal ? "refused" : "gloss", text: note };
}
