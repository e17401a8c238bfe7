import { type ArchiveWriter, httpArchive } from "../capture/http/http-archive.ts";
import type { Capture, Exchange, Payload } from "../capture/model.ts";
import { readCapture } from "../capture/read-capture.ts";
import { conversation } from "../inspect/conversation/conversation.ts";
import type { Conversation, ConversationMessage, Outcome } from "../inspect/conversation/model.ts";
import { explanationOf } from "../inspect/explain/explain.ts";
import { type RedactedCapture, redact } from "../inspect/redaction/redact.ts";
import { reportHtml } from "../inspect/report/report-html.ts";
import type {
  ExchangeRow,
  FindingRow,
  Mark,
  MessageRow,
  OpenedInput,
  OpenedMessage,
  RequestKind,
  Requests,
} from "./protocol.ts";

interface OpenCapture {
  readonly name: string;
  readonly capture: Capture;
  readonly heard: Conversation;
  /** With what is secret replaced; made when it is first wanted. */
  hidden: RedactedCapture | undefined;
}

const marks: Readonly<Record<Outcome, Mark>> = {
  ok: "ok",
  look: "warn",
  refused: "bad",
  consequence: "plain",
  unanswered: "none",
  none: "plain",
};
const archiveWriter: ArchiveWriter = {
  creator: { name: "syncml inspector", version: "1" },
  spellTime: (milliseconds) => new Date(milliseconds).toISOString(),
};
const severities: Readonly<Record<string, Mark>> = { error: "bad", warning: "warn", note: "plain" };

/** Keeps the captures that are open, and answers what the page asks about them. */
export class OpenedCaptures {
  private readonly captures = new Map<number, OpenCapture>();
  private last = 0;

  /** The answer to a question. Throws what reading throws. */
  answer<Kind extends RequestKind>(kind: Kind, ask: Requests[Kind]["ask"]): Requests[Kind]["answer"] {
    const answers: { [Each in RequestKind]: (ask: Requests[Each]["ask"]) => Requests[Each]["answer"] } = {
      open: (given) => this.open(given),
      message: (given) => this.message(given),
      value: ({ title, bytes }) => messageOf(title, [`${bytes.length.toLocaleString("en-US")} B`], bytes, {}),
      report: ({ document }) => this.report(document),
      redact: ({ document }) => this.redacted(document),
      close: ({ document }) => {
        this.captures.delete(document);
        return null;
      },
    };
    return answers[kind](ask);
  }

  private open({ name, bytes, format }: Requests["open"]["ask"]): OpenedInput {
    const capture = readCapture(bytes, format === undefined ? {} : { from: format });
    const heard = conversation(capture);
    const document = ++this.last;
    this.captures.set(document, { name, capture, heard, hidden: undefined });
    const sessions = new Map(heard.sessions.map(({ number, id }) => [number, id]));
    const exchanges = heard.exchanges.map((exchange): ExchangeRow => {
      const session = exchange.session === undefined ? undefined : sessions.get(exchange.session);
      return {
        index: exchange.index,
        ...(session === undefined ? {} : { session }),
        ...(exchange.request === undefined ? {} : { request: rowOf(exchange.request, true) }),
        ...(exchange.response === undefined ? {} : { response: rowOf(exchange.response, false) }),
      };
    });
    return {
      document,
      name,
      format: capture.format,
      because: capture.because,
      alternatives: capture.alternatives,
      chain: chainOf(capture, heard),
      verdict: heard.verdict,
      exchanges,
      findings: findingsOf(capture, heard),
    };
  }

  private message({ document, exchange, side, isHidden }: Requests["message"]["ask"]): OpenedMessage {
    const opened = this.of(document);
    const found = (isHidden ? hiddenOf(opened).capture : opened.capture).exchanges.find(
      ({ index }) => index === exchange,
    );
    const payload = found?.[side];
    if (payload === undefined) throw new RangeError("there is no such message");
    const heard = opened.heard.exchanges.find(({ index }) => index === exchange)?.[side];
    const about = [
      ...(heard?.msgID === undefined ? [] : [`MsgID ${heard.msgID}`]),
      sizeOf(payload),
      ...(payload.frame === undefined ? [] : [`${frameName(found)} ${payload.frame}`]),
    ];
    const mediaType = payload.contentType === undefined ? {} : { mediaType: payload.contentType };
    return messageOf(`#${exchange} ${side === "request" ? "→" : "←"}`, about, payload.bytes, {
      ...mediaType,
      gaps: payload.gaps,
    });
  }

  private report(document: number): { readonly html: string } {
    const { name, capture } = this.of(document);
    return { html: reportHtml(capture, { name }) };
  }

