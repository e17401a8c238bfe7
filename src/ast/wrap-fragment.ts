import * as Code from "./codes/code.ts";
import { type NewHeader, newMessage } from "./create.ts";
import type { Command, Fragment, SyncBody, SyncHdr, SyncML } from "./nodes.ts";

/** Commands that device management does not use (DM RepPro). */
const syncCommands: ReadonlySet<string> = new Set(["Map", "Move", "Put", "Search", "Sync"]);

/**
 * A message of the commands that came without one, in the form and version of these. CmdIDs that lack, or are there before,
 * become new ones. The message is the last of its package, unless it has MoreData or asks for the next message.
 *
 * `header` is what the header shall say beside what came with the commands. Default: session 1, message 1, from `server` to
 * `device`, VerProto after the namespace: of device management, unless there are commands of data synchronisation.
 */
export function wrapFragment(fragment: Fragment, header: Partial<NewHeader> = {}): SyncML {
  const commands = numbered(fragment.commands);
  const inAll = listAll(commands);
  const isFinal = !inAll.some(goesOn);
  const start = {
    verProto: verProtoOf(fragment, inAll),
    sessionID: "1",
    msgID: "1",
    target: "device",
    source: "server",
  };
  const { syncHdr, syncBody } = newMessage({ ...start, ...header }, commands, { final: isFinal });
  const came = Object.entries(fragment.syncHdr ?? {}).filter(
    ([name, value]) => value !== undefined && header[name as keyof NewHeader] === undefined,
  );
  const wrapped: SyncHdr = { ...syncHdr, ...Object.fromEntries(came) };
  if (header.verProto !== undefined) wrapped.verDTD = syncHdr.verDTD;
  const { wire } = fragment;
  const isSameVersion = wire?.namespace.endsWith(wrapped.verDTD ?? "") === true;
  return {
    kind: "SyncML",
    syncHdr: wrapped,
    syncBody: withUnknown(syncBody, fragment),
    wire: isSameVersion ? wire : undefined,
  };
}

function verProtoOf({ wire }: Fragment, commands: readonly Command[]): NewHeader["verProto"] {
  const version = /1\.[012]$/.exec(wire?.namespace ?? "")?.[0] ?? "1.2";
  const isSync = version === "1.0" || commands.some(({ kind }) => syncCommands.has(kind));
  return `${isSync ? "SyncML" : "DM"}/${version}` as NewHeader["verProto"];
}

function goesOn(command: Command): boolean {
  if (command.kind === "Alert" && command.data === Code.NEXT_MESSAGE) return true;
  return "items" in command && command.items.some(({ moreData }) => moreData === true);
}

/** All commands; those in a container follow it. */
function listAll(commands: readonly Command[]): Command[] {
  const all = [...commands];
  // The list grows while it is walked.
  for (let at = 0; at < all.length; at++) {
    const command = all[at] as Command;
    if ("commands" in command) all.push(...command.commands);
  }
  return all;
}

/** Copies of the commands with a CmdID of its own for each. */
function numbered(commands: readonly Command[]): Command[] {
  const taken = new Set(listAll(commands).map(({ cmdID }) => cmdID?.trim()));
  const seen = new Set<string>();
  let last = 0;
  const next = () => {
    do last++;
    while (taken.has(String(last)));
    return String(last);
  };
  const copy = (command: Command): Command => {
    const id = command.cmdID?.trim() ?? "";
    const isOwn = !/^0*$/.test(id) && !seen.has(id);
    seen.add(id);
    const own = { ...command, cmdID: isOwn ? command.cmdID : next() };
    return "commands" in own ? { ...own, commands: own.commands.map(copy) } : own;
  };
  return commands.map(copy);
}

/** What the standard does not know among the commands stays in its place. */
function withUnknown(body: SyncBody, { extra }: Fragment): SyncBody {
  const sequence = extra?.sequence?.filter((entry) => typeof entry !== "string" || entry === "commands");
  const attributes = extra?.fieldAttributes?.["inBody"];
  const isUnknown = sequence?.some((entry) => typeof entry !== "string");
  if (!isUnknown && attributes === undefined) return body;
  return { ...body, extra: { attributes, sequence: isUnknown ? sequence : undefined } };
}
