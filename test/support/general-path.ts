import type { Document } from "../../src/ast/nodes.ts";
import { walkDocument } from "../../src/ast/walker.ts";
import type { EncodeOptions } from "../../src/codec/encode.ts";
import { WrittenDocument } from "../../src/codec/written-document.ts";

/** A document as bytes by way of events, which is what the fast paths have to equal. */
export function encodeByEvents(
  document: Document,
  options: Partial<EncodeOptions> & Pick<EncodeOptions, "format">,
): Uint8Array {
  const written = new WrittenDocument(options.format, options);
  walkDocument(document, written.sink, options.vocabularies);
  return written.bytes();
}
