import { ByteWriter } from "../core/byte-writer.ts";
import { report } from "../core/diagnostics.ts";
import type { AttributeName, DocumentInfo, ElementName, EventSink, Locator } from "../core/sink.ts";
import { decodeUtf8Lossy } from "../core/utf8.ts";
import { isCoreNamespace, META_NAMESPACE } from "../vocabulary/namespaces.ts";
import type { WbxmlReadOptions } from "../wbxml/read-options.ts";
import { resolveReadOptions } from "../wbxml/read-options.ts";
import { WbxmlReader } from "../wbxml/reader.ts";
import { beginsLikeDocument, HEADER_BYTES, isAnnounced, mayBeEmbedded } from "./embedded-recognition.ts";

/** What the Meta of one element says of the data below it. */
interface Announcement {
  type: string;
  size: string;
}

/**
 * A filter that opens the documents inside a message: where an OPAQUE in `Data` is announced as WBXML by its Meta Type,
 * or by its own public identifier, the events of that document take its place, between a `startDocument` and an
 * `endDocument` of their own. Offsets and paths go on counting from the outer document.
 */
export class EmbeddedDocuments implements EventSink {
  private readonly sink: EventSink;
  private readonly options: WbxmlReadOptions;
  private locator: Locator | undefined;
  private depth = 0;

  /** By the depth of the element that holds the Meta. */
  private readonly announcements: (Announcement | undefined)[] = [];
  private metaDepth = 0;
  private dataDepth = 0;
  private capture: "type" | "size" | undefined;
  private readonly captured = new ByteWriter(64);

  private inner: WbxmlReader | undefined;
  private undecided = false;
  /** The opaque that is being read is no document, whatever its next bytes look like. */
  private declined = false;
  private readonly head = new ByteWriter(HEADER_BYTES);
  private headOffset = 0;
  private headRemaining = 0;

  constructor(sink: EventSink, options: Partial<WbxmlReadOptions> = {}) {
    this.sink = sink;
    this.options = resolveReadOptions(options);
  }

  /** Implements {@link EventSink.startDocument}. */
  startDocument(info: DocumentInfo, at: Locator): void {
    this.locator = at;
    this.sink.startDocument(info, at);
  }

  /** Implements {@link EventSink.startElement}. */
  startElement(name: ElementName): void {
    this.depth++;
    switch (name.local) {
      case "Meta":
        if (isCoreNamespace(name.namespace)) this.metaDepth = this.depth;
        break;
      case "Data":
        if (isCoreNamespace(name.namespace)) this.dataDepth = this.depth;
        break;
      case "Type":
      case "Size":
        // The Meta itself, or a MetInf inside it, is the parent.
        if (name.namespace === META_NAMESPACE && this.metaDepth > 0 && this.depth <= this.metaDepth + 2) {
          this.capture = name.local === "Type" ? "type" : "size";
          this.captured.byteLength = 0;
        }
        break;
    }
    this.sink.startElement(name);
  }

  /** Implements {@link EventSink.attribute}. */
  attribute(name: AttributeName, value: string): void {
    this.sink.attribute(name, value);
  }

  /** Implements {@link EventSink.text}. */
  text(chunk: Uint8Array, start: number, end: number): void {
    if (this.capture !== undefined) this.captured.bytes(chunk, start, end);
    this.sink.text(chunk, start, end);
  }

  /** Implements {@link EventSink.string}. */
  string(value: string): void {
    if (this.capture !== undefined) this.captured.string(value);
    this.sink.string(value);
  }