  private redacted(document: number): Requests["redact"]["answer"] {
    const opened = this.of(document);
    const { capture, replaced } = hiddenOf(opened);
    return {
      name: `${opened.name}.redacted.har`,
      text: httpArchive(capture, archiveWriter),
      replaced: replaced.length,
    };
  }

  private of(document: number): OpenCapture {
    const opened = this.captures.get(document);
    if (opened === undefined) throw new RangeError("this input is no longer open");
    return opened;
  }
}

function hiddenOf(opened: OpenCapture): RedactedCapture {
  const hidden = opened.hidden ?? redact(opened.capture);
  opened.hidden = hidden;
  return hidden;
}

function messageOf(
  title: string,
  about: readonly string[],
  bytes: Uint8Array,
  { mediaType, gaps = [] }: { readonly mediaType?: string; readonly gaps?: Payload["gaps"] },
): OpenedMessage {
  const { leaves, findings, summary } = explanationOf(bytes, { mediaType, gaps });
  const missing = gaps.reduce((sum, { offset, length = 0 }) => sum + (offset === bytes.length ? length : 0), 0);
  return { title, about: about.join(" · "), summary, bytes: bytes.slice(), leaves, findings, missing };
}

function sizeOf({ bytes, gaps }: Payload): string {
  const lost = gaps.reduce((sum, { length = 0 }) => sum + length, 0);
  const size = bytes.length.toLocaleString("en-US");
  return lost === 0 ? `${size} B` : `${size} of ${(bytes.length + lost).toLocaleString("en-US")} B`;
}

function frameName(exchange: Exchange | undefined): string {
  return exchange?.connection === undefined ? "entry" : "frame";
}

function chainOf(capture: Capture, heard: Conversation): string[] {
  const carriers = new Set(capture.exchanges.map(({ carrier }) => carrier));
  return [capture.format, ...[...carriers].filter((one) => one !== "file").map((one) => one.toUpperCase()), heard.form];
}

function rowOf(message: ConversationMessage, isRequest: boolean): MessageRow {
  const { signIn, commands, statuses, results = 0, gaps, fault, bytes, sender } = message;
  const names = [
    ...(signIn === undefined || signIn.scheme === "none" ? [] : ["Cred"]),
    ...(results > 0 ? ["Results"] : []),
    ...new Set(
      commands.map(({ name, text }) => (name === "Alert" ? `Alert ${/^\d+/.exec(text)?.[0] ?? ""}`.trim() : name)),
    ),
  ];
  const counted = `${statuses} ${statuses === 1 ? "status" : "statuses"}`;
  const gist =
    names.length > 0
      ? names.join(", ")
      : statuses > 0
        ? counted
        : message.encoding === "unknown"
          ? "not SyncML"
          : "empty";
  const outcome = outcomeOf(message, isRequest);
  return {
    isFromDevice: sender === "device",
    gist,
    size: bytes,
    ...(gaps.length > 0 || fault?.code === "truncated-input"
      ? { outcome: { mark: "bad", text: "cut" } }
      : fault !== undefined
        ? { outcome: { mark: "bad", text: "broken" } }
        : outcome === undefined
          ? {}
          : { outcome }),
  };
}

/** The code that tells most: of the sign-in if that was refused, else of a command that was, else the first. */
function outcomeOf({ signIn, commands }: ConversationMessage, isRequest: boolean): MessageRow["outcome"] {
  const order: readonly Outcome[] = ["refused", "look", "unanswered", "ok"];
  const all = [
    ...(signIn?.status === undefined ? [] : [{ outcome: signIn.outcome ?? "ok", code: signIn.status.code }]),
    ...commands.map(({ outcome, status }) => ({ outcome, code: status?.code ?? "no answer" })),
  ];
  for (const wanted of order) {
    const found = all.find(({ outcome }) => outcome === wanted);
    if (found === undefined || (!isRequest && wanted === "ok")) continue;
    return { mark: marks[wanted], text: found.code };
  }
  return undefined;
}

function findingsOf(capture: Capture, heard: Conversation): FindingRow[] {
  const problems = heard.problems.map(
    ({ severity, code, text, exchanges, detail, remedy }): FindingRow => ({
      mark: severities[severity] ?? "plain",
      text,
      exchanges,
      detail: [detail, remedy].filter((part) => part !== "").join(" "),
      ...(code.startsWith("sign-in/") ? { path: "/SyncML/SyncHdr/Cred" } : {}),
    }),
  );
  const said = capture.diagnostics.map(
    ({ message, frame }): FindingRow => ({
      mark: "plain",
      text: message,
      exchanges: [],
      detail: frame === undefined ? "" : `at frame ${frame}`,
    }),
  );
  return [...problems, ...said];
}
