import { UTF_8 } from "../../core/charset.ts";
import type { Limits } from "../../core/limits.ts";
import { decodeUtf8 } from "../../core/utf8.ts";
import { standardVocabularies } from "../../vocabulary/standard.ts";
import type { Vocabulary } from "../../vocabulary/vocabulary.ts";
import { normalizeMediaType } from "../../vocabulary/vocabulary-set.ts";
import { LAST_VERSION, UNKNOWN_PUBLIC_ID } from "../../wbxml/header.ts";
import type { WbxmlReadOptions } from "../../wbxml/read-options.ts";
import type { WbxmlHeader } from "../../wbxml/token-sink.ts";

/** What comes before the body of a WBXML document (WAP-192 §5.4–5.7). */
export interface WbxmlHead {
  readonly version: number;
  readonly publicId: number;
  readonly publicIdText: string | undefined;
  readonly publicIdIndex: number;
  /** Charset as MIBenum; 0 if the document does not say. */
  readonly charset: number;
  readonly vocabulary: Vocabulary;
  /** Bounds of the string table; the body begins at its end. */
  readonly tableStart: number;
  readonly tableEnd: number;
}

/** The same as the reader by events has it, for a document that begins at `start` and whose bytes from there on are `bytes`. */
export function wbxmlHeaderOf(head: WbxmlHead, bytes: Uint8Array, start: number): WbxmlHeader {
  const { version, publicId, publicIdIndex, charset, tableStart, tableEnd } = head;
  return {
    version,
    publicId,
    publicIdIndex,
    charset: charset || -1,
    publicIdOffset: start,
    charsetOffset: start,
    stringTable: bytes.subarray(tableStart - start, tableEnd - start),
  };
}

type HeadOptions = Partial<Pick<WbxmlReadOptions, "vocabularies" | "charset">>;

/**
 * The head of a document in UTF-8 whose public identifier names its vocabulary; `undefined` for every other,
 * including invalid ones, and for a string table beyond a limit: that on references holds for all of the table, since what identifies
 * the document publicly may be any part of it. The document is the first `byteLength` bytes.
 */
export function readWbxmlHead(
  bytes: Uint8Array,
  byteLength: number,
  { vocabularies = standardVocabularies, charset = 0 }: HeadOptions,
  mediaType: string | undefined,
  { maxStringTableBytes, maxReferencedBytes }: Limits,
  start = 0,
): WbxmlHead | undefined {
  const version = bytes[start] as number;
  // The one-byte numbers of nearly every header: public id, charset and table length.
  let pos = start + 1;
  const publicId = shortInteger(bytes, pos);
  pos += publicId < 0x80 ? 1 : 2;
  let publicIdIndex = 0;
  if (publicId === 0) publicIdIndex = bytes[pos++] as number;
  const declared = version === 0 ? 0 : (bytes[pos++] as number);
  const tableLength = shortInteger(bytes, pos);
  pos += tableLength < 0x80 ? 1 : 2;
  const tableEnd = pos + tableLength;
  const isPlain = byteLength > tableEnd && version <= LAST_VERSION && (declared || charset || UTF_8) === UTF_8;
  if (!isPlain || publicId < 0 || publicIdIndex >= 0x80 || tableLength < 0) return undefined;
  if (tableLength > maxStringTableBytes || tableLength > maxReferencedBytes) return undefined;
  let publicIdText: string | undefined;
  let vocabulary: Vocabulary | undefined;
  if (publicId > UNKNOWN_PUBLIC_ID) vocabulary = vocabularies.findByPublicId(publicId);
  else if (publicId === 0 && publicIdIndex < tableLength) {
    const terminator = bytes.indexOf(0, pos + publicIdIndex);
    if (terminator < 0 || terminator >= tableEnd) return undefined;
    publicIdText = decodeUtf8(bytes, pos + publicIdIndex, terminator);
    if (publicIdText) vocabulary = vocabularies.findByPublicIdText(publicIdText);
  }
  if (vocabulary === undefined || !vocabulary.isPlain || (mediaType !== undefined && !isOfType(vocabulary, mediaType)))
    return undefined;
  return { version, publicId, publicIdText, publicIdIndex, charset: declared, vocabulary, tableStart: pos, tableEnd };
}

/** An `mb_u_int32` of one or two bytes, or -1 for a longer one. */
function shortInteger(bytes: Uint8Array, pos: number): number {
  const first = bytes[pos] as number;
  if (first < 0x80) return first;
  const second = bytes[pos + 1] as number;
  const value = (first & 0x7f) * 128 + second;
  // What fits in one byte is left to the event path, which tells where an integer ends by its bytes.
  return second < 0x80 && value >= 0x80 ? value : -1;
}

function isOfType({ definition }: Vocabulary, mediaType: string): boolean {
  return definition.mediaTypes.includes(mediaType) || definition.mediaTypes.includes(normalizeMediaType(mediaType));
}
