import { encodeBase64 } from "../core/base64.ts";
import { ByteWriter } from "../core/byte-writer.ts";
import { anyFunction, atLeast, checkOptions, given, optionChecks } from "../core/options.ts";
import type { AttributeName, DocumentInfo, ElementName, EventSink } from "../core/sink.ts";
import { decodeUtf8 } from "../core/utf8.ts";
import { beginningOf } from "./cut-text.ts";

const checks = optionChecks({ maxValueLength: atLeast(0), paint: anyFunction });

/** How the tree is printed. */
export interface TreePrintOptions {
  /** Longest value shown whole, in UTF-16 units; the rest is cut and its length printed. Default: no limit; range from 0. */
  readonly maxValueLength: number;
  /** Colours a piece of the output: `text` is what would be printed. Default: returns it unchanged. */
  readonly paint: (kind: "element" | "attribute" | "value" | "note", text: string) => string;
}

/** Prints events as an indented tree: one element a line, followed by its attributes and value. */
export class TreePrinter implements EventSink {
  private readonly output: (text: string) => void;
  private readonly options: TreePrintOptions;
  private readonly value = new ByteWriter();
  private depth = 0;
  private documents = 0;
  private hasValue = false;
  private isOpaque = false;
  private lineOpen = false;

  /**
   * `output` receives the tree in pieces; a line may take several.
   *
   * @throws {TypeError} if an option is not of its type; a `RangeError` for a length that does not exist.
   */
  constructor(output: (text: string) => void, options: Partial<TreePrintOptions> = {}) {
    this.output = output;
    checkOptions(options, checks);
    this.options = { maxValueLength: Number.POSITIVE_INFINITY, paint: (_kind, text) => text, ...given(options) };
  }

  /** Implements {@link EventSink.startDocument}. */
  startDocument(info: DocumentInfo): void {
    this.endLine();
    this.documents++;
    if (this.documents === 1) return;
    const id = info.publicIdText ?? `0x${info.publicId.toString(16)}`;
    this.output(`${this.indent()}${this.options.paint("note", `(embedded document, public id ${id})`)}\n`);
  }

  /** Implements {@link EventSink.startElement}. */
  startElement(name: ElementName): void {
    this.endLine();
    this.output(this.indent() + this.options.paint("element", name.local));
    this.lineOpen = true;
    this.depth++;
  }

  /** Implements {@link EventSink.attribute}. */
  attribute(name: AttributeName, value: string): void {
    const { paint } = this.options;
    this.output(` ${paint("attribute", name.local)}=${paint("value", this.shorten(quote(value)))}`);
  }

  /** Implements {@link EventSink.text}. */
  text(chunk: Uint8Array, start: number, end: number): void {
    this.value.bytes(chunk, start, end);
    this.hasValue = true;
  }

  /** Implements {@link EventSink.string}. */
  string(value: string): void {
    this.value.string(value);
    this.hasValue = true;
  }

  /** Implements {@link EventSink.opaque}. */
  opaque(chunk: Uint8Array, start: number, end: number): void {
    this.value.bytes(chunk, start, end);
    this.hasValue = true;
    this.isOpaque = true;
  }

  /** Implements {@link EventSink.endElement}. */
  endElement(): void {
    this.depth--;
    this.endLine();
  }

  /** Implements {@link EventSink.endDocument}. */
  endDocument(): void {
    this.endLine();
    this.documents--;
  }

  /** Ends the open line, so that a document that failed half-way can be shown up to that point. */
  flush(): void {
    this.endLine();
  }

  private indent(): string {
    return "  ".repeat(this.depth);
  }

  private shorten(text: string): string {
    const { maxValueLength } = this.options;
    if (text.length <= maxValueLength) return text;
    return `${beginningOf(text, maxValueLength)}… (${text.length} characters)`;
  }

  private endLine(): void {
    if (this.hasValue) {
      const { paint } = this.options;
      const { buffer, byteLength } = this.value;
      const text = decodeUtf8(buffer, 0, byteLength);
      const shown = text === undefined ? `base64 ${encodeBase64(buffer.subarray(0, byteLength))}` : quote(text);
      const note = this.isOpaque ? paint("note", ` (opaque, ${byteLength} bytes)`) : "";
      const lead = this.lineOpen ? " " : this.indent();
      this.output(`${lead}${paint("value", this.shorten(shown))}${note}\n`);
    } else if (this.lineOpen) this.output("\n");
    this.value.byteLength = 0;
    this.hasValue = false;
    this.isOpaque = false;
    this.lineOpen = false;
  }
}

/** Quotes a value as JSON does, and escapes U+007F to U+009F as well, since some terminals act on them. */
function quote(value: string): string {
  return JSON.stringify(value).replace(/[\u007f-\u009f]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}
