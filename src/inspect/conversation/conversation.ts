import * as Code from "../../ast/codes/code.ts";
import { codeText } from "../../ast/codes/code-of.ts";
import type { Command, Status } from "../../ast/nodes.ts";
import type { Capture, Exchange } from "../../capture/model.ts";
import { commandText, counted, shownValue, sizeOf, textValueOf, uriOf } from "./command-text.ts";
import { gistOf } from "./gists.ts";
import type {
  CommandReference,
  CommandResult,
  CommandStatus,
  Conversation,
  ConversationCommand,
  ConversationExchange,
  ConversationMessage,
  ConversationOptions,
  LargeObject,
  Outcome,
  PeerName,
  Run,
  Sender,
  SessionSummary,
  SignIn,
  StrayStatus,
  TouchedNode,
} from "./model.ts";
import { findProblems } from "./problems.ts";
import { type ReadMessage, readMessages } from "./read-messages.ts";
import { sentenceOf } from "./sentences.ts";
import { SignIns } from "./sign-ins.ts";

type Draft<Kind> = { -readonly [Key in keyof Kind]: Kind[Key] };
type ResultDraft = Draft<CommandResult>;
type CommandDraft = Omit<Draft<ConversationCommand>, "commands" | "results"> & {
  commands: CommandDraft[];
  results: ResultDraft[];
};
type SignInDraft = Draft<SignIn>;
type MessageDraft = Omit<Draft<ConversationMessage>, "commands" | "signIn"> & {
  commands: CommandDraft[];
  signIn?: SignInDraft;
};
interface SessionDraft {
  readonly number: number;
  readonly id: string;
  readonly exchanges: number[];
  /** Commands by `sender message command`; the header is command 0. */
  readonly byReference: Map<string, CommandDraft>;
  readonly headers: Map<string, MessageDraft>;
  readonly results: Map<string, ResultDraft>;
  lastMessage: string | undefined;
}
type ObjectDraft = Omit<Draft<LargeObject>, "chunks"> & {
  chunks: { exchange: number; size: number; command: CommandDraft }[];
};

/**
 * What device and server said to each other: messages decoded, each Status at the command it answers, Results joined, sign-ins checked,
 * and what went wrong in words. Never throws for what the exchanges contain.
 */
export function conversation(capture: Capture | readonly Exchange[], options: ConversationOptions = {}): Conversation {
  const isCapture = "exchanges" in capture;
  return new Listener(options).listen(isCapture ? capture.exchanges : capture, isCapture ? capture.diagnostics : []);
}

class Listener {
  private readonly signIns: SignIns;
  private readonly validates: boolean;
  private readonly sessions: SessionDraft[] = [];
  private readonly stray: StrayStatus[] = [];
  private readonly objects: ObjectDraft[] = [];
  /** Objects under way, by sender and address. */
  private readonly open = new Map<string, number>();
  private readonly tree = new Map<string, { lastValue?: string; commands: CommandDraft[] }>();
  private isDm = false;
  private readonly device: Draft<PeerName> = { address: undefined };
  private readonly server: Draft<PeerName> = { address: undefined };
  private version: string | undefined;
  private readonly encodings = new Set<string>();

  constructor({ accounts = [], validate = true, proofs = [] }: ConversationOptions) {
    this.signIns = new SignIns(accounts, proofs);
    this.validates = validate;
  }

