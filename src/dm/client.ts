import { commandsIn } from "../ast/all-commands.ts";
import * as Code from "../ast/codes/code.ts";
import { codeOf, codeText } from "../ast/codes/code-of.ts";
import { create, newSource, newTarget } from "../ast/create.ts";
import { isBase64, isBinary } from "../ast/format.ts";
import { fromJson, toJson } from "../ast/json.ts";
import type { JsonObject, JsonValue } from "../ast/json-value.ts";
import type { Alert, Command, Item, Status, SyncHdr, SyncML } from "../ast/nodes.ts";
import { type Bytes, bytesOf } from "../core/bytes.ts";
import { decodeUtf8 } from "../core/utf8.ts";
import { commandsFrom, initialPacking } from "../large-object/pack-state.ts";
import { initialReassembly, type ReassemblyOutcome } from "../large-object/reassemble.ts";
import { type DmAccount, RESYNC_NONCE, schemeFor } from "./account.ts";
import {
  alertOf,
  type Composed,
  compose,
  composeMost,
  isTooLarge,
  outgoingOf,
  statusOf,
  storedOf,
  toPlain,
} from "./compose.ts";
import { headerStatus, isOfHeader } from "./header-status.ts";
import { isIdle } from "./idle-message.ts";
import { sameID } from "./ids.ts";
import type { DeviceOutcome, StepResult } from "./managed-device.ts";
import { messageNumber } from "./message-order.ts";
import { peerLimits } from "./peer-limits.ts";
import { resolvePolicy, type SessionPolicy } from "./policy.ts";
import { initialProver, macFor, type ProverContext, prove, takePending, takeProofAnswer } from "./prover.ts";
import { receive } from "./receive.ts";
import { receiveObjects } from "./received-objects.ts";
import { describeCommands } from "./redact.ts";
import { isSameOrigin, resolveRespURI } from "./resp-uri.ts";
import { logEffect, type SessionNote } from "./session-log.ts";
import type {
  ClientState,
  Effect,
  ExecutingCommands,
  OutgoingMessage,
  RepeatableMessage,
  SessionResult,
  Step,
  TimerName,
} from "./session-types.ts";
import { answersOf } from "./step-answers.ts";
import { userAlerts } from "./user-alert.ts";
import { initialVerifier, isProved, type Verdict, verify } from "./verifier.ts";

// The client's side of a session, as a function of its state and one input (OMA DM Protocol 1.2). States:
//
//           401, 407 with Chal: package 1 again
//           ┌──────┐
//           ▼      │      commands              done           server's commands
//   ──▶ init ──────┴─────────────────▶ busy ──────────▶ reply ──────────────────▶ busy
//        │  ▲                           ▲  │             │
//        │  └──────┐                    │  └─ not all ──▶ more ── 1222, 213: next part ──▶ more, reply
//        ▼         │ wrong again        │     fits
//      authServer ─┴────────────────────┘ proved
//
//   Nothing owed and no commands: end.
//
// Two rules: nothing of a server's is executed before the server has proved who it is, if it has to; and the device has the
// commands of one message at a time, between the effects `execute` and the input `done`.

/** How a client's session begins. */
export interface ClientBeginning {
  /** `"notification"` answers one with alert 1200. Default `"client"`, with 1201. */
  readonly reason?: "client" | "notification" | undefined;
  /** At most four characters; of a notification, its `sessionID`. */
  readonly sessionID: string;
  /** Address of the server. */
  readonly serverURI: string;
  /** Own identity, such as `IMEI:350000000000006`. */
  readonly device: string;
  /** Items of DevInfo, each with a Source address. */
  readonly devInfo: readonly Item[];
  /** Alerts that wait (1224, 1226). Default: none. */
  readonly alerts?: readonly Alert[] | undefined;
  /** The notification fitted only the resynchronisation nonce. Default false. */
  readonly resync?: boolean | undefined;
  /** Default `"wbxml"`. */
  readonly format?: "xml" | "wbxml" | undefined;
  /** Default `"1.2"`. */
  readonly version?: "1.1" | "1.2" | undefined;
}

/** What a client's session is given. */
export type ClientInput =
  | {
      readonly kind: "message";
      /** The response's body. */
      readonly body: Bytes;
      /** Value of its header `x-syncml-hmac`. */
      readonly hmac?: string | null | undefined;
      /** The host knows the server already, such as by its TLS certificate. Default false. */
      readonly isKnownToTransport?: boolean | undefined;
    }
  /** What the device made of the commands of `execute`. */
  | { readonly kind: "done"; readonly outcome: DeviceOutcome }
  /** What the user answered to `ask`. */
  | { readonly kind: "answer"; readonly answer: JsonValue }
  /** Alerts to send at the next chance. */
  | { readonly kind: "queue"; readonly alerts: readonly Alert[] }
  | { readonly kind: "timer"; readonly name: Extract<TimerName, "replyTimeout" | "resend"> }
  /** The request may or may not have reached the server. */
  | { readonly kind: "transportFailed"; readonly retryable: boolean }
  /** The state was stored and read again: what it waits for is asked for once more. */
  | { readonly kind: "resumed" }
  /** Ends the session with alert 1223. */
  | { readonly kind: "abort"; readonly reason: string };

