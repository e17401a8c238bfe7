import { encodeBase64 } from "../core/base64.ts";
import { type DiagnosticCode, type DiagnosticListener, report } from "../core/diagnostics.ts";
import { anyFunction, anyObject, checkOptions, type OptionCheck, oneOf, optionChecks } from "../core/options.ts";
import type { AttributeName, DocumentInfo, ElementName, EventSink, Locator } from "../core/sink.ts";
import { decodeUtf8Lossy } from "../core/utf8.ts";
import { documentShape, embeddedShapes, isFragmentRoot } from "./document-shapes.ts";
import { namespaceOf } from "./element-names.ts";
import { extraOf } from "./extra.ts";
import { isBinary } from "./format.ts";
import { settleData } from "./late-format.ts";
import { fragmentShape, syncMLShape } from "./message-shapes.ts";
import type {
  Attribute,
  Command,
  Container,
  Data,
  GenericContent,
  GenericElement,
  Item,
  Meta,
  SyncHdr,
  SyncmlDocument,
  WireForm,
} from "./nodes.ts";
import { fieldKey, sequenceSoFar } from "./received-fields.ts";
import type { Child, Shape, Slots } from "./shape.ts";
import { TextAccumulator } from "./text-accumulator.ts";

// Builds the AST from events. `kinds` is a stack with one entry for each open element:
//
//   NODE     a node of the shape table: has a Frame, with its fields in `values`
//   LEAF     a field that is text, base64 or a flag: its text is in `leafText`
//   DATA     a Data element: its text is in `dataText`, its content in `openData`
//   WRAPPER  an element around fields of its parent node: has no frame
//   GENERIC  an element the standard does not have here, or one of a choice: on the stack `generics`
//
//   values   | fields of SyncML | fields of SyncBody | fields of Add | fields of Item |
//            ▲ frames[0].base   ▲ frames[1].base     ▲ frames[2].base ▲ frames[3].base, top()
//
// A group is a node without an element of its own: its frame is opened by its first field, and closed by the first element
// that an enclosing node knows and the group does not.

/** Options of {@link AstBuilder}. */
export interface BuildOptions {
  /**
   * What becomes of `Data`: text, bytes or an embedded document (`"decoded"`); or the undecoded bytes on the wire, which
   * are views of the chunks written wherever a value came in one piece (`"view"`). Default `"decoded"`.
   */
  readonly data: "decoded" | "view";
  /** Called for each deviation that is tolerated. Default: none. */
  readonly onDiagnostic: DiagnosticListener | undefined;
  /** Receives the parts of a message as each one closes. Default: none, so that the message keeps them all. */
  readonly parts: PartListener | undefined;
}

/** Checks for the values of {@link BuildOptions}. */
export const buildChecks: Readonly<Record<string, OptionCheck>> = {
  data: oneOf("decoded", "view"),
  onDiagnostic: anyFunction,
  parts: anyObject,
};
const checks = optionChecks(buildChecks);

/**
 * Receives the parts of a message in document order, as soon as each is complete. The message keeps its header, but not
 * the commands and unknown content handed out here.
 *
 * A container is handed out before the first of its parts, as read so far and without commands. `within` lists the
 * containers around a part, outermost first.
 */
export interface PartListener {
  /** Commands inside Sync, Atomic and Sequence: handed out one by one (`"open"`), or kept in their container (`"whole"`). */
  readonly containers: "open" | "whole";
  /** The header has closed; `wire` is the form of the message. */
  header(header: SyncHdr, wire: WireForm): void;
  /** A command has closed, or the first part of a container has. */
  command(command: Command, within: readonly Container[]): void;
  /** A container that was handed out has closed; `complete` also has the fields that followed its first part. */
  close(container: Container, complete: Container): void;
  /** Content that the standard does not have in the element `parent`. */
  content(content: GenericContent, parent: string, within: readonly Container[]): void;
}

