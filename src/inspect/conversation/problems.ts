import * as Code from "../../ast/codes/code.ts";
import { statusRemedies } from "../../ast/codes/remedies.ts";
import { statusCodes } from "../../ast/codes/status-codes.ts";
import { counted, grouped, inWords, listed } from "../quantities.ts";
import { allOf } from "./drafts.ts";
import { isRefusal } from "./judgement.ts";
import type { Conversation, ConversationCommand, ConversationExchange, ConversationMessage, Problem } from "./model.ts";
import { ProblemList, type Told } from "./problem-list.ts";
import { type PlacedAttempt, signInProblems } from "./sign-in-problems.ts";

/** What went wrong: a cause once, and nothing that only follows from it. */
export function findProblems(
  heard: Omit<Conversation, "verdict" | "problems">,
  attempts: readonly PlacedAttempt[],
  exchangesOfHttpErrors: readonly { readonly exchange: number; readonly status: number }[],
): Problem[] {
  const found = new ProblemList();
  signInProblems(found, attempts);
  const lastOf = new Map(heard.sessions.map(({ number, exchanges }) => [number, exchanges.at(-1)]));
  for (const exchange of heard.exchanges) {
    messageProblems(found, exchange);
    const isLast = exchange.session !== undefined && lastOf.get(exchange.session) === exchange.index;
    commandProblems(found, exchange, isLast, heard);
  }
  for (const { exchange, status } of exchangesOfHttpErrors) {
    found.add("error", "http/status", 0, exchange, status, (statuses) => ({
      text: `the server answers with HTTP ${listed([...new Set(statuses)].map(String))}`,
      detail: "The message was refused before SyncML came to see it, or the server failed.",
      checked: "the status line",
    }));
  }
  for (const { exchange, msgRef, cmdRef, command, code } of heard.strayStatuses) {
    const what = `${command} ${cmdRef} of message ${msgRef}: ${code}`;
    found.add("note", "status/stray", 3, exchange, what, (all) => ({
      text:
        all.length === 1
          ? "a status whose command is not in the capture"
          : `${inWords(all.length)} statuses whose commands are not in the capture`,
      detail: listed(all),
      checked: "message and command numbers",
    }));
  }
  for (const { exchange, msgRef, cmdRef } of heard.strayResults ?? []) {
    found.add("note", "results/stray", 3, exchange, `command ${cmdRef} of message ${msgRef}`, (all) => ({
      text:
        all.length === 1
          ? "results whose command is not in the capture"
          : `${inWords(all.length)} results whose commands are not in the capture`,
      detail: listed(all),
      checked: "message and command numbers",
    }));
  }
  objectProblems(found, heard);
  limitProblem(found, heard);
  return found.inOrder();
}

/** Said of the last exchange that was read, after which the rest would be. */
function limitProblem(found: ProblemList, { exchanges, diagnostics }: Parameters<typeof findProblems>[0]): void {
  const reached = diagnostics.filter(({ code }) => code === "limit-reached").map(({ message }) => message);
  const last = exchanges.at(-1);
  if (reached.length === 0 || last === undefined) return;
  found.add("warning", "capture/limit", 0, last.index, reached, () => ({
    text: "the capture is larger than a limit, and not all of it is here",
    detail: `${listed(reached)}.`,
    remedy: "Read it again with a higher limit, or a part of it at a time.",
    checked: "the capture",
  }));
}

function messageProblems(found: ProblemList, { index, request, response }: ConversationExchange): void {
  for (const message of [request, response]) {
    if (message === undefined) continue;
    const { gaps, fault, signIn, repeats } = message;
    for (const gap of gaps) {
      const what = `${gap.length === undefined ? "octets" : counted(gap.length, "octet")} of the ${direction(message)}, at ${gap.offset}`;
      found.add("warning", "capture/gap", 1, index, what, (all) => ({
        text: "octets were not captured",
        detail: `${listed(all)}. What is after them cannot be read.`,
        checked: "the capture",
      }));
    }
    if (fault !== undefined && gaps.length === 0) faultProblem(found, index, message, fault);
    if (repeats !== undefined) {
      found.add("note", "message/repeated", 3, index, `#${index} is #${repeats} again`, (all) => ({
        text: all.length === 1 ? "a message was sent again" : `${inWords(all.length)} messages were sent again`,
        detail: listed(all),
        checked: "the same octets with the same MsgID",
      }));
    }
    const { status } = signIn ?? {};
    if (status === undefined || isRefusal(status.code) || signIn?.outcome === "ok" || signIn?.outcome === "none")
      continue;
    const named = statusCodes[status.code];
    found.add(
      named === undefined ? "note" : signIn?.outcome === "refused" ? "error" : "warning",
      `header/${status.code}`,
      2,
      status.exchange,
      index,
      () => ({
        text: `the header is answered with ${status.code}, ${named === undefined ? "a code of no standard" : status.text}`,
        detail: named === undefined ? "The other side may take it as a failure." : `${named.meaning}.`,
        remedy: statusRemedies[status.code] ?? "",
        checked: "Status of SyncHdr",
      }),
      message.sender,
    );
  }
}

