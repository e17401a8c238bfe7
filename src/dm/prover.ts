import * as Code from "../ast/codes/code.ts";
import type { Chal, Cred } from "../ast/nodes.ts";
import { readChallenge } from "../authentication/challenge.ts";
import { credentials } from "../authentication/credentials.ts";
import { hmacHeader } from "../authentication/hmac-header.ts";
import type { AuthenticationScheme } from "../authentication/scheme.ts";
import { encodeBase64 } from "../core/base64.ts";
import { type Direction, type DmAccount, identityOf, nonceOctets, schemeFor } from "./account.ts";
import type { SessionPolicy } from "./policy.ts";
import type { ProverState } from "./session-types.ts";

// Proves this side to the peer, and takes the peer's answers:
//
//   none ──proof sent──▶ sent ──212──▶ session   no proof any more
//                         │ ├──200──▶ message    a proof in each message
//                         │ └──401, 407, with a usable Chal──▶ refused ──proof sent again──▶ sent
//                         └──the same, tries used up or Chal unusable──▶ refused, failed
//
// A nonce is used at once, but handed out for storing only when the peer has proved itself, if it has to
// (OMA Device Management Security 1.2).

/** What a proof is made of, and answers are judged by. */
export interface ProverContext {
  /** What both sides know of each other. */
  readonly account: DmAccount;
  /** Which side this is. */
  readonly direction: Direction;
  readonly policy: Pick<SessionPolicy, "authAttempts">;
  /** A password in clear text may be sent: the line is encrypted, or the policy allows it. */
  readonly mayUseBasic: boolean;
}

/** What the peer says of this side's proof. */
export interface ProofAnswer {
  /** The code of its Status for the header. */
  readonly code: string;
  readonly chal: Chal | undefined;
}

/** What an answer means. `reason` says why in words. */
export interface ProverStep {
  readonly state: ProverState;
  readonly outcome: /** Accepted, or not needed. */
    | "accepted"
    /** Send it again with another proof. */
    | "again"
    /** Nothing more can be tried. */
    | "failed"
    /** The header was refused for another reason. */
    | "refused"
    /** A code that says nothing, such as `0`, which one client sends without credentials. */
    | "unknown";
  /** Why, in words; empty if it was accepted. */
  readonly reason: string;
}

/** The state before the first message. */
export const initialProver: ProverState = Object.freeze({
  state: "none",
  tries: 0,
  scheme: null,
  nonce: null,
  pending: null,
});

/** The scheme of the next proof; `undefined` if none is due. */
export function schemeOfNextProof(state: ProverState, context: ProverContext): AuthenticationScheme | undefined {
  const { account, direction, mayUseBasic } = context;
  if (state.state === "session" && state.scheme !== "mac") return undefined;
  const own = schemeFor(account, direction);
  const scheme = state.scheme ?? (own === "none" || own === "transport" ? undefined : own);
  if (scheme === undefined || identityOf(account, direction) === undefined) return undefined;
  return scheme === "basic" && !mayUseBasic ? undefined : scheme;
}

/** The Cred of the next message; `undefined` if no proof is due. With scheme `mac` there is none: see {@link macFor}. */
export function credFor(state: ProverState, context: ProverContext): Cred | undefined {
  const scheme = schemeOfNextProof(state, context);
  const identity = identityOf(context.account, context.direction);
  if (scheme === undefined || scheme === "mac" || identity === undefined) return undefined;
  return credentials({ scheme, nonce: scheme === "md5" ? nonceOf(state, context) : undefined, ...identity });
}

/** The state after the next message was sent, with the proof that was due. */
export function afterProof(state: ProverState, context: ProverContext): ProverState {
  const scheme = schemeOfNextProof(state, context);
  if (scheme === undefined) return state;
  // Once a proof was taken, no challenge may change its type.
  const wasProved = state.state === "message" || state.state === "session";
  return { ...state, scheme, state: wasProved ? "message" : "sent" };
}