/** An item that is being read. */
export interface OpenItem {
  /** Its command as read so far, without this item. */
  readonly command: Command;
  /** The item as read so far. */
  readonly item: Item;
  /** The containers around the command, outermost first. */
  readonly within: readonly Container[];
}

// Kinds of open elements; NONE is outside the root.
const NONE = -1;
const NODE = 0;
const LEAF = 1;
const DATA = 2;
const WRAPPER = 3;
const GENERIC = 4;

/** A node that is open, as far as it has come. */
export interface OpenNode {
  shape: Shape;
  target: Child | undefined;
  lastSlot: number;
  attributes: Attribute[] | undefined;
  fieldAttributes: Record<string, Attribute[]> | undefined;
  sequence: (string | GenericContent)[] | undefined;
  opaque: string[] | undefined;
  inline: string[] | undefined;
}

/** A node under construction. Frames are used again: one object for each level of nesting, not for each element. */
class Frame implements OpenNode {
  shape: Shape = syncMLShape;
  /** Index of its first field in the builder's `values`. */
  base = 0;
  /** The parent's field that receives the node; `undefined` inside Data and at the root. */
  target: Child | undefined = undefined;
  /** Highest slot so far, to detect fields out of the standard's order. */
  lastSlot = 0;
  attributes: Attribute[] | undefined = undefined;
  fieldAttributes: Record<string, Attribute[]> | undefined = undefined;
  sequence: (string | GenericContent)[] | undefined = undefined;
  opaque: string[] | undefined = undefined;
  inline: string[] | undefined = undefined;
  wire: WireForm | undefined = undefined;
  /** The containers handed out around and including this one. */
  handedOut: readonly Container[] | undefined = undefined;
}

/** An open Data element: the field for its value, and its content once that is more than a single text. */
interface OpenData {
  readonly child: Child;
  content: GenericContent[] | undefined;
  /** Whether its text was taken with `takeItemText`. */
  isTaken: boolean;
}

const BODY_DEPTH = 2;
const noContainers: readonly Container[] = [];
const whiteSpace = /^[\t\n\r ]*$/;

/**
 * Builds the typed message from events. Nothing is lost: content the standard does not have at its place is kept as
 * generic content and reported by a diagnostic.
 */
export class AstBuilder implements EventSink {
  private readonly asViews: boolean;
  private readonly onDiagnostic: DiagnosticListener | undefined;
  private readonly parts: PartListener | undefined;
  private readonly leafText = new TextAccumulator(false);
  private readonly dataText: TextAccumulator;
  private readonly locators: Locator[] = [];
  private info: DocumentInfo | undefined;
  private root: SyncmlDocument | undefined;
  /** Namespace of the message, which depends on its version. */
  private coreNamespace = "";

  private readonly kinds: number[] = [];
  private kind = NONE;
  private values: unknown[] = [];
  private readonly frames: Frame[] = [];
  private depth = 0;
  private isCut = false;

  private leaf: Child | undefined;
  private leafName: ElementName | undefined;
  private readonly openData: OpenData[] = [];
  private readonly generics: GenericElement[] = [];
  /** For each open generic element, the choice field it becomes if it holds a single empty element. */
  private readonly choices: (Child | undefined)[] = [];

  /** @throws {TypeError} if an option is not of its type. */
  constructor(options: Partial<BuildOptions> = {}) {
    checkOptions(options, checks);
    this.asViews = options.data === "view";
    this.onDiagnostic = options.onDiagnostic;
    this.parts = options.parts;
    this.dataText = new TextAccumulator(this.asViews);
  }

