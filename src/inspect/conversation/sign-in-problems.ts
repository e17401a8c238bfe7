import { inWords, listed, seconds } from "../quantities.ts";
import { type Refusal, refusalOf } from "./judgement.ts";
import type { ConversationExchange, Problem, SignIn, SignInTry } from "./model.ts";
import type { ProblemList, Telling } from "./problem-list.ts";
import type { Attempt } from "./sign-ins.ts";

/** A sign-in in its place. */
export interface PlacedAttempt extends Attempt {
  readonly exchange: ConversationExchange;
  readonly sender: "device" | "server";
  readonly session: { readonly id: string; readonly isFirst: boolean } | undefined;
  /** What carried it, as far as a reader could read it on the way; `undefined` if it was encrypted. */
  readonly openly: string | undefined;
}

type Evidence = PlacedAttempt;
type TellTries = Telling<Evidence>;

/** What went wrong with sign-ins, and what somebody on the way could read. */
export function signInProblems(list: ProblemList, attempts: readonly PlacedAttempt[]): void {
  const before = new Set<Refusal>();
  for (const attempt of attempts) {
    const refusal = refusalOf(attempt);
    const { exchange, sender, signIn } = attempt;
    if (refusal !== undefined) {
      const [severity, rank, tell] = tellings[refusal](attempt, before);
      const cause = `${sender} ${signIn.scheme} ${refusal === "scheme" ? signIn.status?.challenge?.scheme : ""} ${signIn.usesAccount ?? ""} ${attempt.passwordFrom ?? ""}`;
      list.add(severity, `sign-in/${codes[refusal]}`, rank, exchange.index, attempt, withTries(tell), cause);
      before.add(refusal);
    }
    if (signIn.scheme === "basic" && attempt.openly !== undefined && refusal !== "scheme") {
      list.add("note", "sign-in/clear-text", 5, exchange.index, attempt, clearText, sender);
    }
  }
}

const codes: Readonly<Record<Refusal, string>> = {
  missing: "missing",
  overlooked: "overlooked",
  scheme: "scheme",
  "first-nonce": "first-nonce",
  "old-nonce": "old-nonce",
  password: "wrong-password",
  unlike: "refused",
  unknown: "refused",
};

const tellings: Readonly<
  Record<Refusal, (attempt: PlacedAttempt, before: ReadonlySet<Refusal>) => [Problem["severity"], number, TellTries]>
> = {
  password: () => ["error", 0, wrongPassword],
  unlike: () => ["error", 1, unlike],
  unknown: () => ["error", 1, unchecked],
  "old-nonce": (_, before) => ["warning", 0, before.has("password") ? oldNonceAfterPassword : oldNonce],
  scheme: () => ["warning", 3, scheme],
  missing: ({ hadNonce }) => (hadNonce ? ["warning", 1, missingAgain] : ["note", 2, missing]),
  overlooked: () => ["warning", 2, overlooked],
  "first-nonce": () => ["note", 1, firstNonce],
};

function withTries(tell: TellTries): TellTries {
  return (evidence) => ({
    ...tell(evidence),
    ...(evidence.some(({ signIn }) => signIn.usesAccount === true) ? { usesAccount: true as const } : {}),
    tries: evidence.map(tryOf),
  });
}

function tryOf({ exchange: { index }, signIn: { nonce, proof, status } }: PlacedAttempt): SignInTry {
  return {
    exchange: index,
    ...(nonce === undefined ? {} : { nonce }),
    proof,
    code: status?.code ?? "",
    ...(status?.challenge?.nonce === undefined ? {} : { given: status.challenge.nonce }),
  };
}

function first(evidence: readonly Evidence[]): PlacedAttempt {
  return evidence[0] as PlacedAttempt;
}

/** The other side, which answers. */
function answerer({ sender }: PlacedAttempt): string {
  return sender === "device" ? "the server" : "the device";
}

/** `three tries with md5, all refused` */
export function triesRefused(count: number, { scheme }: SignIn): string {
  const tries = `${count === 1 ? "one try" : `${inWords(count)} tries`} with ${scheme}`;
  return `${tries}, ${count === 1 ? "refused" : count === 2 ? "both refused" : "all refused"}`;
}

function wrongPassword(evidence: readonly Evidence[]): ReturnType<TellTries> {
  const one = first(evidence);
  const { signIn, passwordFrom, sender } = one;
  const whose = sender === "device" ? "" : " of the server";
  const remedy =
    sender === "device"
      ? "Set the same name and password on the device and at the server."
      : "Set the password of the server on the device.";
  if (signIn.scheme === "basic") {
    return {
      text: `name or password${whose} not accepted: ${triesRefused(evidence.length, signIn)}`,
      detail: `Basic sends name and password as they are, so ${answerer(one)} does not accept one of them.`,
      remedy,
      checked: "the answer to credentials without a nonce",
    };
  }
  const source = passwordFrom === undefined ? "given" : `sent in #${passwordFrom}`;
  const isOne = evidence.length === 1;
  const nonces = signIn.nonce === undefined ? "an empty nonce" : "the nonce given last";
  return {
    text: `wrong password${whose}: ${triesRefused(evidence.length, signIn)}`,
    detail: `${isOne ? "The" : "Each"} digest fits the name and password ${source} and ${nonces}. So the ${
      isOne ? "nonce is" : "nonces are"
    } in step, and what ${answerer(one)} does not accept is the password (or the name).`,
    remedy,
    checked:
      passwordFrom === undefined
        ? "digests computed with the password given"
        : `digests computed with the password of #${passwordFrom}`,
  };
}

