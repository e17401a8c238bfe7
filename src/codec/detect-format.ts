/** The two forms a document travels in. */
export type Format = "wbxml" | "xml";

const LESS = 0x3c;
const SPACE = 0x20;
const xmlWhiteSpace = [0x09, 0x0a, 0x0d];

/** The form of a document by its first two bytes, since UTF-16 without a mark begins like WBXML 1.0: XML begins with a character that it allows, WBXML with its version. */
export function detectFormat(first: number | undefined, second: number | undefined): Format {
  if (first === undefined || first >= SPACE || xmlWhiteSpace.includes(first)) return "xml";
  return first === 0 && second === LESS ? "xml" : "wbxml";
}
