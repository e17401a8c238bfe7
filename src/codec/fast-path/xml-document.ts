import type { SyncHdr, SyncML } from "../../ast/nodes.ts";
import type { Octets } from "../../core/bytes.ts";
import { defaultLimits, type Limits, resolveLimits } from "../../core/limits.ts";
import { StringTranscoder } from "../../xml/utf16.ts";
import { detectFormat, type Format } from "../detect-format.ts";
import type { DecodeOptions, ReadOptions, WriteOptions } from "../options.ts";
import type { HandOvers } from "./hand-overs.ts";
import { readXmlHeader, readXmlMessage } from "./xml-to-message.ts";
import { writeXmlAsWbxml } from "./xml-to-wbxml.ts";

/**
 * The message in an XML document, read on the fast path; `undefined` for a document whose beginning, and for options,
 * that only the event path knows.
 *
 * @throws {SyncmlError} what the event path throws.
 */
export function readXmlDocument(
  input: Uint8Array | string,
  options: Partial<DecodeOptions>,
  handOvers?: HandOvers,
): SyncML | undefined {
  if (options.data === "view") return undefined;
  const xml = xmlBytes(input, options);
  if (xml === undefined) return undefined;
  return readXmlMessage(xml, typeof input === "string", limitsOf(options), options, handOvers);
}

/** Likewise its header. */
export function readXmlDocumentHeader(
  input: Uint8Array | string,
  options: Partial<DecodeOptions>,
): SyncHdr | undefined {
  if (options.data === "view") return undefined;
  // More than nearly every header takes is not transcoded.
  const xml = typeof input === "string" ? undefined : xmlBytes(input, options);
  return xml === undefined ? undefined : readXmlHeader(xml, false, limitsOf(options), options);
}

/** Likewise an XML document as WBXML. */
export function convertXmlDocument(
  input: Uint8Array | string,
  options: Partial<ReadOptions & WriteOptions> & { readonly to: Format },
): Octets | undefined {
  const { to, version, charset, stringTable = "none", literals = [], onDiagnostic } = options;
  if (onDiagnostic !== undefined || to !== "wbxml" || version === "1.0" || charset !== undefined) return undefined;
  if (stringTable !== "none" || literals.length > 0) return undefined;
  const xml = xmlBytes(input, options);
  return xml === undefined ? undefined : writeXmlAsWbxml(xml, typeof input === "string", limitsOf(options), options);
}

function limitsOf({ limits }: Partial<ReadOptions>): Limits {
  return limits === undefined ? defaultLimits : resolveLimits(limits);
}

/** The bytes of an XML document if it is to be read with the defaults. */
function xmlBytes(input: Uint8Array | string, options: Partial<ReadOptions>): Uint8Array | undefined {
  const { vocabularies, invalidUtf8, lineBreaks, controlCharacters, from } = options;
  if (vocabularies !== undefined || from === "wbxml") return undefined;
  if (invalidUtf8 === "reject" || lineBreaks === "normalize" || controlCharacters === "reject") return undefined;
  if (typeof input === "string") {
    const transcoder = new StringTranscoder();
    const bytes = transcoder.transcode(input);
    return transcoder.isCut ? undefined : bytes;
  }
  if (from === undefined && detectFormat(input[0], input[1]) !== "xml") return undefined;
  // One kind of array for the readers, not Buffer and what else extends it.
  return input.constructor === Uint8Array ? input : new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
}
