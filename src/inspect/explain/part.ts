import { explanationRows, type RowsBy } from "./explanation-rows.ts";
import type { Leaf } from "./leaf.ts";

/** A part of an input, by its octets. */
export interface ExplanationPart {
  /** First octet. */
  readonly start: number;
  /** Octet after the last. */
  readonly end: number;
}

/** Rows before and after the one that is asked for. */
const ROWS_AROUND = 3;

/**
 * The octets of an element with all that is in it, such as `/SyncML/SyncBody/Status[2]`; the first of a name may have its number too.
 * `undefined` if there is no such element.
 */
export function partAtPath(leaves: readonly Leaf[], path: string): ExplanationPart | undefined {
  const wanted = plainPath(path);
  const isInside = (leaf: Leaf) => leaf.path === wanted || leaf.path?.startsWith(`${wanted}/`) === true;
  const first = leaves.findIndex(isInside);
  if (first < 0 || wanted === "") return undefined;
  const last = leaves.findLastIndex(isInside);
  return { start: (leaves[first] as Leaf).start, end: (leaves[last] as Leaf).end };
}

/** The longest beginning of a path that is an element, and the elements in it. */
export function nearestPath(
  leaves: readonly Leaf[],
  path: string,
): { readonly path: string; readonly inside: string[] } {
  let at = plainPath(path);
  while (at !== "" && !leaves.some((leaf) => leaf.path === at)) at = at.slice(0, at.lastIndexOf("/"));
  const inside = new Set<string>();
  for (const leaf of leaves) {
    if (leaf.path?.startsWith(`${at}/`) === true) inside.add(leaf.path.slice(at.length + 1).split("/")[0] as string);
  }
  return { path: at, inside: [...inside] };
}

/** The octets of the row that has an octet, and of those next to it. */
export function partAround(
  leaves: readonly Leaf[],
  offset: number,
  by: RowsBy = "element",
): ExplanationPart | undefined {
  const rows = explanationRows(leaves, by);
  const index = rows.findIndex(({ start, end }) => start <= offset && offset < end);
  if (index < 0) return undefined;
  const first = rows[Math.max(0, index - ROWS_AROUND)];
  const last = rows[Math.min(rows.length - 1, index + ROWS_AROUND)];
  return first === undefined || last === undefined ? undefined : { start: first.start, end: last.end };
}

/** Leaves that are whole in a part. */
export function leavesOf(leaves: readonly Leaf[], { start, end }: ExplanationPart): readonly Leaf[] {
  return leaves.filter((leaf) => leaf.start >= start && leaf.end <= end);
}

function plainPath(path: string): string {
  return path.replace(/\[1\]/g, "").replace(/\/+$/, "");
}
