import { placedCommands } from "../ast/all-commands.ts";
import * as Code from "../ast/codes/code.ts";
import { codeText } from "../ast/codes/code-of.ts";
import type { Command, Results, Status, SyncML } from "../ast/nodes.ts";
import { anyFunction, anyMap, checkOptions, optionChecks } from "../core/options.ts";
import { answersIn } from "./answers.ts";
import { itemsOf, nameOf } from "./commands.ts";

// Matches statuses and results to the commands that were sent. A command is in one state at a time:
//
//   sent ─┬─ needs no status ──────────────────────────── no-answer-due
//         ├─ no status yet ────────────────────────────── unanswered
//         └─ statuses ─┬─ one is a failure ────────────── failed
//                      ├─ one is 101 ──────────────────── in-progress
//                      ├─ Get or Search, results missing─ awaiting-results
//                      └─ otherwise ───────────────────── done
//
// The first line that applies wins. States are computed once, after all answers are matched.

/** What became of a command. */
export type CommandState =
  /** A status is due and has not arrived. */
  | "unanswered"
  /** It was answered with status 101. */
  | "in-progress"
  /** It succeeded, but its results are missing or incomplete. */
  | "awaiting-results"
  /** It succeeded, and its results, if any are due, are complete. */
  | "done"
  /** It failed, or was cancelled, skipped or undone, as a whole or for one of its items. */
  | "failed"
  /** No status is due: statuses, accepted results, commands with NoResp. */
  | "no-answer-due";

/** The fate of a command that was sent, or of a header, which is answered as command 0. */
export interface CommandReport {
  /** MsgID of the message it was sent in; `"1"` if that has none. */
  readonly msgID: string;
  /** CmdID as sent: `"0"` for a header, `""` if the command has none. */
  readonly cmdID: string;
  /** Kind of the command, or `"SyncHdr"`. */
  readonly kind: Command["kind"] | "SyncHdr";
  /** The command as sent; `undefined` for a header. */
  readonly command: Command | undefined;
  /** The caller's command of which `command` is the whole, an item or a chunk, by `pack`'s `origins`; else `command`. */
  readonly origin: Command | undefined;
  /** Report on the enclosing command; `undefined` at the top. */
  readonly parent: CommandReport | undefined;
  /** Statuses that refer to it, in the order received. */
  readonly statuses: readonly Status[];
  /** Results that refer to it. Chunks are joined; those that are incomplete or do not fit together stay as received. */
  readonly results: readonly Results[];
  /** What became of it. */
  readonly state: CommandState;
  /** The state and its statuses in one line, for a person. */
  readonly words: string;
}

/** The outcome of everything that was sent. */
export interface Correlation {
  /** One report for each header and command, in the order sent; commands in a container follow it. */
  readonly commands: readonly CommandReport[];
  /** The reports in state `"unanswered"`. */
  readonly unanswered: readonly CommandReport[];
  /** The reports in state `"failed"`. */
  readonly failed: readonly CommandReport[];
  /** Statuses and results that refer to nothing that was sent. */
  readonly stray: readonly (Status | Results)[];
  /** For each of the caller's commands, the reports on what was sent for it, in the order sent. */
  readonly byOrigin: ReadonlyMap<Command, readonly CommandReport[]>;
}

/** How commands are attributed and reports worded. */
export interface CorrelateOptions {
  /** The map that `pack` filled as `origins`. Default: each command that was sent is the caller's own. */
  readonly origins?: ReadonlyMap<Command, Command> | undefined;
  /** The name of a status code, printed after it; `undefined` for none. Default: none. */
  readonly describe?: ((code: string) => string | undefined) | undefined;
}

const checks = optionChecks({ origins: anyMap, describe: anyFunction });

/** A report under construction. */
interface Draft extends Omit<CommandReport, "parent" | "statuses" | "results" | "state" | "words"> {
  readonly parent: Draft | undefined;
  readonly statuses: Status[];
  readonly results: Results[];
  state: CommandState;
  words: string;
}

/**
 * Matches the messages that were sent with the peer's answers, including commands inside Atomic, Sequence and Sync.
 * MsgRef and CmdRef are compared as text first, then as numbers. A missing MsgRef counts as 1; a missing CmdRef as 1, or
 * as 0 if `Cmd` is SyncHdr.
 *
 * @throws {TypeError} if an option is not of its type.
 */
export function correlate(
  sent: readonly SyncML[],
  received: readonly SyncML[],
  options: CorrelateOptions = {},
): Correlation {
  checkOptions(options, checks);
  const { describe, origins } = options;
  const drafts = sent.flatMap((message) => draftsOf(message, origins));
  const index = new DraftIndex(drafts);
  const stray: (Status | Results)[] = [];
  for (const command of answersIn(received)) {
    const { msgRef = "1", cmdRef = command.cmd === "SyncHdr" ? "0" : "1" } = command;
    const draft = index.find(msgRef, cmdRef);
    if (draft === undefined) stray.push(command);
    else if (command.kind === "Status") draft.statuses.push(command);
    else draft.results.push(command);
  }
  for (const draft of drafts) draft.state = stateOf(draft);
  for (const draft of drafts) draft.words = wordsOf(draft, describe);
  const inState = (state: CommandState) => drafts.filter((draft) => draft.state === state);
  const byOrigin = new Map<Command, Draft[]>();
  for (const draft of drafts) {
    if (draft.origin === undefined) continue;
    const reports = byOrigin.get(draft.origin);
    if (reports === undefined) byOrigin.set(draft.origin, [draft]);
    else reports.push(draft);
  }
  return { commands: drafts, unanswered: inState("unanswered"), failed: inState("failed"), stray, byOrigin };
}

