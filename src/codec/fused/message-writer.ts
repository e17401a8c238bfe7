import type { Content, Element, Extra } from "../../ast/nodes.ts";
import type { NodeVisitor } from "../../ast/shape.ts";
import { encodeUtf8Into } from "../../core/utf8.ts";
import { standardVocabularies } from "../../vocabulary/standard.ts";
import type { WriteOptions } from "../options.ts";
import { BASE64, DATA, FLAG, KIND_BITS, LIST, NAMED_DATA, NODE } from "./action-bits.ts";
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

/** What a position turns into where only the general path can go on. */
export const DECLINED = -1;

/** UTF-8 bytes that a unit of UTF-16 can take. */
export const MAX_UNIT_BYTES = 3;

/** Nodes that are open at a time, which keeps their elements well below 1,000. */
const MAX_NODES = 250;

/** The index of a value that stands in no list. */
const NOT_LISTED = -1;
const noFields: FieldPlans = { actions: new Int32Array(0), names: [], nodes: [] };

/** Strings up to here are written by a loop, longer ones by the platform (96 commands: 28.1 µs; with 24, 29.6 µs). */
export const SHORT_CHARACTERS = 40;

/** Where output begins. In front of it a string is encoded that then moves to its place. */
export const OUTPUT_START = 4096;
/** More than what outputs share with one another, so that the memory is this writer's own. */
const INITIAL_BYTES = 128 * 1024;
/** A buffer that grew beyond this is not kept for the next message. */
const MAX_KEPT_BYTES = 1024 * 1024;

/** The options that messages are written with; others are for the general path. */
export type FusedOptions = Partial<Pick<WriteOptions, "vocabularies" | "data">> & HeaderForm;

/**
 * Writes messages by plans instead of events, one after the other into the same memory. What a form does for itself takes
 * the position to write at and returns the one behind it, or {@link DECLINED}.
 */
export abstract class MessageWriter implements NodeVisitor {
  protected output: XmlOutput = new XmlOutput(INITIAL_BYTES);
  private options: FusedOptions = {};
  /** Marks of fields that go out as OPAQUE whatever they came as. */
  private opaqueAlways = 0;
  /** What is written for the fields of the node that is open. */
  private fields: FieldPlans = noFields;
  /** Its fields that are opaque. */
  private opaqueFields: readonly string[] | undefined;
  /** Its fields, if they stand in an order of their own, until all are known; and that order. */
  private held: unknown[] | undefined;
  private sequence: readonly unknown[] = [];
  private openNodes = 0;
  /** Where output goes on, or {@link DECLINED}. */
  private pos = 0;
  private readonly plans: PlanCache<DocumentPlan>;
  protected plan: DocumentPlan | undefined;
  private isBusy = false;

  constructor(plans: PlanCache<DocumentPlan>) {
    this.plans = plans;
  }

  /** A document as bytes, or `undefined` if it is one for the general path, which finds whatever is wrong with it. */
  encode(root: RootNode, options: FusedOptions): Uint8Array | undefined {
    // A getter of one message may encode another.
    if (this.isBusy) return undefined;
    this.isBusy = true;
    this.options = options;
    this.opaqueAlways = options.data === "opaque" ? NAMED_DATA : 0;
    try {
      const plan = this.plans.find(root, options.vocabularies ?? standardVocabularies, options);
      if (plan === undefined) return undefined;
      const end = this.document(root, plan, this.putHead(plan, OUTPUT_START));
      return end === DECLINED ? undefined : this.output.bytes.slice(OUTPUT_START, end);
    } catch {
      // The general path meets the same fault in its own order, and says where it is.
      return undefined;
    } finally {
      this.letGo();
      this.isBusy = false;
    }
  }

