import { embeddedShapes } from "../../ast/document-shapes.ts";
import { adaptedType, MAX_EMBEDDED_TYPE_BYTES, MIN_EMBEDDED_TYPE_BYTES } from "../../ast/embedded-types.ts";
import { FieldKeys } from "../../ast/field-keys.ts";
import { isBinary } from "../../ast/format.ts";
import { extraFault } from "../../ast/node-faults.ts";
import type { NodeWriter } from "../../ast/node-writer.ts";
import type { Attribute, Extra, GenericContent, GenericElement, Meta } from "../../ast/nodes.ts";
import type { FieldRow } from "../../ast/shape.ts";
import type { Fields } from "../../ast/walker.ts";
import type { Octets } from "../../core/bytes.ts";
import { standardVocabularies } from "../../vocabulary/standard.ts";
import { isDocumentOfType } from "../../wbxml/data-meta.ts";
import { UNKNOWN_PUBLIC_ID } from "../../wbxml/header.ts";
import type { Format } from "../detect-format.ts";
import { adaptsTypes } from "../document-encoder.ts";
import type { WriteOptions } from "../options.ts";
import { BASE64, DATA, FLAG, KIND_BITS, LIST, META_FORMAT, META_TYPE, NAMED_DATA, NODE } from "./action-bits.ts";
import { EventParts, type PartListener, type Place } from "./event-parts.ts";
import type { HeaderForm, PlanCache, RootNode } from "./plan-cache.ts";
import {
  type DocumentPlan,
  type FieldPlans,
  NO_TAG,
  type NodePlan,
  nodePlanOf,
  TAG_SHIFT,
  UNPLANNED,
} from "./write-plan.ts";
import { XmlOutput } from "./xml-output.ts";

const declined = new Error("only the event path can go on");

/** Leaves the document to the event path. */
export function decline(): never {
  throw declined;
}

/** UTF-8 bytes that a unit of UTF-16 can take. */
export const MAX_UNIT_BYTES = 3;

/** Where the content of a node begins that the event path is to write. */
const HANDED_OVER = -1;

/** Nodes that are open at a time, which keeps their elements well below 1,000. */
const MAX_NODES = 250;

/** The index of a value that is not in a list. */
const NOT_LISTED = -1;

/** What is copied at once, which may be up to seven bytes more than there is to copy. */
export const WORD_BYTES = 8;

/** Where output begins. In front of it a string is encoded that then moves to its place. */
export const OUTPUT_START = 4096;
/** More than what outputs share with one another, so that the memory is this writer's own. */
const INITIAL_BYTES = 128 * 1024;
/** A buffer that grew beyond this is not kept for the next message. */
const MAX_KEPT_BYTES = 1024 * 1024;

/** A node that may have Meta. */
interface WithMeta {
  readonly meta?: Meta | undefined;
  readonly extra?: Extra | undefined;
}

/** The options that messages are written with; others are for the event path. */
export type FastPathOptions = Partial<Pick<WriteOptions, "vocabularies" | "data" | "embeddedTypes" | "octets">> &
  HeaderForm;

/**
 * Writes messages by plans instead of events, one after the other into the same memory. What writes takes the position to
 * write at and returns the one after it.
 */
export abstract class MessageWriter implements NodeWriter {
  protected output: XmlOutput = new XmlOutput(INITIAL_BYTES);
  private options: FastPathOptions = {};
  /** Marks of fields that go out as OPAQUE whatever they came as. */
  private opaqueAlways = 0;
  /** Marks of fields that go out otherwise than they are. */
  private watched = 0;
  /** Those fields of the node that is open which are opaque. */
  private opaqueFields: readonly string[] | undefined;
  private readonly fieldKeys = new FieldKeys();
  /** Fields held until all of them are known, and the extra that asks for it. */
  private held: unknown[] | undefined;
  private extraOfHeld: Extra = {};
  /** The plans of the nodes that are open, of which there are so many. */
  private readonly path: NodePlan[] = [];
  private openNodes = 0;
  /** The tag page of WBXML. */
  protected page = 0;
  private root: RootNode | undefined;
  private rootPlan: DocumentPlan | undefined;
  /** Made for the first part of the document that the event path writes. */
  private madeParts: EventParts | undefined;
  /** Those of an earlier document, for the next. */
  private keptParts: EventParts | undefined;
  private listener: PartListener | undefined;
  /** The node that is open and the one around it, whose Meta say what Data is. */
  private holder: object | undefined;
  private outer: object | undefined;
  private readonly plans: PlanCache<DocumentPlan>;
  protected plan: DocumentPlan | undefined;
  private isBusy = false;

