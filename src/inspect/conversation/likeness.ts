import { seconds } from "../quantities.ts";
import { allOf, type ExchangeDraft, messagesOf } from "./drafts.ts";
import type { ConversationCommand, Run } from "./model.ts";

/** Exchanges that are folded at least, apart from those shown before them. */
const FEWEST = 2;

/**
 * Marks each exchange whose request is that of one before it: the same message again, or the same commands with nothing carried
 * out, so that only the sign-in differs.
 */
export function markSame(exchanges: readonly ExchangeDraft[]): void {
  const first = new Map<string, number>();
  for (const exchange of exchanges) {
    const { request } = exchange;
    if (request === undefined) continue;
    if (request.repeats !== undefined) {
      exchange.sameAs = request.repeats;
      continue;
    }
    const { commands } = request;
    if (commands.length === 0 || commands.some(({ outcome }) => outcome !== "consequence")) continue;
    if ((exchange.response?.commands.length ?? 0) > 0) continue;
    const key = JSON.stringify(
      [...allOf<ConversationCommand>(commands)].map(({ name, id, text, status }) => [name, id, text, status?.code]),
    );
    const before = first.get(key);
    if (before === undefined) first.set(key, exchange.index);
    else exchange.sameAs = before;
  }
}

/** Alike exchanges in a row: the chunks of an object between its first and its last, and what is repeated without a change. */
export function runsOf(exchanges: readonly ExchangeDraft[]): Run[] {
  const runs: Run[] = [];
  let at = 0;
  while (at < exchanges.length) {
    const chunks = lengthOf(exchanges, at, middleChunk);
    if (chunks >= FEWEST) {
      runs.push(chunkRun(exchanges.slice(at, at + chunks)));
      at += chunks;
      continue;
    }
    const alike = lengthOf(exchanges, at, likenessOf);
    // The first of them is shown.
    if (alike > FEWEST) runs.push(run(exchanges.slice(at + 1, at + alike), ""));
    at += Math.max(1, alike);
  }
  return runs;
}

/** How many exchanges from `at` on have the same key as the first. */
function lengthOf(
  exchanges: readonly ExchangeDraft[],
  at: number,
  keyOf: (exchange: ExchangeDraft) => string | undefined,
): number {
  const [from] = exchanges.slice(at, at + 1) as [ExchangeDraft];
  const key = keyOf(from);
  if (key === undefined) return 0;
  let end = at + 1;
  for (let next = exchanges[end]; next !== undefined; next = exchanges[++end]) {
    if (next.session !== from.session || keyOf(next) !== key) break;
  }
  return end - at;
}

const chunkPattern = / {2}chunk (\d+)(?: of \d+)?$/;

/** What an exchange of nothing but one chunk has in common with others; `undefined` for the first chunk and the last. */
function middleChunk(exchange: ExchangeDraft): string | undefined {
  const commands = commandsOf(exchange);
  const carriers = [...commands, ...commands.flatMap(({ results }) => results)].filter(
    ({ largeObject }) => largeObject !== undefined,
  );
  const [carrier] = carriers;
  if (carrier === undefined || carriers.length !== 1 || !chunkPattern.test(carrier.text)) return undefined;
  if (chunkPattern.exec(carrier.text)?.[1] === "1") return undefined;
  // Besides the chunk there is the Sync around it, or a request for the next message.
  const isAlone = commands.every(
    ({ name, commands: inner, outcome, largeObject }) =>
      largeObject !== undefined || (outcome === "ok" && (inner.length === 1 || name === "Alert" || name === "Get")),
  );
  return isAlone && !hasNews(exchange) ? `${carrier.largeObject} ${carrier.status?.code ?? ""}` : undefined;
}

/** What an exchange has in common with those that say the same; `undefined` if it has anything of its own. */
function likenessOf(exchange: ExchangeDraft): string | undefined {
  if (hasNews(exchange)) return undefined;
  const commands = commandsOf(exchange);
  return JSON.stringify([
    commands.map(({ name, sender, text, status, results, otherStatuses = [] }) => [
      name,
      sender,
      text,
      status?.code ?? "",
      results.map((result) => result.text),
      otherStatuses.map(({ code }) => code),
    ]),
    exchange.sameAs,
    exchange.response === undefined,
  ]);
}

/** Whether an exchange has something that must be seen: a sign-in, damage. */
function hasNews(exchange: ExchangeDraft): boolean {
  return messagesOf(exchange).some(
    ({ signIn, fault, gaps, repeats }) =>
      (signIn !== undefined && repeats === undefined && (signIn.scheme !== "none" || signIn.outcome !== "none")) ||
      fault !== undefined ||
      gaps.length > 0,
  );
}

function commandsOf(exchange: ExchangeDraft): ConversationCommand[] {
  return messagesOf(exchange).flatMap(({ commands }) => [...allOf<ConversationCommand>(commands)]);
}

function chunkRun(exchanges: readonly ExchangeDraft[]): Run {
  const carriers = exchanges.map((exchange) =>
    commandsOf(exchange)
      .flatMap((command) => [command, ...command.results])
      .find(({ largeObject }) => largeObject !== undefined),
  );
  const numbers = carriers.map((carrier) => chunkPattern.exec(carrier?.text ?? "")?.[1]);
  const code = carriers[0]?.status?.code;
  return run(exchanges, `chunks ${numbers[0]} to ${numbers.at(-1)}${code === undefined ? "" : `, ${code} each`}`);
}

function run(exchanges: readonly ExchangeDraft[], what: string): Run {
  const [first, last] = [exchanges[0], exchanges.at(-1)] as [ExchangeDraft, ExchangeDraft];
  const duration =
    first.start === undefined || last.start === undefined
      ? undefined
      : Math.round((last.start + (last.wait ?? 0) - first.start) * 1000) / 1000;
  const texts = [...(what === "" ? [] : [what]), ...(duration === undefined ? [] : [seconds(duration)])];
  return {
    first: first.index,
    last: last.index,
    text: texts.join(", "),
    count: exchanges.length,
    ...(duration === undefined ? {} : { duration }),
  };
}