/** What a client's session needs beside its state. */
export interface ClientContext {
  /** What both sides know of each other. */
  readonly account: DmAccount;
  /** Octets that nobody can guess, for each new nonce: 128 bits at least. */
  readonly nonce: () => Uint8Array;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Values for what the standard leaves open. */
  readonly policy?: Partial<SessionPolicy> | undefined;
  /** Whether the server may move the session to another origin. Default: never. */
  readonly allowRespURI?: ((current: string, next: string) => boolean) | undefined;
}

const fallbackCodes: readonly string[] = [
  Code.BAD_REQUEST,
  Code.NOT_IMPLEMENTED,
  Code.DTD_VERSION_NOT_SUPPORTED,
  Code.PROTOCOL_VERSION_NOT_SUPPORTED,
];

/**
 * Begins a session: the first effects hold package 1.
 *
 * @throws {TypeError} if an argument is of a wrong type.
 * @throws {RangeError} if a policy is outside its range, or the SessionID has more than four characters.
 */
export function startClient(begin: ClientBeginning, context: ClientContext): Step<ClientState> {
  const { reason = "client", sessionID, serverURI, device, devInfo, alerts = [], resync = false } = begin;
  const { format = "wbxml", version = "1.2" } = begin;
  if (sessionID.length < 1 || sessionID.length > 4) throw new RangeError("a SessionID has one to four characters");
  const opening: Command[] = [
    alertOf(reason === "client" ? Code.CLIENT_INITIATED : Code.SERVER_INITIATED),
    create("Replace", { cmdID: "", items: [...devInfo] }),
    ...alerts,
  ];
  const turn = new Turn(
    {
      v: 1,
      rev: 0,
      role: "client",
      state: "init",
      sessionID,
      ownMsgID: 0,
      peerMsgID: 0,
      wire: null,
      verDTD: version,
      verProto: `DM/${version}`,
      peer: { maxMsgSize: null, maxObjSize: null },
      clientAuth: resync ? { ...initialProver, nonce: RESYNC_NONCE } : initialProver,
      serverAuth: initialVerifier,
      lastSent: null,
      incoming: initialReassembly,
      packing: null,
      repeatable: null,
      startedAt: context.now,
      counters: { sent: 0, received: 0, loop: 0 },
      result: null,
      uri: { base: serverURI, current: serverURI },
      device,
      reason,
      resync,
      format,
      pkg: 1,
      ownFinal: false,
      peerFinal: true,
      opening: toPlain(opening),
      queue: [],
      executing: null,
      sentAlerts: [],
      attempts: 0,
      garbled: 0,
      executed: 0,
    },
    context,
  );
  turn.open([]);
  return turn.step();
}

/**
 * One step of a client's session. Nothing of what the peer sends throws.
 *
 * @throws {TypeError} if the input is of a wrong kind for the state, or an argument of a wrong type.
 * @throws {RangeError} if a policy is outside its range.
 */
export function clientInput(state: ClientState, input: ClientInput, context: ClientContext): Step<ClientState> {
  if (state.v !== 1 || state.role !== "client") {
    throw new TypeError("the state is not one of a client's session in this version");
  }
  const turn = new Turn(state, context);
  // What has ended is never answered.
  if (state.state === "end") return { state, effects: [] };
  switch (input.kind) {
    case "message":
      turn.message(bytesOf(input.body), input.hmac ?? undefined, input.isKnownToTransport ?? false);
      break;
    case "done":
      turn.done(input.outcome);
      break;
    case "answer":
      turn.answer(input.answer);
      break;
    case "queue":
      turn.queue(input.alerts);
      break;
    case "timer":
      turn.timer(input.name);
      break;
    case "transportFailed":
      turn.transportFailed(input.retryable);
      break;
    case "resumed":
      turn.resumed();
      break;
    case "abort":
      turn.abort(input.reason);
      break;
    default:
      throw new TypeError(`there is no input ${JSON.stringify((input as { readonly kind: unknown }).kind)}`);
  }
  return turn.step();
}

type Writable<Value> = { -readonly [Name in keyof Value]: Value[Name] };

class Turn {
  private readonly effects: Effect[] = [];
  private readonly policy: SessionPolicy;
  private readonly before: ClientState["state"];
  private readonly s: Writable<ClientState>;
  private readonly context: ClientContext;

  constructor(state: ClientState, context: ClientContext) {
    this.s = { ...state };
    this.before = state.state;
    this.context = context;
    this.policy = resolvePolicy(context.policy);
  }

  step(): Step<ClientState> {
    this.s.rev++;
    return { state: this.s, effects: this.effects };
  }

