/** What is known of each code, by the code as a number or as its digits; `undefined` for a code that is not known. */
export type CodeTable<Entry> = Readonly<Record<string, Entry | undefined>>;

/** A table that a peer's text may be looked up in: it holds nothing but its codes, and cannot be changed. */
export function codeTable<Entry>(entries: Readonly<Record<number, Entry>>): CodeTable<Entry> {
  return Object.freeze(Object.assign(Object.create(null) as object, entries));
}
