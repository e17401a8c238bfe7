import type { Content, Element, Extra } from "../../ast/nodes.ts";
import { encodeUtf8Into } from "../../core/utf8.ts";
import { standardVocabularies } from "../../vocabulary/standard.ts";
import type { WriteOptions } from "../options.ts";
import { BASE64, DATA, FLAG, KIND_BITS, LIST, NAMED_DATA, NODE } from "./message-plan.ts";
import type { HeaderForm, PlanCache, RootNode } from "./plan-cache.ts";
import { type DocumentPlan, NO_TAG, type NodePlan, nodePlanOf, TAG_SHIFT, UNPLANNED } from "./write-plan.ts";
import { XmlOutput } from "./xml-output.ts";

/** What a position turns into where only the general path can go on. */
export const DECLINED = -1;

/** UTF-8 bytes that a unit of UTF-16 can take. */
export const MAX_UNIT_BYTES = 3;

/** Slots for the fields of all nodes that are open at a time, which keeps them well below 1,000 elements. */
const MAX_VALUES = 1024;

/** Strings up to here are written by a loop: beyond, a call into the platform is faster (40: 28.1 µs, 24: 29.6 µs). */
export const SHORT_CHARACTERS = 40;

/** Where output begins. In front of it a string is encoded that then moves to its place. */
export const OUTPUT_START = 4096;
/** Beyond what an output shares with others. */
const INITIAL_BYTES = 128 * 1024;
/** A buffer that grew beyond this is not kept for the next message. */
const MAX_KEPT_BYTES = 1024 * 1024;

/** The options that messages are written with; others are for the general path. */
export type FusedOptions = Partial<Pick<WriteOptions, "vocabularies" | "data">> & HeaderForm;

/**
 * Writes messages by plans instead of events, one after the other into the same memory. Every method that writes takes
 * the position to write at and returns the one behind it, or {@link DECLINED}.
 */
export abstract class MessageWriter {
  protected output: XmlOutput = new XmlOutput(INITIAL_BYTES);
  private options: FusedOptions = {};
  /** Marks of fields that go out as OPAQUE whatever they came as. */
  private opaqueAlways = 0;
  /** The fields of the nodes that are open, one node behind the other. */
  private readonly values: unknown[] = new Array<unknown>(MAX_VALUES).fill(undefined);
  /** Values that may be set. */
  private usedValues = 0;
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
      const end = this.document(root, plan, 0, this.putHead(plan, OUTPUT_START));
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
  protected abstract inner(tag: number, root: RootNode, plan: DocumentPlan, base: number, at: number): number;

  protected putHead({ head }: DocumentPlan, at: number): number {
    this.room(at, head.length).set(head, at);
    return at + head.length;
  }

  protected document(root: RootNode, plan: DocumentPlan, base: number, at: number): number {
    const around = this.plan;
    this.plan = plan;
    const end = this.node(root, plan.root, base, at);
    this.plan = around;
    return end;
  }

  // One method for all that is common, with the position in a local: 96 commands take 31 µs, and 40 with a method for
  // each kind of value.
  private node(node: object, plan: NodePlan, base: number, at: number): number {
    const { values } = this;
    const { actions, names, nodes } = plan.fields;
    const after = base + actions.length;
    if (after > MAX_VALUES) return DECLINED;
    if (after > this.usedValues) this.usedValues = after;
    const extra = plan.shape.take(node as never, values, base);
    if (extra !== undefined && !isPlainExtra(extra)) return DECLINED;
    const opaque = extra?.opaque;
    const order = extra?.sequence === undefined ? undefined : orderOf(extra.sequence, names, values, base);
    if (order === null) return DECLINED;
    const start = plan.tag === NO_TAG ? at : this.open(plan.tag, at);
    let pos = start;
    for (let step = 0; step < actions.length; step++) {
      const slot = order === undefined ? step : (order[step] as number);
      const field = values[base + slot];
      if (field === undefined) continue;
      const action = actions[slot] as number;
      const kind = action & KIND_BITS;
      const isList = (action & LIST) !== 0;
      if (kind === UNPLANNED || (isList && !Array.isArray(field))) return DECLINED;
      const list = isList ? (field as readonly unknown[]) : undefined;
      const count = list === undefined ? 1 : list.length;
      for (let index = 0; index < count; index++) {
        const value = list === undefined ? field : list[index];
        if (kind === NODE) {
          const child = nodePlanOf(nodes[slot] as NodePlan[], (value as { kind?: unknown } | null | undefined)?.kind);
          pos = child === undefined ? DECLINED : this.node(value as object, child, after, pos);
        } else if (kind === FLAG) {
          if (value === true) pos = this.empty(action >> TAG_SHIFT, pos);
        } else if (
          typeof value !== "string" ||
          (value !== "" && (action & this.opaqueAlways) !== 0) ||
          opaque?.includes(list === undefined ? (names[slot] as string) : `${names[slot]}.${index}`)
        ) {
          pos = this.octets(value, action, after, pos);
        } else pos = this.text(action >> TAG_SHIFT, value, pos);
        if (pos === DECLINED) return DECLINED;
      }
    }
    return plan.tag === NO_TAG ? pos : this.close(plan.tag, start, pos);
  }

