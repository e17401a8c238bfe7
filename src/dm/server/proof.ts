import { commandsIn } from "../../ast/all-commands.ts";
import { codeText } from "../../ast/codes/code-of.ts";
import type { Command, SyncML } from "../../ast/nodes.ts";
import { RESYNC_NONCE, schemeFor } from "../account.ts";
import { composeMost, statusOf } from "../compose.ts";
import { headerStatus } from "../header-status.ts";
import { sameID } from "../ids.ts";
import { initialProver, takePending, takeProofAnswer } from "../prover.ts";
import { tokenOf } from "../session-token.ts";
import type { ServerState } from "../session-types.ts";
import type { Proof, Verdict } from "../verifier.ts";
import { isProved, verify } from "../verifier.ts";
import { devInfoOf } from "./dev-info.ts";
import { abortSession, endSession, sendAbort } from "./ending.ts";
import { fromStart } from "./package.ts";
import { composeReply, proverContext, sendMessage } from "./sending.ts";
import type { ServerTurn } from "./turn.ts";

// Both sides' proofs: the client's is checked before anything of a message is taken.

/** Checks the client's proof in a message that is taken. */
export function checkProof(turn: ServerTurn, proof: Proof): Verdict {
  const s = turn.session("message");
  const { account, policy, context } = turn;
  const verdict = verify(s.clientAuth, proof, {
    account,
    direction: "client",
    policy,
    nonces: noncesOf(turn, s),
    freshNonce: context.nonce,
  });
  // A client that proves itself with the nonce of four zero octets expects the same of the server.
  if (verdict.nonce === RESYNC_NONCE && s.counters.received === 1) {
    s.serverAuth = { ...initialProver, nonce: RESYNC_NONCE };
  }
  const wasRefused = s.clientAuth.state === "refused";
  s.clientAuth = verdict.state;
  if (verdict.issued !== undefined) turn.effect({ kind: "storeNonce", direction: "client", nonce: verdict.issued });
  if (verdict.verdict !== "not-wanted") {
    turn.log({
      event: "authentication",
      detail: verdict.reason === "" ? "the client has proved who it is" : verdict.reason,
    });
  }
  if (!isProved(s.clientAuth, schemeFor(account, "client"))) return verdict;
  s.user = context.account?.user ?? s.user;
  if (typeof context.respURI === "function") s.token ??= tokenOf(context.nonce());
  if (wasRefused) s.isAnnounced = false;
  return verdict;
}

/** Nonces that a proof of the client may be made with. */
function noncesOf(turn: ServerTurn, { clientAuth, counters }: ServerState): string[] {
  const { client = "", clientPrevious } = turn.account.nonces ?? {};
  const nonces = new Set<string>();
  if (clientAuth.issued !== null) nonces.add(clientAuth.issued);
  if (clientAuth.issued === null || clientAuth.state === "session") {
    nonces.add(client);
    if (clientPrevious !== undefined) nonces.add(clientPrevious);
  }
  const isFirst = counters.received === 1;
  if (isFirst && takesResync(turn)) nonces.add(RESYNC_NONCE);
  return [...nonces];
}

export function takesResync(turn: ServerTurn): boolean {
  return turn.policy.acceptResync || turn.context.resync === true;
}

/** One Status for each command, and nothing else: the client has not proved who it is. */
export function refuseClient(turn: ServerTurn, message: SyncML, verdict: ReturnType<typeof verify>): void {
  const s = turn.session("message");
  s.devInfo = { ...devInfoOf(message), ...s.devInfo };
  const header = statusOf(message, "SyncHdr", verdict.code, { chal: verdict.chal });
  if (schemeFor(turn.account, "client") === "mac" && s.state !== "init") {
    sendAbort(turn, [header], "auth-client", verdict.reason);
    return;
  }
  const statuses: Command[] = [header];
  for (const command of commandsIn(message.syncBody.commands)) {
    if (command.kind !== "Status") statuses.push(statusOf(message, command, verdict.code));
  }
  // Where they do not all fit, nothing is lost: none of the commands is executed.
  const { made } = composeMost(statuses, [], (answers) => composeReply(turn, answers, true, false));
  sendMessage(turn, made, true);
  if (verdict.isLast) endSession(turn, "auth-client", verdict.reason);
}

/** What the client says of the server's own proof. False if the session has ended over it. */
export function takeAnswerToProof(turn: ServerTurn, message: SyncML, statuses: readonly Command[]): boolean {
  const s = turn.session("message");
  const answer = headerStatus(message);
  if (answer === undefined || !sameID(answer.msgRef, String(s.ownMsgID))) return true;
  const step = takeProofAnswer(s.serverAuth, { code: codeText(answer), chal: answer.chal }, proverContext(turn));
  const { state, store } = takePending(step.state, true);
  s.serverAuth = state;
  if (store !== undefined) turn.effect({ kind: "storeNonce", direction: "server", nonce: store });
  switch (step.outcome) {
    case "again":
      // The client has executed none of the commands: the package is sent again from its start.
      if (s.package !== null) s.package = { ...s.package, sent: [] };
      s.packing = s.package === null ? null : fromStart(s.packing);
      s.ownFinal = false;
      return true;
    case "failed":
      abortSession(turn, message.syncHdr, statuses, "auth-server", step.reason);
      return false;
    case "refused":
      abortSession(turn, message.syncHdr, statuses, "protocol", step.reason);
      return false;
    case "unknown":
      turn.log({ event: "ignored", detail: step.reason });
      return true;
    default:
      return true;
  }
}
