import { ByteWriter } from "../core/byte-writer.ts";
import { report } from "../core/diagnostics.ts";
import { isSyncmlError } from "../core/errors.ts";
import { nowhere } from "../core/nowhere.ts";
import type { AttributeName, DocumentInfo, ElementName, EventSink, Locator } from "../core/sink.ts";
import { type Announcement, DataMeta, isAnnounced, mayBeDocument } from "../wbxml/data-meta.ts";
import type { WbxmlReadOptions } from "../wbxml/read-options.ts";
import { resolveReadOptions } from "../wbxml/read-options.ts";
import { WbxmlReader } from "../wbxml/reader.ts";
import { beginsLikeDocument, HEADER_BYTES, isOfOtherSize } from "./embedded-recognition.ts";

// Opens embedded documents. An OPAQUE in Data goes through these states, kept in `undecided`, `inner` and `declined`:
//
//   idle ──may be a document──▶ UNDECIDED ──begins like one──▶ INNER: the rest goes to a reader of its own
//    │                          first bytes     │    ▲
//    │                          are in `head`   │    └─ AWAITS WHOLE: of another Size than Meta says, so it is held back
//    │                                          │       until it is complete, then opened if it is one whole document
//    └──otherwise──▶ DECLINED ◀──otherwise──────┘
//                    passed on as an opaque
//
// The end of the opaque leads back to idle.

/**
 * A filter that opens the documents inside a message. An OPAQUE in `Data` that its Meta Type or its own public identifier
 * announces as WBXML is replaced by the events of that document, between a `startDocument` and an `endDocument` of their
 * own. Offsets and paths are those of the outer document.
 *
 * An OPAQUE whose length differs from Meta Size may be a chunk, which is not opened, or a document converted from XML, whose
 * Size is that of the XML. It is held back until it is complete, up to `maxOpaqueBytes`, and opened if it is one whole
 * document, which a chunk followed by others never is.
 */
export class EmbeddedDocuments implements EventSink {
  private readonly sink: EventSink;
  private readonly options: WbxmlReadOptions;
  private locator: Locator | undefined;
  private depth = 0;
  private readonly meta = new DataMeta();

  private inner: WbxmlReader | undefined;
  private undecided = false;
  /** The current opaque is not a document, whatever its next bytes look like. */
  private declined = false;
  /** The current opaque begins like a document, but Meta gives another Size, so it is held back until it is complete. */
  private awaitsWhole = false;
  private byteLength = 0;
  private readonly head = new ByteWriter(HEADER_BYTES);
  private headOffset = 0;
  private headRemaining = 0;

  constructor(sink: EventSink, options: Partial<WbxmlReadOptions> = {}) {
    this.sink = sink;
    this.options = resolveReadOptions(options);
  }

  /**
   * Continues inside elements that another reader has opened: `depth` of them, the innermost Meta at `metaDepth`, and what
   * Meta announced by the depth of the element that holds it.
   *
   * @internal
   */
  resume(depth: number, metaDepth: number, announcements: readonly (Announcement | undefined)[], at: Locator): void {
    this.locator = at;
    this.depth = depth;
    this.meta.resume(depth, metaDepth, announcements);
  }

  /** Implements {@link EventSink.startDocument}. */
  startDocument(info: DocumentInfo, at: Locator): void {
    this.locator = at;
    this.sink.startDocument(info, at);
  }

  /** Implements {@link EventSink.startElement}. */
  startElement(name: ElementName): void {
    this.depth++;
    this.meta.startElement(name);
    this.sink.startElement(name);
  }

  /** Implements {@link EventSink.attribute}. */
  attribute(name: AttributeName, value: string): void {
    this.sink.attribute(name, value);
  }

  /** Implements {@link EventSink.text}. */
  text(chunk: Uint8Array, start: number, end: number): void {
    this.meta.bytes(chunk, start, end);
    this.sink.text(chunk, start, end);
  }

  /** Implements {@link EventSink.string}. */
  string(value: string): void {
    this.meta.string(value);
    this.sink.string(value);
  }

  /** Implements {@link EventSink.opaque}. */
  opaque(chunk: Uint8Array, start: number, end: number, remaining: number): void {
    this.meta.bytes(chunk, start, end);
    if (this.inner !== undefined) this.passOn(this.inner, chunk, start, end, remaining);
    else if (this.undecided) this.collectHead(chunk, start, end, remaining);
    else if (!this.declined && this.meta.isInData && this.mayBeDocument(end - start + remaining)) {
      if (this.isOther(chunk, start, end, remaining)) this.decline(chunk, start, end, remaining);
      else {
        this.undecided = true;
        this.awaitsWhole = false;
        this.byteLength = end - start + remaining;
        this.headOffset = this.locator?.opaqueOffset ?? 0;
        this.collectHead(chunk, start, end, remaining);
      }
    } else this.decline(chunk, start, end, remaining);
  }

