import type { SyncHdr, SyncmlDocument } from "../../ast/nodes.ts";
import { detectFormat } from "../detect-format.ts";
import type { DecodeOptions } from "../options.ts";
import { readWbxmlHeader, readWbxmlMessage } from "./wbxml-to-message.ts";
import { readXmlDocument } from "./xml-document.ts";

/**
 * A document on the fast path, several times as fast; `undefined` for one that takes the event path: an invalid one, one
 * with elements out of DTD order or outside the standard, and any if the caller asks for diagnostics.
 */
export function readMessage(input: Uint8Array | string, options: Partial<DecodeOptions>): SyncmlDocument | undefined {
  if (options.onDiagnostic !== undefined) return undefined;
  if (typeof input === "string") return readXmlDocument(input, options);
  const format = options.from ?? detectFormat(input[0], input[1]);
  return format === "wbxml" ? readWbxmlMessage(input, options) : readXmlDocument(input, options);
}

/** Like {@link readMessage} for the header alone. */
export function readHeader(input: Uint8Array | string, options: Partial<DecodeOptions>): SyncHdr | undefined {
  if (options.onDiagnostic !== undefined || typeof input === "string") return undefined;
  const format = options.from ?? detectFormat(input[0], input[1]);
  return format === "wbxml" ? readWbxmlHeader(input, options) : undefined;
}
