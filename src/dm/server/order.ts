import * as Code from "../../ast/codes/code.ts";
import type { SyncHdr } from "../../ast/nodes.ts";
import { alertOf, outgoingOf } from "../compose.ts";
import { sameID } from "../ids.ts";
import { messageNumber, orderOf } from "../message-order.ts";
import { abortSession, refuseByTransport } from "./ending.ts";
import { planView } from "./package.ts";
import type { ServerTurn } from "./turn.ts";
import { answerUnknown } from "./without-effect.ts";

// What becomes of a message by its number.

/** A copy of the last request gets the stored reply, or the question to the plan again. True if it was one. */
export function repeats(turn: ServerTurn, hash: string): boolean {
  const s = turn.state;
  if (s === null || s.lastRequest !== hash) return false;
  if (s.state === "deciding") {
    turn.effect({ kind: "decide", view: planView(turn) });
    return true;
  }
  if (s.lastSent === null) return false;
  turn.log({ event: "repeated", msgID: String(s.peerMsgID) });
  turn.effect({ kind: "send", ...outgoingOf(s.lastSent) });
  return true;
}

export function isInOrder(turn: ServerTurn, header: SyncHdr, hash: string): boolean {
  const s = turn.state;
  const number = messageNumber(header.msgID);
  if (s === null) {
    if (number === 1 || (number !== undefined && turn.policy.acceptGaps === "accept")) return true;
    if (number === undefined)
      answerUnknown(turn, header, Code.BAD_REQUEST, [], "protocol", "the MsgID is not a number");
    else
      answerUnknown(
        turn,
        header,
        Code.BAD_REQUEST,
        [alertOf(Code.SESSION_ABORT)],
        "protocol",
        "the session is not known",
      );
    return false;
  }
  if (!sameID(s.sessionID, header.sessionID)) {
    refuseByTransport(turn, "the SessionID is that of another session", 400);
    return false;
  }
  const order = orderOf(header.msgID, s.peerMsgID, s.lastRequest === hash);
  if (s.state === "end" && order !== "late" && order !== "repeat") return beginsAnew(turn, header, number);
  switch (order) {
    case "next":
      break;
    case "restart":
      turn.log({ event: "finished", result: "transport", detail: "the client began anew" });
      turn.state = null;
      return true;
    case "rebuilt":
      if (s.state === "init") return true;
      abortSession(turn, header, [], "protocol", "a message came again with other content");
      return false;
    case "gap":
      if (turn.policy.acceptGaps === "accept") {
        turn.log({ event: "ignored", detail: "the MsgID skips numbers" });
        break;
      }
      abortSession(turn, header, [], "protocol", "the MsgID skips numbers", Code.BAD_REQUEST);
      return false;
    case "late":
      refuseByTransport(turn, "the message is a late copy", 400);
      return false;
    case "invalid":
      abortSession(turn, header, [], "protocol", "the MsgID is not a number", Code.BAD_REQUEST);
      return false;
    case "repeat":
      refuseByTransport(turn, "the message came already, and its reply is not known any more", 400);
      return false;
  }
  return true;
}

/** A message to a session that has ended. True if it is the first of a new one with the same SessionID. */
function beginsAnew(turn: ServerTurn, header: SyncHdr, number: number | undefined): boolean {
  if (number === 1) {
    turn.state = null;
    return true;
  }
  // The answer to a session that is over changes nothing of how it ended.
  const answer = turn.policy.afterEnd === "abort" ? [alertOf(Code.SESSION_ABORT)] : [];
  answerUnknown(turn, header, Code.OK, answer, undefined, "the session has ended");
  return false;
}
