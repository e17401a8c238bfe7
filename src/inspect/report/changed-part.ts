import type { ConversationCommand, TouchedNode } from "../conversation/model.ts";
import { grouped } from "../quantities.ts";
import { toldOf } from "./gists-part.ts";
import { type Html, html, type Part } from "./html.ts";
import { shortened } from "./numbers.ts";
import { flat, markOf } from "./outcomes.ts";
import { exchangeLink, type Sheet } from "./sheet.ts";
import { statusMark } from "./signs.ts";

/** Rows of this section; more are counted. */
const ROWS_SHOWN = 300;
const COMMANDS_SHOWN = 12;

/** What the section is called: nodes of a management tree, or items of folders. Nothing, if nothing was touched. */
export function changedTitle(sheet: Sheet): string | undefined {
  if (sheet.heard.tree.length > 0) return "DM tree touched";
  return syncsOf(sheet).length > 0 ? "What changed" : undefined;
}

/** What the commands were about, and how that ended. */
export function changedPart(sheet: Sheet): Html | false {
  const title = changedTitle(sheet);
  if (title === undefined) return false;
  const isTree = sheet.heard.tree.length > 0;
  const about = isTree ? "by the server’s commands, in order" : "items and folders the commands touched";
  const rows = isTree ? treeRows(sheet) : folderRows(sheet);
  const rest =
    rows.length > ROWS_SHOWN &&
    html`<div class="tr mute" style="--d:0">⋮ ${grouped(rows.length - ROWS_SHOWN)} more</div>`;
  return html`<section id="changed"><h2 class="h">${title} <span class="mute">${about}</span></h2><div class="tree">${rows.slice(0, ROWS_SHOWN)}${rest}</div></section>`;
}

/** Nodes as a tree, each below the nearest one that was touched too. */
function treeRows(sheet: Sheet): Html[] {
  return sheet.heard.tree.map((node) => nodeRow(sheet, node, node.name ?? node.uri, node.depth ?? 0));
}

function nodeRow(sheet: Sheet, { lastValue, commands }: TouchedNode, name: string, depth: number): Html {
  const first = commands[0]?.exchange ?? 0;
  const value =
    lastValue !== undefined &&
    lastValue !== "" &&
    html` <span class="mute">= “${sheet.redacted.marked(shortened(lastValue), first)}”</span>`;
  const done: Part[] = commands
    .slice(0, COMMANDS_SHOWN)
    .map(
      ({ name: command, exchange, outcome, code }) =>
        html`<span>${command} in ${exchangeLink(exchange)} ${code === undefined ? outcome === "unanswered" && statusMark(outcome, undefined, "no answer") : statusMark(outcome, code, "")}</span>`,
    );
  const rest =
    commands.length > COMMANDS_SHOWN &&
    html`<span class="mute">and ${grouped(commands.length - COMMANDS_SHOWN)} more</span>`;
  return html`<div class="tr" style="--d:${depth}"><span><span class="m">${sheet.redacted.marked(shortened(name), first)}</span>${value}</span><span class="ops">${done}${rest}</span></div>`;
}

function syncsOf(sheet: Sheet): ConversationCommand[] {
  return sheet.heard.exchanges.flatMap(({ request, response }) =>
    [request, response].flatMap((message) =>
      flat(message?.commands ?? []).filter(({ name, commands }) => name === "Sync" && commands.length > 0),
    ),
  );
}

/** Folders with the items that were changed in them; the chunks of an object are one change. */
function folderRows(sheet: Sheet): Html[] {
  const folders = new Map<string, ConversationCommand[]>();
  for (const sync of syncsOf(sheet)) {
    const key = `${sync.sender} ${toldOf(sync).what}`;
    const list = folders.get(key) ?? [];
    if (list.length === 0) folders.set(key, list);
    for (const command of sync.commands) list.push(command);
  }
  const rows: Html[] = [];
  for (const [key, commands] of folders) {
    const [sender = ""] = key.split(" ", 1);
    const folder = key.slice(sender.length + 1);
    const by = sender === "device" ? "from the device" : "from the server";
    const exchange = commands[0]?.exchange ?? 0;
    rows.push(
      html`<div class="tr" style="--d:0"><span><span class="m">${sheet.redacted.marked(shortened(folder), exchange)}</span></span><span class="ops">${by}</span></div>`,
    );
    for (const command of lastChunksOnly(commands)) rows.push(itemRow(sheet, command));
  }
  return rows;
}

function lastChunksOnly(commands: readonly ConversationCommand[]): ConversationCommand[] {
  const last = new Map<number, ConversationCommand>();
  for (const command of commands) if (command.largeObject !== undefined) last.set(command.largeObject, command);
  return commands.filter((command) => command.largeObject === undefined || last.get(command.largeObject) === command);
}

function itemRow(sheet: Sheet, command: ConversationCommand): Html {
  const { name, id, exchange, outcome, status, largeObject } = command;
  const { what, note } = toldOf(command);
  const object = largeObject === undefined ? undefined : sheet.heard.largeObjects[largeObject];
  const [from = exchange] = object?.chunks.map((chunk) => chunk.exchange) ?? [];
  const link =
    object === undefined
      ? html`<a href="#${sheet.anchorOf(command)}">${name} ${shortened(id, 12)} in #${exchange}</a>`
      : html`<a href="#x${from}">${name} in #${from} to #${exchange}</a>`;
  return html`<div class="tr" style="--d:1"><span><span class="m">${sheet.redacted.marked(shortened(what), exchange)}</span> <span class="mute">${sheet.redacted.marked(note, exchange)}</span></span><span class="ops">${link} ${markOf(status, outcome)}</span></div>`;
}
