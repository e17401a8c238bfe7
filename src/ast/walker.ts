import { decodeBase64 } from "../core/base64.ts";
import { describe } from "../core/describe.ts";
import { SyncmlError } from "../core/errors.ts";
import { MAX_WRITTEN_DEPTH } from "../core/limits.ts";
import { pathStep } from "../core/path-step.ts";
import type { DocumentInfo, ElementName, EventSink, Locator } from "../core/sink.ts";
import { encodeUtf8 } from "../core/utf8.ts";
import { standardVocabularies } from "../vocabulary/standard.ts";
import type { VocabularySet } from "../vocabulary/vocabulary-set.ts";
import { shapeOfDocument } from "./document-shapes.ts";
import { type ElementNames, namesOf } from "./element-names.ts";
import { FieldKeys } from "./field-keys.ts";
import { fragmentShape, syncMLShape } from "./message-shapes.ts";
import { attributeFault, contentFault, elementFault, extraFault, textFault, wireFault } from "./node-faults.ts";
import type {
  Attribute,
  Extra,
  Fragment,
  GenericContent,
  GenericElement,
  GenericText,
  SyncmlDocument,
} from "./nodes.ts";
import { type Child, type FieldRow, isFilled, type Shape } from "./shape.ts";

/** A node, seen through the shape table. */
export interface Fields {
  readonly kind: string;
  readonly extra?: Extra | undefined;
  readonly [field: string]: unknown;
}

/** The form of a document that was not decoded. */
export const newDocument: DocumentInfo = {
  format: "xml",
  version: 0,
  publicId: 0,
  publicIdText: undefined,
  charset: 106,
};

/**
 * Calls a sink with the events of a document, in the order and form it was received, or else in the order of the standard.
 *
 * @throws {SyncmlError} `invalid-message` for a value that no message can have, `limit-exceeded` beyond 1,000 levels.
 */
export function walkDocument(
  document: SyncmlDocument,
  sink: EventSink,
  vocabularies: VocabularySet = standardVocabularies,
): void {
  new Walker(sink, vocabularies).walk(document);
}

/** Calls a sink with the events of a document, or of parts of one that something else writes. */
export class Walker implements Locator {
  readonly offset = 0;
  readonly opaqueOffset = 0;
  private readonly sink: EventSink;
  private readonly vocabularies: VocabularySet;
  private names: ElementNames | undefined;
  private readonly open: string[] = [];
  private elements = 0;
  private readonly fieldKeys = new FieldKeys();

  constructor(sink: EventSink, vocabularies: VocabularySet) {
    this.sink = sink;
    this.vocabularies = vocabularies;
  }

  path(): string {
    return this.open.map((local) => `/${pathStep(local)}`).join("");
  }

  walk(document: SyncmlDocument): void {
    if (typeof document?.kind !== "string") throw this.invalid(`${describe(document)} is not a document`);
    if (document.kind !== "Element" && document.wire !== undefined) {
      const fault = wireFault(document.wire);
      if (fault !== undefined) throw this.invalid(`wire of ${String(document.kind)}: ${fault}`);
    }
    const outer = this.names;
    this.names = namesOf(document, this.vocabularies);
    this.sink.startDocument(document.kind === "Element" ? newDocument : (document.wire ?? newDocument), this);
    this.root(document);
    this.sink.endDocument();
    this.names = outer;
  }

  /** Begins a document of which only parts are walked, with the names of the whole. */
  startParts(info: DocumentInfo, names: ElementNames): void {
    this.names = names;
    this.sink.startDocument(info, this);
  }

  /** Forgets that document. */
  endParts(): void {
    this.names = undefined;
    this.elements = 0;
    this.fieldKeys.clear();
  }

  private root(document: SyncmlDocument): void {
    if (document.kind === "Element") {
      this.element(document);
      return;
    }
    const shape = shapeOfDocument(document.kind);
    if (shape === undefined) throw this.invalid(`${describe(document)} is not a document`);
    if (shape === fragmentShape) {
      this.fragment(document as Fragment);
      return;
    }
    this.startStandard(shape, shape.kind);
    this.node(document as unknown as Fields, shape);
    this.endElement();
  }

  /** The parts of a fragment have no enclosing element. */
  private fragment(fragment: Fragment): void {
    const before = this.elements;
    this.node(fragment as unknown as Fields, fragmentShape);
    if (this.elements === before) throw this.invalid("a fragment without a command has no root element");
  }

