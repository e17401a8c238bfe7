import { ByteWriter } from "../core/byte-writer.ts";
import type { AttributeName, DocumentInfo, ElementName, EventSink, Locator } from "../core/sink.ts";
import { decodeUtf8Lossy } from "../core/utf8.ts";
import { META_NAMESPACE } from "../vocabulary/namespaces.ts";
import type { Format } from "./detect-format.ts";

const embeddedType = /^(\s*application\/vnd\.syncml(?:-devinf|\.dmtnds|\.dmddf)\+)(?:wbxml|xml)(?=\s*(?:;|$))/i;

/**
 * A filter that makes the Meta Type of embedded documents say the form they will have: `+wbxml` in a WBXML message,
 * `+xml` in an XML one. It changes what the message says, so it is there on request only.
 */
export class EmbeddedTypes implements EventSink {
  private readonly sink: EventSink;
  private readonly suffix: Format;
  private readonly type = new ByteWriter(64);
  private isInType = false;

  constructor(sink: EventSink, form: Format) {
    this.sink = sink;
    this.suffix = form;
  }

  startDocument(info: DocumentInfo, at: Locator): void {
    this.sink.startDocument(info, at);
  }

  startElement(name: ElementName): void {
    this.passType();
    this.sink.startElement(name);
    this.isInType = name.local === "Type" && name.namespace === META_NAMESPACE;
  }

  attribute(name: AttributeName, value: string): void {
    this.sink.attribute(name, value);
  }

  text(chunk: Uint8Array, start: number, end: number): void {
    if (this.isInType) this.type.bytes(chunk, start, end);
    else this.sink.text(chunk, start, end);
  }

  string(value: string): void {
    if (this.isInType) this.type.string(value);
    else this.sink.string(value);
  }

  opaque(chunk: Uint8Array, start: number, end: number, remaining: number): void {
    this.passType();
    this.sink.opaque(chunk, start, end, remaining);
  }

  endElement(): void {
    this.passType();
    this.isInType = false;
    this.sink.endElement();
  }

  endDocument(): void {
    this.sink.endDocument();
  }

  /** Passes on what is held back, for a source that failed: the beginning of a type. */
  flush(): void {
    this.passType();
  }

  private passType(): void {
    const { buffer, byteLength } = this.type;
    if (byteLength === 0) return;
    this.type.byteLength = 0;
    const type = decodeUtf8Lossy(buffer, 0, byteLength);
    if (embeddedType.test(type)) this.sink.string(type.replace(embeddedType, `$1${this.suffix}`));
    else this.sink.text(buffer, 0, byteLength);
  }
}
