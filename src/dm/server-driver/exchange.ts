import { isSyncmlError } from "../../core/errors.ts";
import { type DmAccount, type Nonces, withNonces } from "../account.ts";
import { freshNonce } from "../fresh-nonce.ts";
import type { HttpRequest, HttpResponse } from "../http.ts";
import { messageNumber } from "../message-order.ts";
import { openSession } from "../open-session.ts";
import type { SessionPolicy } from "../policy.ts";
import type { SessionKey } from "../receive.ts";
import { type ServerContext, type ServerInput, serverInput } from "../server.ts";
import { type Notice, noncesFrom, noncesKey, type SessionRecord, sessionKey } from "../server-record.ts";
import type { Effect, ServerState, SessionResult } from "../session-types.ts";
import { ask, isPromise, Listeners, refusal, Unavailable } from "./host.ts";
import type { Claim, DmServerOptions } from "./options.ts";
import { plain, responseOf, tooLarge, unavailable } from "./responses.ts";
import { type Found, type Outcome, StoredSessions } from "./stored-sessions.ts";
import { Teller } from "./telling.ts";

// One request, from its octets to its answer; the steps are drawn in server-driver.ts.

const MIB = 1024 * 1024;
/** How often a request is run again because somebody else was first. */
const ATTEMPTS = 3;
/** Packages of a plan, none of which can be sent, in answer to one message. */
const MAX_DECISIONS = 100;
/** Longest identifier of a device or a session that is looked up. */
const MAX_IDENTIFIER = 1024;

/** What is known of who sends a message, besides the account. */
type Sender = Pick<ServerContext, "profile" | "userAgent" | "resync">;

/** Answers requests. */
export class ServerDriver {
  private readonly options: DmServerOptions;
  private readonly policy: SessionPolicy;
  private readonly maxOctets: number;
  private readonly stored: StoredSessions;
  private readonly listeners: Listeners;
  private readonly teller: Teller;

  constructor(options: DmServerOptions, policy: SessionPolicy) {
    this.options = options;
    this.policy = policy;
    this.stored = new StoredSessions(options, policy);
    this.listeners = new Listeners(options.on);
    this.teller = new Teller(this.listeners, this.stored);
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
      const found = await this.stored.find(key);
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
    const { account: find, isKnownToTransport: isKnown, profile, resync: isResync } = this.options;
    const account = await ask("account", () => find(claim));
    const isKnownToTransport = isKnown !== undefined && (await ask("isKnownToTransport", () => isKnown(claim)));
    const resync = isResync !== undefined && (await ask("resync", () => isResync(claim)));
    const who: Sender = { profile: profile?.(claim), userAgent: request.header("user-agent"), resync };
    const message: ServerInput = { kind: "message", body, hmac, isKnownToTransport, address: request.url };
    const storeKey = sessionKey(this.options.serverID, key.source, key.sessionID);
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const [found, nonces] = await Promise.all([
        this.stored.find(storeKey),
        account && this.stored.findNonces(account, key.source),
      ]);
      const context = this.contextOf(account && withNonces(account, nonces?.nonces, this.options.serverID), found, who);
      const overdue = this.overdue(found, context);
      // A first message begins a session anew, even if it has the octets of the first message of the one that is over.
      const isAnew = overdue !== undefined && messageNumber(key.msgID) === 1;
      const before = isAnew ? null : (overdue?.state ?? found.record?.state ?? null);
      const outcome = await this.run(before, message, context);
      if (account && nonces) {
        const isStored = await this.stored.storeNonces(account, key.source, nonces, outcome, found.now);
        if (!isStored) continue;
      }
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
        input = { kind: "processed", commands: isPromise(commands) ? await ask("plan", () => commands) : commands };
        ({ state, effects } = serverInput(state, input, context));
      } catch (error) {
        if (error instanceof Unavailable) throw error;
        const what = input === undefined ? "the plan threw an error" : "the plan's commands cannot be sent";
        all.push({ kind: "log", event: refusal(view.device.id, view.device.sessionID, `${what}: ${error}`) });
        ({ state, effects } = serverInput(state, { kind: "abort", reason: what }, context));
      }
    }
  }

  private contextOf(account: DmAccount | undefined, { now }: Found, who: Sender = {}): ServerContext {
    const { respURI, random, on } = this.options;
    const { profile, userAgent, resync } = who;
    const log = on?.log === undefined ? "none" : "all";
    const nonce = () => freshNonce(random);
    return { account, nonce, now, policy: this.policy, plan: "later", respURI, log, profile, userAgent, resync };
  }

  /** Stores the outcome, then tells it. False if somebody else was first: nothing has happened then. */
  private async settle(found: Found, { state, effects }: Outcome, overdue: readonly Effect[]): Promise<boolean> {
    const before = found.record;
    const untold = this.teller.untold(found);
    if (state === null || isSame(before?.state, state)) {
      // A repeated message, or one of no session. What was not told when a process ended is told now.
      if (before !== null && untold.length > 0) await this.teller.tellNotices(found, before, found.rev as string);
      await this.teller.tell(before?.state ?? null, effects);
      return true;
    }
    const ended = endOfOld(before?.state, untold, state, overdue);
    const notices = [...untold.filter(({ kind }) => kind === "alert"), ...this.teller.noticesOf(effects)];
    const until = found.now + lifetimeOf([...overdue, ...effects], this.policy, before, found.now);
    const record: SessionRecord = { state, until, notices };
    const rev = await this.stored.set(found.key, record, found.rev, found.now);
    if (rev === undefined) return false;
    await this.teller.tell(state, overdue);
    if (ended !== undefined) await this.teller.tellEnded(ended.state, ended.result, ended.reason);
    await this.teller.tell(state, effects);
    if (notices.length > 0) await this.teller.tellNotices(found, record, rev);
    return true;
  }

  private logFailure({ source, sessionID }: SessionKey, what: string, cause: unknown): void {
    this.listeners.log(refusal(source, sessionID, cause === undefined ? what : `${what}: ${cause}`), cause);
  }
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
