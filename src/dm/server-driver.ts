import { isSyncmlError } from "../core/errors.ts";
import { anyFunction, anyObject, anyString, checkOptions, integer, optionChecks } from "../core/options.ts";
import { encodeUtf8 } from "../core/utf8.ts";
import { type DmAccount, type Nonces, withNonces } from "./account.ts";
import { deviceView } from "./device-view.ts";
import { freshNonce } from "./fresh-nonce.ts";
import {
  type FetchRequest,
  type FetchResponse,
  fromFetch,
  type HttpRequest,
  type HttpResponse,
  toFetch,
} from "./http.ts";
import type { LogEvent } from "./log-event.ts";
import { messageNumber } from "./message-order.ts";
import { openSession } from "./open-session.ts";
import type { Plan } from "./plan.ts";
import { resolvePolicy, type SessionPolicy } from "./policy.ts";
import type { ProfileName } from "./profiles.ts";
import type { SessionKey } from "./receive.ts";
import { shortDevice } from "./redact.ts";
import { type ServerContext, type ServerInput, serverInput } from "./server.ts";
import {
  type Notice,
  noncesFrom,
  noncesKey,
  recordFrom,
  recordText,
  type SessionRecord,
  sessionKey,
} from "./server-record.ts";
import type { MaybePromise, SessionStore, StoredValue } from "./session-store.ts";
import type {
  DeviceView,
  Effect,
  HistoryEntry,
  PeerEvent,
  ReceivedAlert,
  ServerState,
  SessionResult,
} from "./session-types.ts";

// A server around the state machine. A request goes through these steps, and whatever ends between two of them is made good
// by the client's retry, at this process or another:
//
//   read ─▶ look up account, state, nonces ─▶ machine ⇄ plan ─▶ store nonces ─▶ compare-and-set ─▶ tell the host ─▶ answer
//                    ▲                                                               │
//                    └── somebody else was first: again, three times at most ────────┘
//
// Nothing is told or answered before the state is stored: a second copy of a request meets the stored reply.

/** Who sends a message, by what its header claims: nothing of it is proved. */
export interface Claim {
  /** `Source/LocURI`, the device. */
  readonly address: string;
  /** Name of the user, if the message has one. */
  readonly user: string | undefined;
  /** SessionID that the message claims. */
  readonly sessionID: string;
  /** The platform's request, such as a `Request`. */
  readonly request: unknown;
}

/** A session that has ended. */
export interface EndedSession {
  /** The device, with all that is known of it. */
  readonly device: DeviceView;
  /** How it ended. */
  readonly result: SessionResult;
  /** Why, in words, for a person. */
  readonly reason: string;
  /** What was asked and answered. */
  readonly history: readonly HistoryEntry[];
  /** Alerts of the client in this session. */
  readonly alerts: readonly ReceivedAlert[];
  /** Messages of the server. */
  readonly messages: number;
  /** Time of the first message, in milliseconds since 1970. */
  readonly startedAt: number;
}

/** What a server tells its host. A promise is waited for; an error is logged and changes nothing. */
export interface ServerEvents {
  /** An alert of the client, such as the outcome of an operation. It is told again if a process ended while it was told. */
  readonly alert?: ((alert: ReceivedAlert, device: DeviceView) => unknown) | undefined;
  /** A session has ended. Told again likewise. */
  readonly ended?: ((session: EndedSession) => unknown) | undefined;
  /** What the device says of itself. */
  readonly devInfo?: ((devInfo: Readonly<Record<string, string>>, device: DeviceView) => unknown) | undefined;
  /** A command of the plan has its answer. */
  readonly answered?: ((entry: HistoryEntry, device: DeviceView) => unknown) | undefined;
  /** What happens, without secrets; `cause` is an error of the host's own functions. */
  readonly log?: ((event: LogEvent, cause?: unknown) => unknown) | undefined;
}

