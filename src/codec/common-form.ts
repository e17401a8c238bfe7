import { create } from "../ast/create.ts";
import { adaptedType } from "../ast/embedded-types.ts";
import { isBinary } from "../ast/format.ts";
import type { Extra, Meta } from "../ast/nodes.ts";
import { encodeBase64 } from "../core/base64.ts";
import { decodeUtf8, encodeUtf8 } from "../core/utf8.ts";
import { endOfXmlText } from "../xml/characters.ts";

type Fields = Readonly<Record<string, unknown>>;

/**
 * A copy of a document as it would say itself in XML, whatever form it came in: octets of items and credentials as base64
 * with Meta Format `b64`, and the Meta Type of embedded documents with `+xml`.
 */
export function inCommonForm(value: unknown): unknown {
  return commonForm(value, undefined);
}

/** `format` is what the Meta of the node around says. */
function commonForm(value: unknown, format: string | undefined): unknown {
  if (Array.isArray(value)) return value.map((one) => commonForm(one, format));
  if (value instanceof Uint8Array || typeof value !== "object" || value === null) return value;
  const node = value as Fields;
  const own = (node["meta"] as Meta | undefined)?.format;
  const copy: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(node)) copy[key] = commonForm(field, own);
  const { kind, data, type } = copy;
  if ((kind === "Meta" || kind === "MetInf") && typeof type === "string") copy["type"] = adaptedType(type, "xml");
  if (kind !== "Item" && kind !== "Cred") return copy;
  const wasOpaque = (node["extra"] as Extra | undefined)?.opaque?.includes("data");
  const bytes = typeof data === "string" && wasOpaque ? encodeUtf8(data) : data;
  return bytes instanceof Uint8Array ? announced(copy, bytes, isBinary(own ?? format)) : copy;
}

function announced(copy: Fields, data: Uint8Array, isBinary: boolean): Fields {
  const isOctets = isBinary || endOfXmlText(data, 0, data.length) !== data.length;
  if (!isOctets || data.length === 0) return { ...copy, data: decodeUtf8(data, 0, data.length) };
  const meta = (copy["meta"] ?? create("Meta", {})) as Meta;
  return { ...copy, meta: { ...meta, format: "b64" }, data: encodeBase64(data) };
}