  /**
   * Continues a document that another reader has read as far as the nodes `open`, whose fields follow one another in
   * `values`. The values are the builder's until only nodes are open, when `openNodes` gives the state back.
   *
   * @internal
   */
  adopt(open: readonly OpenNode[], values: unknown[], wire: WireForm | undefined, at: Locator): void {
    this.values = values;
    this.locators.length = 0;
    this.locators.push(at);
    this.info = undefined;
    if (wire !== undefined && open[0]?.shape === syncMLShape) this.coreNamespace = wire.namespace;
    this.depth = 0;
    this.kinds.length = 0;
    let base = 0;
    for (const node of open) {
      let frame = this.frames[this.depth];
      if (frame === undefined) this.frames.push((frame = new Frame()));
      const { shape, target } = node;
      frame.shape = shape;
      frame.base = base;
      frame.target = target;
      frame.lastSlot = node.lastSlot;
      frame.attributes = node.attributes;
      frame.fieldAttributes = node.fieldAttributes;
      frame.sequence = node.sequence;
      frame.opaque = node.opaque;
      frame.inline = node.inline;
      frame.wire = this.depth === 0 ? wire : undefined;
      frame.handedOut = undefined;
      base += shape.rows.length;
      this.depth++;
      if (target?.opensGroup !== true) this.kinds.push(NODE);
    }
    this.kind = NODE;
  }

  /**
   * The nodes that are open, to be read before the next event.
   *
   * @internal
   */
  get openNodes(): readonly OpenNode[] {
    return this.frames.slice(0, this.depth);
  }

  /** The document, once its root has closed. */
  get document(): SyncmlDocument | undefined {
    return this.root;
  }

  /**
   * The document as read so far, for a source that failed. Values that were cut are left out. The builder takes no events
   * after this.
   */
  takePartial(): SyncmlDocument | undefined {
    // Elements missing from here on are not the sender's fault.
    this.locators.length = 0;
    this.isCut = true;
    // An open choice might still have got more content, and would then not be a choice.
    this.choices.fill(undefined);
    this.leafText.take();
    this.dataText.takeBytes();
    while (this.kinds.length > 0) {
      if (this.kind === LEAF) this.popKind();
      else if (this.kind === DATA && this.openData.at(-1)?.content === undefined) {
        this.openData.pop();
        this.popKind();
      } else this.endElement();
    }
    return this.root;
  }

  /** Whether the Data of an item is open and has had only text so far. */
  get isInItemText(): boolean {
    if (this.kind !== DATA || this.openData.at(-1)?.content !== undefined) return false;
    const below = this.frames[this.depth - 2];
    return this.top().target?.row.name === "items" && below?.target?.row.name === "commands";
  }

  /**
   * Removes the text read so far from the open item's Data, for a caller that streams the rest. The item then has no Data,
   * unless markup follows the text. Only to be called while `isInItemText` is true.
   */
  takeItemText(): { readonly open: OpenItem; readonly text: Uint8Array } {
    (this.openData.at(-1) as OpenData).isTaken = true;
    const within = this.containersAround(this.depth - 2);
    const command = this.nodeSoFar(this.frames[this.depth - 2] as Frame) as Command & { items: Item[] };
    command.items = [...command.items];
    const item = this.nodeSoFar(this.top()) as Item;
    return { open: { command, item, within }, text: this.dataText.takeBytes() };
  }

  /** Implements {@link EventSink.startDocument}. */
  startDocument(info: DocumentInfo, at: Locator): void {
    this.locators.push(at);
    this.info = info;
  }

  /** Implements {@link EventSink.endDocument}. */
  endDocument(): void {
    this.locators.pop();
    // A fragment has no root element whose end would close its frame.
    if (this.locators.length === 0 && this.depth === 1 && this.top().shape === fragmentShape) this.endElement();
  }

  /** Implements {@link EventSink.startElement}. */
  startElement(name: ElementName): void {
    switch (this.kind) {
      case NODE:
      case WRAPPER:
        this.keepStrayText();
        this.startChild(name);
        break;
      case GENERIC:
        this.flushGenericText();
        this.startGeneric(name, undefined);
        break;
      case DATA:
        this.startInData(name);
        break;
      case LEAF:
        this.leafToGeneric();
        this.startGeneric(name, undefined);
        break;
      default:
        this.startRoot(name);
    }
  }

