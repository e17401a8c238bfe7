import { create } from "../ast/create.ts";
import { fromJson, toJson } from "../ast/json.ts";
import type { JsonObject } from "../ast/json-value.ts";
import type { Fragment, Item, Results } from "../ast/nodes.ts";

/** Items as plain JSON; `null` for none. */
export type KeptItems = JsonObject | null;

/** Items, which may have octets and documents in them, as plain JSON. */
export function keepItems(items: readonly Item[]): KeptItems {
  if (items.length === 0) return null;
  return toJson(create("Fragment", { commands: [create("Results", { cmdID: "1", cmdRef: "1", items: [...items] })] }));
}

/** The items of {@link keepItems}. */
export function takeItems(kept: KeptItems): readonly Item[] {
  if (kept === null) return [];
  const [results] = (fromJson(kept) as Fragment).commands;
  return (results as Results).items;
}
