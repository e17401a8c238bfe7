import { LAST_VERSION } from "../wbxml/header.ts";
import { decodeBase64Text } from "./base64-text.ts";
import { decodeHex } from "./hex-text.ts";

/** What a document is written in, once it is bytes. */
export type DocumentFormat = "wbxml" | "xml" | "json" | "tokens";

/** Values of `--from`: a form, text that stands for one, or whatever it turns out to be. */
export type InputFormat = DocumentFormat | "hex" | "base64" | "auto";

/** Bytes from which {@link recognizeStart} can tell; with fewer it may ask for more. */
const ENOUGH_BYTES = 4;
const LESS_THAN = 0x3c;
/** Bytes at the beginning that are looked at to tell text from other things. */
const LOOK_BYTES = 4096;

const utf16Marks = { "utf-16be": [0xfe, 0xff], "utf-16le": [0xff, 0xfe] } as const;

/**
 * What the first bytes of an input say: a document, or text that may stand for one. `"unknown"` is neither, and
 * `undefined` asks for more bytes, unless `isWhole` says that there are none.
 */
export function recognizeStart(head: Uint8Array, isWhole: boolean): DocumentFormat | "text" | "unknown" | undefined {
  if (head.length < ENOUGH_BYTES && !isWhole) return undefined;
  // UTF-16 without a mark. No public identifier is 0x3c, so that this is no WBXML.
  if (beginsWith(head, [0, LESS_THAN, 0])) return "xml";
  const [version] = head;
  if (version === undefined) return "unknown";
  if (version <= LAST_VERSION) return "wbxml";
  const text = decodeText(head.subarray(0, LOOK_BYTES));
  const nothing = isWhole || head.length >= LOOK_BYTES ? "unknown" : undefined;
  // With byte order marks among it.
  if (/^\s*$/.test(text)) return nothing;
  // A debugger's value in angle brackets: no name of XML begins with a digit, no attribute does.
  if (/^\s*<(?:\d|Buffer\s+[\da-f]{2})/i.test(text)) return "text";
  if (/[^\t-\r -~]/.test(text)) {
    if (/^\s*</.test(text)) return "xml";
    // Letters of any language, as in logs; other bytes would be replaced.
    return isWritten(text) || /^[\t-\r -~\u00a0-\ufffc]*$/.test(text) ? "text" : nothing;
  }
  const start = text.trimStart();
  if (!isWhole && text.length < LOOK_BYTES && /^<(?:Buffer\s*[\da-f]?|B(?:u(?:f(?:fe?)?)?)?)?$/i.test(start))
    return undefined;
  return start.startsWith("<") ? "xml" : "text";
}

/** The form of a document that a person may have written: JSON, or a listing of tokens. */
export function recognizeWritten(text: string): "json" | "tokens" | undefined {
  if (/^\ufeff?\s*\{/.test(text)) return "json";
  return isWritten(text) ? "tokens" : undefined;
}

function isWritten(text: string): boolean {
  return /^\ufeff?\s*(?:\{|;|off=\d|vocabulary\s|version\s)/.test(text);
}

/** The document that text stands for, in hex or in base64; `undefined` if there is none. */
export function recognizeText(text: string): Uint8Array | undefined {
  // Hex first, since most of it would do as base64 too.
  for (const decode of [decodeHex, decodeBase64Text]) {
    const decoded = decode(text);
    if ("bytes" in decoded && isDocument(decoded.bytes)) return decoded.bytes;
  }
  return undefined;
}

/** Text input as a string: UTF-8 or, as some shells write it, UTF-16 with a byte order mark. */
export function decodeText(bytes: Uint8Array): string {
  for (const [encoding, mark] of Object.entries(utf16Marks)) {
    if (beginsWith(bytes, mark)) return new TextDecoder(encoding).decode(bytes);
  }
  return new TextDecoder("utf-8").decode(bytes);
}

function isDocument(bytes: Uint8Array): boolean {
  const start = recognizeStart(bytes, true);
  // Many words are base64 of something that begins with "<"; a document goes on with a name or a declaration.
  return start === "wbxml" || (start === "xml" && /^\s*<[?!:A-Z_a-z]/.test(decodeText(bytes.subarray(0, LOOK_BYTES))));
}

function beginsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}