  /** Implements {@link EventSink.attribute}. */
  attribute(name: AttributeName, value: string): void {
    const attribute = { name: name.local, namespace: name.namespace, prefix: name.prefix, value };
    if (this.kind === GENERIC) {
      (this.generics.at(-1) as GenericElement).attributes.push(attribute);
      return;
    }
    const frame = this.top();
    if (this.kind === NODE) {
      frame.attributes ??= [];
      frame.attributes.push(attribute);
      return;
    }
    const child = this.kind === DATA ? this.openData.at(-1)?.child : this.leaf;
    const key = child ? this.fieldKey(child) : wrapperOf(frame.shape);
    frame.fieldAttributes ??= {};
    frame.fieldAttributes[key] ??= [];
    frame.fieldAttributes[key].push(attribute);
  }

  /** Implements {@link EventSink.text}. */
  text(chunk: Uint8Array, start: number, end: number): void {
    (this.kind === DATA ? this.dataText : this.leafText).bytes(chunk, start, end);
  }

  /** Implements {@link EventSink.string}. */
  string(value: string): void {
    (this.kind === DATA ? this.dataText : this.leafText).string(value);
  }

  /** Implements {@link EventSink.opaque}. */
  opaque(chunk: Uint8Array, start: number, end: number): void {
    const text = this.kind === DATA ? this.dataText : this.leafText;
    text.bytes(chunk, start, end);
    text.isOpaque = true;
  }

  /** Implements {@link EventSink.endElement}. */
  endElement(): void {
    switch (this.kind) {
      case LEAF:
        this.endLeaf();
        break;
      case DATA:
        this.endData();
        break;
      case NODE:
        this.keepStrayText();
        this.endNode();
        break;
      case GENERIC:
        this.flushGenericText();
        this.endGeneric();
        break;
      default:
        this.keepStrayText();
        this.popKind();
    }
  }

  // Opening

  private pushKind(kind: number): void {
    this.kinds.push(kind);
    this.kind = kind;
  }

  private popKind(): void {
    this.kinds.pop();
    this.kind = this.kinds.at(-1) ?? NONE;
  }

  private top(): Frame {
    return this.frames[this.depth - 1] as Frame;
  }

  private pushFrame(shape: Shape, target: Child | undefined): void {
    const below = this.depth === 0 ? undefined : this.top();
    let frame = this.frames[this.depth];
    if (frame === undefined) this.frames.push((frame = new Frame()));
    this.depth++;
    frame.shape = shape;
    frame.base = below === undefined ? 0 : below.base + below.shape.rows.length;
    frame.target = target;
    frame.lastSlot = 0;
    frame.attributes = undefined;
    frame.fieldAttributes = undefined;
    frame.sequence = undefined;
    frame.opaque = undefined;
    frame.inline = undefined;
    frame.wire = undefined;
    frame.handedOut = undefined;
    for (let slot = 0; slot < shape.rows.length; slot++) this.values[frame.base + slot] = undefined;
  }

  private startRoot(name: ElementName): void {
    const shape = documentShape(name.local, name.namespace);
    if (shape !== undefined) this.startDocumentNode(shape, name);
    // Only whole messages are handed out in parts.
    else if (this.parts === undefined && isFragmentRoot(name.local, name.namespace)) {
      this.startDocumentNode(fragmentShape, name);
      this.startChild(name);
    } else this.startGeneric(name, undefined);
  }

  private startDocumentNode(shape: Shape, { namespace }: ElementName): void {
    if (shape === syncMLShape || shape === fragmentShape) this.coreNamespace = namespace;
    this.pushFrame(shape, undefined);
    const { info } = this;
    // An embedded document that appears inline, without a header, has no wire form of its own.
    if (info !== undefined) this.top().wire = { ...info, namespace };
    this.info = undefined;
    this.pushKind(NODE);
  }