/** What a server is made of. */
export interface DmServerOptions {
  /** The server's identifier, as its accounts at the devices have it. */
  readonly serverID: string;
  /** Where sessions and nonces are kept. */
  readonly store: SessionStore;
  /** The account of whoever sends a message; `undefined` for a stranger. If it rejects, the client is to come again. */
  readonly account: (claim: Claim) => MaybePromise<DmAccount | undefined>;
  /** What is wanted of a device. If it throws, the session is aborted; if it rejects, the client is to come again. */
  readonly plan: Plan;
  /** The time in milliseconds since 1970: `Date`. */
  readonly clock: { now(): number };
  /** So many octets that nobody can guess: `(length) => crypto.getRandomValues(new Uint8Array(length))`. */
  readonly random: (length: number) => Uint8Array;
  /** What the host wants to know. */
  readonly on?: ServerEvents | undefined;
  /** Values for what the standard leaves open. */
  readonly policy?: Partial<SessionPolicy> | undefined;
  /**
   * Where a device is to send its next messages, if not to where it sent the first. A function is given a token that nobody can
   * guess, and puts it into the address, such as `https://dm.example/dm?s=${token}`; a message to another address then needs
   * credentials of its own.
   */
  readonly respURI?: string | ((token: string) => string) | undefined;
  /** Whether the transport has proved who the client is, such as by its certificate; for accounts with `transport`. */
  readonly isKnownToTransport?: ((claim: Claim) => MaybePromise<boolean>) | undefined;
  /** Which client it is, where that is known: see {@link profileOf}. Default: what its first message shows. */
  readonly profile?: ((claim: Claim) => ProfileName | undefined) | undefined;
  /** Whether a notification with the resynchronisation nonce was sent to this device. Default: none was. */
  readonly resync?: ((claim: Claim) => MaybePromise<boolean>) | undefined;
  /** Octets of a request that are read. Default 1 MiB, or what the policy allows if that is more. */
  readonly maxRequestOctets?: number | undefined;
}

/** A server: a handler of `fetch` events, for whatever has `Request` and `Response`. */
export interface DmServer {
  /** Answers a request, also one that is refused; never rejects. */
  (request: FetchRequest): Promise<FetchResponse>;
  /** The same for other HTTP servers. Never rejects. */
  answer(request: HttpRequest): Promise<HttpResponse>;
  /**
   * Ends a session whose idle time is over, and tells `on.ended`. A store forgets such a session by itself, so this is only
   * for hosts that want to know: they call it some time after the device was last heard of. True if it has ended now.
   */
  expire(session: { readonly address: string; readonly sessionID: string }): Promise<boolean>;
  /**
   * The nonces in force with a device and the user of its account: `server` is the one for a notification. Empty before the first was handed over,
   * when those of the account count. Rejects if the store does.
   */
  nonces(client: { readonly address: string; readonly user: string }): Promise<Nonces>;
}

const checks = optionChecks({
  serverID: anyString,
  store: anyObject,
  account: anyFunction,
  plan: anyFunction,
  random: anyFunction,
  on: anyObject,
  policy: anyObject,
  isKnownToTransport: anyFunction,
  profile: anyFunction,
  resync: anyFunction,
  maxRequestOctets: integer(1),
});
const required = ["serverID", "store", "account", "plan", "clock", "random"] as const;

const MIB = 1024 * 1024;
/** How often a request is run again because somebody else was first. */
const ATTEMPTS = 3;
/** Packages of a plan, none of which can be sent, in answer to one message. */
const MAX_DECISIONS = 100;
/** Longest identifier of a device or a session that is looked up. */
const MAX_IDENTIFIER = 1024;

/**
 * A server of OMA DM over HTTP. Clock and random octets are handed in, so that tests can repeat a session octet for octet.
 *
 * @throws {TypeError} if a required option is missing, or one is of a wrong type.
 * @throws {RangeError} if an option or a policy is out of range.
 */
export function dmServer(options: DmServerOptions): DmServer {
  checkOptions(options, checks);
  for (const name of required) {
    if (options[name] === undefined) throw new TypeError(`option ${name} is required`);
  }
  if (typeof options.clock.now !== "function") throw new TypeError("option clock must have a method now, such as Date");
  if (!["undefined", "string", "function"].includes(typeof options.respURI)) {
    throw new TypeError("option respURI must be a string or a function");
  }
  const driver = new ServerDriver(options, resolvePolicy(options.policy));
  const answer = (request: HttpRequest) => driver.answer(request);
  return Object.assign(async (request: FetchRequest) => toFetch(await answer(fromFetch(request))), {
    answer,
    expire: (session: { readonly address: string; readonly sessionID: string }) => driver.expire(session),
    nonces: (client: { readonly address: string; readonly user: string }) => driver.nonces(client),
  });
}

