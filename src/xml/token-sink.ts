/**
 * Receives the tokens of a document as views; names are not resolved. Bytes `start` to `end` of `chunk` are UTF-8 and valid
 * during the call only. Names and values come whole; text and the data of instructions may come in several pieces.
 */
export interface TokenSink {
  /** The public identifier of the document type declaration. */
  publicId(chunk: Uint8Array, start: number, end: number): void;
  /** The name of the document type declaration. */
  doctypeName(chunk: Uint8Array, start: number, end: number): void;
  /** The name of a start tag; its attributes and {@link TokenSink.finishStartTag} follow. */
  startTag(chunk: Uint8Array, start: number, end: number): void;
  attributeName(chunk: Uint8Array, start: number, end: number): void;
  /** The normalised value of the attribute named last (XML 1.0 §3.3.3). */
  attributeValue(chunk: Uint8Array, start: number, end: number): void;
  /** The end of a start tag, of an empty element if `empty`: no end tag follows then. */
  finishStartTag(empty: boolean): void;
  endTag(chunk: Uint8Array, start: number, end: number): void;
  /** Character data: of text, of a CDATA section, or the value of a reference; never empty. */
  text(chunk: Uint8Array, start: number, end: number): void;
  /** The target of a processing instruction. */
  instruction(chunk: Uint8Array, start: number, end: number): void;
  instructionData(chunk: Uint8Array, start: number, end: number): void;
  endInstruction(): void;
  /** The body is complete. */
  endDocument(): void;
  /** Open elements, for errors. */
  path(): string;
}
