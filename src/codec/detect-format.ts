/** The two forms a document travels in. */
export type Format = "wbxml" | "xml";

const LAST_WBXML_VERSION = 0x03;
const LESS = 0x3c;

/** Bytes that {@link detectFormat} wants to see: UTF-16 without a mark begins like WBXML 1.0. */
export const DETECTION_BYTES = 2;

/** The form of a document by its first two bytes: a WBXML version byte, or else XML. */
export function detectFormat(first: number | undefined, second: number | undefined): Format {
  if (first === undefined || first > LAST_WBXML_VERSION) return "xml";
  return first === 0 && second === LESS ? "xml" : "wbxml";
}
