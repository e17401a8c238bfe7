import { counted } from "./command-text.ts";
import type { ConversationCommand, ConversationExchange, Outcome } from "./model.ts";

/** The outcomes that a reader must see, worst first. */
const loud: readonly Outcome[] = ["refused", "unanswered", "look"];

/** What an exchange is about, and its worst outcome that is no consequence. */
export function gistOf({ request, response }: ConversationExchange): {
  readonly gist: string;
  readonly outcome: Outcome;
} {
  const parts: string[] = [];
  const outcomes = new Set<Outcome>();
  for (const message of [request, response]) {
    if (message === undefined) continue;
    const { signIn, commands, fault } = message;
    if (fault !== undefined) outcomes.add("refused");
    if (signIn?.status !== undefined) {
      const isRefused = /^4/.test(signIn.status.code);
      outcomes.add(isRefused ? (signIn.status.text.startsWith("wrong") ? "refused" : "look") : "ok");
      parts.push(isRefused ? `sign-in: ${signIn.status.text}` : "sign-in");
    }
    if (commands.length > 0)
      parts.push(commands.length === 1 ? `${commands[0]?.name ?? ""}` : counted(commands.length, "command"));
    collect(commands, outcomes);
  }
  const outcome = loud.find((one) => outcomes.has(one)) ?? (outcomes.size > 0 ? "ok" : "none");
  return { gist: parts.length === 0 ? "statuses only" : parts.join(", "), outcome };
}

function collect(commands: readonly ConversationCommand[], outcomes: Set<Outcome>): void {
  for (const { outcome, commands: inner } of commands) {
    outcomes.add(outcome);
    collect(inner, outcomes);
  }
}