  constructor(plans: PlanCache<DocumentPlan>) {
    this.plans = plans;
  }

  /** A document as bytes, or `undefined` if it is one for the event path, which finds whatever is wrong with it. */
  encode(root: RootNode, options: FastPathOptions, listener: PartListener | undefined): Octets | undefined {
    // A getter of one message may encode another.
    if (this.isBusy) return undefined;
    this.isBusy = true;
    this.options = options;
    this.opaqueAlways = options.data === "opaque" ? NAMED_DATA : 0;
    const announcesOctets = this.format === "xml" && options.octets !== "marked";
    this.watched = (adaptsTypes(this.format, options) ? META_TYPE : 0) | (announcesOctets ? META_FORMAT : 0);
    try {
      const plan = this.plans.find(root, options.vocabularies ?? standardVocabularies, options);
      if (plan === undefined) return undefined;
      this.root = root;
      this.rootPlan = plan;
      this.listener = listener;
      const bodyStart = this.putHead(plan, OUTPUT_START);
      const end = this.document(root, plan, bodyStart);
      const head = this.madeParts?.header() ?? plan.head;
      if (this.madeParts !== undefined) this.keep(this.madeParts);
      if (head.length === plan.head.length) return this.output.bytes.slice(OUTPUT_START, end);
      // A part has put names into the string table.
      const bytes = new Uint8Array(head.length + end - bodyStart);
      bytes.set(head);
      bytes.set(this.output.bytes.subarray(bodyStart, end), head.length);
      return bytes;
    } catch {
      // It was declined, or is at fault: then the event path meets the same in its own order, and says where it is.
      return undefined;
    } finally {
      this.reset();
      this.isBusy = false;
    }
  }

  protected abstract readonly format: Format;

  /** The start tag of an element that may turn out to be empty. */
  protected abstract open(tag: number, at: number): number;
  /** The end of the element whose content is from `start` to `end`; the two are equal if it is empty. */
  protected abstract close(tag: number, start: number, end: number): number;
  protected abstract empty(tag: number, at: number): number;
  /** Whether text in an element that came, or shall go, as OPAQUE is written otherwise than other text. */
  protected abstract showsOpaque(tag: number): boolean;
  /** Ends an element without content whose start tag, with attributes, is from `start` to `end`. */
  protected abstract emptyWithAttributes(start: number, end: number): number;
  protected abstract text(tag: number, value: string, at: number): number;
  protected abstract opaqueText(tag: number, value: string, at: number): number;
  protected abstract opaqueBase64(tag: number, value: string, at: number): number;
  protected abstract opaque(tag: number, value: Uint8Array, at: number): number;
  /** A document inside the one that is open. */
  protected abstract inner(tag: number, root: RootNode, plan: DocumentPlan, at: number): number;

  protected putHead({ head }: DocumentPlan, at: number): number {
    this.room(at, head.length).set(head, at);
    return at + head.length;
  }

  protected document(root: RootNode, plan: DocumentPlan, at: number): number {
    const around = this.plan;
    this.plan = plan;
    const end = this.putNode(root, plan.root, at);
    this.plan = around;
    return end;
  }

  otherKind(): never {
    return decline();
  }

