import type { Alert } from "../ast/nodes.ts";
import { encodeBase64 } from "../core/base64.ts";
import { anyFunction, anyObject, anyString, checkOptions, oneOf, optionChecks } from "../core/options.ts";
import { type DmAccount, type Nonces, withNonces } from "./account.ts";
import { type ClientContext, type ClientInput, clientInput, startClient } from "./client.ts";
import { freshNonce } from "./fresh-nonce.ts";
import { type BodyStream, readStream } from "./http.ts";
import type { LogEvent } from "./log-event.ts";
import type { DeviceOutcome, ManagedDevice } from "./managed-device.ts";
import { resolvePolicy, type SessionPolicy } from "./policy.ts";
import { resolveRespURI } from "./resp-uri.ts";
import type { MaybePromise } from "./session-store.ts";
import type { ClientState, Effect, OutgoingMessage, SessionResult, Step } from "./session-types.ts";

// A client around the state machine. What must survive a crash is written in this order, before anything goes on the network:
// nonces, then what the device has done (its own matter), then the state with the message to send.

/** The parts of a `Response` that are used. */
export interface ClientResponse {
  /** Status code of HTTP. */
  readonly status: number;
  /** Headers of HTTP, by name in any case. */
  readonly headers: { get(name: string): string | null };
  /** Its body; `null` if it has none. */
  readonly body: BodyStream | null;
}

/** The platform's `Request`, whichever type library declares it. */
export type ClientRequest = typeof globalThis extends { Request: { prototype: infer Request } } ? Request : object;

/** Time, which the host has. */
export interface ClientClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `wake` once after a time; the function returned takes that back: `setTimeout` and `clearTimeout`. */
  after(ms: number, wake: () => void): () => void;
}

/** What a client tells its host. An error in it is not caught. */
export interface ClientEvents {
  /** What happens, without secrets. */
  readonly log?: ((event: LogEvent) => void) | undefined;
  /** The server's code for an alert of the device. */
  readonly alertAnswered?: ((alert: Alert, code: number) => void) | undefined;
}

/** What a client is made of. */
export interface DmClientOptions {
  /** What both sides know of each other. */
  readonly account: DmAccount;
  /** Address of the server. Default: that of the account. */
  readonly serverURI?: string | undefined;
  /** What executes the commands of servers. */
  readonly device: ManagedDevice;
  /** Sends a message: `(request) => fetch(request)`. Redirects are to be handed out, not followed (`redirect: "manual"`). */
  readonly send: (request: ClientRequest) => Promise<ClientResponse>;
  /** The time, and a way to wait. */
  readonly clock: ClientClock;
  /** So many octets that nobody can guess: `(length) => crypto.getRandomValues(new Uint8Array(length))`. */
  readonly random: (length: number) => Uint8Array;
  /** Form of the messages. Default `"wbxml"`. */
  readonly format?: "wbxml" | "xml" | undefined;
  /** Version of the protocol. Default `"1.2"`. */
  readonly version?: "1.1" | "1.2" | undefined;
  /** Values for what the standard leaves open. */
  readonly policy?: Partial<SessionPolicy> | undefined;
  /** Whether the server may move the session to another origin. Default: never. */
  readonly allowRespURI?: ((current: string, next: string) => boolean) | undefined;
  /** Stores the nonces. Default: they are kept by this client alone. */
  readonly saveNonces?: ((nonces: Nonces) => MaybePromise<void>) | undefined;
  /** Stores the state of a session, to go on with by `resume`; `null` once it has ended. Default: not at all. */
  readonly save?: ((state: ClientState | null) => MaybePromise<void>) | undefined;
  /** What the host wants to know. */
  readonly on?: ClientEvents | undefined;
}

/** Why a session is begun. */
export type ClientReason =
  /** The user, or the device itself, wants it (alert 1201). */
  | { readonly reason?: "user" | undefined }
  /** A verified notification asks for it (alert 1200): what `verifyNotification` of `syncml/push` says. */
  | {
      readonly reason: "notification";
      readonly notification: { readonly sessionID: string };
      readonly resync?: boolean | undefined;
    };

