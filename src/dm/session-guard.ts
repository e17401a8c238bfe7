import type { AccountScheme } from "./account.ts";
import type { OrderVerdict } from "./message-order.ts";

// Which messages may change a session in which the client has proved itself. Its address and SessionID are no secrets, so a message
// needs more than a number that fits: the token of the RespURI, credentials of its own, or the place after the last one where the
// standard has nothing else (212). A message without that is answered, and has no effect.

/** How a message proves itself, by what is in it alone. */
export type OwnProof = "right" | "wrong" | "missing";

/** A session, as far as it matters here. */
export interface GuardedSession {
  readonly scheme: AccountScheme;
  readonly state: "init" | "deciding" | "wait" | "end";
  /** The client's proof holds for the session: 212. */
  readonly isLasting: boolean;
  /** Its RespURI has a token, which the client was sent. */
  readonly usesToken: boolean;
  /** The policy accepts numbers that are skipped. */
  readonly acceptsGaps: boolean;
}

/** A message for it. */
export interface GuardedMessage {
  readonly order: OrderVerdict;
  /** Its MsgID is 1. */
  readonly isFirst: boolean;
  readonly proof: OwnProof;
  readonly hasToken: boolean;
  /** It could be read, and is in a version that is spoken. */
  readonly isReadable: boolean;
  /** It has alert 1200 or 1201. */
  readonly isOpening: boolean;
}

/** What becomes of a message. */
export type Admission =
  /** It is taken, whatever its number. */
  | "take"
  /** Its number decides. */
  | "by-number"
  /** It begins a new session. */
  | "begin"
  /** Credentials are asked for; no effect. */
  | "challenge"
  /** It is told that it does not belong; no effect. */
  | "turn-away";

/** What becomes of a message to a session in which the client has proved itself. */
export function admissionOf(session: GuardedSession, message: GuardedMessage): Admission {
  const { scheme } = session;
  const { order, isFirst, proof, isOpening, isReadable } = message;
  // After a challenge a client counts on: it may begin with another number than 1, or skip those that were refused.
  const hasCredentials = proof === "right" && scheme !== "transport";
  if (session.state === "end") {
    if (proof === "right" && (isFirst || (hasCredentials && isOpening))) return "begin";
    return isFirst && scheme !== "none" ? "challenge" : "by-number";
  }
  if (order === "repeat") return "by-number";
  if (order === "restart") {
    return proof === "right" || (scheme === "none" && proof === "missing") ? "begin" : "challenge";
  }
  if (order === "late") return hasCredentials && isOpening ? "begin" : "by-number";
  if (proof !== "right") return admissionOfUnproved(session, message);
  if (order !== "gap" || !hasCredentials || !isReadable) return "by-number";
  if (isOpening && session.state !== "init") return "begin";
  // Only a digest of the nonce in force shows that it is the answer to the last reply.
  return scheme === "basic" ? "by-number" : "take";
}

function admissionOfUnproved(session: GuardedSession, message: GuardedMessage): Admission {
  const { scheme, isLasting, usesToken, acceptsGaps } = session;
  const { order, proof, hasToken, isReadable } = message;
  const isInPlace = !usesToken || hasToken;
  // With a mac, the next message without a right one ends the session (OMA Device Management Security 1.2).
  if (scheme === "mac" && order === "next" && isReadable && isInPlace) return "by-number";
  const needsProof = scheme !== "none" && (scheme === "transport" || !isLasting);
  if (proof === "missing" && !needsProof) {
    if (usesToken && hasToken) return "by-number";
    if (isInPlace && isReadable && (order === "next" || (order === "gap" && acceptsGaps))) return "by-number";
  }
  if (!isReadable || scheme === "none") return "turn-away";
  return proof === "wrong" || needsProof || usesToken ? "challenge" : "turn-away";
}
