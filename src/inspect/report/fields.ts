import type { Leaf } from "../explain/leaf.ts";
import type { Element, MessageElements } from "./elements.ts";

/** What octets are, for their colour: a tag, a value, opaque data, octets at fault, or structure. */
type OctetKind = "tag" | "value" | "opaque" | "fault" | "structure";

/** Octets of one kind that belong to one row. */
export interface Segment {
  readonly start: number;
  readonly end: number;
  /** Number of the row. */
  readonly field: number;
  readonly kind: OctetKind;
}

/** A row: an element, or what is in its place. */
export interface Field {
  readonly name: string;
  readonly depth: number;
  /** What it holds as text. */
  value?: string;
  /** What it holds in words of ours. */
  words?: string;
  /** The code page that it switches to. */
  page?: string;
}

/** An element, one row for each element in it, and whose octets are whose. */
export interface Fields {
  readonly fields: readonly Field[];
  /** In order; they cover the octets of the element. */
  readonly segments: readonly Segment[];
}

/** The rows of an element. Commands in it have theirs elsewhere, and an embedded document is one thing. */
export function fieldsOf(elements: MessageElements, element: Element, bytes: Uint8Array): Fields {
  return new FieldReader(elements, element, bytes).read();
}

/** The rows of leaves that are no element, such as those of a message that cannot be read. */
export function fieldsOfLeaves(leaves: readonly Leaf[]): Fields {
  const segments = leaves.map(({ start, end, kind }) => ({ start, end, field: -1, kind: kindOf(kind) }));
  return { fields: [], segments };
}

class FieldReader {
  private readonly fields: Field[] = [];
  private readonly segments: Segment[] = [];
  private readonly elements: MessageElements;
  private readonly leaves: readonly Leaf[];
  private readonly element: Element;
  private readonly bytes: Uint8Array;
  /** Rows of the elements that are open. */
  private readonly open: number[] = [];
  /** Page switches that wait for the element they are for. */
  private pending: Leaf[] = [];
  private readonly base: number;

  constructor(elements: MessageElements, element: Element, bytes: Uint8Array) {
    this.elements = elements;
    this.leaves = elements.explanation.leaves;
    this.element = element;
    this.bytes = bytes;
    this.base = this.leaves[element.from]?.depth ?? 0;
  }

  read(): Fields {
    const { from, to } = this.element;
    for (let index = from; index < to; ) index = this.leaf(index);
    this.flush(this.open.at(-1) ?? 0);
    return { fields: this.fields, segments: this.segments };
  }

  /** Takes a leaf, or a command or embedded document as a whole, and says which leaf is next. */
  private leaf(index: number): number {
    const leaf = this.leaves[index] as Leaf;
    const inner = index === this.element.from ? undefined : this.elements.beginningAt(index);
    if (inner !== undefined) {
      const row = this.row(leaf.label, leaf.depth);
      (this.fields[row] as Field).words = `${inner.id === "" ? "" : `${inner.id}, `}shown below`;
      this.flush(row);
      this.add(leaf.start, leaf.start + 1, row, "tag");
      this.add(leaf.start + 1, inner.end, row, "structure");
      return inner.to;
    }
    const row = this.open.at(-1) ?? 0;
    switch (leaf.kind) {
      case "start":
      case "empty": {
        const own = this.row(leaf.label, leaf.depth);
        if (leaf.kind === "start") this.open.push(own);
        this.flush(own);
        this.add(leaf.start, leaf.end, own, "tag");
        break;
      }
      case "end":
        this.flush(row);
        this.add(leaf.start, leaf.end, row, isXml(this.bytes, leaf) ? "tag" : "structure");
        if (leaf.label === this.fields[row]?.name) this.open.pop();
        break;
      case "page":
        this.pending.push(leaf);
        break;
      case "text":
        this.flush(row);
        this.text(leaf, row);
        break;
      case "opaque":
        this.flush(row);
        return this.opaque(leaf, row, index);
      default:
        this.flush(row);
        this.add(leaf.start, leaf.end, row, kindOf(leaf.kind));
        if (leaf.finding !== undefined) this.say(row, leaf.finding);
    }
    return index + 1;
  }

  private text(leaf: Leaf, row: number): void {
    this.hold(row, leaf.value ?? "");
    if (leaf.form?.startsWith("inline string") !== true) {
      this.add(leaf.start, leaf.end, row, leaf.form === undefined ? "value" : "structure");
      return;
    }
    const hasEnd = leaf.finding === undefined;
    this.add(leaf.start, leaf.start + 1, row, "structure");
    this.add(leaf.start + 1, leaf.end - (hasEnd ? 1 : 0), row, "value");
    if (hasEnd) this.add(leaf.end - 1, leaf.end, row, "structure");
  }

  private opaque(leaf: Leaf, row: number, index: number): number {
    let body = leaf.start + 1;
    let length = 0;
    while (body < leaf.end && (this.bytes[body] as number) >= 0x80)
      length = length * 128 + ((this.bytes[body++] as number) & 0x7f);
    length = length * 128 + ((this.bytes[body++] as number) & 0x7f);
    this.add(leaf.start, Math.min(body, leaf.end), row, "structure");
    if (body < leaf.end) {
      this.add(body, leaf.end, row, leaf.value === undefined ? "opaque" : "value");
      if (leaf.value !== undefined) this.hold(row, leaf.value);
      else this.say(row, `${(leaf.end - body).toLocaleString("en-US")} opaque bytes`);
    }
    const stop = body + length;
    let next = index + 1;
    while (next < this.element.to && (this.leaves[next] as Leaf).start < stop && stop > leaf.end) next++;
    if (next === index + 1) return next;
    const end = Math.min(stop, (this.leaves[next - 1] as Leaf).end);
    this.add(leaf.end, end, row, "opaque");
    this.say(row, `embedded document, ${(end - leaf.end).toLocaleString("en-US")} bytes`);
    return next;
  }

  private row(name: string, depth: number): number {
    return this.fields.push({ name, depth: Math.max(0, depth - this.base) }) - 1;
  }

  private hold(row: number, text: string): void {
    const field = this.fields[row];
    if (field !== undefined) field.value = (field.value ?? "") + text;
  }

  private say(row: number, words: string): void {
    const field = this.fields[row];
    if (field !== undefined) field.words = words;
  }

  /** Page switches belong to the element after them. */
  private flush(row: number): void {
    for (const { start, end, label } of this.pending) {
      this.add(start, end, row, "structure");
      const field = this.fields[row];
      if (field !== undefined) field.page = label.replace(/^page \d+ /, "page ");
    }
    this.pending = [];
  }

  private add(start: number, end: number, field: number, kind: OctetKind): void {
    if (start < end) this.segments.push({ start, end, field, kind });
  }
}

/** XML begins what it says with `<`; an octet `3c` of WBXML is no end. */
function isXml(bytes: Uint8Array, { start }: Leaf): boolean {
  return bytes[start] === 0x3c;
}

function kindOf(kind: Leaf["kind"]): OctetKind {
  switch (kind) {
    case "start":
    case "empty":
    case "attribute":
      return "tag";
    case "text":
    case "attributeValue":
      return "value";
    case "opaque":
    case "data":
      return "opaque";
    case "fault":
      return "fault";
    default:
      return "structure";
  }
}
