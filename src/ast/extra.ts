import type { Extra } from "./nodes.ts";

/** The only thing that most items have to tell beside their fields: their Data came as OPAQUE. One object tells it for all. */
export const onlyDataOpaque: Extra & { readonly opaque: readonly string[] } = Object.freeze({
  attributes: undefined,
  fieldAttributes: undefined,
  sequence: undefined,
  opaque: Object.freeze(["data"]),
  inline: undefined,
});

/** What there is to tell of a node beside its fields; `undefined` if that is nothing. */
export function extraOf({ attributes, fieldAttributes, sequence, opaque, inline }: Extra): Extra | undefined {
  if (attributes === undefined && fieldAttributes === undefined && sequence === undefined && inline === undefined) {
    if (opaque === undefined) return undefined;
    if (opaque.length === 1 && opaque[0] === "data") return onlyDataOpaque;
  }
  return { attributes, fieldAttributes, sequence, opaque, inline };
}