  // Nodes

  /** The attributes and fields of a node, without its element. */
  node(fields: Fields, shape: Shape): void {
    const { extra } = fields;
    if (extra !== undefined) {
      const fault = extraFault(extra);
      if (fault !== undefined) throw this.invalid(`extra of ${shape.kind}: ${fault}`);
    }
    this.attributes(extra?.attributes);
    const depth = this.open.length;
    if (extra?.sequence !== undefined) this.inSequence(fields, shape, extra, extra.sequence);
    else for (const row of shape.rows) this.allOf(row, fields, shape, 0);
    // A wrapper has stayed open to enclose the fields after it.
    while (this.open.length > depth) this.endElement();
  }

  /** Writes the children in the order received, then those added since, in the order of the standard. */
  private inSequence(fields: Fields, shape: Shape, extra: Extra, sequence: readonly (string | GenericContent)[]): void {
    const written = new Map<string, number>();
    if (shape === syncMLShape && !sequence.includes("syncHdr")) this.madeUp("syncHdr", fields, shape, written);
    for (const entry of sequence) {
      if (typeof entry !== "string") {
        this.content(entry);
        continue;
      }
      const row = shape.rows.find(({ name }) => name === entry);
      if (row === undefined) throw this.invalid(`${shape.kind} has no field ${entry}`);
      const times = written.get(entry) ?? 0;
      written.set(entry, times + 1);
      const values = fields[entry];
      if (row.list) {
        if (Array.isArray(values) && times < values.length)
          this.field(row, values[times], shape, extra, `${entry}.${times}`);
      } else if (times === 0 && values !== undefined) this.field(row, values, shape, extra, entry);
    }
    if (shape === syncMLShape && !sequence.includes("syncBody")) this.madeUp("syncBody", fields, shape, written);
    for (const row of shape.rows) {
      if (row.list || !written.has(row.name)) this.allOf(row, fields, shape, written.get(row.name) ?? 0);
    }
  }

  /** The header or body of a message that came without it: written if there is anything in it now. */
  private madeUp(name: string, fields: Fields, shape: Shape, written: Map<string, number>): void {
    const row = shape.rows.find((one) => one.name === name) as FieldRow;
    if (isFilledNode(fields[name])) this.allOf(row, fields, shape, 0);
    written.set(name, 1);
  }

  private allOf(row: FieldRow, fields: Fields, shape: Shape, from: number): void {
    const value = fields[row.name];
    if (value === undefined) return;
    if (!row.list) this.field(row, value, shape, fields.extra, row.name);
    else if (!Array.isArray(value)) throw this.invalid(`${row.name} of ${shape.kind} is not an array`);
    else {
      for (let index = from; index < value.length; index++) {
        this.field(row, value[index], shape, fields.extra, `${row.name}.${index}`);
      }
    }
  }

  /** One value of a field, with its element. */
  field(row: FieldRow, value: unknown, shape: Shape, extra: Extra | undefined, key: string): void {
    if (row.type === "node") {
      this.childNode(row, value, shape);
      return;
    }
    const isMark = row.type === "flag" || row.type === "wrapper";
    if (isMark && value !== true) return;
    this.startStandard(shape, row.elements[0] as string);
    this.attributes(extra?.fieldAttributes?.[key]);
    switch (row.type) {
      case "wrapper":
        return;
      case "flag":
        break;
      case "choice":
        this.startStandard(shape, this.text(value, row, shape));
        this.endElement();
        break;
      case "data":
        this.data(value, extra, key, shape);
        break;
      case "base64":
        this.characters(this.base64(this.text(value, row, shape), extra, key), false);
        break;
      default:
        this.characters(this.text(value, row, shape), this.isListed(extra?.opaque, key));
    }
    this.endElement();
  }

  private childNode(row: FieldRow, value: unknown, shape: Shape): void {
    const child = this.childOf(row, value, shape);
    if (child.opensGroup) this.node(value as Fields, child.shape as Shape);
    else {
      this.startStandard(shape, (value as Fields).kind);
      this.node(value as Fields, child.shape as Shape);
      this.endElement();
    }
  }