  /** Sends package 1, whole or its first part, after these answers. */
  open(answers: readonly Command[]): void {
    const { s } = this;
    s.state = "init";
    s.pkg = 1;
    s.packing = initialPacking;
    s.sentAlerts = [];
    s.peerFinal = true;
    // Whatever the server was sending, it begins again.
    s.incoming = initialReassembly;
    this.sendPart(answers);
  }

  // ── Inputs ────────────────────────────────────────────────────────────────────────────────────────────────────────

  message(body: Uint8Array, hmac: string | undefined, isKnownToTransport: boolean): void {
    const { s, policy } = this;
    if (s.state === "busy") throw new TypeError("the device has not answered the last message yet");
    if (body.length === 0) {
      this.emptyMessage();
      return;
    }
    const received = receive(body, policy);
    if (received.header === undefined) {
      this.garbledMessage(received.ok ? "" : received.reason);
      return;
    }
    const { header } = received;
    if (!sameID(header.sessionID, s.sessionID)) {
      this.end("protocol", "the answer is of another session");
      return;
    }
    if (!received.ok) {
      this.sendAbort(header, [], "protocol", received.reason);
      return;
    }
    const { message } = received;
    const answer = headerStatus(message);
    if (answer !== undefined && !sameID(answer.msgRef, String(s.ownMsgID))) {
      this.log({ event: "ignored", detail: "the answer is to an earlier message" });
      return;
    }
    const number = messageNumber(header.msgID);
    if (policy.acceptGaps === "reject" && number !== s.peerMsgID + 1) {
      this.sendAbort(header, [], "protocol", "the MsgID skips numbers");
      return;
    }
    s.peerMsgID = number ?? s.peerMsgID + 1;
    s.attempts = 0;
    s.counters = { ...s.counters, received: s.counters.received + 1 };
    this.timerEffect("replyTimeout", null);
    this.log({
      event: "received",
      msgID: header.msgID?.trim(),
      octets: body.length,
      commands: describeCommands(message),
    });
    if (s.counters.received > policy.maxMessages) {
      this.sendAbort(header, [], "limit", "too many messages");
      return;
    }
    if (this.context.now - s.startedAt > policy.maxSessionTime) {
      this.sendAbort(header, [], "limit", "the session takes too long");
      return;
    }
    const verdict = verify(
      s.serverAuth,
      { cred: header.cred, hmac, body, name: header.source?.locName, isKnownToTransport },
      {
        account: this.context.account,
        direction: "server",
        policy,
        nonces: this.serverNonces(),
        freshNonce: this.context.nonce,
      },
    );
    this.take(message, answer, verdict);
  }

  done(outcome: DeviceOutcome): void {
    const { s } = this;
    const { executing } = s;
    if (s.state !== "busy" || executing === null || executing.cursor !== null) {
      throw new TypeError("no commands are in the hands of the device");
    }
    if (outcome.state === "suspended") {
      s.executing = { ...executing, cursor: plainOf(outcome.cursor), ask: plainOf(outcome.ask) };
      this.effect({ kind: "ask", alert: plainOf(outcome.ask) });
      return;
    }
    s.executed += executing.commands.length;
    s.executing = null;
    this.answerAll(executing, outcome.results);
  }

  answer(answer: JsonValue): void {
    const { s } = this;
    const { executing } = s;
    if (executing?.cursor == null) throw new TypeError("no question is open");
    const { cursor } = executing;
    s.executing = { ...executing, cursor: null, ask: null };
    this.effect({ kind: "execute", commands: commandsFrom(executing.commands), resume: { cursor, answer } });
  }

  resumed(): void {
    const { executing, state } = this.s;
    if (state !== "busy" || executing === null) {
      this.resend();
      return;
    }
    if (executing.ask !== null) {
      this.effect({ kind: "ask", alert: executing.ask });
      return;
    }
    this.effect({ kind: "execute", commands: commandsFrom(executing.commands) });
  }

  queue(alerts: readonly Alert[]): void {
    this.s.queue = [...this.s.queue, ...toPlain(alerts)];
  }

  timer(name: "replyTimeout" | "resend"): void {
    if (this.s.state === "busy") return;
    if (name === "resend") this.resend();
    else this.failedOnce("timeout", "no answer came in time");
  }

  transportFailed(retryable: boolean): void {
    if (this.s.state === "busy") return;
    if (retryable) this.failedOnce("transport", "the message could not be delivered");
    else this.end("transport", "the message could not be delivered");
  }

  abort(reason: string): void {
    const { s } = this;
    const { headerStatus = null, answers: ready = [] } = s.executing ?? {};
    const answers = commandsFrom([headerStatus, ...ready.flat()].filter((one) => one !== null));
    s.executing = null;
    s.packing = initialPacking;
    s.pkg = 3;
    this.sendAbort(undefined, answers, "aborted-local", reason);
  }

  // ── What arrives ──────────────────────────────────────────────────────────────────────────────────────────────────

