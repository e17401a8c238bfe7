// The schema of the message types: the only place where a field is written by hand. `npm run generate` makes the interfaces
// with their documentation, the shapes, and the fields that `create` requires. The schema itself is not in the library.

/** The type of a field; what each becomes is in `../shape.ts`. */
type FieldKind = "text" | "base64" | "flag" | "data" | "choice" | "wrapper" | "node";

/** One field of a node. The order of rows is that of the DTD. */
export interface Field {
  /** The field's name in the node. */
  readonly name: string;
  readonly kind: FieldKind;
  /** Elements that belong to the field: one, or several where the DTD gives a choice. */
  readonly elements: readonly string[];
  /** Whether the field is an array. */
  readonly list: boolean;
  /** Fewest and most occurrences in the DTD. */
  readonly min: 0 | 1;
  readonly max: number;
  /** Kinds of node by element; `"union"` if they are those of the area's union, `undefined` if it is not a node. */
  readonly nodes: Readonly<Record<string, string>> | "union" | undefined;
  /** One sentence without its full stop, which comes after the clause. */
  readonly doc: string;
  readonly options: FieldOptions;
}

/** Properties that only some fields have. */
export interface FieldOptions {
  readonly min?: 0 | 1;
  readonly max?: number;
  /** First and last version of the standard that has the element in this place. */
  readonly since?: "1.1" | "1.2";
  readonly until?: "1.1";
  /** Where it is defined, if not under the element's name in the document of its node. */
  readonly clause?: string;
  /** A named type in `../nodes.ts`, instead of `string`. */
  readonly type?: string;
  /** {@link create} requires it although the DTD does not. */
  readonly asked?: true;
}

/** One kind of node, or several that differ only in their name. */
export interface NodeSchema {
  /** The interface. */
  readonly name: string;
  readonly kinds: readonly string[];
  readonly doc: string;
  readonly fields: readonly Field[];
  readonly options: NodeOptions;
}

/** Properties that only some nodes have. */
export interface NodeOptions {
  /** The interface, where it is not named as the element. */
  readonly name?: string;
  /** Several elements with the same content. */
  readonly kinds?: readonly string[];
  readonly since?: "1.2";
  readonly until?: "1.1";
  /** The document that defines it and its fields, if not the one of its area. */
  readonly document?: string;
  /** Where it is defined, if not under the element's name in that document; empty if nowhere. */
  readonly clause?: string;
  /** It is a document of its own, with the form in which it came. */
  readonly isDocument?: true;
  /** Absent child nodes are filled with empty ones; the order as received tells which came. */
  readonly isWhole?: true;
  /** The only fields that most nodes of the kind have; a node with just these gets a smaller object. */
  readonly shortForm?: readonly string[];
  /** {@link create} requires no field, although the DTD does. */
  readonly asksNothing?: true;
}

/** A union type of several nodes. */
interface Union {
  readonly name: string;
  readonly doc: string;
  /** In the order of the DTD. */
  readonly kinds: readonly string[];
}

/** The nodes of one standard. */
export interface Area {
  /** File with the shapes, in `src/ast/`. */
  readonly file: string;
  readonly title: string;
  /** Which namespace the elements belong to. */
  readonly space: "core" | "metinf" | "devinf" | "dmddf";
  /** The document that defines the elements, as clauses name it. */
  readonly document: string;
  readonly nodes: readonly NodeSchema[];
  readonly union?: Union;
}

function field(
  kind: FieldKind,
  elements: readonly string[],
  name: string,
  doc: string,
  list: boolean,
  options: FieldOptions,
  nodes?: Field["nodes"],
): Field {
  const { min = 0, max = list ? Number.POSITIVE_INFINITY : 1 } = options;
  return { name, kind, elements, list, min, max, nodes, doc, options };
}

/** Character data. */
export function text(element: string, name: string, doc: string, options: FieldOptions = {}): Field {
  return field("text", [element], name, doc, false, options);
}

/** Any number of elements with character data. */
export function texts(element: string, name: string, doc: string, options: FieldOptions = {}): Field {
  return field("text", [element], name, doc, true, options);
}

/** Character data that is base64; octets that came as OPAQUE are encoded. */
export function base64(element: string, name: string, doc: string): Field {
  return field("base64", [element], name, doc, false, {});
}

/** An empty element. */
export function flag(element: string, name: string, doc: string, options: FieldOptions = {}): Field {
  return field("flag", [element], name, doc, false, options);
}

/** Text, bytes, an embedded document, or markup. */
export function data(element: string, name: string, doc: string, options: FieldOptions = {}): Field {
  return field("data", [element], name, doc, false, options);
}

/** An element with one of several empty elements in it, whose name is the value. */
export function choice(element: string, name: string, doc: string, options: FieldOptions = {}): Field {
  return field("choice", [element], name, doc, false, options);
}

/** An optional element that encloses the fields of its parent. */
export function wrapper(element: string, name: string, doc: string): Field {
  return field("wrapper", [element], name, doc, false, {});
}

/** A node, whose kind is the name of its element. */
export function node(element: string, name: string, doc: string, options: FieldOptions = {}): Field {
  return field("node", [element], name, doc, false, options, { [element]: element });
}

/** Any number of nodes of one kind. */
export function nodes(element: string, name: string, doc: string, options: FieldOptions = {}): Field {
  return field("node", [element], name, doc, true, options, { [element]: element });
}

/** Any number of nodes of several kinds, or of groups that an element opens. `kinds` is by (first) element. */
export function oneOf(
  name: string,
  kinds: Readonly<Record<string, string>>,
  doc: string,
  options: FieldOptions = {},
): Field {
  return field("node", Object.keys(kinds), name, doc, true, options, kinds);
}

/** Any number of nodes of the area's union, of the kinds that are allowed in this place. */
export function someOf(name: string, elements: readonly string[], doc: string, options: FieldOptions = {}): Field {
  return field("node", elements, name, doc, true, options, "union");
}

/** A kind of node. */
export function element(kind: string, doc: string, fields: readonly Field[], options: NodeOptions = {}): NodeSchema {
  return { name: options.name ?? kind, kinds: options.kinds ?? [kind], doc, fields, options };
}
