import { type Bytes, bytesOrString } from "../core/bytes.ts";
import { SyncmlError } from "../core/errors.ts";
import { resolveLimits } from "../core/limits.ts";
import { type ChunkedSource, type EventSink, type Locator, placeAt } from "../core/sink.ts";
import { DocumentDecoder } from "./document-decoder.ts";
import { resolveReadOptions, type XmlReadOptions } from "./read-options.ts";
import { TokenNamer } from "./token-namer.ts";
import { StringTranscoder } from "./utf16.ts";

/**
 * Reads one XML document, chunk by chunk, and calls a sink with its events: XML 1.0 (fifth edition) with namespaces, in
 * UTF-8, UTF-16 or any encoding that the platform decodes. No entity is expanded and nothing is fetched.
 *
 * Chunks are bytes or strings, not both. Offsets count bytes: exactly in UTF-8, UTF-16 and encodings of one byte; in
 * others they count characters; in strings, the bytes of their UTF-8.
 *
 * `write` and `end` throw {@link SyncmlError} `not-well-formed`, `invalid-character`, `entity-declaration`,
 * `unsupported-charset`, `limit-exceeded`, `truncated-input` or `misuse`. What was read before has reached the sink by
 * then.
 */
export class XmlReader implements ChunkedSource<Bytes | string>, Locator {
  private readonly namer: TokenNamer;
  private readonly decoder: DocumentDecoder;
  private readonly maxDocumentBytes: number;
  private readonly baseOffset: number;
  private strings: StringTranscoder | undefined;
  private byteLength = 0;
  private started = false;
  private closed = false;

  constructor(sink: EventSink, options: Partial<XmlReadOptions> = {}) {
    const resolved = resolveReadOptions(options);
    this.namer = new TokenNamer(sink, resolved);
    this.decoder = new DocumentDecoder(this.namer, resolved);
    this.maxDocumentBytes = resolveLimits(resolved.limits).maxDocumentBytes;
    this.baseOffset = resolved.baseOffset;
  }

  /** Offset in the outermost document of the token being read. */
  get offset(): number {
    return this.namer.offset;
  }

  /** Implements {@link Locator.opaqueOffset}. */
  get opaqueOffset(): number {
    return this.namer.opaqueOffset;
  }

  /** Line of the current place, from 1. */
  get line(): number {
    return this.namer.line;
  }

  /** Column of the current place in its line, in characters from 1. */
  get column(): number {
    return this.namer.column;
  }

  /** Names of the open elements, as `/SyncML/SyncHdr`. */
  path(): string {
    return this.namer.path();
  }

  /** Takes the next piece of the document; cuts may fall on any byte. */
  write(given: Bytes | string): void {
    const chunk = bytesOrString(given);
    if (this.closed) throw new SyncmlError("misuse", "write after the end or after an error", this);
    // Set until the chunk is done, so that an error leaves the reader closed.
    this.closed = true;
    const bytes = this.bytesOf(chunk);
    const end = Math.min(bytes.length, this.maxDocumentBytes - this.byteLength);
    this.byteLength += end;
    try {
      this.decoder.write(bytes, 0, end);
    } catch (error) {
      this.namer.release();
      throw error;
    }
    if (end < bytes.length) {
      this.namer.release();
      const reason = `document is longer than maxDocumentBytes (${this.maxDocumentBytes})`;
      throw new SyncmlError("limit-exceeded", reason, placeAt(this.baseOffset + this.byteLength, this));
    }
    this.closed = false;
  }

  /** Says that nothing more comes; throws `truncated-input` if the document is not complete. */
  end(): void {
    if (this.closed) throw new SyncmlError("misuse", "end after the end or after an error", this);
    this.closed = true;
    try {
      this.decoder.end(this.byteLength, this.strings?.isCut === true);
    } catch (error) {
      this.namer.release();
      throw error;
    }
  }

  private bytesOf(chunk: Uint8Array | string): Uint8Array {
    const isString = typeof chunk === "string";
    if (!this.started) {
      this.started = true;
      if (isString) {
        this.strings = new StringTranscoder();
        this.decoder.expectString();
      }
    }
    if (isString !== (this.strings !== undefined)) {
      throw new SyncmlError("misuse", "strings and bytes in one document", this);
    }
    return isString ? (this.strings as StringTranscoder).transcode(chunk) : chunk;
  }
}