  private emptyMessage(): void {
    const { s } = this;
    if (s.ownFinal && s.pkg === 3) this.end("complete", "the server has nothing to say");
    else this.end("protocol", "the answer is empty");
  }

  private garbledMessage(reason: string): void {
    this.s.garbled++;
    if (this.s.garbled > 1) this.end("protocol", reason);
    else this.failedOnce("protocol", reason);
  }

  private serverNonces(): string[] {
    const { serverAuth, resync } = this.s;
    if (resync && serverAuth.issued === null) return [RESYNC_NONCE];
    const { server = "" } = this.context.account.nonces ?? {};
    if (serverAuth.issued === null) return [server];
    return serverAuth.state === "session" ? [serverAuth.issued, server] : [serverAuth.issued];
  }

  private take(message: SyncML, answer: Status | undefined, verdict: Verdict): void {
    const { s } = this;
    const { syncHdr, syncBody } = message;
    s.wire = message.wire ?? null;
    s.serverAuth = verdict.state;
    const isServerProved = isProved(s.serverAuth, schemeFor(this.context.account, "server"));
    if (verdict.verdict !== "not-wanted") {
      this.log({
        event: "authentication",
        detail: verdict.reason === "" ? "the server has proved who it is" : verdict.reason,
      });
    }
    if (syncBody.commands.some((one) => one.kind === "Alert" && codeText(one) === Code.SESSION_ABORT)) {
      this.end("aborted-remote", "the server aborted the session");
      return;
    }
    const own = this.takeHeaderStatus(answer, isServerProved);
    if (own === "ended") return;
    s.peer = peerLimits(syncHdr, s.peer);
    if (s.peer.maxMsgSize !== null && s.peer.maxMsgSize < this.policy.minUsableMsgSize) {
      this.sendAbort(syncHdr, [], "limit", `the server takes messages of ${s.peer.maxMsgSize} octets only`);
      return;
    }
    if (!this.followRespURI(syncHdr, verdict)) return;
    if (own === "fallback") {
      this.beginAsOlder();
      return;
    }
    if (own === "again") {
      const status = statusOf(message, "SyncHdr", verdict.code, { chal: verdict.chal });
      if (s.pkg === 3 && s.repeatable !== null) this.repeatPart(status, s.repeatable);
      else this.open([status]);
      return;
    }
    if (!isServerProved) {
      this.refuseServer(message, verdict);
      return;
    }
    this.keepFittingNonce(verdict);
    // While the own package is open, the server only asks for its next message, which closes nothing.
    const isOpen = s.packing !== null && !s.packing.isDone;
    s.peerFinal = syncBody.final === true || (isOpen && s.peerFinal);
    this.takeStatuses(syncBody.commands);
    this.execute(message, statusOf(message, "SyncHdr", verdict.code, { chal: verdict.chal }));
  }

  /** The nonce that the server has proved itself with is the one it holds, whatever becomes of the next one. */
  private keepFittingNonce({ nonce }: Verdict): void {
    const { account } = this.context;
    const scheme = schemeFor(account, "server");
    if (nonce === undefined || nonce === RESYNC_NONCE || (scheme !== "md5" && scheme !== "mac")) return;
    if (nonce !== (account.nonces?.server ?? "")) this.effect({ kind: "storeNonce", direction: "server", nonce });
  }

  /** What the server says of the client's proof. */
  private takeHeaderStatus(
    answer: Status | undefined,
    isServerProved: boolean,
  ): "go-on" | "again" | "fallback" | "ended" {
    const { s } = this;
    const isNeeded = schemeFor(this.context.account, "client") !== "none";
    if (answer === undefined) {
      if (isNeeded && s.clientAuth.state === "sent") this.log({ event: "ignored", detail: "the header has no status" });
      return "go-on";
    }
    const code = codeText(answer);
    if (s.ownMsgID === 1 && this.policy.versionFallback && fallbackCodes.includes(code) && s.verDTD === "1.2") {
      return "fallback";
    }
    const step = takeProofAnswer(s.clientAuth, { code, chal: answer.chal }, this.proverContext());
    const { state, store } = takePending(step.state, isServerProved);
    s.clientAuth = state;
    if (store !== undefined) this.effect({ kind: "storeNonce", direction: "client", nonce: store });
    switch (step.outcome) {
      case "accepted":
        return "go-on";
      case "again":
        return "again";
      case "failed":
        this.end("auth-client", step.reason);
        return "ended";
      case "refused":
        this.end("protocol", step.reason);
        return "ended";
      case "unknown":
        if (isNeeded && s.clientAuth.state !== "session") {
          this.end("protocol", step.reason);
          return "ended";
        }
        this.log({ event: "ignored", detail: step.reason });
        return "go-on";
    }
  }

  private beginAsOlder(): void {
    const { s } = this;
    s.verDTD = "1.1";
    s.verProto = "DM/1.1";
    s.wire = null;
    s.ownMsgID = 0;
    s.peerMsgID = 0;
    this.open([]);
  }

