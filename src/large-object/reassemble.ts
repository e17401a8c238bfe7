import { isContainer, placedCommands } from "../ast/all-commands.ts";
import * as Code from "../ast/codes/code.ts";
import { create } from "../ast/create.ts";
import { isDeviceManagement } from "../ast/device-management.ts";
import type { Alert, Command, Item, SyncML } from "../ast/nodes.ts";
import { checkOptions, integer, oneOf, optionChecks } from "../core/options.ts";
import { answeringAlerts, itemsOf } from "./commands.ts";
import {
  carriedLength,
  collectedBytes,
  continues,
  grown,
  hasAnnouncedSize,
  type IncomingItem,
  type ObjectKey,
  type ObjectState,
  objectOf,
  withCollected,
} from "./object-state.ts";
import {
  type ReassemblyEffect,
  type ReassemblyEvent,
  type ReassemblyPhase,
  type ReassemblyTransition,
  reassemblyTransitions,
} from "./reassembly-table.ts";

// Reassembles large objects. What a phase does at an event is in reassembly-table.ts, with a drawing of the phases. Here an
// item is classified as an event, its transition looked up, and the next state and the outcome made:
//
//   state, item ──classify──▶ event ──table──▶ transition ──settle──▶ next state, outcome
//     ▲                                           │
//     └── from idle again, with the same item ────┘ "discard-and-repeat"

/** The state of a receiver. Plain data: it can be stored as JSON between two messages and resumed in another process. */
export interface ReassemblyState {
  /** Whether an object is being received or refused. */
  readonly phase: ReassemblyPhase;
  /** The object being received or refused; `null` when idle. */
  readonly object: ObjectState | null;
}

/** The state before the first item. */
export const initialReassembly: ReassemblyState = Object.freeze({ phase: "idle", object: null });

/** What a receiver accepts, and how it delivers objects. */
export interface ReassembleOptions {
  /** Most bytes of an object: the receiver's own MaxObjSize. Default 16 MiB, range 0–2^53 − 1. */
  readonly maxObjSize: number;
  /**
   * How the bytes of an object are delivered: kept in the state until it is complete, then in one piece (`"collected"`);
   * or chunk by chunk, to be dropped by the caller if the object is never completed (`"pieces"`). Default `"collected"`.
   */
  readonly data: "collected" | "pieces";
  /** Codes of device management or of data sync. Default: by the message's VerProto where there is one, else `"dm"`. */
  readonly use: "dm" | "ds";
}

const checks = optionChecks({ maxObjSize: integer(0), data: oneOf("collected", "pieces"), use: oneOf("dm", "ds") });
const defaults: ReassembleOptions = { maxObjSize: 16 * 1024 * 1024, data: "collected", use: "dm" };

/** What one item or command led to. */
export interface ReassemblyOutcome {
  /** What was received. */
  readonly event: ReassemblyEvent;
  /** What to do with it. */
  readonly effect: ReassemblyEffect;
  /** The received command; `undefined` at the end of the package. */
  readonly command: Command | undefined;
  /** The received item; `undefined` for a command without items and at the end of the package. */
  readonly item: Item | undefined;
  /** The object the item belongs to, including this chunk; `undefined` for a whole item or a command. */
  readonly object: ObjectState | undefined;
  /** Code of the status to send; `undefined` if none is due, or it depends on executing the command. */
  readonly status: string | undefined;
  /** Alerts to send, without CmdID. */
  readonly alerts: readonly Alert[];
  /**
   * Octets, decoded if Format is `b64`. With `commit`: the whole object, or its last piece if pieces are delivered. With
   * `begin` and `append`: this piece, if pieces are delivered. Else `undefined`.
   */
  readonly data: Uint8Array | undefined;
}

/** The result of one step of a receiver. */
export interface Reassembled {
  /** The state to pass to the next step. */
  readonly state: ReassemblyState;
  /** What the item or command led to. */
  readonly outcome: ReassemblyOutcome;
}

/**
 * Takes the next item, or a command without items; `undefined` is the end of the package. Returns what it was, what to
 * answer, and the next state. An object is committed only if its chunks came in one sequence and its length is the Size
 * of the first chunk, counted as it appeared in `Data`, decoded, or as base64 of the whole.
 *
 * @throws {RangeError} if `maxObjSize` is outside its range.
 */
export function reassemble(
  state: ReassemblyState,
  incoming: IncomingItem | undefined,
  options: Partial<ReassembleOptions> = {},
): Reassembled {
  return step(state, incoming, settingsFrom(options, defaults.use));
}

