import * as Code from "../../ast/codes/code.ts";
import { codeOf, codeText } from "../../ast/codes/code-of.ts";
import type { JsonObject } from "../../ast/json-value.ts";
import type { Command } from "../../ast/nodes.ts";
import { commandsFrom } from "../../large-object/pack-state.ts";
import { isOfHeader } from "../header-status.ts";
import { sameID } from "../ids.ts";
import type { ClientTurn } from "./turn.ts";

// The server's answers to alerts and chunks of this side.

/** The server's answers to alerts and chunks of this side. */
export function takeStatuses(turn: ClientTurn, commands: readonly Command[]): void {
  const { s } = turn;
  for (const command of commands) {
    if (command.kind !== "Status" || isOfHeader(command)) continue;
    const code = codeText(command);
    const sent = s.sentAlerts.find((one) => sameID(one.msgID, command.msgRef) && sameID(one.cmdID, command.cmdRef));
    if (sent !== undefined && code !== Code.CHUNK_ACCEPTED) {
      if (code === Code.INVALID_CREDENTIALS || code === Code.CREDENTIALS_MISSING) continue;
      s.sentAlerts = s.sentAlerts.filter((one) => one !== sent);
      const [alert] = commandsFrom([sent.alert]);
      if (alert?.kind !== "Alert") continue;
      turn.effect({ kind: "deliver", event: { kind: "alertAnswered", alert, code: codeOf(command) } });
    } else if (command.cmd === "Results" && code !== Code.CHUNK_ACCEPTED) stopObject(turn);
  }
}

/** The server does not take the rest of an object: what is left of it is dropped. */
function stopObject(turn: ClientTurn): void {
  const { s } = turn;
  if (s.packing === null || s.packing.open?.object == null) return;
  const answers = [...s.packing.answers];
  const kind = s.packing.open.among === "results" ? "Results" : "Alert";
  const at = answers.findIndex((one) => (one as JsonObject)["kind"] === kind);
  if (at >= 0) answers.splice(at, 1);
  s.packing = { ...s.packing, open: null, answers };
  turn.log({ event: "ignored", detail: "the server refused an object: the rest of it is not sent" });
}
