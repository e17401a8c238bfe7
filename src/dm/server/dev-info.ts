import type { Item, Replace, SyncML } from "../../ast/nodes.ts";
import { receivedItem } from "../items.ts";

// What a device says of itself: a Replace of DevInfo.

export function isDevInfo({ items }: Replace): boolean {
  return items.every((item) => /^\.?\/?DevInfo(\/|$)/i.test(devInfoUri(item)));
}

function devInfoUri({ source, target }: Item): string {
  return (source?.locURI ?? target?.locURI ?? "").trim();
}

export function devInfoIn({ items }: Replace): Record<string, string> {
  return Object.fromEntries(items.map((item) => [devInfoUri(item), receivedItem(item).text]));
}

export function devInfoOf({ syncBody: { commands } }: SyncML): Record<string, string> {
  const replaces = commands.filter((command) => command.kind === "Replace").filter(isDevInfo);
  return Object.assign({}, ...replaces.map(devInfoIn));
}
