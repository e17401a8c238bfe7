import { fromJson, toJson } from "../ast/json.ts";
import type { JsonObject, JsonValue } from "../ast/json-value.ts";
import type { Command, SyncML } from "../ast/nodes.ts";
import { emptyMessage } from "./measure.ts";
import type { ObjectPosition } from "./object-source.ts";
import type { Place } from "./part-queue.ts";

/** A command that is sent in part, or waits for the next message: the first of those it is among. Plain data. */
export interface OpenCommand {
  readonly among: "results" | "others";
  /** The item that is next, if they are sent with a command each. */
  readonly item: number | null;
  /** Where its object goes on, if that is sent in chunks. */
  readonly object: ObjectPosition | null;
}

/**
 * Where a package is between two messages. Plain data: it may be stored as JSON, and another process may go on. It refers to
 * the commands of the package by their indexes and to objects by byte offsets, and holds of both nothing.
 */
export interface PackState {
  /** Messages that were made. */
  readonly messages: number;
  /** The last of them is the last one of the package. */
  readonly isDone: boolean;
  /** Where the next commands of the package are: statuses, results and all others. */
  readonly statuses: Place;
  readonly results: Place;
  readonly others: Place;
  /** Answers for which there was no room yet, as `toJson` writes commands. */
  readonly answers: readonly JsonValue[];
  readonly open: OpenCommand | null;
  /** The last message had answers and nothing else, since they left no room. */
  readonly isStalled: boolean;
}

const start: Place = Object.freeze({ command: 0, inner: 0 });

/** A package of which nothing was sent. */
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

/** @throws {SyncmlError} `invalid-message` if they are not what {@link plainCommands} gave. */
export function commandsFrom(plain: readonly JsonValue[]): readonly Command[] {
  if (plain.length === 0) return [];
  return (fromJson(messageOf(plain as unknown as Command[])) as SyncML).syncBody.commands;
}

function messageOf(commands: Command[]): SyncML {
  return { ...emptyMessage, syncBody: { ...emptyMessage.syncBody, commands } };
}
