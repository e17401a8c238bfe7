import * as Code from "../../ast/codes/code.ts";
import type { Command } from "../../ast/nodes.ts";
import { commandsFrom, initialPacking } from "../../large-object/pack-state.ts";
import { initialReassembly } from "../../large-object/reassemble.ts";
import { isTooLarge, toPlain } from "../compose.ts";
import { sameID } from "../ids.ts";
import { endSession } from "./ending.ts";
import { composeMessage, fitsAlone, rememberAlerts, sendMessage } from "./outgoing.ts";
import type { ClientTurn } from "./turn.ts";

// The own package under way: 1, or 3 with its answers, in as many messages as it takes.

/** Sends package 1, whole or its first part, after these answers. `opening` are its commands, where they are at hand. */
export function sendOpening(turn: ClientTurn, answers: readonly Command[], opening?: readonly Command[]): void {
  const { s } = turn;
  s.state = "init";
  s.pkg = 1;
  s.packing = initialPacking;
  s.sentAlerts = [];
  s.peerFinal = true;
  // Whatever the server was sending, it begins again.
  s.incoming = initialReassembly;
  sendPart(turn, answers, opening);
}

/** Sends the next message of the own package, after these answers. */
export function sendPart(turn: ClientTurn, answers: readonly Command[], opening?: readonly Command[]): void {
  const { s } = turn;
  const commands = s.pkg === 1 ? (opening ?? commandsFrom(s.opening)) : [];
  let given = answers;
  for (;;) {
    try {
      const made = composeMessage(turn, given, commands, s.peerFinal);
      s.repeatable = mayBeRefused(turn) ? { packing: s.packing, answers: toPlain(given) } : null;
      s.packing = made.packing;
      s.state = s.pkg === 1 ? "init" : made.packing.isDone ? "reply" : "more";
      rememberAlerts(turn, made);
      sendMessage(turn, made);
      return;
    } catch (error) {
      if (!isTooLarge(error)) throw error;
      const smaller = withoutTooLarge(turn, given);
      if (smaller === undefined) {
        endSession(turn, "limit", error.message);
        return;
      }
      given = smaller;
    }
  }
}

/** Whether the server may ask for another proof in the middle of the session, where it takes each for one message. */
function mayBeRefused(turn: ClientTurn): boolean {
  return turn.s.pkg === 3 && turn.s.clientAuth.state === "message" && turn.s.clientAuth.scheme !== "mac";
}

/** The answers without Results that cannot be sent, whose Get is answered 413; `undefined` if that is not the cause. */
function withoutTooLarge(turn: ClientTurn, answers: readonly Command[]): Command[] | undefined {
  const tooLarge = answers.filter((one) => one.kind === "Results" && !fitsAlone(turn, one));
  if (tooLarge.length === 0) return undefined;
  return answers.flatMap((one): Command[] => {
    if (tooLarge.includes(one)) return [];
    if (one.kind !== "Status") return [one];
    const isOf = tooLarge.some((results) => results.kind === "Results" && sameID(results.cmdRef, one.cmdRef));
    return [isOf ? { ...one, data: Code.TOO_LARGE } : one];
  });
}
