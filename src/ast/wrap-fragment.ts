import { type CommandTree, copyTree } from "./copy-tree.ts";
import { type NewHeader, newMessage } from "./create.ts";
import { goesOn } from "./goes-on.ts";
import type { Command, Fragment, SyncBody, SyncHdr, SyncML } from "./nodes.ts";

/** Commands that device management does not use (DM RepPro). */
const syncCommands: ReadonlySet<string> = new Set(["Map", "Move", "Put", "Search", "Sync"]);

/**
 * Makes a message of commands that came without one, in their form and version. Missing and repeated CmdIDs are replaced.
 * The message is the last of its package, unless it has MoreData or asks for the next message.
 *
 * `header` takes precedence over a header that came with the commands. Default for fields in neither: session 1, message 1,
 * from `server` to `device`, and VerProto by the namespace: device management, unless there are commands that only data
 * synchronisation has.
 */
export function wrapFragment(fragment: Fragment, header: Partial<NewHeader> = {}): SyncML {
  const { roots, all } = numbered(fragment);
  const isFinal = !all.some(goesOn);
  const start = {
    verProto: verProtoOf(fragment, all),
    sessionID: "1",
    msgID: "1",
    target: "device",
    source: "server",
  };
  const { syncHdr, syncBody } = newMessage({ ...start, ...header }, roots, { final: isFinal });
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

/** Copies of the commands, each with a unique CmdID. */
function numbered(fragment: Fragment): CommandTree {
  const copies = copyTree(fragment.commands);
  const taken = new Set(copies.all.map(({ cmdID }) => cmdID?.trim()));
  const seen = new Set<string>();
  let last = 0;
  for (const command of copies.all) {
    const id = command.cmdID?.trim() ?? "";
    const isOwn = !/^0*$/.test(id) && !seen.has(id);
    seen.add(id);
    if (isOwn) continue;
    do last++;
    while (taken.has(String(last)));
    command.cmdID = String(last);
  }
  return copies;
}

/** The body with the generic content that came among the commands, in its place. */
function withUnknown(body: SyncBody, { extra }: Fragment): SyncBody {
  const sequence = extra?.sequence?.filter((entry) => typeof entry !== "string" || entry === "commands");
  const attributes = extra?.fieldAttributes?.["inBody"];
  const isUnknown = sequence?.some((entry) => typeof entry !== "string");
  if (!isUnknown && attributes === undefined) return body;
  return { ...body, extra: { attributes, sequence: isUnknown ? sequence : undefined } };
}
