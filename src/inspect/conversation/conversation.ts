import type { Command } from "../../ast/nodes.ts";
import type { Capture, Exchange } from "../../capture/model.ts";
import { checkOptions, oneOf, optionChecks } from "../../core/options.ts";
import { Answers } from "./answers.ts";
import { commandText, uriOf } from "./command-text.ts";
import { allOf, type CommandDraft, type Draft, type ExchangeDraft, type MessageDraft, messagesOf } from "./drafts.ts";
import { gistOf, sessionGist } from "./gists.ts";
import { judge, judgeGroup, refusalOf } from "./judgement.ts";
import { LargeObjects } from "./large-objects.ts";
import { markSame, runsOf } from "./likeness.ts";
import type { CommandReference, Conversation, ConversationExchange, ConversationOptions, PeerName } from "./model.ts";
import { findProblems } from "./problems.ts";
import { type ReadMessage, readMessages } from "./read-messages.ts";
import { RuleFindings } from "./rule-findings.ts";
import { SecretValues } from "./secret-values.ts";
import { type Session, Sessions } from "./sessions.ts";
import type { PlacedAttempt } from "./sign-in-problems.ts";
import { type Attempt, SignIns } from "./sign-ins.ts";
import { TouchedTree } from "./touched-tree.ts";
import { verdictOf } from "./verdict.ts";

const checks = optionChecks({ secrets: oneOf("hide", "show") });

/**
 * What device and server said to each other: messages decoded, each Status at the command it answers, Results joined, sign-ins checked
 * as far as passwords are known, chunks counted, and what went wrong in words. Never throws for what the exchanges contain; the work
 * grows linearly with them.
 *
 * @throws {TypeError} if an option is of the wrong type.
 * @throws {RangeError} if it is of no allowed value.
 */
export function conversation(capture: Capture | readonly Exchange[], options: ConversationOptions = {}): Conversation {
  const { secrets } = options;
  checkOptions({ secrets }, checks);
  const isCapture = "exchanges" in capture;
  const exchanges = isCapture ? capture.exchanges : capture;
  return new Listener(options).listen(exchanges, isCapture ? capture : undefined);
}

/** A message that was taken in; without its commands as they were read, which would be most of the memory of a large capture. */
interface Entered {
  readonly exchange: number;
  readonly draft: MessageDraft;
  readonly attempt: Partial<Attempt> & Pick<Attempt, "hadNonce">;
  /** Its exchange, as given. */
  readonly of: Exchange;
}

/** Puts a conversation together, exchange after exchange. */
class Listener {
  private readonly secrets: SecretValues;
  private readonly signIns: SignIns;
  private readonly answers: Answers;
  private readonly sessions = new Sessions();
  private readonly objects = new LargeObjects();
  private readonly tree = new TouchedTree();
  private readonly rules = new RuleFindings();
  private readonly validates: boolean;
  private readonly entered: Entered[] = [];
  /** Of messages that were sent again: what was never answered of them was answered there, or is said there. */
  private readonly superseded = new Set<CommandDraft>();
  private isDm = false;
  private version: string | undefined;
  private readonly device: Draft<PeerName> = { address: undefined };
  private readonly server: Draft<PeerName> = { address: undefined };
  private readonly encodings = new Set<string>();

  constructor({ accounts = [], validate = true, proofs = [], secrets = "hide" }: ConversationOptions) {
    this.secrets = new SecretValues(secrets === "hide");
    this.signIns = new SignIns(accounts, proofs, this.secrets);
    this.answers = new Answers(this.signIns, this.secrets);
    this.validates = validate;
  }

  listen(given: readonly Exchange[], capture: Capture | undefined): Conversation {
    const origin = capture?.start ?? firstTime(given);
    const drafts = given.map((exchange) => this.exchange(exchange, origin));
    const largeObjects = this.objects.all();
    const attempts = this.judge(drafts);
    markSame(drafts);
    for (const draft of drafts) Object.assign(draft, gistOf(draft));
    const exchanges = drafts as readonly ConversationExchange[];
    const messages = drafts.flatMap(messagesOf);
    const bySession = groupBySession(exchanges);
    const heard: Omit<Conversation, "verdict" | "problems"> = {
      counts: {
        exchanges: given.length,
        sessions: this.sessions.all.length,
        connections: new Set(given.map(({ connection }) => connection).filter((one) => one !== undefined)).size,
        ...durationOf(given, origin, capture?.end),
        messages: messages.length,
        undecoded: messages.filter(({ fault }) => fault !== undefined).length,
      },
      form: this.form(given),
      protocol: messages.every(({ encoding }) => encoding === "unknown") ? "unknown" : this.isDm ? "OMA DM" : "SyncML",
      version: this.version,
      device: this.device,
      server: this.server,
      findings: this.rules.all(),
      sessions: this.sessions.all.map(({ number, id, exchanges: of }) => ({
        number,
        id,
        exchanges: of,
        ...sessionGist(bySession.get(number) ?? [], this.isDm),
      })),
      exchanges,
      runs: runsOf(drafts),
      largeObjects,
      tree: this.isDm ? this.tree.all() : [],
      unanswered: messages.flatMap(({ commands }) => [...allOf<CommandDraft>(commands)].flatMap(unansweredIn)),
      strayStatuses: this.answers.strayStatuses,
      strayResults: this.answers.strayResults,
      bytesNotCaptured: messages.reduce(
        (sum, { gaps }) => sum + gaps.reduce((inner, gap) => inner + (gap.length ?? 0), 0),
        0,
      ),
      diagnostics: capture?.diagnostics ?? [],
    };
    const problems = findProblems(heard, attempts, httpErrors(given));
    return { verdict: verdictOf(heard, problems), ...heard, problems };
  }

