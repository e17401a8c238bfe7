import { codeOf } from "../../ast/codes/code-of.ts";
import type { Command, Item } from "../../ast/nodes.ts";
import { textOf } from "../../codec/text-of.ts";
import type { StepResult } from "../../dm/managed-device.ts";
import { mediaTypes } from "../../vocabulary/media-types.ts";
import type { TreeFeatures } from "../options.ts";
import { segmentsOf } from "../uri.ts";
import { userAlertOf } from "../user-alert.ts";
import type { DeviceQuirks } from "./quirks.ts";

// What a device that differs from the standard makes of commands: which it refuses, what it executes in place of others, and
// what it says of them.

/** The code with which a device refuses an item, or a command without items; `undefined` if it does not. */
export function refusalOf(
  command: Command,
  item: Item | undefined,
  quirks: DeviceQuirks,
  features: TreeFeatures,
): number | undefined {
  if (quirks.commands?.includes(command.kind) === false) return 406;
  if (command.kind === "Alert") return refusalOfAlert(command, quirks);
  if (item === undefined) return undefined;
  const given = (command.kind === "Copy" ? item.source : item.target)?.locURI ?? "";
  const mark = given.indexOf("?");
  const segments = segmentsOf(mark < 0 ? given : given.slice(0, mark));
  if (typeof segments === "number") return quirks.malformedUri;
  if (quirks.scope !== undefined && !isWithin(segments, quirks.scope, features.caseSensitive)) return 425;
  if (command.kind === "Get" && quirks.unreadable.includes(segments.at(-1) ?? "")) return 425;
  const type = item.meta?.type ?? ("meta" in command ? command.meta?.type : undefined);
  const isTree = type?.trim() === mediaTypes.tnds.xml || type?.trim() === mediaTypes.tnds.wbxml;
  return isTree && !features.tnds ? quirks.refusedTnds : undefined;
}

function refusalOfAlert(command: Extract<Command, { kind: "Alert" }>, quirks: DeviceQuirks): number | undefined {
  const alert = userAlertOf(command);
  if (typeof alert !== "number") {
    return quirks.maxUserText !== undefined && alert.text.length > quirks.maxUserText ? 400 : undefined;
  }
  return isUserAlert(codeOf(command)) ? undefined : quirks.unknownAlert;
}

function isUserAlert(code: number): boolean {
  return code >= 1100 && code <= 1104;
}

function isWithin(segments: readonly string[], scope: string, isCaseSensitive: boolean): boolean {
  const wanted = segmentsOf(scope) as string[];
  const fold = (name: string | undefined) => (isCaseSensitive ? name : name?.toLowerCase());
  return wanted.every((name, index) => fold(name) === fold(segments[index]));
}

/** The commands as a device executes them. */
export function asExecuted(commands: readonly Command[], { atomic }: DeviceQuirks): readonly Command[] {
  if (atomic === "atomic") return commands;
  // Not recursive: groups nest as deep as whoever sends them likes.
  const list = [...commands];
  const open = [list];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const [index, command] of next.entries()) {
      if (command.kind !== "Atomic" && command.kind !== "Sequence") continue;
      const members = [...command.commands];
      next[index] = { ...command, kind: "Sequence", commands: members };
      open.push(members);
    }
  }
  return list;
}

/** The outcomes as a device reports them: of the commands as they came. */
export function asReported(
  commands: readonly Command[],
  results: readonly StepResult[],
  quirks: DeviceQuirks,
): readonly StepResult[] {
  const top: StepResult[] = [];
  const open = [{ commands, results, told: top }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const [index, result] of next.results.entries()) {
      const command = next.commands[index] as Command;
      const members: StepResult[] = [];
      if ("commands" in command) open.push({ commands: command.commands, results: result.members, told: members });
      const found = result.results.map((item) => reportedItem(item, quirks));
      const statuses = reportedStatuses(command.kind, result, quirks);
      next.told.push({ ...result, cmd: command.kind, statuses, results: found, members });
    }
  }
  return top;
}

function reportedStatuses(kind: Command["kind"], { statuses, members }: StepResult, quirks: DeviceQuirks) {
  if (kind === "Atomic" && quirks.atomic === "as-sequence") return [];
  const isRefused = kind === "Sequence" && members.some(saidNo);
  return isRefused ? [{ code: quirks.refusedSequence, items: [] }] : statuses;
}

function saidNo({ cmd, statuses }: StepResult): boolean {
  return cmd === "Alert" && statuses[0]?.code === 304;
}

function reportedItem(item: Item, { propertySuffix, textFormat }: DeviceQuirks): Item {
  const isProperty = item.source?.locURI?.includes("?prop=") === true;
  if (isProperty)
    return propertySuffix === "" ? item : { ...item, data: `${textOf(item.data) ?? ""}${propertySuffix}` };
  if (textFormat === undefined || item.data === undefined || item.meta?.format !== undefined) return item;
  return { ...item, meta: { kind: "Meta", emi: [], ...item.meta, format: textFormat } };
}
