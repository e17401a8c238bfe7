import { commandList } from "../ast/all-commands.ts";
import * as Code from "../ast/codes/code.ts";
import { codeText } from "../ast/codes/code-of.ts";
import type { Alert, Command, SyncML } from "../ast/nodes.ts";
import { itemsOf } from "../large-object/commands.ts";
import { type ReassemblyOutcome, type ReassemblyState, reassembleMessage } from "../large-object/reassemble.ts";
import type { SessionPolicy } from "./policy.ts";

/** What the items of a message are, where objects come in chunks. */
export interface ReceivedObjects {
  /** The state for the next message. */
  readonly state: ReassemblyState;
  /** What each item of a command is; none for a group, and where all items of the message came whole. */
  readonly outcomes: ReadonlyMap<Command, readonly ReassemblyOutcome[]>;
  /** Alerts 1225 for objects that were dropped before their end. */
  readonly alerts: readonly Alert[];
}

const noOutcomes: ReadonlyMap<Command, readonly ReassemblyOutcome[]> = new Map();
/** Most octets of one UTF-16 unit. */
const MOST_OCTETS = 3;

/** Whether none of its items is a chunk, or perhaps larger than what is accepted. */
function isWhole(command: Command, maxObjectSize: number): boolean {
  for (const { data, moreData } of itemsOf(command)) {
    if (moreData === true) return false;
    const isSized = typeof data === "string" || data instanceof Uint8Array;
    if (isSized && data.length * MOST_OCTETS > maxObjectSize) return false;
  }
  return true;
}

/** Takes the objects of a message, the same on both sides. */
export function receiveObjects(
  state: ReassemblyState,
  message: SyncML,
  { maxObjectSize }: Pick<SessionPolicy, "maxObjectSize">,
): ReceivedObjects {
  if (state.phase === "idle" && commandList(message.syncBody.commands).every((one) => isWhole(one, maxObjectSize))) {
    return { state, outcomes: noOutcomes, alerts: [] };
  }
  const { state: next, outcomes } = reassembleMessage(state, message, { maxObjSize: maxObjectSize, use: "dm" });
  const byCommand = new Map<Command, ReassemblyOutcome[]>();
  const alerts: Alert[] = [];
  for (const outcome of outcomes) {
    const { command } = outcome;
    const known = command && byCommand.get(command);
    if (known !== undefined) known.push(outcome);
    else if (command !== undefined) byCommand.set(command, [outcome]);
    for (const alert of outcome.alerts) if (codeText(alert) === Code.NO_END_OF_DATA) alerts.push(alert);
  }
  return { state: next, outcomes: byCommand, alerts };
}