  listen(given: readonly Exchange[], diagnostics: Conversation["diagnostics"]): Conversation {
    const origin = given
      .map(({ request, response }) => request?.time ?? response?.time)
      .find((time) => time !== undefined);
    const exchanges = given.map((exchange) => this.exchange(exchange, origin));
    const all = exchanges.flatMap(messagesOf);
    this.judge(all);
    const sessions = this.sessions.map((session) => this.summary(session, exchanges));
    const finished = exchanges.map((exchange) => ({ ...exchange, ...gistOf(exchange) }));
    const unanswered = all.flatMap(({ commands }) => unansweredIn(commands));
    const largeObjects = this.objects.map(objectOf);
    const ends = given.flatMap(({ request, response }) => [response?.endTime ?? response?.time, request?.time]);
    const end = Math.max(...ends.filter((time) => time !== undefined).slice(-2));
    const carriers = [...new Set(given.map(({ carrier }) => carrier))];
    const version = this.version;
    const name = this.isDm ? "OMA DM" : "SyncML";
    const encodings = [...this.encodings].map((encoding) => encoding.toUpperCase());
    const base = {
      counts: {
        exchanges: given.length,
        sessions: sessions.length,
        connections: new Set(given.map(({ connection }) => connection).filter((one) => one !== undefined)).size,
        ...(origin === undefined || !Number.isFinite(end) ? {} : { duration: end - origin }),
        messages: all.length,
        undecoded: all.filter(({ fault }) => fault !== undefined).length,
      },
      form: `${name}${version === undefined ? "" : ` ${version}`}${encodings.length === 0 ? "" : ` in ${encodings.join(" and ")}`}${
        carriers.length === 0 ? "" : ` over ${carriers.map((one) => one.toUpperCase()).join(" and ")}`
      }`,
      protocol: all.every(({ encoding }) => encoding === "unknown") ? "unknown" : this.isDm ? "OMA DM" : "SyncML",
      version,
      device: this.device,
      server: this.server,
      sessions,
      exchanges: finished,
      runs: runsOf(finished),
      largeObjects,
      tree: this.isDm ? [...this.tree].map(nodeOf) : [],
      unanswered,
      strayStatuses: this.stray,
      bytesNotCaptured: all.reduce(
        (sum, { gaps }) => sum + gaps.reduce((inner, gap) => inner + (gap.length ?? 0), 0),
        0,
      ),
      diagnostics,
    } satisfies Omit<Conversation, "verdict" | "problems">;
    const problems = findProblems(base, this.signIns.hasAccounts);
    return { verdict: verdictOf(base, problems), ...base, problems };
  }

  private exchange(exchange: Exchange, origin: number | undefined): Draft<ConversationExchange> {
    const messages = readMessages(exchange, this.validates);
    const drafts = messages.map((message) => ({ message, draft: this.message(message) }));
    const session = this.sessionOf(exchange.index, messages);
    if (session !== undefined) {
      for (const { message, draft } of drafts) this.enter(session, message, draft);
      for (const { message } of drafts) this.answer(session, message);
    }
    const first = exchange.request?.time ?? exchange.response?.time;
    const wait =
      exchange.request?.time === undefined || exchange.response?.time === undefined
        ? undefined
        : exchange.response.time - exchange.request.time;
    const request = drafts.find(({ message }) => message.payload === exchange.request)?.draft;
    const response = drafts.find(({ message }) => message.payload === exchange.response)?.draft;
    return {
      index: exchange.index,
      ...(session === undefined ? {} : { session: session.number }),
      ...(first === undefined || origin === undefined ? {} : { start: first - origin }),
      ...(wait === undefined ? {} : { wait }),
      gist: "",
      outcome: "none",
      ...(request === undefined ? {} : { request }),
      ...(response === undefined ? {} : { response }),
    };
  }

  private message(message: ReadMessage): MessageDraft {
    const { header, sender, exchange, payload, commands, fault } = message;
    if (message.encoding !== "unknown") this.encodings.add(message.encoding);
    this.version ??= header?.verDTD;
    if (header?.verProto?.startsWith("DM") === true) this.isDm = true;
    const [from, to] = sender === "device" ? [this.device, this.server] : [this.server, this.device];
    from.address ??= header?.source?.locURI;
    to.address ??= header?.target?.locURI;
    const signIn = this.signIns.of(message);
    if (signIn?.user !== undefined && from.user === undefined) from.user = signIn.user;
    return {
      sender,
      bytes: payload.bytes.length,
      encoding: message.encoding,
      sessionID: header?.sessionID,
      msgID: header?.msgID,
      isFinal: message.isFinal,
      ...(signIn === undefined ? {} : { signIn }),
      commands: this.commands(commands, exchange, sender),
      statuses: commands.filter(({ kind }) => kind === "Status").length,
      gaps: payload.gaps,
      ...(fault === undefined ? {} : { fault }),
      findings: message.findings,
    };
  }

  private commands(commands: readonly Command[], exchange: number, sender: Sender): CommandDraft[] {
    return commands
      .filter(({ kind }) => kind !== "Status" && kind !== "Results")
      .map((command) => this.command(command, exchange, sender));
  }

  private command(command: Command, exchange: number, sender: Sender): CommandDraft {
    const [item] = "items" in command ? command.items : [];
    const uri = item === undefined ? undefined : uriOf(item);
    const value = item === undefined || command.kind === "Alert" ? undefined : shownValue(uri, item.data);
    const draft: CommandDraft = {
      name: command.kind,
      id: command.cmdID ?? "",
      exchange,
      sender,
      text: commandText(command, this.isDm),
      ...(uri === undefined ? {} : { uri }),
      ...(value === undefined ? {} : { value }),
      results: [],
      outcome: "noResp" in command && command.noResp === true ? "none" : "unanswered",
      commands: "commands" in command ? this.commands(command.commands, exchange, sender) : [],
    };
    if (item !== undefined && command.kind !== "Alert")
      this.chunk(
        draft,
        item.moreData === true,
        uri,
        sizeOf(item.data),
        sizeIn(item.meta?.size ?? ("meta" in command ? command.meta?.size : undefined)),
      );
    if (sender === "server" && "items" in command && command.kind !== "Alert")
      this.touch(draft, command.items.map(uriOf));
    return draft;
  }

