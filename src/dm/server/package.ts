import { commandsIn } from "../../ast/all-commands.ts";
import * as Code from "../../ast/codes/code.ts";
import { copyTree } from "../../ast/copy-tree.ts";
import type { Command } from "../../ast/nodes.ts";
import type { NewCommand } from "../../ast/reply.ts";
import { numberedTree } from "../../ast/reply.ts";
import type { PackState } from "../../large-object/pack-state.ts";
import { initialPacking } from "../../large-object/pack-state.ts";
import { toPlain } from "../compose.ts";
import { deviceView } from "../device-view.ts";
import { withGroupCodes } from "../group-status.ts";
import { blankEntries, takeCodeInto } from "../history.ts";
import type { HistoryEntry, OpenPackage, PlanView, ServerState } from "../session-types.ts";
import { LARGE_OBJECTS } from "./large-objects.ts";
import type { ServerTurn } from "./turn.ts";

// The package under way: its commands, what of it is left out, and its end.

export function packageOf(kind: OpenPackage["kind"], s: ServerState, commands: readonly Command[]): OpenPackage {
  return {
    kind,
    at: s.history.length,
    alerts: s.alerts.length,
    dropped: [],
    sent: [],
    entries: blankEntries(commands),
    queued: kind === "queue" ? toPlain(commands) : null,
  };
}

export function closePackage(turn: ServerTurn): void {
  const s = turn.session("message");
  if (s.package === null) return;
  const { kind } = s.package;
  const entries = turn.profile.groupStatus === "members" ? withGroupCodes(s.package.entries) : s.package.entries;
  if (kind === "probe") {
    s.largeObjects = entries[0]?.items[0]?.text.trim().toLowerCase() === "true";
    s.package = null;
    s.packing = null;
    return;
  }
  for (const entry of entries) {
    if (entry.uri === LARGE_OBJECTS && entry.items[0] !== undefined) {
      s.largeObjects = entry.items[0].text.trim().toLowerCase() === "true";
    }
    turn.effect({ kind: "deliver", event: { kind: "answered", entry } });
  }
  s.history = [...s.history, ...(kind === "queue" ? entries.map(asQueued) : entries)];
  s.package = null;
  s.packing = null;
}

/** Marked, so that a script does not take it for an answer to what it has asked. */
function asQueued(entry: HistoryEntry): HistoryEntry {
  return { ...entry, isQueued: true };
}

export function planView(turn: ServerTurn): PlanView {
  const s = turn.session("decide");
  const { at = s.history.length, alerts = s.alerts.length } = s.package ?? {};
  return {
    device: deviceView(s),
    history: s.history.slice(0, at),
    alerts: s.alerts.slice(0, alerts),
  };
}

/** Commands complete with all their fields; the numbers are those of the message that they go into. */
export function numbered(turn: ServerTurn, commands: readonly (NewCommand | Command)[]): Command[] {
  const { roots } = numberedTree(commands);
  return turn.profile.takesCorrelator ? roots : withoutCorrelators(roots);
}

/** Copies of the commands, each Exec without its Correlator. */
function withoutCorrelators(commands: readonly Command[]): Command[] {
  const { roots, all } = copyTree(commands);
  for (const command of all) if (command.kind === "Exec") command.correlator = undefined;
  return roots;
}

/** Takes out of a new package what the client does not have. */
export function leaveOutMissing(turn: ServerTurn, commands: readonly Command[]): void {
  const { name, missingCommands } = turn.profile;
  if (missingCommands.length === 0) return;
  const missing = commands.filter((command) =>
    [...commandsIn([command])].some(({ kind }) => missingCommands.includes(kind)),
  );
  if (missing.length === 0) return;
  const kinds = missing.map(({ kind }) => kind).join(", ");
  turn.log({ event: "ignored", detail: `not sent, since ${name} has only a part of the commands: ${kinds}` });
  leaveOut(
    turn,
    missing.map((command) => commands.indexOf(command)),
    Code.NOT_SUPPORTED,
  );
}

/** Takes commands out of the open package that do not go out, each with a code that this side gives. */
export function leaveOut(turn: ServerTurn, indexes: readonly number[], code: string): void {
  const s = turn.session("processed");
  if (s.package === null) return;
  const entries = [...s.package.entries];
  for (const index of indexes) takeCodeInto(entries, index, Number(code));
  s.package = { ...s.package, entries };
  dropFromPackage(turn, indexes);
}

/** Takes commands out of the open package, with all that went out already, and packs the rest anew. */
export function dropFromPackage(turn: ServerTurn, indexes: readonly number[]): void {
  const s = turn.session("processed");
  if (s.package === null) return;
  const { dropped, sent } = s.package;
  s.package = {
    ...s.package,
    dropped: [...new Set([...dropped, ...indexes, ...sent.map(({ at }) => at[0] as number)])],
  };
  s.packing = fromStart(s.packing);
}

/** A package that is packed anew, with the answers that have not gone out yet. */
export function fromStart(packing: PackState | null): PackState {
  return { ...initialPacking, answers: packing?.answers ?? [] };
}