  private followRespURI({ respURI, cred }: SyncHdr, { verdict }: Verdict): boolean {
    const { s } = this;
    if (respURI === undefined || respURI.trim() === "") return true;
    const scheme = schemeFor(this.context.account, "server");
    // In this very message: a proof that was accepted for the session says nothing of a forged reply later.
    const hasProof = cred !== undefined || scheme === "mac" || scheme === "transport";
    const rule = resolveRespURI(s.uri.current, respURI.trim(), {
      authenticated: verdict === "accepted" && hasProof,
      allow: this.context.allowRespURI,
    });
    if (rule.ok) {
      s.uri = { ...s.uri, current: rule.uri };
      return true;
    }
    this.end("protocol", rule.reason);
    return false;
  }

  /** The server has not proved who it is: one Status for each command, and nothing is executed. */
  private refuseServer(message: SyncML, verdict: Verdict): void {
    const { s } = this;
    const wanted = message.syncBody.commands.filter(isWanted);
    // Without commands and without a proof there is nothing to challenge (OMA Device Management Security 1.2).
    if (wanted.length === 0 && s.packing !== null && !s.packing.isDone) {
      const asked = message.syncBody.commands.filter(({ kind }) => kind === "Alert");
      this.sendPart([statusOf(message, "SyncHdr", Code.OK), ...asked.map((one) => statusOf(message, one, Code.OK))]);
      return;
    }
    // A server whose answers have left no room for its commands has not closed its package: it is asked for them.
    const asksForMore = wanted.length === 0 && message.syncBody.final !== true;
    if (wanted.length === 0 && !asksForMore) {
      this.end(s.clientAuth.state === "refused" ? "auth-client" : "complete", "the server has no commands");
      return;
    }
    const statuses: Command[] = [statusOf(message, "SyncHdr", verdict.code, { chal: verdict.chal })];
    for (const command of commandsIn(message.syncBody.commands)) {
      if (command.kind !== "Status" && command.kind !== "Results")
        statuses.push(statusOf(message, command, verdict.code));
    }
    if (asksForMore) statuses.push(alertOf(Code.NEXT_MESSAGE));
    s.pkg = 3;
    s.packing = initialPacking;
    s.peerFinal = !asksForMore;
    s.state = "authServer";
    this.sendPart(statuses);
    if (verdict.isLast) this.end("auth-server", verdict.reason);
    else s.state = "authServer";
  }

  /** The server's answers to alerts and chunks of this side. */
  private takeStatuses(commands: readonly Command[]): void {
    const { s } = this;
    for (const command of commands) {
      if (command.kind !== "Status" || isOfHeader(command)) continue;
      const code = codeText(command);
      const sent = s.sentAlerts.find((one) => sameID(one.msgID, command.msgRef) && sameID(one.cmdID, command.cmdRef));
      if (sent !== undefined && code !== Code.CHUNK_ACCEPTED) {
        if (code === Code.INVALID_CREDENTIALS || code === Code.CREDENTIALS_MISSING) continue;
        s.sentAlerts = s.sentAlerts.filter((one) => one !== sent);
        const [alert] = commandsFrom([sent.alert]);
        if (alert?.kind !== "Alert") continue;
        this.effect({ kind: "deliver", event: { kind: "alertAnswered", alert, code: codeOf(command) } });
      } else if (command.cmd === "Results" && code !== Code.CHUNK_ACCEPTED) this.stopObject();
    }
  }

  /** The server does not take the rest of an object: what is left of it is dropped. */
  private stopObject(): void {
    const { s } = this;
    if (s.packing === null || s.packing.open?.object == null) return;
    const answers = [...s.packing.answers];
    const kind = s.packing.open.among === "results" ? "Results" : "Alert";
    const at = answers.findIndex((one) => (one as JsonObject)["kind"] === kind);
    if (at >= 0) answers.splice(at, 1);
    s.packing = { ...s.packing, open: null, answers };
    this.log({ event: "ignored", detail: "the server refused an object: the rest of it is not sent" });
  }

  // ── Executing ─────────────────────────────────────────────────────────────────────────────────────────────────────

