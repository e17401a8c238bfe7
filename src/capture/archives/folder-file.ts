/** A file of a folder or an archive. */
export interface FolderFile {
  /** Its path from there, with `/`. It is only compared, never opened. */
  readonly name: string;
  /** Its octets. Asked for at most once, and only of files that are read: a getter may fetch them then. */
  readonly bytes: Uint8Array;
}
