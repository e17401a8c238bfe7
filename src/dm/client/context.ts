import type { JsonValue } from "../../ast/json-value.ts";
import type { Alert, Item } from "../../ast/nodes.ts";
import type { Bytes } from "../../core/bytes.ts";
import type { DmAccount } from "../account.ts";
import type { DeviceOutcome } from "../managed-device.ts";
import type { SessionPolicy } from "../policy.ts";
import type { LogMode } from "../session-log.ts";
import type { TimerName } from "../session-types.ts";

// What the steps of a client's session are given.

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
  /** Which log effects a step gives. Default `"all"`; `"none"` for a host without a log, since describing each command takes time. */
  readonly log?: LogMode | undefined;
}
