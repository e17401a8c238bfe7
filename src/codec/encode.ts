import type { SyncmlDocument } from "../ast/nodes.ts";
import { walkDocument } from "../ast/walker.ts";
import type { Octets } from "../core/bytes.ts";
import { describe } from "../core/describe.ts";
import { checkOptions } from "../core/options.ts";
import { decodeUtf8Lossy } from "../core/utf8.ts";
import type { Format } from "./detect-format.ts";
import { writeMessageAsWbxml } from "./fast-path/message-to-wbxml.ts";
import { writeMessageAsXml } from "./fast-path/message-to-xml.ts";
import { encodeChecks, type WriteOptions } from "./options.ts";
import { WrittenDocument } from "./written-document.ts";

/** How a message is encoded. */
export interface EncodeOptions extends WriteOptions {
  /** The format to write. Default: the format the message came in, or WBXML for a new one. */
  readonly format: Format;
}

/**
 * Encodes a message as bytes for the wire. A message that was decoded is written in the form it came in, even if it was
 * changed, unless the options say otherwise; a new one as WBXML 1.2. With `output: "string"`, XML as a string.
 *
 * @throws {SyncmlError} `invalid-message`, `unrepresentable`, `invalid-name` or `limit-exceeded`.
 * @throws {TypeError} if `message` is not an object, or an option is of the wrong type; a `RangeError` for an option value
 *   that is not allowed.
 */
export function encode(
  message: SyncmlDocument,
  options: Partial<EncodeOptions> & { readonly format: "xml"; readonly output: "string" },
): string;
/** The document as bytes: WBXML, or XML in UTF-8. */
export function encode(
  message: SyncmlDocument,
  options?: Partial<EncodeOptions> & { readonly output?: "bytes" },
): Octets;
export function encode(
  message: SyncmlDocument,
  options: Partial<EncodeOptions> & { readonly output?: "string" | "bytes" } = {},
): string | Octets {
  checkOptions(options, encodeChecks);
  if (typeof message !== "object" || message === null) {
    throw new TypeError(`expected a message, as decode returns it, not ${describe(message)}`);
  }
  const came = message.kind === "Element" ? undefined : message.wire?.format;
  const format = options.format ?? came ?? "wbxml";
  if (format === "wbxml" && options.output === "string") {
    throw new RangeError('option output "string" is for XML and requires format "xml"');
  }
  const write = format === "wbxml" ? writeMessageAsWbxml : writeMessageAsXml;
  const fast = write(message, options);
  if (fast !== undefined) return options.output === "string" ? decodeUtf8Lossy(fast, 0, fast.length) : fast;
  const written = new WrittenDocument(format, options);
  walkDocument(message, written.sink, options.vocabularies);
  return options.output === "string" ? written.text() : written.bytes();
}
