/** A document without what only describes its form: its header, and whether a value came inline or as OPAQUE. */
export function withoutForm(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutForm);
  if (value instanceof Uint8Array || typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => !["wire", "opaque", "inline"].includes(key));
  const left = Object.fromEntries(entries.map(([key, field]) => [key, withoutForm(field)]));
  const isExtra = "sequence" in left && "fieldAttributes" in left;
  return isExtra && Object.values(left).every((field) => field === undefined) ? undefined : left;
}
