import { describe } from "../core/describe.ts";
import { checkOptions, flag, optionChecks } from "../core/options.ts";
import { type CommandTree, copyTree } from "./copy-tree.ts";
import { create, type FieldsOf, makeNode, newItem } from "./create.ts";
import { goesOn } from "./goes-on.ts";
import { commandElements } from "./message-shapes.ts";
import type { Command, Item, Source, Status, SyncHdr, SyncML, Target } from "./nodes.ts";

/** A command of a kind, before it has its CmdID: the fields that the standard requires, and any others. */
export type NewCommandOf<Kind extends Command["kind"]> = { readonly kind: Kind } & {
  readonly [Name in keyof FieldsOf<Kind> as Exclude<Name, "cmdID">]: Name extends "items"
    ? readonly (Item | string)[] | Extract<FieldsOf<Kind>[Name], undefined>
    : Name extends "commands"
      ? readonly (NewCommand | Command)[] | Extract<FieldsOf<Kind>[Name], undefined>
      : FieldsOf<Kind>[Name];
};

/**
 * A command without CmdID, which the function it is passed to assigns: `{ kind: "Get", items: ["./DevDetail/SwV"] }`. A
 * string in `items` is an item with that Target.
 */
export type NewCommand = { [Kind in Command["kind"]]: NewCommandOf<Kind> }[Command["kind"]];

/** Properties of a reply besides its commands. */
export interface ReplyOptions {
  /**
   * Its MsgID. Default: that of the message it answers, or `"1"`. Each side counts its own messages from 1, so where every
   * message has one answer, as over HTTP, both numbers are equal.
   */
  readonly msgID: string | number;
  /** Whether it is the last of its package. Default: true, unless a command has MoreData or asks for the next message. */
  readonly final: boolean;
  /**
   * The code of a Status for the header of the message, usually `200` or `212`, which becomes the first command. Default:
   * none. 401 and 407 need a Chal: pass a Status of your own as the first command.
   */
  readonly headerStatus: string | number;
}

const checks = optionChecks({ final: flag });
const commandKinds: ReadonlySet<unknown> = new Set(commandElements);

/**
 * Creates the answer to a message: in the same form (see `encode`), version and session, with target and source exchanged,
 * CmdIDs counted from 1 in document order, and Final. Commands are copied, not changed; a CmdID that one has is replaced.
 * Header values lose the white space around them that an indented message has. Credentials, Meta and NoResp of the header
 * are not copied. If `incoming` has a RespURI, the reply is to be sent there; its content does not depend on it.
 *
 * @throws {TypeError} if `incoming` is not a message, a command is not one, or an option is of the wrong type.
 * @throws {RangeError} for a MsgID or a code that is not a whole number.
 * @throws {SyncmlError} `limit-exceeded` if a command is inside itself.
 */
export function reply(
  incoming: SyncML,
  commands: readonly (NewCommand | Command)[],
  options: Partial<ReplyOptions> = {},
): SyncML {
  checkOptions(options, checks);
  if (typeof incoming !== "object" || incoming === null || incoming.kind !== "SyncML") {
    throw new TypeError(`expected a message, as decode returns it, not ${describe(incoming)}`);
  }
  const { syncHdr, wire } = incoming;
  const [verDTD, verProto, sessionID] = [syncHdr.verDTD, syncHdr.verProto, syncHdr.sessionID].map(bare);
  const msgID = digitsOf("msgID", options.msgID) ?? bare(syncHdr.msgID) ?? "1";
  const headerStatus = digitsOf("headerStatus", options.headerStatus);
  const answers = headerStatus === undefined ? [] : [statusOfHeader(incoming, headerStatus)];
  const { roots, all } = numberedTree(commands, answers);
  const final = options.final ?? !all.some(goesOn);
  const target = syncHdr.source && create("Target", addressOf(syncHdr.source));
  const source = syncHdr.target && create("Source", addressOf(syncHdr.target));
  return {
    ...create("SyncML", {
      // Fields that the message lacks are absent in the reply too.
      syncHdr: makeNode("SyncHdr", { verDTD, verProto, sessionID, msgID, target, source }) as SyncHdr,
      syncBody: create("SyncBody", { commands: roots, final: final ? true : undefined }),
    }),
    wire,
  };
}

/**
 * Copies of commands, complete with all fields of their kinds, after those of `answers`; their CmdIDs count from 1 in document
 * order.
 *
 * @throws {TypeError} if `commands` is not an array, or one of them is no command.
 * @throws {SyncmlError} `limit-exceeded` if a command is inside itself.
 */
export function numberedTree(
  commands: readonly (NewCommand | Command)[],
  answers: readonly Command[] = [],
): CommandTree {
  if (!Array.isArray(commands)) throw new TypeError(`commands must be an array, not ${describe(commands)}`);
  const tree = copyTree([...answers, ...(commands as readonly Command[])], commandOf);
  for (const [index, command] of tree.all.entries()) command.cmdID = String(index + 1);
  return tree;
}

/** A number as decimal digits, as a message has it. */
function digitsOf(name: keyof ReplyOptions, value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const reason = `option ${name} must be a whole number or its digits, not ${describe(value)}`;
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

/** A value without the white space that an indented message has around it, which is not part of it. */
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

/** A copy of a command with all fields of its kind; of a container, without its commands. */
function commandOf(command: Command): Command {
  if (typeof command !== "object" || command === null || !commandKinds.has(command.kind)) {
    throw new TypeError(`expected a command, such as { kind: "Get", items: ["./DevInfo"] }, not ${describe(command)}`);
  }
  const copy = makeNode(command.kind, command as unknown as Readonly<Record<string, unknown>>) as Command;
  if ("items" in command && command.items !== undefined && "items" in copy) copy.items = command.items.map(itemOf);
  if ("commands" in command && "commands" in copy) copy.commands = [];
  return copy;
}

function itemOf(item: Item | string): Item {
  if (typeof item === "string") return newItem(item);
  if (typeof item === "object" && item !== null && item.kind === "Item") return item;
  throw new TypeError(`expected an item, or its address as a string, not ${describe(item)}`);
}
