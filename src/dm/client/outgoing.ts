import * as Code from "../../ast/codes/code.ts";
import { codeText } from "../../ast/codes/code-of.ts";
import type { JsonValue } from "../../ast/json-value.ts";
import type { Command, SyncML } from "../../ast/nodes.ts";
import { initialPacking } from "../../large-object/pack-state.ts";
import { schemeFor } from "../account.ts";
import type { Composed } from "../compose.ts";
import { compose, isTooLarge, storedOf, toPlain } from "../compose.ts";
import type { ProverContext } from "../prover.ts";
import { afterProof, credFor, macFor } from "../prover.ts";
import { isSameOrigin } from "../resp-uri.ts";
import { sentNote } from "../session-log.ts";
import type { OutgoingMessage } from "../session-types.ts";
import { isProved } from "../verifier.ts";
import type { ClientTurn } from "./turn.ts";

// Composes a message with its proof, and sends it.

export function composeMessage(
  turn: ClientTurn,
  answers: readonly Command[],
  commands: readonly Command[],
  final: boolean,
): Composed {
  const { s, policy } = turn;
  // Sizes are said in the first message, and again with new credentials.
  const announces = s.pkg === 1;
  return compose(
    {
      verDTD: s.verDTD,
      verProto: s.verProto,
      sessionID: s.sessionID,
      target: s.uri.current,
      source: s.device,
      sourceName: turn.context.account.user,
      respURI: undefined,
      cred: mayProve(turn) ? credFor(s.clientAuth, proverContext(turn)) : undefined,
      maxMsgSize: announces ? policy.ownMaxMsgSize : 0,
      maxObjSize: announces ? policy.ownMaxObjSize : 0,
      wire: s.wire ?? undefined,
      format: s.format,
    },
    { answers, commands, packing: s.packing ?? initialPacking, msgID: s.ownMsgID + 1, final },
    s.peer,
    policy,
  );
}

export function fitsAlone(turn: ClientTurn, command: Command): boolean {
  const { packing } = turn.s;
  try {
    turn.s.packing = initialPacking;
    composeMessage(turn, [command], [], false);
    return true;
  } catch (error) {
    if (!isTooLarge(error)) throw error;
    return false;
  } finally {
    turn.s.packing = packing;
  }
}

/** Credentials wait for a challenge, if the policy says so. */
function mayProve(turn: ClientTurn): boolean {
  return turn.policy.credentialsFirst || turn.s.clientAuth.state !== "none" || turn.s.counters.sent > 0;
}

export function sendMessage(turn: ClientTurn, made: Composed): void {
  const { s } = turn;
  const context = proverContext(turn);
  if (mayProve(turn)) s.clientAuth = afterProof(s.clientAuth, context);
  const hmac = mayProve(turn) ? macFor(made.body, s.clientAuth, context) : undefined;
  const message: OutgoingMessage = { uri: s.uri.current, body: made.body, contentType: made.contentType, hmac };
  s.ownMsgID++;
  s.ownFinal = made.message.syncBody.final === true;
  s.counters = { ...s.counters, sent: s.counters.sent + 1 };
  s.lastSent = storedOf(message);
  turn.log(sentNote(made, s.ownMsgID));
  storeIssuedNonce(turn, made.message);
  turn.timerEffect("replyTimeout", turn.policy.replyTimeout);
  turn.effect({ kind: "send", ...message });
}

export function rememberAlerts(turn: ClientTurn, { message, origins }: Composed): void {
  const { s } = turn;
  const msgID = message.syncHdr.msgID ?? "1";
  for (const command of message.syncBody.commands) {
    if (command.kind !== "Alert") continue;
    const code = codeText(command);
    if (code !== Code.CLIENT_EVENT && code !== Code.GENERIC_ALERT) continue;
    const [alert] = toPlain([origins.get(command) ?? command]) as [JsonValue];
    s.sentAlerts = [...s.sentAlerts, { msgID, cmdID: command.cmdID ?? "", alert }];
  }
}

/**
 * A nonce for the server counts once its message goes out: a session may end without one. While the server has not proved
 * itself it stays in the session, so that nobody else can part the two sides for the next one.
 */
function storeIssuedNonce(turn: ClientTurn, { syncBody: { commands } }: SyncML): void {
  const { issued } = turn.s.serverAuth;
  if (issued === null || !isProved(turn.s.serverAuth, schemeFor(turn.context.account, "server"))) return;
  const isInside = commands.some((one) => one.kind === "Status" && one.chal !== undefined);
  if (isInside) turn.effect({ kind: "storeNonce", direction: "server", nonce: issued });
}

export function proverContext(turn: ClientTurn): ProverContext {
  const { base, current } = turn.s.uri;
  // Whoever the server has handed the session over to gets digests only.
  const mayUseBasic = (turn.policy.allowBasicPlain || /^https:/i.test(current)) && isSameOrigin(base, current);
  return { account: turn.context.account, direction: "client", policy: turn.policy, mayUseBasic };
}