function unlike(evidence: readonly Evidence[]): ReturnType<TellTries> {
  const one = first(evidence);
  return {
    text: `sign-in refused: ${triesRefused(evidence.length, one.signIn)}`,
    detail:
      "The digest fits the password given with no nonce of the capture: another password was used, or a nonce from before the capture.",
    remedy: "Set the same name and password on both sides, and let the device keep the nonce of every answer.",
    checked: "digests computed with the password given and each nonce of the capture",
  };
}

function unchecked(evidence: readonly Evidence[]): ReturnType<TellTries> {
  const one = first(evidence);
  const isOther = one.signIn.scheme === "other";
  return {
    text: `sign-in refused: ${triesRefused(evidence.length, one.signIn)}`,
    detail: isOther
      ? "Credentials of this kind cannot be checked."
      : "Whether the password or the nonce is wrong cannot be checked without the password.",
    remedy: isOther ? "" : "Give the name and the password, to see which of the two it is.",
    checked: "not checked",
  };
}

function oldNonceOf(evidence: readonly Evidence[], now: string): ReturnType<TellTries> {
  const one = first(evidence);
  const { signIn, last, session, passwordFrom } = one;
  const where = session?.isFirst === true && evidence.length === 1 ? ` at the start of session ${session.id}` : "";
  const made = signIn.nonce === undefined ? "an empty nonce" : `the nonce of #${signIn.nonce.from}`;
  const fits =
    passwordFrom === undefined ? `The password is right${now}` : `The password is the one sent in #${passwordFrom}`;
  return {
    text: `old nonce${where}`,
    detail: `${fits}, but the digest is made with ${made}; ${answerer(one)} had given a newer one in #${last?.from ?? "?"}.`,
    remedy: "Let the device keep the nonce of every answer, also of a refusal.",
    checked: "digest computed with each nonce of the capture",
  };
}

const oldNonce: TellTries = (evidence) => oldNonceOf(evidence, "");
const oldNonceAfterPassword: TellTries = (evidence) => oldNonceOf(evidence, " now");

function scheme(evidence: readonly Evidence[]): ReturnType<TellTries> {
  const one = first(evidence);
  const { signIn, exchange, openly, sender } = one;
  const wanted = signIn.status?.challenge?.scheme ?? "another scheme";
  const waits = exchange.wait === undefined ? "" : ` (${seconds(exchange.wait)})`;
  const readable =
    signIn.scheme === "basic" && openly !== undefined ? `; name and password crossed ${openly}, readable` : "";
  return {
    text: `the ${sender} starts with ${signIn.scheme}, ${answerer(one)} asks for ${wanted}`,
    detail: `It costs a round trip${waits}${readable}.`,
    remedy: `Let the ${sender} start with ${wanted}.`,
    checked: "Cred and Chal compared",
  };
}

function missing(evidence: readonly Evidence[]): ReturnType<TellTries> {
  const one = first(evidence);
  const wanted = one.signIn.status?.challenge?.scheme;
  return {
    text: `the ${one.sender} sends no credentials until it is asked${wanted === undefined ? "" : ` for ${wanted}`}`,
    detail: `It costs a round trip${one.exchange.wait === undefined ? "" : ` (${seconds(one.exchange.wait)})`}.`,
    checked: "Cred and Chal",
  };
}

function missingAgain(evidence: readonly Evidence[]): ReturnType<TellTries> {
  const one = first(evidence);
  return {
    text: `the ${one.sender} sends no credentials, although ${answerer(one)} had asked for them`,
    detail: `${answerer(one).replace("t", "T")} had given nonce ${one.last?.letter ?? ""} in #${one.last?.from ?? "?"}.`,
    remedy: `Let the ${one.sender} sign in with the nonce of the last answer.`,
    checked: "Cred and Chal",
  };
}

function overlooked(evidence: readonly Evidence[]): ReturnType<TellTries> {
  const one = first(evidence);
  return {
    text: `${answerer(one)} says that credentials are missing (407)`,
    detail: `The message has ${one.signIn.scheme} credentials${one.signIn.status?.challenge === undefined ? "; the answer does not say which it wants" : ""}.`,
    remedy: `Let ${answerer(one)} answer with 401, and a Chal with the scheme that it wants.`,
    checked: "Cred and Chal",
  };
}

function firstNonce(evidence: readonly Evidence[]): ReturnType<TellTries> {
  const one = first(evidence);
  const { signIn } = one;
  const given = signIn.status?.challenge?.nonce ?? "";
  const empty = signIn.proof === "right" ? "The digest is made with an empty nonce" : "No nonce had been given before";
  return {
    text: `the first ${signIn.scheme} sign-in of the ${one.sender} is answered with a nonce`,
    detail: `${empty}; ${answerer(one)} gives nonce ${given} for the next try, as the protocol has it.`,
    checked: "Chal",
  };
}

function clearText(evidence: readonly Evidence[]): ReturnType<TellTries> {
  const { sender, openly } = first(evidence);
  return {
    text: `the ${sender} signs in with basic; name and password crossed ${openly}, readable`,
    detail: `Basic credentials are base64, not encrypted (${listed(evidence.map(({ exchange }) => `#${exchange.index}`))}).`,
    remedy: "Use md5, or TLS.",
    checked: "credentials read",
  };
}
