import { ByteWriter } from "../core/byte-writer.ts";
import type { AttributeName, DocumentInfo, ElementName, EventSink, Locator } from "../core/sink.ts";
import { isFieldProperty } from "../vocabulary/inference.ts";
import { isCoreNamespace } from "../vocabulary/namespaces.ts";
import { standardVocabularies } from "../vocabulary/standard.ts";
import type { VocabularySet } from "../vocabulary/vocabulary-set.ts";
import { documentShape, documentShapes, embeddedShapes } from "./document-shapes.ts";
import type { Shape } from "./shape.ts";

/** How white space between tags is written. */
export interface ElementContentOptions {
  /**
   * White space between the tags of elements that contain only elements, and of all in a language that never mixes text and
   * elements: left out of WBXML, where that of indented XML
   * doubles the size and confuses phones (`"drop"`); or written as it came (`"keep"`). Default `"drop"`.
   */
  readonly whitespace: "drop" | "keep";
}

/** Most white space that is dropped. Longer runs are kept, so that the filter holds back a bounded amount. */
export const MAX_WHITE_SPACE_BYTES = 65_536;

const holdsElements: ReadonlySet<string> = new Set(["node", "wrapper", "flag", "choice"]);

let names: ReadonlyMap<string, boolean> | undefined;

/** For each standard element, by area and local name, whether it contains only elements or nothing. */
function elementContent(): ReadonlyMap<string, boolean> {
  if (names !== undefined) return names;
  const found = new Map<string, boolean>(documentShapes.map(({ kind }) => [kind, true]));
  const shapes: Shape[] = [...documentShapes];
  // The list grows while it is walked.
  for (const shape of shapes) {
    for (const row of shape.rows) {
      for (const element of row.elements) {
        const child = row.shapes()[element];
        if (child !== undefined && !shapes.includes(child)) shapes.push(child);
        const isElements = holdsElements.has(row.type) && (child === undefined || child.kind === element);
        const key = `${shape.space} ${element}`;
        found.set(key, isElements && (found.get(key) ?? true));
      }
    }
  }
  return (names = found);
}

// Cached by name object, for as long as that lives: a lookup for each element took a tenth of the time (convert/xml/wbxml of
// recorded data sync).
const known = new WeakMap<ElementName, boolean>();

/** Whether white space in an element is insignificant: the element contains only elements. */
export function isElementContent(name: ElementName): boolean {
  let answer = known.get(name);
  if (answer === undefined) known.set(name, (answer = findElementContent(name)));
  return answer;
}

function findElementContent({ local, namespace }: ElementName): boolean {
  if (documentShape(local, namespace) !== undefined) return true;
  return elementContent().get(`${spaceOf(namespace)} ${local}`) === true;
}

function spaceOf(namespace: string): string {
  if (isCoreNamespace(namespace)) return "core";
  const lower = namespace.toLowerCase();
  if (lower === "syncml:metinf") return "metinf";
  if (lower.startsWith("syncml:devinf")) return "devinf";
  return lower.startsWith("syncml:dmddf") ? "dmddf" : "";
}

/** Whether bytes are only white space. */
export function isWhiteSpace(bytes: Uint8Array, start: number, end: number): boolean {
  for (let pos = start; pos < end; pos++) {
    const byte = bytes[pos] as number;
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return false;
  }
  return true;
}

// Kinds of open elements.
/** Contains only elements: white space in it is dropped. */
const ELEMENTS = 0;
/** Data that has had only white space so far, which is dropped if the content is an embedded document. */
const DATA = 1;
/** Data that has had an embedded document: white space after it is dropped. */
const DATA_WITH_DOCUMENT = 2;
/** Any other element: everything in it is passed on. */
const OTHER = 3;
/** Of a language that never mixes text and elements, with only white space so far: it is dropped if an element follows. */
const UNSETTLED = 4;

/** Depth of a Data below its Field: Field, Item, Data. */
const DATA_IN_FIELD = 2;

/**
 * A filter that drops white space between tags where the standard allows only elements, or a language never mixes text and
 * elements, and around a document that is embedded in Data. Everything else passes unchanged.
 *
 * State: `kind` is what the open element is, `open` the kinds of those around it. White space is held back in `space` until
 * the text turns out to be more (`passes`), or a tag ends it.
 */
export class ElementContent implements EventSink {
  private readonly sink: EventSink;
  private readonly vocabularies: VocabularySet;
  /** The document is in another language, which never mixes text and elements. */
  private neverMixes = false;
  private readonly open: number[] = [];
  private kind = OTHER;
  /** Depth of the open Field of a Filter; 0 if there is none. */
  private fieldDepth = 0;
  private readonly space = new ByteWriter(64);
  /** Whether the current text is passed on, since some of it was. */
  private passes = false;

