import { encodeBase64 } from "../core/base64.ts";
import type { Document } from "./nodes.ts";

/**
 * A document as JSON text, nothing merged or reordered; bytes are `{"$base64": "…"}`. `indent` is as in
 * `JSON.stringify`.
 */
export function toJson(document: Document, indent = 0): string {
  return JSON.stringify(document, bytesAsBase64, indent);
}

// Asks the holder, since a Buffer has turned itself into something else by the time its value is handed over.
function bytesAsBase64(this: Record<string, unknown>, key: string, value: unknown): unknown {
  const bytes = this[key];
  return bytes instanceof Uint8Array ? { $base64: encodeBase64(bytes) } : value;
}
