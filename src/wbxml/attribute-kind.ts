import type { OpaqueKind } from "../vocabulary/definition.ts";

/** Whether the attribute at `index` of a list is of this kind, given those before it. */
export function isOfKind(
  kind: OpaqueKind | undefined,
  attributes: readonly { readonly name: string; readonly value: string }[],
  index: number,
): boolean {
  const announcedBy = kind?.announcedBy;
  if (announcedBy === undefined) return kind !== undefined;
  const said = attributes.slice(0, index).find(({ name }) => name === announcedBy.name);
  return said?.value === announcedBy.text;
}
