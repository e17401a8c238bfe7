import * as Code from "../../ast/codes/code.ts";
import { codeText } from "../../ast/codes/code-of.ts";
import type { SyncHdr } from "../../ast/nodes.ts";
import { detectFormat } from "../../codec/detect-format.ts";
import { commandsFrom } from "../../large-object/pack-state.ts";
import { schemeFor } from "../account.ts";
import { statusOf } from "../compose.ts";
import { isIdle } from "../idle-message.ts";
import { messageNumber, requestHash } from "../message-order.ts";
import { peerLimits } from "../peer-limits.ts";
import type { Received } from "../receive.ts";
import { keyOf, receive } from "../receive.ts";
import type { Proof } from "../verifier.ts";
import { isProved } from "../verifier.ts";
import { isAdmitted } from "./admission.ts";
import { takeCommands } from "./commands-received.ts";
import { abortSession, endSession, refuseByTransport, refuseHeader, sendAbort, statusOfFault } from "./ending.ts";
import { openedSession, settleProfile } from "./opening.ts";
import { repeats } from "./order.ts";
import { goOn } from "./plan-step.ts";
import { checkProof, refuseClient, takeAnswerToProof } from "./proof.ts";
import { sendReply } from "./sending.ts";
import type { Circumstances, ServerTurn, Taken } from "./turn.ts";

// The steps of a message, from its octets to the next one.

/** Takes a message, and answers it. */
export function takeOctets(
  turn: ServerTurn,
  body: Uint8Array,
  { hmac, isKnownToTransport, address }: Circumstances,
): void {
  const hash = requestHash(body, hmac);
  if (repeats(turn, hash)) return;
  turn.format = detectFormat(body[0], body[1]);
  const received = receive(body, turn.policy);
  const { header } = received;
  if (header === undefined) {
    refuseByTransport(turn, received.ok ? "" : received.reason, received.ok ? 400 : statusOfFault(received.fault));
    return;
  }
  const key = keyOf(header, hmac);
  if (key.sessionID === "" || key.source === "") {
    refuseByTransport(turn, "the header has no SessionID or no source", 400);
    return;
  }
  const proof: Proof = { cred: header.cred, hmac, body, name: key.locName, isKnownToTransport };
  if (!isAdmitted(turn, { received, header, hash, proof, claimedUser: key.user, address })) return;
  count(turn, received, header, hash, body);
  if (!received.ok) {
    refuseHeader(turn, header, received.code, received.acceptable, received.reason);
    return;
  }
  if (!isWithinLimits(turn, header)) return;
  const { message } = received;
  const verdict = checkProof(turn, proof);
  if (!isProved(verdict.state, schemeFor(turn.account, "client"))) {
    refuseClient(turn, message, verdict);
    return;
  }
  takeMessage(turn, { message, statuses: [statusOf(message, "SyncHdr", verdict.code, { chal: verdict.chal })] });
}

/** Notes that a message has come, the first of a session or the next. */
function count(turn: ServerTurn, received: Received, header: SyncHdr, hash: string, body: Uint8Array): void {
  const isNew = turn.state === null;
  const s = openedSession(turn, header, hash);
  if (isNew) settleProfile(turn, received.ok ? received.message : undefined);
  s.counters = { ...s.counters, received: s.counters.received + 1 };
  s.peerMsgID = messageNumber(header.msgID) ?? s.peerMsgID + 1;
  // Also of a message that is refused: the client may read no other form.
  if (received.ok) s.wire = received.message.wire ?? null;
  s.lastRequest = hash;
  s.lastAt = turn.context.now;
  turn.log({
    event: "received",
    msgID: header.msgID?.trim(),
    octets: body.length,
    message: received.ok ? received.message : undefined,
  });
}

/** False if the session has ended, since there were too many messages, or it took too long. */
function isWithinLimits(turn: ServerTurn, header: SyncHdr): boolean {
  const { counters, startedAt } = turn.session("message");
  if (counters.received > turn.policy.maxMessages) {
    abortSession(turn, header, [], "limit", "too many messages");
    return false;
  }
  if (turn.context.now - startedAt > turn.policy.maxSessionTime) {
    abortSession(turn, header, [], "limit", "the session takes too long");
    return false;
  }
  return true;
}

function takeMessage(turn: ServerTurn, taken: Taken): void {
  const s = turn.session("message");
  const { message, statuses } = taken;
  const { syncHdr, syncBody } = message;
  s.verDTD = syncHdr.verDTD?.trim() ?? s.verDTD;
  s.verProto = syncHdr.verProto?.trim() ?? s.verProto;
  const owed = commandsFrom(s.owed);
  s.owed = [];
  statuses.push(...owed);
  // While answers are left, the client only asks for them, which closes nothing.
  s.peerFinal = syncBody.final === true || (owed.length > 0 && s.peerFinal);
  const isAborted = syncBody.commands.some((one) => one.kind === "Alert" && codeText(one) === Code.SESSION_ABORT);
  if (isAborted) {
    for (const one of syncBody.commands) if (one.kind === "Alert") statuses.push(statusOf(message, one, Code.OK));
    sendReply(turn, statuses, [], "over");
    endSession(turn, "aborted-remote", "the client aborted the session");
    return;
  }
  s.peer = peerLimits(syncHdr, s.peer);
  if (s.peer.maxMsgSize !== null && s.peer.maxMsgSize < turn.policy.minUsableMsgSize) {
    abortSession(turn, syncHdr, statuses, "limit", `the client takes messages of ${s.peer.maxMsgSize} octets only`);
    return;
  }
  if (!takeAnswerToProof(turn, message, statuses)) return;
  takeCommands(turn, taken);
  s.counters = { ...s.counters, loop: isIdle(message) && owed.length === 0 ? s.counters.loop + 1 : 0 };
  if (s.counters.loop > turn.policy.nextMessageLoop) {
    abortSession(turn, syncHdr, statuses, "limit", "both sides only ask for the next message");
    return;
  }
  if (s.aborting !== null) {
    sendAbort(turn, statuses, "aborted-local", s.aborting);
    return;
  }
  goOn(turn, statuses);
}
