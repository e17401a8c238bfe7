import type { Command, SyncML } from "../../ast/nodes.ts";
import type { Format } from "../../codec/detect-format.ts";
import { encodeBase64 } from "../../core/base64.ts";
import type { DmAccount } from "../account.ts";
import type { SessionPolicy } from "../policy.ts";
import { resolvePolicy } from "../policy.ts";
import type { PeerProfile } from "../profiles.ts";
import { profileOf } from "../profiles.ts";
import type { SessionNote } from "../session-log.ts";
import { logEffect } from "../session-log.ts";
import type { Effect, ServerState, Step } from "../session-types.ts";
import type { Writable } from "../writable.ts";
import type { ServerContext } from "./context.ts";

/** How a message came. */
export interface Circumstances {
  readonly hmac: string | undefined;
  readonly isKnownToTransport: boolean;
  readonly address: string;
}

/** A message whose client has proved itself, being answered. */
export interface Taken {
  readonly message: SyncML;
  readonly statuses: Command[];
}

/** One step of a session under way: its state, which the step changes, and what is to be done. */
export class ServerTurn {
  readonly effects: Effect[] = [];
  readonly policy: SessionPolicy;
  readonly context: ServerContext;
  readonly account: DmAccount;
  readonly before: ServerState["state"] | "new";
  state: Writable<ServerState> | null;
  /** The form of the message that this step takes, if it takes one. */
  format: Format | undefined;

  constructor(state: ServerState | null, context: ServerContext) {
    if (state !== null && (state.v !== 1 || state.role !== "server")) {
      throw new TypeError("the state is not one of a server's session in this version");
    }
    this.state = state === null ? null : { ...state };
    this.before = state?.state ?? "new";
    this.context = context;
    this.policy = resolvePolicy(context.policy);
    this.account = context.account ?? strangerOf(context);
  }

  step(): Step<ServerState | null> {
    if (this.state !== null) this.state.rev++;
    return { state: this.state, effects: this.effects };
  }

  session(input: string): Writable<ServerState> {
    if (this.state === null) throw new TypeError(`the input ${input} is for a session, and there is none`);
    return this.state;
  }

  get profile(): PeerProfile {
    return profileOf(this.state?.profile ?? "standard");
  }

  effect(effect: Effect): void {
    this.effects.push(effect);
  }

  log(note: SessionNote): void {
    if (this.context.log === "none") return;
    const { sessionID = "", device = "", state = "end" } = this.state ?? {};
    this.effects.push(logEffect("server", this.before, { sessionID, device, state }, note));
  }
}

/** An account that nothing fits, so that a stranger cannot tell from the answer whether a name is known. */
function strangerOf({ nonce }: ServerContext): DmAccount {
  return { auth: "md5", user: "", secret: encodeBase64(nonce()) };
}
