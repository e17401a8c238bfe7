import { decodeUtf8Lossy } from "../core/utf8.ts";
import { XmlEncoder } from "../xml/encoder.ts";
import { openDocument } from "./open-document.ts";
import type { ConvertOptions } from "./options.ts";

/**
 * A document in its other form, in one pass and without a tree in between: as a string, or with `output: "bytes"` as
 * UTF-8.
 *
 * @throws {SyncmlError} what is wrong and where.
 */
export function convert(
  bytes: Uint8Array,
  options: Partial<ConvertOptions> & { readonly to: "xml"; readonly output: "bytes" },
): Uint8Array;
export function convert(
  bytes: Uint8Array,
  options: Partial<ConvertOptions> & { readonly to: "xml"; readonly output?: "string" },
): string;
export function convert(
  bytes: Uint8Array,
  options: Partial<ConvertOptions> & { readonly to: "xml"; readonly output?: "string" | "bytes" },
): string | Uint8Array {
  let result: string | Uint8Array = "";
  const take =
    options.output === "bytes"
      ? (xml: Uint8Array) => {
          result = xml.slice();
        }
      : (xml: Uint8Array) => {
          result = decodeUtf8Lossy(xml, 0, xml.length);
        };
  const { indent = "", opaque = "text" } = options;
  const encoder = new XmlEncoder(take, { indent, opaque, flushBytes: Number.POSITIVE_INFINITY });
  const source = openDocument(encoder, options);
  source.write(bytes);
  source.end();
  return result;
}
