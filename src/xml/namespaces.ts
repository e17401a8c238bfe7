import { ENTRY_COST, MAX_KEPT_COST } from "../core/document-names.ts";
import type { ElementName } from "../core/sink.ts";
import type { SpeltName } from "./name-table.ts";

/** The namespace of the prefix `xml`, which needs no declaration. */
const XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace";
/** The namespace of the prefix `xmlns`, which none may declare. */
const XMLNS_NAMESPACE = "http://www.w3.org/2000/xmlns/";

/**
 * The declarations in scope at one place. The same declarations in the same order are the same object, so that names can be
 * cached in it: the many `<Type xmlns="syncml:metinf">` of a message are looked up once.
 */
export class Scope {
  /** What names mean here, besides the latest meaning, which each name remembers itself. */
  private elements: Map<SpeltName, ElementName> | undefined = undefined;
  private inner: Map<string, Scope> | undefined = undefined;

  find(name: SpeltName): ElementName | undefined {
    return this.elements?.get(name);
  }

  keep(name: SpeltName, element: ElementName): void {
    this.elements ??= new Map();
    this.elements.set(name, element);
  }

  /** The scope that adds one more declaration to this one, if there has been one. */
  findInner(declaration: string): Scope | undefined {
    return this.inner?.get(declaration);
  }

  addInner(declaration: string): Scope {
    const scope = new Scope();
    this.inner ??= new Map();
    this.inner.set(declaration, scope);
    return scope;
  }

  forget(): void {
    this.elements = undefined;
    this.inner = undefined;
  }
}

/** What a declaration hid. */
interface Hidden {
  readonly prefix: string;
  readonly namespace: string | undefined;
  readonly scope: Scope;
}

/** The prefixes in scope; the empty one is the default namespace (Namespaces in XML §6). */
export class Namespaces {
  scope: Scope = new Scope();
  private readonly byPrefix = new Map<string, string>([
    ["", ""],
    ["xml", XML_NAMESPACE],
  ]);
  private readonly hidden: Hidden[] = [];
  private cost = 0;

  /** How many declarations are in scope, for {@link Namespaces.restore}. */
  get count(): number {
    return this.hidden.length;
  }

  /** So much is cached in scopes that it should be dropped at the next opportunity. */
  get isFull(): boolean {
    return this.cost > MAX_KEPT_COST;
  }

  find(prefix: string): string | undefined {
    return this.byPrefix.get(prefix);
  }

  /** Caches what a name means in the current scope. */
  keep(name: SpeltName, element: ElementName): void {
    this.scope.keep(name, element);
    this.cost += ENTRY_COST;
  }

  declare(prefix: string, namespace: string): void {
    const { scope, byPrefix } = this;
    this.hidden.push({ prefix, namespace: byPrefix.get(prefix), scope });
    byPrefix.set(prefix, namespace);
    const declaration = `${prefix} ${namespace}`;
    const known = scope.findInner(declaration);
    if (known === undefined) this.cost += declaration.length + ENTRY_COST;
    this.scope = known ?? scope.addInner(declaration);
  }

  /** Ends the declarations made since there were `count` of them. */
  restore(count: number): void {
    while (this.hidden.length > count) {
      const { prefix, namespace, scope } = this.hidden.pop() as Hidden;
      if (namespace === undefined) this.byPrefix.delete(prefix);
      else this.byPrefix.set(prefix, namespace);
      this.scope = scope;
    }
  }

  /** Drops everything but the declarations in scope. */
  forget(): void {
    this.scope.forget();
    for (const { scope } of this.hidden) scope.forget();
    this.cost = 0;
  }
}

/** The fault of a declaration (Namespaces in XML §3), if it has one. */
export function declarationFault(prefix: string, namespace: string): string | undefined {
  if (prefix === "xmlns") return "the prefix xmlns must not be declared";
  if (namespace === XMLNS_NAMESPACE) return "no prefix may stand for the namespace of xmlns";
  if ((prefix === "xml") !== (namespace === XML_NAMESPACE)) return "the prefix xml and its namespace belong together";
  if (prefix !== "" && namespace === "") return `the prefix ${prefix} is declared as nothing`;
  return undefined;
}
