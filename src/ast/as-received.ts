import { extraOf } from "./extra.ts";
import type { Extra } from "./nodes.ts";
import type { Slots } from "./shape.ts";

/**
 * The extra of a node whose absent fields are filled with empty nodes: its `sequence` lists the fields that were received, so
 * that no others are written.
 */
export function asReceived(
  names: readonly string[],
  values: Slots,
  base: number,
  extra: Extra | undefined,
): Extra | undefined {
  if (extra?.sequence !== undefined) return extra;
  const sequence = names.filter((_, slot) => values[base + slot] !== undefined);
  return extraOf({ ...extra, sequence });
}
