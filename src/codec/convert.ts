import { convertPlain } from "./fused/plain-document.ts";
import { openDocument } from "./open-document.ts";
import type { ReadOptions, WriteOptions } from "./options.ts";
import { WrittenDocument } from "./written-document.ts";

/** How a document is converted: how it is read, and how it is written. */
export interface ConvertOptions extends ReadOptions, WriteOptions {}

/**
 * A document in its other form or in the same one again, in one pass and without a tree in between. XML comes as a
 * string, or with `output: "bytes"` as UTF-8; WBXML comes as bytes.
 *
 * @throws {SyncmlError} what is wrong and where.
 */
export function convert(
  input: Uint8Array | string,
  options: Partial<ConvertOptions> & { readonly to: "wbxml" },
): Uint8Array;
export function convert(
  input: Uint8Array | string,
  options: Partial<ConvertOptions> & { readonly to: "xml"; readonly output: "bytes" },
): Uint8Array;
export function convert(
  input: Uint8Array | string,
  options: Partial<ConvertOptions> & { readonly to: "xml"; readonly output?: "string" },
): string;
export function convert(
  input: Uint8Array | string,
  options: Partial<ConvertOptions> & { readonly to: "wbxml" | "xml"; readonly output?: "string" | "bytes" },
): string | Uint8Array {
  const plain = convertPlain(input, options);
  if (plain !== undefined) return plain;
  const written = new WrittenDocument(options.to, options);
  const source = openDocument(written.sink, options);
  source.write(input);
  source.end();
  return options.to === "wbxml" || options.output === "bytes" ? written.bytes() : written.text();
}
