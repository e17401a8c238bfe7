import type { ElementName } from "../core/sink.ts";
import type { SpeltName } from "./name-table.ts";

/** The namespace of the prefix `xml`, which needs no declaration. */
const XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace";
/** The namespace of the prefix `xmlns`, which none may declare. */
const XMLNS_NAMESPACE = "http://www.w3.org/2000/xmlns/";

/**
 * The declarations in force at one place. The same declarations in the same order are the same object, so that names
 * can be kept with it: the many `<Type xmlns="syncml:metinf">` of a message are looked up once.
 */
export class Scope {
  /** What names mean here, apart from the last meaning, which each name keeps itself. */
  readonly elements: Map<SpeltName, ElementName> = new Map();
  private readonly inner = new Map<string, Scope>();

  /** The scope inside this one in which one more prefix is declared. */
  declare(prefix: string, namespace: string): Scope {
    const key = `${prefix} ${namespace}`;
    let scope = this.inner.get(key);
    if (scope === undefined) this.inner.set(key, (scope = new Scope()));
    return scope;
  }
}

/** What a declaration hid. */
interface Hidden {
  readonly prefix: string;
  readonly namespace: string | undefined;
  readonly scope: Scope;
}

/** The prefixes in force, the empty one standing for the default namespace (Namespaces in XML §6). */
export class Namespaces {
  scope: Scope = new Scope();
  private readonly byPrefix = new Map<string, string | undefined>([
    ["", ""],
    ["xml", XML_NAMESPACE],
  ]);
  private readonly hidden: Hidden[] = [];

  /** How many declarations are in force, to {@link Namespaces.restore} them. */
  get count(): number {
    return this.hidden.length;
  }

  find(prefix: string): string | undefined {
    return this.byPrefix.get(prefix);
  }

  declare(prefix: string, namespace: string): void {
    this.hidden.push({ prefix, namespace: this.byPrefix.get(prefix), scope: this.scope });
    this.byPrefix.set(prefix, namespace);
    this.scope = this.scope.declare(prefix, namespace);
  }

  /** Ends the declarations made since there were `count`. */
  restore(count: number): void {
    while (this.hidden.length > count) {
      const { prefix, namespace, scope } = this.hidden.pop() as Hidden;
      this.byPrefix.set(prefix, namespace);
      this.scope = scope;
    }
  }
}

/** What is wrong with a declaration (Namespaces in XML §3), or nothing. */
export function declarationFault(prefix: string, namespace: string): string | undefined {
  if (prefix === "xmlns") return "the prefix xmlns must not be declared";
  if (namespace === XMLNS_NAMESPACE) return "no prefix may stand for the namespace of xmlns";
  if ((prefix === "xml") !== (namespace === XML_NAMESPACE)) return "the prefix xml and its namespace belong together";
  if (prefix !== "" && namespace === "") return `the prefix ${prefix} is declared as nothing`;
  return undefined;
}
