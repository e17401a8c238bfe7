/** Cost of an entry in a table of names, besides its text, in characters. */
export const ENTRY_COST = 64;
/**
 * Up to this cost names are kept, in characters: some 4,000 names, more than honest documents have. A document with more
 * pays for names again that it repeats, so that a stream without end takes no more memory than a short one.
 */
export const MAX_KEPT_COST = 262_144;

/**
 * The names of one document that no vocabulary has, by namespace and local name. Two levels, since one key put together
 * of both would cost a namespace of a megabyte anew with each name that inherits it.
 */
export class DocumentNames<Name> {
  private readonly byNamespace = new Map<string, Map<string, Name>>();
  private cost = 0;

  /** So much is kept that names are to be let go at the next occasion. */
  get isFull(): boolean {
    return this.cost > MAX_KEPT_COST;
  }

  find(namespace: string, local: string): Name | undefined {
    return this.byNamespace.get(namespace)?.get(local);
  }

  keep(namespace: string, local: string, name: Name): void {
    let names = this.byNamespace.get(namespace);
    if (names === undefined) {
      this.byNamespace.set(namespace, (names = new Map()));
      this.cost += namespace.length + ENTRY_COST;
    }
    names.set(local, name);
    this.cost += local.length + ENTRY_COST;
  }

  /** Forgets all names. Those that come again are other objects then. */
  clear(): void {
    this.byNamespace.clear();
    this.cost = 0;
  }
}
