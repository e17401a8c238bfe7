import type { Diagnostic } from "../../core/diagnostics.ts";
import type { AttributeName, DocumentInfo, ElementName, EventSink, Locator } from "../../core/sink.ts";
import { isCoreNamespace } from "../../vocabulary/namespaces.ts";
import { TextAccumulator } from "../text-accumulator.ts";
import { isBlank, type Markup, MarkupElement, type Note } from "./markup.ts";

/** Whether a document is device information, a profile or a description by itself, and no message. */
function isFile(root: MarkupElement | undefined): boolean {
  return root?.name === "MgmtTree" || root?.name === "DevInf";
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
    if (code === "carriage-return" && this.open !== undefined) this.open.hasRawCarriageReturn = true;
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
    if (note?.offset === undefined || note.offset !== element.offset || note.element !== element.parent) return;
    this.notes[this.notes.length - 1] = { ...note, element, below: "" };
  }

  private takeContent(isBetweenTags: boolean): void {
    if (!this.content.hasContent) return;
    const element = this.open as MarkupElement;
    const value = this.isBinary && this.content.isOpaque ? this.content.takeBytes() : this.content.take();
    if (typeof value !== "string") element.bytes = value;
    else if (!isBetweenTags || !isBlank(value)) element.text += value;
    else if (this.dataDepth === 0) this.noteBlanks(element, value);
  }

  /** Once is enough: who indents a document does so everywhere. */
  private noteBlanks(element: MarkupElement, value: string): void {
    // What is written to a file is read by tools, not by the client's reader of messages.
    if (isFile(this.elements[0]) || this.hasLineBreak || !/[\n\r]/.test(value)) return;
    this.hasLineBreak = true;
    const what = "a line break stands between tags";
    this.notes.push({ rule: "interop/line-breaks", element, below: "", offset: this.contentOffset, what });
  }
}
