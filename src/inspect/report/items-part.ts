import type { Leaf } from "../explain/leaf.ts";
import { grouped } from "../quantities.ts";
import type { Element } from "./elements.ts";
import { type Html, html, type Part } from "./html.ts";
import { shortened } from "./numbers.ts";

/** Items listed; more are counted. */
const ITEMS_SHOWN = 100;

interface ReadItem {
  readonly path: string;
  uri: string;
  data: string;
}

/** The items of a command that has several, with their addresses and values. */
export function itemsPart(leaves: readonly Leaf[], element: Element, marked: (text: string) => Part): Html | false {
  const items = itemsIn(leaves, element);
  if (items.length < 2) return false;
  const rows = items
    .slice(0, ITEMS_SHOWN)
    .map(
      ({ uri, data }) => html`<tr><td class="m">${marked(shortened(uri))}</td><td>${marked(shortened(data))}</td></tr>`,
    );
  const rest =
    items.length > ITEMS_SHOWN && html`<tr><td class="mute">⋮ ${grouped(items.length - ITEMS_SHOWN)} more</td></tr>`;
  return html`<table class="items"><tbody>${rows}${rest}</tbody></table>`;
}

function itemsIn(leaves: readonly Leaf[], { from, to }: Element): ReadItem[] {
  const items: ReadItem[] = [];
  const around = leaves[from]?.path ?? "";
  for (let index = from + 1; index < to; index++) {
    const { kind, label, path = "", value } = leaves[index] as Leaf;
    if (kind === "start" && label === "Item" && path.lastIndexOf("/") === around.length) {
      items.push({ path, uri: "", data: "" });
      continue;
    }
    const item = items.at(-1);
    if (value === undefined || item === undefined || !path.startsWith(item.path)) continue;
    const inside = path.slice(item.path.length);
    if (inside === "/Target/LocURI" || (inside === "/Source/LocURI" && item.uri === "")) item.uri += value;
    else if (inside === "/Data") item.data += value;
  }
  return items;
}