  extra(extra: Extra): void {
    const { attributes, fieldAttributes, sequence, opaque, inline } = extra;
    if (inline !== undefined || (opaque !== undefined && !Array.isArray(opaque))) decline();
    this.opaqueFields = opaque;
    if (sequence === undefined && attributes === undefined && fieldAttributes === undefined) return;
    if (extraFault(extra) !== undefined) decline();
    this.extraOfHeld = extra;
    this.held = [];
  }

  value(fields: FieldPlans, slot: number, value: unknown, at: number): number {
    if (this.held !== undefined) return this.hold(slot, value, at);
    return this.putValue(fields, slot, NOT_LISTED, value, at);
  }

  values(fields: FieldPlans, slot: number, values: unknown, at: number): number {
    if (this.held !== undefined) return this.hold(slot, values, at);
    if (!Array.isArray(values)) return decline();
    let pos = at;
    for (let index = 0; index < values.length; index++) pos = this.putValue(fields, slot, index, values[index], pos);
    return pos;
  }

  flag(fields: FieldPlans, slot: number, value: unknown, at: number): number {
    if (this.held !== undefined) return this.hold(slot, value, at);
    const tag = (fields.actions[slot] as number) >> TAG_SHIFT;
    if (tag === NO_TAG) return decline();
    return value === true ? this.empty(tag, at) : at;
  }

  node(fields: FieldPlans, slot: number, node: unknown, at: number): number {
    if (this.held !== undefined) return this.hold(slot, node, at);
    return this.putNode(node as object, nodePlanOf(fields.nodes[slot] as readonly NodePlan[], node), at);
  }

  nodes(fields: FieldPlans, slot: number, nodes: unknown, at: number): number {
    if (this.held !== undefined) return this.hold(slot, nodes, at);
    if (!Array.isArray(nodes)) return decline();
    const plans = fields.nodes[slot] as readonly NodePlan[];
    let pos = at;
    for (let index = 0; index < nodes.length; index++) {
      pos = this.putNode(nodes[index], nodePlanOf(plans, nodes[index]), pos);
    }
    return pos;
  }

  private hold(slot: number, field: unknown, at: number): number {
    (this.held as unknown[])[slot] = field;
    return at;
  }

  /** The fields of a node in the order received, with what is between them, then those added since. */
  private putHeld(node: object, plan: NodePlan, extra: Extra, held: readonly unknown[], at: number): number {
    const { fields } = plan;
    const { sequence = [] } = extra;
    const written: number[] = fields.names.map(() => 0);
    let pos = at;
    for (const entry of sequence) {
      if (typeof entry !== "string") {
        pos = this.content(entry, pos);
        continue;
      }
      const slot = fields.names.indexOf(entry);
      if (slot < 0) return decline();
      const times = written[slot] as number;
      written[slot] = times + 1;
      const field = held[slot];
      if (field === undefined) continue;
      if (!isList(fields, slot)) {
        if (times === 0) pos = this.heldValue(node, plan, slot, NOT_LISTED, field, pos);
      } else if (!Array.isArray(field)) return decline();
      else if (times < field.length) pos = this.heldValue(node, plan, slot, times, field[times], pos);
    }
    for (let slot = 0; slot < held.length; slot++) {
      const field = held[slot];
      const from = written[slot] as number;
      if (field === undefined) continue;
      if (!isList(fields, slot)) {
        if (from === 0) pos = this.heldValue(node, plan, slot, NOT_LISTED, field, pos);
      } else if (!Array.isArray(field)) return decline();
      else {
        for (let index = from; index < field.length; index++)
          pos = this.heldValue(node, plan, slot, index, field[index], pos);
      }
    }
    return pos;
  }

