/** Cost of an entry in a table of names in addition to its text, in characters. */
export const ENTRY_COST = 64;
/**
 * Most that the kept names may cost, in characters: some 4,000 names, more than any genuine document has. Beyond that, names
 * are forgotten and built again when they recur, so that an endless stream takes no more memory than a short one.
 */
export const MAX_KEPT_COST = 262_144;

/**
 * The names of one document that no vocabulary has, by namespace and local name. Two levels: a combined key would copy the
 * namespace, possibly a megabyte, for each name that inherits it.
 */
export class DocumentNames<Name> {
  private readonly byNamespace = new Map<string, Map<string, Name>>();
  private cost = 0;

  /** Whether the names should be cleared at the next opportunity. */
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

  /** Forgets all names. Names that recur become new objects. */
  clear(): void {
    this.byNamespace.clear();
    this.cost = 0;
  }
}
