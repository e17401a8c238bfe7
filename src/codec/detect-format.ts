/** The two forms a document travels in. */
export type Format = "wbxml" | "xml";

const LESS = 0x3c;
const SPACE = 0x20;
const xmlWhiteSpace = [0x09, 0x0a, 0x0d];

/**
 * Detects the format by the first two bytes: XML begins with a character that it allows, WBXML with its version. The second
 * byte tells WBXML 1.0 from UTF-16 without a byte order mark, since both may begin with 0.
 */
export function detectFormat(first: number | undefined, second: number | undefined): Format {
  if (first === undefined || first >= SPACE || xmlWhiteSpace.includes(first)) return "xml";
  return first === 0 && second === LESS ? "xml" : "wbxml";
}
