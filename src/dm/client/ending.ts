import * as Code from "../../ast/codes/code.ts";
import type { Command, SyncHdr } from "../../ast/nodes.ts";
import { commandsFrom, initialPacking } from "../../large-object/pack-state.ts";
import { initialReassembly } from "../../large-object/reassemble.ts";
import { alertOf, composeMost, isTooLarge, statusOf } from "../compose.ts";
import type { SessionResult } from "../session-types.ts";
import { composeMessage, fitsAlone, rememberAlerts, sendMessage } from "./outgoing.ts";
import type { ClientTurn } from "./turn.ts";

// How a session ends.

export function sendAbort(
  turn: ClientTurn,
  header: SyncHdr | undefined,
  answers: readonly Command[],
  result: SessionResult,
  reason: string,
): void {
  const { s } = turn;
  s.pkg = 3;
  s.packing = initialPacking;
  s.peerFinal = true;
  // The end is told even to a server that takes no message as large as that.
  s.peer = { ...s.peer, maxMsgSize: null };
  const own = answers.length === 0 && header !== undefined ? [statusOf(header, "SyncHdr", Code.OK)] : answers;
  sendLast(turn, own);
  endSession(turn, result, reason);
}

/** Sends alert 1223 with as many of the answers as there is room for. */
function sendLast(turn: ClientTurn, answers: readonly Command[]): void {
  const sent = answers.filter((one) => one.kind !== "Results" || fitsAlone(turn, one));
  const last = [alertOf(Code.SESSION_ABORT)];
  try {
    const { made } = composeMost(sent, last, (some) => composeMessage(turn, some, [], true));
    rememberAlerts(turn, made);
    sendMessage(turn, made);
  } catch (error) {
    // Not even the header has room: the server is not told.
    if (!isTooLarge(error)) throw error;
  }
}

export function endSession(turn: ClientTurn, result: SessionResult, reason: string): void {
  const { s } = turn;
  if (s.state === "end") return;
  s.state = "end";
  s.result = result;
  s.executing = null;
  s.incoming = initialReassembly;
  turn.log({ event: "finished", result, detail: reason });
  turn.timerEffect("replyTimeout", null);
  turn.effect({ kind: "finished", result, reason });
}

export function abortByUser(turn: ClientTurn, reason: string): void {
  const { s } = turn;
  const { headerStatus = [], answers: ready = [] } = s.executing ?? {};
  const answers = commandsFrom([...headerStatus, ...ready.flat()].filter((one) => one !== null));
  s.executing = null;
  s.packing = initialPacking;
  s.pkg = 3;
  sendAbort(turn, undefined, answers, "aborted-local", reason);
}