  private heldValue(node: object, plan: NodePlan, slot: number, index: number, value: unknown, at: number): number {
    const { fields, shape } = plan;
    const action = fields.actions[slot] as number;
    const kind = action & KIND_BITS;
    if (kind === NODE) return this.putNode(value as object, nodePlanOf(fields.nodes[slot] as NodePlan[], value), at);
    const { fieldAttributes } = (node as WithMeta).extra as Extra;
    if (fieldAttributes !== undefined) {
      const name = fields.names[slot] as string;
      const key = index === NOT_LISTED ? name : `${name}.${index}`;
      if (fieldAttributes[key] !== undefined) {
        // What Meta says about Data, and what is in it besides text, decides on others too.
        const isData = (action & NAMED_DATA) !== 0 && typeof value !== "string";
        if (isData || (action & (META_TYPE | META_FORMAT)) !== 0) return decline();
        const row = shape.rows[slot] as FieldRow;
        return this.took(this.parts.field(row, value, key, node as Fields, plan, this.place(undefined, at)));
      }
    }
    return kind === FLAG ? this.flag(fields, slot, value, at) : this.putValue(fields, slot, index, value, at);
  }

  /** Content between the fields of the node that is open. */
  private content(part: GenericContent, at: number): number {
    if (!isOfNoMeaning(part)) return decline();
    return this.took(this.parts.content(part, this.place(undefined, at)));
  }

  private putNode(node: object, plan: NodePlan | undefined, at: number): number {
    if (plan === undefined || this.openNodes === MAX_NODES) return decline();
    const { opaqueFields, holder, outer, openNodes, page, plan: document } = this;
    const { tag, fields } = plan;
    let start = tag === NO_TAG ? at : this.open(tag, at);
    this.opaqueFields = undefined;
    this.outer = holder;
    this.holder = node;
    this.path[openNodes] = plan;
    this.openNodes = openNodes + 1;
    let hasAttributes = false;
    let end = start;
    try {
      end = plan.visit(node as never, this, fields, start);
      if (this.held !== undefined) {
        const { held, extraOfHeld } = this;
        this.held = undefined;
        if (extraOfHeld.attributes !== undefined) {
          hasAttributes = true;
          start = this.startTag(plan, extraOfHeld.attributes, at, page);
        }
        end = this.putHeld(node, plan, extraOfHeld, held, start);
      }
    } catch (error) {
      if (error !== declined) throw error;
      this.held = undefined;
      this.plan = document;
      start = HANDED_OVER;
    }
    this.openNodes = openNodes;
    this.holder = holder;
    this.outer = outer;
    this.opaqueFields = opaqueFields;
    if (start === HANDED_OVER) {
      this.page = page;
      return this.handOver(node, plan, at);
    }
    if (tag === NO_TAG) return end;
    return hasAttributes && start === end ? this.emptyWithAttributes(at, end) : this.close(tag, start, end);
  }

  // Parts that the event path writes

  private startTag(plan: NodePlan, attributes: readonly Attribute[], at: number, page: number): number {
    if (plan.tag === NO_TAG || this.plan !== this.rootPlan) return decline();
    this.page = page;
    this.openNodes--;
    const end = this.parts.startTag(plan, attributes, this.place(undefined, at));
    this.openNodes++;
    return this.took(end);
  }

  /** A node with something in it that only the event path writes. */
  private handOver(node: object, plan: NodePlan, at: number): number {
    const { openNodes } = this;
    // Meta decides on what is next to it, and the elements of a group are those of the node around it.
    if (openNodes === 0 || plan.tag === NO_TAG || plan.kind === "Meta" || this.plan !== this.rootPlan) return decline();
    if ((node as Partial<Fields> | null)?.kind !== plan.kind) return decline();
    this.madeParts?.rewind(at);
    const meta = this.metaBefore(plan, this.path[openNodes - 1] as NodePlan, this.holder as WithMeta);
    return this.took(this.parts.node(node, plan, this.place(meta, at)));
  }

  private metaBefore({ kind }: NodePlan, { shape }: NodePlan, { meta, extra }: WithMeta): Meta | undefined {
    if (meta === undefined || shape.metaSlot < 0) return undefined;
    // In an order of its own, it may come after.
    if (extra?.sequence !== undefined) return decline();
    return shape.metaSlot < (shape.child(kind)?.slot ?? 0) ? meta : undefined;
  }

