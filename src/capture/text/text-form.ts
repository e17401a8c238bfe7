/** The document that a text encodes, and the form that was recognised. */
export interface TextForm {
  readonly bytes: Uint8Array;
  /** Completes "read as …". */
  readonly form: string;
}

/** Octets that a text may encode, and where. */
export interface Candidate extends TextForm {
  /** Characters of the text. */
  readonly start: number;
  readonly end: number;
}
