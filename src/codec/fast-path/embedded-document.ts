import { AstBuilder } from "../../ast/builder.ts";
import type { DevInf, Meta, MgmtTree } from "../../ast/nodes.ts";
import { isSyncmlError } from "../../core/errors.ts";
import { standardVocabularies } from "../../vocabulary/standard.ts";
import { isAnnounced, mayBeDocument } from "../../wbxml/data-meta.ts";
import { WbxmlReader } from "../../wbxml/reader.ts";
import { beginsLikeDocument, HEADER_BYTES, isOfOtherSize } from "../embedded-recognition.ts";
import type { ReadOptions } from "../options.ts";

/** An opaque whose value only the event path can tell. */
export const UNDECIDED: unique symbol = Symbol();

/**
 * The document in the opaque of a Data element, read on the event path; `undefined` if it is none. `own` is the Meta next to
 * the Data and `outer` that of the command around it, `depth` the number of elements open.
 */
export function embeddedDocument(
  opaque: Uint8Array,
  own: Meta | undefined,
  outer: Meta | undefined,
  depth: number,
  options: Partial<ReadOptions>,
): DevInf | MgmtTree | undefined | typeof UNDECIDED {
  const { vocabularies = standardVocabularies } = options;
  const type = own?.type?.trim() || outer?.type?.trim() || "";
  const size = own?.size?.trim() || outer?.size?.trim() || "";
  if (opaque.length === 0 || !mayBeDocument(type, vocabularies)) return undefined;
  if (!beginsLikeDocument(opaque.subarray(0, HEADER_BYTES), type, vocabularies)) return undefined;
  if (isOfOtherSize(opaque.length, size)) return UNDECIDED;
  const builder = new AstBuilder();
  try {
    const reader = new WbxmlReader(builder, {
      ...options,
      mediaType: isAnnounced(type) ? type : undefined,
      baseDepth: depth,
    });
    reader.write(opaque);
    reader.end();
  } catch (error) {
    // The event path reports what is wrong, with its place in the enclosing document.
    if (isSyncmlError(error)) return UNDECIDED;
    throw error;
  }
  const { document } = builder;
  return document?.kind === "DevInf" || document?.kind === "MgmtTree" ? document : UNDECIDED;
}
