import { formats } from "../capture/formats.ts";
import { decodeBase64Text } from "../capture/text/base64-text.ts";
import { decodeText } from "../capture/text/decode-text.ts";
import { beginsMarkup } from "../capture/text/document-start.ts";
import { decodeHex } from "../capture/text/hex-text.ts";
import { LAST_VERSION } from "../wbxml/header.ts";

/** Format of a document, after hex or base64 has been decoded. */
export type DocumentFormat = "wbxml" | "xml" | "json" | "tokens";

/** Values of `--from`: a document format, a text form of one, the format of a capture, or detection. */
export type InputFormat = DocumentFormat | "hex" | "base64" | "auto" | CaptureFormatName;

/** The name of a format of captures; of those that are documents too, {@link DocumentFormat} is meant. */
export type CaptureFormatName = string & {};

/** The formats of captures, without those of documents alone. */
export const captureFormatNames: readonly CaptureFormatName[] = formats
  .map(({ name }) => name)
  .filter((name) => name !== "wbxml" && name !== "xml");

/** Bytes that {@link recognizeStart} needs; with fewer it may ask for more. */
const ENOUGH_BYTES = 4;
const LESS_THAN = 0x3c;
/** Bytes at the start that are examined to distinguish text from binary data. */
const LOOK_BYTES = 4096;

/**
 * What the first bytes of an input show: a document format, or text that may encode a document. `"unknown"` is neither.
 * `undefined` asks for more bytes; it is never returned if `isWhole` says that there are none.
 */
export function recognizeStart(head: Uint8Array, isWhole: boolean): DocumentFormat | "text" | "unknown" | undefined {
  if (head.length < ENOUGH_BYTES && !isWhole) return undefined;
  // UTF-16 without a byte order mark. Not WBXML, since no public identifier is 0x3c.
  if (beginsWith(head, [0, LESS_THAN, 0])) return "xml";
  const [version] = head;
  if (version === undefined) return "unknown";
  if (version <= LAST_VERSION) return "wbxml";
  const text = decodeText(head.subarray(0, LOOK_BYTES));
  const nothing = isWhole || head.length >= LOOK_BYTES ? "unknown" : undefined;
  // `\s` includes byte order marks.
  if (/^\s*$/.test(text)) return nothing;
  // A value in angle brackets as a debugger prints it: in XML no name begins with a digit.
  if (/^\s*<(?:\d|Buffer\s+[\da-f]{2})/i.test(text)) return "text";
  if (/[^\t-\r -~]/.test(text)) {
    if (/^\s*</.test(text)) return "xml";
    // Letters of any language, as in logs; bytes that are not text would have become U+FFFD.
    return isWritten(text) || /^[\t-\r -~\u00a0-\ufffc]*$/.test(text) ? "text" : nothing;
  }
  const start = text.trimStart();
  if (!isWhole && text.length < LOOK_BYTES && /^<(?:Buffer\s*[\da-f]?|B(?:u(?:f(?:fe?)?)?)?)?$/i.test(start))
    return undefined;
  return start.startsWith("<") ? "xml" : "text";
}

/** The format of a document that a person may have written: JSON, or a token listing. */
export function recognizeWritten(text: string): "json" | "tokens" | undefined {
  if (/^\ufeff?\s*\{/.test(text)) return "json";
  return isWritten(text) ? "tokens" : undefined;
}

function isWritten(text: string): boolean {
  return /^\ufeff?\s*(?:\{|;|off=\d|vocabulary\s|version\s)/.test(text);
}

/** The document that text encodes as hex or base64; `undefined` if it does not. */
export function recognizeText(text: string): Uint8Array | undefined {
  // Hex first, since most hex is valid base64 too.
  for (const decode of [decodeHex, decodeBase64Text]) {
    const decoded = decode(text);
    if ("bytes" in decoded && isDocument(decoded.bytes)) return decoded.bytes;
  }
  return undefined;
}

function isDocument(bytes: Uint8Array): boolean {
  const start = recognizeStart(bytes, true);
  // Many words are base64 of something that begins with "<"; in a document a name or a declaration follows it.
  return start === "wbxml" || (start === "xml" && beginsMarkup(decodeText(bytes.subarray(0, LOOK_BYTES))));
}

function beginsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}
