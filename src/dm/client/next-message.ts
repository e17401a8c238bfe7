import * as Code from "../../ast/codes/code.ts";
import type { Alert, Command, Status } from "../../ast/nodes.ts";
import { commandsFrom, initialPacking } from "../../large-object/pack-state.ts";
import { alertOf, toPlain } from "../compose.ts";
import type { RepeatableMessage } from "../session-types.ts";
import { endSession } from "./ending.ts";
import { sendOpening, sendPart } from "./package.ts";
import type { ClientTurn } from "./turn.ts";

// What is said next, or that nothing is left to say.

export function goOn(
  turn: ClientTurn,
  headerStatus: Status,
  statuses: readonly Command[],
  results: readonly Command[],
): void {
  const { s } = turn;
  const hasLeft = s.packing !== null && !s.packing.isDone;
  const queued = commandsFrom(s.queue);
  const owesNothing = statuses.length === 0 && results.length === 0 && queued.length === 0 && !hasLeft;
  if (owesNothing && s.peerFinal && !sendsChallengeAlone(turn, headerStatus)) {
    endSession(turn, "complete", "nothing is left to say");
    return;
  }
  s.queue = [];
  if (!hasLeft) {
    s.pkg = 3;
    s.packing = initialPacking;
  }
  const asksForMore = !s.peerFinal && results.length === 0 && !hasLeft;
  const asking = asksForMore ? [alertOf(Code.NEXT_MESSAGE)] : [];
  sendPart(turn, [headerStatus, ...statuses, ...results, ...queued, ...asking]);
}

/** Whether a message goes out although it holds nothing but a challenge, on which the texts contradict each other. */
function sendsChallengeAlone(turn: ClientTurn, { chal }: Status): boolean {
  if (chal === undefined) return false;
  const { chalOnlyReply } = turn.policy;
  return chalOnlyReply === "always" || (chalOnlyReply === "resync" && turn.s.resync);
}

/** Sends the last message again with another proof, since the server has taken nothing of it. */
export function repeatPart(turn: ClientTurn, headerStatus: Status, { packing, answers }: RepeatableMessage): void {
  const { s } = turn;
  const [, ...rest] = commandsFrom(answers);
  const last = String(s.ownMsgID);
  s.packing = packing;
  s.sentAlerts = s.sentAlerts.filter(({ msgID }) => msgID !== last);
  sendPart(turn, [headerStatus, ...rest]);
}

export function queueAlerts(turn: ClientTurn, alerts: readonly Alert[]): void {
  turn.s.queue = [...turn.s.queue, ...toPlain(alerts)];
}

export function beginAsOlder(turn: ClientTurn): void {
  const { s } = turn;
  s.verDTD = "1.1";
  s.verProto = "DM/1.1";
  s.wire = null;
  s.ownMsgID = 0;
  s.peerMsgID = 0;
  sendOpening(turn, []);
}
