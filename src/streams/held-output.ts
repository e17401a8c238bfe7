import type { DocumentEncoder } from "../codec/document-encoder.ts";
import { SyncmlError } from "../core/errors.ts";
import type { AttributeName, DocumentInfo, ElementName, EventSink, Locator } from "../core/sink.ts";

/**
 * Passes events to an encoder, and fails when it holds back more than `maxHeldBytes` of output. Checked after every event
 * that adds output:
 *
 * ```
 *  already sent │ held by the encoder: a length, or Meta, is still open │
 *               └──────────────── at most maxHeldBytes ────────────────┘
 * ```
 */
export class HeldOutput implements EventSink {
  private readonly encoder: DocumentEncoder;
  private readonly maxHeldBytes: number;
  private locator: Locator | undefined;

  constructor(encoder: DocumentEncoder, maxHeldBytes: number) {
    this.encoder = encoder;
    this.maxHeldBytes = maxHeldBytes;
  }

  startDocument(info: DocumentInfo, at: Locator): void {
    this.locator ??= at;
    this.encoder.sink.startDocument(info, at);
  }

  startElement(name: ElementName): void {
    this.encoder.sink.startElement(name);
    this.check();
  }

  attribute(name: AttributeName, value: string): void {
    this.encoder.sink.attribute(name, value);
  }

  text(chunk: Uint8Array, start: number, end: number): void {
    this.encoder.sink.text(chunk, start, end);
    this.check();
  }

  string(value: string): void {
    this.encoder.sink.string(value);
    this.check();
  }

  opaque(chunk: Uint8Array, start: number, end: number, remaining: number): void {
    this.encoder.sink.opaque(chunk, start, end, remaining);
    this.check();
  }

  endElement(): void {
    this.encoder.sink.endElement();
  }

  endDocument(): void {
    this.encoder.sink.endDocument();
  }

  private check(): void {
    if (this.encoder.heldBytes <= this.maxHeldBytes) return;
    const reason = `output of more than maxHeldBytes (${this.maxHeldBytes}) waits for what follows it`;
    throw new SyncmlError("limit-exceeded", reason, this.locator);
  }
}
