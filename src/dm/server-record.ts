import type { Nonces } from "./account.ts";
import type { ReceivedAlert, ServerState, SessionResult } from "./session-types.ts";

// What a server keeps in its store: a record for each session, and one for the nonces of each account.

/** What the application is told once the record is stored, and what is told again by whoever finds it untold. */
export type Notice =
  | { readonly kind: "alert"; readonly alert: ReceivedAlert }
  | { readonly kind: "ended"; readonly result: SessionResult; readonly reason: string };

/** A session as it is stored. */
export interface SessionRecord {
  readonly state: ServerState;
  /** When it is over if nothing comes; of one that has ended, when its last reply is forgotten. */
  readonly until: number;
  /** Not told yet, as far as is known. */
  readonly notices: readonly Notice[];
}

/** Parts of a key, so that no two sessions have the same one, whatever characters a peer puts into its identifiers. */
function keyOf(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}

/** Key of a session: SessionIDs are the device's choice, and many devices always choose 1. */
export function sessionKey(serverID: string, device: string, sessionID: string): string {
  return keyOf("session", serverID, device, sessionID);
}

/** Key of an account's nonces: of the device too, since accounts of tests are shared by many. */
export function noncesKey(serverID: string, device: string, user: string): string {
  return keyOf("nonces", serverID, device, user);
}

/** A record as text. */
export function recordText(record: SessionRecord): string {
  return JSON.stringify(record);
}

/**
 * A record from its text.
 *
 * @throws {SyntaxError} if it is no JSON.
 */
export function recordFrom(text: string): SessionRecord {
  return JSON.parse(text) as SessionRecord;
}

/**
 * The nonces in a text.
 *
 * @throws {SyntaxError} if it is no JSON.
 */
export function noncesFrom(text: string): Nonces {
  return JSON.parse(text) as Nonces;
}