  /** Implements {@link EventSink.opaque}. */
  opaque(chunk: Uint8Array, start: number, end: number, remaining: number): void {
    if (this.capture !== undefined) this.captured.bytes(chunk, start, end);
    if (this.inner !== undefined) this.passOn(chunk, start, end, remaining);
    else if (this.undecided) this.collectHead(chunk, start, end, remaining);
    else if (!this.declined && this.depth === this.dataDepth && this.mayBeDocument(end - start + remaining)) {
      this.undecided = true;
      this.headOffset = this.locator?.opaqueOffset ?? 0;
      this.collectHead(chunk, start, end, remaining);
    } else {
      this.declined = remaining > 0;
      this.sink.opaque(chunk, start, end, remaining);
    }
  }

  /** Implements {@link EventSink.endElement}. */
  endElement(): void {
    if (this.capture !== undefined) this.takeCaptured();
    if (this.depth === this.metaDepth) this.metaDepth = 0;
    if (this.depth === this.dataDepth) this.dataDepth = 0;
    this.announcements[this.depth] = undefined;
    this.depth--;
    this.sink.endElement();
  }

  /** Implements {@link EventSink.endDocument}. */
  endDocument(): void {
    this.sink.endDocument();
  }

  /** Passes on what is held back, for a source that failed: the beginning of an opaque that may be a document. */
  flush(): void {
    if (!this.undecided || this.head.byteLength === 0) return;
    const bytes = this.head.take();
    this.sink.opaque(bytes, 0, bytes.length, this.headRemaining);
  }

  private takeCaptured(): void {
    const text = decodeUtf8Lossy(this.captured.buffer, 0, this.captured.byteLength).trim();
    const owner = this.metaDepth - 1;
    const announcement = this.announcements[owner] ?? { type: "", size: "" };
    if (this.capture === "type") announcement.type = text;
    else announcement.size = text;
    this.announcements[owner] = announcement;
    this.capture = undefined;
  }

  /** The Meta of the item, or where that is silent, of the command around it. */
  private announced(key: keyof Announcement): string {
    const owner = this.dataDepth - 1;
    return this.announcements[owner]?.[key] || this.announcements[owner - 1]?.[key] || "";
  }

  private mayBeDocument(byteLength: number): boolean {
    return mayBeEmbedded(byteLength, this.announced("type"), this.announced("size"), this.options.vocabularies);
  }

  private collectHead(chunk: Uint8Array, start: number, end: number, remaining: number): void {
    const { head } = this;
    const wanted = Math.min(end, start + HEADER_BYTES - head.byteLength);
    head.bytes(chunk, start, wanted);
    this.headRemaining = remaining;
    if (remaining > 0 && head.byteLength < HEADER_BYTES) return;
    const bytes = head.take();
    const rest = end - wanted + remaining;
    this.undecided = false;
    if (this.isDocument(bytes)) {
      this.openDocument();
      this.passOn(bytes, 0, bytes.length, rest);
    } else {
      this.declined = rest > 0;
      this.sink.opaque(bytes, 0, bytes.length, rest);
    }
    if (wanted < end) this.opaque(chunk, wanted, end, remaining);
  }

  private isDocument(head: Uint8Array): boolean {
    const { vocabularies, onDiagnostic } = this.options;
    const type = this.announced("type");
    const isDocument = beginsLikeDocument(head, type, vocabularies);
    if (!isDocument && isAnnounced(type) && this.locator !== undefined) {
      const message = `announced as ${type}, but without its header; kept as bytes`;
      report(onDiagnostic, "not-an-embedded-document", message, this.locator);
    }
    return isDocument;
  }

  private openDocument(): void {
    const type = this.announced("type");
    this.inner = new WbxmlReader(this.sink, {
      ...this.options,
      mediaType: isAnnounced(type) ? type : undefined,
      baseOffset: this.headOffset,
      basePath: this.locator?.path() ?? "",
      baseDepth: this.depth + this.options.baseDepth,
    });
  }

  private passOn(chunk: Uint8Array, start: number, end: number, remaining: number): void {
    const inner = this.inner as WbxmlReader;
    inner.write(chunk.subarray(start, end));
    if (remaining > 0) return;
    this.inner = undefined;
    inner.end();
  }
}