/** A session as it was found in the store. */
interface Found {
  readonly key: string;
  readonly now: number;
  readonly rev: string | null;
  readonly record: SessionRecord | null;
}

/** The outcome of the machine for one request. */
interface Outcome {
  readonly state: ServerState | null;
  /** What is to be done now, in order. */
  readonly effects: readonly Effect[];
}

/** The host cannot tell at the moment: the client is to come again. */
class Unavailable extends Error {}

class ServerDriver {
  private readonly options: DmServerOptions;
  private readonly policy: SessionPolicy;
  private readonly maxOctets: number;
  /** Records whose notices are being told by this process, so that an impatient client does not have them told twice. */
  private readonly telling = new Set<string>();

  constructor(options: DmServerOptions, policy: SessionPolicy) {
    this.options = options;
    this.policy = policy;
    this.maxOctets = options.maxRequestOctets ?? Math.max(MIB, policy.ownMaxMsgSize + policy.receiveTolerance);
  }

  async answer(request: HttpRequest): Promise<HttpResponse> {
    const refusal = this.refusalOf(request);
    if (refusal !== undefined) return refusal;
    let body: Uint8Array | undefined;
    try {
      body = await request.read(this.maxOctets);
    } catch {
      return plain(400, "the body did not arrive");
    }
    if (body === undefined) return tooLarge();
    const hmac = request.header("x-syncml-hmac") ?? undefined;
    let key: SessionKey;
    try {
      key = openSession(body, hmac);
    } catch (error) {
      if (!isSyncmlError(error)) throw error;
      return plain(400, "the body is no message of SyncML");
    }
    if (key.source.length > MAX_IDENTIFIER || key.sessionID.length > MAX_IDENTIFIER) {
      return plain(400, "an identifier is too long");
    }
    try {
      return await this.exchange(key, body, request);
    } catch (error) {
      const known = error instanceof Unavailable;
      this.logFailure(key, known ? error.message : "the server failed", known ? error.cause : error);
      return unavailable();
    }
  }

