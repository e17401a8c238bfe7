import { peek } from "../codec/peek.ts";
import type { Bytes } from "../core/bytes.ts";
import { bytesOf } from "../core/bytes.ts";
import { SyncmlError } from "../core/errors.ts";
import { keyOf, type SessionKey } from "./receive.ts";

/**
 * Reads only the header of a message, to look its session and account up. Nothing of it is checked.
 *
 * @param hmac Value of the header `x-syncml-hmac`, if there is one: it may be the only place with the user's name.
 * @throws {SyncmlError} what `peek` throws; `invalid-message` if it has no SessionID or no source address.
 */
export function openSession(body: Bytes, hmac?: string | null): SessionKey {
  const key = keyOf(peek(bytesOf(body)), hmac);
  if (key.sessionID === "") throw new SyncmlError("invalid-message", "the header has no SessionID");
  if (key.source === "") throw new SyncmlError("invalid-message", "the header has no source address");
  return key;
}
