/** The document that text stands for, and what the text was taken for. */
export interface TextForm {
  readonly bytes: Uint8Array;
  /** Completes "read as …". */
  readonly form: string;
}
