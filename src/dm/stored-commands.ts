import type { JsonValue } from "../ast/json-value.ts";
import type { Command } from "../ast/nodes.ts";
import { commandsFrom, plainCommands } from "../large-object/pack-state.ts";

/** What the lists of commands in states were made of: mostly the next step is taken in the same process. */
const origins = new WeakMap<readonly JsonValue[], readonly Command[]>();

/** Commands as JSON, for those that the machine has made itself, which nobody changes: {@link ownCommandsFrom} gives them back. */
export function ownCommandsToPlain(commands: readonly Command[]): readonly JsonValue[] {
  const plain = plainCommands([...commands]);
  if (plain.length > 0) origins.set(plain, commands);
  return plain;
}

/** The commands of a state: those very ones that were stored, or made anew from their JSON. */
export function ownCommandsFrom(plain: readonly JsonValue[]): readonly Command[] {
  return origins.get(plain) ?? commandsFrom(plain);
}
