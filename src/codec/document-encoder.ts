import { ElementContent } from "../ast/element-content.ts";
import { EmbeddedTypes } from "../ast/embedded-types.ts";
import type { EventSink } from "../core/sink.ts";
import { WbxmlEncoder } from "../wbxml/encoder.ts";
import type { WbxmlWriteOptions } from "../wbxml/write-options.ts";
import { XmlEncoder } from "../xml/encoder.ts";
import type { Format } from "./detect-format.ts";
import type { ReadOptions, WriteOptions } from "./options.ts";

/** When what is written goes out. */
export type OutputOptions = Pick<WbxmlWriteOptions, "holdBytes" | "flushBytes">;

/** Whether the Meta Type of embedded documents is to say the form of what is written. */
export function adaptsTypes(
  format: Format,
  { embeddedTypes, embedded }: Partial<Pick<WriteOptions, "embeddedTypes"> & Pick<ReadOptions, "embedded">>,
): boolean {
  // A document that is left in its OPAQUE stays WBXML wherever it goes.
  return embeddedTypes !== "keep" && (format === "wbxml" || embedded !== "keep");
}

/** Writes a document in one form: a sink for its events, with the filters that the options ask for in front. */
export class DocumentEncoder {
  readonly sink: EventSink;
  private readonly encoder: WbxmlEncoder | XmlEncoder;
  private readonly types: EmbeddedTypes | undefined;

  /** `output` gets the bytes, each time as a view that is valid during the call only. */
  constructor(
    format: Format,
    output: (bytes: Uint8Array) => void,
    options: Partial<WriteOptions & OutputOptions & Pick<ReadOptions, "embedded">> = {},
  ) {
    this.encoder = format === "wbxml" ? new WbxmlEncoder(output, options) : new XmlEncoder(output, options);
    this.types = adaptsTypes(format, options) ? new EmbeddedTypes(this.encoder, format) : undefined;
    const sink = this.types ?? this.encoder;
    this.sink = format === "wbxml" && options.whitespace !== "keep" ? new ElementContent(sink) : sink;
  }

  /** Bytes that have not gone out; in XML they are few whatever comes in. */
  get heldBytes(): number {
    return this.encoder instanceof WbxmlEncoder ? this.encoder.heldBytes : 0;
  }

  /** Hands out all that is held back, for a document that failed half-way. */
  flush(): void {
    this.types?.flush();
    this.encoder.flush();
  }

  /** Hands out what is held back of such a document for a reader that cannot take back what it has read. */
  flushSettled(): void {
    this.types?.flush();
    if (this.encoder instanceof XmlEncoder) this.encoder.flushSettled();
    else this.encoder.flush();
  }
}
