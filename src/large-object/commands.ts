import * as Code from "../ast/codes/code.ts";
import type { Command, Item, Meta, Sync, SyncML } from "../ast/nodes.ts";
import { SyncmlError } from "../core/errors.ts";

/** Alerts that answer a message: next message (222, 1222), no end of data (223, 1225), abort (1223). */
export const answeringAlerts: readonly unknown[] = [
  Code.SYNC_NEXT_MESSAGE,
  Code.SYNC_NO_END_OF_DATA,
  Code.NEXT_MESSAGE,
  Code.SESSION_ABORT,
  Code.NO_END_OF_DATA,
];

/** A copy of a command and all commands in it. */
export interface CommandTree {
  readonly root: Command;
  /** The copies in document order, outermost first; they may be modified. */
  readonly all: readonly Command[];
}

/**
 * Copies a command and the commands in it; everything else, such as items, is shared.
 *
 * @throws {SyncmlError} `limit-exceeded` if a command is inside itself.
 */
export function copyTree(command: Command): CommandTree {
  const all: Command[] = [];
  const copies = new Map<Command, Command>();
  for (const { command: given, parent } of within([command])) {
    const copy = { ...given };
    if ("commands" in copy) {
      copy.commands = [];
      copies.set(given, copy);
    }
    const around = parent && copies.get(parent);
    if (around !== undefined && "commands" in around) around.commands.push(copy);
    all.push(copy);
  }
  return { root: all[0] as Command, all };
}

/** A command and its enclosing command, at any depth; containers come before their contents. */
export interface PlacedCommand {
  readonly command: Command;
  readonly parent: Command | undefined;
  /** The enclosing Sync. */
  readonly sync: Sync | undefined;
}

/**
 * All commands of a message in document order.
 *
 * @throws {SyncmlError} `limit-exceeded` if a command is inside itself.
 */
export function allCommands({ syncBody }: SyncML): Generator<PlacedCommand> {
  return within(syncBody.commands);
}

/** A partly visited list of commands, and what encloses it. */
interface OpenList {
  readonly commands: readonly Command[];
  readonly parent: Command | undefined;
  readonly sync: Sync | undefined;
  next: number;
}

/** Commands and all commands in them, in document order. */
export function* within(commands: readonly Command[]): Generator<PlacedCommand> {
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
    if (!("commands" in command)) continue;
    if (around.has(command)) throw new SyncmlError("limit-exceeded", `${nameOf(command)} is inside itself`);
    around.add(command);
    open.push({ commands: command.commands, parent: command, sync: command.kind === "Sync" ? command : sync, next: 0 });
  }
}

/** The items of a command; empty for one that has no such field. */
export function itemsOf(command: Command): readonly Item[] {
  return "items" in command ? command.items : [];
}

/** The Meta of a command, which applies to all its items. */
export function metaOf(command: Command): Meta | undefined {
  return "meta" in command ? command.meta : undefined;
}

/** The name of an item in messages to a person: its target or source address. */
export function addressOf({ target, source }: Item): string | undefined {
  return target?.locURI ?? source?.locURI;
}

/** The name of a command in messages to a person: its kind and first address. */
export function nameOf(command: Command): string {
  let address = "target" in command ? command.target?.locURI : undefined;
  for (const item of itemsOf(command)) {
    if (address !== undefined) break;
    address = addressOf(item);
  }
  return address === undefined ? command.kind : `${command.kind} ${address}`;
}

/** Whether a message is device management, by its VerProto; data sync has other alert codes. */
export function isDeviceManagement({ syncHdr }: SyncML): boolean {
  return /^\s*DM\//i.test(syncHdr.verProto ?? "");
}
