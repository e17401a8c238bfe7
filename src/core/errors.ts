import type { Locator } from "./sink.ts";

/** What can go wrong. Codes are stable; texts are not. */
export type SyncmlErrorCode =
  /** Input ended before the root element closed (WAP-192 §5.2). */
  | "truncated-input"
  /** An `mb_u_int32` needs more than 32 bits or more than five bytes (WAP-192 §5.1). */
  | "integer-overflow"
  /** A version byte outside 1.0–1.3 (WAP-192 §5.4). */
  | "unsupported-version"
  /** The charset is unknown, or this platform cannot decode it (WAP-192 §5.6). */
  | "unsupported-charset"
  /** Neither public id, media type nor root element name a known vocabulary (WAP-192 §5.5). */
  | "unknown-document-type"
  /** A token where the grammar does not allow it (WAP-192 §5.3). */
  | "unexpected-token"
  /** A tag or attribute token outside the vocabulary, with `unknownTokens: "reject"`. */
  | "unknown-token"
  /** An index at or past the end of the string table (WAP-192 §5.7). */
  | "string-table-index"
  /** ENTITY outside Unicode's scalar values (WAP-192 §5.8.4.1). */
  | "invalid-character"
  /** A literal name that is not an XML name, or an attribute given twice. */
  | "invalid-name"
  /** An opaque that has no text form, with `opaque: "reject"`. */
  | "unrepresentable"
  /** XML that is not well-formed, with or without namespaces (XML 1.0 §2.1, Namespaces in XML §7). */
  | "not-well-formed"
  /** An internal subset that declares entities: never expanded, never fetched. */
  | "entity-declaration"
  /** An object that is not a message: a field of the wrong type, a kind that does not exist. */
  | "invalid-message"
  /** The root element is not the one asked for. */
  | "unexpected-root"
  /** A line of a token listing that is not understood; offset counts characters, and the reason names the line. */
  | "invalid-listing"
  /** Octets that break the layout of a notification, push PDU, short message or provisioning document; the reason names the field. */
  | "invalid-layout"
  /** A limit of the reader was hit; the reason names it. */
  | "limit-exceeded"
  /** A call out of order: writing to a source that has ended or failed. */
  | "misuse";

/**
 * The only error that this library throws for bad input. Test it by `name`, since two copies of the package may be loaded.
 */
export class SyncmlError extends Error {
  /** Always `SyncmlError`, so that it is recognised across copies of the package. */
  override readonly name = "SyncmlError";
  /** The kind of fault; stable. */
  readonly code: SyncmlErrorCode;
  /** Bytes from the start of the outermost document. */
  readonly offset: number | undefined;
  /** Elements open at that byte, such as `/SyncML/SyncHdr`. */
  readonly path: string | undefined;
  /** The message without code and place. */
  readonly reason: string;
  /** Line of that byte, from 1, for XML. */
  readonly line: number | undefined;
  /** Column in the line, in characters from 1, for XML. */
  readonly column: number | undefined;

  constructor(code: SyncmlErrorCode, reason: string, at?: Locator, cause?: unknown) {
    const path = at?.path();
    super(`${code}${at ? ` at byte ${at.offset} in ${path || "/"}` : ""}: ${reason}`, { cause });
    this.code = code;
    this.reason = reason;
    this.offset = at?.offset;
    this.path = path;
    this.line = at?.line;
    this.column = at?.column;
  }
}

/** Whether `value` is a {@link SyncmlError}, from this copy of the package or another. */
export function isSyncmlError(value: unknown): value is SyncmlError {
  return value instanceof Error && value.name === "SyncmlError";
}
