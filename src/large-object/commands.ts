import * as Code from "../ast/codes/code.ts";
import type { Command, Item, Meta } from "../ast/nodes.ts";

/** Alerts that answer a message: next message (222, 1222), no end of data (223, 1225), abort (1223). */
export const answeringAlerts: readonly unknown[] = [
  Code.SYNC_NEXT_MESSAGE,
  Code.SYNC_NO_END_OF_DATA,
  Code.NEXT_MESSAGE,
  Code.SESSION_ABORT,
  Code.NO_END_OF_DATA,
];

/** The items of a command; none for one that has no such field. */
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
