import { describe } from "../core/describe.ts";
import { SyncmlError } from "../core/errors.ts";
import type { Command, Container, Fragment, Sync, SyncBody, SyncML } from "./nodes.ts";

/** A command at any depth, and its surroundings. */
export interface PlacedCommand {
  readonly command: Command;
  readonly parent: Command | undefined;
  /** The enclosing Sync. */
  readonly sync: Sync | undefined;
}

/** A list of commands that is being walked, and its surroundings. `next` is the index of its next command. */
interface OpenList {
  readonly commands: readonly Command[];
  readonly parent: Command | undefined;
  readonly sync: Sync | undefined;
  next: number;
}

/**
 * All commands in document order, including those inside Atomic, Sequence and Sync at any depth; each container comes before
 * its commands.
 *
 * @throws {TypeError} if `message` is neither a message nor a fragment nor a body.
 * @throws {SyncmlError} `limit-exceeded`, during the iteration, if a command is inside itself.
 */
export function allCommands(message: SyncML | Fragment | SyncBody): Generator<Command, undefined> {
  const commands = (message as { readonly syncBody?: SyncBody } | undefined)?.syncBody?.commands;
  const list = commands ?? (message as Fragment | undefined)?.commands;
  if (Array.isArray(list)) return commandsIn(list);
  throw new TypeError(`expected a message, a fragment or a body, as decode returns it, not ${describe(message)}`);
}

/** The same for a list of commands. */
export function* commandsIn(commands: readonly Command[]): Generator<Command, undefined> {
  for (const { command } of placedCommands(commands)) yield command;
}

/**
 * The same for a list of commands, as a list: that very one where none contains others, as in most messages.
 *
 * @throws {SyncmlError} `limit-exceeded` if a command is inside itself.
 */
export function commandList(commands: readonly Command[]): readonly Command[] {
  return commands.some(isContainer) ? [...commandsIn(commands)] : commands;
}

/**
 * The same for a list of commands, with the surroundings of each.
 *
 * @throws {SyncmlError} `limit-exceeded` if a command is inside itself.
 */
export function* placedCommands(commands: readonly Command[]): Generator<PlacedCommand> {
  const open: OpenList[] = [{ commands, parent: undefined, sync: undefined, next: 0 }];
  const around = new Set<Command>();
  for (let list = open.at(-1); list !== undefined; list = open.at(-1)) {
    const command = list.commands[list.next++];
    if (command === undefined) {
      if (list.parent !== undefined) around.delete(list.parent);
      open.pop();
      continue;
    }
    const { parent, sync } = list;
    yield { command, parent, sync };
    if (!isContainer(command)) continue;
    if (around.has(command)) throw new SyncmlError("limit-exceeded", `${command.kind} is inside itself`);
    around.add(command);
    open.push({ commands: command.commands, parent: command, sync: command.kind === "Sync" ? command : sync, next: 0 });
  }
}

/**
 * Whether a command is one that contains others: Atomic, Sequence or Sync.
 *
 * @throws {TypeError} if it is not an object.
 */
export function isContainer(command: Command): command is Container {
  if (typeof command === "object" && command !== null) return "commands" in command;
  throw new TypeError(`expected a command, as in a message, not ${describe(command)}`);
}
