import type { Diagnostic } from "../../core/diagnostics.ts";
import type { AttributeName, DocumentInfo, ElementName, EventSink, Locator } from "../../core/sink.ts";
import { isCoreNamespace } from "../../vocabulary/namespaces.ts";
import type { Vocabulary } from "../../vocabulary/vocabulary.ts";
import type { FieldRow, Shape, Space } from "../shape.ts";
import { TextAccumulator } from "../text-accumulator.ts";

/** Up to here a list is searched faster than an index. */
const SHORT_LIST = 8;
const blank = /^[\t\n\r ]*$/;

/** An element as it stands in the document: what a rule looks at. */
export class MarkupElement {
  /** Local name. */
  readonly name: string;
  readonly namespace: string;
  readonly parent: MarkupElement | undefined;
  /** Bytes from the start of the outermost document to its start tag; `undefined` where there are no bytes. */
  readonly offset: number | undefined;
  /** The form of its document, if it is the root of one that has a form of its own. */
  readonly form: DocumentInfo["format"] | undefined;
  readonly children: MarkupElement[] = [];
  /** Names of its attributes as written, declarations of namespaces apart; `undefined` if it has none. */
  attributes: string[] | undefined = undefined;
  /** The character data directly in it, together. */
  text = "";
  /** Its content, where that is not valid text. */
  bytes: Uint8Array | undefined = undefined;

  /** The namespace that the standard has for it; `undefined` where the standard does not know it. */
  space: Space | undefined = undefined;
  /** The field of its parent that it stands for. */
  field: FieldRow | undefined = undefined;
  /** What its children are held against. */
  shape: Shape | undefined = undefined;
  /** The vocabulary of its document, in the version that counts. */
  vocabulary: Vocabulary | undefined = undefined;

  /** From 1 among siblings of its name, 0 if it has none; set for all children of a parent at once. */
  private position = -1;
  private index: Map<string, MarkupElement> | undefined = undefined;

  constructor(
    { local, namespace }: ElementName,
    parent: MarkupElement | undefined,
    offset: number | undefined,
    form: DocumentInfo["format"] | undefined,
  ) {
    this.name = local;
    this.namespace = namespace;
    this.parent = parent;
    this.offset = offset;
    this.form = form;
  }

  /** The first child of that name. */
  child(name: string): MarkupElement | undefined {
    const { children } = this;
    if (children.length <= SHORT_LIST) return children.find((child) => child.name === name);
    // Asked for each of many items, so that a search would cost the square of their number.
    this.index ??= new Map([...children].reverse().map((child) => [child.name, child]));
    return this.index.get(name);
  }

  /** All children of that name. */
  all(name: string): MarkupElement[] {
    return this.children.filter((child) => child.name === name);
  }

  /** Its text without blanks around it. */
  get value(): string {
    return this.text.trim();
  }

  /** The text of the element at the end of a path of names, without blanks around it; `undefined` if there is none. */
  valueOf(...names: string[]): string | undefined {
    let element: MarkupElement | undefined = this;
    for (const name of names) element = element?.child(name);
    return element?.value;
  }

  /** Whether it has character data beside its children. */
  get hasText(): boolean {
    return this.bytes !== undefined || !blank.test(this.text);
  }

  /** As `/SyncML/SyncBody/Add[2]/Item`: with its position where siblings have the same name. */
  get path(): string {
    const steps: string[] = [];
    for (let element: MarkupElement | undefined = this; element !== undefined; element = element.parent) {
      if (element.position < 0) element.parent?.numberChildren();
      steps.push(element.position > 0 ? `${element.name}[${element.position}]` : element.name);
    }
    return `/${steps.reverse().join("/")}`;
  }

  private numberChildren(): void {
    const byName = new Map<string, MarkupElement[]>();
    for (const child of this.children) {
      const same = byName.get(child.name);
      if (same === undefined) byName.set(child.name, [child]);
      else same.push(child);
    }
    for (const same of byName.values()) {
      for (const [index, child] of same.entries()) child.position = same.length > 1 ? index + 1 : 0;
    }
  }
}

/** Something that was noticed without a rule looking for it: `rule` names the one it breaks. */
export interface Note {
  readonly rule: string;
  /** The innermost element around it, if the root was open, and what of its path lies below that. */
  readonly element: MarkupElement | undefined;
  readonly below: string;
  readonly offset: number | undefined;
  readonly what: string;
}

/** A document as its elements. */
export interface Markup {
  /** Absent if the document never had a root. */
  readonly info: DocumentInfo | undefined;
  /** In document order, so that a parent comes before its children. */
  readonly elements: readonly MarkupElement[];
  readonly notes: readonly Note[];
}

