import * as Code from "../ast/codes/code.ts";
import type { Chal, Cred } from "../ast/nodes.ts";
import { challenge } from "../authentication/challenge.ts";
import { judgeCredentials } from "../authentication/credentials.ts";
import { checkHmacHeader } from "../authentication/hmac-header.ts";
import { type Identity, storedDigestOf } from "../authentication/identity.ts";
import type { AuthenticationScheme } from "../authentication/scheme.ts";
import { encodeBase64 } from "../core/base64.ts";
import { type AccountScheme, type Direction, type DmAccount, identityOf, nonceOctets, schemeFor } from "./account.ts";
import type { SessionPolicy } from "./policy.ts";
import type { VerifierState } from "./session-types.ts";

// Checks the proofs of the peer, one message at a time. What is answered depends on two things only:
//
//                        basic        md5                   mac
//   missing              407 Chal     407 Chal              407 Chal     no try is spent
//   wrong                401 Chal     401 Chal              401 Chal     the last try: no Chal
//   right, for session   212          212 Chal              200 Chal
//   right, for message   200          200 Chal              200 Chal
//
// Scheme mac has no second try once it was used (OMA Device Management Security 1.2).

/** What a message brings as proof. */
export interface Proof {
  readonly cred: Cred | undefined;
  /** Value of `x-syncml-hmac`. */
  readonly hmac: string | undefined;
  /** The message in the octets received. */
  readonly body: Uint8Array;
  /** `Source/LocName`. */
  readonly name: string | undefined;
  /** The host knows the peer already, such as by TLS. */
  readonly isKnownToTransport: boolean;
}

/** What proofs are checked against. */
export interface VerifierContext {
  /** What both sides know of each other. */
  readonly account: DmAccount;
  /** Whose proofs they are. */
  readonly direction: Direction;
  readonly policy: Pick<SessionPolicy, "authAttempts" | "authenticationLasts" | "hmacHeaderForms">;
  /** Nonces in base64 that a proof may be made with. */
  readonly nonces: readonly string[];
  /** Fresh octets for the next nonce. */
  readonly freshNonce: () => Uint8Array;
}

/** The outcome for one message. */
export interface Verdict {
  readonly state: VerifierState;
  readonly verdict: "accepted" | "not-wanted" | "missing" | "wrong";
  /** The code for the header's Status, and for each command if the proof is refused. */
  readonly code: string;
  readonly chal: Chal | undefined;
  /** The nonce in `chal`, in base64, to be stored before the message leaves. */
  readonly issued: string | undefined;
  /** The nonce that the proof was made with, in base64; of schemes without one, any of those allowed. */
  readonly nonce: string | undefined;
  /** No other try is given. */
  readonly isLast: boolean;
  /** Why it was refused, in words. */
  readonly reason: string;
}

/** The state before the first message. */
export const initialVerifier: VerifierState = Object.freeze({ state: "none", tries: 0, issued: null, usesMac: false });

/** Whether a peer in this state has proved who it is, or need not. */
export function isProved({ state }: VerifierState, scheme: AccountScheme): boolean {
  return scheme === "none" || state === "session" || state === "message";
}

/** Checks the proof of one message. Never throws for what the peer sent. */
export function verify(state: VerifierState, proof: Proof, context: VerifierContext): Verdict {
  const { account, direction } = context;
  const scheme = schemeFor(account, direction);
  if (scheme === "none") {
    const code = proof.cred === undefined ? Code.OK : Code.AUTHENTICATED;
    return settled(state, "not-wanted", code);
  }
  if (scheme === "transport") return verifyTransport(state, proof);
  const identity = identityOf(account, direction);
  if (identity === undefined) throw new TypeError(`the account has no secret for the ${direction}`);
  const found =
    scheme === "mac" ? checkMac(state, proof, identity, context) : checkCred(state, proof, identity, scheme, context);
  if (found === "proved") return settled(state, "accepted", Code.OK);
  if (found !== "missing" && "nonce" in found) return accept(state, scheme, found.nonce, context);
  return refuse(state, scheme, found, context);
}

type Found = "proved" | "missing" | Right | Refusal;
interface Right {
  readonly nonce: string;
}
interface Refusal {
  /** As a check of `authentication/` names it, or in words. */
  readonly reason: string;
}

