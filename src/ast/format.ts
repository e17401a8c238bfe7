import type { Item, Meta } from "./nodes.ts";

const binary = /^\s*bin\s*$/i;
const LETTER_C = 0x63;
const LETTER_Z = 0x7a;
const base64 = /^\s*b64\s*$/i;

/** Whether a Meta Format says that data is bytes. An absent one means `chr`. */
export function isBinary(format: string | undefined): boolean {
  if (format === undefined) return false;
  // "chr", "xml" and "node", as most are: no expression has to be run (ast/wbxml/management, 2 %).
  const first = format.charCodeAt(0);
  return !(first >= LETTER_C && first <= LETTER_Z) && binary.test(format);
}

/** Whether a Meta Format says that data is base64. */
export function isBase64(format: string | null | undefined): boolean {
  return typeof format === "string" && base64.test(format);
}

/** The Meta Format of an item's data: its own, or that of its command (RepPro Meta). */
export function formatOf(item: Item, commandMeta: Meta | undefined): string | undefined {
  return item.meta?.format ?? commandMeta?.format;
}