  private execute(message: SyncML, headerStatus: Status): void {
    const { s, policy } = this;
    const { state, outcomes, alerts } = receiveObjects(s.incoming, message, policy);
    s.incoming = state;
    const answers: (JsonValue[] | null)[] = [];
    const commands: Command[] = [];
    let questions = 0;
    for (const command of message.syncBody.commands) {
      if (command.kind === "Status" || command.kind === "Results") continue;
      const isQuestion = command.kind === "Alert" && userAlerts.includes(codeText(command));
      if (isQuestion) questions++;
      const code = this.refusalOf(command, outcomes.get(command) ?? [], isQuestion ? questions : 0);
      if (code !== undefined) {
        answers.push([...toPlain([...commandsIn([command])].map((one) => statusOf(message, one, code)))]);
      } else {
        answers.push(null);
        commands.push(wholeCommand(command, outcomes.get(command) ?? []));
      }
    }
    if (alerts.length > 0) answers.push([...toPlain(alerts)]);
    s.counters = { ...s.counters, loop: isIdle(message) ? s.counters.loop + 1 : 0 };
    if (s.counters.loop > policy.nextMessageLoop) {
      this.sendAbort(message.syncHdr, [headerStatus], "limit", "both sides only ask for the next message");
      return;
    }
    const [plainStatus] = toPlain([headerStatus]) as [JsonValue];
    const executing: ExecutingCommands = {
      header: plainHeader(message.syncHdr),
      headerStatus: plainStatus,
      answers,
      commands: toPlain(commands),
      cursor: null,
      ask: null,
    };
    if (commands.length === 0) {
      this.answerAll(executing, []);
      return;
    }
    s.state = "busy";
    s.executing = executing;
    this.effect({ kind: "execute", commands });
  }

  /** The code that a command is refused with, or a chunk answered; `undefined` if it is for the device. */
  private refusalOf(command: Command, parts: readonly ReassemblyOutcome[], question: number): string | undefined {
    const held = parts.find(({ effect }) => effect !== "pass" && effect !== "commit");
    if (held !== undefined) return held.status ?? Code.OK;
    if (command.kind !== "Alert") return undefined;
    const code = codeText(command);
    if (code === Code.NEXT_MESSAGE || code === Code.NO_END_OF_DATA) return Code.OK;
    if (code === Code.SERVER_INITIATED || code === Code.CLIENT_INITIATED) return Code.OK;
    if (!userAlerts.includes(code)) return Code.NOT_SUPPORTED;
    if (question > this.policy.maxUiAlertsPerMessage) return Code.TOO_LARGE;
    const isLong = command.items.some(({ data }) => typeof data === "string" && data.length > this.policy.maxUiText);
    return isLong ? Code.TOO_LARGE : undefined;
  }

  private answerAll(executing: ExecutingCommands, results: readonly StepResult[]): void {
    const message = messageWith(executing.header);
    const statuses: Command[] = [];
    const found: Command[] = [];
    let next = 0;
    for (const answer of executing.answers) {
      if (answer !== null) {
        statuses.push(...commandsFrom(answer));
        continue;
      }
      const result = results[next++];
      if (result === undefined) throw new TypeError("the device must give a result for each command");
      const made = answersOf(message, [result]);
      statuses.push(...made.statuses);
      found.push(...made.results);
    }
    const [headerStatus] = commandsFrom([executing.headerStatus]) as [Status];
    this.goOn(headerStatus, statuses, found);
  }

  // ── The next message ──────────────────────────────────────────────────────────────────────────────────────────────

  private goOn(headerStatus: Status, statuses: readonly Command[], results: readonly Command[]): void {
    const { s } = this;
    const hasLeft = s.packing !== null && !s.packing.isDone;
    const queued = commandsFrom(s.queue);
    const owesNothing = statuses.length === 0 && results.length === 0 && queued.length === 0 && !hasLeft;
    if (owesNothing && s.peerFinal && !this.sendsChallengeAlone(headerStatus)) {
      this.end("complete", "nothing is left to say");
      return;
    }
    s.queue = [];
    if (!hasLeft) {
      s.pkg = 3;
      s.packing = initialPacking;
    }
    const asksForMore = !s.peerFinal && results.length === 0 && !hasLeft;
    const asking = asksForMore ? [alertOf(Code.NEXT_MESSAGE)] : [];
    this.sendPart([headerStatus, ...statuses, ...results, ...queued, ...asking]);
  }

  /** Whether a message goes out although it holds nothing but a challenge, on which the texts contradict each other. */
  private sendsChallengeAlone({ chal }: Status): boolean {
    if (chal === undefined) return false;
    const { chalOnlyReply } = this.policy;
    return chalOnlyReply === "always" || (chalOnlyReply === "resync" && this.s.resync);
  }

  /** Sends the last message again with another proof, since the server has taken nothing of it. */
  private repeatPart(headerStatus: Status, { packing, answers }: RepeatableMessage): void {
    const { s } = this;
    const [, ...rest] = commandsFrom(answers);
    const last = String(s.ownMsgID);
    s.packing = packing;
    s.sentAlerts = s.sentAlerts.filter(({ msgID }) => msgID !== last);
    this.sendPart([headerStatus, ...rest]);
  }

  /** Sends the next message of the own package, after these answers. */
  private sendPart(answers: readonly Command[]): void {
    const { s } = this;
    const commands = s.pkg === 1 ? commandsFrom(s.opening) : [];
    let given = answers;
    for (;;) {
      try {
        const made = this.composed(given, commands, s.peerFinal);
        s.repeatable = this.mayBeRefused() ? { packing: s.packing, answers: toPlain(given) } : null;
        s.packing = made.packing;
        s.state = s.pkg === 1 ? "init" : made.packing.isDone ? "reply" : "more";
        this.rememberAlerts(made);
        this.send(made);
        return;
      } catch (error) {
        if (!isTooLarge(error)) throw error;
        const smaller = this.withoutTooLarge(given);
        if (smaller === undefined) {
          this.end("limit", error.message);
          return;
        }
        given = smaller;
      }
    }
  }

