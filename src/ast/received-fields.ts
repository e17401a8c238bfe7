import type { GenericContent } from "./nodes.ts";
import type { FieldRow } from "./shape.ts";

// How the fields of a node that is being read are named in its `Extra`, for both ways of reading.

/** The key of a field, or if it is a list with `value` so far, of the element that comes next. */
export function fieldKey({ name, list }: FieldRow, value: unknown): string {
  return list ? `${name}.${(value as unknown[] | undefined)?.length ?? 0}` : name;
}

/** The fields that a node has so far, which came in the order of the DTD. Its values begin at `base`. */
export function sequenceSoFar(
  rows: readonly FieldRow[],
  values: readonly unknown[],
  base: number,
): (string | GenericContent)[] {
  const sequence: (string | GenericContent)[] = [];
  for (const [slot, { name, list }] of rows.entries()) {
    const value = values[base + slot];
    if (value === undefined) continue;
    for (let times = list ? (value as unknown[]).length : 1; times > 0; times--) sequence.push(name);
  }
  return sequence;
}