function direction({ sender }: ConversationMessage): string {
  return sender === "device" ? "request" : "reply";
}

function faultProblem(
  found: ProblemList,
  index: number,
  message: ConversationMessage,
  { code, text, offset }: NonNullable<ConversationMessage["fault"]>,
): void {
  const isSyncml = message.encoding !== "unknown";
  found.add(
    isSyncml ? "error" : "note",
    `message/${isSyncml ? code : "no-syncml"}`,
    isSyncml ? 3 : 4,
    index,
    `the ${direction(message)} of ${counted(message.bytes, "byte")}: ${text}, at byte ${offset}`,
    (all) => ({
      text: isSyncml
        ? all.length === 1
          ? "a message cannot be read to its end"
          : `${inWords(all.length)} messages cannot be read to their end`
        : `${counted(all.length, "payload")} that ${all.length === 1 ? "is" : "are"} no SyncML`,
      detail: `${listed(all)}.`,
      checked: "decoded",
    }),
  );
}

function commandProblems(
  found: ProblemList,
  exchange: ConversationExchange,
  isLast: boolean,
  heard: Omit<Conversation, "verdict" | "problems">,
): void {
  const { index, request, response } = exchange;
  for (const message of [request, response]) {
    if (message === undefined) continue;
    const hasNoReply = message === request && response === undefined;
    // What a damaged reply said cannot be known.
    const isDamaged = message === request && (response?.fault !== undefined || (response?.gaps.length ?? 0) > 0);
    const isOpen = message === response && isLast;
    const waiting = [...allOf(message.commands)].filter(({ outcome }) => outcome === "unanswered");
    if (hasNoReply && message.fault === undefined) {
      found.add("warning", "reply/missing", 1, index, waiting.length, (all) => ({
        text: all.length === 1 ? "no reply to a message" : `no reply to ${inWords(all.length)} messages`,
        detail: `${counted(
          all.reduce((sum, one) => sum + one, 0),
          "command",
        )} went without an answer.`,
        checked: "the capture",
      }));
    } else if (isOpen && waiting.length > 0) {
      found.add("note", "session/open", 4, index, waiting, (all) => ({
        text: `the capture ends before the device answers ${counted(all.flat().length, "command")}`,
        detail: listed(all.flat().map(named)),
        checked: "no later message of the session",
      }));
    } else if (!isDamaged) for (const command of waiting) unanswered(found, index, command, waiting);
    for (const command of allOf(message.commands)) refused(found, command, heard);
  }
}

function named({ name, id }: { readonly name: string; readonly id: string }): string {
  return `${name} ${id}`.trimEnd();
}

function unanswered(
  found: ProblemList,
  index: number,
  command: ConversationCommand,
  waiting: readonly ConversationCommand[],
): void {
  const answered = command.commands.filter(({ status }) => status !== undefined);
  const by = command.sender === "server" ? "device" : "server";
  const checked = "no Status of a later message names it";
  if (answered.length > 0) {
    const all = answered.length === command.commands.length;
    const count = all
      ? answered.length === 2
        ? "both commands"
        : answered.length === 1
          ? "the command"
          : `all ${inWords(answered.length)} commands`
      : `${inWords(answered.length)} of ${inWords(command.commands.length)} commands`;
    const codes = new Set(answered.map(({ status }) => status?.code));
    const names = answered.length <= 4 ? `${answered.map(named).join(", ")}: ` : "";
    found.add(
      "warning",
      "status/missing",
      0,
      index,
      command,
      (list) => ({
        text:
          list.length === 1 ? `${named(command)} was never answered` : `${listed(list.map(named))} were never answered`,
        detail: `The ${by} answers ${count} inside (${names}${listed([...codes].map(String))}) but not the ${command.name} around them.`,
        remedy: `Let the ${by} send a Status for the ${command.name} too.`,
        checked,
      }),
      `around ${command.name}`,
    );
    return;
  }
  // What is inside an unanswered group is not told apart from it.
  if (waiting.some(({ commands }) => commands.includes(command))) return;
  found.add(
    "warning",
    "status/missing",
    1,
    index,
    command,
    (list) => ({
      text:
        list.length === 1
          ? `${named(command)} was never answered`
          : `${counted(list.length, "command")} were never answered`,
      detail:
        list.length === 1
          ? `No Status of the ${by} names it: ${command.text}.`
          : `No Status of the ${by} names them: ${listed(list.map(named))}.`,
      remedy: `Let the ${by} answer every command.`,
      checked,
    }),
    by,
  );
}

