import type { Item, Meta } from "./nodes.ts";

const binary = /^\s*bin\s*$/i;
const base64 = /^\s*b64\s*$/i;

/** Whether a Meta Format says that data is bytes. An absent one means `chr`. */
export function isBinary(format: string | undefined): boolean {
  return format !== undefined && binary.test(format);
}

/** Whether a Meta Format says that data is base64. */
export function isBase64(format: string | null | undefined): boolean {
  return typeof format === "string" && base64.test(format);
}

/** The Meta Format of an item's data: its own, or that of its command (RepPro Meta). */
export function formatOf(item: Item, commandMeta: Meta | undefined): string | undefined {
  return item.meta?.format ?? commandMeta?.format;
}