  private chunk(draft: CommandDraft, goesOn: boolean, uri = "", size: number, announced: number | undefined): void {
    const key = `${draft.sender} ${uri}`;
    let number = this.open.get(key);
    if (number === undefined) {
      if (!goesOn) return;
      number = this.objects.length;
      this.open.set(key, number);
      this.objects.push({
        name: uri,
        sender: draft.sender,
        ...(announced === undefined ? {} : { size: announced }),
        received: 0,
        isComplete: false,
        chunks: [],
      });
    }
    const object = this.objects[number] as ObjectDraft;
    object.chunks.push({ exchange: draft.exchange, size, command: draft });
    object.received += size;
    draft.largeObject = number;
    draft.text = goesOn
      ? `${uri}  chunk ${object.chunks.length}, ${size.toLocaleString("en-US")} B`
      : `${uri}  last chunk; ${object.received.toLocaleString("en-US")} B`;
    if (goesOn) return;
    object.isComplete = true;
    this.open.delete(key);
  }

  private touch(draft: CommandDraft, uris: readonly (string | undefined)[]): void {
    for (const uri of uris) {
      if (uri === undefined) continue;
      const node = this.tree.get(uri) ?? { commands: [] };
      if (draft.value !== undefined) node.lastValue = draft.value;
      node.commands.push(draft);
      this.tree.set(uri, node);
    }
  }

  private sessionOf(index: number, messages: readonly ReadMessage[]): SessionDraft | undefined {
    const header = messages.find((message) => message.header?.sessionID !== undefined)?.header;
    if (header === undefined) return undefined;
    const id = header.sessionID ?? "";
    const last = this.sessions.findLast((session) => session.id === id);
    const asked = messages.find(({ sender }) => sender === "device")?.header?.msgID;
    const restarts = asked === "1" && last?.lastMessage !== undefined && last.lastMessage !== "1";
    const session: SessionDraft =
      last === undefined || restarts
        ? {
            number: this.sessions.length + 1,
            id,
            exchanges: [],
            byReference: new Map(),
            headers: new Map(),
            results: new Map(),
            lastMessage: undefined,
          }
        : last;
    if (session !== last) this.sessions.push(session);
    session.exchanges.push(index);
    session.lastMessage = asked ?? session.lastMessage;
    return session;
  }

  private enter(session: SessionDraft, { sender, header }: ReadMessage, draft: MessageDraft): void {
    const message = `${sender} ${header?.msgID ?? ""}`;
    session.headers.set(message, draft);
    const enter = (commands: readonly CommandDraft[]) => {
      for (const command of commands) {
        session.byReference.set(`${message} ${command.id}`, command);
        enter(command.commands);
      }
    };
    enter(draft.commands);
  }

  private answer(session: SessionDraft, { sender, header, commands, exchange }: ReadMessage): void {
    const other = sender === "device" ? "server" : "device";
    for (const command of commands) {
      if (command.kind === "Status") this.status(session, command, exchange, sender, other);
      if (command.kind !== "Results") continue;
      const [item] = command.items;
      const uri = item === undefined ? command.targetRef : (uriOf(item) ?? command.targetRef);
      const value = item === undefined ? undefined : shownValue(uri, item.data);
      const answered = session.byReference.get(`${other} ${command.msgRef ?? ""} ${command.cmdRef ?? ""}`);
      const size = item === undefined ? 0 : sizeOf(item.data);
      if (answered === undefined) continue;
      const result: ResultDraft = {
        id: command.cmdID ?? "",
        exchange,
        text:
          value !== undefined && value.length <= 64
            ? `"${value}"`
            : size === 0
              ? "data"
              : `${size.toLocaleString("en-US")} B`,
        ...(uri === undefined ? {} : { uri }),
        ...(value === undefined ? {} : { value }),
      };
      answered.results.push(result);
      session.results.set(`${sender} ${header?.msgID ?? ""} ${result.id}`, result);
    }
  }

