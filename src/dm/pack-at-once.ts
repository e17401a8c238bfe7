import { commandList } from "../ast/all-commands.ts";
import { copyTree } from "../ast/copy-tree.ts";
import { formatOf, isBase64, isBinary } from "../ast/format.ts";
import type { Command, SyncML } from "../ast/nodes.ts";
import { encode } from "../codec/encode.ts";
import { answeringAlerts, itemsOf, metaOf } from "../large-object/commands.ts";
import { initialPacking, type PackState } from "../large-object/pack-state.ts";

// A package that is one message, made without measuring each command: it is encoded, and either it fits or it does not. What
// `packMessage` makes of such a package is the same.

/** Fewest octets of a command in any format. */
const LEAST_COMMAND = 8;
/** Most octets of one UTF-16 unit. */
const MOST_OCTETS = 3;

/**
 * Octets of a switch of the code page before Final. Packing counts them for a message without Final too, whose last command may leave
 * another page switched in.
 */
const PAGE_SWITCH = 2;

/** What a peer takes. */
interface Sizes {
  readonly maxMsgSize: number;
  /** `undefined`: no limit. */
  readonly maxObjSize: number | undefined;
}

/** A package as one message. */
export interface PackedAtOnce {
  readonly message: SyncML;
  readonly body: Uint8Array;
  readonly state: PackState;
}

/**
 * The package of `start` and these answers as one message, if it is known to fit; `undefined` if it does not, or has data that is
 * written in another form than it is given in. `origins` is filled as by `packMessage`.
 *
 * @throws {SyncmlError} what `encode` throws.
 */
export function packAtOnce(
  start: SyncML,
  answers: readonly Command[],
  origins: Map<Command, Command>,
  format: "xml" | "wbxml",
  sizes: Sizes,
): PackedAtOnce | undefined {
  const { commands } = start.syncBody;
  const given = inOrder([...commands, ...answers]);
  if (!mayFit(given, sizes)) return undefined;
  const { roots, all } = copyTree(given);
  for (const [index, command] of all.entries()) command.cmdID = String(index + 1);
  const message: SyncML = { ...start, syncBody: { ...start.syncBody, commands: roots } };
  const body = encode(message, { format });
  if (body.length + (start.syncBody.final === true ? 0 : PAGE_SWITCH) > sizes.maxMsgSize) return undefined;
  const originals = commandList(given);
  for (const [index, command] of all.entries()) origins.set(command, originals[index] as Command);
  const end = { command: commands.length, inner: 0 };
  return {
    message,
    body,
    state: { ...initialPacking, messages: 1, isDone: true, statuses: end, results: end, others: end },
  };
}

/** Answers, then results, then the rest. */
function inOrder(commands: readonly Command[]): Command[] {
  const ordered: Command[] = [];
  const results: Command[] = [];
  const others: Command[] = [];
  for (const command of commands)
    (isAnswer(command) ? ordered : command.kind === "Results" ? results : others).push(command);
  for (const one of results) ordered.push(one);
  for (const one of others) ordered.push(one);
  return ordered;
}

const isAnswer = (command: Command) =>
  command.kind === "Status" || (command.kind === "Alert" && answeringAlerts.includes(command.data));

/** Looks no further than a message is long. */
function mayFit(commands: readonly Command[], { maxMsgSize, maxObjSize = Number.POSITIVE_INFINITY }: Sizes): boolean {
  let octets = 0;
  for (const command of commandList(commands)) {
    if (command.kind === "Sync") return false;
    octets += LEAST_COMMAND;
    for (const item of itemsOf(command)) {
      const { data } = item;
      if (typeof data === "string") {
        octets += data.length;
        if (data.length * MOST_OCTETS > maxObjSize) return false;
      }
      if (data instanceof Uint8Array || Array.isArray(data)) return false;
      if (data !== undefined && isOfOctets(formatOf(item, metaOf(command)))) return false;
    }
    if (octets > maxMsgSize) return false;
  }
  return true;
}

function isOfOctets(format: string | undefined): boolean {
  return isBinary(format) || isBase64(format);
}