/** Collects the elements of a document, those of documents inside it included, with the offsets of their start tags. */
export class MarkupBuilder implements EventSink, Markup {
  readonly elements: MarkupElement[] = [];
  readonly notes: Note[] = [];

  info: DocumentInfo | undefined;
  private newForm: DocumentInfo["format"] | undefined;

  private readonly hasOffsets: boolean;
  private readonly around: MarkupElement | undefined;
  private readonly locators: Locator[] = [];
  private readonly content = new TextAccumulator(false);
  private contentOffset: number | undefined;
  private open: MarkupElement | undefined;
  /** What the open element has is octets if it comes as OPAQUE. */
  private isBinary = false;
  private depth = 0;
  /** Depth of the outermost Data that is open, -1 if it is around all of this; what is inside is the sender's own. */
  private dataDepth: number;
  private hasLineBreak = false;

  /**
   * `hasOffsets` is false for a source that has no bytes to count. A document that is the text of an element goes `around`
   * with it, and has the offset of that, since escaping leaves it none of its own.
   */
  constructor(hasOffsets: boolean, around?: MarkupElement) {
    this.hasOffsets = hasOffsets;
    this.around = around;
    this.open = around;
    this.dataDepth = around === undefined ? 0 : -1;
  }

  /** Takes what the reader of the document has to say. */
  diagnostic({ code, message, offset, path }: Diagnostic): void {
    const below = path
      .split("/")
      .slice(this.depth + 1)
      .map((name) => `/${name}`);
    const at = this.around === undefined ? offset : this.around.offset;
    this.notes.push({ rule: `wire/${code}`, element: this.open, below: below.join(""), offset: at, what: message });
  }

  startDocument(info: DocumentInfo, at: Locator): void {
    this.info ??= info;
    this.newForm = info.format;
    this.locators.push(at);
  }

  startElement(name: ElementName): void {
    this.takeContent(true);
    const element = new MarkupElement(name, this.open, this.offset(), this.newForm);
    this.newForm = undefined;
    this.isBinary = name.binary;
    this.open?.children.push(element);
    this.elements.push(element);
    this.claimNote(element);
    this.open = element;
    this.depth++;
    if (this.dataDepth === 0 && name.local === "Data" && isCoreNamespace(name.namespace)) this.dataDepth = this.depth;
  }

  attribute(name: AttributeName): void {
    const element = this.open as MarkupElement;
    element.attributes ??= [];
    element.attributes.push(name.prefix === "" ? name.local : `${name.prefix}:${name.local}`);
  }

  text(chunk: Uint8Array, start: number, end: number): void {
    if (!this.content.hasContent) this.contentOffset = this.offset();
    this.content.bytes(chunk, start, end);
  }

  string(value: string): void {
    if (!this.content.hasContent) this.contentOffset = this.offset();
    this.content.string(value);
  }

  opaque(chunk: Uint8Array, start: number, end: number): void {
    this.content.bytes(chunk, start, end);
    this.content.isOpaque = true;
  }

  endElement(): void {
    const element = this.open as MarkupElement;
    this.takeContent(element.children.length > 0);
    if (this.depth === this.dataDepth) this.dataDepth = 0;
    this.depth--;
    this.isBinary = false;
    this.open = element.parent;
  }

  endDocument(): void {
    this.locators.pop();
  }

  private offset(): number | undefined {
    if (this.around !== undefined) return this.around.offset;
    return this.hasOffsets ? this.locators.at(-1)?.offset : undefined;
  }

  /** What a reader has to say of a start tag, it says before the element begins. */
  private claimNote(element: MarkupElement): void {
    const note = this.notes.at(-1);
    if (note === undefined || note.offset !== element.offset || note.element !== element.parent) return;
    this.notes[this.notes.length - 1] = { ...note, element, below: "" };
  }

  private takeContent(isBetweenTags: boolean): void {
    if (!this.content.hasContent) return;
    const element = this.open as MarkupElement;
    const value = this.isBinary && this.content.isOpaque ? this.content.takeBytes() : this.content.take();
    if (typeof value !== "string") element.bytes = value;
    else if (!isBetweenTags || !blank.test(value)) element.text += value;
    else if (this.dataDepth === 0) this.noteBlanks(element, value);
  }

  /** Once is enough: who indents a document does so everywhere. */
  private noteBlanks(element: MarkupElement, value: string): void {
    if (this.hasLineBreak || !/[\n\r]/.test(value)) return;
    this.hasLineBreak = true;
    const what = "a line break stands between tags";
    this.notes.push({ rule: "interop/line-breaks", element, below: "", offset: this.contentOffset, what });
  }
}
