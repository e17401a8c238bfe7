/** What a leaf is. Names are stable; new ones may come. */
export type LeafKind =
  | "version"
  | "publicId"
  | "charset"
  | "stringTable"
  | "page"
  | "start"
  | "empty"
  | "end"
  | "text"
  | "opaque"
  | "attribute"
  | "attributeValue"
  | "instruction"
  | "comment"
  | "doctype"
  | "blank"
  | "field"
  | "data"
  | "trailing"
  | "fault"
  | "unread"
  | "missing";

/** Octets of an input that belong together, and what they say. */
export interface Leaf {
  /** First octet, from the start of the whole input. */
  readonly start: number;
  /** Octet after the last; equal to `start` for what is missing or has no octets. */
  readonly end: number;
  /** Nesting: of elements, and of documents in carriers. */
  readonly depth: number;
  /** What part of a document or carrier it is. */
  readonly kind: LeafKind;
  /** What it is: the name of an element or field, or a word for other things. */
  readonly label: string;
  /** The value, whole. */
  readonly value?: string;
  /** First octet of the value, where others come before or after it: a token, a length, a zero at the end. */
  readonly valueStart?: number;
  /** Octet after the last of the value. */
  readonly valueEnd?: number;
  /** What the value or the element means. */
  readonly note?: string;
  /** The attributes of a tag of XML, as written. */
  readonly attributes?: string;
  /** What comes after it, one deeper, is a document inside it. */
  readonly isContainer?: true;
  /** How it is written: the token, its page and form. */
  readonly form?: string;
  /** The element it belongs to, such as `/SyncML/SyncBody/Status[2]/Data`; the first of a name has no number. */
  readonly path?: string;
  /** What is wrong with it. */
  readonly finding?: string;
  /** That a reader puts up with it. */
  readonly isTolerated?: true;
}

/** A fault of the input, and where it is. */
export interface Finding {
  /** `error`: a reader stops there; `warning`: it puts up with it. */
  readonly severity: "error" | "warning";
  /** The code of an error or a diagnostic of the library. */
  readonly code: string;
  /** What is wrong, in one clause. */
  readonly message: string;
  /** Where, from the start of the whole input. */
  readonly offset: number;
  /** The element it was found in. */
  readonly path?: string;
}

/** Every octet of an input. */
export interface Explanation {
  /** What the input was taken for: `wbxml`, `xml`, `notification`, `push`, `sms`, `userData`, `http` or `unknown`. */
  readonly format: string;
  /** What it is, in short: `["WBXML 1.3", "SyncML 1.2"]`. */
  readonly summary: readonly string[];
  /** In order; `end` of each is `start` of the next, from 0 to the length of the input. */
  readonly leaves: readonly Leaf[];
  /** In order; empty if nothing is wrong. */
  readonly findings: readonly Finding[];
}
