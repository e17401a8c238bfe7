import type { ChunkedSource, EventSink, Locator } from "../core/sink.ts";
import { WbxmlReader } from "../wbxml/reader.ts";
import { EmbeddedDocuments } from "./embedded-documents.ts";
import type { ReadOptions } from "./options.ts";

/**
 * A source for one document, to be written in chunks cut anywhere; `sink` gets its events, those of embedded documents
 * included.
 */
export function openDocument(sink: EventSink, options: Partial<ReadOptions> = {}): ChunkedSource<Uint8Array> & Locator {
  return new WbxmlReader(options.embedded === "keep" ? sink : new EmbeddedDocuments(sink, options), options);
}