  private startChild(name: ElementName): void {
    const child = this.findChild(name);
    if (child === undefined) {
      this.report("unknown-element", `${name.local} is not allowed in ${this.top().shape.kind}, kept as received`);
      this.startGeneric(name, undefined);
      return;
    }
    const frame = this.top();
    const { row, slot } = child;
    if (!row.list && this.values[frame.base + slot] !== undefined) {
      this.report("repeated-element", `${name.local} appears more than once in ${frame.shape.kind}`);
      this.startGeneric(name, undefined);
      return;
    }
    this.noteField(frame, child);
    if (child.opensGroup) {
      const shape = child.shape as Shape;
      this.pushFrame(shape, child);
      this.startField(shape.child(name.local) as Child, name);
    } else this.startField(child, name);
  }

  private startField(child: Child, name: ElementName): void {
    switch (child.row.type) {
      case "node":
        this.pushFrame(child.shape as Shape, child);
        this.pushKind(NODE);
        break;
      case "data":
        this.openData.push({ child, content: undefined, isTaken: false });
        this.pushKind(DATA);
        break;
      case "wrapper":
        this.values[this.top().base + child.slot] = true;
        this.leaf = undefined;
        this.pushKind(WRAPPER);
        break;
      case "choice":
        this.startGeneric(name, child);
        break;
      default:
        this.leaf = child;
        this.leafName = name;
        this.pushKind(LEAF);
    }
  }

  /** Finds the field of a child element. Closes groups that lack it if an enclosing node has it. */
  private findChild(name: ElementName): Child | undefined {
    const { namespace } = name;
    for (let depth = this.depth; ; depth--) {
      const frame = this.frames[depth - 1] as Frame;
      const { shape } = frame;
      const child = namespace === namespaceOf(shape.space, this.coreNamespace) ? shape.child(name.local) : undefined;
      // The first field of a group does not repeat: it opens the next group.
      const isOpener = frame.target?.opensGroup === true && child?.slot === 0;
      if (child !== undefined && !isOpener) {
        while (this.depth > depth) this.closeFrame();
        return child;
      }
      if (frame.target?.opensGroup !== true) return undefined;
    }
  }

  private startInData(name: ElementName): void {
    const open = this.openData.at(-1) as OpenData;
    open.content ??= [];
    this.flushDataText(open.content);
    const shape = documentShape(name.local, name.namespace);
    if (shape !== undefined && embeddedShapes.includes(shape)) this.startDocumentNode(shape, name);
    else {
      // Generic content has no wire form. Cleared so that the next document does not get it.
      this.info = undefined;
      this.startGeneric(name, undefined);
    }
  }

  private startGeneric({ local, namespace, page, token }: ElementName, choice: Child | undefined): void {
    this.generics.push({ kind: "Element", local, namespace, page, token, attributes: [], children: [] });
    this.choices.push(choice);
    this.pushKind(GENERIC);
  }

  // Order as received

  private noteField(frame: Frame, { slot, row }: Child): void {
    if (frame.sequence !== undefined) frame.sequence.push(row.name);
    else if (slot >= frame.lastSlot) frame.lastSlot = slot;
    else {
      frame.sequence = sequenceSoFar(frame.shape.rows, this.values, frame.base);
      frame.sequence.push(row.name);
    }
  }

  /** For a field that turned out not to be one: generic content takes its place in the sequence. */
  private replaceNoted(frame: Frame, name: string, content: GenericContent): void {
    if (frame.sequence?.at(-1) === name) frame.sequence.pop();
    this.keepContent(frame, content);
  }

