import { create } from "../ast/create.ts";
import type { Command, Item, Meta } from "../ast/nodes.ts";
import type { StepResult, StepStatus } from "../dm/managed-device.ts";
import {
  addItem,
  type CommandContext,
  copyItem,
  deleteItem,
  execItem,
  getItem,
  type ItemOutcome,
  replaceItem,
} from "./commands.ts";
import type { NodeHandler } from "./handlers.ts";
import { type KeptItems, keepItems, takeItems } from "./kept-items.ts";
import type { UndoRecord } from "./node-store.ts";
import { statusOfAnswer, type UserAlert, type UserAnswer, userAlertOf } from "./user-alert.ts";

// The commands of a message, executed one after the other. The tree of commands is taken as a list, each group before its
// members, so that the place reached is one number; what was done so far is plain JSON, and the session can be stored while the
// user thinks.
//
//   0 Sequence      members 1–3     200 as soon as it starts
//   1   Alert 1101                  "no": members 2 and 3 get 215. "cancel": 214, and everything from 2 on gets 215
//   2   Atomic      member 3        200 at its end; 507 as soon as a member fails, and what was done gets 216 or 516
//   3     Replace
//   4 Get

/** What the outcome of one command is kept as until all are done. */
interface Done {
  readonly statuses: readonly StepStatus[];
  readonly results: readonly Item[];
}

/** The same as plain JSON. */
export interface KeptDone {
  /** What its Status elements say. */
  readonly statuses: readonly (Omit<StepStatus, "items"> & { readonly items: KeptItems })[];
  /** What a Get found. */
  readonly results: KeptItems;
}

function keep(done: Done | null): KeptDone | null {
  if (done === null) return null;
  const statuses = done.statuses.map(({ items, ...status }) => ({ ...status, items: keepItems(items) }));
  return { statuses, results: keepItems(done.results) };
}

function take(kept: KeptDone | null): Done | null {
  if (kept === null) return null;
  const statuses = kept.statuses.map(({ items, ...status }) => ({ ...status, items: takeItems(items) }));
  return { statuses, results: takeItems(kept.results) };
}

/** An atomic group that is being executed. */
export interface OpenAtomic {
  /** Its place in the list. */
  readonly at: number;
  /** What takes back each of its commands: the place, and for each item the records. */
  readonly undo: { readonly at: number; readonly items: readonly (readonly UndoRecord[])[] }[];
}

/** How far the commands were executed, as plain JSON. */
export interface ApplyCursor {
  /** Version of the form. */
  readonly v: 1;
  /** The place reached in the list of commands: that of the question. */
  readonly next: number;
  /** The outcomes so far. */
  readonly done: readonly (KeptDone | null)[];
  /** Members up to this place are left out with 215. */
  readonly skipTo: number;
  /** The atomic group around the place. */
  readonly atomic: OpenAtomic | null;
}

/** What became of the commands: all done, or waiting for the user. */
export type ApplyOutcome =
  | { readonly state: "done"; readonly results: readonly StepResult[] }
  | { readonly state: "suspended"; readonly ask: UserAlert; readonly cursor: ApplyCursor };

/** How commands are executed. */
export interface ApplyOptions {
  /** Milliseconds since 1970, for TStamp. Default: nodes keep theirs. */
  readonly now?: number | undefined;
  /** Asks the user at once; `undefined` suspends until `resume`. Default: every question suspends. */
  readonly ask?: ((alert: UserAlert) => UserAnswer | undefined) | undefined;
  /** Whether a change can be taken back, when an atomic group fails; if not, 516. Default: always. */
  readonly canUndo?: ((uri: string) => boolean) | undefined;
  /** What the device does at every node, unless the tree has a handler for it. Default: nothing. */
  readonly handler?: NodeHandler | undefined;
  /** Refuses an item with a status code, or a command that has none, before the tree sees it. Default: none. */
  readonly refuse?: ((command: Command, item: Item | undefined) => number | undefined) | undefined;
}

interface PlannedStep {
  readonly command: Command;
  readonly parent: number;
  /** The place after its last member. */
  end: number;
  readonly depth: number;
  readonly meta: Meta | undefined;
}

