import { isContainer } from "../ast/all-commands.ts";
import { codeOf, isSuccess } from "../ast/codes/code-of.ts";
import type { Command, Item, Meta, Results, Status, SyncML } from "../ast/nodes.ts";
import { sameID } from "./ids.ts";
import { receivedItem } from "./items.ts";
import type { HistoryEntry, ReceivedItem, SentCommand } from "./session-types.ts";
import type { Writable } from "./writable.ts";

// What became of a package's commands. Each has an entry, those of a group inside the group's; a command that went out in pieces,
// item by item or in chunks, has one entry for all of them.

/** Entries before any answer. */
export function blankEntries(commands: readonly Command[]): HistoryEntry[] {
  return commands.map((command): HistoryEntry => {
    const { kind } = command;
    const uri = addressOf(command);
    if (!isContainer(command)) return { command: kind, uri, code: undefined, items: [] };
    return { command: kind, uri, code: undefined, items: [], members: blankEntries(command.commands) };
  });
}

function addressOf(command: Command): string | undefined {
  const [item] = "items" in command ? command.items : [];
  return item?.target?.locURI ?? item?.source?.locURI;
}

/** The commands of a message as they were sent, with their places in the package. */
export function sentCommands(
  message: SyncML,
  origins: ReadonlyMap<Command, Command>,
  commands: readonly Command[],
): SentCommand[] {
  const msgID = message.syncHdr.msgID ?? "1";
  const sent: SentCommand[] = [];
  const place = (command: Command, at: readonly number[]) => {
    const isChunk = "items" in command && command.items.some(({ moreData }) => moreData === true);
    sent.push({ msgID, cmdID: command.cmdID ?? "", at, isChunk });
    if (!isContainer(command)) return;
    for (const [index, member] of command.commands.entries()) place(member, [...at, index]);
  };
  for (const command of message.syncBody.commands) {
    const index = commands.indexOf(origins.get(command) ?? command);
    if (index >= 0) place(command, [index]);
  }
  return sent;
}

/** The command that a Status or Results refers to. Missing references count as 1 (field practice). */
export function referredTo(answer: Status | Results, sent: readonly SentCommand[]): SentCommand | undefined {
  const { msgRef = "1", cmdRef = "1" } = answer;
  // Nearly every peer repeats them as they were, and a look at each number costs far more.
  const isExact = (one: SentCommand) => one.cmdID === cmdRef && one.msgID === msgRef;
  return sent.find(isExact) ?? sent.find((one) => sameID(one.msgID, msgRef) && sameID(one.cmdID, cmdRef));
}

/**
 * Takes a Status in: `entries` is the caller's own. Several for one command are joined: the first that is no success says its
 * code.
 */
export function takeStatusInto(entries: HistoryEntry[], at: readonly number[], status: Status): void {
  const code = codeOf(status);
  const items = status.items.map((item) => receivedItem(item));
  change(entries, at, (entry) => {
    const [target] = status.targetRefs;
    const isSame = entry.code === undefined || entry.code === code;
    const itemCodes =
      target !== undefined && (!isSame || entry.itemCodes !== undefined)
        ? { ...(entry.itemCodes ?? firstCodes(entry)), [target.trim()]: code }
        : entry.itemCodes;
    const worst = entry.code !== undefined && !isSuccess(entry.code) ? entry.code : code;
    return answered(entry, worst, itemCodes, items);
  });
}

/** An entry with what it is answered. Field by field: entries read from JSON lack fields, and a spread that adds some is slow. */
function answered(
  { command, uri, items, members }: HistoryEntry,
  code: number | undefined,
  itemCodes: HistoryEntry["itemCodes"],
  more: readonly ReceivedItem[],
): HistoryEntry {
  const entry: Writable<HistoryEntry> = { command, uri, code, items: more.length === 0 ? items : [...items, ...more] };
  if (itemCodes !== undefined) entry.itemCodes = itemCodes;
  if (members !== undefined) entry.members = members;
  return entry;
}

function firstCodes({ uri, code }: HistoryEntry): Readonly<Record<string, number>> {
  return uri === undefined || code === undefined ? {} : { [uri]: code };
}

/** Takes Results in, likewise. */
export function takeResultsInto(entries: HistoryEntry[], at: readonly number[], items: readonly ReceivedItem[]): void {
  change(entries, at, (entry) => answered(entry, entry.code, entry.itemCodes, items));
}

/** Takes a code in that this side gives, likewise, since the command did not go out. */
export function takeCodeInto(entries: HistoryEntry[], index: number, code: number): void {
  change(entries, [index], (entry) => answered(entry, entry.code ?? code, entry.itemCodes, []));
}

/** Changes one entry. Those of a group are shared with what was there before, and copied. */
function change(entries: HistoryEntry[], at: readonly number[], changed: (entry: HistoryEntry) => HistoryEntry): void {
  const index = at[0] as number;
  const entry = entries[index];
  if (entry === undefined) return;
  if (at.length === 1) {
    entries[index] = changed(entry);
    return;
  }
  const members = [...(entry.members ?? [])];
  change(members, at.slice(1), changed);
  entries[index] = { ...entry, members };
}

/** Items of Results as JSON. */
export function resultItems(items: readonly Item[], meta: Meta | undefined): ReceivedItem[] {
  return items.map((item) => receivedItem(item, meta));
}
