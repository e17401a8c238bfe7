import type { DevInf, MgmtTree } from "../../ast/nodes.ts";
import type { VocabularySet } from "../../vocabulary/vocabulary-set.ts";
import { type Announcement, announcedIn, isAnnounced, mayBeDocument } from "../../wbxml/data-meta.ts";
import { beginsLikeDocument, HEADER_BYTES, isOfOtherSize } from "../embedded-recognition.ts";

/** An opaque that is announced as a document and does not begin like one. */
export const NO_HEADER: unique symbol = Symbol();
/** An opaque whose value only the event path can tell. */
export const UNDECIDED: unique symbol = Symbol();

/**
 * The media type that Meta gives the document in the opaque of a Data element, `""` if the document says itself what it is;
 * `undefined` if there is none. `own` is what the node with the Data announces, and `outer` the node around it.
 */
export function announcedDocument(
  opaque: Uint8Array,
  own: Announcement | undefined,
  outer: Announcement | undefined,
  vocabularies: VocabularySet,
): string | typeof NO_HEADER | typeof UNDECIDED | undefined {
  const type = announcedIn("type", own, outer);
  const size = announcedIn("size", own, outer);
  if (opaque.length === 0 || !mayBeDocument(type, vocabularies)) return undefined;
  if (!beginsLikeDocument(opaque.subarray(0, HEADER_BYTES), type, vocabularies)) {
    return isAnnounced(type) ? NO_HEADER : undefined;
  }
  if (isOfOtherSize(opaque.length, size)) return UNDECIDED;
  return isAnnounced(type) ? type : "";
}

/** Whether a document is one that Data holds as a node of its own. */
export function isEmbedded(document: unknown): document is DevInf | MgmtTree {
  const kind = (document as DevInf | undefined)?.kind as string | undefined;
  return kind === "DevInf" || kind === "MgmtTree";
}
