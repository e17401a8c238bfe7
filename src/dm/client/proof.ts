import { commandsIn } from "../../ast/all-commands.ts";
import * as Code from "../../ast/codes/code.ts";
import { codeText } from "../../ast/codes/code-of.ts";
import type { Command, Status, SyncHdr, SyncML } from "../../ast/nodes.ts";
import { initialPacking } from "../../large-object/pack-state.ts";
import { RESYNC_NONCE, schemeFor } from "../account.ts";
import { alertOf, statusOf } from "../compose.ts";
import { takePending, takeProofAnswer } from "../prover.ts";
import { resolveRespURI } from "../resp-uri.ts";
import type { Verdict } from "../verifier.ts";
import { endSession } from "./ending.ts";
import { proverContext } from "./outgoing.ts";
import { sendPart } from "./package.ts";
import type { ClientTurn } from "./turn.ts";

// Both sides' proofs, and where the session goes on: nothing of a server is executed before it has proved itself, if it has to.

const fallbackCodes: readonly string[] = [
  Code.BAD_REQUEST,
  Code.NOT_IMPLEMENTED,
  Code.DTD_VERSION_NOT_SUPPORTED,
  Code.PROTOCOL_VERSION_NOT_SUPPORTED,
];

export function serverNonces(turn: ClientTurn): string[] {
  const { serverAuth, resync } = turn.s;
  if (resync && serverAuth.issued === null) return [RESYNC_NONCE];
  const { server = "" } = turn.context.account.nonces ?? {};
  if (serverAuth.issued === null) return [server];
  return serverAuth.state === "session" ? [serverAuth.issued, server] : [serverAuth.issued];
}

/** The nonce that the server has proved itself with is the one it holds, whatever becomes of the next one. */
export function keepFittingNonce(turn: ClientTurn, { nonce }: Verdict): void {
  const { account } = turn.context;
  const scheme = schemeFor(account, "server");
  if (nonce === undefined || nonce === RESYNC_NONCE || (scheme !== "md5" && scheme !== "mac")) return;
  if (nonce !== (account.nonces?.server ?? "")) turn.effect({ kind: "storeNonce", direction: "server", nonce });
}

/** What the server says of the client's proof. */
export function takeHeaderStatus(
  turn: ClientTurn,
  answer: Status | undefined,
  isServerProved: boolean,
): "go-on" | "again" | "fallback" | "ended" {
  const { s } = turn;
  const isNeeded = schemeFor(turn.context.account, "client") !== "none";
  if (answer === undefined) {
    if (isNeeded && s.clientAuth.state === "sent") turn.log({ event: "ignored", detail: "the header has no status" });
    return "go-on";
  }
  const code = codeText(answer);
  if (s.ownMsgID === 1 && turn.policy.versionFallback && fallbackCodes.includes(code) && s.verDTD === "1.2") {
    return "fallback";
  }
  const step = takeProofAnswer(s.clientAuth, { code, chal: answer.chal }, proverContext(turn));
  const { state, store } = takePending(step.state, isServerProved);
  s.clientAuth = state;
  if (store !== undefined) turn.effect({ kind: "storeNonce", direction: "client", nonce: store });
  switch (step.outcome) {
    case "accepted":
      return "go-on";
    case "again":
      return "again";
    case "failed":
      endSession(turn, "auth-client", step.reason);
      return "ended";
    case "refused":
      endSession(turn, "protocol", step.reason);
      return "ended";
    case "unknown":
      if (isNeeded && s.clientAuth.state !== "session") {
        endSession(turn, "protocol", step.reason);
        return "ended";
      }
      turn.log({ event: "ignored", detail: step.reason });
      return "go-on";
  }
}

export function followRespURI(turn: ClientTurn, { respURI, cred }: SyncHdr, { verdict }: Verdict): boolean {
  const { s } = turn;
  if (respURI === undefined || respURI.trim() === "") return true;
  const scheme = schemeFor(turn.context.account, "server");
  // In this very message: a proof that was accepted for the session says nothing of a forged reply later.
  const hasProof = cred !== undefined || scheme === "mac" || scheme === "transport";
  const rule = resolveRespURI(s.uri.current, respURI.trim(), {
    authenticated: verdict === "accepted" && hasProof,
    allow: turn.context.allowRespURI,
  });
  if (rule.ok) {
    s.uri = { ...s.uri, current: rule.uri };
    return true;
  }
  endSession(turn, "protocol", rule.reason);
  return false;
}

/** The server has not proved who it is: one Status for each command, and nothing is executed. */
export function refuseServer(turn: ClientTurn, message: SyncML, verdict: Verdict): void {
  const { s } = turn;
  const wanted = message.syncBody.commands.filter(isWanted);
  // Without commands and without a proof there is nothing to challenge (OMA Device Management Security 1.2).
  if (wanted.length === 0 && s.packing !== null && !s.packing.isDone) {
    const asked = message.syncBody.commands.filter(({ kind }) => kind === "Alert");
    sendPart(turn, [statusOf(message, "SyncHdr", Code.OK), ...asked.map((one) => statusOf(message, one, Code.OK))]);
    return;
  }
  // A server whose answers have left no room for its commands has not closed its package: it is asked for them.
  const asksForMore = wanted.length === 0 && message.syncBody.final !== true;
  if (wanted.length === 0 && !asksForMore) {
    endSession(turn, s.clientAuth.state === "refused" ? "auth-client" : "complete", "the server has no commands");
    return;
  }
  const statuses: Command[] = [statusOf(message, "SyncHdr", verdict.code, { chal: verdict.chal })];
  for (const command of commandsIn(message.syncBody.commands)) {
    if (command.kind !== "Status" && command.kind !== "Results")
      statuses.push(statusOf(message, command, verdict.code));
  }
  if (asksForMore) statuses.push(alertOf(Code.NEXT_MESSAGE));
  s.pkg = 3;
  s.packing = initialPacking;
  s.peerFinal = !asksForMore;
  s.state = "authServer";
  sendPart(turn, statuses);
  if (verdict.isLast) endSession(turn, "auth-server", verdict.reason);
  else s.state = "authServer";
}

/** Whether a server's command wants something of the client: all but statuses and the alert for the next message. */
function isWanted(command: Command): boolean {
  if (command.kind === "Status" || command.kind === "Results") return false;
  return command.kind !== "Alert" || codeText(command) !== Code.NEXT_MESSAGE;
}
