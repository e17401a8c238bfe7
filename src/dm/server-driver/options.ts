import { anyFunction, anyObject, anyString, checkOptions, integer, optionChecks } from "../../core/options.ts";
import type { DmAccount, Nonces } from "../account.ts";
import type { FetchRequest, FetchResponse, HttpRequest, HttpResponse } from "../http.ts";
import type { LogEvent } from "../log-event.ts";
import type { Plan } from "../plan.ts";
import type { SessionPolicy } from "../policy.ts";
import type { ProfileName, profileOf } from "../profiles.ts";
import type { MaybePromise, SessionStore } from "../session-store.ts";
import type { DeviceView, HistoryEntry, ReceivedAlert, SessionResult } from "../session-types.ts";

// What a server is made of, and what it tells and gives its host.

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

/**
 * Checks what a caller has given.
 *
 * @throws {TypeError} if a required option is missing, or one is of a wrong type.
 * @throws {RangeError} if an option is out of range.
 */
export function checkServerOptions(options: DmServerOptions): void {
  checkOptions(options, checks);
  for (const name of required) {
    if (options[name] === undefined) throw new TypeError(`option ${name} is required`);
  }
  if (typeof options.clock.now !== "function") throw new TypeError("option clock must have a method now, such as Date");
  if (!["undefined", "string", "function"].includes(typeof options.respURI)) {
    throw new TypeError("option respURI must be a string or a function");
  }
}
