import { commandsIn } from "../../ast/all-commands.ts";
import * as Code from "../../ast/codes/code.ts";
import type { Command, SyncHdr } from "../../ast/nodes.ts";
import { challenge } from "../../authentication/challenge.ts";
import { nonceOctets, schemeFor } from "../account.ts";
import { composeMost, statusOf } from "../compose.ts";
import type { Received } from "../receive.ts";
import type { ServerState, SessionResult } from "../session-types.ts";
import type { Proof } from "../verifier.ts";
import { openedSession } from "./opening.ts";
import { composeReply } from "./sending.ts";
import type { ServerTurn } from "./turn.ts";

// Answers that leave the session, if there is one, as it is.

/** Answers a message of no session that is known, or of one that has ended, without a state of its own. */
export function answerUnknown(
  turn: ServerTurn,
  header: SyncHdr,
  code: string,
  more: readonly Command[],
  result: SessionResult | undefined,
  reason: string,
): void {
  const kept = turn.state;
  if (kept === null) openedSession(turn, header, "");
  const answer = composeReply(turn, [statusOf(header, "SyncHdr", code), ...more], true, false);
  turn.log({ event: "refused", detail: reason });
  turn.state = kept;
  turn.effect({ kind: "send", body: answer.body, contentType: answer.contentType });
  if (kept === null && result !== undefined) turn.effect({ kind: "finished", result, reason });
}

/** Asks for credentials, with the nonce in force, so that nobody can put the client's own out of step. */
export function askForCredentials(
  turn: ServerTurn,
  s: ServerState,
  received: Received,
  header: SyncHdr,
  isFirst: boolean,
  proof: Proof,
): void {
  const scheme = schemeFor(turn.account, "client");
  const code =
    proof.cred === undefined && proof.hmac === undefined ? Code.CREDENTIALS_MISSING : Code.INVALID_CREDENTIALS;
  const inForce = s.clientAuth.issued ?? turn.account.nonces?.client ?? "";
  const nonce = scheme === "basic" ? undefined : nonceOctets(inForce);
  const chal = scheme === "none" || scheme === "transport" ? undefined : challenge({ scheme, nonce });
  const statuses: Command[] = [statusOf(header, "SyncHdr", code, { chal })];
  if (received.ok) {
    for (const command of commandsIn(received.message.syncBody.commands)) {
      if (command.kind !== "Status") statuses.push(statusOf(received.message, command, code));
    }
  }
  const number = isFirst ? 1 : s.ownMsgID + 1;
  const { made } = composeMost(statuses, [], (answers) => composeReply(turn, answers, true, false, number));
  turn.log({ event: "refused", detail: "the message does not prove that it belongs to the session" });
  turn.effect({ kind: "send", body: made.body, contentType: made.contentType });
}
