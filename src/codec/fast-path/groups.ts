import { SLOT_BITS, SLOT_SHIFT } from "./action-bits.ts";
import { FRAME_FIELDS, frames } from "./frames.ts";

/**
 * Whether a node around the open group knows an element, so that the group ends before it. The action of the element in a
 * shape is at `shape << shift | element`; shapes from `firstGroup` on are groups, the innermost being `shape` at `depth`.
 */
export function isAround(
  actions: Int32Array,
  shift: number,
  firstGroup: number,
  shape: number,
  depth: number,
  element: number,
): boolean {
  let outer = shape;
  for (let around = depth - 1; outer >= firstGroup; around--) {
    outer = frames[around * FRAME_FIELDS] as number;
    const known = actions[(outer << shift) | element] as number;
    // The first field of a group opens another one.
    if (known !== 0 && (outer < firstGroup || ((known >> SLOT_SHIFT) & SLOT_BITS) > 0)) return true;
  }
  return false;
}