/** The commands as a list, each group before its members. */
function plan(commands: readonly Command[]): PlannedStep[] {
  const steps: PlannedStep[] = [];
  const open = [{ commands, next: 0, at: -1, depth: 0, meta: undefined as Meta | undefined }];
  for (let list = open.at(-1); list !== undefined; list = open.at(-1)) {
    const command = list.commands[list.next++];
    if (command === undefined) {
      const closed = steps[list.at];
      if (closed !== undefined) closed.end = steps.length;
      open.pop();
      continue;
    }
    const at = steps.length;
    const isGroup = command.kind === "Atomic" || command.kind === "Sequence";
    // The Meta of a group is the default of its members.
    const own = "meta" in command && command.meta !== undefined ? command.meta : list.meta;
    steps.push({ command, parent: list.at, end: at + 1, depth: list.depth, meta: own });
    if (isGroup) open.push({ commands: command.commands, next: 0, at, depth: list.depth + 1, meta: own });
  }
  return steps;
}

function status(code: number, items: readonly Item[] = []): Done {
  return { statuses: [{ code, items }], results: [] };
}

/** Executes commands from a cursor on, or from the first. */
export function run(
  context: CommandContext,
  commands: readonly Command[],
  options: ApplyOptions,
  from?: { readonly cursor: ApplyCursor; readonly answer: UserAnswer },
): ApplyOutcome {
  const steps = plan(commands);
  const done: (Done | null)[] = from === undefined ? steps.map(() => null) : from.cursor.done.map(take);
  let atomic: OpenAtomic | null = null;
  let skipTo = from?.cursor.skipTo ?? 0;
  let answer = from?.answer;
  if (from !== undefined) {
    if (from.cursor.v !== 1 || done.length !== steps.length)
      throw new RangeError("the cursor is not one of these commands");
    const { cursor } = from;
    atomic = cursor.atomic === null ? null : { at: cursor.atomic.at, undo: [...cursor.atomic.undo] };
  }

  const closeAtomic = (at: number) => {
    const group: OpenAtomic | null = atomic;
    if (group === null || at < (steps[group.at] as PlannedStep).end) return;
    done[group.at] = status(200);
    atomic = null;
  };
  const failAtomic = (group: OpenAtomic) => {
    for (const { at, items } of [...group.undo].reverse()) {
      let isUndone = true;
      for (const records of [...items].reverse()) isUndone = undo(context, records, options) && isUndone;
      const { statuses = [] } = done[at] ?? {};
      const code = isUndone ? 216 : 516;
      // Of a command with several items, those that failed keep their codes.
      const differ = statuses.some((one) => one.code >= 300);
      const undone = statuses.map((one) => (one.code === 200 ? { ...one, code } : one));
      done[at] = differ ? { statuses: undone, results: [] } : status(code);
    }
    done[group.at] = status(507);
    skipTo = Math.max(skipTo, (steps[group.at] as PlannedStep).end);
    atomic = null;
  };

  for (let next = from?.cursor.next ?? 0; next < steps.length; next++) {
    closeAtomic(next);
    const step = steps[next] as PlannedStep;
    const { command } = step;
    const given = answer;
    answer = undefined;
    if (next < skipTo) {
      done[next] = status(215);
      continue;
    }
    const group = atomic as OpenAtomic | null;
    if (command.kind === "Sequence" || command.kind === "Atomic") {
      const refusal =
        options.refuse?.(command, undefined) ?? refuseGroup(context, command.kind, step.depth, group !== null);
      if (refusal !== undefined) {
        done[next] = status(refusal);
        skipTo = step.end;
        if (group !== null) failAtomic(group);
      } else if (command.kind === "Sequence") {
        done[next] = status(200);
        group?.undo.push({ at: next, items: [] });
      } else atomic = { at: next, undo: [] };
      continue;
    }
    if (command.kind === "Alert") {
      const alert = userAlertOf(command);
      const refusal = given === undefined ? options.refuse?.(command, undefined) : undefined;
      if (refusal !== undefined || typeof alert === "number" || !context.features.userAlerts) {
        done[next] = status(refusal ?? (typeof alert === "number" ? alert : 406));
      } else {
        const reply = given ?? options.ask?.(alert);
        if (reply === undefined) {
          return {
            state: "suspended",
            ask: alert,
            cursor: { v: 1, next, done: done.map(keep), skipTo, atomic: group },
          };
        }
        const { code, items } = statusOfAnswer(alert, reply);
        done[next] = status(code, items);
        // A cancel stops the whole message; a question without a yes only the group around it.
        if (code === 214) skipTo = steps.length;
        else if (alert.kind === "confirm" && code >= 300 && step.parent >= 0) {
          skipTo = Math.max(skipTo, (steps[step.parent] as PlannedStep).end);
        }
      }
    } else if (group !== null && (command.kind === "Get" || command.kind === "Exec")) {
      done[next] = status(500);
    } else {
      const { outcome, undo } = perform(context, command, step.meta, group !== null, options);
      done[next] = outcome;
      if (group !== null) group.undo.push({ at: next, items: undo });
    }
    const hasFailed = done[next]?.statuses.some(({ code }) => code >= 300 || code === 214 || code === 215);
    if (group !== null && hasFailed) {
      // The command that failed keeps its code, unless some of its items are to be taken back.
      if (done[next]?.statuses.length === 1) undoQuietly(context, group, next, options);
      failAtomic(group);
    }
  }
  closeAtomic(steps.length);
  return { state: "done", results: resultsOf(steps, done) };
}