/** How a session went. */
export interface ClientRun {
  /** How the last of its sessions ended. */
  readonly outcome: SessionResult;
  /** Why, in words. */
  readonly reason: string;
  /** SessionID of that session. */
  readonly sessionID: string;
  /** Commands that the device was given, groups counted as one. */
  readonly executed: number;
  /** Messages sent, resends not counted. */
  readonly messages: number;
  /** Sessions begun, with those that failed in transport. */
  readonly attempts: number;
}

/** A client of one account. One session runs at a time. */
export interface DmClient {
  /**
   * Runs a session to its end, and begins another one if the transport failed, as often as the policy allows.
   *
   * @throws {TypeError} if a session is running.
   */
  run(reason?: ClientReason): Promise<ClientRun>;
  /** Goes on with a stored session after a restart: the last message is sent again, or the device asked again. */
  resume(state: ClientState): Promise<ClientRun>;
  /** Has alerts (1224, 1226) sent with the next message of the session that is running. */
  queue(alerts: readonly Alert[]): void;
  /** Ends the session that is running with alert 1223, before its next message. */
  abort(reason: string): void;
}

const checks = optionChecks({
  account: anyObject,
  serverURI: anyString,
  device: anyObject,
  send: anyFunction,
  clock: anyObject,
  random: anyFunction,
  format: oneOf("wbxml", "xml"),
  version: oneOf("1.1", "1.2"),
  policy: anyObject,
  allowRespURI: anyFunction,
  saveNonces: anyFunction,
  save: anyFunction,
  on: anyObject,
});
const required = ["account", "device", "send", "clock", "random"] as const;
const MAX_REDIRECTS = 5;
const lost: ClientInput = { kind: "transportFailed", retryable: true };
const refused: ClientInput = { kind: "transportFailed", retryable: false };
const retryableStatus: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/**
 * Makes a client of a device and an account.
 *
 * @throws {TypeError} if an option is missing or of a wrong type.
 * @throws {RangeError} if a policy is outside its range.
 */
export function dmClient(options: DmClientOptions): DmClient {
  checkOptions(options, checks);
  for (const name of required) if (options[name] === undefined) throw new TypeError(`option ${name} must be given`);
  const serverURI = options.serverURI ?? options.account.address;
  if (serverURI === undefined) throw new TypeError("option serverURI must be given, or the account have an address");
  return new Client(options, serverURI);
}

class Client implements DmClient {
  private readonly options: DmClientOptions;
  private readonly serverURI: string;
  private readonly policy: SessionPolicy;
  private nonces: Nonces;
  private isRunning = false;
  private queued: Alert[] = [];
  private aborting: string | undefined;

  constructor(options: DmClientOptions, serverURI: string) {
    this.options = options;
    this.serverURI = serverURI;
    this.policy = resolvePolicy(options.policy);
    this.nonces = options.account.nonces ?? {};
  }

  async run(reason: ClientReason = {}): Promise<ClientRun> {
    return this.exclusively(async () => {
      for (let attempts = 1; ; attempts++) {
        const run = await this.drive(this.begin(reason));
        const isTransport = run.outcome === "transport" || run.outcome === "timeout";
        if (!isTransport || attempts >= this.policy.sessionAttempts) return { ...run, attempts };
        await this.sleep(this.withJitter(this.policy.backoffInitial * this.policy.backoffFactor ** attempts));
      }
    });
  }

  async resume(state: ClientState): Promise<ClientRun> {
    return this.exclusively(async () => {
      const age = this.options.clock.now() - state.startedAt;
      if (age <= this.policy.maxSessionTime) return this.drive(this.step(state, { kind: "resumed" }));
      await this.options.save?.(null);
      return runOf({ ...state, result: "timeout" }, "the session is too old to go on with");
    });
  }

  queue(alerts: readonly Alert[]): void {
    this.queued.push(...alerts);
  }

  abort(reason: string): void {
    this.aborting = reason;
  }

