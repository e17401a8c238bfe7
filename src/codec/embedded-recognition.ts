import { announcedVocabulary, MESSAGE_ROOT, type VocabularySet } from "../vocabulary/vocabulary-set.ts";
import { isAnnounced } from "../wbxml/data-meta.ts";
import { UNKNOWN_PUBLIC_ID } from "../wbxml/header.ts";
import { peekPublicIdentifier } from "../wbxml/peek-header.ts";

// A header fits in these, with any public identifier in use.
export const HEADER_BYTES = 128;

/**
 * Whether Meta Size says another length, as for a chunk of a large object. It may also be that of the document in its other
 * form: then the opaque is a whole document, which a chunk in front of others never is.
 */
export function isOfOtherSize(byteLength: number, size: string): boolean {
  return /^\d+$/.test(size) && Number(size) !== byteLength;
}

/** Whether bytes begin like an embedded document, by their public identifier, or by Meta Type in its place. */
export function beginsLikeDocument(head: Uint8Array, type: string, vocabularies: VocabularySet): boolean {
  const id = peekPublicIdentifier(head);
  const found = id && announcedVocabulary(vocabularies, { publicId: id.number, publicIdText: id.text });
  if (found !== undefined && found.definition.root !== MESSAGE_ROOT) return true;
  return isAnnounced(type) && id !== undefined && id.number <= UNKNOWN_PUBLIC_ID && !id.text;
}
