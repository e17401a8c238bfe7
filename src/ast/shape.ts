import type { StandardSpace } from "../vocabulary/namespaces.ts";
import { fieldName } from "./field-name.ts";
import type { Extra, WireForm } from "./nodes.ts";

/** What an element becomes in the field it belongs to. */
type FieldType =
  /** Character data: a string. */
  | "text"
  /** Character data that is base64; octets that came as OPAQUE are encoded. */
  | "base64"
  /** An empty element: `true`. */
  | "flag"
  /** A value of {@link Data}. */
  | "data"
  /** An element with one of several empty elements in it: the name of that. */
  | "choice"
  /** An optional element that encloses fields of its parent: `true` if present. */
  | "wrapper"
  /** A node of its own, or of a group that the element opens. */
  | "node";

/** One field of a node. Rows are in the order of the DTD. */
export interface FieldRow {
  /** The field's name in the node. */
  readonly name: string;
  /** What its element becomes. */
  readonly type: FieldType;
  /** Elements that belong to the field: one, or several where the DTD gives a choice. */
  readonly elements: readonly string[];
  /** Whether the field is an array. */
  readonly list: boolean;
  /** Fewest occurrences in the DTD. */
  readonly min: number;
  /** Most occurrences in the DTD; infinite for `*` and `+`. */
  readonly max: number;
  /** Shapes of the nodes, by element. */
  readonly shapes: () => Readonly<Record<string, Shape>>;
}

/** Field values of a node under construction. `never`, since their types depend on the row. */
export type Slots = readonly never[];

/** One child element of a shape. */
export interface Child {
  /** Index of its row. */
  readonly slot: number;
  /** The field it belongs to. */
  readonly row: FieldRow;
  /** Shape of its node; `undefined` unless the field holds nodes. */
  readonly shape: Shape | undefined;
  /** Whether the element is the first field of a group: a node without an element of its own. */
  readonly opensGroup: boolean;
}

/** Which namespace the elements of a shape belong to. */
export type Space = StandardSpace;

/** One kind of node: the table entry that builder, walker and validation share. */
export class Shape {
  /** `kind` of the node, and the name of its element unless it is a group. */
  readonly kind: string;
  /** Namespace of the child elements. */
  readonly space: Space;
  /** Its fields, in the order of the DTD. */
  readonly rows: readonly FieldRow[];
  /** Makes the node from its field values, which start at `values[base]`. */
  readonly make: (values: Slots, base: number, extra: Extra | undefined, wire: WireForm | undefined) => unknown;
  private children: Map<string, Child> | undefined;

  constructor(kind: string, space: Space, rows: readonly FieldRow[], make: Shape["make"]) {
    this.kind = kind;
    this.space = space;
    this.rows = rows;
    this.make = make;
  }

  /** The child element with this local name. */
  child(local: string): Child | undefined {
    this.children ??= this.indexChildren();
    return this.children.get(local);
  }

  /** Whether the node is a body or a container: it has a list of commands. */
  get holdsCommands(): boolean {
    return this.rows.some(({ name }) => name === "commands");
  }

  /** Slot of the Meta element, or -1. */
  get metaSlot(): number {
    return this.child("Meta")?.slot ?? -1;
  }

  // Built on first use, since shapes refer to one another in circles.
  private indexChildren(): Map<string, Child> {
    const children = new Map<string, Child>();
    for (const [slot, row] of this.rows.entries()) {
      const shapes = row.shapes();
      for (const element of row.elements) {
        const shape = shapes[element];
        children.set(element, { slot, row, shape, opensGroup: shape !== undefined && shape.kind !== element });
      }
    }
    return children;
  }
}

const noShapes = () => ({});
const many = Number.POSITIVE_INFINITY;

// What makes the rows. A field that has the name of its element, or in a list the plural of it, is not named again: the
// generated files are a tenth of what a bundle with `decode` weighs.

function leaf(type: FieldType, element: string, min: number, name: string, max: number): FieldRow {
  return { name, type, elements: [element], list: max > 1, min, max, shapes: noShapes };
}

export function text(element: string, min: 0 | 1 = 0, name: string = fieldName(element)): FieldRow {
  return leaf("text", element, min, name, 1);
}

export function texts(element: string, min: 0 | 1 = 0, name = `${fieldName(element)}s`): FieldRow {
  return leaf("text", element, min, name, many);
}

export function base64(element: string, min: 0 | 1 = 0, name: string = fieldName(element)): FieldRow {
  return leaf("base64", element, min, name, 1);
}

export function flag(element: string, min: 0 | 1 = 0, name: string = fieldName(element)): FieldRow {
  return leaf("flag", element, min, name, 1);
}

export function data(element: string, min: 0 | 1 = 0, name: string = fieldName(element)): FieldRow {
  return leaf("data", element, min, name, 1);
}

export function choice(element: string, min: 0 | 1 = 0, name: string = fieldName(element)): FieldRow {
  return leaf("choice", element, min, name, 1);
}

export function wrapper(element: string, min: 0 | 1 = 0, name: string = fieldName(element)): FieldRow {
  return leaf("wrapper", element, min, name, 1);
}

export function node(element: string, shape: () => Shape, min: 0 | 1 = 0, name: string = fieldName(element)): FieldRow {
  const shapes = () => ({ [element]: shape() });
  return { name, type: "node", elements: [element], list: false, min, max: 1, shapes };
}

/** A list of nodes. The DTD limits `max` in one place only. */
export function nodes(
  element: string,
  shape: () => Shape,
  min: 0 | 1 = 0,
  name = `${fieldName(element)}s`,
  max: number = many,
): FieldRow {
  const shapes = () => ({ [element]: shape() });
  return { name, type: "node", elements: [element], list: true, min, max, shapes };
}

/** A list of nodes of several kinds, in any order. */
export function oneOf(
  name: string,
  elements: readonly string[],
  shapes: () => Readonly<Record<string, Shape>>,
  min: 0 | 1 = 0,
): FieldRow {
  return { name, type: "node", elements, list: true, min, max: many, shapes };
}

/** A list field of a node: always an array. */
export function list(values: Slots, slot: number): never[] {
  return (values[slot] ?? []) as never[];
}

/** Whether a field is present and not an empty list. A value of the wrong type counts as present; the writer rejects it. */
export function isFilled(field: unknown): boolean {
  return field !== undefined && !(Array.isArray(field) && field.length === 0);
}
