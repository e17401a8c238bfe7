import { ByteWriter } from "../core/byte-writer.ts";
import { latin1 } from "../core/latin1.ts";
import type { AttributeName, DocumentInfo, ElementName, EventSink, Locator } from "../core/sink.ts";
import { encodeUtf8 } from "../core/utf8.ts";
import { META_NAMESPACE } from "../vocabulary/namespaces.ts";

/** How the Meta Types of embedded documents are written. */
export interface EmbeddedTypeOptions {
  /**
   * The Meta Type of embedded device information and management trees: changed to `+wbxml` or `+xml`, the format in which
   * the embedded document is written, since peers choose their decoder by it (`"adapt"`); or unchanged (`"keep"`). Default
   * `"adapt"`.
   */
  readonly embeddedTypes: "adapt" | "keep";
}

type Form = DocumentInfo["format"];

const embeddedType =
  /^([\t-\r ]*application\/vnd\.syncml(?:-devinf|\.dmtnds|\.dmddf)\+)(wbxml|xml)(?=[\t-\r ]*(?:;|$))/i;

/** The shortest of these types, in bytes. */
export const MIN_EMBEDDED_TYPE_BYTES = 32;
/** A longer value is not a media type. */
export const MAX_EMBEDDED_TYPE_BYTES = 1024;
/** Bytes by which a type may grow. */
const ADDED_TYPE_BYTES = 2;

/** A Meta Type adapted to the format of the document. */
export function adaptedType(type: string, form: Form): string {
  return type.length < MIN_EMBEDDED_TYPE_BYTES ? type : type.replace(embeddedType, `$1${form}`);
}

const suffixes: Readonly<Record<Form, Uint8Array>> = { wbxml: encodeUtf8("wbxml"), xml: encodeUtf8("xml") };

/**
 * The same for the bytes `start` to `end`, which are changed in place. Returns where they end now, up to
 * {@link ADDED_TYPE_BYTES} later.
 */
export function adaptTypeBytes(bytes: Uint8Array, start: number, end: number, form: Form): number {
  if (end - start < MIN_EMBEDDED_TYPE_BYTES || end - start > MAX_EMBEDDED_TYPE_BYTES) return end;
  const [, before, suffix] = embeddedType.exec(latin1(bytes, start, end)) ?? [];
  if (before === undefined || suffix === undefined) return end;
  const at = start + before.length;
  const written = suffixes[form];
  bytes.copyWithin(at + written.length, at + suffix.length, end);
  bytes.set(written, at);
  return end + written.length - suffix.length;
}

/** Whether the bytes `start` to `end` are the type of device information, in either form. */
export function isDevInfType(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < MIN_EMBEDDED_TYPE_BYTES || end - start > MAX_EMBEDDED_TYPE_BYTES) return false;
  const type = embeddedType.exec(latin1(bytes, start, end))?.[1] ?? "";
  return type.toLowerCase().endsWith("-devinf+");
}

// What is held back of a Type.
const NOTHING = 0;
const TEXT = 1;
const OPAQUE = 2;

/**
 * A filter that adapts the Meta Type of embedded documents to the format they are written in. The content of a Type is held
 * back in `type` until its element ends, as text or as an opaque (`holds`); anything else passes at once.
 */
export class EmbeddedTypes implements EventSink {
  private readonly sink: EventSink;
  private readonly form: Form;
  private readonly type = new ByteWriter(64);
  private isInType = false;
  private holds = NOTHING;
  private remaining = 0;

  constructor(sink: EventSink, form: Form) {
    this.sink = sink;
    this.form = form;
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
    if (this.isHolding(TEXT, end - start)) this.type.bytes(chunk, start, end);
    else this.sink.text(chunk, start, end);
  }

  string(value: string): void {
    if (this.isHolding(TEXT, value.length)) this.type.string(value);
    else this.sink.string(value);
  }

  opaque(chunk: Uint8Array, start: number, end: number, remaining: number): void {
    const isEmpty = start === end && remaining === 0;
    if (!isEmpty && this.isHolding(OPAQUE, end - start + remaining)) {
      this.type.bytes(chunk, start, end);
      this.remaining = remaining;
    } else this.sink.opaque(chunk, start, end, remaining);
  }

  endElement(): void {
    this.passType();
    this.isInType = false;
    this.sink.endElement();
  }

  endDocument(): void {
    this.sink.endDocument();
  }

  /** Passes on the start of a type that is held back, for a source that failed. */
  flush(): void {
    this.passType();
  }

  /** Whether a piece is to be held back. A value that mixes text and opaques, or is too long, is not a media type. */
  private isHolding(kind: number, byteLength: number): boolean {
    if (!this.isInType) return false;
    const isSecondOpaque = kind === OPAQUE && this.holds === OPAQUE && this.remaining === 0;
    const isOther = this.holds !== NOTHING && (this.holds !== kind || isSecondOpaque);
    if (isOther || this.type.byteLength + byteLength > MAX_EMBEDDED_TYPE_BYTES) {
      this.passOn(this.type.byteLength);
      this.isInType = false;
      return false;
    }
    this.holds = kind;
    return true;
  }

  private passType(): void {
    if (this.holds === NOTHING) return;
    const { type } = this;
    const { byteLength } = type;
    for (let added = 0; added < ADDED_TYPE_BYTES; added++) type.byte(0);
    this.passOn(this.remaining > 0 ? byteLength : adaptTypeBytes(type.buffer, 0, byteLength, this.form));
  }

  private passOn(byteLength: number): void {
    const { type, holds } = this;
    const { buffer } = type;
    this.holds = NOTHING;
    type.byteLength = 0;
    if (byteLength === 0) return;
    if (holds === OPAQUE) this.sink.opaque(buffer, 0, byteLength, this.remaining);
    else this.sink.text(buffer, 0, byteLength);
  }
}
