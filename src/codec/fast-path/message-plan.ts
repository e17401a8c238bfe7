import { documentShapes } from "../../ast/document-shapes.ts";
import type { Child, Shape } from "../../ast/shape.ts";
import {
  BASE64,
  DATA,
  FLAG,
  GROUP,
  LIST,
  NAME_SHIFT,
  NAMED_DATA,
  NODE,
  SHAPE_SHIFT,
  SLOT_SHIFT,
  TEXT,
} from "./action-bits.ts";

const kinds: Readonly<Record<string, number>> = { text: TEXT, base64: BASE64, flag: FLAG, data: DATA, node: NODE };

/** The shape table as integers: what a reader that makes messages on the fast path has to do for each element. */
export interface MessagePlan {
  readonly shapes: readonly Shape[];
  /** How the node of each shape is made. */
  readonly makers: readonly Shape["make"][];
  /** Local names by their number; 0 is no name. */
  readonly names: readonly string[];
  readonly nameNumbers: ReadonlyMap<string, number>;
  /** What {@link MessagePlan.actions} holds, as a list: number of a shape, number of a name, action. */
  readonly rows: readonly (readonly [shape: number, name: number, action: number])[];
  /** By `shape << NAME_SHIFT | name`: kind, {@link LIST}, slot and, for a node, the number of its shape. 0 if there is none. */
  readonly actions: Int32Array;
  /** How many fields each shape has, and where among them its Meta is; -1 if it has none. */
  readonly slotCounts: Uint8Array;
  readonly metaSlots: Int8Array;
  /** 1 for the shapes whose elements are of the namespace of meta information. */
  readonly isMetInf: Uint8Array;
  /** Shapes from this number on are groups: the first field of one opens it. */
  readonly firstGroup: number;
  /** The number of a document's shape by the number of its root's name; -1 if there is none. */
  readonly roots: Int32Array;
  /** The numbers of the shapes of messages and of their headers. */
  readonly message: number;
  readonly header: number;
  /** The numbers of shapes, and the action of each child element: for what comes back from events. */
  readonly shapeNumbers: ReadonlyMap<Shape, number>;
  readonly childActions: ReadonlyMap<Child, number>;
}

let plan: MessagePlan | undefined;

/** The plan of all standard shapes, made on first use. */
export function messagePlan(): MessagePlan {
  plan ??= makePlan();
  return plan;
}

function makePlan(): MessagePlan {
  const { shapes, firstGroup } = allShapes();
  const nameNumbers = new Map<string, number>();
  const numberOf = (name: string) => {
    const number = nameNumbers.get(name) ?? nameNumbers.size + 1;
    nameNumbers.set(name, number);
    return number;
  };
  for (const { kind } of documentShapes) numberOf(kind);
  const rows: [shape: number, name: number, action: number][] = [];
  for (const [shape, { rows: fields }] of shapes.entries()) {
    for (const [slot, row] of fields.entries()) {
      for (const element of row.elements) {
        const child = row.shapes()[element];
        const isGroup = child !== undefined && child.kind !== element;
        const childNumber = child === undefined ? 0 : shapes.indexOf(child);
        const kind = isGroup ? GROUP : (kinds[row.type] ?? 0);
        const bits = (row.list ? LIST : 0) | (element === "Data" ? NAMED_DATA : 0);
        const action = kind | bits | (slot << SLOT_SHIFT) | (childNumber << SHAPE_SHIFT);
        if (kind !== 0) rows.push([shape, numberOf(element), action]);
      }
    }
  }
  const actions = new Int32Array(shapes.length << NAME_SHIFT);
  for (const [shape, name, action] of rows) actions[(shape << NAME_SHIFT) | name] = action;
  const roots = new Int32Array(1 << NAME_SHIFT).fill(-1);
  for (const [shape, { kind }] of documentShapes.entries()) roots[nameNumbers.get(kind) as number] = shape;
  const slotCounts = Uint8Array.from(shapes, ({ rows }) => rows.length);
  const message = shapes.findIndex(({ kind }) => kind === "SyncML");
  const header = shapes.findIndex(({ kind }) => kind === "SyncHdr");
  const metaSlots = Int8Array.from(shapes, ({ metaSlot }) => metaSlot);
  const nameList = ["", ...nameNumbers.keys()];
  return {
    shapes,
    makers: shapes.map(({ make }) => make),
    names: nameList,
    nameNumbers,
    rows,
    actions,
    slotCounts,
    metaSlots,
    firstGroup,
    isMetInf: Uint8Array.from(shapes, ({ space }) => (space === "metinf" ? 1 : 0)),
    roots,
    message,
    header,
    shapeNumbers: new Map(shapes.map((shape, number) => [shape, number])),
    childActions: new Map(
      rows.map(([shape, name, action]) => [(shapes[shape] as Shape).child(nameList[name] as string) as Child, action]),
    ),
  };
}

/** All shapes, those of documents first and those of groups last, from `firstGroup` on. */
function allShapes(): { readonly shapes: readonly Shape[]; readonly firstGroup: number } {
  const all = new Set<Shape>(documentShapes);
  const groups = new Set<Shape>();
  // The set grows while it is walked.
  for (const { rows } of all) {
    for (const [element, child] of rows.flatMap((row) => Object.entries(row.shapes()))) {
      all.add(child);
      if (child.kind !== element) groups.add(child);
    }
  }
  for (const group of groups) all.delete(group);
  return { shapes: [...all, ...groups], firstGroup: all.size };
}

/** The slot and the shape of an action. */
const CHILD_BITS = 0xffff00;

let children: Map<number, Child> | undefined;

/** Number of the shape, slot and number of the child's shape, in a small integer. */
export function childKey(shape: number, action: number): number {
  return (shape << 16) | ((action & CHILD_BITS) >> 8);
}

/** The child of a shape that an action is for, by its {@link childKey}. */
export function actionChildren(): ReadonlyMap<number, Child> {
  if (children === undefined) {
    children = new Map();
    const { rows, shapes, names } = messagePlan();
    for (const [shape, name, action] of rows) {
      const child = (shapes[shape] as Shape).child(names[name] as string) as Child;
      children.set(childKey(shape, action), child);
    }
  }
  return children;
}
