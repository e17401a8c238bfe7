import type { SessionPolicy } from "../policy.ts";
import { resolvePolicy } from "../policy.ts";
import type { SessionNote } from "../session-log.ts";
import { logEffect } from "../session-log.ts";
import type { ClientState, Effect, Step, TimerName } from "../session-types.ts";
import type { Writable } from "../writable.ts";
import type { ClientContext } from "./context.ts";

/** One step of a session under way: its state, which the step changes, and what is to be done. */
export class ClientTurn {
  readonly effects: Effect[] = [];
  readonly policy: SessionPolicy;
  readonly before: ClientState["state"];
  readonly s: Writable<ClientState>;
  readonly context: ClientContext;

  constructor(state: ClientState, context: ClientContext) {
    this.s = { ...state };
    this.before = state.state;
    this.context = context;
    this.policy = resolvePolicy(context.policy);
  }

  step(): Step<ClientState> {
    this.s.rev++;
    return { state: this.s, effects: this.effects };
  }

  timerEffect(name: TimerName, ms: number | null): void {
    this.effect({ kind: "timer", name, ms });
  }

  effect(effect: Effect): void {
    this.effects.push(effect);
  }

  log(note: SessionNote): void {
    if (this.context.log === "none") return;
    this.effects.push(logEffect("client", this.before, this.s, note));
  }
}