  async expire({ address, sessionID }: { readonly address: string; readonly sessionID: string }): Promise<boolean> {
    const key = sessionKey(this.options.serverID, address, sessionID);
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const found = await this.find(key);
      const { record } = found;
      if (record === null || record.state.state === "end" || found.now < record.until) return false;
      const outcome = serverInput(
        record.state,
        { kind: "timer", name: "idleTimeout" },
        this.contextOf(undefined, found),
      );
      if (await this.settle(found, outcome, [])) return true;
    }
    return false;
  }

  async nonces({ address, user }: { readonly address: string; readonly user: string }): Promise<Nonces> {
    const held = await this.options.store.get(
      noncesKey(this.options.serverID, address, user),
      this.options.clock.now(),
    );
    return held === undefined ? {} : noncesFrom(held.value);
  }

  // ── One message ───────────────────────────────────────────────────────────────────────────────────────────────────

  private refusalOf(request: HttpRequest): HttpResponse | undefined {
    if (request.method !== "POST") return plain(405, "messages are sent by POST", { allow: "POST" });
    const encoding = request.header("content-encoding")?.trim().toLowerCase() ?? "identity";
    if (encoding !== "identity" && encoding !== "") return plain(415, "the body must not be compressed");
    const length = request.header("content-length");
    if (length !== null && length !== undefined && Number(length) > this.maxOctets) return tooLarge();
    return undefined;
  }

  private async exchange(key: SessionKey, body: Uint8Array, request: HttpRequest): Promise<HttpResponse> {
    const claim: Claim = { address: key.source, user: key.user, sessionID: key.sessionID, request: request.raw };
    const hmac = request.header("x-syncml-hmac") ?? undefined;
    const { account: find, isKnownToTransport: ask, profile, resync: isResync } = this.options;
    const account = await this.host("account", () => find(claim));
    const isKnownToTransport = ask !== undefined && (await this.host("isKnownToTransport", () => ask(claim)));
    const resync = isResync !== undefined && (await this.host("resync", () => isResync(claim)));
    const who = { profile: profile?.(claim), userAgent: request.header("user-agent"), resync };
    const message: ServerInput = { kind: "message", body, hmac, isKnownToTransport, address: request.url };
    const storeKey = sessionKey(this.options.serverID, key.source, key.sessionID);
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const [found, nonces] = await Promise.all([this.find(storeKey), this.findNonces(account, key.source)]);
      const context = { ...this.contextOf(this.accountWith(account, nonces), found), ...who };
      const overdue = this.overdue(found, context);
      // A first message begins a session anew, even if it has the octets of the first message of the one that is over.
      const isAnew = overdue !== undefined && messageNumber(key.msgID) === 1;
      const before = isAnew ? null : (overdue?.state ?? found.record?.state ?? null);
      const outcome = await this.run(before, message, context);
      if (!(await this.storeNonces(account, key.source, nonces, outcome, found.now))) continue;
      const response = responseOf(outcome.effects);
      if (await this.settle(found, outcome, overdue?.effects ?? [])) return response;
    }
    throw new Unavailable("others changed the session again and again", { cause: undefined });
  }

  /** A session that has waited too long, ended before it takes the message. */
  private overdue({ record, now }: Found, context: ServerContext): Outcome | undefined {
    if (record === null || record.state.state === "end" || now < record.until) return undefined;
    return serverInput(record.state, { kind: "timer", name: "idleTimeout" }, context);
  }

  /** Gives the machine a message, and the plan's commands as long as it wants them. */
  private async run(before: ServerState | null, message: ServerInput, context: ServerContext): Promise<Outcome> {
    let { state, effects } = serverInput(before, message, context);
    const all: Effect[] = [];
    for (let decisions = 0; ; decisions++) {
      all.push(...effects);
      const decide = effects.find((effect) => effect.kind === "decide");
      if (decide === undefined) return { state, effects: all };
      const { view } = decide;
      let input: ServerInput | undefined;
      try {
        if (decisions >= MAX_DECISIONS) throw new RangeError("the plan has only commands that cannot be sent");
        const commands = this.options.plan(view);
        input = {
          kind: "processed",
          commands: isPromise(commands) ? await this.host("plan", () => commands) : commands,
        };
        ({ state, effects } = serverInput(state, input, context));
      } catch (error) {
        if (error instanceof Unavailable) throw error;
        const what = input === undefined ? "the plan threw an error" : "the plan's commands cannot be sent";
        all.push({ kind: "log", event: this.eventOf(view.device.id, view.device.sessionID, `${what}: ${error}`) });
        ({ state, effects } = serverInput(state, { kind: "abort", reason: what }, context));
      }
    }
  }

  private contextOf(account: DmAccount | undefined, { now }: Found): ServerContext {
    const { respURI, random } = this.options;
    const log = this.options.on?.log === undefined ? "none" : "all";
    return { account, nonce: () => freshNonce(random), now, policy: this.policy, plan: "later", respURI, log };
  }

  // ── The store ─────────────────────────────────────────────────────────────────────────────────────────────────────

  private async find(key: string): Promise<Found> {
    const now = this.options.clock.now();
    const held = await this.host("store", () => this.options.store.get(key, now));
    return { key, now, rev: held?.rev ?? null, record: held === undefined ? null : recordFrom(held.value) };
  }

  private async findNonces(account: DmAccount | undefined, device: string): Promise<StoredValue | undefined> {
    if (account === undefined) return undefined;
    const key = noncesKey(this.options.serverID, device, account.user);
    return await this.host("store", () => this.options.store.get(key, this.options.clock.now()));
  }

  private accountWith(account: DmAccount | undefined, stored: StoredValue | undefined): DmAccount | undefined {
    if (account === undefined) return undefined;
    const nonces = stored === undefined ? account.nonces : noncesFrom(stored.value);
    return withNonces(account, nonces, this.options.serverID);
  }

  /**
   * Stores nonces that were handed over, before the message that has them leaves. Those for a client that has not proved
   * itself are in its session alone: otherwise anybody could put a device's nonce out of step, and fill the store.
   * False if somebody else has set them since.
   */
  private async storeNonces(
    account: DmAccount | undefined,
    device: string,
    held: StoredValue | undefined,
    { state, effects }: Outcome,
    now: number,
  ): Promise<boolean> {
    const isProved = state !== null && (state.clientAuth.state === "session" || state.clientAuth.state === "message");
    if (account === undefined || !isProved) return true;
    const before = held === undefined ? (account.nonces ?? {}) : noncesFrom(held.value);
    let after: Nonces = before;
    for (const effect of effects) {
      if (effect.kind !== "storeNonce") continue;
      const { direction, nonce } = effect;
      after =
        direction === "client"
          ? { ...after, client: nonce, clientPrevious: after.client }
          : { ...after, server: nonce };
    }
    if (after === before) return true;
    const key = noncesKey(this.options.serverID, device, account.user);
    const options = { expected: held?.rev ?? null, ttlMs: null, now };
    return (await this.host("store", () => this.options.store.set(key, JSON.stringify(after), options))) !== undefined;
  }

  /** Stores the outcome, then tells it. False if somebody else was first: nothing has happened then. */
  private async settle(found: Found, { state, effects }: Outcome, overdue: readonly Effect[]): Promise<boolean> {
    const before = found.record;
    const untold = before === null || this.telling.has(tellingKey(found)) ? [] : before.notices;
    if (state === null || isSame(before?.state, state)) {
      // A repeated message, or one of no session. What was not told when a process ended is told now.
      if (before !== null && untold.length > 0) await this.tellNotices(found, before, found.rev as string);
      await this.tell(before?.state ?? null, effects);
      return true;
    }
    const ended = endOfOld(before?.state, untold, state, overdue);
    const notices = [...untold.filter(({ kind }) => kind === "alert"), ...this.noticesOf(effects)];
    const until = found.now + lifetimeOf([...overdue, ...effects], this.policy, before, found.now);
    const record: SessionRecord = { state, until, notices };
    const rev = await this.set(found.key, record, found.rev, found.now);
    if (rev === undefined) return false;
    await this.tell(state, overdue);
    if (ended !== undefined) await this.tellEnded(ended.state, ended.result, ended.reason);
    await this.tell(state, effects);
    if (notices.length > 0) await this.tellNotices(found, record, rev);
    return true;
  }

  private async set(
    key: string,
    record: SessionRecord,
    expected: string | null,
    now: number,
  ): Promise<string | undefined> {
    const isOver = record.state.state === "end";
    // An idle session is kept a little longer than it lives, so that its end can be told.
    const ttlMs = record.until - now + (isOver ? 0 : this.policy.lingerMs);
    return await this.host("store", () =>
      this.options.store.set(key, recordText(record), { expected, ttlMs: Math.max(ttlMs, 1), now }),
    );
  }

  // ── Telling ───────────────────────────────────────────────────────────────────────────────────────────────────────

  private noticesOf(effects: readonly Effect[]): Notice[] {
    const { alert, ended } = this.options.on ?? {};
    const notices: Notice[] = [];
    for (const effect of effects) {
      if (effect.kind === "finished" && ended !== undefined) {
        notices.push({ kind: "ended", result: effect.result, reason: effect.reason });
      } else if (effect.kind === "deliver" && effect.event.kind === "alert" && alert !== undefined) {
        notices.push({ kind: "alert", alert: effect.event.alert });
      }
    }
    return notices;
  }

  /** Tells what must not be lost, and notes in the store that it was told. */
  private async tellNotices({ key, now }: Found, record: SessionRecord, rev: string): Promise<void> {
    const telling = `${rev} ${key}`;
    this.telling.add(telling);
    try {
      for (const notice of record.notices) {
        if (notice.kind === "ended") await this.tellEnded(record.state, notice.result, notice.reason);
        else
          await this.call(
            "alert",
            () => this.options.on?.alert?.(notice.alert, deviceView(record.state)),
            record.state,
          );
      }
      await this.set(key, { ...record, notices: [] }, rev, now);
    } finally {
      this.telling.delete(telling);
    }
  }

  private async tellEnded(state: ServerState, result: SessionResult, reason: string): Promise<void> {
    const { history, alerts, ownMsgID: messages, startedAt } = state;
    const session: EndedSession = { device: deviceView(state), result, reason, history, alerts, messages, startedAt };
    await this.call("ended", () => this.options.on?.ended?.(session), state);
  }

  /** Everything else, once. */
  private async tell(state: ServerState | null, effects: readonly Effect[]): Promise<void> {
    for (const effect of effects) {
      if (effect.kind === "log") this.log(effect.event);
      else if (effect.kind === "deliver" && state !== null) await this.deliver(effect.event, state);
    }
  }

  private async deliver(event: PeerEvent, state: ServerState): Promise<void> {
    const { on } = this.options;
    if (event.kind === "devInfo") {
      await this.call("devInfo", () => on?.devInfo?.(event.devInfo, deviceView(state)), state);
    } else if (event.kind === "answered") {
      await this.call("answered", () => on?.answered?.(event.entry, deviceView(state)), state);
    }
  }

  /** Calls a function of the host that cannot change anything any more. */
  private async call(name: string, callback: () => unknown, { device, sessionID }: ServerState): Promise<void> {
    try {
      await callback();
    } catch (error) {
      this.log(this.eventOf(device, sessionID, `on.${name} failed: ${error}`), error);
    }
  }

  /** Calls a function of the host whose failure means that the client must come again. */
  private async host<Value>(name: string, callback: () => MaybePromise<Value>): Promise<Value> {
    try {
      return await callback();
    } catch (cause) {
      throw new Unavailable(`${name} failed`, { cause });
    }
  }

  private logFailure({ source, sessionID }: SessionKey, what: string, cause: unknown): void {
    this.log(this.eventOf(source, sessionID, cause === undefined ? what : `${what}: ${cause}`), cause);
  }

  private eventOf(device: string, sessionID: string, detail: string): LogEvent {
    return { side: "server", event: "refused", sessionID, device: shortDevice(device), detail };
  }

  private log(event: LogEvent, cause?: unknown): void {
    try {
      const told = this.options.on?.log?.(event, cause);
      if (isPromise(told)) told.then(undefined, () => undefined);
    } catch {
      // There is nowhere to say it.
    }
  }
}

