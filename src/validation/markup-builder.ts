import { TextAccumulator } from "../ast/text-accumulator.ts";
import { UTF_8 } from "../core/charset.ts";
import type { Diagnostic } from "../core/diagnostics.ts";
import type { AttributeName, DocumentInfo, ElementName, EventSink, Locator } from "../core/sink.ts";
import { isCoreNamespace } from "../vocabulary/namespaces.ts";
import type { MarkupNote } from "./markup.ts";
import { isBlank, PlacedElement, type PlacedMarkup } from "./placed-element.ts";
import { TextPlaces, type TextUnit, unitOfBytes, unitOfStrings } from "./text-places.ts";

/** Whether a document is a DevInf or a management tree on its own, not a message. */
function isFile(root: PlacedElement | undefined): boolean {
  return root?.name === "MgmtTree" || root?.name === "DevInf";
}

/**
 * Collects the elements of a document, including those of embedded documents, with the offsets of their start tags.
 *
 * State: `open` is the innermost open element and `depth` its depth below `around`. `locators` and `infos` are stacks with
 * one entry for each open document, the innermost last. Content is collected until the next tag.
 */
export class MarkupBuilder implements EventSink, PlacedMarkup {
  readonly elements: PlacedElement[] = [];
  readonly notes: MarkupNote[] = [];

  info: DocumentInfo | undefined;
  private newForm: DocumentInfo["format"] | undefined;

  private readonly hasOffsets: boolean;
  private readonly around: PlacedElement | undefined;
  private readonly locators: Locator[] = [];
  private readonly infos: DocumentInfo[] = [];
  /** Maps the text of the open Data to offsets; `undefined` once it has a child element. */
  private places: TextPlaces | undefined;
  private readonly content = new TextAccumulator(false);
  private contentOffset: number | undefined;
  private open: PlacedElement | undefined;
  /** Whether OPAQUE content of the open element is binary data, not text. */
  private isBinary = false;
  private depth = 0;
  /** Depth of the outermost open Data: 0 if there is none, -1 if it encloses the whole document. */
  private dataDepth: number;
  private hasLineBreak = false;

  /**
   * `hasOffsets` is false for a source without bytes. `around` is the element whose text is this document; offsets are then
   * those of the enclosing document.
   */
  constructor(hasOffsets: boolean, around?: PlacedElement) {
    this.hasOffsets = hasOffsets;
    this.around = around;
    this.open = around;
    this.dataDepth = around === undefined ? 0 : -1;
  }

  /** Records a diagnostic of the document's reader. */
  diagnostic({ code, message, offset, path }: Diagnostic): void {
    if (code === "carriage-return" && this.open !== undefined) this.open.hasRawCarriageReturn = true;
    this.notes.push(this.noteAt(`wire/${code}`, path, offset, message));
  }

  /** A note at a place given by the document's reader: a path and offset in that document. */
  noteAt(rule: string, path: string, offset: number | undefined, what: string): MarkupNote {
    const below = path
      .split("/")
      .slice(this.depth + 1)
      .map((name) => `/${name}`);
    return { rule, element: this.open, below: below.join(""), offset: this.outerOffset(offset), what };
  }

  startDocument(info: DocumentInfo, at: Locator): void {
    this.info ??= info;
    this.newForm = info.format;
    this.locators.push(at);
    this.infos.push(info);
  }

  startElement(name: ElementName): void {
    this.takeContent(true);
    const element = new PlacedElement(name, this.open, this.offset(), this.newForm);
    this.newForm = undefined;
    this.isBinary = name.binary;
    this.open?.children.push(element);
    this.elements.push(element);
    this.claimNote(element);
    this.open = element;
    this.places = this.hasOffsets && this.around === undefined && name.local === "Data" ? this.newPlaces() : undefined;
    this.depth++;
    if (this.dataDepth === 0 && name.local === "Data" && isCoreNamespace(name.namespace)) this.dataDepth = this.depth;
  }