function settingsFrom(options: Partial<ReassembleOptions>, usual: ReassembleOptions["use"]): ReassembleOptions {
  checkOptions(options, checks);
  const { maxObjSize = defaults.maxObjSize, data = defaults.data, use = usual } = options;
  return { maxObjSize, data, use };
}

function step(state: ReassemblyState, incoming: IncomingItem | undefined, settings: ReassembleOptions): Reassembled {
  const alerts: Alert[] = [];
  let from = state;
  for (;;) {
    const { event, object, bytes } = classify(from, incoming, settings);
    const transition = transitionFor(from.phase, event);
    if (transition.alert !== undefined) alerts.push(alertFor(transition.alert, from.object, settings.use));
    if (transition.effect === "discard-and-repeat") {
      from = initialReassembly;
      if (incoming !== undefined) continue;
    }
    return settle(from, transition, incoming, object, bytes, alerts, settings);
  }
}

/**
 * Takes all commands of a message, including those inside Sync, Atomic and Sequence, and its end: an object still open at
 * Final is discarded.
 *
 * @throws {RangeError} if `maxObjSize` is outside its range.
 */
export function reassembleMessage(
  state: ReassemblyState,
  message: SyncML,
  options: Partial<ReassembleOptions> = {},
): { readonly state: ReassemblyState; readonly outcomes: readonly ReassemblyOutcome[] } {
  const settings = settingsFrom(options, isDeviceManagement(message) ? "dm" : "ds");
  const outcomes: ReassemblyOutcome[] = [];
  let at = state;
  const take = (incoming: IncomingItem | undefined) => {
    const { state: next, outcome } = step(at, incoming, settings);
    at = next;
    outcomes.push(outcome);
  };
  for (const { command, sync } of placedCommands(message.syncBody.commands)) {
    if (isContainer(command)) continue;
    const items = itemsOf(command);
    for (const item of items) take({ command, item, sync });
    if (items.length === 0) take({ command, item: undefined, sync });
  }
  if (message.syncBody.final && at.phase !== "idle") take(undefined);
  return { state: at, outcomes };
}

/**
 * The statuses and alerts that the outcomes call for, to be sent in the next message; `pack` assigns their CmdIDs. A
 * message without Final that holds more than answers also gets one next-message alert, 1222 or 222.
 */
export function answersTo(message: SyncML, outcomes: readonly ReassemblyOutcome[]): Command[] {
  const { msgID = "" } = message.syncHdr;
  const statuses = outcomes.flatMap(({ command, item, status }) =>
    command === undefined || status === undefined
      ? []
      : create("Status", {
          cmdID: "",
          msgRef: msgID,
          cmdRef: command.cmdID ?? "",
          cmd: command.kind,
          targetRefs: item?.target?.locURI === undefined ? [] : [item.target.locURI],
          sourceRefs: item?.source?.locURI === undefined ? [] : [item.source.locURI],
          data: status,
        }),
  );
  const use = isDeviceManagement(message) ? "dm" : "ds";
  const nextMessage = alertFor("next-message", null, use);
  const isAsked = ({ data }: Alert) => data === alertCodes.dm["next-message"] || data === alertCodes.ds["next-message"];
  const others = outcomes.flatMap(({ alerts }) => alerts).filter((alert) => !isAsked(alert));
  const asks = outcomes.some(({ alerts }) => alerts.some(isAsked)) || goesOn(message);
  return [...statuses, ...others, ...(asks ? [nextMessage] : [])];
}

/** Whether more of the peer's package is to come. A message of answers alone is no package of the peer's. */
function goesOn({ syncBody: { commands, final } }: SyncML): boolean {
  const isNews = (command: Command) =>
    command.kind === "Alert" ? !answeringAlerts.includes(command.data) : command.kind !== "Status";
  return !final && commands.some(isNews);
}

interface Classified {
  readonly event: ReassemblyEvent;
  /** The object including this chunk. */
  readonly object?: ObjectState;
  /** The bytes of this chunk. */
  readonly bytes?: Uint8Array;
}