  private exchange(exchange: Exchange, origin: number | undefined): ExchangeDraft {
    const messages = readMessages(exchange, this.validates);
    const session = this.sessions.of(exchange.index, messages);
    const draft: ExchangeDraft = {
      index: exchange.index,
      ...(session === undefined ? {} : { session: session.number }),
      ...timesOf(exchange, origin),
      gist: "",
      outcome: "none",
    };
    for (const message of messages) {
      const made = this.message(session, message, exchange);
      if (message.payload === exchange.request) draft.request = made;
      else draft.response = made;
      // Before the reply is looked at: its sign-in may use a nonce that the request gives.
      this.answer(session, message);
    }
    return draft;
  }

  private message(session: Session | undefined, message: ReadMessage, of: Exchange): MessageDraft {
    const { header, sender, payload, commands, exchange, fault } = message;
    this.meet(message);
    const attempt = { ...this.signIns.known(sender), ...this.signIns.of(message) };
    const earlier = session?.earlier(message);
    const byId = new Map<string, CommandDraft>();
    const isRepeat = earlier !== undefined;
    const made = this.commands(commands, message, session, isRepeat, byId);
    if (header?.noResp === true) for (const command of allOf<CommandDraft>(made)) command.outcome = "none";
    const draft: MessageDraft = {
      sender,
      bytes: payload.bytes.length,
      encoding: message.encoding,
      sessionID: header?.sessionID,
      msgID: header?.msgID,
      isFinal: message.isFinal,
      ...(attempt.signIn === undefined ? {} : { signIn: { ...attempt.signIn } }),
      commands: made,
      statuses: commands.filter(({ kind }) => kind === "Status").length,
      results: commands.filter(({ kind }) => kind === "Results").length,
      ...(earlier === undefined ? {} : { repeats: earlier.exchange }),
      gaps: payload.gaps,
      ...(fault === undefined ? {} : { fault: { ...fault, text: this.secrets.text(fault.text) } }),
      findings: message.findings.map(({ rule, severity, message: text, path }) => ({
        rule,
        severity,
        text: this.secrets.remark(text, path),
        path,
      })),
    };
    this.rules.take(exchange, message.findings, this.secrets);
    if (earlier !== undefined) for (const command of earlier.commands.values()) this.superseded.add(command);
    session?.enter(message, draft, byId);
    this.entered.push({ exchange, draft, attempt, of });
    return draft;
  }

  /** Takes note of who speaks, and in what. */
  private meet({ header, sender, encoding }: ReadMessage): void {
    if (encoding !== "unknown") this.encodings.add(encoding);
    if (header === undefined) return;
    const [from, to] = sender === "device" ? [this.device, this.server] : [this.server, this.device];
    from.address ??= header.source?.locURI;
    to.address ??= header.target?.locURI;
    this.version ??= header.verDTD;
    this.isDm ||= /^DM\//i.test(header.verProto?.trim() ?? "");
  }

  private commands(
    commands: readonly Command[],
    message: ReadMessage,
    session: Session | undefined,
    isRepeat: boolean,
    byId: Map<string, CommandDraft>,
  ): CommandDraft[] {
    return commands
      .filter(({ kind }) => kind !== "Status" && kind !== "Results")
      .map((command) => this.command(command, message, session, isRepeat, byId));
  }

  private command(
    command: Command,
    message: ReadMessage,
    session: Session | undefined,
    isRepeat: boolean,
    byId: Map<string, CommandDraft>,
  ): CommandDraft {
    const { exchange, sender } = message;
    const [item] = "items" in command ? command.items : [];
    const uri = item === undefined ? undefined : uriOf(item);
    const shown = item === undefined || command.kind === "Alert" ? {} : this.secrets.value(uri, item.data);
    const id = command.cmdID ?? "";
    const draft: CommandDraft = {
      name: command.kind,
      id,
      exchange,
      sender,
      text: commandText(command, sender, this.isDm, this.secrets),
      ...(uri === undefined ? {} : { uri }),
      ...shown,
      results: [],
      outcome: "noResp" in command && command.noResp === true ? "none" : "unanswered",
      commands: [],
    };
    byId.set(id.trim(), draft);
    if ("commands" in command)
      draft.commands.push(...this.commands(command.commands, message, session, isRepeat, byId));
    if (!isRepeat && "items" in command && command.kind !== "Alert") {
      this.objects.take(session?.number ?? 0, sender, exchange, command, draft);
    }
    if (sender === "server") this.tree.take(command, draft, this.secrets);
    return draft;
  }

