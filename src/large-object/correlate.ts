import type { Command, Results, Status, SyncML } from "../ast/nodes.ts";
import { allCommands, itemsOf, nameOf } from "./commands.ts";

/** What became of a command. */
export type CommandState =
  /** It lacks its status. */
  | "unanswered"
  /** It was answered with 101. */
  | "in-progress"
  /** It succeeded, and should have brought results that are not there yet. */
  | "awaiting-results"
  | "done"
  /** It failed, was cancelled, skipped or undone, as a whole or for one of its items. */
  | "failed"
  /** None is due: statuses, results that were taken, commands with NoResp. */
  | "no-answer-due";

/** What is known of a command that was sent, or of a header, which is answered as command 0. */
export interface CommandReport {
  readonly msgID: string;
  readonly cmdID: string;
  readonly kind: Command["kind"] | "SyncHdr";
  /** The command; of a header, `undefined`. */
  readonly command: Command | undefined;
  /** The command around it. */
  readonly parent: CommandReport | undefined;
  readonly statuses: readonly Status[];
  readonly results: readonly Results[];
  readonly state: CommandState;
  /** The same for a person, in one line. */
  readonly words: string;
}

/** What came of all commands that were sent. */
export interface Correlation {
  /** One report for each header and command, in the order they were sent; members follow what is around them. */
  readonly commands: readonly CommandReport[];
  readonly unanswered: readonly CommandReport[];
  readonly failed: readonly CommandReport[];
  /** Statuses and results that belong to nothing that was sent. */
  readonly stray: readonly (Status | Results)[];
}

/** How reports are worded. */
export interface CorrelateOptions {
  /** The name of a status code, to stand behind it. Default: none. */
  readonly describe?: ((code: string) => string | undefined) | undefined;
}

/** A report while it is made. */
interface Draft extends Omit<CommandReport, "parent" | "statuses" | "results" | "state" | "words"> {
  readonly parent: Draft | undefined;
  readonly statuses: Status[];
  readonly results: Results[];
  state: CommandState;
  words: string;
}

/**
 * Matches what was sent with what the peer answered, all commands of Atomic, Sequence and Sync included. Message and
 * command numbers are compared as text and then as numbers; a missing MsgRef is 1, a missing CmdRef 1, or 0 for a header.
 */
export function correlate(
  sent: readonly SyncML[],
  received: readonly SyncML[],
  { describe }: CorrelateOptions = {},
): Correlation {
  const drafts = sent.flatMap(draftsOf);
  const index = new Map<string, Draft>();
  for (const draft of drafts) {
    for (const key of [keyOf(draft.msgID, draft.cmdID, numeric), keyOf(draft.msgID, draft.cmdID)])
      index.set(key, draft);
  }
  const stray: (Status | Results)[] = [];
  for (const { command } of received.flatMap((message) => [...allCommands(message)])) {
    if (command.kind !== "Status" && command.kind !== "Results") continue;
    const { msgRef = "1", cmdRef = command.cmd === "SyncHdr" ? "0" : "1" } = command;
    const draft = index.get(keyOf(msgRef, cmdRef)) ?? index.get(keyOf(msgRef, cmdRef, numeric));
    if (draft === undefined) stray.push(command);
    else if (command.kind === "Status") draft.statuses.push(command);
    else draft.results.push(command);
  }
  for (const draft of drafts) draft.state = stateOf(draft);
  for (const draft of drafts) draft.words = wordsOf(draft, describe);
  const inState = (state: CommandState) => drafts.filter((draft) => draft.state === state);
  return { commands: drafts, unanswered: inState("unanswered"), failed: inState("failed"), stray };
}

