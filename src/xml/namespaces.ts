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
  /** The inner scope that was entered last: mostly it is the same again. */
  private lastInner: Scope | undefined = undefined;
  readonly outer: Scope | undefined;
  /** What is declared here and not in the scope around it. */
  readonly prefix: string;
  readonly namespace: string;
  /** What that prefix stands for around it. */
  readonly hidden: string | undefined;

  constructor(outer: Scope | undefined, prefix: string, namespace: string, hidden: string | undefined) {
    this.outer = outer;
    this.prefix = prefix;
    this.namespace = namespace;
    this.hidden = hidden;
  }

  find(name: SpeltName): ElementName | undefined {
    return this.elements?.get(name);
  }

  /** Returns whether it had no meaning here before. */
  keep(name: SpeltName, element: ElementName): boolean {
    this.elements ??= new Map();
    const { size } = this.elements;
    this.elements.set(name, element);
    return this.elements.size > size;
  }

  /** The scope that adds one more declaration to this one, if there has been one. */
  findInner(prefix: string, namespace: string): Scope | undefined {
    const { lastInner } = this;
    if (lastInner?.namespace === namespace && lastInner.prefix === prefix) return lastInner;
    const scope = this.inner?.get(`${prefix} ${namespace}`);
    if (scope !== undefined) this.lastInner = scope;
    return scope;
  }

  addInner(prefix: string, namespace: string, hidden: string | undefined): Scope {
    const scope = new Scope(this, prefix, namespace, hidden);
    this.inner ??= new Map();
    this.inner.set(`${prefix} ${namespace}`, scope);
    this.lastInner = scope;
    return scope;
  }

  forget(): void {
    this.elements = undefined;
    this.inner = undefined;
    this.lastInner = undefined;
  }
}

/** The prefixes in scope; the empty one is the default namespace (Namespaces in XML §6). */
export class Namespaces {
  /** The declarations in scope, for {@link Namespaces.restore}. */
  scope: Scope = new Scope(undefined, "", "", undefined);
  private ofDefault = "";
  private byPrefix: Map<string, string> | undefined;
  private cost = 0;

  /** So much is cached in scopes that it should be dropped at the next opportunity. */
  get isFull(): boolean {
    return this.cost > MAX_KEPT_COST;
  }

  find(prefix: string): string | undefined {
    if (prefix === "") return this.ofDefault;
    return prefix === "xml" ? XML_NAMESPACE : this.byPrefix?.get(prefix);
  }

  /** Caches what a name means in the current scope; its latest meaning in another scope is kept there. */
  keep(name: SpeltName, element: ElementName): void {
    const isNew = name.scope?.keep(name, name.element as ElementName);
    if (isNew === true) this.cost += ENTRY_COST;
    name.scope = this.scope;
    name.element = element;
  }

  declare(prefix: string, namespace: string): void {
    const { scope } = this;
    const known = scope.findInner(prefix, namespace);
    if (known === undefined) this.cost += prefix.length + 1 + namespace.length + ENTRY_COST;
    this.scope = known ?? scope.addInner(prefix, namespace, this.find(prefix));
    this.set(prefix, namespace);
  }

  /** Ends the declarations made inside `outer`, or all of them. */
  restore(outer: Scope | undefined): void {
    let { scope } = this;
    while (scope !== outer && scope.outer !== undefined) {
      this.set(scope.prefix, scope.hidden);
      scope = scope.outer;
    }
    this.scope = scope;
  }

  private set(prefix: string, namespace: string | undefined): void {
    if (prefix === "") this.ofDefault = namespace as string;
    else if (namespace === undefined) this.byPrefix?.delete(prefix);
    else {
      this.byPrefix ??= new Map();
      this.byPrefix.set(prefix, namespace);
    }
  }

  /** Drops everything but the declarations in scope. */
  forget(): void {
    for (let scope: Scope | undefined = this.scope; scope !== undefined; scope = scope.outer) scope.forget();
    this.cost = 0;
  }
}

/** The fault of a declaration (Namespaces in XML §3), if it has one. */
export function declarationFault(prefix: string, namespace: string): string | undefined {
  if (prefix === "xmlns") return "the prefix xmlns must not be declared";
  if (namespace === XMLNS_NAMESPACE) return "no prefix may be bound to the namespace of xmlns";
  if ((prefix === "xml") !== (namespace === XML_NAMESPACE)) return "the prefix xml and its namespace belong together";
  if (prefix !== "" && namespace === "") return `the prefix ${prefix} is declared as nothing`;
  return undefined;
}