  private answer(session: Session | undefined, message: ReadMessage): void {
    const { exchange, sender } = message;
    this.answers.take(session, message, (command, result, of) => {
      this.objects.take(session?.number ?? 0, sender, exchange, command, result);
      if (of !== undefined && result.uri === undefined && of.uri !== undefined) result.uri = of.uri;
    });
  }

  /** Says why sign-ins were refused and what follows from that, now that all answers are known. */
  private judge(drafts: readonly ExchangeDraft[]): PlacedAttempt[] {
    const firstOf = new Map(
      this.sessions.all.map(({ number, id, exchanges }) => [number, { id, first: exchanges[0] }]),
    );
    const byIndex = new Map(drafts.map((draft) => [draft.index, draft]));
    const attempts: PlacedAttempt[] = [];
    for (const { exchange: index, draft, attempt, of } of this.entered) {
      const { signIn } = draft;
      for (const command of draft.commands) judgeGroup(command);
      for (const command of allOf<CommandDraft>(draft.commands)) {
        if (command.outcome === "unanswered" && this.superseded.has(command)) command.outcome = "none";
      }
      if (signIn === undefined) continue;
      const whole = { ...attempt, signIn };
      judge(draft, signIn, refusalOf(whole));
      const exchange = byIndex.get(index) as ExchangeDraft;
      const session = exchange.session === undefined ? undefined : firstOf.get(exchange.session);
      attempts.push({
        ...whole,
        exchange: exchange as ConversationExchange,
        sender: draft.sender,
        session: session && { id: session.id, isFirst: session.first === index },
        openly: readableOn(of),
      });
      const from = draft.sender === "device" ? this.device : this.server;
      if (signIn.user !== undefined && from.user === undefined) from.user = signIn.user;
    }
    return attempts;
  }

  private form(given: readonly Exchange[]): string {
    const name = this.isDm ? "OMA DM" : "SyncML";
    const encodings = [...this.encodings].map((encoding) => encoding.toUpperCase());
    const carriers = [...new Set(given.map(({ carrier }) => carrier))].filter((one) => one !== "file");
    return [
      name,
      this.version === undefined ? "" : ` ${this.version}`,
      encodings.length === 0 ? "" : ` in ${encodings.join(" and ")}`,
      carriers.length === 0 ? "" : ` over ${carriers.map((one) => one.toUpperCase()).join(" and ")}`,
    ].join("");
  }
}

/** How what an exchange carries can be read on the way; `undefined` if it is encrypted. */
function readableOn({ carrier, url }: Exchange): string | undefined {
  if (url !== undefined && /^https:/i.test(url)) return undefined;
  return carrier === "http" ? "plain HTTP" : `plain ${carrier.toUpperCase()}`;
}

function firstTime(given: readonly Exchange[]): number | undefined {
  let first: number | undefined;
  for (const { request, response } of given) {
    const time = request?.time ?? response?.time;
    if (time !== undefined && (first === undefined || time < first)) first = time;
  }
  return first;
}

/** A message counts from its last octet: a device waits from then on, and until the last of the reply. */
function timesOf({ request, response }: Exchange, origin: number | undefined): { start?: number; wait?: number } {
  const asked = request?.endTime ?? request?.time;
  const answered = response?.endTime ?? response?.time;
  const start = asked ?? answered;
  return {
    ...(start === undefined || origin === undefined ? {} : { start: rounded(start - origin) }),
    ...(asked === undefined || answered === undefined ? {} : { wait: rounded(answered - asked) }),
  };
}

/** To microseconds: times of files are not exact in the fractions of a number. */
function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}

function durationOf(
  given: readonly Exchange[],
  origin: number | undefined,
  last: number | undefined,
): { duration?: number } {
  let end = last;
  for (const { request, response } of given) {
    for (const time of [request?.endTime ?? request?.time, response?.endTime ?? response?.time]) {
      if (time !== undefined && (end === undefined || time > end)) end = time;
    }
  }
  return end === undefined || origin === undefined ? {} : { duration: rounded(end - origin) };
}

function groupBySession(exchanges: readonly ConversationExchange[]): Map<number, ConversationExchange[]> {
  const groups = new Map<number, ConversationExchange[]>();
  for (const exchange of exchanges) {
    if (exchange.session === undefined) continue;
    const group = groups.get(exchange.session);
    if (group === undefined) groups.set(exchange.session, [exchange]);
    else group.push(exchange);
  }
  return groups;
}

function httpErrors(given: readonly Exchange[]): { exchange: number; status: number }[] {
  return given.flatMap(({ index, response }) => {
    const status = response?.head?.status;
    return status === undefined || status < 400 ? [] : [{ exchange: index, status }];
  });
}

function unansweredIn({ outcome, exchange, name, id }: CommandDraft): CommandReference[] {
  return outcome === "unanswered" ? [{ exchange, name, id }] : [];
}
