import { isContainer, placedCommands } from "./all-commands.ts";
import type { Command, Container } from "./nodes.ts";

/** Copies of commands and of all commands in them. */
export interface CommandTree {
  readonly roots: Command[];
  /** The copies in document order, containers before their commands. They may be changed. */
  readonly all: readonly Command[];
}

/**
 * Copies commands and those inside them; items and everything else are shared. `copyOf` makes each copy; that of a container
 * must be without commands. Default: a shallow copy.
 *
 * @throws {SyncmlError} `limit-exceeded` if a command is inside itself.
 */
export function copyTree(commands: readonly Command[], copyOf: (command: Command) => Command = sameAs): CommandTree {
  const flat = commands.map((command) => copyOf(command));
  if (!flat.some(isContainer)) return { roots: flat, all: flat };
  const roots: Command[] = [];
  const all: Command[] = [];
  const copies = new Map<Command, Container>();
  for (const { command, parent } of placedCommands(commands)) {
    const copy = copyOf(command);
    if (isContainer(copy)) copies.set(command, copy);
    const around = parent && copies.get(parent);
    (around?.commands ?? roots).push(copy);
    all.push(copy);
  }
  return { roots, all };
}

function sameAs(command: Command): Command {
  return isContainer(command) ? { ...command, commands: [] } : { ...command };
}