  /** The start tag of an element that may turn out to be empty. */
  protected abstract open(tag: number, at: number): number;
  /** The end of the element whose content stands from `start` to `end`, if it has any. */
  protected abstract close(tag: number, start: number, end: number): number;
  protected abstract empty(tag: number, at: number): number;
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
    this.pos = at;
    this.node(root, plan.root);
    this.plan = around;
    return this.pos;
  }

  extra({ attributes, fieldAttributes, sequence, opaque, inline }: Extra): void {
    const isMore = attributes !== undefined || fieldAttributes !== undefined || inline !== undefined;
    if (isMore || (opaque !== undefined && !Array.isArray(opaque))) this.pos = DECLINED;
    this.opaqueFields = opaque;
    if (sequence === undefined) return;
    this.sequence = sequence;
    this.held = [];
  }

  field(slot: number, field: unknown): void {
    if (this.held !== undefined) {
      this.held[slot] = field;
      return;
    }
    const action = this.fields.actions[slot] as number;
    if ((action & LIST) === 0) this.value(field, action, slot, NOT_LISTED);
    else if (Array.isArray(field)) {
      for (let index = 0; index < field.length; index++) this.value(field[index], action, slot, index);
    } else this.pos = DECLINED;
  }

  private node(node: object, plan: NodePlan): void {
    if (this.openNodes === MAX_NODES) this.pos = DECLINED;
    if (this.pos === DECLINED) return;
    const { fields, opaqueFields } = this;
    const start = plan.tag === NO_TAG ? this.pos : this.open(plan.tag, this.pos);
    this.pos = start;
    this.fields = plan.fields;
    this.opaqueFields = undefined;
    this.openNodes++;
    plan.shape.visit(node as never, this);
    if (this.held !== undefined) this.writeHeld(this.held);
    this.openNodes--;
    this.fields = fields;
    this.opaqueFields = opaqueFields;
    if (plan.tag !== NO_TAG && this.pos !== DECLINED) this.pos = this.close(plan.tag, start, this.pos);
  }

  private writeHeld(held: readonly unknown[]): void {
    this.held = undefined;
    const order = orderOf(this.sequence, this.fields.names, held);
    if (order === undefined) this.pos = DECLINED;
    else for (const slot of order) if (held[slot] !== undefined) this.field(slot, held[slot]);
  }

  private value(value: unknown, action: number, slot: number, index: number): void {
    const { pos } = this;
    const kind = action & KIND_BITS;
    if (pos === DECLINED) return;
    if (kind === NODE) {
      const nodes = this.fields.nodes[slot] as readonly NodePlan[];
      const plan = nodePlanOf(nodes, (value as { kind?: unknown } | null | undefined)?.kind);
      if (plan === undefined) this.pos = DECLINED;
      else this.node(value as object, plan);
    } else if (kind === FLAG) {
      if (value === true) this.pos = this.empty(action >> TAG_SHIFT, pos);
    } else if (typeof value !== "string" || kind === UNPLANNED || this.isOpaque(value, action, slot, index)) {
      this.pos = this.octets(value, action, pos);
    } else this.pos = this.text(action >> TAG_SHIFT, value, pos);
  }

  private isOpaque(value: string, action: number, slot: number, index: number): boolean {
    const { opaqueFields } = this;
    if ((action & this.opaqueAlways) !== 0 && value !== "") return true;
    if (opaqueFields === undefined) return false;
    const name = this.fields.names[slot] as string;
    return opaqueFields.includes(index === NOT_LISTED ? name : `${name}.${index}`);
  }

  /** A value that goes out as octets, or one that is no plain value. */
  private octets(value: unknown, action: number, at: number): number {
    const tag = action >> TAG_SHIFT;
    const kind = action & KIND_BITS;
    if (typeof value === "string") {
      if (kind === UNPLANNED) return DECLINED;
      return kind === BASE64 ? this.opaqueBase64(tag, value, at) : this.opaqueText(tag, value, at);
    }
    if (kind !== DATA || typeof value !== "object" || value === null) return DECLINED;
    if (value instanceof Uint8Array) return this.opaque(tag, value, at);
    if (Array.isArray(value)) return this.markup(tag, value, (this.plan as DocumentPlan).root.namespace, at);
    const root = value as RootNode;
    const plan = this.planInside(root);
    return plan === undefined ? DECLINED : this.inner(tag, root, plan, at);
  }

  /** Elements of the vocabulary that hold elements or one text; they count against the depth as nodes do. */
  private markup(tag: number, parts: readonly Content[], namespace: string, at: number): number {
    if (this.openNodes === MAX_NODES || this.opaqueAlways !== 0) return DECLINED;
    this.openNodes++;
    const start = this.open(tag, at);
    let pos = start;
    for (const part of parts) {
      const isPlain = part.kind === "Element" && part.attributes.length === 0;
      const partTag = isPlain ? this.plan?.tagOf(part, namespace) : undefined;
      if (partTag === undefined) return DECLINED;
      const { children, namespace: inside } = part as Element;
      const [first] = children;
      if (first?.kind !== "Text") pos = this.markup(partTag, children, inside, pos);
      else if (children.length > 1 || first.opaque || typeof first.value !== "string") return DECLINED;
      else pos = this.text(partTag, first.value, pos);
      if (pos === DECLINED) return DECLINED;
    }
    this.openNodes--;
    return this.close(tag, start, pos);
  }

  private planInside(root: RootNode): DocumentPlan | undefined {
    if (root.wire?.format !== "wbxml") return this.plan?.innerPlan(root.kind);
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

  /** Puts a string as UTF-8 into the output, which must have room for it. */
  protected putString(value: string, at: number): number {
    const { bytes } = this.output;
    const { length } = value;
    let written = length <= SHORT_CHARACTERS ? 0 : length + 1;
    for (; written < length; written++) {
      const unit = value.charCodeAt(written);
      if (unit >= 0x80) break;
      bytes[at + written] = unit;
    }
    if (written === length) return at + length;
    if (length * MAX_UNIT_BYTES > OUTPUT_START) return at + encodeUtf8Into(value, bytes.subarray(at));
    const byteLength = encodeUtf8Into(value, bytes);
    bytes.copyWithin(at, 0, byteLength);
    return at + byteLength;
  }

  /** Keeps neither the message nor a large buffer alive, wherever it stopped. */
  private letGo(): void {
    this.options = {};
    this.plan = undefined;
    this.fields = noFields;
    this.opaqueFields = undefined;
    this.held = undefined;
    this.sequence = [];
    this.openNodes = 0;
    if (this.output.bytes.length > MAX_KEPT_BYTES) this.output = new XmlOutput(INITIAL_BYTES);
  }
}

/**
 * The order of the slots that a sequence asks for, or `undefined` if it puts anything between the values of one list or
 * has content of its own.
 */
function orderOf(
  sequence: readonly unknown[],
  names: readonly string[],
  values: readonly unknown[],
): number[] | undefined {
  const order: number[] = [];
  for (let at = 0; at < sequence.length; ) {
    const slot = names.indexOf(sequence[at] as string);
    if (slot < 0 || order.includes(slot)) return undefined;
    const value = values[slot];
    const count = Array.isArray(value) ? value.length : 1;
    for (let index = 1; index < count; index++) if (sequence[at + index] !== sequence[at]) return undefined;
    order.push(slot);
    at += Math.max(1, count);
  }
  for (let slot = 0; slot < names.length; slot++) if (!order.includes(slot)) order.push(slot);
  return order;
}
