import type { Composed } from "./compose.ts";
import type { LogEvent } from "./log-event.ts";
import { describeCommands, shortDevice } from "./redact.ts";
import type { Effect } from "./session-types.ts";

/** What a machine says of a step; the rest of the event is that of its session. */
export type SessionNote = Omit<LogEvent, "side" | "sessionID" | "device" | "states">;

/** The effect that logs a note. `before` is the machine's state at the start of the step. */
export function logEffect(
  side: LogEvent["side"],
  before: string,
  { sessionID, device, state }: { readonly sessionID: string; readonly device: string; readonly state: string },
  note: SessionNote,
): Effect {
  return {
    kind: "log",
    event: { side, sessionID, device: shortDevice(device), states: [before, state], ...note },
  };
}

/** What is said of a message that goes out with this number. */
export function sentNote({ message, body, contentType }: Composed, msgID: number): SessionNote {
  return {
    event: "sent",
    msgID: String(msgID),
    octets: body.length,
    contentType,
    commands: describeCommands(message),
  };
}
