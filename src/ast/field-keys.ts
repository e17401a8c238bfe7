/** Up to this length, searching a list is faster than building a set. */
const SHORT_LIST = 8;

/** Looks up fields in the lists of `Extra` in constant time: a peer decides how long the lists are. */
export class FieldKeys {
  private readonly sets = new Map<readonly string[], ReadonlySet<string>>();

  has(list: readonly string[], key: string): boolean {
    if (list.length <= SHORT_LIST) return list.includes(key);
    let set = this.sets.get(list);
    if (set === undefined) this.sets.set(list, (set = new Set(list)));
    return set.has(key);
  }

  /** Forgets the lists, which may change afterwards. */
  clear(): void {
    if (this.sets.size > 0) this.sets.clear();
  }
}