  private status(session: SessionDraft, status: Status, exchange: number, sender: Sender, other: Sender): void {
    const code = codeText(status);
    const message = `${other} ${status.msgRef ?? ""}`;
    const challenge = status.chal === undefined ? undefined : this.signIns.challenge(sender, status.chal, exchange);
    const { cmdID: id, msgRef, cmdRef } = status;
    const made = (context: string, asked: number): CommandStatus => ({
      ...(id === undefined ? {} : { id }),
      ...(msgRef === undefined ? {} : { msgRef }),
      ...(cmdRef === undefined ? {} : { cmdRef }),
      code,
      text: sentenceOf(code, context).text,
      exchange,
      sender,
      isLater: exchange > asked + (other === "server" ? 1 : 0) || (other === "server" && exchange > asked),
      ...(challenge === undefined ? {} : { challenge }),
      data: status.items.map(({ data }) => textValueOf(data)).filter((text) => text !== undefined),
    });
    if (status.cmdRef === "0") {
      const header = session.headers.get(message);
      if (header === undefined) {
        this.isStray(status, exchange, code);
        return;
      }
      header.signIn ??= { scheme: "none", proof: "unchecked", text: "no credentials" };
      header.signIn.status ??= made("SyncHdr", exchange);
      return;
    }
    const command = session.byReference.get(`${message} ${status.cmdRef ?? ""}`);
    if (command === undefined) {
      const result = session.results.get(`${message} ${status.cmdRef ?? ""}`);
      if (result === undefined) this.isStray(status, exchange, code);
      else result.status ??= made("Results", result.exchange);
      return;
    }
    if (command.status !== undefined && command.status.code !== Code.IN_PROGRESS) return;
    const context = command.name === "Alert" ? (/^\d+/.exec(command.text)?.[0] ?? "Alert") : command.name;
    command.status = made(context, command.exchange);
    command.outcome = sentenceOf(code, context).outcome;
  }

  private isStray(status: Status, exchange: number, code: string): void {
    const { msgRef = "", cmdRef = "", cmd = "" } = status;
    // Results are shown at what they answer, and so is what is said of them.
    if (cmd === "Results") return;
    this.stray.push({ exchange, msgRef, cmdRef, command: cmd, code });
  }

  /** Says why sign-ins were refused, and takes what follows from a refusal as its consequence. */
  private judge(messages: readonly MessageDraft[]): void {
    for (const { signIn, commands } of messages) {
      const status = signIn?.status;
      if (signIn === undefined || status === undefined) continue;
      signIn.status = { ...status, text: signInText(signIn, status) };
      if (status.code === Code.INVALID_CREDENTIALS || status.code === Code.CREDENTIALS_MISSING)
        follow(commands, status.code);
    }
  }

  private summary({ number, id, exchanges }: SessionDraft, all: readonly ConversationExchange[]): SessionSummary {
    const inside = all.filter(({ session }) => session === number);
    return { number, id, exchanges, ...sessionGist(inside, this.isDm) };
  }
}

function sizeIn(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text.trim()) ? Number(text) : undefined;
}

function messagesOf({ request, response }: ConversationExchange): MessageDraft[] {
  return [request, response].filter((message) => message !== undefined) as MessageDraft[];
}

function follow(commands: readonly CommandDraft[], code: string): void {
  for (const command of commands) {
    if (command.status?.code === code) {
      command.outcome = "consequence";
      command.status = { ...command.status, text: "not carried out" };
    }
    follow(command.commands, code);
  }
}

function signInText({ scheme, proof }: SignIn, { code, challenge }: CommandStatus): string {
  const nonce = challenge?.nonce === undefined ? "" : `, nonce ${challenge.nonce}`;
  if (code === Code.AUTHENTICATED) return `signed in${nonce}`;
  if (code === Code.OK) return `accepted${nonce}`;
  if (code !== Code.INVALID_CREDENTIALS && code !== Code.CREDENTIALS_MISSING) return sentenceOf(code, "SyncHdr").text;
  if (challenge !== undefined && challenge.scheme !== scheme) return `${challenge.scheme} wanted${nonce}`;
  if (proof === "old-nonce") return `old nonce${challenge?.nonce === undefined ? "" : `, new one ${challenge.nonce}`}`;
  if (scheme === "none") return `credentials wanted${nonce}`;
  return proof === "right" || proof === "wrong" ? `wrong password${nonce}` : `refused${nonce}`;
}

function unansweredIn(commands: readonly CommandDraft[]): CommandReference[] {
  return commands.flatMap(({ outcome, exchange, name, id, commands: inner }) => [
    ...(outcome === "unanswered" ? [{ exchange, name, id }] : []),
    ...unansweredIn(inner),
  ]);
}