  private async exclusively<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.isRunning) throw new TypeError("a session is running");
    this.isRunning = true;
    this.aborting = undefined;
    try {
      return await work();
    } finally {
      this.isRunning = false;
    }
  }

  private begin(reason: ClientReason): Step<ClientState> {
    const { device, format, version } = this.options;
    const isAsked = reason.reason === "notification";
    return startClient(
      {
        reason: isAsked ? "notification" : "client",
        sessionID: isAsked ? reason.notification.sessionID : this.newSessionID(),
        serverURI: this.serverURI,
        device: device.identity,
        devInfo: device.devInfo(),
        alerts: device.alerts(),
        resync: isAsked ? (reason.resync ?? false) : false,
        format,
        version,
      },
      this.context(device.fault?.("wrongNonce") === true),
    );
  }

  /** Up to four hexadecimal digits, as a notification's. */
  private newSessionID(): string {
    const [high = 0, low = 0] = this.options.random(2);
    return (high * 256 + low || 1).toString(16).toUpperCase();
  }

  private context(hasWrongNonce = false): ClientContext {
    const { account, clock, random, allowRespURI } = this.options;
    const nonces = hasWrongNonce ? { ...this.nonces, client: encodeBase64(freshNonce(random)) } : this.nonces;
    return {
      account: withNonces(account, nonces),
      nonce: () => freshNonce(random),
      now: clock.now(),
      policy: this.policy,
      allowRespURI,
      log: this.options.on?.log === undefined ? "none" : "all",
    };
  }

  private step(state: ClientState, input: ClientInput): Step<ClientState> {
    return clientInput(state, input, this.context());
  }

  /** Executes effects, and hands what comes of them in, until the session has ended. */
  private async drive(first: Step<ClientState>): Promise<ClientRun> {
    let { state, effects } = first;
    for (;;) {
      await this.keepNonces(effects);
      const finished = effects.find((effect) => effect.kind === "finished");
      await this.options.save?.(finished === undefined ? state : null);
      this.tell(effects);
      const input = await this.act(state, effects);
      if (finished !== undefined) {
        this.options.device.sessionEnded?.();
        return runOf(state, finished.reason);
      }
      if (this.queued.length > 0) {
        const queued = this.step(state, { kind: "queue", alerts: this.queued });
        this.queued = [];
        state = queued.state;
      }
      const { aborting } = this;
      this.aborting = undefined;
      ({ state, effects } = this.step(state, aborting === undefined ? input : { kind: "abort", reason: aborting }));
    }
  }

  private async keepNonces(effects: readonly Effect[]): Promise<void> {
    const stored = effects.filter((effect) => effect.kind === "storeNonce");
    if (stored.length === 0) return;
    for (const { direction, nonce } of stored) this.nonces = { ...this.nonces, [direction]: nonce };
    await this.options.saveNonces?.(this.nonces);
  }

  private tell(effects: readonly Effect[]): void {
    const { on = {}, device } = this.options;
    for (const effect of effects) {
      if (effect.kind === "log") on.log?.(effect.event);
      if (effect.kind !== "deliver" || effect.event.kind !== "alertAnswered") continue;
      const { alert, code } = effect.event;
      device.alertAnswered(alert, code);
      on.alertAnswered?.(alert, code);
    }
  }

  /** Does what the effects ask for. Returns what came of it. */
  private async act(state: ClientState, effects: readonly Effect[]): Promise<ClientInput> {
    const { device, account, clock } = this.options;
    const serverID = account.serverID ?? "";
    const options = { now: clock.now() };
    let input: ClientInput | undefined;
    for (const effect of effects) {
      if (effect.kind === "execute") {
        const { commands, resume } = effect;
        const outcome: DeviceOutcome = await (resume === undefined
          ? device.apply(serverID, commands, options)
          : device.resume(serverID, commands, resume.cursor, resume.answer, options));
        input = { kind: "done", outcome };
      } else if (effect.kind === "ask") input = { kind: "answer", answer: await device.ask(effect.alert) };
      else if (effect.kind === "timer" && effect.name === "resend" && effect.ms !== null) {
        await this.sleep(this.withJitter(effect.ms));
        input = { kind: "timer", name: "resend" };
      } else if (effect.kind === "send") input = await this.exchange(state, effect);
    }
    // An answer that was dropped as late is as good as none.
    return input ?? { kind: "transportFailed", retryable: true };
  }

  private async exchange(state: ClientState, message: OutgoingMessage): Promise<ClientInput> {
    const { device } = this.options;
    let uri = message.uri ?? state.uri.current;
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      if (device.fault?.("loseRequest")) return lost;
      if (device.fault?.("duplicate") && (await this.sent(requestOf(uri, message))) === "failed") return lost;
      const response = await this.sent(requestOf(uri, message));
      if (response === "failed" || device.fault?.("loseReply")) return lost;
      if (device.fault?.("answerLate")) return { kind: "timer", name: "replyTimeout" };
      if (device.fault?.("restart")) return { kind: "resumed" };
      if (response === undefined) return { kind: "timer", name: "replyTimeout" };
      const { status, headers } = response;
      if (status === 307 || status === 308) {
        const next = this.redirected(state, uri, headers.get("location")?.trim() ?? "");
        if (next === undefined) return refused;
        uri = next;
        continue;
      }
      if (status < 200 || status > 299) return this.failed(status, headers.get("retry-after"));
      const body = await this.bodyOf(response);
      if (body === "failed") return lost;
      return body === undefined ? refused : { kind: "message", body, hmac: headers.get("x-syncml-hmac") };
    }
    return refused;
  }

  /** The response; `undefined` if it does not come in time. */
  private sent(request: ClientRequest): Promise<ClientResponse | "failed" | undefined> {
    const { send } = this.options;
    const attempt = async () => {
      try {
        return await send(request);
      } catch {
        // Platforms have no common type for what goes wrong in a network: whatever `send` throws is taken for that.
        return "failed";
      }
    };
    return this.within(this.policy.replyTimeout, attempt());
  }

  /** The body; `undefined` if it is larger than was announced. */
  private async bodyOf({ body }: ClientResponse): Promise<Uint8Array | "failed" | undefined> {
    const { ownMaxMsgSize, receiveTolerance } = this.policy;
    const limit = ownMaxMsgSize === 0 ? Number.POSITIVE_INFINITY : ownMaxMsgSize + receiveTolerance;
    try {
      return await readStream(body, limit);
    } catch {
      return "failed";
    }
  }

  /** Where a redirect leads, if it may be followed. */
  private redirected(state: ClientState, uri: string, location: string): string | undefined {
    if (location === "") return undefined;
    const rule = resolveRespURI(uri, location, {
      authenticated: state.serverAuth.state === "session",
      allow: this.options.allowRespURI,
    });
    const hasPassword = state.clientAuth.scheme === "basic" && state.clientAuth.state !== "session";
    return rule.ok && !(rule.isNewOrigin && hasPassword) ? rule.uri : undefined;
  }

  private async failed(status: number, retryAfter: string | null): Promise<ClientInput> {
    const seconds = /^\s*\d{1,6}\s*$/.test(retryAfter ?? "") ? Number(retryAfter) : 0;
    const isRetryable = retryableStatus.has(status);
    if (isRetryable && seconds > 0) await this.sleep(Math.min(seconds * 1000, this.policy.backoffMax));
    return { kind: "transportFailed", retryable: isRetryable };
  }

  private sleep(ms: number): Promise<void> {
    return new Promise((resolve) => void this.options.clock.after(ms, resolve));
  }

  /** What a promise gives; `undefined` if that takes longer. */
  private async within<Result>(ms: number, promise: Promise<Result>): Promise<Result | undefined> {
    let cancel = () => {};
    const timeout = new Promise<undefined>((resolve) => {
      cancel = this.options.clock.after(ms, () => resolve(undefined));
    });
    try {
      return await Promise.race([promise, timeout]);
    } finally {
      cancel();
    }
  }

  /** A wait, a quarter longer at most, so that many devices do not come at once. */
  private withJitter(ms: number): number {
    const [octet = 0] = this.options.random(1);
    return Math.min(this.policy.backoffMax, Math.round(ms * (1 + octet / 1024)));
  }
}

function runOf(state: ClientState, reason: string): ClientRun {
  const { result, sessionID, executed, counters } = state;
  return { outcome: result ?? "protocol", reason, sessionID, executed, messages: counters.sent, attempts: 1 };
}

function requestOf(uri: string, { body, contentType, hmac }: OutgoingMessage): ClientRequest {
  // Looked up when it is needed: a page may load this without it.
  const { Request } = globalThis as unknown as {
    readonly Request: new (
      uri: string,
      init: { method: string; headers: Record<string, string>; body: Uint8Array; redirect: "manual" },
    ) => ClientRequest;
  };
  const headers: Record<string, string> = { "content-type": contentType, accept: contentType };
  if (hmac !== undefined) headers["x-syncml-hmac"] = hmac;
  return new Request(uri, { method: "POST", headers, body, redirect: "manual" });
}
