import { announcedVocabulary, MESSAGE_ROOT, type VocabularySet } from "../vocabulary/vocabulary-set.ts";
import { isAnnounced } from "../wbxml/data-meta.ts";
import { UNKNOWN_PUBLIC_ID } from "../wbxml/header.ts";
import { peekPublicIdentifier } from "../wbxml/peek-header.ts";

// Enough for a header with any public identifier in use.
export const HEADER_BYTES = 128;

/**
 * Whether Meta Size differs from the length of an opaque. Then the opaque is either a chunk of a large object or a whole
 * document whose Size is that of its other form.
 */
export function isOfOtherSize(byteLength: number, size: string): boolean {
  return /^\d+$/.test(size) && Number(size) !== byteLength;
}

/** Whether bytes begin like an embedded document, by their public identifier or, without one, by Meta Type. */
export function beginsLikeDocument(head: Uint8Array, type: string, vocabularies: VocabularySet): boolean {
  const id = peekPublicIdentifier(head);
  const found = id && announcedVocabulary(vocabularies, { publicId: id.number, publicIdText: id.text });
  if (found !== undefined && found.definition.root !== MESSAGE_ROOT) return true;
  return isAnnounced(type) && id !== undefined && id.number <= UNKNOWN_PUBLIC_ID && !id.text;
}
