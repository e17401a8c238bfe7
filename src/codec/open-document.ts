import { type Bytes, bytesOrString } from "../core/bytes.ts";
import { SyncmlError } from "../core/errors.ts";
import { checkOptions } from "../core/options.ts";
import type { ChunkedSource, EventSink, Locator } from "../core/sink.ts";
import { WbxmlReader } from "../wbxml/reader.ts";
import { XmlReader } from "../xml/reader.ts";
import { detectFormat, type Format } from "./detect-format.ts";
import { EmbeddedDocuments } from "./embedded-documents.ts";
import { type ReadOptions, readChecks } from "./options.ts";

/** A source for one document, written in chunks that may be split anywhere. A string is XML. */
export interface DocumentSource extends ChunkedSource<Bytes | string>, Locator {}

/**
 * Opens a document: `sink` receives its events, including those of embedded documents, as its bytes are written. The format
 * is detected from the first bytes, unless `options.from` gives it.
 *
 * `write` and `end` throw {@link SyncmlError}. Everything before the fault has reached the sink by then.
 */
export function openDocument(sink: EventSink, options: Partial<ReadOptions> = {}): DocumentSource {
  checkOptions(options, readChecks);
  return new DetectingSource(sink, options);
}

/**
 * `source` is `undefined` until the format is known: given by an option, shown by a string, or detected from the first byte.
 * A first byte of 0 needs the second one as well, and is kept in `head` until that arrives.
 */
class DetectingSource implements DocumentSource {
  private readonly options: Partial<ReadOptions>;
  private readonly sink: EventSink;
  /** Set if embedded documents are to be opened. */
  private readonly embedded: EmbeddedDocuments | undefined;
  private source: WbxmlReader | XmlReader | undefined;
  /** The first byte, while the format is not known. */
  private head: Uint8Array | undefined;

  constructor(sink: EventSink, options: Partial<ReadOptions>) {
    this.options = options;
    this.embedded = options.embedded === "keep" ? undefined : new EmbeddedDocuments(sink, options);
    this.sink = this.embedded ?? sink;
    if (options.from !== undefined) this.open(options.from);
  }

  get offset(): number {
    return this.source?.offset ?? 0;
  }

  get opaqueOffset(): number {
    return this.source?.opaqueOffset ?? 0;
  }

  path(): string {
    return this.source?.path() ?? "";
  }

  write(given: Bytes | string): void {
    const chunk = bytesOrString(given);
    if (chunk.length === 0) return;
    try {
      if (this.source !== undefined) this.pass(this.source, chunk);
      else if (typeof chunk === "string") this.pass(this.open("xml"), chunk);
      else this.detect(chunk);
    } catch (error) {
      this.embedded?.flush();
      throw error;
    }
  }

  end(): void {
    this.embedded?.flush();
    if (this.source === undefined) {
      const source = this.open(detectFormat(this.head?.[0] ?? 0, undefined));
      if (this.head !== undefined) source.write(this.head);
    }
    this.source?.end();
  }

  private detect(chunk: Uint8Array): void {
    const { head } = this;
    const first = head === undefined ? chunk[0] : head[0];
    const second = head === undefined ? chunk[1] : chunk[0];
    if (first === 0 && second === undefined) {
      this.head = chunk.slice();
      return;
    }
    const source = this.open(detectFormat(first, second));
    if (head !== undefined) source.write(head);
    source.write(chunk);
  }

  private open(format: Format): WbxmlReader | XmlReader {
    const { sink, options } = this;
    const source = format === "wbxml" ? new WbxmlReader(sink, options) : new XmlReader(sink, options);
    this.source = source;
    return source;
  }

  private pass(source: WbxmlReader | XmlReader, chunk: Uint8Array | string): void {
    if (source instanceof XmlReader) source.write(chunk);
    else if (typeof chunk === "string")
      throw new SyncmlError("misuse", "WBXML must be written as bytes, not as a string", this);
    else source.write(chunk);
  }
}
