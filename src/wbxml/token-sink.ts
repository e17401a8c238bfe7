/** The header of a document, as numbers. */
export interface WbxmlHeader {
  /** Version byte: major minus one in the high nibble, minor in the low one. */
  readonly version: number;
  /** Numeric public identifier, or 0 if it is in the string table at {@link WbxmlHeader.publicIdIndex}. */
  readonly publicId: number;
  /** Index of the public identifier in the string table, -1 if it is a number. */
  readonly publicIdIndex: number;
  /** MIBenum; 0 if unknown, -1 if the version has no such field. */
  readonly charset: number;
  /** Offsets of the fields that errors may refer to. */
  readonly publicIdOffset: number;
  /** Bytes from the start of the document to the charset. */
  readonly charsetOffset: number;
  /** A copy of the string table. */
  readonly stringTable: Uint8Array;
}

/**
 * Receives the tokens of a document as integers and views, without names. Bytes `start` to `end` of `chunk` are valid
 * during the call only; a string or an opaque may come in several pieces.
 */
export interface TokenSink {
  /** The header is complete, string table included. */
  header(header: WbxmlHeader): void;
  /** SWITCH_PAGE in the tag or the attribute code space. The tokens that follow carry their page anyway. */
  switchPage(space: number, page: number): void;
  /** A tag; `flags` says whether attributes and content follow, each closed by a call of its own. */
  tag(page: number, token: number, flags: number): void;
  /** A tag whose name is at `index` of the string table, with its flag bits. */
  literalTag(index: number, flags: number): void;
  /** END of the content of the innermost element. */
  endContent(): void;
  /** An attribute of `page` begins. */
  attributeStart(page: number, token: number): void;
  /** An attribute whose name is at `index` of the string table. */
  literalAttribute(index: number): void;
  /** A value token of `page`. */
  attributeValue(page: number, token: number): void;
  /** END of an attribute list, or of a processing instruction. */
  endAttributes(): void;
  /** A processing instruction begins; attributes follow. */
  processingInstruction(): void;
  /** STR_I. `last` is set on the call that saw the terminator. */
  inlineString(chunk: Uint8Array, start: number, end: number, last: boolean): void;
  /** The string at `index` of the string table (STR_T). */
  tableString(index: number): void;
  /** A character by its code (ENTITY). */
  entity(code: number): void;
  /** EXT_I_`kind`, in pieces like {@link TokenSink.inlineString}. */
  extensionString(kind: number, chunk: Uint8Array, start: number, end: number, last: boolean): void;
  /** EXT_T_`kind`. */
  extensionInteger(kind: number, value: number): void;
  /** EXT_`kind`. */
  extension(kind: number): void;
  /** A piece of an OPAQUE; `remaining` bytes are still to come. `chunk` is valid during the call only. */
  opaque(chunk: Uint8Array, start: number, end: number, remaining: number): void;
  /** The body is complete. */
  endDocument(): void;
  /** Open elements, for errors. */
  path(): string;
}