const listingPattern = /\?list=/i;

function refused(
  found: ProblemList,
  command: ConversationCommand,
  heard: Omit<Conversation, "verdict" | "problems">,
): void {
  const { name, outcome, status, uri = "", exchange, text: about } = command;
  if (status === undefined || (outcome !== "refused" && outcome !== "look")) return;
  const severity = outcome === "refused" ? "error" : "warning";
  const { code, text } = status;
  const words = text === "" ? "refused" : text;
  const isListing = name === "Get" && listingPattern.test(uri);
  const rank = outcome === "refused" ? 2 : 1;
  const meaning = statusCodes[code]?.meaning;
  const told = (list: readonly ConversationCommand[]): Told => {
    const [base = ""] = uri.split("?");
    const subject =
      list.length > 1
        ? `${counted(list.length, isListing ? "listing" : name)}`
        : isListing
          ? `listing ${base}`
          : `${named(command)}${uri === "" ? `, ${about}` : ` ${uri}`}`;
    const verb = list.length > 1 ? "are" : "is";
    return {
      text: isListing ? `${subject} ${verb} ${words} (${code})` : `${subject}: ${words} (${code})`,
      detail: isListing ? listingDetail(uri, command, heard) : detail(list, meaning),
      remedy: statusRemedies[code] ?? "",
      checked: "the Status of the command",
    };
  };
  found.add(severity, `status/${code}`, rank, exchange, command, told, `${name} ${command.sender} ${isListing}`);
}

function detail(list: readonly ConversationCommand[], meaning: string | undefined): string {
  const all = [...new Set(list.map((command) => command.uri ?? named(command)))];
  const what = list.length === 1 ? "" : `They are about ${listed(all)}.`;
  return `${meaning === undefined ? "" : `${meaning}. `}${what}`.trimEnd();
}

function listingDetail(
  uri: string,
  { sender, status }: ConversationCommand,
  heard: Omit<Conversation, "verdict" | "problems">,
): string {
  const query = uri.slice(uri.indexOf("?"));
  const what = status?.code === Code.NOT_SUPPORTED ? "is an optional feature" : "lists the children of a node";
  for (const { index, request, response } of heard.exchanges) {
    for (const message of [request, response]) {
      if (message?.sender !== sender) continue;
      for (const one of allOf(message.commands)) {
        if (one.name !== "Get" || one.outcome !== "ok" || (one.uri ?? "?").includes("?")) continue;
        return `${query} ${what}; reading single nodes works (${named(one)} in #${index}).`;
      }
    }
  }
  return `${query} ${what}.`;
}

function objectProblems(found: ProblemList, { largeObjects }: Omit<Conversation, "verdict" | "problems">): void {
  for (const { name, isComplete, chunks, received, size, fits } of largeObjects) {
    const exchange = chunks.at(-1)?.exchange ?? 0;
    const of = size === undefined ? "" : ` of ${grouped(size)}`;
    const came = `${grouped(received)}${of} octets came in ${counted(chunks.length, "chunk")}`;
    if (!isComplete) {
      found.add(
        "warning",
        "object/incomplete",
        1,
        exchange,
        came,
        () => ({
          text: `the large object ${name} has no last chunk`,
          detail: `${came}.`,
          checked: "MoreData of each chunk",
        }),
        name,
      );
    } else if (fits === false) {
      found.add(
        "warning",
        "object/size",
        1,
        exchange,
        came,
        () => ({
          text: `the large object ${name} is not as long as announced`,
          detail: `${came}.`,
          remedy: statusRemedies[Code.SIZE_MISMATCH] ?? "",
          checked: "Size, and the chunks counted",
        }),
        name,
      );
    }
  }
}
