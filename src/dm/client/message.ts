import * as Code from "../../ast/codes/code.ts";
import { codeText } from "../../ast/codes/code-of.ts";
import type { Status, SyncHdr, SyncML } from "../../ast/nodes.ts";
import { schemeFor } from "../account.ts";
import { statusOf } from "../compose.ts";
import { headerStatus } from "../header-status.ts";
import { sameID } from "../ids.ts";
import { messageNumber } from "../message-order.ts";
import { peerLimits } from "../peer-limits.ts";
import { receive } from "../receive.ts";
import type { Verdict } from "../verifier.ts";
import { isProved, verify } from "../verifier.ts";
import { endSession, sendAbort } from "./ending.ts";
import { executeCommands } from "./executing.ts";
import { takeEmptyMessage, takeGarbledMessage } from "./failures.ts";
import { beginAsOlder, repeatPart } from "./next-message.ts";
import { sendOpening } from "./package.ts";
import { followRespURI, keepFittingNonce, refuseServer, serverNonces, takeHeaderStatus } from "./proof.ts";
import { takeStatuses } from "./statuses-received.ts";
import type { ClientTurn } from "./turn.ts";

// The steps of a message, from its octets to what the device is given.

/** Takes a message of the server. */
export function takeOctets(
  turn: ClientTurn,
  body: Uint8Array,
  hmac: string | undefined,
  isKnownToTransport: boolean,
): void {
  const { s, policy } = turn;
  if (s.state === "busy") throw new TypeError("the device has not answered the last message yet");
  if (body.length === 0) {
    takeEmptyMessage(turn);
    return;
  }
  const received = receive(body, policy);
  if (received.header === undefined) {
    takeGarbledMessage(turn, received.ok ? "" : received.reason);
    return;
  }
  const { header } = received;
  if (!sameID(header.sessionID, s.sessionID)) {
    endSession(turn, "protocol", "the answer is of another session");
    return;
  }
  if (!received.ok) {
    sendAbort(turn, header, [], "protocol", received.reason);
    return;
  }
  const { message } = received;
  const answer = headerStatus(message);
  if (!isInOrder(turn, header, answer)) return;
  count(turn, message, body);
  if (!isWithinLimits(turn, header)) return;
  const verdict = verify(
    s.serverAuth,
    { cred: header.cred, hmac, body, name: header.source?.locName, isKnownToTransport },
    {
      account: turn.context.account,
      direction: "server",
      policy,
      nonces: serverNonces(turn),
      freshNonce: turn.context.nonce,
    },
  );
  takeMessage(turn, message, answer, verdict);
}

/** Whether a message is the answer to the last one. If not, it is ignored, or ends the session, by the policy. */
function isInOrder(turn: ClientTurn, header: SyncHdr, answer: Status | undefined): boolean {
  const { s, policy } = turn;
  if (answer !== undefined && !sameID(answer.msgRef, String(s.ownMsgID))) {
    turn.log({ event: "ignored", detail: "the answer is to an earlier message" });
    return false;
  }
  if (policy.acceptGaps === "reject" && messageNumber(header.msgID) !== s.peerMsgID + 1) {
    sendAbort(turn, header, [], "protocol", "the MsgID skips numbers");
    return false;
  }
  return true;
}

/** Notes that a message has come. */
function count(turn: ClientTurn, message: SyncML, body: Uint8Array): void {
  const { s } = turn;
  const { msgID } = message.syncHdr;
  s.peerMsgID = messageNumber(msgID) ?? s.peerMsgID + 1;
  s.attempts = 0;
  s.counters = { ...s.counters, received: s.counters.received + 1 };
  turn.timerEffect("replyTimeout", null);
  turn.log({ event: "received", msgID: msgID?.trim(), octets: body.length, message });
}

/** False if the session has ended, since there were too many messages, or it took too long. */
function isWithinLimits(turn: ClientTurn, header: SyncHdr): boolean {
  const { s, policy, context } = turn;
  if (s.counters.received > policy.maxMessages) {
    sendAbort(turn, header, [], "limit", "too many messages");
    return false;
  }
  if (context.now - s.startedAt > policy.maxSessionTime) {
    sendAbort(turn, header, [], "limit", "the session takes too long");
    return false;
  }
  return true;
}

function takeMessage(turn: ClientTurn, message: SyncML, answer: Status | undefined, verdict: Verdict): void {
  const { s } = turn;
  const { syncHdr, syncBody } = message;
  s.wire = message.wire ?? null;
  s.serverAuth = verdict.state;
  const isServerProved = isProved(s.serverAuth, schemeFor(turn.context.account, "server"));
  if (verdict.verdict !== "not-wanted") {
    turn.log({
      event: "authentication",
      detail: verdict.reason === "" ? "the server has proved who it is" : verdict.reason,
    });
  }
  if (syncBody.commands.some((one) => one.kind === "Alert" && codeText(one) === Code.SESSION_ABORT)) {
    endSession(turn, "aborted-remote", "the server aborted the session");
    return;
  }
  const own = takeHeaderStatus(turn, answer, isServerProved);
  if (own === "ended") return;
  s.peer = peerLimits(syncHdr, s.peer);
  if (s.peer.maxMsgSize !== null && s.peer.maxMsgSize < turn.policy.minUsableMsgSize) {
    sendAbort(turn, syncHdr, [], "limit", `the server takes messages of ${s.peer.maxMsgSize} octets only`);
    return;
  }
  if (!followRespURI(turn, syncHdr, verdict)) return;
  if (own === "fallback") {
    beginAsOlder(turn);
    return;
  }
  if (own === "again") {
    const status = statusOf(message, "SyncHdr", verdict.code, { chal: verdict.chal });
    if (s.pkg === 3 && s.repeatable !== null) repeatPart(turn, status, s.repeatable);
    else sendOpening(turn, [status]);
    return;
  }
  if (!isServerProved) {
    refuseServer(turn, message, verdict);
    return;
  }
  keepFittingNonce(turn, verdict);
  // While the own package is open, the server only asks for its next message, which closes nothing.
  const isOpen = s.packing !== null && !s.packing.isDone;
  s.peerFinal = syncBody.final === true || (isOpen && s.peerFinal);
  takeStatuses(turn, syncBody.commands);
  executeCommands(turn, message, statusOf(message, "SyncHdr", verdict.code, { chal: verdict.chal }));
}
