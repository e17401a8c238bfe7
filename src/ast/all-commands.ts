import { describe } from "../core/describe.ts";
import { SyncmlError } from "../core/errors.ts";
import type { Command, Container, Fragment, Sync, SyncBody, SyncML } from "./nodes.ts";

/** A command and the one around it, at any depth; containers come before what they hold. */
export interface PlacedCommand {
  readonly command: Command;
  readonly parent: Command | undefined;
  /** The Sync around it. */
  readonly sync: Sync | undefined;
}

/** A list of commands whose next one is due, and what is around it. */
interface OpenList {
  readonly commands: readonly Command[];
  readonly parent: Command | undefined;
  readonly sync: Sync | undefined;
  next: number;
}

/**
 * All commands in document order: those inside Atomic, Sequence and Sync too, at any depth, each after the one around it.
 *
 * @throws {TypeError} if `message` is neither a message nor a fragment nor a body.
 * @throws {SyncmlError} `limit-exceeded` on the way, if a command is inside itself.
 */
export function allCommands(message: SyncML | Fragment | SyncBody): Generator<Command, undefined> {
  const commands = (message as { readonly syncBody?: SyncBody } | undefined)?.syncBody?.commands;
  const list = commands ?? (message as Fragment | undefined)?.commands;
  if (Array.isArray(list)) return commandsIn(list);
  throw new TypeError(`a message, a fragment or a body is wanted, as decode gives it, not ${describe(message)}`);
}

function* commandsIn(commands: readonly Command[]): Generator<Command, undefined> {
  for (const { command } of placedCommands(commands)) yield command;
}

/**
 * Likewise of a list of commands, with what is around each.
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
 * Whether a command holds others: Atomic, Sequence and Sync do.
 *
 * @throws {TypeError} if it is no object.
 */
export function isContainer(command: Command): command is Container {
  if (typeof command === "object" && command !== null) return "commands" in command;
  throw new TypeError(`a command is wanted, as a message has it, not ${describe(command)}`);
}