  /** A value that goes out as octets, or one that is no plain value. */
  private octets(value: unknown, action: number, base: number, at: number): number {
    const tag = action >> TAG_SHIFT;
    const kind = action & KIND_BITS;
    if (typeof value === "string") {
      return kind === BASE64 ? this.opaqueBase64(tag, value, at) : this.opaqueText(tag, value, at);
    }
    if (kind !== DATA || typeof value !== "object" || value === null) return DECLINED;
    if (value instanceof Uint8Array) return this.opaque(tag, value, at);
    if (Array.isArray(value)) return this.markup(tag, value, (this.plan as DocumentPlan).root.namespace, base, at);
    const root = value as RootNode;
    const plan = this.planInside(root);
    return plan === undefined ? DECLINED : this.inner(tag, root, plan, base, at);
  }

  /** Elements of the vocabulary that hold elements or one text; they count against the depth as fields do. */
  private markup(tag: number, parts: readonly Content[], namespace: string, base: number, at: number): number {
    if (base >= MAX_VALUES || this.opaqueAlways !== 0) return DECLINED;
    const start = this.open(tag, at);
    let pos = start;
    for (const part of parts) {
      const partTag =
        part.kind === "Element" && part.attributes.length === 0 ? this.plan?.tagOf(part, namespace) : undefined;
      if (partTag === undefined) return DECLINED;
      const { children, namespace: inside } = part as Element;
      const [first] = children;
      if (first?.kind !== "Text") pos = this.markup(partTag, children, inside, base + 1, pos);
      else if (children.length > 1 || first.opaque || typeof first.value !== "string") return DECLINED;
      else pos = this.text(partTag, first.value, pos);
      if (pos === DECLINED) return DECLINED;
    }
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

  /** Keeps neither the message nor a large buffer alive. */
  private letGo(): void {
    this.values.fill(undefined, 0, this.usedValues);
    this.usedValues = 0;
    this.options = {};
    this.plan = undefined;
    if (this.output.bytes.length > MAX_KEPT_BYTES) this.output = new XmlOutput(INITIAL_BYTES);
  }
}

function isPlainExtra({ attributes, fieldAttributes, opaque, inline }: Extra): boolean {
  if (attributes !== undefined || fieldAttributes !== undefined || inline !== undefined) return false;
  return opaque === undefined || Array.isArray(opaque);
}

/**
 * The order of the slots that a sequence asks for, or `null` if it puts anything between the values of one list or has
 * content of its own.
 */
function orderOf(
  sequence: readonly unknown[],
  names: readonly string[],
  values: readonly unknown[],
  base: number,
): number[] | null {
  const order: number[] = [];
  for (let at = 0; at < sequence.length; ) {
    const slot = names.indexOf(sequence[at] as string);
    if (slot < 0 || order.includes(slot)) return null;
    const value = values[base + slot];
    const count = Array.isArray(value) ? value.length : 1;
    for (let index = 1; index < count; index++) if (sequence[at + index] !== sequence[at]) return null;
    order.push(slot);
    at += Math.max(1, count);
  }
  for (let slot = 0; slot < names.length; slot++) if (!order.includes(slot)) order.push(slot);
  return order;
}