  /** Content without a field is kept in the sequence, unless it is handed out. */
  private keepContent(frame: Frame, content: GenericContent): void {
    const { parts } = this;
    if (parts !== undefined && this.isPartHolder(frame)) {
      parts.content(content, frame.shape.kind, this.containersAround(this.depth));
      return;
    }
    frame.sequence ??= sequenceSoFar(frame.shape.rows, this.values, frame.base);
    frame.sequence.push(content);
  }

  private fieldKey({ row, slot }: Child): string {
    return fieldKey(row, this.values[this.top().base + slot]);
  }

  // Text

  private keepStrayText(): void {
    if (!this.leafText.hasContent) return;
    const { isOpaque } = this.leafText;
    const value = this.leafText.take();
    if (typeof value === "string" && whiteSpace.test(value)) return;
    this.report("unexpected-content", `text in ${this.top().shape.kind}, which has only elements`);
    this.keepContent(this.top(), { kind: "Text", value, opaque: isOpaque });
  }

  private flushGenericText(): void {
    this.flushText(this.leafText, (this.generics.at(-1) as GenericElement).children);
  }

  private flushDataText(content: GenericContent[]): void {
    this.flushText(this.dataText, content);
  }

  private flushText(text: TextAccumulator, content: GenericContent[]): void {
    if (!text.hasContent) return;
    const { isOpaque } = text;
    content.push({ kind: "Text", value: text.take(), opaque: isOpaque });
  }

  private leafToGeneric(): void {
    const leaf = this.leaf as Child;
    const name = this.leafName as ElementName;
    const frame = this.top();
    const key = this.fieldKey(leaf);
    this.report("unexpected-content", `${name.local} contains an element, kept as received`);
    if (frame.sequence?.at(-1) === leaf.row.name) frame.sequence.pop();
    this.popKind();
    this.startGeneric(name, undefined);
    (this.generics.at(-1) as GenericElement).attributes = frame.fieldAttributes?.[key] ?? [];
    if (frame.fieldAttributes) delete frame.fieldAttributes[key];
    this.flushGenericText();
  }

  // Closing

  private endLeaf(): void {
    const leaf = this.leaf as Child;
    this.popKind();
    const frame = this.top();
    const { leafText } = this;
    if (leafText.isOpaque) this.noteOpaque(frame, this.fieldKey(leaf));
    switch (leaf.row.type) {
      case "flag":
        this.endFlag(frame, leaf);
        break;
      case "base64":
        this.setField(frame, leaf, this.takeBase64(frame, leaf));
        break;
      default:
        this.setField(frame, leaf, leafText.hasContent ? this.takeText() : "");
    }
  }

  private endFlag(frame: Frame, leaf: Child): void {
    const { isOpaque, hasContent } = this.leafText;
    const value = this.leafText.take();
    if (!hasContent || (typeof value === "string" && whiteSpace.test(value))) {
      this.setField(frame, leaf, true);
      return;
    }
    const { local, namespace, page, token } = this.leafName as ElementName;
    this.report("unexpected-content", `${local} is not empty, kept as received`);
    const children: GenericContent[] = [{ kind: "Text", value, opaque: isOpaque }];
    const attributes = frame.fieldAttributes?.[leaf.row.name] ?? [];
    this.replaceNoted(frame, leaf.row.name, { kind: "Element", local, namespace, page, token, attributes, children });
  }

  private takeText(): string {
    const value = this.leafText.take();
    if (typeof value === "string") return value;
    this.report("invalid-text", "text is not valid in its encoding");
    return decodeUtf8Lossy(value, 0, value.length);
  }

  /** Base64 as received. Raw octets, which some peers send even inline, are encoded. */
  private takeBase64(frame: Frame, leaf: Child): string {
    const { isOpaque } = this.leafText;
    const value = isOpaque ? this.leafText.takeBytes() : this.leafText.take();
    if (typeof value === "string") return value;
    if (!isOpaque) this.noteOpaque(frame, this.fieldKey(leaf));
    return encodeBase64(value);
  }

