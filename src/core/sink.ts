/** An element name. Those of a vocabulary are interned for good, all others per document: compare with `===`. */
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

/** An attribute name; the value prefix that a WBXML token may carry is joined with the value before a sink sees it. */
export interface AttributeName {
  /** Local name. */
  readonly local: string;
  /** Namespace, `""` for none. */
  readonly namespace: string;
  /** The prefix the source used, a hint for writing it again. */
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
  /** Textual public identifier as it came, if it came. */
  readonly publicIdText: string | undefined;
  /** Charset as MIBenum; 0 if the document did not say. */
  readonly charset: number;
}

/** Where the source is now: a live view, read when needed. */
export interface Locator {
  /** Bytes from the start of the outermost document to the token that is being read. */
  readonly offset: number;
  /** Bytes from there to the first byte of the piece that {@link EventSink.opaque} is handed. */
  readonly opaqueOffset: number;
  /**
   * Bytes from there to the first byte of the run of text that {@link EventSink.text} or {@link EventSink.string} is handed
   * a piece of, or of the opaque. Within a run characters follow one another as in the document; where they do not, as in
   * a reference or in base64, and where there are no bytes, it is absent.
   */
  readonly textOffset?: number | undefined;
  /** Line and column of that token, both from 1, in a source that has lines; columns count characters. */
  readonly line?: number | undefined;
  /** Column in the line, in characters from 1, where the source counts lines. */
  readonly column?: number | undefined;
  /** Open elements as `/SyncML/SyncBody/Add`, outermost first. */
  path(): string;
}

/** The place of what concerns a document as a whole: its first byte, where no element is open. */
export const documentStart: Locator = { offset: 0, opaqueOffset: 0, path: () => "" };

/** A place that is not the one the source is at, for an error found late. */
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
  /** A document begins: the outermost, or one embedded in the element that is open. `at` is where the source is, a live view. */
  startDocument(info: DocumentInfo, at: Locator): void;
  /** An element begins; its attributes follow before any content. */
  startElement(name: ElementName): void;
  /** Comes after `startElement` and before any content of that element. */
  attribute(name: AttributeName, value: string): void;
  /** Bytes `start` to `end` of `chunk` as UTF-8, valid during the call only; never empty. Adjacent calls are one text. */
  text(chunk: Uint8Array, start: number, end: number): void;
  /** Text from a source that holds a string already; never empty, otherwise like {@link EventSink.text}. */
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
  /** Takes the next piece of the document; cuts may fall on any byte. */
  write(chunk: Chunk): void;
  /** Says that nothing more comes; throws `truncated-input` if the document is not complete. */
  end(): void;
}
