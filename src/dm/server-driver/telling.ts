import { deviceView } from "../device-view.ts";
import type { Notice, SessionRecord } from "../server-record.ts";
import type { Effect, PeerEvent, ServerState, SessionResult } from "../session-types.ts";
import type { Listeners } from "./host.ts";
import type { EndedSession } from "./options.ts";
import type { Found, StoredSessions } from "./stored-sessions.ts";

// What the host is told, once it is stored.

/** Tells the host what has happened. */
export class Teller {
  private readonly listeners: Listeners;
  private readonly stored: StoredSessions;
  /** Records whose notices are being told by this process, so that an impatient client does not have them told twice. */
  private readonly telling = new Set<string>();

  constructor(listeners: Listeners, stored: StoredSessions) {
    this.listeners = listeners;
    this.stored = stored;
  }

  /** The notices of a record that nobody tells at the moment. */
  untold(found: Found): readonly Notice[] {
    return found.record === null || this.telling.has(tellingKey(found)) ? [] : found.record.notices;
  }

  /** What must not be lost. */
  noticesOf(effects: readonly Effect[]): Notice[] {
    const { alert, ended } = this.listeners.on;
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
  async tellNotices({ key, now }: Found, record: SessionRecord, rev: string): Promise<void> {
    const telling = tellingKey({ key, rev });
    this.telling.add(telling);
    try {
      for (const notice of record.notices) {
        if (notice.kind === "ended") await this.tellEnded(record.state, notice.result, notice.reason);
        else
          await this.listeners.call(
            "alert",
            () => this.listeners.on.alert?.(notice.alert, deviceView(record.state)),
            record.state,
          );
      }
      await this.stored.set(key, { ...record, notices: [] }, rev, now);
    } finally {
      this.telling.delete(telling);
    }
  }

  async tellEnded(state: ServerState, result: SessionResult, reason: string): Promise<void> {
    const { history, alerts, ownMsgID: messages, startedAt } = state;
    const session: EndedSession = { device: deviceView(state), result, reason, history, alerts, messages, startedAt };
    await this.listeners.call("ended", () => this.listeners.on.ended?.(session), state);
  }

  /** Everything else, once. */
  async tell(state: ServerState | null, effects: readonly Effect[]): Promise<void> {
    for (const effect of effects) {
      if (effect.kind === "log") this.listeners.log(effect.event);
      else if (effect.kind === "deliver" && state !== null) await this.deliver(effect.event, state);
    }
  }

  private async deliver(event: PeerEvent, state: ServerState): Promise<void> {
    const { on } = this.listeners;
    if (event.kind === "devInfo") {
      await this.listeners.call("devInfo", () => on?.devInfo?.(event.devInfo, deviceView(state)), state);
    } else if (event.kind === "answered") {
      await this.listeners.call("answered", () => on?.answered?.(event.entry, deviceView(state)), state);
    }
  }
}

function tellingKey({ key, rev }: Pick<Found, "key" | "rev">): string {
  return `${rev} ${key}`;
}
