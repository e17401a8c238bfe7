import { formatOf, isBase64 } from "../ast/format.ts";
import type { Command, Item, Meta } from "../ast/nodes.ts";
import { decodeBase64 } from "../core/base64.ts";
import { describe } from "../core/describe.ts";
import { SyncmlError } from "../core/errors.ts";
import { encodeUtf8 } from "../core/utf8.ts";
import { textOf } from "./text-of.ts";

/**
 * The octets of an item's data, the same however they came: as OPAQUE or as base64 that the Meta Format `b64` announces, in
 * WBXML or XML. The Meta of the command counts where that of the item has no Format (RepPro Meta). Text, and markup as
 * {@link textOf} has it, give their UTF-8; no Data gives `undefined`. Bytes of a message are handed out, not copied. A chunk
 * of a large object gives what is in it, which of base64 may be no whole octets: `reassemble` joins chunks.
 *
 * @throws {TypeError} if `item` or `command` is no object.
 * @throws {SyncmlError} `invalid-message` if it is to be base64 and is none.
 */
export function bytesOf(item: Item, command?: Command): Uint8Array | undefined {
  if (typeof item !== "object" || item === null) throw new TypeError(`an item is wanted, not ${describe(item)}`);
  if (command !== undefined && (typeof command !== "object" || command === null)) {
    throw new TypeError(`the command of the item is wanted, not ${describe(command)}`);
  }
  const { data } = item;
  if (data === undefined) return undefined;
  const isEncoded = isBase64(formatOf(item, (command as { readonly meta?: Meta } | undefined)?.meta));
  if (!isEncoded) return data instanceof Uint8Array ? data : encodeUtf8(textOf(data));
  const bytes = decodeBase64(textOf(data));
  if (bytes !== undefined) return bytes;
  const address = item.target?.locURI ?? item.source?.locURI;
  const name = address === undefined ? "an item" : `the item ${describe(address)}`;
  throw new SyncmlError("invalid-message", `the data of ${name} is no base64, though its Format says so`);
}
