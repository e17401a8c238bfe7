import { describe, expect, test } from "vitest";
import { challenge, readChallenge } from "../../../src/authentication/challenge.ts";
import { credentials } from "../../../src/authentication/credentials.ts";
import { hmacHeader } from "../../../src/authentication/hmac-header.ts";
import type { AuthenticationScheme } from "../../../src/authentication/scheme.ts";
import { encodeBase64 } from "../../../src/core/base64.ts";
import type { DmAccount } from "../../../src/dm/account.ts";
import {
  afterProof,
  credFor,
  initialProver,
  macFor,
  type ProverContext,
  schemeOfNextProof,
  takePending,
  takeProofAnswer,
} from "../../../src/dm/prover.ts";
import type { ProverState, VerifierState } from "../../../src/dm/session-types.ts";
import { initialVerifier, type Proof, type VerifierContext, verify } from "../../../src/dm/verifier.ts";

const user = "dm-client";
const secret = "s3cr3t!";
const own = Uint8Array.of(1, 2, 3);
const nonce = encodeBase64(own);
const body = new TextEncoder().encode("<SyncML/>");

const accountOf = (auth: DmAccount["auth"]): DmAccount => ({ auth, user, secret, nonces: { client: nonce } });

/** What the next message has as its proof, and the state after it was sent. */
const prove = (state: ProverState, context: ProverContext) => ({
  state: afterProof(state, context),
  cred: credFor(state, context),
});