  /** Languages other than SyncML are looked up in `vocabularies`. */
  constructor(sink: EventSink, vocabularies: VocabularySet = standardVocabularies) {
    this.sink = sink;
    this.vocabularies = vocabularies;
  }

  /** Continues inside elements that another writer has opened, none of them Data. */
  resume(open: readonly ElementName[]): void {
    this.open.length = 0;
    this.kind = OTHER;
    this.fieldDepth = 0;
    for (const name of open) {
      this.open.push(this.kind);
      this.kind = isElementContent(name) ? ELEMENTS : OTHER;
    }
  }

  startDocument(info: DocumentInfo, at: Locator): void {
    this.endText(this.kind === DATA);
    if (this.kind === DATA) this.kind = DATA_WITH_DOCUMENT;
    this.sink.startDocument(info, at);
  }

  startElement(name: ElementName): void {
    const isDocument = (this.kind === DATA && isEmbeddedRoot(name)) || this.isInField(name);
    const isElements = this.kind === ELEMENTS || this.kind === UNSETTLED;
    this.endText(isElements || isDocument);
    if (isDocument) this.kind = DATA_WITH_DOCUMENT;
    else this.kind = isElements ? ELEMENTS : OTHER;
    if (this.open.length === 0) this.neverMixes = this.isUnmixed(name);
    this.open.push(this.kind);
    if (name.local === "Field" && isCoreNamespace(name.namespace)) this.fieldDepth = this.open.length;
    if (isElementContent(name)) this.kind = ELEMENTS;
    else if (name.local === "Data" && isCoreNamespace(name.namespace)) this.kind = DATA;
    else this.kind = this.neverMixes ? UNSETTLED : OTHER;
    this.sink.startElement(name);
  }

  attribute(name: AttributeName, value: string): void {
    this.sink.attribute(name, value);
  }

  text(chunk: Uint8Array, start: number, end: number): void {
    if (this.kind === OTHER || this.passes) {
      this.sink.text(chunk, start, end);
      return;
    }
    const { space } = this;
    if (isWhiteSpace(chunk, start, end) && space.byteLength + end - start <= MAX_WHITE_SPACE_BYTES) {
      space.bytes(chunk, start, end);
      return;
    }
    this.pass();
    this.sink.text(chunk, start, end);
  }

  string(value: string): void {
    if (this.kind === OTHER || this.passes) {
      this.sink.string(value);
      return;
    }
    if (/^[\t\n\r ]*$/.test(value) && this.space.byteLength + value.length <= MAX_WHITE_SPACE_BYTES) {
      this.space.string(value);
      return;
    }
    this.pass();
    this.sink.string(value);
  }

  opaque(chunk: Uint8Array, start: number, end: number, remaining: number): void {
    this.pass();
    this.sink.opaque(chunk, start, end, remaining);
  }

  endElement(): void {
    this.endText(this.kind === ELEMENTS || this.kind === DATA_WITH_DOCUMENT);
    this.kind = this.open.pop() ?? OTHER;
    if (this.open.length < this.fieldDepth) this.fieldDepth = 0;
    this.sink.endElement();
  }

  endDocument(): void {
    this.sink.endDocument();
  }

  /** Whether an element is one of the properties inside the Data of a Field. */
  private isInField(name: ElementName): boolean {
    const isPlace = this.kind === DATA || this.kind === DATA_WITH_DOCUMENT;
    return isPlace && this.open.length === this.fieldDepth + DATA_IN_FIELD && isFieldProperty(name);
  }

  private isUnmixed({ local, namespace }: ElementName): boolean {
    return (
      !isCoreNamespace(namespace) && this.vocabularies.findByRoot(local, namespace)?.definition.neverMixes === true
    );
  }

  /** The text is more than white space: passes on what was held back before it. */
  private pass(): void {
    this.passes = true;
    if (this.kind !== ELEMENTS) this.kind = OTHER;
    this.passSpace();
  }

  private endText(drops: boolean): void {
    if (drops) this.space.byteLength = 0;
    else this.passSpace();
    this.passes = false;
  }

  private passSpace(): void {
    const { space } = this;
    if (space.byteLength > 0) this.sink.text(space.buffer, 0, space.byteLength);
    space.byteLength = 0;
  }
}

function isEmbeddedRoot({ local, namespace }: ElementName): boolean {
  const shape = documentShape(local, namespace);
  return shape !== undefined && embeddedShapes.includes(shape);
}
