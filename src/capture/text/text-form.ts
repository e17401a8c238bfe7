/** The document that a text encodes, and the form that was recognised. */
export interface TextForm {
  readonly bytes: Uint8Array;
  /** Completes "read as …". */
  readonly form: string;
}

/** Characters of a text, from `start` up to, not including, `end`. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** A document that a text encodes, with the characters that encode it. */
export interface PlacedForm extends TextForm {
  /** In order; none where the text was changed before the document was found. */
  readonly ranges: readonly TextRange[];
}

/** Octets that a text may encode, and where. */
export interface Candidate extends TextForm, TextRange {
  /** The text was changed before they were found in it, so that their place is that in the changed text. */
  readonly isMoved?: boolean;
}
