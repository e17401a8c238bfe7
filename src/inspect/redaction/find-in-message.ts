import { formatOf, isBase64 } from "../../ast/format.ts";
import type { Cred, Item, Meta } from "../../ast/nodes.ts";
import { metaOf } from "../../authentication/meta-of.ts";
import { decodeBase64 } from "../../core/base64.ts";
import { decodeUtf8Lossy } from "../../core/utf8.ts";
import { isSecretUri } from "../../dm/secret-uri.ts";
import { addPair, findInUrl } from "./find-in-head.ts";
import { classOfNamed, findInMarkup } from "./find-in-markup.ts";
import type { SecretClass, Secrets } from "./secrets.ts";

type Fields = Readonly<Record<string, unknown>>;

interface Place {
  readonly value: unknown;
  readonly name: string;
  /** The class of all data inside. */
  readonly of: SecretClass | undefined;
  readonly meta: Meta | undefined;
  /** Address of the node of a tree that it is in. */
  readonly uri: string;
}

/** Takes what is secret in a document, by the fields and the addresses in which it is. Nesting is the sender's choice, so there is no recursion. */
export function findInDocument(document: object, secrets: Secrets): void {
  const rest: Place[] = [{ value: document, name: "", of: undefined, meta: undefined, uri: "" }];
  for (let place = rest.pop(); place !== undefined; place = rest.pop()) {
    const { value } = place;
    if (typeof value === "string" || value instanceof Uint8Array) takeValue(value, place, secrets);
    else if (Array.isArray(value)) for (const one of value) rest.push({ ...place, value: one });
    else if (typeof value === "object" && value !== null) {
      const around = within(value as Fields, place, secrets);
      for (const [name, field] of Object.entries(value)) rest.push({ ...around, name, value: field });
    }
  }
}

/** What holds for the fields of a node. */
function within(node: Fields, place: Place, secrets: Secrets): Place {
  switch (node["kind"]) {
    case "Cred":
      takeCred(node as unknown as Cred, secrets);
      return place;
    case "Item": {
      const item = node as unknown as Item;
      const uris = [item.target, item.source, item.targetParent, item.sourceParent].map((one) => one?.locURI);
      const found = uris
        .map((uri) => (uri === undefined ? undefined : classOfNamed(uri)))
        .find((one) => one !== undefined);
      const meta = isBase64(formatOf(item, place.meta)) ? (item.meta ?? place.meta) : item.meta;
      return { ...place, of: place.of ?? found, meta };
    }
    case "Status": {
      const refs = [...((node["targetRefs"] ?? []) as string[]), ...((node["sourceRefs"] ?? []) as string[])];
      // For an alert it has what the user entered, which may be a PIN.
      const isInput = String(node["cmd"] ?? "").trim() === "Alert";
      return { ...place, of: isInput || refs.some(isSecretUri) ? "secret" : refs.map(classOfNamed).find(Boolean) };
    }
    case "Results": {
      const refs = [node["targetRef"], node["sourceRef"]].filter((uri) => typeof uri === "string");
      return { ...place, of: refs.map(classOfNamed).find(Boolean), meta: node["meta"] as Meta | undefined };
    }
    case "SyncHdr":
      takeDevices(node, secrets);
      return place;
    default: {
      if (node["nodeName"] === undefined)
        return "meta" in node ? { ...place, meta: node["meta"] as Meta | undefined } : place;
      const uri = `${(node["path"] as string | undefined) ?? place.uri}/${String(node["nodeName"])}`;
      return { ...place, uri, of: place.of ?? classOfNamed(uri) };
    }
  }
}

function takeValue(value: string | Uint8Array, { name, of, meta }: Place, secrets: Secrets): void {
  switch (name) {
    case "nextNonce":
      addEncoded("nonce", value, secrets);
      break;
    case "locName":
      secrets.add("user", value);
      break;
    case "devID":
      // That of a server may be its address.
      if (!String(value).includes("://")) secrets.add("device", value);
      break;
    case "respURI":
      findInUrl(String(value), secrets);
      break;
    case "data":
    case "value":
    case "defaultValue":
      if (of !== undefined) {
        const decoded = typeof value === "string" && isBase64(meta?.format) ? decodeBase64(value) : undefined;
        secrets.add(of, decoded ?? value);
      }
      if (typeof value !== "string") findInMarkup(decodeUtf8Lossy(value, 0, value.length), secrets);
      else if (value.includes("<")) findInMarkup(value, secrets);
      break;
    default:
      if (name === "locURI" && typeof value === "string") findInUrl(value, secrets);
  }
}

function takeCred(cred: Cred, secrets: Secrets): void {
  const { type } = metaOf(cred);
  const { data } = cred;
  if (typeof data !== "string" && !(data instanceof Uint8Array)) return;
  if (!/auth-basic/i.test(type ?? "")) {
    addEncoded("credential", data, secrets);
    return;
  }
  const octets = typeof data === "string" ? decodeBase64(data) : data;
  const text = octets === undefined ? "" : decodeUtf8Lossy(octets, 0, octets.length);
  addPair(text.includes(":") ? text : typeof data === "string" ? data : text, secrets);
}

/** A value that is base64 by its meaning, whatever its Format says. */
function addEncoded(of: SecretClass, value: string | Uint8Array, secrets: Secrets): void {
  const decoded = typeof value === "string" ? decodeBase64(value) : undefined;
  if (decoded !== undefined && decoded.length > 0) secrets.add(of, decoded);
  secrets.add(of, value);
}

/** Identifiers of the device among the addresses of a header, without a scheme such as `IMEI:`; servers have a host. */
function takeDevices(header: Fields, secrets: Secrets): void {
  for (const side of [header["source"], header["target"]] as ({ readonly locURI?: string } | undefined)[]) {
    const uri = side?.locURI?.trim();
    if (uri === undefined || uri.includes("//") || uri.startsWith("./")) continue;
    const id = uri.replace(/^[a-z][\w+.-]*:/i, "");
    if (id.length > 7) secrets.add("device", id);
  }
}
