import type { ChunkedSource, EventSink, Locator } from "../core/sink.ts";
import { WbxmlReader } from "../wbxml/reader.ts";
import { EmbeddedDocuments } from "./embedded-documents.ts";
import type { ReadOptions } from "./options.ts";

/** A source for one document, to be written in chunks cut anywhere. */
export interface DocumentSource extends ChunkedSource<Uint8Array>, Locator {}

/**
 * Opens a document: `sink` gets its events, those of embedded documents included, as its bytes are written.
 *
 * `write` and `end` throw {@link SyncmlError}; what was read before has reached the sink by then.
 */
export function openDocument(sink: EventSink, options: Partial<ReadOptions> = {}): DocumentSource {
  if (options.embedded === "keep") return new WbxmlReader(sink, options);
  const embedded = new EmbeddedDocuments(sink, options);
  return new FilteredSource(new WbxmlReader(embedded, options), embedded);
}

/** A source behind a filter that holds bytes back until it knows what they are. */
class FilteredSource implements DocumentSource {
  private readonly source: DocumentSource;
  private readonly filter: EmbeddedDocuments;

  constructor(source: DocumentSource, filter: EmbeddedDocuments) {
    this.source = source;
    this.filter = filter;
  }

  get offset(): number {
    return this.source.offset;
  }

  get opaqueOffset(): number {
    return this.source.opaqueOffset;
  }

  path(): string {
    return this.source.path();
  }

  write(chunk: Uint8Array): void {
    try {
      this.source.write(chunk);
    } catch (error) {
      this.filter.flush();
      throw error;
    }
  }

  end(): void {
    this.filter.flush();
    this.source.end();
  }
}
