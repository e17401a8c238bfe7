/** Up to here a list is searched faster than a set. */
const SHORT_LIST = 8;

/** Looks fields up in the lists of `Extra`, in a time that does not grow with the list: a peer decides how long it is. */
export class FieldKeys {
  private readonly sets = new Map<readonly string[], ReadonlySet<string>>();

  has(list: readonly string[], key: string): boolean {
    if (list.length <= SHORT_LIST) return list.includes(key);
    let set = this.sets.get(list);
    if (set === undefined) this.sets.set(list, (set = new Set(list)));
    return set.has(key);
  }

  /** Forgets the lists, which may change from here on. */
  clear(): void {
    if (this.sets.size > 0) this.sets.clear();
  }
}
