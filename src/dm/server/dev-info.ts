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
  const devInfo: Record<string, string> = {};
  // All of these addresses begin with DevInfo: none is a name that objects have of themselves.
  for (const item of items) devInfo[devInfoUri(item)] = receivedItem(item).text;
  return devInfo;
}

export function devInfoOf({ syncBody: { commands } }: SyncML): Record<string, string> {
  const replaces = commands.filter((command) => command.kind === "Replace").filter(isDevInfo);
  return Object.assign({}, ...replaces.map(devInfoIn));
}