  private get parts(): EventParts {
    if (this.madeParts === undefined) {
      const { keptParts, options } = this;
      this.keptParts = undefined;
      this.madeParts = keptParts?.isFor(options) ? keptParts : new EventParts(this.format, options, this.output);
      this.madeParts.begin(this.root as RootNode, this.rootPlan as DocumentPlan, this.listener);
    }
    return this.plan === this.rootPlan ? this.madeParts : decline();
  }

  private place(meta: Meta | undefined, at: number): Place {
    return { path: this.path, depth: this.openNodes, meta, at, page: this.page };
  }

  private took(end: number): number {
    this.page = (this.madeParts as EventParts).page;
    return end;
  }

  private putValue(fields: FieldPlans, slot: number, index: number, value: unknown, at: number): number {
    const action = fields.actions[slot] as number;
    const tag = action >> TAG_SHIFT;
    const written = (action & this.watched) === 0 ? value : this.watchedValue(value, action);
    if (typeof written !== "string" || tag === NO_TAG || this.isOpaque(written, action, fields, slot, index)) {
      return this.octets(written, action, at);
    }
    return this.text(tag, written, at);
  }

  /** What is written for the Type of meta information. With a Format of octets, Data goes out in another form. */
  private watchedValue(value: unknown, action: number): unknown {
    if ((action & META_FORMAT) !== 0) return typeof value === "string" && isBinary(value) ? decline() : value;
    if (typeof value !== "string" || value.length < MIN_EMBEDDED_TYPE_BYTES) return value;
    return value.length * MAX_UNIT_BYTES > MAX_EMBEDDED_TYPE_BYTES ? decline() : adaptedType(value, this.format);
  }

  private isOpaque(value: string, action: number, fields: FieldPlans, slot: number, index: number): boolean {
    const { opaqueFields } = this;
    if ((action & this.opaqueAlways) !== 0 && value !== "") return true;
    if (opaqueFields === undefined || !this.showsOpaque(action >> TAG_SHIFT)) return false;
    const name = fields.names[slot] as string;
    return this.fieldKeys.has(opaqueFields, index === NOT_LISTED ? name : `${name}.${index}`);
  }

  /** A value that goes out as octets, or one that is no plain value. */
  private octets(value: unknown, action: number, at: number): number {
    const tag = action >> TAG_SHIFT;
    const kind = action & KIND_BITS;
    if (typeof value === "string") {
      if (kind === UNPLANNED) return decline();
      return kind === BASE64 ? this.opaqueBase64(tag, value, at) : this.opaqueText(tag, value, at);
    }
    if (kind !== DATA || typeof value !== "object" || value === null) return decline();
    if (value instanceof Uint8Array) return this.opaque(tag, value, at);
    if (Array.isArray(value)) return this.markup(tag, value, (this.plan as DocumentPlan).root.namespace, at);
    // Elsewhere no reader opens a document that is an OPAQUE.
    if ((action & NAMED_DATA) === 0) return decline();
    const root = value as RootNode;
    if (this.format === "wbxml" && !this.isOpened(root)) return decline();
    const plan = this.planInside(root);
    return plan === undefined ? decline() : this.inner(tag, root, plan, at);
  }

  /** Elements of the vocabulary that hold elements or one text; they count against the depth as nodes do. */
  private markup(tag: number, parts: readonly GenericContent[], namespace: string, at: number): number {
    if (this.openNodes === MAX_NODES || this.opaqueAlways !== 0) return decline();
    this.openNodes++;
    const start = this.open(tag, at);
    let pos = start;
    for (const part of parts) {
      // A Meta in it may change with the format, and with that what is around it.
      const isPlain = part.kind === "Element" && part.attributes.length === 0 && part.local !== "Meta";
      const partTag = isPlain ? this.plan?.tagOf(part, namespace) : undefined;
      if (partTag === undefined) return decline();
      const { children, namespace: inside } = part as GenericElement;
      const [first] = children;
      if (first?.kind !== "Text") pos = this.markup(partTag, children, inside, pos);
      else if (children.length > 1 || first.opaque || typeof first.value !== "string" || !first.value.trim())
        return decline();
      else pos = this.text(partTag, first.value, pos);
    }
    this.openNodes--;
    return this.close(tag, start, pos);
  }

