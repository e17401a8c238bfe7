import * as Code from "../../ast/codes/code.ts";
import { countedInWords, grouped, inWords, listed, timesInWords } from "../quantities.ts";
import { allOf } from "./drafts.ts";
import { isRefusal } from "./judgement.ts";
import type { Conversation, ConversationCommand } from "./model.ts";

type Heard = Omit<Conversation, "verdict" | "problems">;

const writing: ReadonlySet<string> = new Set(["Add", "Replace", "Delete", "Copy", "Move"]);

/** One sentence: how the sign-in went, what was done, what was not. */
export function verdictOf(heard: Heard, problems: Conversation["problems"]): string {
  if (heard.protocol === "unknown")
    return heard.counts.exchanges === 0 ? "There is nothing in it." : "There is no SyncML in it.";
  const isClean = problems.every(({ severity }) => severity === "note");
  const clauses = [
    signInClause(heard),
    heard.protocol === "OMA DM" ? treeClause(heard) : itemsClause(heard),
    troubleClause(heard),
    isClean ? "everything succeeded" : "",
  ].filter((clause) => clause !== "");
  const sentence = clauses.length === 0 ? "nothing was changed" : clauses.join("; ");
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

function signInClause({ exchanges }: Heard): string {
  const answered = exchanges.map(({ request }) => request?.signIn).filter((signIn) => signIn?.status !== undefined);
  const refused = answered.filter((signIn) => isRefusal(signIn?.status?.code ?? "")).length;
  if (refused === 0) return "";
  const isIn = answered.some((signIn) => signIn?.scheme !== "none" && signIn?.outcome === "ok");
  const times = timesInWords(refused);
  return isIn ? `the server refused the sign-in ${times}, then accepted it` : `the server refused the sign-in ${times}`;
}

function commandsOf(exchanges: Heard["exchanges"]): ConversationCommand[] {
  return exchanges.flatMap(({ request, response }) =>
    [request, response].flatMap((message) => (message === undefined ? [] : [...allOf(message.commands)])),
  );
}

const kinds: Readonly<Record<string, string>> = {
  "text/vcard": "contact",
  "text/x-vcard": "contact",
  "text/calendar": "calendar entry",
  "text/x-vcalendar": "calendar entry",
};

function itemsClause({ exchanges, largeObjects }: Heard): string {
  const done = commandsOf(exchanges).filter(
    ({ name, outcome, largeObject, status }) =>
      writing.has(name) && outcome === "ok" && (largeObject === undefined || status?.code !== Code.CHUNK_ACCEPTED),
  );
  const parts = (["device", "server"] as const).flatMap((sender) => {
    const own = done.filter((command) => command.sender === sender);
    if (own.length === 0) return [];
    const types = new Set(
      own.map(
        ({ text, largeObject }) =>
          typeIn(text) ?? (largeObject === undefined ? undefined : largeObjects[largeObject]?.type),
      ),
    );
    const kind = types.size === 1 ? (kinds[[...types][0] ?? ""] ?? "item") : "item";
    const [only] = own;
    const object = own.length === 1 && only?.largeObject !== undefined ? largeObjects[only.largeObject] : undefined;
    const how = object === undefined ? "" : ` of ${grouped(object.received)} B`;
    const chunks = object === undefined ? "" : ` in ${inWords(object.chunks.length)} chunks`;
    return [
      `${countedInWords(own.length, kind)}${how} ${own.length === 1 ? "was" : "were"} ${sender === "device" ? "sent" : "received"}${chunks}`,
    ];
  });
  return parts.join(" and ");
}

function typeIn(text: string): string | undefined {
  return / {2}([\w.+-]+\/[\w.+-]+),/.exec(text)?.[1];
}

function treeClause({ exchanges }: Heard): string {
  const own = commandsOf(exchanges).filter(({ sender }) => sender === "server");
  const changes = own.filter(({ name }) => writing.has(name));
  const runs = own.filter(({ name, outcome }) => name === "Exec" && outcome === "ok").length;
  const done = changes.filter(({ outcome }) => outcome === "ok").length;
  const reads = own.filter(({ name, outcome }) => name === "Get" && outcome === "ok").length;
  const parts = [
    changes.length === 0
      ? ""
      : done === changes.length
        ? "the server’s changes were made"
        : `${inWords(done)} of the server’s ${countedInWords(changes.length, "change")} ${done === 1 ? "was" : "were"} made`,
    runs === 0 ? "" : `${countedInWords(runs, "Exec")} ${runs === 1 ? "was" : "were"} carried out`,
    changes.length > 0 || reads === 0 ? "" : `the server read ${countedInWords(reads, "node")}`,
  ];
  return parts.filter((part) => part !== "").join(" and ");
}

function troubleClause({ exchanges, unanswered, counts }: Heard): string {
  const all = commandsOf(exchanges);
  const refused = all.filter(
    ({ outcome, name }) => (outcome === "refused" || outcome === "look") && !writing.has(name),
  );
  const sync = all.filter(({ outcome, name }) => outcome === "refused" && writing.has(name));
  const parts = [
    ...(unanswered.length === 0
      ? []
      : [`${countedInWords(unanswered.length, "command")} ${unanswered.length === 1 ? "was" : "were"} not answered`]),
    ...(refused.length === 0
      ? []
      : [`${countedInWords(refused.length, sameName(refused))} ${refused.length === 1 ? "was" : "were"} refused`]),
    ...(sync.length === 0
      ? []
      : [`${countedInWords(sync.length, "change")} ${sync.length === 1 ? "was" : "were"} refused`]),
    ...(counts.undecoded === 0 ? [] : [`${countedInWords(counts.undecoded, "message")} could not be read`]),
  ];
  return listed(parts);
}

function sameName(commands: readonly ConversationCommand[]): string {
  const names = new Set(commands.map(({ name }) => name));
  return names.size === 1 ? ([...names][0] ?? "command") : "command";
}