/** A command whose items all failed has nothing to be taken back. */
function undoQuietly(context: CommandContext, group: OpenAtomic, at: number, options: ApplyOptions): void {
  if (group.undo.at(-1)?.at !== at) return;
  for (const records of group.undo.pop()?.items ?? []) undo(context, records, options);
}

function refuseGroup(
  { features, limits }: CommandContext,
  kind: "Atomic" | "Sequence",
  depth: number,
  isInAtomic: boolean,
): number | undefined {
  if (depth >= limits.maxGroupDepth || (kind === "Atomic" && isInAtomic)) return 500;
  return kind === "Atomic" && !features.atomic ? 406 : undefined;
}

/** Takes changes back, newest first; false if the device cannot. */
function undo(context: CommandContext, records: readonly UndoRecord[], { canUndo }: ApplyOptions): boolean {
  if (canUndo !== undefined && records.some(({ uri }) => !canUndo(uri))) return false;
  let isUndone = true;
  for (const record of [...records].reverse()) isUndone = context.store.undo(record) && isUndone;
  return isUndone;
}

/** One command, item by item; each is done or leaves the tree as it was. In an atomic group the first that fails is the last. */
function perform(
  context: CommandContext,
  command: Command,
  meta: Meta | undefined,
  stopsAtFailure: boolean,
  { refuse }: ApplyOptions,
) {
  const items = "items" in command ? command.items : [];
  const statuses: StepStatus[] = [];
  const results: Item[] = [];
  const records: UndoRecord[][] = [];
  context.store.take();
  let hasFailed = false;
  for (const item of items) {
    let outcome: ItemOutcome;
    if (hasFailed && stopsAtFailure) outcome = { code: 215 };
    else {
      const refusal = refuse?.(command, item);
      outcome = refusal === undefined ? performItem(context, command, item, meta) : { code: refusal };
    }
    const changes = context.store.take();
    if (outcome.code >= 300) {
      hasFailed = true;
      // What an operation did before it failed has happened.
      if (command.kind !== "Exec") for (const record of changes.reverse()) context.store.undo(record);
    } else if (changes.length > 0) records.push(changes);
    results.push(...(outcome.items ?? []));
    const { failed } = outcome;
    statuses.push({
      code: outcome.code,
      targetRef: item.target?.locURI,
      sourceRef: item.source?.locURI,
      items: failed === undefined ? [] : [create("Item", { target: create("Target", { locURI: failed }) })],
    });
  }
  const outcome: Done = { statuses: merged(statuses), results };
  return { outcome, undo: records };
}

/** One status for the command where all items have the same. */
function merged(statuses: readonly StepStatus[]): StepStatus[] {
  const [first] = statuses;
  // A command without items asks for nothing that could be done.
  if (first === undefined) return [{ code: 400, items: [] }];
  const isOne = statuses.every(
    ({ code, items }) => code === first.code && (items.length === 0 || statuses.length === 1),
  );
  return isOne ? [{ code: first.code, items: first.items }] : [...statuses];
}

function performItem(context: CommandContext, command: Command, item: Item, meta: Meta | undefined): ItemOutcome {
  try {
    switch (command.kind) {
      case "Add":
        return addItem(context, item, meta);
      case "Replace":
        return replaceItem(context, item, meta);
      case "Delete":
        return deleteItem(context, item);
      case "Get":
        return getItem(context, item);
      case "Exec":
        return execItem(context, item, command.correlator);
      case "Copy":
        return copyItem(context, item);
      default:
        return { code: 406 };
    }
  } catch {
    // Only a handler can throw: the device failed, not the server.
    return { code: 500 };
  }
}

function resultsOf(steps: readonly PlannedStep[], done: readonly (Done | null)[]): StepResult[] {
  const top: StepResult[] = [];
  const lists: StepResult[][] = [];
  for (const [at, { command, parent }] of steps.entries()) {
    const { statuses, results } = done[at] ?? status(215);
    const members: StepResult[] = [];
    lists.push(members);
    const cmdID = (command as { readonly cmdID?: string | undefined }).cmdID;
    (lists[parent] ?? top).push({ cmd: command.kind, cmdID, statuses, results, members });
  }
  return top;
}