function classify(
  { phase, object }: ReassemblyState,
  incoming: IncomingItem | undefined,
  settings: ReassembleOptions,
): Classified {
  if (incoming === undefined) return { event: "other" };
  const isLast = incoming.item?.moreData !== true;
  if (object === null) return isLast ? classifyWhole(incoming, settings) : classifyFirst(incoming, settings);
  if (!continues(object, incoming)) return { event: isAside(incoming) ? "aside" : "other" };
  if (phase === "refusing") return { event: isLast ? "last" : "next", object };
  const more = grown(object, incoming.item?.data, isLast);
  if (more === undefined) return { event: isLast ? "last-broken" : "broken", object };
  const { size, objectBytes } = more.object;
  if (!isLast) return { event: objectBytes > (size ?? 0) ? "overrun" : "next", ...more };
  return { event: hasAnnouncedSize(more.object) ? "last" : "last-wrong-size", ...more };
}

function classifyWhole(incoming: IncomingItem, { maxObjSize }: ReassembleOptions): Classified {
  const data = incoming.item?.data;
  // Only base64 becomes shorter.
  if (carriedLength(data) <= maxObjSize) return { event: "whole" };
  const bytes = grown(objectOf(incoming), data, true)?.bytes;
  return { event: bytes === undefined || bytes.length > maxObjSize ? "whole-too-large" : "whole" };
}

function classifyFirst(incoming: IncomingItem, { maxObjSize }: ReassembleOptions): Classified {
  const begun = objectOf(incoming);
  const { size } = begun;
  if (size === null) return { event: "first-without-size", object: begun };
  if (size > maxObjSize) return { event: "first-too-large", object: begun };
  const more = grown(begun, incoming.item?.data, false);
  if (more === undefined) return { event: "broken", object: begun };
  return { event: more.object.objectBytes > size ? "overrun" : "first", ...more };
}

const asideAlerts: readonly unknown[] = [
  Code.SYNC_NEXT_MESSAGE,
  Code.SYNC_NO_END_OF_DATA,
  Code.NEXT_MESSAGE,
  Code.NO_END_OF_DATA,
];

function isAside({ command, item }: IncomingItem): boolean {
  if (command.kind === "Alert") return asideAlerts.includes(command.data);
  return command.kind === "Status" || (command.kind === "Results" && item?.moreData !== true);
}

function transitionFor(phase: ReassemblyPhase, event: ReassemblyEvent): ReassemblyTransition {
  return reassemblyTransitions.find((one) => one.phase === phase && one.event === event) as ReassemblyTransition;
}

function settle(
  from: ReassemblyState,
  { event, effect, next, status: due }: ReassemblyTransition,
  incoming: IncomingItem | undefined,
  object: ObjectState | undefined,
  bytes: Uint8Array | undefined,
  alerts: readonly Alert[],
  { data: form, use }: ReassembleOptions,
): Reassembled {
  const code = due === "as-refused" ? (from.object?.refusal ?? undefined) : typeof due === "object" ? due[use] : due;
  // Successful Results get no status (OMA DM 1.2).
  const status = code === Code.OK && incoming?.command.kind === "Results" ? undefined : code;
  const isKept = effect === "begin" || effect === "append" || effect === "commit";
  const collects = isKept && form === "collected" && object !== undefined && bytes !== undefined;
  const held = collects ? withCollected(object, bytes) : object;
  const data = !isKept
    ? undefined
    : !collects
      ? bytes
      : effect === "commit"
        ? collectedBytes(held as ObjectState)
        : undefined;
  const { command, item } = incoming ?? {};
  const outcome: ReassemblyOutcome = { event, effect, command, item, object, status, alerts, data };
  if (next === "idle") return { state: initialReassembly, outcome };
  const state: ReassemblyState = {
    phase: next,
    object:
      effect === "pass" || effect === "none"
        ? from.object
        : next === "refusing"
          ? { ...(object as ObjectState), collected: "", digits: "", refusal: status ?? null }
          : (held ?? null),
  };
  return { state, outcome };
}

const alertCodes = {
  dm: { "next-message": Code.NEXT_MESSAGE, "no-end-of-data": Code.NO_END_OF_DATA },
  ds: { "next-message": Code.SYNC_NEXT_MESSAGE, "no-end-of-data": Code.SYNC_NO_END_OF_DATA },
} as const;

function alertFor(
  alert: keyof (typeof alertCodes)["dm"],
  object: ObjectKey | null,
  use: ReassembleOptions["use"],
): Alert {
  const { target, source } = object ?? {};
  const item = create("Item", {
    target: typeof target === "string" ? create("Target", { locURI: target }) : undefined,
    source: typeof source === "string" ? create("Source", { locURI: source }) : undefined,
  });
  return create("Alert", { cmdID: "", data: alertCodes[use][alert], items: alert === "no-end-of-data" ? [item] : [] });
}
