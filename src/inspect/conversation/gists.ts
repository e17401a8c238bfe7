import * as Code from "../../ast/codes/code.ts";
import { ordinal } from "../quantities.ts";
import { allOf, type ExchangeDraft, messagesOf } from "./drafts.ts";
import { isRefusal } from "./judgement.ts";
import type { ConversationCommand, ConversationExchange, Outcome, SessionSummary } from "./model.ts";
import { triesRefused } from "./sign-in-problems.ts";

/** Outcomes, the worst first; those before `ok` must be seen. */
const worst: readonly Outcome[] = ["refused", "unanswered", "look", "ok", "consequence", "none"];
/** Commands that a gist names. */
const MOST_COMMANDS = 3;

/** What an exchange is about, and its worst outcome. */
export function gistOf(exchange: ExchangeDraft): { readonly gist: string; readonly outcome: Outcome } {
  const messages = messagesOf(exchange);
  const outcomes = new Set<Outcome>();
  for (const { signIn, commands, fault, gaps } of messages) {
    if (fault !== undefined || gaps.length > 0) outcomes.add("refused");
    if (signIn?.outcome !== undefined) outcomes.add(signIn.outcome);
    for (const { outcome } of allOf<ConversationCommand>(commands)) outcomes.add(outcome);
  }
  const outcome = worst.find((one) => outcomes.has(one)) ?? "none";
  return { gist: gistText(exchange), outcome };
}

function gistText(exchange: ExchangeDraft): string {
  const { sameAs, request } = exchange;
  if (sameAs !== undefined) {
    if (request?.repeats !== undefined) return `as #${sameAs}, sent again`;
    const nonce = request?.signIn?.nonce;
    return `as #${sameAs}${nonce === undefined ? "" : `, with the nonce of #${nonce.from}`}`;
  }
  const commands = messagesOf(exchange).flatMap((message) => message.commands);
  const named = commands.slice(0, MOST_COMMANDS).map((command) => `${command.name} ${shortText(command)}`.trimEnd());
  const more = commands.length > MOST_COMMANDS ? [`${commands.length - MOST_COMMANDS} more`] : [];
  if (named.length > 0) return [...named, ...more].join(", ");
  if (messagesOf(exchange).some(({ encoding }) => encoding === "unknown")) return "not readable";
  return messagesOf(exchange).some(({ statuses }) => statuses > 0) ? "statuses only" : "nothing";
}

function shortText({ text }: ConversationCommand): string {
  return text.split(/ {2}|, | = /, 1)[0] ?? "";
}

const accepted: ReadonlySet<string> = new Set([Code.AUTHENTICATED, Code.OK]);

/** What happened in a session, and how it ended. */
export function sessionGist(
  exchanges: readonly ConversationExchange[],
  isDm: boolean,
): Pick<SessionSummary, "gist" | "outcome"> {
  const tries = exchanges
    .map(({ request }) => request?.signIn)
    .filter((one) => (one?.status !== undefined && one.scheme !== "none") || isRefusal(one?.status?.code ?? ""));
  const refused = tries
    .filter((one) => one !== undefined && isRefusal(one.status?.code ?? ""))
    .map((one) => one as NonNullable<typeof one>);
  const [first] = refused;
  const isIn = tries.some((one) => accepted.has(one?.status?.code ?? ""));
  if (!isIn && first !== undefined) {
    const wanted = first.status?.challenge?.scheme;
    if (refused.length > 1)
      return { gist: `${triesRefused(refused.length, first)}, the device gave up`, outcome: "refused" };
    if (first.scheme === "none")
      return { gist: `no credentials${wanted === undefined ? "" : `, ${wanted} asked for`}`, outcome: "look" };
    if (wanted !== undefined && wanted !== first.scheme)
      return { gist: `${first.scheme} offered, ${wanted} asked for`, outcome: "look" };
    if (first.outcome === "look" && first.proof !== "old-nonce")
      return { gist: `${first.scheme} offered, a nonce given`, outcome: "look" };
    if (first.proof === "old-nonce") return { gist: "right password, old nonce", outcome: "look" };
    return { gist: "sign-in refused", outcome: "refused" };
  }
  const commands = exchanges.flatMap(({ request, response }) => [
    ...(request?.commands ?? []),
    ...(response?.commands ?? []),
  ]);
  const alerts = commands.filter(({ name }) => name === "Alert").map(({ text }) => text);
  const isAborted = alerts.some((text) => text.startsWith(Code.SESSION_ABORT));
  const retried = refused.length > 0 ? `signed in at the ${ordinal(refused.length + 1)} try` : "signed in";
  const aim = isDm ? dmAim(exchanges, alerts) : syncAim(alerts);
  const signed = tries.length > 0 && isIn ? (isDm && refused.length === 0 ? "" : retried) : "";
  const gist = [signed, aim, isAborted ? "aborted" : ""].filter((part) => part !== "").join(", ");
  return { gist: gist === "" ? "no sign-in" : gist, outcome: isAborted ? "refused" : "ok" };
}

function dmAim(exchanges: readonly ConversationExchange[], alerts: readonly string[]): string {
  const begin = alerts.some((text) => text.startsWith(Code.SERVER_INITIATED))
    ? "asked for by the server"
    : alerts.some((text) => text.startsWith(Code.CLIENT_INITIATED))
      ? "started by the device"
      : "";
  // The server ends a session by a message that asks for nothing.
  const last = exchanges.at(-1)?.response;
  const isEnded = last?.isFinal === true && last.commands.length === 0 && last.fault === undefined;
  return [begin, isEnded ? "ended by the server" : ""].filter((part) => part !== "").join(", ");
}

function syncAim(alerts: readonly string[]): string {
  const aims = alerts.filter((text) => /^20\d /.test(text)).map((text) => text.slice(4).replace(/ {2}/, " of "));
  return [...new Set(aims)].slice(0, MOST_COMMANDS).join(", ");
}
