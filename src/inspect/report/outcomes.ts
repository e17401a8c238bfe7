import * as Code from "../../ast/codes/code.ts";
import type {
  CommandStatus,
  ConversationCommand,
  ConversationExchange,
  ConversationMessage,
  Outcome,
  SignIn,
} from "../conversation/model.ts";
import { type Html, html } from "./html.ts";
import { statusMark } from "./signs.ts";

/** What is said of an exchange as a whole. */
export interface ExchangeOutcome {
  readonly outcome: Outcome;
  readonly code?: string;
  readonly word: string;
}

/** How the answer to a header ends a sign-in: refused, a step that asks for a look, or well. */
export function signInOutcome({ status, proof, scheme, outcome }: SignIn): Outcome {
  if (status === undefined) return "none";
  if (outcome !== undefined && outcome !== "none") return outcome;
  if (!status.code.startsWith("4") && !status.code.startsWith("5")) return "ok";
  const { challenge } = status;
  const asksOther = challenge !== undefined && challenge.scheme !== scheme;
  return proof === "old-nonce" || scheme === "none" || asksOther ? "look" : "refused";
}

/** A header without credentials that is taken as it is has no row. */
export function isShown(signIn: SignIn): boolean {
  return signIn.scheme !== "none" || signInOutcome(signIn) !== "ok";
}

/** The word beside a code; what a challenge gives has its own place. */
export function wordOf({ text }: CommandStatus, outcome: Outcome): string {
  const word = text.replace(/, (?:new one|nonce) [A-Z]+$/, "");
  return word === "" && outcome === "ok" ? "done" : word;
}

/** The mark of a status. */
export function markOf(status: CommandStatus | undefined, outcome: Outcome): Html | false {
  if (status !== undefined) return statusMark(outcome, status.code, wordOf(status, outcome));
  return outcome === "unanswered" && statusMark("unanswered", undefined, "no answer");
}

/** What a reader must see of an exchange, or else what tells most. */
export function outcomeOf(exchange: ConversationExchange): ExchangeOutcome {
  const { request, response } = exchange;
  const messages = [request, response].filter((message) => message !== undefined);
  const commands = messages.flatMap(({ commands: outer }) => flat(outer));
  const fault = messages.find((message) => message.fault !== undefined);
  const signIns = messages.map(({ signIn }) => signIn).filter((signIn) => signIn?.status !== undefined) as SignIn[];
  for (const loud of ["refused", "unanswered", "look"] as const) {
    if (loud === "refused" && fault !== undefined) return { outcome: "refused", word: "not readable" };
    const signIn = signIns.find((one) => signInOutcome(one) === loud);
    if (signIn?.status !== undefined) return said(signIn.status, loud);
    const command = commands.find(({ outcome }) => outcome === loud);
    if (command?.status !== undefined) return said(command.status, loud);
    if (command !== undefined) return { outcome: loud, word: `${command.name} not answered` };
  }
  return quietOutcome(request, signIns, commands);
}

function quietOutcome(
  request: ConversationMessage | undefined,
  signIns: readonly SignIn[],
  commands: readonly ConversationCommand[],
): ExchangeOutcome {
  const telling = commands.findLast(
    ({ status, outcome }) => outcome === "ok" && status !== undefined && status.code !== Code.OK,
  );
  const [signIn] = signIns;
  const isSignIn = signIn?.status?.code === Code.AUTHENTICATED && signIn.scheme !== "none";
  if (isSignIn && telling === undefined && signIn.status !== undefined) return said(signIn.status, "ok");
  const status = (telling ?? commands.find((one) => one.status !== undefined && one.outcome === "ok"))?.status;
  if (status !== undefined) return said(status, "ok");
  const header = request?.signIn?.status ?? signIn?.status;
  if (header !== undefined) return said(header, "ok");
  return { outcome: "none", word: "" };
}

function said(status: CommandStatus, outcome: Outcome): ExchangeOutcome {
  return { outcome, code: status.code, word: wordOf(status, outcome) };
}

/** The mark of an exchange; nothing if there is nothing to say. */
export function exchangeMark({ outcome, code, word }: ExchangeOutcome): Html | false {
  if (code === undefined && word === "") return false;
  return statusMark(outcome, code, word);
}

/** Commands and those in them, in order. */
export function flat(commands: readonly ConversationCommand[]): ConversationCommand[] {
  const all: ConversationCommand[] = [];
  const enter = (inner: readonly ConversationCommand[]) => {
    for (const command of inner) {
      all.push(command);
      enter(command.commands);
    }
  };
  enter(commands);
  return all;
}

/** The class of an exchange: how loud it is. */
export function classOf(outcome: Outcome): "bad" | "warn" | "ok" {
  if (outcome === "refused") return "bad";
  return outcome === "look" || outcome === "unanswered" ? "warn" : "ok";
}

/** `md5 with nonce A of #1`: letters strong, exchanges as links. */
export function withLinks(text: string, known: (index: number) => boolean): Html {
  const parts = text.split(/(#\d{1,9}\b|\bnonce [A-Z]{1,3}\b)/);
  return html`${parts.map((part) => {
    const [, index] = /^#(\d+)$/.exec(part) ?? [];
    if (index !== undefined && known(Number(index))) return html`<a href="#x${index}">${part}</a>`;
    const [, letter] = /^nonce ([A-Z]{1,3})$/.exec(part) ?? [];
    return letter === undefined ? part : html`nonce <b>${letter}</b>`;
  })}`;
}