function checkCred(
  state: VerifierState,
  { cred, name }: Proof,
  identity: Identity,
  scheme: AuthenticationScheme,
  { nonces }: VerifierContext,
): Found {
  if (cred === undefined) return state.state === "session" ? "proved" : "missing";
  if (name !== undefined && name.trim() !== identity.user) return { reason: "the name is another" };
  let reason = "";
  let fitting: string | undefined;
  // The same for every nonce.
  const { user } = identity;
  const storedDigest = storedDigestOf(identity);
  const accepted = [scheme];
  // Every nonce is tried, so that the time does not tell which one fits.
  for (const nonce of nonces) {
    const check = judgeCredentials(cred, { user, storedDigest, accepted, nonce: nonceOctets(nonce) });
    if (check.ok) fitting ??= nonce;
    else reason = check.reason;
  }
  if (fitting === undefined) return { reason };
  return state.state === "session" ? "proved" : { nonce: fitting };
}

function checkMac(
  { usesMac }: VerifierState,
  { hmac, body, name, cred }: Proof,
  identity: Identity,
  { nonces, policy }: VerifierContext,
): Found {
  if (hmac === undefined) return usesMac || cred !== undefined ? { reason: "scheme" } : "missing";
  if (name !== undefined && name.trim() !== identity.user) return { reason: "the name is another" };
  const hexMac = policy.hmacHeaderForms === "base64" ? ("reject" as const) : ("accept" as const);
  let reason = "";
  let fitting: string | undefined;
  for (const nonce of nonces) {
    const check = checkHmacHeader(hmac, body, { nonce: nonceOctets(nonce), hexMac, ...identity });
    if (check.ok) fitting ??= nonce;
    else reason = check.reason;
  }
  return fitting === undefined ? { reason } : { nonce: fitting };
}

function verifyTransport(state: VerifierState, { isKnownToTransport }: Proof): Verdict {
  if (isKnownToTransport) {
    return settled({ ...state, state: "session" }, "accepted", Code.OK);
  }
  const reason = "the transport does not know the peer";
  return settled({ ...state, state: "refused" }, "missing", Code.CREDENTIALS_MISSING, reason);
}

function accept(state: VerifierState, scheme: AuthenticationScheme, nonce: string, context: VerifierContext): Verdict {
  const lasts = scheme !== "mac" && context.policy.authenticationLasts === "session" ? "session" : "message";
  const asked = scheme === "basic" ? undefined : newChallenge(scheme, context);
  return {
    state: { ...state, state: lasts, issued: asked?.issued ?? null, usesMac: scheme === "mac" },
    verdict: "accepted",
    code: lasts === "session" ? Code.AUTHENTICATED : Code.OK,
    chal: asked?.chal,
    issued: asked?.issued,
    nonce,
    isLast: false,
    reason: "",
  };
}

function refuse(
  state: VerifierState,
  scheme: AuthenticationScheme,
  found: "missing" | Refusal,
  context: VerifierContext,
): Verdict {
  const tries = state.tries + (found === "missing" ? 0 : 1);
  const isLast = tries >= context.policy.authAttempts || state.usesMac;
  const asked = isLast ? undefined : newChallenge(scheme, context);
  return {
    state: { ...state, state: "refused", tries, issued: asked?.issued ?? null },
    verdict: found === "missing" ? "missing" : "wrong",
    code: found === "missing" ? Code.CREDENTIALS_MISSING : Code.INVALID_CREDENTIALS,
    chal: asked?.chal,
    issued: asked?.issued,
    nonce: undefined,
    isLast,
    reason: found === "missing" ? "there are no credentials" : found.reason,
  };
}

function newChallenge(
  scheme: AuthenticationScheme,
  { freshNonce }: VerifierContext,
): { readonly chal: Chal; readonly issued: string | undefined } {
  if (scheme === "basic") return { chal: challenge({ scheme }), issued: undefined };
  const nonce = freshNonce();
  return { chal: challenge({ scheme, nonce }), issued: encodeBase64(nonce) };
}

/** A verdict without a challenge; with a reason, no other try is given. */
function settled(state: VerifierState, verdict: Verdict["verdict"], code: string, reason = ""): Verdict {
  const isLast = reason !== "";
  return { state, verdict, code, chal: undefined, issued: undefined, nonce: undefined, isLast, reason };
}
