import type { Command, Item, Meta, Sync, SyncML } from "../ast/nodes.ts";

/** A copy of a command and of all commands in it. */
export interface CommandTree {
  readonly root: Command;
  /** The copies in document order, the outermost first; they may be changed. */
  readonly all: readonly Command[];
}

/** Copies a command with those in it; items and all else are shared. */
export function copyTree(command: Command): CommandTree {
  const root = { ...command };
  const all: Command[] = [];
  // The last one is the next in document order.
  const pending: Command[] = [root];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    all.push(next);
    if (!("commands" in next)) continue;
    next.commands = next.commands.map((inner) => ({ ...inner }));
    for (let index = next.commands.length - 1; index >= 0; index--) pending.push(next.commands[index] as Command);
  }
  return { root, all };
}

/** A command and the one around it, at any depth; containers come before what they hold. */
export interface PlacedCommand {
  readonly command: Command;
  readonly parent: Command | undefined;
  /** The Sync around it. */
  readonly sync: Sync | undefined;
}

/** All commands of a message in document order. */
export function* allCommands({ syncBody }: SyncML): Generator<PlacedCommand> {
  const pending: PlacedCommand[] = [];
  const add = (commands: readonly Command[], parent: Command | undefined, sync: Sync | undefined) => {
    for (let index = commands.length - 1; index >= 0; index--) {
      pending.push({ command: commands[index] as Command, parent, sync });
    }
  };
  add(syncBody.commands, undefined, undefined);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    yield next;
    const { command, sync } = next;
    if ("commands" in command) add(command.commands, command, command.kind === "Sync" ? command : sync);
  }
}

/** The items of a command; none for one that has no such field. */
export function itemsOf(command: Command): readonly Item[] {
  return "items" in command ? command.items : [];
}

/** The Meta of a command, which holds for all its items. */
export function metaOf(command: Command): Meta | undefined {
  return "meta" in command ? command.meta : undefined;
}

/** What an item is called in messages to a person. */
export function addressOf({ target, source }: Item): string | undefined {
  return target?.locURI ?? source?.locURI;
}

/** What a command is called in messages to a person: its kind and the first address it has. */
export function nameOf(command: Command): string {
  const addresses = itemsOf(command).map(addressOf);
  if ("target" in command) addresses.unshift(command.target?.locURI);
  const address = addresses.find((one) => one !== undefined);
  return address === undefined ? command.kind : `${command.kind} ${address}`;
}

/** Whether a message is one of device management; data sync has other alert codes. */
export function isDeviceManagement({ syncHdr }: SyncML): boolean {
  return /^\s*DM\//i.test(syncHdr.verProto ?? "");
}
