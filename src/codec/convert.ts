import { type Bytes, bytesOrString, type Octets } from "../core/bytes.ts";
import { convertFast } from "./fast-path/convert-fast.ts";
import { openDocument } from "./open-document.ts";
import { checkConversion, type ReadOptions, type WriteOptions } from "./options.ts";
import { WrittenDocument } from "./written-document.ts";

/** How a document is read and written again. */
export interface ConvertOptions extends ReadOptions, WriteOptions {}

/**
 * Converts a document to the other format, or rewrites it in the same one, in one pass and without building a tree. XML is
 * returned as a string, or with `output: "bytes"` as UTF-8; WBXML as bytes.
 *
 * @throws {SyncmlError} what is wrong and where.
 * @throws {TypeError} if `input` is not a document, or an option is of the wrong type; a `RangeError` for an option value
 *   that is not allowed.
 */
export function convert(input: Bytes | string, options: Partial<ConvertOptions> & { readonly to: "wbxml" }): Octets;
/** XML as UTF-8 bytes. */
export function convert(
  input: Bytes | string,
  options: Partial<ConvertOptions> & { readonly to: "xml"; readonly output: "bytes" },
): Octets;
/** XML as a string. */
export function convert(
  input: Bytes | string,
  options: Partial<ConvertOptions> & { readonly to: "xml"; readonly output?: "string" },
): string;
export function convert(
  input: Bytes | string,
  options: Partial<ConvertOptions> & { readonly to: "wbxml" | "xml"; readonly output?: "string" | "bytes" },
): string | Octets {
  checkConversion(options);
  const given = bytesOrString(input);
  const fast = convertFast(given, options);
  if (fast !== undefined) return fast;
  const written = new WrittenDocument(options.to, options);
  const source = openDocument(written.sink, options);
  source.write(given);
  source.end();
  return options.to === "wbxml" || options.output === "bytes" ? written.bytes() : written.text();
}
