import { codeText } from "../../ast/codes/code-of.ts";
import type { Command, Data, Item } from "../../ast/nodes.ts";
import { textOf } from "../../codec/text-of.ts";
import { isSyncmlError } from "../../core/errors.ts";
import { alertText } from "./sentences.ts";

/** Nodes whose values are secrets. */
const secretUri = /(AAuth(Secret|Data)|PXAUTH-PW|AUTHSECRET|Password|PSK)(\?|$|\/)/i;

/** Data as text; `undefined` if there is none or it is not text. */
export function textValueOf(data: Data | undefined): string | undefined {
  try {
    return data === undefined || (typeof data === "object" && "kind" in data) ? undefined : textOf(data);
  } catch (error) {
    if (!isSyncmlError(error)) throw error;
    return undefined;
  }
}

/** The address of an item: its target, or its source where it has no target. */
export function uriOf({ target, source }: Item): string | undefined {
  return target?.locURI ?? source?.locURI;
}

/** The value that may be shown: not that of a node that holds a secret. */
export function shownValue(uri: string | undefined, data: Data | undefined): string | undefined {
  return uri !== undefined && secretUri.test(uri) ? undefined : textValueOf(data);
}

/** What a command is about, in one line. */
export function commandText(command: Command, isDm: boolean): string {
  switch (command.kind) {
    case "Alert": {
      const code = codeText(command);
      const item = command.items.find((one) => uriOf(one) !== undefined);
      const what = `${code} ${alertText(code)}`;
      if (/^110\d$/.test(code)) {
        const asked = command.items.map(({ data }) => textValueOf(data)).filter((text) => text !== undefined);
        return asked.length === 0 ? what : `${what}: "${asked[asked.length > 1 ? 1 : 0] ?? ""}"`;
      }
      const uri = item === undefined ? undefined : uriOf(item);
      return uri === undefined ? what : `${what}  ${uri}`;
    }
    case "Atomic":
      return `all or nothing, ${counted(command.commands.length, "command")}`;
    case "Sequence":
      return `in this order, ${counted(command.commands.length, "command")}`;
    case "Sync":
      return `${command.target?.locURI ?? command.source?.locURI ?? ""}, ${changes(command.commands.length)}`;
    case "Map":
      return `${command.target?.locURI ?? ""}, ${counted(command.mapItems.length, "item")} mapped`;
    case "Search":
      return command.target?.locURI ?? "";
    case "Status":
      return `for ${command.cmd ?? ""} ${command.cmdRef ?? ""}`;
    default:
      return itemsText(command.items, command.meta?.type, isDm);
  }
}

function itemsText(items: readonly Item[], type: string | undefined, isDm: boolean): string {
  const [first] = items;
  if (first === undefined) return "";
  if (items.length > 1) {
    const uris = items.map((item) => uriOf(item) ?? "");
    const [base = ""] = /^\.\/[^/]*/.exec(uris[0] ?? "") ?? [];
    const names = uris.map((uri) => (base !== "" && uri.startsWith(`${base}/`) ? uri.slice(base.length + 1) : uri));
    const more = names.length > 2 ? ", …" : "";
    return `${items.length} ${isDm ? "nodes" : "items"}  ${base === "" ? "" : `${base}: `}${names.slice(0, 2).join(", ")}${more}`;
  }
  const uri = uriOf(first) ?? "";
  if (first.data === undefined) return uri;
  const value = shownValue(uri, first.data);
  const size = sizeOf(first.data);
  const named = first.meta?.type ?? type;
  if (isDm && value !== undefined && size <= 64) return `${uri} = "${value}"`;
  return `${uri}  ${named === undefined ? "" : `${named}, `}${size === 0 ? "data" : `${size.toLocaleString("en-US")} B`}`;
}

/** Octets or characters of a value; 0 for markup. */
export function sizeOf(data: Data | undefined): number {
  if (data instanceof Uint8Array) return data.length;
  return typeof data === "string" ? data.length : (textValueOf(data)?.length ?? 0);
}

function changes(count: number): string {
  return count === 0 ? "no changes" : counted(count, "change");
}

/** `1 command`, `2 commands`. */
export function counted(count: number, what: string): string {
  return `${count.toLocaleString("en-US")} ${what}${count === 1 ? "" : "s"}`;
}
