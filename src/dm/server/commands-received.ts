import { commandsIn } from "../../ast/all-commands.ts";
import * as Code from "../../ast/codes/code.ts";
import { codeOf, codeText } from "../../ast/codes/code-of.ts";
import type { Alert, Command, Meta, Replace, Results, Status, SyncML } from "../../ast/nodes.ts";
import type { ReassemblyOutcome } from "../../large-object/reassemble.ts";
import { statusOf } from "../compose.ts";
import { headerStatus, isOfHeader } from "../header-status.ts";
import { referredTo, resultItems, takeResultsInto, takeStatusInto } from "../history.ts";
import { sameID } from "../ids.ts";
import { receivedItem } from "../items.ts";
import { receiveObjects } from "../received-objects.ts";
import type { HistoryEntry, ReceivedAlert, ReceivedItem } from "../session-types.ts";
import { userAlerts } from "../user-alert.ts";
import { devInfoIn, isDevInfo } from "./dev-info.ts";
import { dropFromPackage } from "./package.ts";
import type { ServerTurn, Taken } from "./turn.ts";

// The client's commands, and its answers to those of the server.

/** Alerts of the session itself. */
const sessionAlerts: readonly string[] = [
  Code.SERVER_INITIATED,
  Code.CLIENT_INITIATED,
  Code.NEXT_MESSAGE,
  Code.NO_END_OF_DATA,
];

/** Statuses for the client's commands, and its answers to the server's. */
export function takeCommands(turn: ServerTurn, { message, statuses }: Taken): void {
  const s = turn.session("message");
  const { state, outcomes, alerts } = receiveObjects(s.incoming, message, turn.policy);
  s.incoming = state;
  const entries = [...(s.package?.entries ?? [])];
  if (s.package !== null) s.package = { ...s.package, entries };
  statuses.push(...alerts);
  for (const command of message.syncBody.commands) {
    const parts = outcomes.get(command) ?? [];
    const refused = parts.find(
      ({ effect, status }) => effect !== "pass" && effect !== "commit" && status !== undefined,
    );
    if (command.kind === "Status") takeStatus(turn, entries, message, command);
    else if (command.kind === "Results") takeResults(turn, entries, message, command, parts, statuses);
    else if (refused?.status !== undefined) statuses.push(statusOf(message, command, refused.status));
    else if (parts.some(({ effect }) => effect === "none")) continue;
    else if (command.kind === "Alert") {
      takeAlert(turn, message, command, parts, statuses);
    } else if (command.kind === "Replace" && isDevInfo(command)) {
      takeDevInfo(turn, command);
      statuses.push(statusOf(message, command, Code.OK));
    } else {
      for (const one of commandsIn([command])) statuses.push(statusOf(message, one, Code.NOT_SUPPORTED));
    }
  }
}

/** Whether it repeats for a command that the client has refused the header of that message, which takes the command back. */
function isOfRefusedHeader(message: SyncML, status: Status): boolean {
  const code = codeText(status);
  if (code !== Code.INVALID_CREDENTIALS && code !== Code.CREDENTIALS_MISSING) return false;
  const header = headerStatus(message);
  return header !== undefined && codeText(header) === code && sameID(header.msgRef, status.msgRef);
}

/** `entries` are those of the open package. */
function takeStatus(turn: ServerTurn, entries: HistoryEntry[], message: SyncML, status: Status): void {
  const s = turn.session("message");
  if (isOfHeader(status)) return;
  const sent = s.package === null ? undefined : referredTo(status, s.package.sent);
  if (s.package === null || sent === undefined) {
    if (isOfRefusedHeader(message, status)) return;
    turn.log({
      event: "unmatched",
      detail: `Status for command ${status.cmdRef} of message ${status.msgRef}`,
    });
    return;
  }
  const code = codeText(status);
  if (sent.isChunk && code === Code.CHUNK_ACCEPTED) return;
  takeStatusInto(entries, sent.at, status);
  if (sent.isChunk) dropFromPackage(turn, [sent.at[0] as number]);
}

function takeResults(
  turn: ServerTurn,
  entries: HistoryEntry[],
  message: SyncML,
  results: Results,
  parts: readonly ReassemblyOutcome[],
  statuses: Command[],
): void {
  const s = turn.session("message");
  const refused = parts.find(({ status }) => status !== undefined && status !== Code.OK);
  if (refused?.status !== undefined) statuses.push(statusOf(message, results, refused.status));
  const sent = s.package === null ? undefined : referredTo(results, s.package.sent);
  if (s.package === null || sent === undefined) {
    turn.log({
      event: "unmatched",
      detail: `Results for command ${results.cmdRef} of message ${results.msgRef}`,
    });
    return;
  }
  const items = parts.length === 0 ? resultItems(results.items, results.meta) : itemsIn(parts, results.meta);
  takeResultsInto(entries, sent.at, items);
}

function itemsIn(parts: readonly ReassemblyOutcome[], meta: Meta | undefined): ReceivedItem[] {
  return parts.flatMap(({ effect, item, data }) => {
    if (item === undefined) return [];
    if (effect === "pass") return [receivedItem(item, meta)];
    return effect === "commit" ? [receivedItem(item, meta, data)] : [];
  });
}

function takeAlert(
  turn: ServerTurn,
  message: SyncML,
  alert: Alert,
  parts: readonly ReassemblyOutcome[],
  statuses: Command[],
): void {
  const s = turn.session("message");
  const code = codeText(alert);
  const isEvent = code === Code.CLIENT_EVENT || code === Code.GENERIC_ALERT;
  statuses.push(statusOf(message, alert, isEvent || sessionAlerts.includes(code) ? Code.OK : Code.NOT_SUPPORTED));
  if (!isEvent) {
    if (userAlerts.includes(code))
      turn.log({ event: "ignored", detail: `alert ${code} is for users, not for servers` });
    return;
  }
  const items = alert.items.map((item) => receivedItem(item, undefined, parts.find((one) => one.item === item)?.data));
  const received: ReceivedAlert = { code: codeOf(alert), correlator: alert.correlator?.trim(), items };
  s.alerts = [...s.alerts, received];
  turn.effect({ kind: "deliver", event: { kind: "alert", alert: received } });
}

function takeDevInfo(turn: ServerTurn, replace: Replace): void {
  const s = turn.session("message");
  s.devInfo = { ...s.devInfo, ...devInfoIn(replace) };
  turn.effect({ kind: "deliver", event: { kind: "devInfo", devInfo: s.devInfo } });
}
