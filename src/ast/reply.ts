import { describe } from "../core/describe.ts";
import { checkOptions, flag, optionChecks } from "../core/options.ts";
import { copyTree } from "./copy-tree.ts";
import { create, type FieldsOf, makeNode, newItem } from "./create.ts";
import { goesOn } from "./goes-on.ts";
import { commandElements } from "./message-shapes.ts";
import type { Command, Item, Source, Status, SyncHdr, SyncML, Target } from "./nodes.ts";

/** A command of a kind, before it has its CmdID: what the standard requires of it, and anything else it may have. */
export type NewCommandOf<Kind extends Command["kind"]> = { readonly kind: Kind } & {
  readonly [Name in keyof FieldsOf<Kind> as Exclude<Name, "cmdID">]: Name extends "items"
    ? readonly (Item | string)[] | Extract<FieldsOf<Kind>[Name], undefined>
    : Name extends "commands"
      ? readonly (NewCommand | Command)[] | Extract<FieldsOf<Kind>[Name], undefined>
      : FieldsOf<Kind>[Name];
};

/**
 * A command that is to get its CmdID from what takes it: `{ kind: "Get", items: ["./DevDetail/SwV"] }`. An item given as a
 * string is one with that Target.
 */
export type NewCommand = { [Kind in Command["kind"]]: NewCommandOf<Kind> }[Command["kind"]];

/** What a reply says beside its commands. */
export interface ReplyOptions {
  /**
   * Its MsgID. Default: that of the message it answers, or `"1"`: each side counts its own messages from 1, and where one
   * message answers one, as over HTTP, both have come to the same number.
   */
  readonly msgID: string | number;
  /** Whether it is the last of its package. Default: unless a command has MoreData or asks for the next message. */
  readonly final: boolean;
  /**
   * The code of a Status for the header of the message, `200` or `212` as a rule, which becomes the first command.
   * Default: there is none. A 401 or 407 needs a Chal, and so a Status of your own.
   */
  readonly headerStatus: string | number;
}

const checks = optionChecks({ final: flag });
const commandKinds: ReadonlySet<unknown> = new Set(commandElements);

/**
 * The message that answers one: in the same form (see `encode`), version and session, from its target to its source, with
 * commands whose CmdIDs count from 1 in document order, and Final. What was given is copied, not changed; a CmdID that a
 * command has is replaced. Values of the header lose the blanks around them, as an indented message has. Credentials, Meta and NoResp of the header are not copied. Its RespURI is where the reply is to
 * be sent, and changes nothing in it.
 *
 * @throws {TypeError} if `incoming` is no message, a command is none, or an option is not of its type.
 * @throws {RangeError} for a MsgID or a code that is no whole number.
 * @throws {SyncmlError} `limit-exceeded` if a command is inside itself.
 */
export function reply(
  incoming: SyncML,
  commands: readonly (NewCommand | Command)[],
  options: Partial<ReplyOptions> = {},
): SyncML {
  checkOptions(options, checks);
  if (typeof incoming !== "object" || incoming === null || incoming.kind !== "SyncML") {
    throw new TypeError(`a message is wanted, as decode gives it, not ${describe(incoming)}`);
  }
  if (!Array.isArray(commands)) throw new TypeError(`commands are wanted as an array, not ${describe(commands)}`);
  const { syncHdr, wire } = incoming;
  const [verDTD, verProto, sessionID] = [syncHdr.verDTD, syncHdr.verProto, syncHdr.sessionID].map(bare);
  const msgID = digitsOf("msgID", options.msgID) ?? bare(syncHdr.msgID) ?? "1";
  const headerStatus = digitsOf("headerStatus", options.headerStatus);
  const answers = headerStatus === undefined ? [] : [statusOfHeader(incoming, headerStatus)];
  const { roots, all } = copyTree([...answers, ...(commands as readonly Command[])], commandOf);
  for (const [index, command] of all.entries()) command.cmdID = String(index + 1);
  const final = options.final ?? !all.some(goesOn);
  const ends = {
    target: syncHdr.source && create("Target", addressOf(syncHdr.source)),
    source: syncHdr.target && create("Source", addressOf(syncHdr.target)),
  };
  return {
    ...create("SyncML", {
      // What the message lacks, the reply lacks.
      syncHdr: makeNode("SyncHdr", { verDTD, verProto, sessionID, msgID, ...ends }) as SyncHdr,
      syncBody: create("SyncBody", { commands: roots, final: final ? true : undefined }),
    }),
    wire,
  };
}

/** A number as a message has it. */
function digitsOf(name: keyof ReplyOptions, value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const reason = `option ${name} is ${describe(value)}, where a whole number is wanted, or its digits`;
  if (typeof value !== "number" && typeof value !== "string") throw new TypeError(reason);
  if (!/^\d+$/.test(String(value))) throw new RangeError(reason);
  return String(value);
}

function addressOf({ locURI, locName }: Target | Source): {
  readonly locURI: string;
  readonly locName: string | undefined;
} {
  return { locURI: bare(locURI) as string, locName: bare(locName) };
}

/** A value without the blanks that an indented message has around it, and that the peer does not take for part of it. */
function bare(value: string | undefined): string | undefined {
  return value?.trim();
}

function statusOfHeader({ syncHdr: { msgID = "1", target, source } }: SyncML, data: string): Status {
  const targetRefs = target?.locURI === undefined ? [] : [target.locURI.trim()];
  const sourceRefs = source?.locURI === undefined ? [] : [source.locURI.trim()];
  return create("Status", {
    cmdID: "",
    msgRef: msgID.trim(),
    cmdRef: "0",
    cmd: "SyncHdr",
    targetRefs,
    sourceRefs,
    data,
  });
}

/** A copy in the shape that its kind has, with nothing in it if it is a container. */
function commandOf(command: Command): Command {
  if (typeof command !== "object" || command === null || !commandKinds.has(command.kind)) {
    throw new TypeError(`a command is wanted, as { kind: "Get", items: ["./DevInfo"] }, not ${describe(command)}`);
  }
  const fields: Record<string, unknown> = { ...command };
  if ("items" in command && command.items !== undefined) fields["items"] = command.items.map(itemOf);
  if ("commands" in command) fields["commands"] = [];
  return makeNode(command.kind, fields) as Command;
}

function itemOf(item: Item | string): Item {
  if (typeof item === "string") return newItem(item);
  if (typeof item === "object" && item !== null && item.kind === "Item") return item;
  throw new TypeError(`an item is wanted, or its address as a string, not ${describe(item)}`);
}
