import { ElementContent } from "../ast/element-content.ts";
import { EmbeddedTypes } from "../ast/embedded-types.ts";
import type { EventSink } from "../core/sink.ts";
import { WbxmlEncoder } from "../wbxml/encoder.ts";
import type { WbxmlWriteOptions } from "../wbxml/write-options.ts";
import { XmlEncoder } from "../xml/encoder.ts";
import type { Format } from "./detect-format.ts";
import type { ReadOptions, WriteOptions } from "./options.ts";

/** When output is passed on. */
export type OutputOptions = Pick<WbxmlWriteOptions, "holdBytes" | "flushBytes">;

/** Whether the Meta Type of embedded documents is changed to the format being written. */
export function adaptsTypes(
  format: Format,
  { embeddedTypes, embedded }: Partial<Pick<WriteOptions, "embeddedTypes"> & Pick<ReadOptions, "embedded">>,
): boolean {
  // An embedded document that is left in its OPAQUE stays WBXML, even in XML.
  return embeddedTypes !== "keep" && (format === "wbxml" || embedded !== "keep");
}

/** Writes a document in one format: a sink for its events, with the filters that the options require before the encoder. */
export class DocumentEncoder {
  readonly sink: EventSink;
  private readonly encoder: WbxmlEncoder | XmlEncoder;
  private readonly types: EmbeddedTypes | undefined;

  /** `output` receives the bytes, each time as a view that is valid during the call only. */
  constructor(
    format: Format,
    output: (bytes: Uint8Array) => void,
    options: Partial<WriteOptions & OutputOptions & Pick<ReadOptions, "embedded">> = {},
  ) {
    this.encoder = format === "wbxml" ? new WbxmlEncoder(output, options) : new XmlEncoder(output, options);
    this.types = adaptsTypes(format, options) ? new EmbeddedTypes(this.encoder, format) : undefined;
    const sink = this.types ?? this.encoder;
    this.sink =
      format === "wbxml" && options.whitespace !== "keep" ? new ElementContent(sink, options.vocabularies) : sink;
  }

  /** Bytes that are held back; 0 for XML, where they are always few. */
  get heldBytes(): number {
    return this.encoder instanceof WbxmlEncoder ? this.encoder.heldBytes : 0;
  }

  /** Passes on everything that is held back, for a document that failed half-way. */
  flush(): void {
    this.types?.flush();
    this.encoder.flush();
  }

  /**
   * Like `flush`, but without the header of WBXML, which can still change: for whoever writes the rest of the document and
   * puts the header in front of all.
   */
  flushBody(): void {
    if (this.encoder instanceof XmlEncoder) this.encoder.flush();
    else this.encoder.flushBody();
  }

  /** Forgets the document, whose root has ended, so that another one can begin. */
  restart(): void {
    if (this.encoder instanceof XmlEncoder) this.encoder.endDocument();
    else this.encoder.restart();
  }

  /** The encoder, if it writes WBXML. */
  get wbxml(): WbxmlEncoder | undefined {
    return this.encoder instanceof WbxmlEncoder ? this.encoder : undefined;
  }

  /** Like `flush`, but without output that later input could still have changed. */
  flushSettled(): void {
    this.types?.flush();
    if (this.encoder instanceof XmlEncoder) this.encoder.flushSettled();
    else this.encoder.flush();
  }
}
