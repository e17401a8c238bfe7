/** The document that a text encodes, and the form that was recognised. */
export interface TextForm {
  readonly bytes: Uint8Array;
  /** Completes "read as …". */
  readonly form: string;
}