  /** The answers without Results that cannot be sent, whose Get is answered 413; `undefined` if that is not the cause. */
  private withoutTooLarge(answers: readonly Command[]): Command[] | undefined {
    const tooLarge = answers.filter((one) => one.kind === "Results" && !this.fitsAlone(one));
    if (tooLarge.length === 0) return undefined;
    return answers.flatMap((one): Command[] => {
      if (tooLarge.includes(one)) return [];
      if (one.kind !== "Status") return [one];
      const isOf = tooLarge.some((results) => results.kind === "Results" && sameID(results.cmdRef, one.cmdRef));
      return [isOf ? { ...one, data: Code.TOO_LARGE } : one];
    });
  }

  private fitsAlone(command: Command): boolean {
    const { packing } = this.s;
    try {
      this.s.packing = initialPacking;
      this.composed([command], [], false);
      return true;
    } catch (error) {
      if (!isTooLarge(error)) throw error;
      return false;
    } finally {
      this.s.packing = packing;
    }
  }

  private composed(answers: readonly Command[], commands: readonly Command[], final: boolean): Composed {
    const { s, policy } = this;
    const { cred } = prove(s.clientAuth, this.proverContext());
    // Sizes are said in the first message, and again with new credentials.
    const announces = s.pkg === 1;
    return compose(
      {
        verDTD: s.verDTD,
        verProto: s.verProto,
        sessionID: s.sessionID,
        target: s.uri.current,
        source: s.device,
        sourceName: this.context.account.user,
        respURI: undefined,
        cred: this.mayProve() ? cred : undefined,
        maxMsgSize: announces ? policy.ownMaxMsgSize : 0,
        maxObjSize: announces ? policy.ownMaxObjSize : 0,
        wire: s.wire ?? undefined,
        format: s.format,
      },
      { answers, commands, packing: s.packing ?? initialPacking, msgID: s.ownMsgID + 1, final },
      s.peer,
      policy,
    );
  }

  /** Whether the server may ask for another proof in the middle of the session, where it takes each for one message. */
  private mayBeRefused(): boolean {
    return this.s.pkg === 3 && this.s.clientAuth.state === "message" && this.s.clientAuth.scheme !== "mac";
  }

  /** Credentials wait for a challenge, if the policy says so. */
  private mayProve(): boolean {
    return this.policy.credentialsFirst || this.s.clientAuth.state !== "none" || this.s.counters.sent > 0;
  }

  private rememberAlerts({ message, origins }: Composed): void {
    const { s } = this;
    const msgID = message.syncHdr.msgID ?? "1";
    for (const command of message.syncBody.commands) {
      if (command.kind !== "Alert") continue;
      const code = codeText(command);
      if (code !== Code.CLIENT_EVENT && code !== Code.GENERIC_ALERT) continue;
      const [alert] = toPlain([origins.get(command) ?? command]) as [JsonValue];
      s.sentAlerts = [...s.sentAlerts, { msgID, cmdID: command.cmdID ?? "", alert }];
    }
  }

  private send(made: Composed): void {
    const { s } = this;
    const context = this.proverContext();
    if (this.mayProve()) s.clientAuth = prove(s.clientAuth, context).state;
    const hmac = this.mayProve() ? macFor(made.body, s.clientAuth, context) : undefined;
    const message: OutgoingMessage = { uri: s.uri.current, body: made.body, contentType: made.contentType, hmac };
    s.ownMsgID++;
    s.ownFinal = made.message.syncBody.final === true;
    s.counters = { ...s.counters, sent: s.counters.sent + 1 };
    s.lastSent = storedOf(message);
    this.log({
      event: "sent",
      msgID: String(s.ownMsgID),
      octets: made.body.length,
      contentType: made.contentType,
      commands: describeCommands(made.message),
    });
    this.storeIssuedNonce(made.message);
    this.timerEffect("replyTimeout", this.policy.replyTimeout);
    this.effect({ kind: "send", ...message });
  }

  /**
   * A nonce for the server counts once its message goes out: a session may end without one. While the server has not proved
   * itself it stays in the session, so that nobody else can part the two sides for the next one.
   */
  private storeIssuedNonce({ syncBody: { commands } }: SyncML): void {
    const { issued } = this.s.serverAuth;
    if (issued === null || !isProved(this.s.serverAuth, schemeFor(this.context.account, "server"))) return;
    const isInside = commands.some((one) => one.kind === "Status" && one.chal !== undefined);
    if (isInside) this.effect({ kind: "storeNonce", direction: "server", nonce: issued });
  }

