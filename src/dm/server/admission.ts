import * as Code from "../../ast/codes/code.ts";
import { codeText } from "../../ast/codes/code-of.ts";
import type { SyncHdr, SyncML } from "../../ast/nodes.ts";
import type { AccountScheme } from "../account.ts";
import { RESYNC_NONCE, schemeFor } from "../account.ts";
import { alertOf } from "../compose.ts";
import { sameID } from "../ids.ts";
import { messageNumber, orderOf } from "../message-order.ts";
import type { Received } from "../receive.ts";
import type { OwnProof } from "../session-guard.ts";
import { admissionOf } from "../session-guard.ts";
import { hasToken } from "../session-token.ts";
import type { ServerState } from "../session-types.ts";
import type { Proof } from "../verifier.ts";
import { initialVerifier, verify } from "../verifier.ts";
import { beginAgain } from "./opening.ts";
import { isInOrder } from "./order.ts";
import { takesResync } from "./proof.ts";
import type { ServerTurn } from "./turn.ts";
import { answerUnknown, askForCredentials } from "./without-effect.ts";

// Whether a message may change the session at all.

/** A message that has come, before it is taken. */
export interface Incoming {
  readonly received: Received;
  readonly header: SyncHdr;
  /** Of its octets: see `requestHash`. */
  readonly hash: string;
  readonly proof: Proof;
  /** Name that it claims, unchecked. */
  readonly claimedUser: string | undefined;
  /** The address that it was sent to. */
  readonly address: string;
}

/** Whether a message is taken. If not, it is answered here. */
export function isAdmitted(turn: ServerTurn, incoming: Incoming): boolean {
  const { received, header, hash, proof, claimedUser, address } = incoming;
  const s = turn.state;
  const scheme = schemeFor(turn.account, "client");
  const isSame = s !== null && sameID(s.sessionID, header.sessionID);
  // A session is guarded once its client has proved itself, or was given a token.
  if (!isSame || s.user === null) return isInOrder(turn, header, hash);
  const { account } = turn.context;
  const isOther = account === undefined ? claimedUser !== undefined : account.user !== s.user;
  if (scheme === "none" && s.token === null && !isOther) return isInOrder(turn, header, hash);
  const order = orderOf(header.msgID, s.peerMsgID, s.lastRequest === hash);
  const number = messageNumber(header.msgID);
  const admission = admissionOf(
    {
      scheme,
      state: s.state,
      isLasting: s.clientAuth.state === "session",
      usesToken: s.token !== null,
      acceptsGaps: turn.policy.acceptGaps === "accept",
    },
    {
      order,
      isFirst: number === 1,
      proof: isOther && s.state !== "end" ? "wrong" : ownProof(turn, s, scheme, proof),
      hasToken: s.token !== null && hasToken(address, s.token),
      isReadable: received.ok,
      isOpening: received.ok && isOpening(received.message),
    },
  );
  switch (admission) {
    case "by-number":
      return isInOrder(turn, header, hash);
    case "take":
      turn.log({ event: "ignored", detail: "the MsgID skips numbers, those of refused messages" });
      return true;
    case "begin":
      beginAgain(turn, s, header, hash, number ?? 1);
      return true;
    case "challenge":
      askForCredentials(turn, s, received, header, number === 1, proof);
      return false;
    case "turn-away": {
      const code = received.ok ? (order === "rebuilt" ? Code.OK : Code.BAD_REQUEST) : received.code;
      const reason = received.ok ? "the message does not prove that it belongs to the session" : received.reason;
      answerUnknown(turn, header, code, [alertOf(Code.SESSION_ABORT)], undefined, reason);
      return false;
    }
  }
}

/** How a message proves itself by its own credentials. A nonce that was replaced counts no more: it may have been overheard. */
function ownProof(turn: ServerTurn, s: ServerState, scheme: AccountScheme, proof: Proof): OwnProof {
  const bringsNone = proof.cred === undefined && proof.hmac === undefined;
  if (scheme === "none" || (bringsNone && scheme !== "transport" && !s.clientAuth.usesMac)) return "missing";
  // The nonce that was handed over last is the account's too, once it is stored.
  const nonces = new Set([turn.account.nonces?.client ?? ""]);
  if (s.clientAuth.issued !== null) nonces.add(s.clientAuth.issued);
  if (takesResync(turn)) nonces.add(RESYNC_NONCE);
  const { verdict } = verify({ ...initialVerifier, usesMac: s.clientAuth.usesMac }, proof, {
    account: turn.account,
    direction: "client",
    policy: turn.policy,
    nonces: [...nonces],
    freshNonce: () => new Uint8Array(0),
  });
  return verdict === "accepted" ? "right" : verdict === "wrong" ? "wrong" : "missing";
}

/** Whether a message begins a session: with alert 1200 or 1201. */
function isOpening({ syncBody: { commands } }: SyncML): boolean {
  return commands.some(
    (one) =>
      one.kind === "Alert" && [Code.SERVER_INITIATED, Code.CLIENT_INITIATED].some((code) => code === codeText(one)),
  );
}
