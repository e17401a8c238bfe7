import { formatOf, isBase64 } from "../ast/format.ts";
import type { Command, Item, Meta } from "../ast/nodes.ts";
import { decodeBase64 } from "../core/base64.ts";
import { describe } from "../core/describe.ts";
import { SyncmlError } from "../core/errors.ts";
import { encodeUtf8 } from "../core/utf8.ts";
import { textOf } from "./text-of.ts";

/**
 * The octets of an item's data, the same whether they came as OPAQUE or as base64 with Meta Format `b64`, in WBXML or XML.
 * An item without a Format of its own uses that of its command (RepPro Meta). Text, and markup as {@link textOf} gives it,
 * become UTF-8; no Data gives `undefined`. Bytes of a message are returned without a copy. Use `reassemble` for chunks of a
 * large object: the base64 of a single chunk may end inside an octet.
 *
 * @throws {TypeError} if `item` or `command` is not an object.
 * @throws {SyncmlError} `invalid-message` if Format is `b64` and the data is not base64.
 */
export function bytesOf(item: Item, command?: Command): Uint8Array | undefined {
  if (typeof item !== "object" || item === null) throw new TypeError(`expected an item, not ${describe(item)}`);
  if (command !== undefined && (typeof command !== "object" || command === null)) {
    throw new TypeError(`expected the command of the item, not ${describe(command)}`);
  }
  const { data } = item;
  if (data === undefined) return undefined;
  const isEncoded = isBase64(formatOf(item, (command as { readonly meta?: Meta } | undefined)?.meta));
  if (!isEncoded) return data instanceof Uint8Array ? data : encodeUtf8(textOf(data));
  const bytes = decodeBase64(textOf(data));
  if (bytes !== undefined) return bytes;
  const address = item.target?.locURI ?? item.source?.locURI;
  const name = address === undefined ? "an item" : `the item ${describe(address)}`;
  throw new SyncmlError("invalid-message", `the data of ${name} is not base64, although its Format says so`);
}
