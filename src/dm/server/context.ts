import type { Command } from "../../ast/nodes.ts";
import type { NewCommand } from "../../ast/reply.ts";
import type { Bytes } from "../../core/bytes.ts";
import type { DmAccount } from "../account.ts";
import type { SessionPolicy } from "../policy.ts";
import type { ProfileName } from "../profiles.ts";
import { detectProfile } from "../profiles.ts";
import type { LogMode } from "../session-log.ts";
import type { PlanView } from "../session-types.ts";

// What the steps of a server's session are given.

/** What a server's session is given. */
export type ServerInput =
  | {
      readonly kind: "message";
      /** The request's body. */
      readonly body: Bytes;
      /** Value of its header `x-syncml-hmac`. */
      readonly hmac?: string | null | undefined;
      /** The host knows the client already, such as by its TLS certificate. Default false. */
      readonly isKnownToTransport?: boolean | undefined;
      /** The address that the request was sent to, whole or from its path on; needed where the RespURI has a token. Default: none. */
      readonly address?: string | undefined;
    }
  /** What the plan answered to the effect `decide`. */
  | { readonly kind: "processed"; readonly commands?: readonly (NewCommand | Command)[] | undefined }
  /** Commands for the next package. */
  | { readonly kind: "queue"; readonly commands: readonly (NewCommand | Command)[] }
  /** Ends the session with alert 1223, in the next reply. */
  | { readonly kind: "abort"; readonly reason: string }
  /** The time of `idleTimeout` is over. */
  | { readonly kind: "timer"; readonly name: "idleTimeout" };

/** What a server's session needs beside its state. */
export interface ServerContext {
  /** The client's account; `undefined` for a stranger, who is answered as somebody with wrong credentials is. */
  readonly account: DmAccount | undefined;
  /** Octets that nobody can guess, for each new nonce: 128 bits at least. */
  readonly nonce: () => Uint8Array;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Values for what the standard leaves open. */
  readonly policy?: Partial<SessionPolicy> | undefined;
  /**
   * Gives the commands of the next package, by what was answered so far; the same for the same view. `"later"` asks with the effect
   * `decide`. Default: those that were queued.
   */
  readonly plan?: ((view: PlanView) => readonly (NewCommand | Command)[] | undefined) | "later" | undefined;
  /**
   * Where the client is to send its next messages; of a function, with a token of the session that nobody can guess. Messages
   * that come without the token need credentials of their own, each. Default: where it sent the first.
   */
  readonly respURI?: string | ((token: string) => string) | undefined;
  /** Which client it is, for a new session. Default: what {@link detectProfile} makes of its first message. */
  readonly profile?: ProfileName | undefined;
  /** The header `User-Agent` of the request. */
  readonly userAgent?: string | null | undefined;
  /** A notification with the resynchronisation nonce was sent to this device. Default false. */
  readonly resync?: boolean | undefined;
  /** Which log effects a step gives. Default `"all"`; `"none"` for a host without a log, since describing each command takes time. */
  readonly log?: LogMode | undefined;
}
