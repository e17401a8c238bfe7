/** Information by code, as a number or its digits; `undefined` for an unknown code. */
export type CodeTable<Entry> = Readonly<Record<string, Entry | undefined>>;

/** A frozen table without a prototype, so that it is safe to look up text from a peer. */
export function codeTable<Entry>(entries: Readonly<Record<number, Entry>>): CodeTable<Entry> {
  return Object.freeze(Object.assign(Object.create(null) as object, entries));
}