function tellingKey({ key, rev }: Found): string {
  return `${rev} ${key}`;
}

/** Whether a step changed nothing but its count: the message was a copy, or was refused. */
function isSame(before: ServerState | undefined, after: ServerState): boolean {
  return (
    before !== undefined &&
    before.counters === after.counters &&
    before.lastSent === after.lastSent &&
    before.state === after.state
  );
}

interface Ended {
  readonly state: ServerState;
  /** How it ended. */
  readonly result: SessionResult;
  /** Why, in words, for a person. */
  readonly reason: string;
}

/** The session that was there before, if the message found it too late or began another, or if its end is not told yet. */
function endOfOld(
  before: ServerState | undefined,
  untold: readonly Notice[],
  after: ServerState,
  overdue: readonly Effect[],
): Ended | undefined {
  if (before === undefined) return undefined;
  const end = overdue.find((effect) => effect.kind === "finished") ?? untold.find(({ kind }) => kind === "ended");
  if (end !== undefined && "result" in end) return { state: before, result: end.result, reason: end.reason };
  const isRestarted = before.state !== "end" && after.counters !== before.counters && after.counters.received === 1;
  return isRestarted ? { state: before, result: "transport", reason: "the client began anew" } : undefined;
}

/** For how long a session lives from now. */
function lifetimeOf(
  effects: readonly Effect[],
  policy: SessionPolicy,
  before: SessionRecord | null,
  now: number,
): number {
  let ms: number | undefined;
  for (const effect of effects) {
    if (effect.kind === "timer" && effect.ms !== null) ms = effect.ms;
  }
  return ms ?? (before === null ? policy.idleTimeout : Math.max(before.until - now, 0));
}

