import type { Command } from "../../ast/nodes.ts";
import { initialPacking } from "../../large-object/pack-state.ts";
import { schemeFor } from "../account.ts";
import type { Composed, Content } from "../compose.ts";
import { compose, composeMost, storedOf, toPlain } from "../compose.ts";
import type { ProverContext } from "../prover.ts";
import { afterProof, credFor, macFor } from "../prover.ts";
import { sentNote } from "../session-log.ts";
import type { OutgoingMessage } from "../session-types.ts";
import { millisecondsForUser } from "../user-alert.ts";
import { isProved } from "../verifier.ts";
import type { ServerTurn } from "./turn.ts";

// Composes a reply and sends it: whatever a server says to a client of its session goes through here.

/** Milliseconds that a client has to answer in, after its user has had all the time there is. */
const TIME_TO_ANSWER = 60_000;

/**
 * Replies with answers, and what the message has to end with; answers that do not fit wait for the client's next message,
 * unless the session is over with this one. True if all went out.
 */
export function sendReply(
  turn: ServerTurn,
  answers: readonly Command[],
  last: readonly Command[],
  ending: "more" | "complete" | "over",
): boolean {
  const s = turn.session("message");
  const closes = (isWhole: boolean) =>
    turn.profile.needsFinal || ending === "over" || (ending === "complete" && isWhole);
  const { made, count } = composeMost(answers, last, (some, isWhole) =>
    composeReply(turn, some, closes(isWhole), true),
  );
  const left = answers.slice(count);
  s.owed = ending === "over" ? [] : toPlain(left);
  sendMessage(turn, made, closes(left.length === 0));
  return left.length === 0;
}

export function composeReply(
  turn: ServerTurn,
  answers: readonly Command[],
  final: boolean,
  isOwnProofDue: boolean,
  msgID: number = turn.session("message").ownMsgID + 1,
): Composed {
  return composeMessage(turn, { answers, commands: [], packing: initialPacking, msgID, final }, isOwnProofDue);
}

export function composeMessage(turn: ServerTurn, content: Content, isOwnProofDue: boolean): Composed {
  const s = turn.session("message");
  // A message that does not belong to the session, or is to begin a new one, may be in another form.
  const isSameForm = turn.format === undefined || turn.format === s.wire?.format;
  const announces = isOwnProofDue && !s.isAnnounced;
  return compose(
    {
      verDTD: s.verDTD,
      verProto: s.verProto,
      sessionID: s.sessionID,
      target: s.device,
      source: s.uri,
      sourceName: turn.account.serverID,
      respURI: respURIFor(turn, isOwnProofDue),
      cred: isOwnProofDue ? credFor(s.serverAuth, proverContext(turn)) : undefined,
      maxMsgSize: announces ? turn.policy.ownMaxMsgSize : 0,
      maxObjSize: announces ? turn.policy.ownMaxObjSize : 0,
      wire: isSameForm ? (s.wire ?? undefined) : undefined,
      format: turn.format ?? "xml",
    },
    content,
    s.peer,
    turn.policy,
  );
}

/** No stranger is told the token. */
function respURIFor(turn: ServerTurn, isForClient: boolean): string | undefined {
  const { respURI } = turn.context;
  if (typeof respURI !== "function") return respURI;
  const { token } = turn.session("message");
  return isForClient && token !== null ? respURI(token) : undefined;
}

export function sendMessage(turn: ServerTurn, made: Composed, final: boolean): void {
  const s = turn.session("message");
  const context = proverContext(turn);
  if (made.message.syncHdr.cred !== undefined || isProved(s.clientAuth, schemeFor(turn.account, "client"))) {
    s.serverAuth = afterProof(s.serverAuth, context);
  }
  const hmac = macFor(made.body, s.serverAuth, context);
  const message: OutgoingMessage = { body: made.body, contentType: made.contentType, hmac };
  if (made.message.syncHdr.meta !== undefined) s.isAnnounced = true;
  s.ownMsgID++;
  s.ownFinal = final;
  s.counters = { ...s.counters, sent: s.counters.sent + 1 };
  s.lastSent = storedOf(message);
  turn.log(sentNote(made, s.ownMsgID));
  const thinking = millisecondsForUser(made.message.syncBody.commands);
  const idle = Math.max(turn.policy.idleTimeout, thinking === 0 ? 0 : thinking + TIME_TO_ANSWER);
  turn.effect({ kind: "timer", name: "idleTimeout", ms: idle });
  turn.effect({ kind: "send", ...message });
}

export function proverContext(turn: ServerTurn): ProverContext {
  return { account: turn.account, direction: "server", policy: turn.policy, mayUseBasic: true };
}
