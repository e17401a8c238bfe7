import { codeText } from "../../ast/codes/code-of.ts";
import { formatOf, isBase64 } from "../../ast/format.ts";
import type { Command, Data, Item, Meta } from "../../ast/nodes.ts";
import { decodePartial } from "../../codec/decode.ts";
import { encodeUtf8 } from "../../core/utf8.ts";
import { counted, grouped } from "../quantities.ts";
import type { Sender } from "./model.ts";
import { type SecretValues, textValueOf } from "./secret-values.ts";
import { alertText } from "./sentences.ts";

/** Values up to this length are shown beside their address. */
const SHORT_VALUE = 64;
/** Names of nodes that are listed. */
const MOST_NAMES = 4;

/** The address of an item: its target, or its source where it has no target. */
export function uriOf({ target, source }: Item): string | undefined {
  return target?.locURI ?? source?.locURI;
}

/** The data store that a command of data sync is about, by the name that the server has for it. */
function storeOf(
  place: { readonly target?: Item["target"]; readonly source?: Item["source"] },
  sender: Sender,
): string | undefined {
  const [first, second] = sender === "device" ? [place.target, place.source] : [place.source, place.target];
  return first?.locURI ?? second?.locURI;
}

/** What a command is about, in one line. */
export function commandText(command: Command, sender: Sender, isDm: boolean, secrets: SecretValues): string {
  switch (command.kind) {
    case "Alert":
      return alertLine(command, sender, isDm, secrets);
    case "Atomic":
      return `all or nothing, ${counted(command.commands.length, "command")}`;
    case "Sequence":
      return `in this order, ${counted(command.commands.length, "command")}`;
    case "Sync":
      return `${storeOf(command, sender) ?? "no data store"}, ${changes(command.commands.length)}`;
    case "Map":
      return `${command.target?.locURI ?? "no data store"}, ${counted(command.mapItems.length, "item")} mapped`;
    case "Search":
      return command.target?.locURI ?? "";
    case "Status":
      return `for ${command.cmd ?? ""} ${command.cmdRef ?? ""}`;
    default:
      return command.items.length > 1 ? severalItems(command.items, isDm) : oneItem(command, isDm, secrets);
  }
}

function alertLine(
  command: Extract<Command, { kind: "Alert" }>,
  sender: Sender,
  isDm: boolean,
  secrets: SecretValues,
): string {
  const code = codeText(command);
  const what = `${code} ${alertText(code)}`;
  if (/^110\d$/.test(code)) {
    const texts = command.items.map(({ data }) => textValueOf(data)).filter((text) => text !== undefined);
    // The first item has options for how it is shown.
    const text = texts[texts.length > 1 ? 1 : 0];
    return text === undefined ? what : `${what}: "${secrets.text(text)}"`;
  }
  const item = command.items.find((one) => uriOf(one) !== undefined);
  const uri = item === undefined ? undefined : isDm ? uriOf(item) : storeOf(item, sender);
  return uri === undefined ? what : `${what}  ${uri}`;
}

/** `13 nodes  ./DevInfo: DmV, Lang, DevId, Man, …`: those with values before those that only have children. */
function severalItems(items: readonly Item[], isDm: boolean): string {
  const uris = items.map((item) => uriOf(item) ?? "");
  const [base = ""] = /^\.\/[^/?]*/.exec(uris[0] ?? "") ?? [];
  const isBelow = base !== "" && uris.every((uri) => uri === base || uri.startsWith(`${base}/`));
  const leaves = items.filter(({ meta }) => meta?.format?.trim() !== "node").map((item) => uriOf(item) ?? "");
  const names = (leaves.length > 0 ? leaves : uris).map((uri) => (isBelow ? uri.slice(base.length + 1) : uri));
  // Those right below come first: they say most.
  const ordered = [...names.filter((name) => !name.includes("/")), ...names.filter((name) => name.includes("/"))];
  const more = items.length > Math.min(MOST_NAMES, ordered.length) ? ", …" : "";
  const list = `${ordered.slice(0, MOST_NAMES).join(", ")}${more}`;
  return `${counted(items.length, isDm ? "node" : "item")}  ${isBelow ? `${base}: ` : ""}${list}`;
}

function oneItem(
  command: { readonly items: readonly Item[]; readonly meta?: Meta | undefined },
  isDm: boolean,
  secrets: SecretValues,
): string {
  const [item] = command.items;
  if (item === undefined) return "";
  const uri = uriOf(item) ?? "";
  if (item.data === undefined) return uri;
  const { value, isHidden } = secrets.value(uri, item.data);
  if (isHidden === true) return `${uri} = (hidden)`;
  const type = item.meta?.type ?? command.meta?.type;
  if (
    isDm &&
    value !== undefined &&
    value.length <= SHORT_VALUE &&
    !(item.data instanceof Uint8Array && type !== undefined)
  ) {
    return `${uri} = "${value}"`;
  }
  return `${uri}  ${dataText(item.data, type)}`;
}

/** `text/vcard, 368 B`, `DevInf 1.2, 4,221 B` */
export function dataText(data: Data | undefined, type: string | undefined): string {
  const what = documentText(data) ?? type;
  const size = sizeOf(data);
  const parts = [...(what === undefined ? [] : [what]), ...(size === 0 ? [] : [`${grouped(size)} B`])];
  return parts.length === 0 ? "empty" : parts.join(", ");
}

/** What an embedded document is, such as `DevInf 1.2`; `undefined` for data that is none. */
function documentText(data: Data | undefined): string | undefined {
  if (data instanceof Uint8Array && data.length > 4 && data[0] !== undefined && data[0] <= 3) {
    const { document } = decodePartial(data);
    return document === undefined || !("kind" in document) ? undefined : nameOf(document);
  }
  return typeof data === "object" && "kind" in data ? nameOf(data) : undefined;
}

function nameOf(document: { readonly kind: string; readonly verDTD?: unknown }): string | undefined {
  if (document.kind === "DevInf") return `DevInf${typeof document.verDTD === "string" ? ` ${document.verDTD}` : ""}`;
  return document.kind === "MgmtTree" ? "management tree" : undefined;
}

/** Octets of a value, as UTF-8 where it is text; 0 for a document within the message, whose octets are not known. */
export function sizeOf(data: Data | undefined): number {
  if (data instanceof Uint8Array) return data.length;
  return typeof data === "string" ? encodeUtf8(data).length : 0;
}

/** Whether the data of an item is digits of base64. */
export function isInBase64(item: Item, command: { readonly meta?: Meta | undefined }): boolean {
  return isBase64(formatOf(item, command.meta));
}

function changes(count: number): string {
  return count === 0 ? "no changes" : counted(count, "change");
}
