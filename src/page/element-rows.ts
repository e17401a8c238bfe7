import type { Leaf } from "../inspect/explain/leaf.ts";

/** One row of the tree: an element, or a container with the only element in it. */
export interface ElementRow {
  readonly depth: number;
  /** Names, outermost first: `Target`, `LocURI`. */
  readonly names: readonly string[];
  /** The value, if it has one, whole. */
  readonly value: string | undefined;
  readonly note: string | undefined;
  readonly finding: string | undefined;
  readonly path: string | undefined;
  /** Its first octet. */
  readonly start: number;
  /** The octet after its last. */
  readonly end: number;
  /** The octets of the value alone. */
  readonly valueStart: number;
  readonly valueEnd: number;
  readonly isOpaque: boolean;
  /** Its end is not in the document. */
  readonly isOpen: boolean;
  /** The row after the last one inside it. */
  next: number;
}

/** The tree of a message, and which row each leaf belongs to (-1: none). */
export interface ElementTree {
  readonly rows: readonly ElementRow[];
  readonly rowOfLeaf: Int32Array;
}

interface Element {
  readonly name: string;
  readonly leaves: number[];
  readonly children: Element[];
  value: string | undefined;
  valueStart: number;
  valueEnd: number;
  isOpaque: boolean;
  note: string | undefined;
  finding: string | undefined;
  path: string | undefined;
  start: number;
  end: number;
  isOpen: boolean;
}

const withoutRow: ReadonlySet<Leaf["kind"]> = new Set(["version", "publicId", "charset", "stringTable", "blank"]);
/** A body has one row for itself in any case. */
const neverJoined: ReadonlySet<string> = new Set(["SyncML", "SyncBody", "SyncHdr"]);

/** The elements of an explanation as rows, in order of the document. */
export function elementTree(leaves: readonly Leaf[]): ElementTree {
  const roots = elementsOf(leaves);
  const rows: ElementRow[] = [];
  const rowOfLeaf = new Int32Array(leaves.length).fill(-1);
  // A stack of what is still to be written, and of rows that end after it.
  const todo: ({ element: Element; depth: number } | { row: ElementRow })[] = [];
  const push = (elements: readonly Element[], depth: number) => {
    for (let index = elements.length - 1; index >= 0; index--)
      todo.push({ element: elements[index] as Element, depth });
  };
  push(roots, 0);
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    if ("row" in next) {
      next.row.next = rows.length;
      continue;
    }
    const { element, depth } = next;
    const { row, last } = rowOf(element, depth, rows.length, rowOfLeaf);
    rows.push(row);
    todo.push({ row });
    push(last.children, depth + 1);
  }
  return { rows, rowOfLeaf };
}

function rowOf(element: Element, depth: number, index: number, rowOfLeaf: Int32Array) {
  const chain = [element];
  let last = element;
  while (last.children.length === 1 && last.value === undefined && !neverJoined.has(last.name)) {
    last = last.children[0] as Element;
    chain.push(last);
  }
  for (const one of chain) for (const leaf of one.leaves) rowOfLeaf[leaf] = index;
  const told = (field: "note" | "finding") => chain.map((one) => one[field]).find((text) => text !== undefined);
  const row: ElementRow = {
    depth,
    names: chain.map(({ name }) => name),
    value: last.value,
    note: told("note"),
    finding: told("finding"),
    path: last.path,
    start: element.start,
    end: element.end,
    valueStart: last.valueStart,
    valueEnd: last.valueEnd,
    isOpaque: last.isOpaque,
    isOpen: chain.some(({ isOpen }) => isOpen),
    next: index + 1,
  };
  return { row, last };
}

function elementsOf(leaves: readonly Leaf[]): Element[] {
  const roots: Element[] = [];
  const open: Element[] = [];
  /** Page switches belong to the element that follows. */
  let waiting: number[] = [];
  const enter = (leaf: Leaf, index: number): Element => {
    const element = newElement(leaf, [...waiting, index], leaves[waiting[0] ?? index]?.start ?? leaf.start);
    waiting = [];
    (open.at(-1)?.children ?? roots).push(element);
    return element;
  };
  const flush = () => {
    for (const index of waiting) open.at(-1)?.leaves.push(index);
    waiting = [];
  };
  for (const [index, leaf] of leaves.entries()) {
    const around = open.at(-1);
    if (leaf.kind === "page") waiting.push(index);
    else if (leaf.kind === "start") open.push(enter(leaf, index));
    else if (leaf.kind === "end") {
      flush();
      const ended = open.pop();
      if (ended === undefined) continue;
      ended.leaves.push(index);
      ended.end = leaf.end;
      ended.isOpen = false;
      ended.finding ??= leaf.finding;
    } else if (withoutRow.has(leaf.kind)) {
      flush();
      if (leaf.kind === "blank") around?.leaves.push(index);
    } else if (isValueOf(leaf, around)) {
      flush();
      addValue(around, leaf, index);
    } else {
      const element = enter(leaf, index);
      element.isOpen = false;
      element.end = leaf.end;
    }
  }
  const end = leaves.at(-1)?.end ?? 0;
  for (const element of open) element.end = end;
  return roots;
}

function isValueOf(leaf: Leaf, around: Element | undefined): around is Element {
  if (around === undefined || around.children.length > 0) return false;
  return leaf.kind === "text" || (leaf.kind === "opaque" && leaf.value !== undefined);
}

function addValue(element: Element, leaf: Leaf, index: number): void {
  const { value = "", kind, note, finding } = leaf;
  element.leaves.push(index);
  if (element.value === undefined) element.valueStart = leaf.valueStart ?? leaf.start;
  element.valueEnd = leaf.valueEnd ?? leaf.end;
  element.value = (element.value ?? "") + value;
  element.isOpaque ||= kind === "opaque";
  element.note ??= note;
  element.finding ??= finding;
}

function newElement(leaf: Leaf, leaves: number[], start: number): Element {
  const isValue = leaf.kind !== "start" && leaf.value !== undefined;
  return {
    name: leaf.label,
    leaves,
    children: [],
    value: isValue ? leaf.value : undefined,
    valueStart: leaf.valueStart ?? leaf.start,
    valueEnd: leaf.valueEnd ?? leaf.end,
    isOpaque: leaf.kind === "opaque" || leaf.kind === "data",
    note: leaf.note,
    finding: leaf.finding,
    path: leaf.path,
    start,
    end: leaf.end,
    isOpen: leaf.kind === "start",
  };
}

/** The number of the leaf that an octet belongs to. */
export function leafAt(leaves: readonly Leaf[], offset: number): number {
  let low = 0;
  let high = leaves.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((leaves[middle] as Leaf).start <= offset) low = middle;
    else high = middle - 1;
  }
  // What has no octets of its own begins where the next one does.
  while (low > 0 && (leaves[low] as Leaf).end <= offset && (leaves[low - 1] as Leaf).end > offset) low--;
  return low;
}
