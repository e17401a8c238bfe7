import { embeddedShapes } from "../../ast/document-shapes.ts";
import type { ElementNames } from "../../ast/element-names.ts";
import { visitors } from "../../ast/node-visitors.ts";
import type { Visit } from "../../ast/node-writer.ts";
import type { GenericElement } from "../../ast/nodes.ts";
import type { FieldRow, Shape } from "../../ast/shape.ts";
import type { ElementName } from "../../core/sink.ts";
import { isCoreNamespace, META_NAMESPACE } from "../../vocabulary/namespaces.ts";
import { BASE64, DATA, FLAG, LIST, META_FORMAT, META_TYPE, NAMED_DATA, NODE, TEXT } from "./action-bits.ts";

// The shape table as integers, with the tags of one document's vocabulary: what a writer on the fast path writes for each
// field. A tag is a number whose meaning depends on the format, never 0.

export const TAG_SHIFT = 8;
/** The tag of a group, which has no element of its own. */
export const NO_TAG = 0;
/** What only the event path writes. */
export const UNPLANNED = 0;

const kinds: Readonly<Record<string, number>> = { text: TEXT, base64: BASE64, flag: FLAG, data: DATA, node: NODE };

/** What is written for the fields of one shape, by slot. */
export interface FieldPlans {
  /** Kind or {@link UNPLANNED}, {@link LIST}, {@link NAMED_DATA} and tag. */
  readonly actions: Int32Array;
  readonly names: readonly string[];
  /** The kinds of node that a field may hold. */
  readonly nodes: readonly (readonly NodePlan[])[];
}

/** What is written for a node of one kind. */
export class NodePlan {
  readonly kind: string;
  readonly shape: Shape;
  readonly visit: Visit;
  /** {@link NO_TAG} for a group. */
  readonly tag: number;
  /** `undefined` for a group. */
  readonly name: ElementName | undefined;
  private readonly document: DocumentPlan;
  readonly namespace: string;
  private made: FieldPlans | undefined;

  /** `namespace` is that of the element the fields are in. */
  constructor(
    shape: Shape,
    tag: number,
    name: ElementName | undefined,
    document: DocumentPlan,
    namespace: string = name?.namespace ?? "",
  ) {
    this.kind = shape.kind;
    this.shape = shape;
    this.visit = visitors[shape.kind] as Visit;
    this.tag = tag;
    this.name = name;
    this.document = document;
    this.namespace = namespace;
  }

  /** Made on first use: a message has few of all the shapes there are, and they refer to one another. */
  get fields(): FieldPlans {
    this.made ??= this.document.fieldsOf(this.shape, this.namespace);
    return this.made;
  }
}

/** What is written for documents of one kind, version and header. */
export abstract class DocumentPlan {
  /** Bytes before the root's tag. */
  abstract readonly head: Uint8Array;
  abstract readonly root: NodePlan;
  readonly names: ElementNames;
  private readonly fieldsByShape = new Map<Shape, FieldPlans>();
  private readonly innerPlans = new Map<string, DocumentPlan | undefined>();

  constructor(names: ElementNames) {
    this.names = names;
  }

  /** The plan of a document embedded in the data of this one that has no form of its own. */
  innerPlan(kind: string): DocumentPlan | undefined {
    if (!this.innerPlans.has(kind)) {
      const shape = embeddedShapes.find((one) => one.kind === kind);
      this.innerPlans.set(kind, shape && this.makeInner(shape));
    }
    return this.innerPlans.get(kind);
  }

  /** By shape alone, since all elements of one shape are in one namespace. */
  fieldsOf(shape: Shape, namespace: string): FieldPlans {
    let fields = this.fieldsByShape.get(shape);
    if (fields === undefined) this.fieldsByShape.set(shape, (fields = this.makeFields(shape, namespace)));
    return fields;
  }

  /** The tag of a generic element if it is one of the vocabulary's. */
  tagOf(element: GenericElement, namespaceAround: string): number | undefined {
    const name = this.names.generic(element);
    const isOwn = this.names.vocabulary?.element(name.namespace, name.local) === name;
    return isOwn ? this.makeTag(name, namespaceAround) : undefined;
  }

  protected makeRoot(shape: Shape, tag: number): NodePlan {
    return new NodePlan(shape, tag, this.names.standard(shape.space, shape.kind), this);
  }

  protected abstract makeInner(shape: Shape): DocumentPlan | undefined;

  /** The tag of an element inside one of another namespace or the same; `undefined` if the form has no plain one. */
  protected abstract makeTag(name: ElementName, namespaceAround: string): number | undefined;

  private makeFields(shape: Shape, namespace: string): FieldPlans {
    const fields = { actions: new Int32Array(shape.rows.length), names: [] as string[], nodes: [] as NodePlan[][] };
    for (const [slot, row] of shape.rows.entries()) {
      fields.names.push(row.name);
      const nodes = row.type === "node" ? this.makeNodes(row, shape, namespace) : [];
      fields.nodes.push(nodes);
      fields.actions[slot] = row.type === "node" ? NODE | (row.list ? LIST : 0) : this.makeValue(row, shape, namespace);
    }
    return fields;
  }

  private makeValue({ type, list, elements }: FieldRow, shape: Shape, namespaceAround: string): number {
    const name = this.names.standard(shape.space, elements[0] as string);
    const tag = this.makeTag(name, namespaceAround);
    const kind = kinds[type];
    const listed = list ? LIST : 0;
    if (tag === undefined || kind === undefined) return UNPLANNED | listed;
    const isMessageData = name.local === "Data" && isCoreNamespace(name.namespace);
    return kind | listed | (isMessageData ? NAMED_DATA : 0) | metaBits(name) | (tag << TAG_SHIFT);
  }

  private makeNodes({ elements }: FieldRow, shape: Shape, namespaceAround: string): NodePlan[] {
    const nodes: NodePlan[] = [];
    for (const element of elements) {
      const child = shape.child(element);
      if (child?.shape === undefined) continue;
      if (child.opensGroup) {
        nodes.push(new NodePlan(child.shape, NO_TAG, undefined, this, namespaceAround));
        continue;
      }
      const name = this.names.standard(shape.space, element);
      const tag = this.makeTag(name, namespaceAround);
      if (tag !== undefined) nodes.push(new NodePlan(child.shape, tag, name, this));
    }
    return nodes;
  }
}

function metaBits({ local, namespace }: ElementName): number {
  if (namespace !== META_NAMESPACE) return 0;
  if (local === "Type") return META_TYPE;
  return local === "Format" ? META_FORMAT : 0;
}

/** The plan of a node among those of the kinds that a field may hold. A single one is not looked into, which `visit` does. */
export function nodePlanOf(nodes: readonly NodePlan[], value: unknown): NodePlan | undefined {
  if (nodes.length === 1) return nodes[0];
  const { kind } = value as { readonly kind?: unknown };
  for (let index = 0; index < nodes.length; index++) {
    const node = nodes[index] as NodePlan;
    if (node.kind === kind) return node;
  }
  return undefined;
}
