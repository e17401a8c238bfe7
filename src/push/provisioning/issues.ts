/** What is wrong with a provisioning document that could be read. Codes are stable; texts are not. */
export type ProvisioningIssueCode =
  /** A characteristic type or parm name whose case is not the standard's; taken as the standard's. */
  | "name-case"
  /** An element other than characteristic and parm, skipped with what is in it. */
  | "unknown-element"
  /** An element at a place where it may not be, skipped with what is in it: a parm at the top, or anything in a parm. */
  | "misplaced-element"
  /** A characteristic without a type or a parm without a name, skipped with what is in it. */
  | "missing-name"
  /** An account without PROVIDER-ID, or in a management tree without ServerID: not in the accounts. */
  | "missing-server-id"
  /** An account without an address: not in the accounts. */
  | "missing-address"
  /** A port that is not that of the URI it belongs to; the URI wins. */
  | "port-conflict"
  /** The document is not signed, or SEC names no known method. */
  | "not-signed"
  /** It is signed, but the PIN or the identity that the method needs was not given. */
  | "key-missing"
  /** It is signed by a method that needs a MAC, and there is none. */
  | "mac-missing"
  /** The MAC, or the PIN that contains it, does not fit the document and the keys. */
  | "mac-mismatch";

/** Something that was noticed, and where. */
export interface ProvisioningIssue {
  /** What is wrong; stable. */
  readonly code: ProvisioningIssueCode;
  /** What was noticed, in words and without secrets. */
  readonly message: string;
  /** The elements around it by type, such as `/wap-provisioningdoc/APPLICATION/APPADDR`; `""` for the document as a whole. */
  readonly path: string;
  /** Octet of the document where it begins; absent if it concerns no single octet. */
  readonly offset?: number | undefined;
}