function draftsOf(message: SyncML): Draft[] {
  const { msgID = "1", noResp } = message.syncHdr;
  const draftFor = (
    kind: Draft["kind"],
    cmdID: string,
    command: Command | undefined,
    parent: Draft | undefined,
  ): Draft => {
    const isSilent =
      kind === "Status" || noResp === true || (command !== undefined && "noResp" in command && command.noResp);
    const state = isSilent ? "no-answer-due" : "unanswered";
    return { msgID, cmdID, kind, command, parent, statuses: [], results: [], state, words: "" };
  };
  const drafts = [draftFor("SyncHdr", "0", undefined, undefined)];
  const byCommand = new Map<Command, Draft>();
  for (const { command, parent } of allCommands(message)) {
    const draft = draftFor(command.kind, command.cmdID ?? "", command, parent && byCommand.get(parent));
    byCommand.set(command, draft);
    drafts.push(draft);
  }
  return drafts;
}

const exact = (id: string) => id.trim();
const numeric = (id: string) => exact(id).replace(/^0*(\d+)$/, "#$1");

function keyOf(msgID: string, cmdID: string, spell: (id: string) => string = exact): string {
  return `${spell(msgID)} ${spell(cmdID)}`;
}

// Cancelled, not executed, undone: successes of the protocol, but not of the command.
const undone = ["214", "215", "216"];

function codeOf({ data }: Status): string {
  return typeof data === "string" ? data.trim() : "";
}

function isFailure(code: string): boolean {
  return !/^[12]\d\d$/.test(code) || undone.includes(code);
}

function stateOf({ kind, command, state, statuses, results }: Draft): CommandState {
  const codes = statuses.map(codeOf);
  if (codes.some(isFailure)) return "failed";
  if (codes.includes("101")) return "in-progress";
  // Results are answered only where something is wrong with them, or more is to come.
  if (codes.length === 0) return kind === "Results" && !isChunk(command) ? "no-answer-due" : state;
  const brings = kind === "Get" || (command?.kind === "Search" && command.noResults !== true);
  return brings && results.length === 0 ? "awaiting-results" : "done";
}

function isChunk(command: Command | undefined): boolean {
  return command !== undefined && itemsOf(command).some(({ moreData }) => moreData);
}

const outcomes: Readonly<Record<string, string>> = {
  "101": "is in progress",
  "202": "was accepted, its outcome comes later",
  "213": "was taken as a chunk",
  "214": "was cancelled",
  "215": "was not executed",
  "216": "was undone",
  "516": "could not be undone",
};

function wordsOf(draft: Draft, describe: CorrelateOptions["describe"]): string {
  const { state, statuses, results, parent } = draft;
  const name = titleOf(draft);
  const count = results.length === 1 ? "1 result" : `${results.length} results`;
  switch (state) {
    case "unanswered":
      return parent?.state === "failed"
        ? `${name} has no status; ${titleOf(parent)} failed`
        : `${name} has no status yet`;
    case "no-answer-due":
      return `${name} needs no status`;
    case "awaiting-results":
      return `${name} succeeded, its results are missing`;
    default: {
      const told = statuses.map((status) => outcomeOf(status, statuses.length > 1, describe));
      return `${name} ${[...new Set(told)].join("; ")}${results.length > 0 ? `, with ${count}` : ""}`;
    }
  }
}

function titleOf({ kind, cmdID, msgID, command }: Draft | CommandReport): string {
  if (command === undefined) return `the header of message ${msgID}`;
  const address = nameOf(command).slice(kind.length);
  return `${kind} ${cmdID} of message ${msgID}${address === "" ? "" : ` (${address.trim()})`}`;
}

/** What one status says; where there are several, of which item. */
function outcomeOf(status: Status, isOne: boolean, describe: CorrelateOptions["describe"]): string {
  const code = codeOf(status);
  const name = describe?.(code);
  const said = `${code || "a status without code"}${name === undefined ? "" : ` ${name}`}`;
  const outcome = outcomes[code] ?? (isFailure(code) ? "failed" : "succeeded");
  const address = status.targetRefs[0] ?? status.sourceRefs[0];
  return `${outcome}${isOne && address !== undefined ? ` for ${address}` : ""} (${said})`;
}
