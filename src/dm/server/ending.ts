import * as Code from "../../ast/codes/code.ts";
import type { Command, SyncHdr } from "../../ast/nodes.ts";
import { commandsFrom } from "../../large-object/pack-state.ts";
import { initialReassembly } from "../../large-object/reassemble.ts";
import { alertOf, statusOf, textItem } from "../compose.ts";
import type { SessionResult } from "../session-types.ts";
import { sendReply } from "./sending.ts";
import type { ServerTurn } from "./turn.ts";

// How a session ends, and what is refused at once.

export function refuseByTransport(turn: ServerTurn, reason: string, status: 400 | 413): void {
  if (turn.state !== null) turn.log({ event: "refused", detail: reason });
  turn.effect({ kind: "refuse", status, reason });
}

export function refuseHeader(
  turn: ServerTurn,
  header: SyncHdr,
  code: string,
  acceptable: readonly string[],
  reason: string,
): void {
  const items = acceptable.map(textItem);
  if (acceptable.length === 0) {
    abortSession(turn, header, [], "protocol", reason, code);
    return;
  }
  sendReply(turn, [statusOf(header, "SyncHdr", code, { items })], [], "over");
  endSession(turn, "protocol", reason);
}

export function statusOfFault(fault: string): 400 | 413 {
  return fault === "too-large" ? 413 : 400;
}

export function abortSession(
  turn: ServerTurn,
  header: SyncHdr,
  statuses: readonly Command[],
  result: SessionResult,
  reason: string,
  code: string = Code.OK,
): void {
  const own = statuses.length > 0 ? statuses : [statusOf(header, "SyncHdr", code)];
  sendAbort(turn, own, result, reason);
}

export function sendAbort(turn: ServerTurn, statuses: readonly Command[], result: SessionResult, reason: string): void {
  const s = turn.session("abort");
  // The end is told even to a client that takes no message as large as that.
  s.peer = { ...s.peer, maxMsgSize: null };
  sendReply(turn, statuses, [alertOf(Code.SESSION_ABORT)], "over");
  endSession(turn, result, reason);
}

export function requestAbort(turn: ServerTurn, reason: string): void {
  const s = turn.session("abort");
  if (s.state === "end") return;
  s.aborting = reason;
  if (s.state === "deciding") sendAbort(turn, commandsFrom(s.owed), "aborted-local", reason);
}

export function endIdle(turn: ServerTurn): void {
  if (turn.state === null || turn.state.state === "end") return;
  endSession(turn, "timeout", "no message came in time");
}

export function endSession(turn: ServerTurn, result: SessionResult, reason: string): void {
  const s = turn.session("message");
  s.state = "end";
  s.result = result;
  s.package = null;
  s.packing = null;
  s.incoming = initialReassembly;
  turn.log({ event: "finished", result, detail: reason });
  turn.effect({ kind: "timer", name: "idleTimeout", ms: null });
  turn.effect({ kind: "timer", name: "linger", ms: turn.policy.lingerMs });
  turn.effect({ kind: "finished", result, reason });
}