  private childOf(row: FieldRow, value: unknown, shape: Shape): Child {
    const kind = (value as Partial<Fields> | null)?.kind;
    for (const element of row.elements) {
      const child = shape.child(element);
      if (child?.shape?.kind === kind) return child as Child;
    }
    throw this.invalid(`${describe(value)} is not allowed in ${row.name} of ${shape.kind}`);
  }

  private text(value: unknown, row: FieldRow, shape: Shape): string {
    if (typeof value !== "string") throw this.invalid(`${row.name} of ${shape.kind} is ${typeof value}, not a string`);
    return value;
  }

  /** A value that came as octets is written as octets. */
  private base64(value: string, extra: Extra | undefined, key: string): string | Uint8Array {
    return this.isListed(extra?.opaque, key) ? (decodeBase64(value) ?? value) : value;
  }

  private isListed(list: readonly string[] | undefined, key: string): boolean {
    return list !== undefined && this.fieldKeys.has(list, key);
  }

  // Content

  private data(value: unknown, extra: Extra | undefined, key: string, shape: Shape): void {
    if (typeof value === "string") this.characters(value, this.isListed(extra?.opaque, key));
    else if (value instanceof Uint8Array) {
      if (this.isListed(extra?.inline, key)) this.inlineBytes(value);
      else this.sink.opaque(value, 0, value.length, 0);
    } else if (Array.isArray(value)) for (const part of value) this.content(part as GenericContent);
    else if ((value as Partial<Fields> | null)?.kind === undefined)
      throw this.invalid(`data of ${shape.kind} is not text, bytes or content`);
    else this.content(value as GenericContent);
  }

  content(part: GenericContent): void {
    switch (part?.kind) {
      case "Text":
        this.textPart(part);
        break;
      case "Element":
        this.element(part);
        break;
      default:
        if (contentFault(part) !== undefined) throw this.invalid(contentFault(part) as string);
        // An embedded document that came as WBXML is written as a document; any other is part of this one.
        if (part.wire?.format === "wbxml") this.walk(part);
        else this.root(part);
    }
  }

  private textPart({ value, opaque }: GenericText): void {
    const fault = textFault(value);
    if (fault !== undefined) throw this.invalid(fault);
    if (typeof value === "string" || opaque) this.characters(value, opaque === true);
    else this.inlineBytes(value);
  }

  private characters(value: string | Uint8Array, asOpaque: boolean): void {
    if (asOpaque || typeof value !== "string") {
      const bytes = typeof value === "string" ? encodeUtf8(value) : value;
      this.sink.opaque(bytes, 0, bytes.length, 0);
    } else if (value !== "") this.sink.string(value);
  }

  private inlineBytes(bytes: Uint8Array): void {
    if (bytes.length > 0) this.sink.text(bytes, 0, bytes.length);
  }

  private element(element: GenericElement): void {
    const fault = elementFault(element);
    if (fault !== undefined) throw this.invalid(fault);
    this.startElement((this.names as ElementNames).generic(element));
    this.attributes(element.attributes);
    for (const part of element.children) this.content(part);
    this.endElement();
  }

  attributes(attributes: readonly Attribute[] | undefined): void {
    if (attributes === undefined) return;
    if (!Array.isArray(attributes)) throw this.invalid(`attributes are ${describe(attributes)}, not an array`);
    for (const attribute of attributes) {
      const fault = attributeFault(attribute);
      if (fault !== undefined) throw this.invalid(fault);
      const { name, namespace, prefix, value } = attribute;
      this.sink.attribute({ local: name, namespace, prefix }, value);
    }
  }

  private startStandard(shape: Shape, element: string): void {
    this.startElement((this.names as ElementNames).standard(shape.space, element));
  }

  startElement(name: ElementName): void {
    if (this.open.length >= MAX_WRITTEN_DEPTH) {
      throw new SyncmlError("limit-exceeded", `message nests deeper than ${MAX_WRITTEN_DEPTH} levels`, this);
    }
    this.open.push(name.local);
    this.elements++;
    this.sink.startElement(name);
  }

  endElement(): void {
    this.open.pop();
    this.sink.endElement();
  }

  private invalid(reason: string): SyncmlError {
    return new SyncmlError("invalid-message", reason, this);
  }
}

function isFilledNode(node: unknown): boolean {
  return Object.entries(node ?? {}).some(([name, value]) => name !== "kind" && isFilled(value));
}
