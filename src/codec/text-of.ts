import type { Data, GenericContent } from "../ast/nodes.ts";
import { ByteWriter } from "../core/byte-writer.ts";
import { describe } from "../core/describe.ts";
import { decodeUtf8Lossy, encodeUtf8 } from "../core/utf8.ts";
import { writeEscapedText } from "../xml/escape.ts";
import { encode } from "./encode.ts";

/**
 * The value of Data as a string: text as it is; octets as UTF-8, with U+FFFD for invalid bytes; embedded documents and other
 * markup as XML without a declaration, as if they had come escaped or in CDATA; `undefined` if there is no Data. Base64
 * stays base64: see {@link bytesOf}.
 *
 * @throws {TypeError} if it is not a value of Data.
 * @throws {SyncmlError} for markup that `encode` cannot write either.
 */
export function textOf(data: Data): string;
/** For Data that may be absent. */
export function textOf(data: Data | undefined): string | undefined;
export function textOf(data: Data | undefined): string | undefined {
  if (typeof data === "string" || data === undefined) return data;
  if (data instanceof Uint8Array) return decodeUtf8Lossy(data, 0, data.length);
  if (typeof data !== "object" || data === null) {
    throw new TypeError(`expected the data of an item, not ${describe(data)}`);
  }
  const content: readonly GenericContent[] = Array.isArray(data) ? data : [data];
  const isMarkup = content.some(({ kind }) => kind !== "Text");
  const writer = new ByteWriter();
  for (const part of content) {
    if (part.kind !== "Text") {
      writer.string(
        encode(part, { format: "xml", output: "string", embeddedTypes: "keep" }).replace(/^<\?xml[^>]*\?>/, ""),
      );
      continue;
    }
    const text = typeof part.value === "string" ? encodeUtf8(part.value) : part.value;
    if (isMarkup) writeEscapedText(writer, text, 0, text.length);
    else writer.bytes(text, 0, text.length);
  }
  return decodeUtf8Lossy(writer.buffer, 0, writer.byteLength);
}