  private setField(frame: Frame, { row, slot }: Child, value: unknown): void {
    const at = frame.base + slot;
    if (!row.list) this.values[at] = value;
    else if (this.values[at] === undefined) this.values[at] = [value];
    else (this.values[at] as unknown[]).push(value);
  }

  private endData(): void {
    const { child, content, isTaken } = this.openData.pop() as OpenData;
    this.popKind();
    if (isTaken && content === undefined) return;
    const frame = this.top();
    if (content === undefined) {
      const { isOpaque } = this.dataText;
      const key = this.fieldKey(child);
      const value = this.takeDataText(frame);
      this.noteForm(frame, key, value, isOpaque);
      this.setField(frame, child, value);
    } else {
      this.flushDataText(content);
      this.setField(frame, child, onlyDocument(content) ?? content);
    }
  }

  /** Notes how data came, unless in the default form: strings inline, bytes as OPAQUE. */
  private noteForm(frame: Frame, key: string, value: Data, isOpaque: boolean): void {
    if (typeof value === "string") {
      if (isOpaque) this.noteOpaque(frame, key);
    } else if (!isOpaque) {
      frame.inline ??= [];
      frame.inline.push(key);
    }
  }

  private noteOpaque(frame: Frame, key: string): void {
    frame.opaque ??= [];
    frame.opaque.push(key);
  }

  private takeDataText(frame: Frame): Data {
    const { dataText } = this;
    if (this.asViews) return dataText.takeBytes();
    const below = this.frames[this.depth - 2];
    const format = this.metaOf(frame)?.format ?? (below === undefined ? undefined : this.metaOf(below)?.format);
    if (isBinary(format)) return dataText.takeBytes();
    if (!dataText.hasContent) return "";
    const value = dataText.take();
    if (typeof value !== "string") this.report("invalid-text", "data is not valid text, kept as bytes");
    return value;
  }

  private metaOf({ shape, base }: Frame): Meta | undefined {
    const slot = shape.metaSlot;
    return slot < 0 ? undefined : (this.values[base + slot] as Meta | undefined);
  }

  private endNode(): void {
    while (this.top().target?.opensGroup === true) this.closeFrame();
    this.popKind();
    this.closeFrame();
  }

  private closeFrame(): void {
    const frame = this.top();
    const { shape, target } = frame;
    if (frame.sequence !== undefined && shape.metaSlot >= 0) {
      settleData(shape, this.values, frame.base, frame, this.asViews);
    }
    if (shape === syncMLShape) this.reportMissing(frame);
    const node = shape.make(this.values as unknown as Slots, frame.base, extraOf(frame), frame.wire);
    this.depth--;
    if (target === undefined) this.takeDocument(node as SyncmlDocument);
    else if (this.parts === undefined || !this.handOut(this.parts, frame, node)) {
      this.setField(this.top(), target, node);
    }
  }

  // Handing out

  /** Hands out a closed node; false if it belongs in the message. */
  private handOut(parts: PartListener, { shape, target, handedOut }: Frame, node: unknown): boolean {
    const parent = this.top();
    if (shape.kind === "SyncHdr") parts.header(node as SyncHdr, parent.wire as WireForm);
    if (target?.row.name !== "commands" || !this.isPartHolder(parent)) return false;
    if (handedOut === undefined) parts.command(node as Command, this.containersAround(this.depth));
    else parts.close(handedOut.at(-1) as Container, node as Container);
    // Otherwise the sequence would grow by a name with each command.
    if (parent.sequence?.at(-1) === target.row.name) parent.sequence.pop();
    return true;
  }

  /** Whether parts of this node are handed out: it is the message, its body, or an open container. */
  private isPartHolder({ shape }: Frame): boolean {
    if (shape === syncMLShape) return true;
    return shape.holdsCommands && (this.depth === BODY_DEPTH || this.parts?.containers === "open");
  }

