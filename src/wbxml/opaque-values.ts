import { ByteWriter } from "../core/byte-writer.ts";
import type { AttributeName, DocumentInfo, ElementName, EventSink, Locator } from "../core/sink.ts";
import { decodeUtf8Lossy } from "../core/utf8.ts";
import type { Vocabulary } from "../vocabulary/vocabulary.ts";
import { OpenKinds } from "./open-kinds.ts";

/** A filter after the reader of a language whose elements have OPAQUE of several kinds: passes on their text instead. */
export class OpaqueValues implements EventSink {
  private readonly sink: EventSink;
  private readonly vocabulary: () => Vocabulary;
  private kinds: OpenKinds | undefined;
  /** An OPAQUE, until all of it is there. */
  private readonly value = new ByteWriter(16);

  /** `vocabulary` gives that of the document, once an element of it comes. */
  constructor(sink: EventSink, vocabulary: () => Vocabulary) {
    this.sink = sink;
    this.vocabulary = vocabulary;
  }

  startDocument(info: DocumentInfo, at: Locator): void {
    this.sink.startDocument(info, at);
  }

  startElement(name: ElementName): void {
    this.kinds ??= new OpenKinds(this.vocabulary());
    this.kinds.startElement(name);
    this.sink.startElement(name);
  }

  attribute(name: AttributeName, value: string): void {
    this.sink.attribute(name, value);
  }

  text(chunk: Uint8Array, start: number, end: number): void {
    if (this.kinds?.takesText) this.kinds.addText(decodeUtf8Lossy(chunk, start, end));
    this.sink.text(chunk, start, end);
  }

  string(value: string): void {
    this.kinds?.addText(value);
    this.sink.string(value);
  }

  opaque(chunk: Uint8Array, start: number, end: number, remaining: number): void {
    const kind = this.kinds?.innermost;
    if (kind === undefined) {
      this.sink.opaque(chunk, start, end, remaining);
      return;
    }
    this.value.bytes(chunk, start, end);
    if (remaining > 0) return;
    const octets = this.value.take();
    const text = kind.read(octets);
    if (text === undefined) this.sink.opaque(octets, 0, octets.length, 0);
    else if (text !== "") this.sink.string(text);
  }

  endElement(): void {
    this.kinds?.endElement();
    this.sink.endElement();
  }

  endDocument(): void {
    this.sink.endDocument();
  }
}
