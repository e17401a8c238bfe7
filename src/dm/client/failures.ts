import { outgoingOf } from "../compose.ts";
import { endSession } from "./ending.ts";
import type { ClientTurn } from "./turn.ts";

// What is done when no answer comes, or none that can be read.

export function takeTimer(turn: ClientTurn, name: "replyTimeout" | "resend"): void {
  if (turn.s.state === "busy") return;
  if (name === "resend") sendAgain(turn);
  else failedOnce(turn, "timeout", "no answer came in time");
}

export function takeFailure(turn: ClientTurn, retryable: boolean): void {
  if (turn.s.state === "busy") return;
  if (retryable) failedOnce(turn, "transport", "the message could not be delivered");
  else endSession(turn, "transport", "the message could not be delivered");
}

export function sendAgain(turn: ClientTurn): void {
  const { lastSent, uri } = turn.s;
  if (lastSent === null) return;
  turn.log({ event: "repeated", msgID: String(turn.s.ownMsgID) });
  turn.timerEffect("replyTimeout", turn.policy.replyTimeout);
  turn.effect({ kind: "send", uri: uri.current, ...outgoingOf(lastSent) });
}

function failedOnce(turn: ClientTurn, result: "transport" | "timeout" | "protocol", reason: string): void {
  const { s, policy } = turn;
  if (s.attempts >= policy.resendAttempts) {
    endSession(turn, result, reason);
    return;
  }
  const wait = Math.min(policy.backoffMax, policy.backoffInitial * policy.backoffFactor ** s.attempts);
  s.attempts++;
  turn.timerEffect("replyTimeout", null);
  turn.timerEffect("resend", wait);
}

export function takeEmptyMessage(turn: ClientTurn): void {
  const { s } = turn;
  if (s.ownFinal && s.pkg === 3) endSession(turn, "complete", "the server has nothing to say");
  else endSession(turn, "protocol", "the answer is empty");
}

export function takeGarbledMessage(turn: ClientTurn, reason: string): void {
  turn.s.garbled++;
  if (turn.s.garbled > 1) endSession(turn, "protocol", reason);
  else failedOnce(turn, "protocol", reason);
}