  /** The containers among the `depth` outermost nodes. Hands out those that were not yet. */
  private containersAround(depth: number): readonly Container[] {
    let around = noContainers;
    for (let index = BODY_DEPTH; index < depth && this.parts?.containers === "open"; index++) {
      const frame = this.frames[index] as Frame;
      if (frame.handedOut === undefined) {
        const container = this.nodeSoFar(frame) as Container;
        this.parts.command(container, around);
        frame.handedOut = [...around, container];
      }
      around = frame.handedOut;
    }
    return around;
  }

  private nodeSoFar(frame: Frame): unknown {
    const { opaque, inline, attributes, fieldAttributes, sequence } = frame;
    const lists = { opaque: opaque && [...opaque], inline: inline && [...inline] };
    const extra = extraOf({ attributes, fieldAttributes, sequence, ...lists });
    return frame.shape.make(this.values as unknown as Slots, frame.base, extra, undefined);
  }

  /** Reports a missing header or body. In a truncated message, empty ones are added instead. */
  private reportMissing({ shape, base }: Frame): void {
    for (const [slot, { elements, shapes }] of shape.rows.entries()) {
      const [element = ""] = elements;
      if (this.values[base + slot] !== undefined) continue;
      this.report("missing-element", `message without ${element}`);
      // A truncated message may have had it.
      if (this.isCut) this.values[base + slot] = shapes()[element]?.make([], 0, undefined, undefined);
    }
  }

  private takeDocument(document: SyncmlDocument): void {
    const data = this.openData.at(-1);
    if (this.depth > 0 && data?.content !== undefined) data.content.push(document as GenericContent);
    else this.root = document;
  }

  private endGeneric(): void {
    const element = this.generics.pop() as GenericElement;
    const choice = this.choices.pop();
    this.popKind();
    switch (this.kind) {
      case GENERIC:
        (this.generics.at(-1) as GenericElement).children.push(element);
        break;
      case DATA:
        (this.openData.at(-1) as OpenData).content?.push(element);
        break;
      case NONE:
        this.root = element;
        break;
      default:
        this.endGenericChild(element, choice);
    }
  }

  private endGenericChild(element: GenericElement, choice: Child | undefined): void {
    const frame = this.top();
    if (choice === undefined) {
      this.keepContent(frame, element);
      return;
    }
    const chosen = onlyEmptyElement(element);
    if (chosen !== undefined) this.setField(frame, choice, chosen.local);
    else {
      this.report(
        "unexpected-content",
        `${element.local} does not contain exactly one empty element, kept as received`,
      );
      this.replaceNoted(frame, choice.row.name, element);
    }
  }

  private report(code: DiagnosticCode, message: string): void {
    const at = this.locators.at(-1);
    if (at !== undefined) report(this.onDiagnostic, code, message, at);
  }
}

/** Name of a shape's wrapper field; `""` if it has none. */
function wrapperOf({ rows }: Shape): string {
  return rows.find(({ type }) => type === "wrapper")?.name ?? "";
}

/** The embedded document, if there is nothing besides it but white space. */
function onlyDocument(content: readonly GenericContent[]): Data | undefined {
  const rest = content.filter(
    (part) => part.kind !== "Text" || typeof part.value !== "string" || !whiteSpace.test(part.value),
  );
  const [document] = rest;
  return rest.length === 1 && (document?.kind === "DevInf" || document?.kind === "MgmtTree") ? document : undefined;
}

function onlyEmptyElement({ attributes, children }: GenericElement): GenericElement | undefined {
  const elements = children.filter(
    (part) => part.kind !== "Text" || typeof part.value !== "string" || !whiteSpace.test(part.value),
  );
  const [only] = elements;
  const isEmpty =
    only?.kind === "Element" && only.children.length === 0 && only.attributes.length === 0 && attributes.length === 0;
  return elements.length === 1 && isEmpty ? only : undefined;
}
