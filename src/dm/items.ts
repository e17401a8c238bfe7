import { formatOf, isBase64, isBinary } from "../ast/format.ts";
import type { Data, Item, Meta } from "../ast/nodes.ts";
import { textOf } from "../codec/text-of.ts";
import { encodeBase64 } from "../core/base64.ts";
import { decodeUtf8 } from "../core/utf8.ts";
import type { ReceivedItem } from "./session-types.ts";
import type { Writable } from "./writable.ts";

/**
 * An item as plain JSON: its addresses, its kind, its data as text. Octets become base64, and their format says so.
 *
 * @param meta Meta of the command, which holds for items without their own.
 * @param octets Data of an object that came in chunks, in place of the item's own.
 */
export function receivedItem(item: Item, meta?: Meta, octets?: Uint8Array): ReceivedItem {
  const { target, source, data } = item;
  const given = formatOf(item, meta)?.trim() || "chr";
  const type = item.meta?.type ?? meta?.type;
  const mark = item.meta?.mark ?? meta?.mark;
  const value = textIn(octets ?? data, given);
  const isText = !(value instanceof Uint8Array);
  const text = isText ? (textOf(value) ?? "") : encodeBase64(value);
  // Assigned one by one: a literal with something spread into it before other fields takes a hundred times as long.
  const received: Partial<Writable<ReceivedItem>> = {};
  if (source?.locURI !== undefined) received.uri = source.locURI.trim();
  if (target?.locURI !== undefined) received.target = target.locURI.trim();
  if (type !== undefined) received.type = type.trim();
  received.format = isText || isBase64(given) ? given : "bin";
  if (mark !== undefined) received.mark = mark.trim();
  received.text = text;
  return received as ReceivedItem;
}

/** Octets that are text by their format, as WBXML carries them in OPAQUE; any other value as it is. */
function textIn(value: Data | undefined, format: string): Data | undefined {
  if (!(value instanceof Uint8Array) || isBinary(format) || isBase64(format)) return value;
  return decodeUtf8(value, 0, value.length) ?? value;
}
