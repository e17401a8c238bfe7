import type { DmAccount, Nonces } from "../account.ts";
import type { SessionPolicy } from "../policy.ts";
import { noncesFrom, noncesKey, recordFrom, recordText, type SessionRecord } from "../server-record.ts";
import type { Effect, ServerState } from "../session-types.ts";
import { ask } from "./host.ts";
import type { DmServerOptions } from "./options.ts";

// What a server keeps in its store: reads and writes it, each under the condition that nobody else has written since.

/** A session as it was found in the store. */
export interface Found {
  readonly key: string;
  readonly now: number;
  readonly rev: string | null;
  readonly record: SessionRecord | null;
}

/** The nonces of an account, and their revision in the store; `null` if the store has none. */
export interface FoundNonces {
  readonly rev: string | null;
  readonly nonces: Nonces | undefined;
}

/** The outcome of the machine for one request. */
export interface Outcome {
  readonly state: ServerState | null;
  /** What is to be done now, in order. */
  readonly effects: readonly Effect[];
}

/** The sessions and nonces of a server. */
export class StoredSessions {
  private readonly options: Pick<DmServerOptions, "store" | "serverID" | "clock">;
  private readonly policy: SessionPolicy;

  constructor(options: Pick<DmServerOptions, "store" | "serverID" | "clock">, policy: SessionPolicy) {
    this.options = options;
    this.policy = policy;
  }

  async find(key: string): Promise<Found> {
    const now = this.options.clock.now();
    const held = await ask("store", () => this.options.store.get(key, now));
    return { key, now, rev: held?.rev ?? null, record: held === undefined ? null : recordFrom(held.value) };
  }

  /** Sets a record. Its revision, or `undefined` if somebody else was first. */
  async set(key: string, record: SessionRecord, expected: string | null, now: number): Promise<string | undefined> {
    const isOver = record.state.state === "end";
    // An idle session is kept a little longer than it lives, so that its end can be told.
    const ttlMs = Math.max(record.until - now + (isOver ? 0 : this.policy.lingerMs), 1);
    return await ask("store", () => this.options.store.set(key, recordText(record), { expected, ttlMs, now }));
  }

  /** The nonces in force with a device: those stored, else those of its account. */
  async findNonces(account: DmAccount, device: string): Promise<FoundNonces> {
    const key = noncesKey(this.options.serverID, device, account.user);
    const held = await ask("store", () => this.options.store.get(key, this.options.clock.now()));
    if (held === undefined) return { rev: null, nonces: account.nonces };
    return { rev: held.rev, nonces: noncesFrom(held.value) };
  }

  /**
   * Stores nonces that were handed over, before the message that has them leaves. Those for a client that has not proved
   * itself are in its session alone: otherwise anybody could put a device's nonce out of step, and fill the store.
   * False if somebody else has set them since.
   */
  async storeNonces(
    account: DmAccount,
    device: string,
    { rev, nonces: before = {} }: FoundNonces,
    { state, effects }: Outcome,
    now: number,
  ): Promise<boolean> {
    const isProved = state !== null && (state.clientAuth.state === "session" || state.clientAuth.state === "message");
    if (!isProved) return true;
    let after: Nonces = before;
    for (const effect of effects) {
      if (effect.kind !== "storeNonce") continue;
      const { direction, nonce } = effect;
      after =
        direction === "client"
          ? { client: nonce, clientPrevious: after.client, server: after.server }
          : { client: after.client, clientPrevious: after.clientPrevious, server: nonce };
    }
    if (after === before) return true;
    const key = noncesKey(this.options.serverID, device, account.user);
    const options = { expected: rev, ttlMs: null, now };
    return (await ask("store", () => this.options.store.set(key, JSON.stringify(after), options))) !== undefined;
  }
}
