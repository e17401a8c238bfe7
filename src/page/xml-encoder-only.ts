import { EmbeddedTypes } from "../ast/embedded-types.ts";
import type { Format } from "../codec/detect-format.ts";
import type { WriteOptions } from "../codec/options.ts";
import type { EventSink } from "../core/sink.ts";
import { XmlEncoder } from "../xml/encoder.ts";

// What the page has in place of the encoder of both formats: it writes messages as XML only.

/** Writes a document as XML. */
export class DocumentEncoder {
  readonly sink: EventSink;

  constructor(format: Format, output: (bytes: Uint8Array) => void, options: Partial<WriteOptions>) {
    if (format !== "xml") throw new TypeError("the page writes no WBXML");
    const encoder = new XmlEncoder(output, options);
    this.sink = options.embeddedTypes === "keep" ? encoder : new EmbeddedTypes(encoder, format);
  }
}