/** Drafts by MsgID, then CmdID, so that a long MsgID is parsed once and not with each command. */
class DraftIndex {
  private readonly messages = new Map<string, Map<string, Draft>>();

  constructor(drafts: readonly Draft[]) {
    let last: string | undefined;
    let places: readonly Map<string, Draft>[] = [];
    for (const draft of drafts) {
      if (draft.msgID !== last || draft.kind === "SyncHdr") {
        last = draft.msgID;
        places = [numeric(last), exact(last)].map((key) => this.commandsOf(key));
      }
      places[0]?.set(numeric(draft.cmdID), draft);
      places[1]?.set(exact(draft.cmdID), draft);
    }
  }

  find(msgRef: string, cmdRef: string): Draft | undefined {
    return (
      this.messages.get(exact(msgRef))?.get(exact(cmdRef)) ?? this.messages.get(numeric(msgRef))?.get(numeric(cmdRef))
    );
  }

  private commandsOf(message: string): Map<string, Draft> {
    let commands = this.messages.get(message);
    if (commands === undefined) {
      commands = new Map();
      this.messages.set(message, commands);
    }
    return commands;
  }
}

function draftsOf(message: SyncML, origins: CorrelateOptions["origins"]): Draft[] {
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
    const origin = command && (origins?.get(command) ?? command);
    return { msgID, cmdID, kind, command, origin, parent, statuses: [], results: [], state, words: "" };
  };
  const drafts = [draftFor("SyncHdr", "0", undefined, undefined)];
  const byCommand = new Map<Command, Draft>();
  for (const { command, parent } of placedCommands(message.syncBody.commands)) {
    const draft = draftFor(command.kind, command.cmdID ?? "", command, parent && byCommand.get(parent));
    byCommand.set(command, draft);
    drafts.push(draft);
  }
  return drafts;
}

const exact = (id: string) => id.trim();

/** `#` and the number without leading zeros, so that it differs from the same text; other text unchanged. */
function numeric(id: string): string {
  const text = exact(id);
  if (!/^\d+$/.test(text)) return text;
  let start = 0;
  while (start < text.length - 1 && text[start] === "0") start++;
  return `#${text.slice(start)}`;
}

// Cancelled, not executed, undone: 2xx codes, but the command did not take effect.
const undone: readonly string[] = [Code.CANCELLED, Code.NOT_EXECUTED, Code.ROLLED_BACK];

function isFailure(code: string): boolean {
  return !/^[12]\d\d$/.test(code) || undone.includes(code);
}

function stateOf({ kind, command, state, statuses, results }: Draft): CommandState {
  const codes = statuses.map(codeText);
  if (codes.some(isFailure)) return "failed";
  if (codes.includes(Code.IN_PROGRESS)) return "in-progress";
  // Results get a status only if they fail or are a chunk.
  if (codes.length === 0) return kind === "Results" && !isChunk(command) ? "no-answer-due" : state;
  const brings = kind === "Get" || (command?.kind === "Search" && command.noResults !== true);
  return brings && (results.length === 0 || results.some(isChunk)) ? "awaiting-results" : "done";
}

function isChunk(command: Command | undefined): boolean {
  return command !== undefined && itemsOf(command).some(({ moreData }) => moreData);
}

const outcomes: Readonly<Record<string, string>> = {
  [Code.IN_PROGRESS]: "is in progress",
  [Code.ACCEPTED]: "was accepted; its outcome follows later",
  [Code.CHUNK_ACCEPTED]: "was accepted as a chunk",
  [Code.CANCELLED]: "was cancelled",
  [Code.NOT_EXECUTED]: "was not executed",
  [Code.ROLLED_BACK]: "was undone",
  [Code.ROLL_BACK_FAILED]: "could not be undone",
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
      return `${name} succeeded; its results ${results.length === 0 ? "are missing" : "are incomplete"}`;
    default: {
      const told = statuses.map((status) => outcomeOf(status, statuses.length > 1, describe));
      return `${name} ${[...new Set(told)].join("; ")}${results.length > 0 ? `, with ${count}` : ""}`;
    }
  }
}

function titleOf({ kind, cmdID, msgID, command }: Draft | CommandReport): string {
  if (command === undefined) return `the header of message ${shortened(msgID)}`;
  const address = nameOf(command).slice(kind.length).trim();
  return `${kind} ${shortened(cmdID)} of message ${shortened(msgID)}${address === "" ? "" : ` (${shortened(address)})`}`;
}

/** The outcome one status reports; if there are several, with the item it is for. */
function outcomeOf(status: Status, isOne: boolean, describe: CorrelateOptions["describe"]): string {
  const code = codeText(status);
  const name = describe?.(code);
  const said = `${shortened(code) || "a status without code"}${name === undefined ? "" : ` ${name}`}`;
  const outcome = outcomes[code] ?? (isFailure(code) ? "failed" : "succeeded");
  const address = status.targetRefs[0] ?? status.sourceRefs[0];
  return `${outcome}${isOne && address !== undefined ? ` for ${shortened(address)}` : ""} (${said})`;
}

/** Longest value in a report's line, in UTF-16 units: it repeats in the line of every command inside. */
const MAX_SAID_LENGTH = 200;

function shortened(value: string): string {
  return value.length <= MAX_SAID_LENGTH ? value : `${value.slice(0, MAX_SAID_LENGTH)}…`;
}