describe("verifier: what is answered", () => {
  const context = (auth: DmAccount["auth"], more: Partial<VerifierContext> = {}): VerifierContext => ({
    account: accountOf(auth),
    direction: "client",
    policy: { authAttempts: 3, authenticationLasts: "session", hmacHeaderForms: "base64" },
    nonces: [nonce],
    freshNonce: () => Uint8Array.of(9),
    ...more,
  });
  const none: Proof = { cred: undefined, hmac: undefined, body, name: user, isKnownToTransport: false };
  const cred = (
    scheme: "basic" | "md5",
    given: { secret?: string; nonce?: Uint8Array; user?: string } = {},
  ): Proof => ({
    ...none,
    cred: credentials({ scheme, user, secret, nonce: scheme === "md5" ? own : undefined, ...given } as never),
  });
  const mac = (given: { secret?: string; nonce?: Uint8Array; user?: string } = {}, octets = body): Proof => ({
    ...none,
    hmac: hmacHeader(octets, { user, secret, nonce: own, ...given } as never),
  });

  interface Row {
    readonly name: string;
    readonly auth: AuthenticationScheme;
    readonly proof: Proof;
    readonly lasts?: "session" | "message";
    readonly code: string;
    readonly hasChal: boolean;
    readonly tries?: number;
  }
  const rows: readonly Row[] = [
    { name: "missing", auth: "basic", proof: none, code: "407", hasChal: true, tries: 0 },
    { name: "missing", auth: "md5", proof: none, code: "407", hasChal: true, tries: 0 },
    { name: "missing", auth: "mac", proof: none, code: "407", hasChal: true, tries: 0 },
    {
      name: "wrong secret",
      auth: "basic",
      proof: cred("basic", { secret: "no" }),
      code: "401",
      hasChal: true,
      tries: 1,
    },
    { name: "wrong secret", auth: "md5", proof: cred("md5", { secret: "no" }), code: "401", hasChal: true, tries: 1 },
    { name: "wrong secret", auth: "mac", proof: mac({ secret: "no" }), code: "401", hasChal: true, tries: 1 },
    { name: "another user", auth: "basic", proof: cred("basic", { user: "x" }), code: "401", hasChal: true, tries: 1 },
    { name: "another user", auth: "mac", proof: mac({ user: "x" }), code: "401", hasChal: true, tries: 1 },
    {
      name: "another LocName",
      auth: "md5",
      proof: { ...cred("md5"), name: "x" },
      code: "401",
      hasChal: true,
      tries: 1,
    },
    { name: "another LocName", auth: "mac", proof: { ...mac(), name: "x" }, code: "401", hasChal: true, tries: 1 },
    {
      name: "another nonce",
      auth: "md5",
      proof: cred("md5", { nonce: Uint8Array.of(4) }),
      code: "401",
      hasChal: true,
      tries: 1,
    },
    { name: "of another body", auth: "mac", proof: mac({}, own), code: "401", hasChal: true, tries: 1 },
    { name: "basic", auth: "md5", proof: cred("basic"), code: "401", hasChal: true, tries: 1 },
    { name: "md5", auth: "basic", proof: cred("md5"), code: "401", hasChal: true, tries: 1 },
    { name: "a Cred", auth: "mac", proof: cred("md5"), code: "401", hasChal: true, tries: 1 },
    { name: "right", auth: "basic", proof: cred("basic"), code: "212", hasChal: false },
    { name: "right", auth: "basic", proof: cred("basic"), lasts: "message", code: "200", hasChal: false },
    { name: "right", auth: "md5", proof: cred("md5"), code: "212", hasChal: true },
    { name: "right", auth: "md5", proof: cred("md5"), lasts: "message", code: "200", hasChal: true },
    { name: "right", auth: "mac", proof: mac(), code: "200", hasChal: true },
    { name: "right", auth: "mac", proof: mac(), lasts: "message", code: "200", hasChal: true },
  ];

  test.each(rows)("$auth, $name: $code", ({ auth, proof, lasts, code, hasChal, tries }) => {
    const policy = { ...context(auth).policy, authenticationLasts: lasts ?? "session" };
    const verdict = verify(initialVerifier, proof, context(auth, { policy }));
    expect([verdict.code, verdict.chal !== undefined, verdict.state.tries]).toEqual([code, hasChal, tries ?? 0]);
    if (verdict.chal === undefined) return;
    const { scheme, nonce: given, hasNonce } = readChallenge(verdict.chal);
    expect(scheme).toBe(auth);
    expect(hasNonce).toBe(auth !== "basic");
    expect(verdict.issued).toBe(auth === "basic" ? undefined : encodeBase64(given));
  });

  test("the last try: no Chal", () => {
    const state: VerifierState = { ...initialVerifier, state: "refused", tries: 2 };
    const verdict = verify(state, cred("md5", { secret: "no" }), context("md5"));
    expect([verdict.code, verdict.chal, verdict.isLast]).toEqual(["401", undefined, true]);
  });

  test("not wanted: 200, or 212 for credentials; nothing is counted", () => {
    expect(verify(initialVerifier, none, context("none"))).toMatchObject({ verdict: "not-wanted", code: "200" });
    expect(verify(initialVerifier, cred("basic"), context("none")).code).toBe("212");
  });

  test("by transport: known or not", () => {
    expect(verify(initialVerifier, { ...none, isKnownToTransport: true }, context("transport")).state.state).toBe(
      "session",
    );
    expect(verify(initialVerifier, none, context("transport"))).toMatchObject({
      code: "407",
      isLast: true,
      chal: undefined,
    });
  });

  test("for the session: nothing more is needed, but what is wrong is refused all the same", () => {
    const state: VerifierState = { ...initialVerifier, state: "session" };
    expect(verify(state, none, context("md5"))).toMatchObject({ verdict: "accepted", code: "200", chal: undefined });
    expect(verify(state, cred("md5", { secret: "no" }), context("md5")).code).toBe("401");
  });

  test("mac once used: each message, and no second try", () => {
    const { state } = verify(initialVerifier, mac(), context("mac"));
    for (const proof of [none, mac({ secret: "no" })]) {
      expect(verify(state, proof, context("mac"))).toMatchObject({ code: "401", chal: undefined, isLast: true });
    }
  });

  test("several nonces: which one it was made with", () => {
    const nonces = ["", nonce, "AAAAAA=="];
    expect(verify(initialVerifier, cred("md5"), context("md5", { nonces })).nonce).toBe(nonce);
    const zeros = cred("md5", { nonce: new Uint8Array(4) });
    expect(verify(initialVerifier, zeros, context("md5", { nonces })).nonce).toBe("AAAAAA==");
    expect(verify(initialVerifier, zeros, context("md5")).verdict).toBe("wrong");
  });

  test("the header's mac: without padding, any case and order of names; of hexadecimal digits only by policy", () => {
    const { hmac = "" } = mac();
    const [, digest = ""] = /mac=(\S+)/.exec(hmac) ?? [];
    const hex = [...atob(digest)].map((octet) => octet.charCodeAt(0).toString(16).padStart(2, "0")).join("");
    const code = (header: string, hmacHeaderForms: "base64" | "base64-or-hex" = "base64") => {
      const policy = { ...context("mac").policy, hmacHeaderForms };
      return verify(initialVerifier, { ...none, hmac: header }, context("mac", { policy })).code;
    };
    expect(code(`MAC=${digest.replace(/=+$/, "")} , UserName="${user}"`)).toBe("200");
    const asPrinted = `username="${user}", mac=${btoa(hex)}`;
    expect([code(asPrinted), code(asPrinted, "base64-or-hex")]).toEqual(["401", "200"]);
    for (const header of ["", "mac=", `username="${user}"`, `algorithm=SHA, username="${user}", mac=${digest}`]) {
      expect(code(header)).toBe("401");
    }
  });
});