  attribute(name: AttributeName): void {
    const element = this.open as PlacedElement;
    element.attributes ??= [];
    element.attributes.push(name.prefix === "" ? name.local : `${name.prefix}:${name.local}`);
  }

  text(chunk: Uint8Array, start: number, end: number): void {
    if (!this.content.hasContent) this.contentOffset = this.offset();
    this.content.bytes(chunk, start, end);
    if (this.places !== undefined) this.placeBytes(this.places, chunk, start, end, unitOfBytes(this.infoNow));
  }

  string(value: string): void {
    if (!this.content.hasContent) this.contentOffset = this.offset();
    this.content.string(value);
    if (this.places === undefined) return;
    const { offset, textOffset } = this.locators.at(-1) as Locator;
    this.places.string(value, unitOfStrings(this.infoNow), offset, textOffset);
  }

  opaque(chunk: Uint8Array, start: number, end: number): void {
    this.content.bytes(chunk, start, end);
    this.content.isOpaque = true;
    if (this.places !== undefined) this.placeBytes(this.places, chunk, start, end, "utf-8");
  }

  endElement(): void {
    const element = this.open as PlacedElement;
    this.takeContent(element.children.length > 0);
    if (this.places !== undefined && element.holdsDocument) {
      this.places.end(element.text, (this.locators.at(-1) as Locator).offset);
      element.textPlaces = this.places;
    }
    this.places = undefined;
    if (this.depth === this.dataDepth) this.dataDepth = 0;
    this.depth--;
    this.isBinary = false;
    this.open = element.parent;
  }

  endDocument(): void {
    this.locators.pop();
    this.infos.pop();
  }

  private get infoNow(): DocumentInfo {
    return this.infos[this.infos.length - 1] as DocumentInfo;
  }

  private newPlaces(): TextPlaces {
    return new TextPlaces(this.infoNow.charset !== UTF_8);
  }

  private placeBytes(places: TextPlaces, chunk: Uint8Array, start: number, end: number, unit: TextUnit): void {
    const { offset, textOffset } = this.locators.at(-1) as Locator;
    places.bytes(chunk, start, end, unit, offset, textOffset);
  }

  private offset(): number | undefined {
    return this.hasOffsets ? this.outerOffset(this.locators.at(-1)?.offset) : undefined;
  }

  /** Converts an offset in this document to one in the outermost document. */
  private outerOffset(offset: number | undefined): number | undefined {
    const { around } = this;
    if (around === undefined || offset === undefined) return offset;
    return around.textPlaces?.offsetOf(offset) ?? around.offset;
  }

  /** Moves the last note to an element that starts at its offset: readers report on a start tag before `startElement`. */
  private claimNote(element: PlacedElement): void {
    const note = this.notes.at(-1);
    if (note?.offset === undefined || note.offset !== element.offset || note.element !== element.parent) return;
    this.notes[this.notes.length - 1] = { ...note, element, below: "" };
  }

  private takeContent(isBetweenTags: boolean): void {
    if (!this.content.hasContent) return;
    const element = this.open as PlacedElement;
    const value = this.isBinary && this.content.isOpaque ? this.content.takeBytes() : this.content.take();
    if (typeof value !== "string") element.bytes = value;
    else if (!isBetweenTags || !isBlank(value)) element.text += value;
    else if (this.dataDepth === 0) this.noteBlanks(element, value);
  }

  /** Notes a line break between tags, once: a document that is indented is indented everywhere. */
  private noteBlanks(element: PlacedElement, value: string): void {
    // A file is read by tools, not by the client's message parser.
    if (isFile(this.elements[0]) || this.hasLineBreak || !/[\n\r]/.test(value)) return;
    this.hasLineBreak = true;
    const what = "there is a line break between tags";
    this.notes.push({ rule: "interop/line-breaks", element, below: "", offset: this.contentOffset, what });
  }
}
