import * as Code from "../ast/codes/code.ts";
import type { Markup, MarkupElement } from "./markup.ts";
import { placeOf } from "./placed-element.ts";

export function isCommand(element: MarkupElement): boolean {
  return placeOf(element).field?.name === "commands";
}

/** The commands of a message in document order, including nested ones. */
export function commandsOf({ elements }: Markup): MarkupElement[] {
  return elements.filter(isCommand);
}

/** A field of an element's Meta. An Item falls back to the Meta of its command (RepPro Meta). */
export function metaOf(element: MarkupElement, name: string): MarkupElement | undefined {
  const { parent } = element;
  return inMeta(element, name) ?? (element.name === "Item" && parent !== undefined ? inMeta(parent, name) : undefined);
}

function inMeta(owner: MarkupElement, name: string): MarkupElement | undefined {
  const meta = owner.child("Meta");
  return (meta?.child("MetInf") ?? meta)?.child(name);
}

/** Format of an item's data, in lower case. Default: `chr` (MetaInfo Format). */
export function formatOf(item: MarkupElement): string {
  return metaOf(item, "Format")?.value.toLowerCase() || "chr";
}

/** Whether a Status answers the header of a message. */
export function isHeaderStatus(status: MarkupElement): boolean {
  return status.name === "Status" && status.valueOf("CmdRef") === "0";
}

/** Whether a status code rejects or demands credentials. */
export function isRefusal(code: string | undefined): boolean {
  return code === Code.INVALID_CREDENTIALS || code === Code.CREDENTIALS_MISSING;
}

/** The address in an item: that of its Target, or else of its Source. */
export function addressOf(item: MarkupElement): MarkupElement | undefined {
  return (item.child("Target") ?? item.child("Source"))?.child("LocURI");
}
