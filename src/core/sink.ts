/** An element name. Names of a vocabulary are interned permanently, all others per document: compare with `===`. */
export interface ElementName {
  /** Local name. */
  readonly local: string;
  /** Namespace, `""` for none. */
  readonly namespace: string;
  /** WBXML tag page, or -1 for a name that no page holds. */
  readonly page: number;
  /** WBXML tag token without its two flag bits, or -1 for a name known only as a literal. */
  readonly token: number;
  /** The octets of an OPAQUE below this element are a value whose text form is base64, not text in the charset. */
  readonly binary: boolean;
}

/** An attribute name. If a WBXML token includes a value prefix, that is joined with the value before a sink sees it. */
export interface AttributeName {
  /** Local name. */
  readonly local: string;
  /** Namespace, `""` for none. */
  readonly namespace: string;
  /** The prefix that the source used, as a hint for writing it again. */
  readonly prefix: string;
}

/** What a source knows of its document when the root element opens. */
export interface DocumentInfo {
  /** How the document is written. */
  readonly format: "wbxml" | "xml";
  /** WBXML version byte (0x03 is 1.3), or 0 for XML. */
  readonly version: number;
  /** Numeric public identifier; 0 if the document named it as text or not at all. */
  readonly publicId: number;
  /** Textual public identifier as received; `undefined` if there was none. */
  readonly publicIdText: string | undefined;
  /** Charset as MIBenum; 0 if the document did not say. */
  readonly charset: number;
}

/** Where the source is now: a live view, read when needed. */
export interface Locator {
  /** Bytes from the start of the outermost document to the token that is being read. */
  readonly offset: number;
  /** Offset, from the same start, of the first byte of the piece that {@link EventSink.opaque} is being handed. */
  readonly opaqueOffset: number;
  /**
   * Offset of the first byte of the current run of text or opaque, a piece of which {@link EventSink.text},
   * {@link EventSink.string} or {@link EventSink.opaque} is being handed. A run is contiguous in the document. Absent where
   * characters do not map to bytes one to one, such as in a reference or in base64, and where there are no bytes.
   */
  readonly textOffset?: number | undefined;
  /** Line of that token, from 1, where the source counts lines. */
  readonly line?: number | undefined;
  /** Column in the line, in characters from 1, where the source counts lines. */
  readonly column?: number | undefined;
  /** Open elements, outermost first, such as `/SyncML/SyncBody/Add`. */
  path(): string;
}

/** The location of what concerns a document as a whole: its first byte, with no element open. */
export const documentStart: Locator = { offset: 0, opaqueOffset: 0, path: () => "" };

/** A location other than the current one, for an error that is detected later. */
export function placeAt(offset: number, at: Locator): Locator {
  return { offset, opaqueOffset: offset, path: () => at.path() };
}

/**
 * What every source calls and every encoder, builder, printer and filter implements.
 *
 * Calls are balanced: one `endElement` for each `startElement`, one `endDocument` for each `startDocument`. A
 * `startDocument` between `startElement` and `endElement` opens an embedded document, the only child of that element.
 */
export interface EventSink {
  /** A document begins: the outermost, or one embedded in the open element. `at` is a live view of where the source is. */
  startDocument(info: DocumentInfo, at: Locator): void;
  /** An element begins; its attributes follow before any content. */
  startElement(name: ElementName): void;
  /** Comes after `startElement` and before any content of that element. */
  attribute(name: AttributeName, value: string): void;
  /** Bytes `start` to `end` of `chunk` as UTF-8, valid during the call only; never empty. Adjacent calls are one text. */
  text(chunk: Uint8Array, start: number, end: number): void;
  /** Like {@link EventSink.text}, from a source that already has a string; never empty. */
  string(value: string): void;
  /**
   * Bytes `start` to `end` of `chunk` of one opaque, of which `remaining` more bytes are still to come. `chunk` is
   * valid during the call only. An empty opaque is one call with `start === end`.
   */
  opaque(chunk: Uint8Array, start: number, end: number, remaining: number): void;
  /** The innermost open element ends. */
  endElement(): void;
  /** The innermost open document ends. */
  endDocument(): void;
}

/** A source reads one document: `write` for each chunk, `end` once, then it is used up. */
export interface ChunkedSource<Chunk> {
  /** Takes the next piece of the document, which may be split at any byte. */
  write(chunk: Chunk): void;
  /** Ends the document; throws `truncated-input` if it is not complete. */
  end(): void;
}