  /** Whether readers are sure to open the document: Meta does not say anything else, and it has a public identifier. */
  private isOpened({ kind, wire }: RootNode): boolean {
    const shape = embeddedShapes.find((one) => one.kind === kind);
    const name = shape && this.plan?.names.standard(shape.space, shape.kind);
    if (name === undefined) return false;
    if (wire?.format === "wbxml" && wire.publicId <= UNKNOWN_PUBLIC_ID && !wire.publicIdText) return false;
    const { vocabularies = standardVocabularies } = this.options;
    const holder = this.holder as WithMeta;
    const own = this.writtenType(holder);
    const outer = this.writtenType(this.outer as WithMeta | undefined);
    if (!isDocumentOfType(own, name, vocabularies)) return false;
    // In an order of its own, Meta may come after the Data, where readers do not know it yet.
    const isOwnKnown = own !== "" && holder.extra?.sequence === undefined;
    return isOwnKnown || isDocumentOfType(outer, name, vocabularies);
  }

  private writtenType(holder: WithMeta | undefined): string {
    const type = holder?.meta?.type ?? "";
    return ((this.watched & META_TYPE) === 0 ? type : adaptedType(type, this.format)).trim();
  }

  private planInside(root: RootNode): DocumentPlan | undefined {
    if (root.wire?.format !== "wbxml") return this.plan?.innerPlan(root.kind);
    if (!embeddedShapes.some(({ kind }) => kind === root.kind)) return undefined;
    // It has a form of its own, of which only the version can be changed.
    const { vocabularies = standardVocabularies, version } = this.options;
    return this.plans.find(root, vocabularies, version === undefined ? {} : { version });
  }

  /** The output with room for so many bytes. */
  protected room(at: number, byteLength: number): Uint8Array {
    const { output } = this;
    if (at + byteLength > output.bytes.length) output.grow(at, byteLength);
    return output.bytes;
  }

  private keep(parts: EventParts): void {
    // They hold no more than this output does.
    if (this.output.bytes.length > MAX_KEPT_BYTES) return;
    parts.end();
    this.keptParts = parts;
  }

  /** Keeps neither the message nor a large buffer alive, wherever it stopped. */
  private reset(): void {
    this.options = {};
    this.plan = undefined;
    this.opaqueFields = undefined;
    this.holder = undefined;
    this.outer = undefined;
    this.fieldKeys.clear();
    this.held = undefined;
    this.extraOfHeld = {};
    this.openNodes = 0;
    this.root = undefined;
    this.rootPlan = undefined;
    this.madeParts = undefined;
    this.listener = undefined;
    if (this.output.bytes.length > MAX_KEPT_BYTES) {
      this.output = new XmlOutput(INITIAL_BYTES);
      // They write into the former one.
      this.keptParts = undefined;
    }
  }
}

function isList({ actions }: FieldPlans, slot: number): boolean {
  return ((actions[slot] as number) & LIST) !== 0;
}

/** Elements that say what others are, wherever they are. */
const meaningful: ReadonlySet<string> = new Set(["Meta", "MetInf", "Type", "Format", "Size", "Data", "Item", "Cred"]);

/** Whether content between fields says nothing about those: an element without documents in it, of no name that does. */
function isOfNoMeaning(part: GenericContent): boolean {
  return part?.kind === "Element" && !meaningful.has(part.local) && part.children.every(isMarkup);
}

function isMarkup(part: GenericContent): boolean {
  return part?.kind === "Text" || (part?.kind === "Element" && part.children.every(isMarkup));
}