  private resend(): void {
    const { lastSent, uri } = this.s;
    if (lastSent === null) return;
    this.log({ event: "repeated", msgID: String(this.s.ownMsgID) });
    this.timerEffect("replyTimeout", this.policy.replyTimeout);
    this.effect({ kind: "send", uri: uri.current, ...outgoingOf(lastSent) });
  }

  private failedOnce(result: "transport" | "timeout" | "protocol", reason: string): void {
    const { s, policy } = this;
    if (s.attempts >= policy.resendAttempts) {
      this.end(result, reason);
      return;
    }
    const wait = Math.min(policy.backoffMax, policy.backoffInitial * policy.backoffFactor ** s.attempts);
    s.attempts++;
    this.timerEffect("replyTimeout", null);
    this.timerEffect("resend", wait);
  }

  private sendAbort(
    header: SyncHdr | undefined,
    answers: readonly Command[],
    result: SessionResult,
    reason: string,
  ): void {
    const { s } = this;
    s.pkg = 3;
    s.packing = initialPacking;
    s.peerFinal = true;
    // The end is told even to a server that takes no message as large as that.
    s.peer = { ...s.peer, maxMsgSize: null };
    const own = answers.length === 0 && header !== undefined ? [statusOf(header, "SyncHdr", Code.OK)] : answers;
    this.sendLast(own);
    this.end(result, reason);
  }

  /** Sends alert 1223 with as many of the answers as there is room for. */
  private sendLast(answers: readonly Command[]): void {
    const sent = answers.filter((one) => one.kind !== "Results" || this.fitsAlone(one));
    const last = [alertOf(Code.SESSION_ABORT)];
    try {
      const { made } = composeMost(sent, last, (some) => this.composed(some, [], true));
      this.rememberAlerts(made);
      this.send(made);
    } catch (error) {
      // Not even the header has room: the server is not told.
      if (!isTooLarge(error)) throw error;
    }
  }

  private end(result: SessionResult, reason: string): void {
    const { s } = this;
    if (s.state === "end") return;
    s.state = "end";
    s.result = result;
    s.executing = null;
    s.incoming = initialReassembly;
    this.log({ event: "finished", result, detail: reason });
    this.timerEffect("replyTimeout", null);
    this.effect({ kind: "finished", result, reason });
  }

  // ── Small things ──────────────────────────────────────────────────────────────────────────────────────────────────

  private proverContext(): ProverContext {
    const { base, current } = this.s.uri;
    // Whoever the server has handed the session over to gets digests only.
    const mayUseBasic = (this.policy.allowBasicPlain || /^https:/i.test(current)) && isSameOrigin(base, current);
    return { account: this.context.account, direction: "client", policy: this.policy, mayUseBasic };
  }

  private timerEffect(name: TimerName, ms: number | null): void {
    this.effect({ kind: "timer", name, ms });
  }

  private effect(effect: Effect): void {
    this.effects.push(effect);
  }

  private log(note: SessionNote): void {
    this.effects.push(logEffect("client", this.before, this.s, note));
  }
}

/** Whether a server's command wants something of the client: all but statuses and the alert for the next message. */
function isWanted(command: Command): boolean {
  if (command.kind === "Status" || command.kind === "Results") return false;
  return command.kind !== "Alert" || codeText(command) !== Code.NEXT_MESSAGE;
}

/** A command whose objects have come in chunks, with them whole. */
function wholeCommand(command: Command, parts: readonly ReassemblyOutcome[]): Command {
  if (!("items" in command) || parts.every(({ effect }) => effect !== "commit")) return command;
  const items = command.items.map((item) => {
    const part = parts.find((one) => one.item === item);
    if (part?.effect !== "commit" || part.data === undefined) return item;
    const format = part.object?.format ?? undefined;
    const isText = !isBinary(format) && !isBase64(format);
    const data = isText ? (decodeUtf8(part.data, 0, part.data.length) ?? part.data) : part.data;
    return { ...item, data, moreData: undefined };
  });
  return { ...command, items } as Command;
}

/** What statuses repeat of a header, as JSON; nothing else of it, such as credentials, for no state has a secret. */
function plainHeader(header: SyncHdr): JsonValue {
  const { source, target } = header;
  const syncHdr: SyncHdr = {
    ...header,
    source: source && newSource(source.locURI ?? ""),
    target: target && newTarget(target.locURI ?? ""),
    respURI: undefined,
    cred: undefined,
    meta: undefined,
    extra: undefined,
  };
  const message = create("SyncML", { syncHdr, syncBody: create("SyncBody", { commands: [] }) });
  return (toJson(message) as JsonObject)["syncHdr"] as JsonValue;
}

function messageWith(header: JsonValue): SyncML {
  const body = { kind: "SyncBody", commands: [] };
  return fromJson({ kind: "SyncML", syncHdr: header, syncBody: body }) as SyncML;
}

function plainOf(value: object): JsonValue {
  return JSON.parse(JSON.stringify(value)) as JsonValue;
}