describe("prover: what an answer means", () => {
  const context = (auth: DmAccount["auth"], more: Partial<ProverContext> = {}): ProverContext => ({
    account: accountOf(auth),
    direction: "client",
    policy: { authAttempts: 3 },
    mayUseBasic: true,
    ...more,
  });
  const fresh = Uint8Array.of(7);
  const chal = (scheme: AuthenticationScheme) => challenge(scheme === "basic" ? { scheme } : { scheme, nonce: fresh });
  const sent = (auth: AuthenticationScheme) => prove(initialProver, context(auth)).state;

  interface Row {
    readonly name: string;
    readonly auth: AuthenticationScheme;
    readonly code: string;
    readonly chal: ReturnType<typeof chal> | undefined;
    readonly outcome: string;
    readonly state: ProverState["state"];
    readonly next: string | undefined;
  }
  const digest = (given: Uint8Array) => credentials({ scheme: "md5", user, secret, nonce: given }).data as string;
  const plain = credentials({ scheme: "basic", user, secret }).data as string;
  const rows: readonly Row[] = [
    {
      name: "212 with a nonce: no proof any more",
      auth: "md5",
      code: "212",
      chal: chal("md5"),
      outcome: "accepted",
      state: "session",
      next: undefined,
    },
    {
      name: "212 without",
      auth: "md5",
      code: "212",
      chal: undefined,
      outcome: "accepted",
      state: "session",
      next: undefined,
    },
    {
      name: "200 with a nonce: it is used next",
      auth: "md5",
      code: "200",
      chal: chal("md5"),
      outcome: "accepted",
      state: "message",
      next: digest(fresh),
    },
    {
      name: "200 without: the last one again",
      auth: "md5",
      code: "200",
      chal: undefined,
      outcome: "accepted",
      state: "message",
      next: digest(own),
    },
    {
      name: "200: the same in each message",
      auth: "basic",
      code: "200",
      chal: undefined,
      outcome: "accepted",
      state: "message",
      next: plain,
    },
    {
      name: "401 with Chal: again",
      auth: "md5",
      code: "401",
      chal: chal("md5"),
      outcome: "again",
      state: "refused",
      next: digest(fresh),
    },
    {
      name: "407 with Chal: again",
      auth: "md5",
      code: "407",
      chal: chal("md5"),
      outcome: "again",
      state: "refused",
      next: digest(fresh),
    },
    {
      name: "401 without a nonce: the empty one",
      auth: "md5",
      code: "401",
      chal: { ...chal("md5"), meta: { ...chal("md5").meta, nextNonce: undefined } } as never,
      outcome: "again",
      state: "refused",
      next: digest(new Uint8Array(0)),
    },
    {
      name: "401 asks for a stronger type",
      auth: "basic",
      code: "401",
      chal: chal("md5"),
      outcome: "again",
      state: "refused",
      next: digest(fresh),
    },
    {
      name: "401 asks for a weaker type",
      auth: "md5",
      code: "401",
      chal: chal("basic"),
      outcome: "failed",
      state: "refused",
      next: undefined,
    },
    {
      name: "401 without Chal",
      auth: "md5",
      code: "401",
      chal: undefined,
      outcome: "failed",
      state: "refused",
      next: undefined,
    },
    {
      name: "407 without Chal",
      auth: "md5",
      code: "407",
      chal: undefined,
      outcome: "failed",
      state: "refused",
      next: undefined,
    },
    ...["400", "402", "403", "405", "499", "500", "503", "511"].map(
      (code): Row => ({
        name: `${code}: the end`,
        auth: "md5",
        code,
        chal: undefined,
        outcome: "refused",
        state: "sent",
        next: digest(own),
      }),
    ),
    ...["101", "404", "0", ""].map(
      (code): Row => ({
        name: `${JSON.stringify(code)} says nothing`,
        auth: "md5",
        code,
        chal: undefined,
        outcome: "unknown",
        state: "sent",
        next: digest(own),
      }),
    ),
  ];

  test.each(rows)("$auth, $name", ({ auth, code, chal: given, outcome, state, next }) => {
    const step = takeProofAnswer(sent(auth), { code, chal: given }, context(auth));
    expect([step.outcome, step.state.state]).toEqual([outcome, state]);
    if (outcome === "failed") return;
    expect(prove(step.state, context(auth)).cred?.data).toBe(next);
  });

  test("tries: messages with a proof that were refused; a challenge to one without costs none", () => {
    const asked = takeProofAnswer(initialProver, { code: "407", chal: chal("md5") }, context("md5"));
    expect(asked.state.tries).toBe(0);
    let { state } = asked;
    const outcomes = [1, 2, 3].map(() => {
      const step = takeProofAnswer(
        prove(state, context("md5")).state,
        { code: "401", chal: chal("md5") },
        context("md5"),
      );
      state = step.state;
      return step.outcome;
    });
    expect(outcomes).toEqual(["again", "again", "failed"]);
  });

  test("a nonce is stored when the peer has proved itself, once", () => {
    const { state } = takeProofAnswer(sent("md5"), { code: "401", chal: chal("md5") }, context("md5"));
    expect(takePending(state, false)).toEqual({ state, store: undefined });
    const stored = takePending(state, true);
    expect(stored.store).toBe(encodeBase64(fresh));
    expect(takePending(stored.state, true).store).toBeUndefined();
  });

  test("the type stays once a proof was taken; a mac has no second try", () => {
    const taken = takeProofAnswer(sent("md5"), { code: "200", chal: chal("md5") }, context("md5")).state;
    const again = prove(taken, context("md5")).state;
    expect(takeProofAnswer(again, { code: "401", chal: chal("mac") }, context("md5")).outcome).toBe("failed");
    expect(takeProofAnswer(again, { code: "401", chal: chal("md5") }, context("md5")).outcome).toBe("again");
    const mac = prove(
      takeProofAnswer(sent("mac"), { code: "200", chal: chal("mac") }, context("mac")).state,
      context("mac"),
    );
    expect(takeProofAnswer(mac.state, { code: "401", chal: chal("mac") }, context("mac")).outcome).toBe("failed");
  });

  test("basic waits until clear text is allowed; a challenge for it then fails", () => {
    const careful = context("basic", { mayUseBasic: false });
    expect(schemeOfNextProof(initialProver, careful)).toBeUndefined();
    expect(takeProofAnswer(initialProver, { code: "407", chal: chal("basic") }, careful).outcome).toBe("failed");
  });

  test("mac: no Cred, a header of the octets sent, with the nonce of the last Chal", () => {
    const { state, cred } = prove(initialProver, context("mac"));
    expect(cred).toBeUndefined();
    expect(macFor(body, state, context("mac"))).toBe(hmacHeader(body, { user, secret, nonce: own }));
    const next = takeProofAnswer(state, { code: "200", chal: chal("mac") }, context("mac")).state;
    expect(macFor(body, next, context("mac"))).toBe(hmacHeader(body, { user, secret, nonce: fresh }));
    expect(macFor(body, initialProver, context("md5"))).toBeUndefined();
  });

  test("each direction may have its own scheme", () => {
    const account: DmAccount = { ...accountOf("mac"), serverAuth: "md5", serverID: "srv", serverSecret: "x" };
    expect(schemeOfNextProof(initialProver, context("mac", { account }))).toBe("mac");
    expect(schemeOfNextProof(initialProver, context("mac", { account, direction: "server" }))).toBe("md5");
  });
});
