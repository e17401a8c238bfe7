import type { ConversationCommand, ConversationExchange } from "../conversation/model.ts";
import { type Html, html, type Part } from "./html.ts";
import { shortened } from "./numbers.ts";
import type { Sheet } from "./sheet.ts";
import { sign } from "./signs.ts";

/** Commands of one side that a row names. */
const COMMANDS_NAMED = 3;

/** A command's text: what it is about, and what is said of it. */
export interface Told {
  readonly what: string;
  readonly note: string;
  /** `what` came over the wire. */
  readonly isWire: boolean;
}

/** Takes a command's text apart, which begins with its address or with words of ours. */
export function toldOf({ text, uri, value, name }: ConversationCommand): Told {
  if (uri !== undefined && text.startsWith(uri)) {
    const rest = text.slice(uri.length).replace(/^[\s,;:]+/, "");
    const isValue = value !== undefined && rest.startsWith("=");
    return { what: uri, note: isValue ? `= “${shortened(value)}”` : rest, isWire: true };
  }
  const [what = "", ...notes] = text.split(/ {2}/);
  const comma = name === "Atomic" || name === "Sequence" || name === "Sync" ? what.lastIndexOf(", ") : -1;
  if (comma < 0) return { what, note: notes.join(" "), isWire: name === "Search" || name === "Map" };
  return { what: what.slice(0, comma), note: what.slice(comma + 2), isWire: name === "Sync" };
}

/** What an exchange is about, in a row: the commands of both sides. */
export function gistPart(sheet: Sheet, { index, gist, request, response }: ConversationExchange): Html {
  if (/^as #\d/.test(gist)) return html`<span class="g mute">${gist}</span>`;
  const sentBefore = request?.repeats ?? response?.repeats;
  if (sentBefore !== undefined && sentBefore !== index) {
    return html`<span class="g mute">the message of #${sentBefore}, sent again</span>`;
  }
  const asked = commandsPart(sheet, index, request?.commands ?? []);
  const isDm = sheet.heard.protocol === "OMA DM";
  const back = isDm || asked.length === 0 ? commandsPart(sheet, index, response?.commands ?? []) : [];
  if (asked.length === 0 && back.length === 0) {
    const isEmpty = request === undefined && response === undefined;
    return html`<span class="g mute">${isEmpty ? "no message" : gist === "" ? "statuses only" : gist}</span>`;
  }
  const turn = back.length > 0 && html`<span class="ga">${sign("down", "server:")}</span>`;
  return html`${asked}${turn}${back}`;
}

function commandsPart(sheet: Sheet, index: number, commands: readonly ConversationCommand[]): Part[] {
  const parts: Part[] = commands.slice(0, COMMANDS_NAMED).map((command) => {
    const { what } = toldOf(command);
    return html`<span class="g"><b>${command.name}</b> ${sheet.redacted.marked(shortened(what), index)}</span> `;
  });
  const more = commands.length - COMMANDS_NAMED;
  return more > 0 ? [...parts, html`<span class="g mute">… ${more} more</span>`] : parts;
}