  /** Implements {@link EventSink.endElement}. */
  endElement(): void {
    this.meta.endElement();
    this.depth--;
    this.sink.endElement();
  }

  /** Implements {@link EventSink.endDocument}. */
  endDocument(): void {
    this.sink.endDocument();
  }

  /** Passes on the start of an opaque that is held back, for a source that failed. */
  flush(): void {
    if (!this.undecided || this.head.byteLength === 0) return;
    const bytes = this.head.take();
    this.sink.opaque(bytes, 0, bytes.length, this.headRemaining);
  }

  private decline(chunk: Uint8Array, start: number, end: number, remaining: number): void {
    this.declined = remaining > 0;
    this.sink.opaque(chunk, start, end, remaining);
  }

  /** Whether the first piece of an opaque is enough to see that it is no document, so that nothing need be copied. */
  private isOther(chunk: Uint8Array, start: number, end: number, remaining: number): boolean {
    const isEnough = remaining === 0 || end - start >= HEADER_BYTES;
    return isEnough && !this.isDocument(chunk.subarray(start, Math.min(end, start + HEADER_BYTES)));
  }

  private mayBeDocument(byteLength: number): boolean {
    return byteLength > 0 && mayBeDocument(this.meta.type, this.options.vocabularies);
  }

  private collectHead(chunk: Uint8Array, start: number, end: number, remaining: number): void {
    const { head } = this;
    const wanted = this.awaitsWhole ? end : Math.min(end, start + HEADER_BYTES - head.byteLength);
    head.bytes(chunk, start, wanted);
    const rest = end - wanted + remaining;
    this.headRemaining = rest;
    if (rest > 0 && (this.awaitsWhole || head.byteLength < HEADER_BYTES)) return;
    const isDocument = this.awaitsWhole || this.isDocument(head.buffer.subarray(0, head.byteLength));
    const mustBeWhole = isDocument && isOfOtherSize(this.byteLength, this.meta.size);
    if (mustBeWhole && rest > 0) this.awaitsWhole = true;
    else this.decide(isDocument && (!mustBeWhole || this.isWhole()), rest);
    if (wanted < end) this.opaque(chunk, wanted, end, remaining);
  }

  private decide(isDocument: boolean, rest: number): void {
    const bytes = this.head.take();
    this.undecided = false;
    if (isDocument) {
      this.inner = this.reader(this.sink, this.options.onDiagnostic);
      this.passOn(this.inner, bytes, 0, bytes.length, rest);
    } else {
      this.declined = rest > 0;
      this.sink.opaque(bytes, 0, bytes.length, rest);
    }
  }

  private isDocument(head: Uint8Array): boolean {
    const { vocabularies, onDiagnostic } = this.options;
    const { type } = this.meta;
    const isDocument = beginsLikeDocument(head, type, vocabularies);
    if (!isDocument && isAnnounced(type) && this.locator !== undefined) {
      const message = `Meta Type is ${type}, but the data has no such header; kept as bytes`;
      report(onDiagnostic, "not-an-embedded-document", message, this.locator);
    }
    return isDocument;
  }

  /** Whether the whole opaque, which is held back, is one document. */
  private isWhole(): boolean {
    const { buffer, byteLength } = this.head;
    const trial = this.reader(nowhere, undefined);
    try {
      trial.write(buffer.subarray(0, byteLength));
      trial.end();
      return true;
    } catch (error) {
      if (isSyncmlError(error)) return false;
      throw error;
    }
  }

  private reader(sink: EventSink, onDiagnostic: WbxmlReadOptions["onDiagnostic"]): WbxmlReader {
    const { type } = this.meta;
    return new WbxmlReader(sink, {
      ...this.options,
      onDiagnostic,
      mediaType: isAnnounced(type) ? type : undefined,
      baseOffset: this.headOffset,
      basePath: this.locator?.path() ?? "",
      baseDepth: this.depth + this.options.baseDepth,
    });
  }

  private passOn(inner: WbxmlReader, chunk: Uint8Array, start: number, end: number, remaining: number): void {
    inner.write(chunk.subarray(start, end));
    if (remaining > 0) return;
    this.inner = undefined;
    inner.end();
  }
}
