import type { SessionResult } from "./session-types.ts";

/** Something that happened in a session, without secrets (see `docs/sessions.md` for what is left out). */
export interface LogEvent {
  /** Whose session it is. */
  readonly side: "client" | "server";
  /** What it is. */
  readonly event:
    | "received"
    | "sent"
    | "repeated"
    | "authentication"
    | "unmatched"
    | "ignored"
    | "refused"
    | "finished";
  /** SessionID of its messages. */
  readonly sessionID: string;
  /** The device's address, shortened to its last four characters. */
  readonly device: string;
  /** MsgID of the message. */
  readonly msgID?: string | undefined;
  /** Octets of the message. */
  readonly octets?: number | undefined;
  /** Media type of the message. */
  readonly contentType?: string | undefined;
  /** The message in a line for each command: name, address, code; data of nodes that may be secret left out. */
  readonly commands?: readonly string[] | undefined;
  /** State of the machine before and after. */
  readonly states?: readonly [string, string] | undefined;
  /** How it ended. */
  readonly result?: SessionResult | undefined;
  /** What happened, in words. */
  readonly detail?: string | undefined;
}
