/** A binding, and the one of the same prefix that it hides. */
interface Binding {
  readonly prefix: string;
  readonly namespace: string;
  /** Number of elements open when it was made; it ends with the innermost of them. */
  readonly depth: number;
  readonly hidden: Binding | undefined;
}

/** The prefixes declared by attributes with literal names; lookup takes one step, however many are in scope. */
export class PrefixBindings {
  private readonly byPrefix = new Map<string, Binding>();
  private readonly bindings: Binding[] = [];

  bind(prefix: string, namespace: string, depth: number): void {
    const binding = { prefix, namespace, depth, hidden: this.byPrefix.get(prefix) };
    this.byPrefix.set(prefix, binding);
    this.bindings.push(binding);
  }

  find(prefix: string): string | undefined {
    return this.byPrefix.get(prefix)?.namespace;
  }

  /** Ends the bindings of closed elements; `depth` is the number of those still open. */
  end(depth: number): void {
    const { bindings } = this;
    while (bindings.length > 0 && (bindings[bindings.length - 1] as Binding).depth > depth) {
      const { prefix, hidden } = bindings.pop() as Binding;
      if (hidden === undefined) this.byPrefix.delete(prefix);
      else this.byPrefix.set(prefix, hidden);
    }
  }
}
