import type { JsonValue } from "../ast/json-value.ts";
import type { Alert, Command, Item } from "../ast/nodes.ts";

/** The outcome of a command for all its items, or for one: what a Status says. */
export interface StepStatus {
  /** Status code, such as 200. */
  readonly code: number;
  /** The item's target, where the items of a command have different codes. */
  readonly targetRef?: string | undefined;
  /** The item's source, likewise. */
  readonly sourceRef?: string | undefined;
  /** What else the Status carries: the user's input, or the address at which an implicit Add failed. */
  readonly items: readonly Item[];
}

/** The outcome of one command. */
export interface StepResult {
  /** Name of the command. */
  readonly cmd: Command["kind"];
  /** CmdID of the command, to be referred to; `undefined` if it came without one. */
  readonly cmdID: string | undefined;
  /** One status for the whole command, or one for each item where their codes differ. */
  readonly statuses: readonly StepStatus[];
  /** What a Get found: the items of its Results. */
  readonly results: readonly Item[];
  /** The outcomes of the commands inside, for a group. */
  readonly members: readonly StepResult[];
}

/** What became of a server's commands: all done, or waiting for the user. `ask` and `cursor` are plain JSON. */
export type DeviceOutcome =
  | { readonly state: "done"; readonly results: readonly StepResult[] }
  | { readonly state: "suspended"; readonly ask: object; readonly cursor: object };

/**
 * A device as a client session drives it: `syncml/device` has one with a management tree, and products put their own here.
 * Every call is one step; what it changed must be stored with the session, or before it.
 */
export interface ManagedDevice {
  /** Its identity, the `Source/LocURI` of its messages. */
  readonly identity: string;
  /** The items of the Replace of DevInfo in package 1, each with a Source address. */
  devInfo(): readonly Item[];
  /** Alerts that wait to be reported (1224, 1226), in order. */
  alerts(): readonly Alert[];
  /** The server's code for one of them. */
  alertAnswered(alert: Alert, code: number): void;
  /** Executes a message's commands, groups included. */
  apply(
    serverID: string,
    commands: readonly Command[],
    options: { readonly now: number },
  ): DeviceOutcome | Promise<DeviceOutcome>;
  /** Goes on after the user has answered. */
  resume(
    serverID: string,
    commands: readonly Command[],
    cursor: JsonValue,
    answer: JsonValue,
    options: { readonly now: number },
  ): DeviceOutcome | Promise<DeviceOutcome>;
  /** Asks the user, or answers for them. */
  ask(alert: JsonValue): JsonValue | Promise<JsonValue>;
  /** Says that a session is over, and so which of its alerts were not answered. */
  sessionEnded?(): unknown;
  /** Whether something is to go wrong on purpose this time. Only devices for tests have it. */
  fault?(kind: "loseRequest" | "loseReply" | "answerLate" | "duplicate" | "wrongNonce" | "restart"): boolean;
}