/** The header `x-syncml-hmac` for a message in the octets that are sent; `undefined` for other schemes. */
export function macFor(body: Uint8Array, state: ProverState, context: ProverContext): string | undefined {
  const identity = identityOf(context.account, context.direction);
  if (schemeOfNextProof(state, context) !== "mac" || identity === undefined) return undefined;
  return hmacHeader(body, { nonce: nonceOf(state, context), ...identity });
}

function nonceOf({ nonce }: ProverState, { account, direction }: ProverContext): Uint8Array {
  return nonceOctets(nonce ?? account.nonces?.[direction] ?? "");
}

/** Takes the peer's Status for the header of this side's message. */
export function takeProofAnswer(state: ProverState, { code, chal }: ProofAnswer, context: ProverContext): ProverStep {
  const isRefused = code === Code.INVALID_CREDENTIALS || code === Code.CREDENTIALS_MISSING;
  if (isRefused) return takeRefusal(state, chal, context);
  const nonce = chal === undefined ? undefined : readChallenge(chal);
  const fresh = nonce?.hasNonce ? encodeBase64(nonce.nonce) : undefined;
  const known = fresh === undefined ? state : { ...state, nonce: fresh, pending: fresh };
  switch (code) {
    case Code.AUTHENTICATED:
      return { state: { ...known, state: "session" }, outcome: "accepted", reason: "" };
    case Code.OK:
    case Code.ACCEPTED: {
      // After 212 every message is answered 200, and without a proof there is nothing to repeat.
      const isOver = state.state === "session" || state.state === "none";
      return { state: { ...known, state: isOver ? state.state : "message" }, outcome: "accepted", reason: "" };
    }
    default:
      if (/^(40[02-9]|4[1-9]\d|5\d\d)$/.test(code) && code !== Code.NOT_FOUND) {
        return { state: known, outcome: "refused", reason: `the header was answered ${code}` };
      }
      return { state: known, outcome: "unknown", reason: `the header was answered ${code}` };
  }
}

function takeRefusal(state: ProverState, chal: Chal | undefined, context: ProverContext): ProverStep {
  const { account, direction, policy, mayUseBasic } = context;
  const tries = state.tries + (state.state === "sent" || state.state === "message" ? 1 : 0);
  const refused: ProverState = { ...state, state: "refused", tries };
  const failed = (reason: string): ProverStep => ({ state: refused, outcome: "failed", reason });
  if (chal === undefined) return failed("credentials were refused without a challenge");
  const { scheme, nonce } = readChallenge(chal);
  if (scheme === undefined) return failed("the challenge is of a type that cannot be answered");
  if (identityOf(account, direction) === undefined)
    return failed("the account has no secret to answer the challenge with");
  const wasProved = state.state === "message" || state.state === "session";
  if (wasProved && state.scheme === "mac") return failed("a mac was refused in the middle of the session");
  if (wasProved && scheme !== state.scheme)
    return failed("the challenge changes the type in the middle of the session");
  if (!accepts(account, direction, scheme))
    return failed(`the challenge asks for ${scheme}, which the account does not allow`);
  if (scheme === "basic" && !mayUseBasic) return failed("a password in clear text is not sent without TLS");
  if (tries >= policy.authAttempts) return failed(`credentials were refused ${tries} times`);
  const next = encodeBase64(nonce);
  return { state: { ...refused, scheme, nonce: next, pending: next }, outcome: "again", reason: "" };
}

const ranks: Readonly<Record<AuthenticationScheme, number>> = { basic: 0, md5: 1, mac: 2 };

/** Whether the account may be asked for a scheme: the one it has, or a stronger one. */
function accepts(account: DmAccount, direction: Direction, scheme: AuthenticationScheme): boolean {
  const own = schemeFor(account, direction);
  if (own === "none" || own === "transport") return scheme !== "basic";
  return ranks[scheme] >= ranks[own];
}

/** The nonce that may be stored now, if there is one, and the state without it. */
export function takePending(
  state: ProverState,
  isPeerProved: boolean,
): { readonly state: ProverState; readonly store: string | undefined } {
  if (!isPeerProved || state.pending === null) return { state, store: undefined };
  return { state: { ...state, pending: null }, store: state.pending };
}
