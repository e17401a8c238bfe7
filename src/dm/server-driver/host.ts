import type { LogEvent } from "../log-event.ts";
import { shortDevice } from "../redact.ts";
import type { MaybePromise } from "../session-store.ts";
import type { ServerState } from "../session-types.ts";
import type { ServerEvents } from "./options.ts";

// The host's own functions: what must not fail, what may, and the log.

/** The host cannot tell at the moment: the client is to come again. */
export class Unavailable extends Error {}

/**
 * Calls a function of the host whose failure means that the client must come again.
 *
 * @throws {Unavailable} if it throws; its promise rejects likewise.
 */
export function ask<Value>(name: string, callback: () => MaybePromise<Value>): MaybePromise<Value> {
  const fail = (cause: unknown): never => {
    throw new Unavailable(`${name} failed`, { cause });
  };
  try {
    const value = callback();
    return isPromise(value) ? value.then(undefined, fail) : value;
  } catch (cause) {
    return fail(cause);
  }
}

/** The functions of a host that are told something. */
export class Listeners {
  readonly on: ServerEvents;

  constructor(on: ServerEvents = {}) {
    this.on = on;
  }

  /** Calls a function that cannot change anything any more: an error is logged. */
  async call(name: string, callback: () => unknown, { device, sessionID }: ServerState): Promise<void> {
    try {
      await callback();
    } catch (error) {
      this.log(refusal(device, sessionID, `on.${name} failed: ${error}`), error);
    }
  }

  log(event: LogEvent, cause?: unknown): void {
    try {
      const told = this.on.log?.(event, cause);
      if (isPromise(told)) told.then(undefined, () => undefined);
    } catch {
      // There is nowhere to say it.
    }
  }
}

/** The event of a request that failed. */
export function refusal(device: string, sessionID: string, detail: string): LogEvent {
  return { side: "server", event: "refused", sessionID, device: shortDevice(device), detail };
}

export function isPromise<Value>(value: MaybePromise<Value>): value is Promise<Value> {
  return typeof (value as { readonly then?: unknown } | null | undefined)?.then === "function";
}
