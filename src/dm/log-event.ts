import type { SessionResult } from "./session-types.ts";

/** Something that happened in a session, without secrets (see `docs/sessions.md` for what is left out). */
export interface LogEvent {
  /** The side whose machine says it. */
  readonly side: "client" | "server";
  /** What happened: a message came, went out or went out once more; a proof was judged; an answer fits no command; something was passed over; a message was refused; the session ended. */
  readonly event:
    | "received"
    | "sent"
    | "repeated"
    | "authentication"
    | "unmatched"
    | "ignored"
    | "refused"
    | "finished";
  /** SessionID of the session; empty before there is one. */
  readonly sessionID: string;
  /** The device's address, shortened to its last four characters. */
  readonly device: string;
  /** MsgID of the message that came or went out. */
  readonly msgID?: string | undefined;
  /** Octets of its body. */
  readonly octets?: number | undefined;
  /** Media type of the message. */
  readonly contentType?: string | undefined;
  /** The message in a line for each command: name, address, code; data of nodes that may be secret left out. */
  readonly commands?: readonly string[] | undefined;
  /** State of the machine before and after. */
  readonly states?: readonly [string, string] | undefined;
  /** How the session ended, with `finished`. */
  readonly result?: SessionResult | undefined;
  /** What happened, in words. */
  readonly detail?: string | undefined;
}
