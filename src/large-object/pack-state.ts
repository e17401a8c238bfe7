import { fromJson, toJson } from "../ast/json.ts";
import type { JsonObject, JsonValue } from "../ast/json-value.ts";
import type { Command, SyncML } from "../ast/nodes.ts";
import { emptyMessage } from "./measure.ts";
import type { ObjectPosition } from "./object-source.ts";
import type { Place } from "./part-queue.ts";

/** The command that was partly sent or is next in line: the first of its queue. Plain data. */
export interface OpenCommand {
  /** The queue it is the first of. */
  readonly among: "results" | "others";
  /** Index of the next item, if each is sent in a command of its own; else `null`. */
  readonly item: number | null;
  /** Where the next chunk of its object starts; `null` unless it is sent in chunks. */
  readonly object: ObjectPosition | null;
}

/**
 * The progress of a package between two messages. Plain data: it can be stored as JSON and resumed in another process.
 * Commands are referred to by index and objects by byte offset, so neither is copied into it.
 */
export interface PackState {
  /** Messages made so far. */
  readonly messages: number;
  /** The last message of the package was made. */
  readonly isDone: boolean;
  /** The next status of the package to send. */
  readonly statuses: Place;
  /** The next Results of the package to send. */
  readonly results: Place;
  /** The next command of any other kind to send. */
  readonly others: Place;
  /** Answers that have not fitted yet, in the form `toJson` gives commands. */
  readonly answers: readonly JsonValue[];
  /** The command that was partly sent or is next in line; `null` if the places say it all. */
  readonly open: OpenCommand | null;
  /** The last message held only answers, which left no room for more. */
  readonly isStalled: boolean;
}

const start: Place = Object.freeze({ command: 0, inner: 0 });

/** The state before the first message. */
export const initialPacking: PackState = Object.freeze({
  messages: 0,
  isDone: false,
  statuses: start,
  results: start,
  others: start,
  answers: Object.freeze([]),
  open: null,
  isStalled: false,
});

/** Commands as plain data, bytes included. */
export function plainCommands(commands: Command[]): readonly JsonValue[] {
  if (commands.length === 0) return [];
  const { syncBody } = toJson(messageOf(commands)) as { syncBody: JsonObject };
  return syncBody["commands"] as JsonValue[];
}

/**
 * The commands that {@link plainCommands} stored.
 *
 * @throws {SyncmlError} `invalid-message` if they are anything else.
 */
export function commandsFrom(plain: readonly JsonValue[]): readonly Command[] {
  if (plain.length === 0) return [];
  return (fromJson(messageOf(plain as unknown as Command[])) as SyncML).syncBody.commands;
}

function messageOf(commands: Command[]): SyncML {
  return { ...emptyMessage, syncBody: { ...emptyMessage.syncBody, commands } };
}
