import type { Attribute, GenericContent } from "../../ast/nodes.ts";
import type { FieldRow } from "../../ast/shape.ts";
import { type Fields, newDocument, Walker } from "../../ast/walker.ts";
import { standardVocabularies } from "../../vocabulary/standard.ts";
import type { Format } from "../detect-format.ts";
import { DocumentEncoder } from "../document-encoder.ts";
import type { FastPathOptions } from "./message-writer.ts";
import type { RootNode } from "./plan-cache.ts";
import type { DocumentPlan, NodePlan } from "./write-plan.ts";
import type { XmlOutput } from "./xml-output.ts";

// What the fast path does not know is written by the event path in its place:
//
//   fast path   <SyncML><SyncBody><Replace>…            …</Replace>
//   events      <SyncML><SyncBody><Replace> <Item>…</Item>
//               └─ entered: thrown away     └─ goes into the output
//
// All parts of one document are written by one encoder, whose root element stays open. To enter, the elements around a part
// are opened in it, with the Meta of the innermost, since Data depends on those; what that writes is thrown away.

const whole = { flushBytes: Number.POSITIVE_INFINITY, holdBytes: Number.POSITIVE_INFINITY };
const NOWHERE = -1;
const PAGE_SHIFT = 8;
const PAGE_BITS = 0xff;

/** Told of each part of a document that the event path has written in place of the fast path, by its length in bytes. */
export type PartListener = (byteLength: number) => void;

/** Where a part is. */
export interface Place {
  /** The plans of the open nodes, from the root on; those of groups have no element. */
  readonly path: readonly NodePlan[];
  /** How many are open. */
  readonly depth: number;
  /** The Meta that came before in the innermost. */
  readonly meta: object | undefined;
  /** Where in the output. */
  readonly at: number;
  /** The tag page of WBXML. */
  readonly page: number;
}

type Given = Readonly<Record<string, unknown>>;

/** Writes parts of documents by events, one document after the other. */
export class EventParts {
  private readonly encoder: DocumentEncoder;
  private readonly walker: Walker;
  private readonly output: XmlOutput;
  private readonly options: FastPathOptions;
  private listener: PartListener | undefined;
  /** Where output goes, or {@link NOWHERE}. */
  private at = NOWHERE;
  /** Elements entered besides the root. */
  private entered = 0;
  /** The attribute page before the part that is open. */
  private pageBefore = 0;
  /** Where the attribute page changed, and what it was before; one after the other. */
  private readonly attributePages: number[] = [];

  constructor(format: Format, options: FastPathOptions, output: XmlOutput) {
    this.output = output;
    this.options = { ...options };
    this.encoder = new DocumentEncoder(format, (piece) => this.put(piece), { ...options, ...whole });
    this.walker = new Walker(this.encoder.sink, options.vocabularies ?? standardVocabularies);
  }

  /** Whether documents with these options can be written. */
  isFor(options: FastPathOptions): boolean {
    const one = this.options as Given;
    const other = options as Given;
    for (const name in one) if (one[name] !== other[name]) return false;
    for (const name in other) if (one[name] !== other[name]) return false;
    return true;
  }

  /** Begins a document. One that fails cannot be ended. */
  begin(root: RootNode, { names, root: { name } }: DocumentPlan, listener: PartListener | undefined): void {
    this.listener = listener;
    this.walker.startParts(root.wire ?? newDocument, names);
    this.encoder.flushBody();
    if (name !== undefined) this.walker.startElement(name);
  }

  /** Ends the document and forgets it, so that another one can begin: making the encoder takes longer than most parts. */
  end(): void {
    this.walker.endElement();
    this.walker.endParts();
    this.encoder.restart();
    this.listener = undefined;
    this.pageBefore = 0;
    this.attributePages.length = 0;
  }

  /** The tag page after the last part. */
  get page(): number {
    return (this.encoder.wbxml?.pages ?? 0) & PAGE_BITS;
  }

  /** The header of WBXML, with the names of all parts in its string table. */
  header(): Uint8Array | undefined {
    return this.encoder.wbxml?.headerBytes();
  }

  /** A node with its element. Each of these returns where the part ends. */
  node(node: object, { name, shape }: NodePlan, place: Place): number {
    this.enter(place);
    if (name !== undefined) this.walker.startElement(name);
    this.walker.node(node as Fields, shape);
    this.walker.endElement();
    return this.leave(place.at);
  }

  /** The start tag of an element that has attributes, as of one that has content too. */
  startTag({ name }: NodePlan, attributes: readonly Attribute[], place: Place): number {
    // That of the root is open.
    const isRoot = place.depth === 0 || name === undefined;
    if (isRoot) this.at = place.at;
    else {
      this.enter(place);
      this.walker.startElement(name);
      this.entered++;
    }
    this.walker.attributes(attributes);
    return this.leave(place.at);
  }

  /** A value that has attributes. */
  field(row: FieldRow, value: unknown, key: string, node: Fields, { shape }: NodePlan, place: Place): number {
    this.enter(place);
    this.walker.field(row, value, shape, node.extra, key);
    return this.leave(place.at);
  }

  /** Content that no field is for. */
  content(part: GenericContent, place: Place): number {
    this.enter(place);
    this.walker.content(part);
    return this.leave(place.at);
  }

  /** What was written from `at` on will be written again. */
  rewind(at: number): void {
    const { attributePages } = this;
    while (attributePages.length > 0 && (attributePages.at(-2) as number) >= at) {
      this.pageBefore = attributePages.pop() as number;
      this.setPages(this.pageBefore, 0);
      attributePages.pop();
    }
  }

  private enter({ path, depth, meta, at, page }: Place): void {
    const { walker } = this;
    for (let index = 1; index < depth; index++) {
      const { name } = path[index] as NodePlan;
      if (name === undefined) continue;
      walker.startElement(name);
      this.entered++;
    }
    if (meta !== undefined) {
      const { shape, fields } = path[depth - 1] as NodePlan;
      const plan = fields.nodes[shape.metaSlot]?.[0];
      if (plan?.name !== undefined) {
        walker.startElement(plan.name);
        walker.node(meta as Fields, plan.shape);
        walker.endElement();
      }
    }
    this.encoder.flushBody();
    this.setPages(this.pageBefore, page);
    this.at = at;
  }

  private leave(start: number): number {
    this.encoder.flushBody();
    const end = this.at;
    const { attributePage } = this;
    if (attributePage !== this.pageBefore) this.attributePages.push(start, this.pageBefore);
    this.pageBefore = attributePage;
    this.leaveAll();
    this.listener?.(end - start);
    return end;
  }

  private leaveAll(): void {
    this.at = NOWHERE;
    for (; this.entered > 0; this.entered--) this.walker.endElement();
    this.encoder.flushBody();
  }

  private get attributePage(): number {
    return (this.encoder.wbxml?.pages ?? 0) >> PAGE_SHIFT;
  }

  private setPages(attributePage: number, page: number): void {
    const { wbxml } = this.encoder;
    if (wbxml !== undefined) wbxml.pages = (attributePage << PAGE_SHIFT) | page;
  }

  private put(piece: Uint8Array): void {
    const { at, output } = this;
    if (at === NOWHERE) return;
    if (at + piece.length > output.bytes.length) output.grow(at, piece.length);
    output.bytes.set(piece, at);
    this.at = at + piece.length;
  }
}