function responseOf(effects: readonly Effect[]): HttpResponse {
  for (const effect of effects) {
    if (effect.kind === "send") {
      const { body, contentType, hmac } = effect;
      return {
        status: 200,
        headers: { ...commonHeaders(contentType, body), ...(hmac === undefined ? {} : { "x-syncml-hmac": hmac }) },
        body,
      };
    }
    if (effect.kind === "refuse") return plain(effect.status, effect.reason);
  }
  throw new Error("the machine has no answer");
}

function commonHeaders(contentType: string, body: Uint8Array): Record<string, string> {
  return { "content-type": contentType, "content-length": String(body.length), "cache-control": "no-store" };
}

function plain(status: number, reason: string, headers: Readonly<Record<string, string>> = {}): HttpResponse {
  const body = encodeUtf8(`${reason}\n`);
  return { status, headers: { ...commonHeaders("text/plain; charset=utf-8", body), ...headers }, body };
}

function tooLarge(): HttpResponse {
  return plain(413, "the body is too large", { connection: "close" });
}

function unavailable(): HttpResponse {
  return plain(503, "the server cannot answer now", { "retry-after": "1" });
}

function isPromise<Value>(value: MaybePromise<Value>): value is Promise<Value> {
  return typeof (value as { readonly then?: unknown } | null | undefined)?.then === "function";
}
