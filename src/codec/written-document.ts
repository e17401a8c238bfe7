import { ByteWriter } from "../core/byte-writer.ts";
import type { Octets } from "../core/bytes.ts";
import type { EventSink } from "../core/sink.ts";
import { decodeUtf8Lossy } from "../core/utf8.ts";
import type { Format } from "./detect-format.ts";
import { DocumentEncoder } from "./document-encoder.ts";
import type { ReadOptions, WriteOptions } from "./options.ts";

const whole = { flushBytes: Number.POSITIVE_INFINITY, holdBytes: Number.POSITIVE_INFINITY };

/** A document that is written as a whole: a sink for its events, and the result. */
export class WrittenDocument {
  readonly sink: EventSink;
  private readonly writer = new ByteWriter();

  constructor(format: Format, options: Partial<WriteOptions & Pick<ReadOptions, "embedded">>) {
    const take = (piece: Uint8Array) => this.writer.bytes(piece, 0, piece.length);
    this.sink = new DocumentEncoder(format, take, { ...options, ...whole }).sink;
  }

  bytes(): Octets {
    return this.writer.take();
  }

  /** The document as a string. For XML only, which is written as UTF-8. */
  text(): string {
    return decodeUtf8Lossy(this.writer.buffer, 0, this.writer.byteLength);
  }
}
