import type { SyncHdr, SyncmlDocument } from "../../ast/nodes.ts";
import { isSyncmlError } from "../../core/errors.ts";
import { detectFormat } from "../detect-format.ts";
import type { DecodeOptions } from "../options.ts";
import type { HandOvers } from "./hand-overs.ts";
import { readWbxmlHeader, readWbxmlMessage } from "./wbxml-to-message.ts";
import { readXmlDocument, readXmlDocumentHeader } from "./xml-document.ts";

/**
 * A document on the fast path, several times as fast as on the event path, which takes over in place for what the fast
 * path does not know. `undefined` for a document that begins like none the fast path knows, and for options that only the
 * event path has.
 *
 * @throws {SyncmlError} what the event path throws.
 */
export function readMessage(
  input: Uint8Array | string,
  options: Partial<DecodeOptions>,
  handOvers?: HandOvers,
): SyncmlDocument | undefined {
  const isXml = typeof input === "string" || (options.from ?? detectFormat(input[0], input[1])) === "xml";
  return isXml ? readXmlDocument(input, options, handOvers) : readWbxmlMessage(input, options, handOvers);
}

/** Likewise the header of a message; `undefined` for a fault as well, since the event path knows whether it is after the header. */
export function readHeader(input: Uint8Array | string, options: Partial<DecodeOptions>): SyncHdr | undefined {
  if (options.onDiagnostic !== undefined || typeof input === "string") return undefined;
  const format = options.from ?? detectFormat(input[0], input[1]);
  try {
    return format === "wbxml" ? readWbxmlHeader(input, options) : readXmlDocumentHeader(input, options);
  } catch (error) {
    if (isSyncmlError(error)) return undefined;
    throw error;
  }
}
