import * as Code from "../../ast/codes/code.ts";
import { allOf, type CommandDraft, type MessageDraft, type SignInDraft } from "./drafts.ts";
import type { CommandStatus, Outcome } from "./model.ts";
import { sentenceOf } from "./sentences.ts";
import type { Attempt } from "./sign-ins.ts";

/**
 * Why a sign-in was refused: `missing`, there were no credentials; `scheme`, another scheme is wanted; `first-nonce`, the side had
 * no nonce of the other yet; `overlooked`, credentials were sent and are said to be missing; `old-nonce`, it used one that is not the last; `password`, the digest fits and is refused, or clear
 * text is; `unlike`, the digest fits no nonce with the password given; `unknown`, it cannot be checked.
 */
export type Refusal =
  | "missing"
  | "overlooked"
  | "scheme"
  | "first-nonce"
  | "old-nonce"
  | "password"
  | "unlike"
  | "unknown";

/** Whether a code refuses credentials. */
export function isRefusal(code: string): boolean {
  return code === Code.INVALID_CREDENTIALS || code === Code.CREDENTIALS_MISSING;
}

/** Why a sign-in was refused; `undefined` if it was not. */
export function refusalOf({ signIn, hadNonce }: Omit<Attempt, "last">): Refusal | undefined {
  const { scheme, proof, status } = signIn;
  if (status === undefined || !isRefusal(status.code)) return undefined;
  if (scheme === "none") return "missing";
  const wanted = status.challenge?.scheme;
  if (wanted !== undefined && wanted !== scheme) return "scheme";
  if (status.code === Code.CREDENTIALS_MISSING) return "overlooked";
  if (scheme === "basic") return "password";
  if (proof === "old-nonce") return "old-nonce";
  if (!hadNonce && status.challenge?.nonce !== undefined) return "first-nonce";
  if (proof === "right") return "password";
  return proof === "wrong" ? "unlike" : "unknown";
}

const texts: Readonly<Record<Refusal, string>> = {
  missing: "credentials wanted",
  overlooked: "credentials missing, it says",
  scheme: "another scheme wanted",
  "first-nonce": "first nonce",
  "old-nonce": "old nonce",
  password: "wrong password",
  unlike: "refused",
  unknown: "refused",
};

/** Says how a sign-in ended, and takes what follows from a refusal as its consequence. */
export function judge({ commands }: MessageDraft, signIn: SignInDraft, refusal: Refusal | undefined): void {
  const { status } = signIn;
  if (status === undefined) {
    signIn.outcome = signIn.scheme === "none" ? "none" : "unanswered";
    return;
  }
  signIn.outcome = outcomeOf(signIn, status, refusal);
  signIn.status = { ...status, text: answerText(signIn, status, refusal) };
  if (refusal === undefined) return;
  for (const command of allOf<CommandDraft>(commands)) {
    if (command.status?.code !== status.code) continue;
    command.outcome = "consequence";
    command.status = { ...command.status, text: "not carried out" };
  }
}

function outcomeOf({ scheme }: SignInDraft, { code }: CommandStatus, refusal: Refusal | undefined): Outcome {
  if (refusal !== undefined)
    return refusal === "password" || refusal === "unlike" || refusal === "unknown" ? "refused" : "look";
  const { outcome } = sentenceOf(code, "SyncHdr");
  return outcome === "ok" && scheme === "none" ? "none" : outcome;
}

function answerText({ scheme }: SignInDraft, { code, challenge }: CommandStatus, refusal: Refusal | undefined): string {
  const given = challenge?.nonce;
  const revealed = challenge?.revealed === undefined ? "" : ` (${challenge.revealed})`;
  const nonce = given === undefined ? "" : `, nonce ${given}${revealed}`;
  if (code === Code.AUTHENTICATED) return `signed in${nonce}`;
  if (code === Code.OK) return `${scheme === "none" ? "" : "accepted"}${nonce}`.replace(/^, /, "");
  if (refusal === undefined) return sentenceOf(code, "SyncHdr").text;
  if (refusal === "scheme") return `${challenge?.scheme ?? ""} wanted${nonce}`;
  if (refusal === "old-nonce") return `${texts[refusal]}${given === undefined ? "" : `, new one ${given}${revealed}`}`;
  if (refusal === "first-nonce") return `a nonce to use: ${given}${revealed}`;
  if (refusal === "password" && scheme === "basic") return `name or password wrong${nonce}`;
  return `${texts[refusal]}${nonce}`;
}

/**
 * A group that failed because of a command inside it, or whose commands failed because of it: the one inside is the cause, the rest
 * are consequences.
 */
export function judgeGroup(command: CommandDraft): void {
  for (const inner of command.commands) judgeGroup(inner);
  const { commands, status } = command;
  if (status?.code !== Code.ATOMIC_FAILED) return;
  if (commands.some(({ outcome }) => outcome === "refused" || outcome === "look")) command.outcome = "consequence";
}