function objectOf({ chunks, ...object }: ObjectDraft): LargeObject {
  return {
    ...object,
    chunks: chunks.map(({ exchange, size, command: { status } }) => ({
      exchange,
      size,
      ...(status === undefined ? {} : { status: status.code }),
    })),
  };
}

function nodeOf([uri, { commands, ...rest }]: [string, { lastValue?: string; commands: CommandDraft[] }]): TouchedNode {
  return {
    uri,
    ...rest,
    commands: commands.map(({ name, exchange, outcome, status }) => ({
      name,
      exchange,
      outcome,
      ...(status === undefined ? {} : { code: status.code }),
    })),
  };
}

/** Exchanges in a row that carry one chunk each of the same object. */
function runsOf(exchanges: readonly ConversationExchange[]): Run[] {
  const runs: Run[] = [];
  let first = 0;
  for (let index = 0; index <= exchanges.length; index++) {
    const here = chunkOf(exchanges[index]);
    if (here !== undefined && here === chunkOf(exchanges[first])) continue;
    // The first chunk says what it is, the last how it ended.
    const length = index - first - 2;
    if (length >= 3 && chunkOf(exchanges[first]) !== undefined) {
      const [from, to] = [exchanges[first + 1], exchanges[index - 2]] as [ConversationExchange, ConversationExchange];
      runs.push({ first: from.index, last: to.index, text: `chunks 2 to ${length + 1}` });
    }
    first = index;
  }
  return runs;
}

function chunkOf(exchange: ConversationExchange | undefined): number | undefined {
  const find = (commands: readonly ConversationCommand[]): number | undefined => {
    for (const { largeObject, commands: inner } of commands) {
      const found = largeObject ?? find(inner);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return exchange === undefined
    ? undefined
    : (find(exchange.request?.commands ?? []) ?? find(exchange.response?.commands ?? []));
}

const numbers = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

function sessionGist(exchanges: readonly ConversationExchange[], isDm: boolean): { gist: string; outcome: Outcome } {
  const tries = exchanges.map(({ request }) => request?.signIn).filter((one) => one?.status !== undefined) as SignIn[];
  const refused = tries.filter(
    ({ status }) => status?.code === Code.INVALID_CREDENTIALS || status?.code === Code.CREDENTIALS_MISSING,
  );
  const [first] = refused;
  const isIn = tries.some(({ status }) => status?.code === Code.AUTHENTICATED || status?.code === Code.OK);
  if (!isIn && first !== undefined) {
    if (refused.length > 1) {
      const count = numbers[refused.length] ?? String(refused.length);
      return { gist: `${count} tries with ${first.scheme}, all refused, the device gave up`, outcome: "refused" };
    }
    const wanted = first.status?.challenge?.scheme;
    if (wanted !== undefined && wanted !== first.scheme) {
      return {
        gist: `${first.scheme === "none" ? "no credentials" : first.scheme} offered, ${wanted} asked for`,
        outcome: "look",
      };
    }
    if (first.proof === "old-nonce") return { gist: "right password, old nonce", outcome: "look" };
    return { gist: "sign-in refused", outcome: "refused" };
  }
  const commands = exchanges.flatMap(({ request, response }) => [
    ...(request?.commands ?? []),
    ...(response?.commands ?? []),
  ]);
  const alerts = commands.filter(({ name }) => name === "Alert").map(({ text }) => text);
  if (alerts.some((text) => text.startsWith(Code.SESSION_ABORT))) return { gist: "aborted", outcome: "refused" };
  const aim = isDm
    ? alerts.some((text) => text.startsWith(Code.SERVER_INITIATED))
      ? "started by the server"
      : "started by the device"
    : [...new Set(alerts.filter((text) => /^20\d /.test(text)).map((text) => text.slice(4).replace(/ {2}/, " of ")))]
        .slice(0, 3)
        .join(", ");
  const retried = refused.length > 0 ? `signed in at try ${refused.length + 1}` : "signed in";
  return {
    gist: isDm ? `${retried === "signed in" ? "" : `${retried}, `}${aim}` : `${retried}${aim === "" ? "" : `, ${aim}`}`,
    outcome: "ok",
  };
}

function verdictOf(
  { counts }: { readonly counts: Conversation["counts"] },
  problems: Conversation["problems"],
): string {
  const [worst] = problems.filter(({ severity }) => severity !== "note");
  if (counts.messages === 0) return "There is no SyncML in it.";
  if (worst === undefined) return `Nothing went wrong in ${counted(counts.sessions, "session")}.`;
  return `${worst.text.charAt(0).toUpperCase()}${worst.text.slice(1)}.`;
}
