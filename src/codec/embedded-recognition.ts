import { MESSAGE_ROOT, normalizeMediaType, type VocabularySet } from "../vocabulary/vocabulary-set.ts";
import { UNKNOWN_PUBLIC_ID } from "../wbxml/header.ts";
import { peekPublicIdentifier } from "../wbxml/peek-header.ts";

// A header fits in these, with any public identifier in use.
export const HEADER_BYTES = 128;

/** Whether an opaque of this length can be a document, by what Meta says of it; `""` where Meta is silent. */
export function mayBeEmbedded(byteLength: number, type: string, size: string, vocabularies: VocabularySet): boolean {
  // A Size that says otherwise makes this a chunk of a large object.
  const isChunk = /^\d+$/.test(size) && Number(size) !== byteLength;
  if (byteLength === 0 || isChunk) return false;
  return type === "" || vocabularies.findByMediaType(type).some(({ definition }) => definition.root !== MESSAGE_ROOT);
}

/** Whether Meta says that the data is a document in WBXML. */
export function isAnnounced(type: string): boolean {
  return normalizeMediaType(type).endsWith("+wbxml");
}

/** Whether bytes begin like an embedded document, by their public identifier, or by Meta Type in its place. */
export function beginsLikeDocument(head: Uint8Array, type: string, vocabularies: VocabularySet): boolean {
  const id = peekPublicIdentifier(head);
  const found = id?.text ? vocabularies.findByPublicIdText(id.text) : vocabularies.findByPublicId(id?.number ?? 0);
  if (found !== undefined && found.definition.root !== MESSAGE_ROOT) return true;
  return isAnnounced(type) && id !== undefined && id.number <= UNKNOWN_PUBLIC_ID && !id.text;
}
