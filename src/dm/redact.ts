import { placedCommands } from "../ast/all-commands.ts";
import type { Command, Data, Item, SyncML } from "../ast/nodes.ts";
import { metaOf } from "../authentication/meta-of.ts";

/** Identifiers up to this length are not replaced within other texts. */
const SHORT_ID = 7;
/** What is kept of a device's identifier. */
const LAST = 4;
/** Longest address in a line. */
const MAX_ADDRESS = 200;
/** Most addresses in a line. */
const MAX_ADDRESSES = 3;

/** The last four characters of a device's identifier, such as `…0006` for `IMEI:350000000000006`. */
export function shortDevice(id: string): string {
  return `…${id.trim().slice(-LAST)}`;
}

/** Addresses without what may be secret or a token: user information, query and fragment of those with a host. */
export function shortUri(text: string): string {
  // An expression takes far longer than a look at what most addresses are: relative.
  if (!text.includes("://")) return text;
  return text.replace(
    /(?<![a-z0-9+.-])([a-z][a-z0-9+.-]*:\/\/)(?:[^/?#\s]*@)?([^?#\s]*)([?#]\S*)?/gi,
    (_, scheme: string, rest: string, query?: string) => scheme + rest + (query === undefined ? "" : "?…"),
  );
}

/** Shortens every occurrence of the identifiers. */
export function withoutDevice(text: string, ids: readonly string[]): string {
  let short = text;
  for (const id of ids) short = short.replaceAll(id, shortDevice(id));
  return short;
}

/** The identifiers of devices among the addresses of a header, without a scheme such as `IMEI:`; servers have a host. */
export function deviceIDs({ syncHdr: { source, target } }: SyncML): readonly string[] {
  return [source?.locURI, target?.locURI]
    .filter((uri) => uri !== undefined)
    .filter((uri) => !uri.includes("//"))
    .map((uri) => uri.trim().replace(/^[a-z][\w+.-]*:/i, ""))
    .filter((id) => id.length > SHORT_ID);
}

/**
 * A message in a line for each command, those of groups indented: name, CmdID, what it answers, code, addresses; `Final` at the
 * end. No line has data other than codes, nor credentials or nonces.
 */
export function describeCommands(message: SyncML): string[] {
  const ids = deviceIDs(message);
  const depths = new Map<Command, number>();
  const lines: string[] = [];
  for (const { command, parent } of placedCommands(message.syncBody.commands)) {
    const depth = parent === undefined ? 0 : (depths.get(parent) ?? 0) + 1;
    if ("commands" in command) depths.set(command, depth);
    lines.push(`${"  ".repeat(depth)}${oneLine(withoutDevice(lineOf(command), ids))}`);
  }
  if (message.syncBody.final) lines.push("Final");
  return lines;
}

function lineOf(command: Command): string {
  const name = [command.kind, command.cmdID].filter((word) => word !== undefined).join(" ");
  switch (command.kind) {
    case "Status": {
      const { cmd, cmdRef, chal, cred } = command;
      const answered = [cmd ?? "command", cmdRef].filter((word) => word !== undefined).join(" ");
      const challenge = chal === undefined ? "" : `, Chal ${metaOf(chal).type ?? "without a type"}`;
      const about = command.targetRefs.length + command.sourceRefs.length > 0 && cmd?.trim() !== "SyncHdr";
      const uris = about ? ` ${listed([...command.targetRefs, ...command.sourceRefs])}` : "";
      return `${name}: ${answered}${uris} = ${codeOf(command.data)}${challenge}${cred === undefined ? "" : ", Cred"}`;
    }
    case "Results":
      return `${name}: ${command.cmd ?? "Get"} ${command.cmdRef ?? "1"}${addresses(command.items)}`;
    case "Alert":
      return `${name}: ${codeOf(command.data)}${typesOf(command.items)}${correlated(command.correlator)}${addresses(command.items)}`;
    case "Exec":
      return `${name}${correlated(command.correlator)}${addresses(command.items)}`;
    case "Sync":
    case "Map":
    case "Search":
      return `${name} ${listed([command.target?.locURI])}`;
    default:
      return "items" in command ? `${name}${addresses(command.items)}` : name;
  }
}

/** A code; data that is none is not shown. */
function codeOf(data: Data | undefined): string {
  if (data === undefined) return "no code";
  return typeof data === "string" && /^\s*\d{1,4}\s*$/.test(data) ? data.trim() : "not a code";
}

function correlated(correlator: string | undefined): string {
  return correlator === undefined ? "" : `, Correlator ${clipped(correlator)}`;
}

function typesOf(items: readonly Item[]): string {
  const types = new Set(items.map(({ meta }) => meta?.type).filter((type) => type !== undefined));
  return [...types]
    .slice(0, MAX_ADDRESSES)
    .map((type) => ` ${clipped(type)}`)
    .join("");
}

function addresses(items: readonly Item[]): string {
  const uris = items.map(({ target, source }) => target?.locURI ?? source?.locURI);
  const isPart = items.some(({ moreData }) => moreData === true);
  return `${items.length === 0 ? "" : ` ${listed(uris)}`}${isPart ? ", more data" : ""}`;
}

function listed(uris: readonly (string | undefined)[]): string {
  const shown = uris
    .slice(0, MAX_ADDRESSES)
    .map((uri) => (uri === undefined ? "(no address)" : clipped(shortUri(uri.trim()))));
  const more = uris.length - shown.length;
  return `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function clipped(text: string): string {
  return text.length > MAX_ADDRESS ? `${text.slice(0, MAX_ADDRESS)}…` : text;
}

/** Characters that would begin another line, or command a terminal, become escapes. */
function oneLine(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${(character.codePointAt(0) as number).toString(16)}}`,
  );
}
