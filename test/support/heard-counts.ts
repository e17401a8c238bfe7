import type { Command } from "../../src/ast/nodes.ts";
import type { Exchange, Payload } from "../../src/capture/model.ts";
import { decodePartial } from "../../src/codec/decode.ts";
import type { Conversation, ConversationCommand } from "../../src/inspect/index.ts";

/** How many there are, at any depth. */
export interface Counts {
  commands: number;
  statuses: number;
  results: number;
}

/** What a message has, at any depth. */
function countsIn({ bytes, gaps }: Payload): Counts {
  const counts = { commands: 0, statuses: 0, results: 0 };
  const captured = gaps[0] === undefined ? bytes : bytes.subarray(0, gaps[0].offset);
  // Of a message that cannot be read to its end, other ways to read it read other parts.
  const { document } = decodePartial(captured, { embedded: "keep" });
  const walk = (commands: readonly Command[]) => {
    for (const command of commands) {
      counts[command.kind === "Status" ? "statuses" : command.kind === "Results" ? "results" : "commands"]++;
      if ("commands" in command) walk(command.commands);
    }
  };
  if (document?.kind === "SyncML") walk(document.syncBody?.commands ?? []);
  return counts;
}

/** What a conversation has, wherever it put it. */
export function countsHeard(heard: Conversation): Counts {
  const counts = { commands: 0, statuses: heard.strayStatuses.length, results: heard.strayResults?.length ?? 0 };
  const answer = (one: { readonly status?: object; readonly otherStatuses?: readonly object[] } | undefined) => {
    counts.statuses += (one?.status === undefined ? 0 : 1) + (one?.otherStatuses?.length ?? 0);
  };
  const walk = (commands: readonly ConversationCommand[]) => {
    for (const command of commands) {
      counts.commands++;
      counts.results += command.results.length;
      answer(command);
      for (const result of command.results) answer(result);
      walk(command.commands);
    }
  };
  for (const result of heard.strayResults ?? []) answer(result);
  for (const message of heard.exchanges.flatMap(({ request, response }) => [request, response])) {
    answer(message?.signIn);
    walk(message?.commands ?? []);
  }
  return counts;
}

/** What exchanges have. */
export function countsSent(exchanges: readonly Exchange[]): Counts {
  const sent: Counts = { commands: 0, statuses: 0, results: 0 };
  for (const payload of exchanges.flatMap(({ request, response }) => [request, response])) {
    if (payload === undefined) continue;
    const { commands, statuses, results } = countsIn(payload);
    sent.commands += commands;
    sent.statuses += statuses;
    sent.results += results;
  }
  return sent;
}
