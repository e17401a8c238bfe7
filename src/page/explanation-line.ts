import { hexOffset } from "../inspect/report/numbers.ts";
import { byId, make, shortened } from "./dom.ts";
import { leafAt } from "./element-rows.ts";
import type { MessageView } from "./message-view.ts";

const SHOWN_VALUE = 200;

/** Says in one line what the row or the octet under the pointer is; it never grows. */
export function explainIn(view: MessageView, row: number, offset: number): void {
  const said = byId("said");
  const place = byId("place");
  const leaf = offset < 0 ? undefined : view.message.leaves[leafAt(view.message.leaves, offset)];
  const shown = view.row(row);
  byId("value-actions").hidden = shown?.value === undefined;
  if (leaf !== undefined) {
    const value = leaf.value === undefined ? undefined : make("code", {}, ` “${shortened(leaf.value, SHOWN_VALUE)}”`);
    said.replaceChildren(make("b", {}, leaf.label), ...parts(value, leaf.form, leaf.note, leaf.finding));
    place.textContent = placeOf(leaf.start, leaf.end, leaf.path);
    return;
  }
  if (shown === undefined) {
    said.replaceChildren(...view.message.summary.map((text, at) => `${at > 0 ? " · " : ""}${text}`));
    place.textContent = placeOf(0, view.message.bytes.length, undefined);
    return;
  }
  const { names, value, note, finding, start, end, path, isOpen } = shown;
  const quoted = value === undefined ? undefined : make("code", {}, ` “${shortened(value, SHOWN_VALUE)}”`);
  const open = isOpen ? "not closed: the document ends inside it" : undefined;
  said.replaceChildren(make("b", {}, names.join(" › ")), ...parts(quoted, note, finding, open));
  place.textContent = placeOf(start, end, path);
}

function parts(value: Node | undefined, ...texts: readonly (string | undefined)[]): (Node | string)[] {
  const told = texts.filter((text) => text !== undefined).map((text) => shortened(text, SHOWN_VALUE));
  return [...(value === undefined ? [] : [value]), ...(told.length === 0 ? [] : [`: ${told.join("; ")}`])];
}

function placeOf(start: number, end: number, path: string | undefined): string {
  const to = end > start + 1 ? ` to ${hexOffset(end - 1)}` : "";
  const where = `${hexOffset(start)}${to} · ${(end - start).toLocaleString("en-US")} B`;
  return path === undefined ? where : `${where} · ${path}`;
}
