import type { SyncML } from "../ast/nodes.ts";
import type { Composed } from "./compose.ts";
import type { LogEvent } from "./log-event.ts";
import { describeCommands, shortDevice } from "./redact.ts";
import type { Effect } from "./session-types.ts";

/** Which of its events a machine gives as effects: all, or none for a host without a log. */
export type LogMode = "all" | "none";

/** What a machine says of a step; the rest of the event is that of its session. */
export interface SessionNote extends Omit<LogEvent, "side" | "sessionID" | "device" | "states" | "commands"> {
  /** The message that it says something of. */
  readonly message?: SyncML | undefined;
}

/** The effect that logs a note. `before` is the machine's state at the start of the step. */
export function logEffect(
  side: LogEvent["side"],
  before: string,
  { sessionID, device, state }: { readonly sessionID: string; readonly device: string; readonly state: string },
  { message, ...note }: SessionNote,
): Effect {
  const commands = message && describeCommands(message);
  return {
    kind: "log",
    event: { side, sessionID, device: shortDevice(device), states: [before, state], commands, ...note },
  };
}

/** What is said of a message that goes out with this number. */
export function sentNote({ message, body, contentType }: Composed, msgID: number): SessionNote {
  return {
    event: "sent",
    msgID: String(msgID),
    octets: body.length,
    contentType,
    message,
  };
}
