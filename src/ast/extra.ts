import type { Extra } from "./nodes.ts";

/** The extra of most items, shared by all: the only note is that Data came as OPAQUE. */
export const onlyDataOpaque: Extra & { readonly opaque: readonly string[] } = Object.freeze({
  attributes: undefined,
  fieldAttributes: undefined,
  sequence: undefined,
  opaque: Object.freeze(["data"]),
  inline: undefined,
});

/** The notes on a node besides its fields; `undefined` if there are none. */
export function extraOf({ attributes, fieldAttributes, sequence, opaque, inline }: Extra): Extra | undefined {
  if (attributes === undefined && fieldAttributes === undefined && sequence === undefined && inline === undefined) {
    if (opaque === undefined) return undefined;
    if (opaque.length === 1 && opaque[0] === "data") return onlyDataOpaque;
  }
  return { attributes, fieldAttributes, sequence, opaque, inline };
}
