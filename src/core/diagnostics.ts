import type { Locator } from "./sink.ts";

/** What a reader tolerated. Every leniency has a code: nothing is repaired silently. */
export type DiagnosticCode =
  /** A string in the string table ran to the end of the table without a terminator. */
  | "unterminated-string"
  /** The public id was missing or unknown; the media type named the vocabulary. */
  | "vocabulary-from-media-type"
  /** The public id was missing or unknown; the root element named the vocabulary. */
  | "vocabulary-from-root"
  /** The media type took precedence over a different public id. */
  | "media-type-overrides-public-id"
  /** A token that the vocabulary lacks, kept with its page and number. */
  | "unknown-token"
  /** A token that only a later version of the vocabulary has. */
  | "later-version-token"
  /** An `xmlns` attribute inside WBXML, where pages imply the namespace; read, not passed on. */
  | "xmlns-attribute"
  /** A literal name whose prefix no `xmlns` attribute declares. */
  | "undeclared-prefix"
  /** A processing instruction, skipped. */
  | "processing-instruction"
  /** An extension token that the vocabulary gives no meaning, skipped. */
  | "unknown-extension"
  /** An OPAQUE attribute value that is not text, passed on as base64. */
  | "opaque-attribute"
  /** Data whose Meta Type announces an embedded document but which does not begin like one, kept as bytes. */
  | "not-an-embedded-document"
  /** Bytes after the root element, ignored; in XML only zero octets are. */
  | "trailing-bytes"
  /** White space before the XML declaration, skipped. */
  | "blanks-before-declaration"
  /** A namespace that is missing or misspelt; the element was recognised by its name and place. */
  | "namespace-inferred"
  /** A raw control character in the data of an XML message, kept. */
  | "control-character"
  /** A raw CR in the data of an XML message, kept since peers count it in Size. */
  | "carriage-return"
  /** Text that is not valid in its encoding: kept as bytes in Data, with U+FFFD elsewhere. */
  | "invalid-text"
  /** An element that the standard does not have at this place, kept as a generic element. */
  | "unknown-element"
  /** A second occurrence of an element that may appear once, kept as a generic element. */
  | "repeated-element"
  /** Text or attributes where the standard has none, kept. */
  | "unexpected-content"
  /** An element that the standard requires is absent. */
  | "missing-element";

/** Something that was tolerated, and where. */
export interface Diagnostic {
  /** What was tolerated. */
  readonly code: DiagnosticCode;
  /** What was accepted, in words; codes are stable, texts are not. */
  readonly message: string;
  /** Bytes from the start of the outermost document. */
  readonly offset: number;
  /** Names of the enclosing elements, such as `/SyncML/SyncBody`; `""` outside the root. */
  readonly path: string;
}

/** Receives the diagnostics of a reader or builder. */
export type DiagnosticListener = (diagnostic: Diagnostic) => void;

/** Builds the diagnostic at `at` and hands it to `listener`, if there is one. */
export function report(
  listener: DiagnosticListener | undefined,
  code: DiagnosticCode,
  message: string,
  at: Locator,
): void {
  listener?.({ code, message, offset: at.offset, path: at.path() });
}
