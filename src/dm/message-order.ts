import { encodeBase64 } from "../core/base64.ts";
import { fingerprint } from "../core/fingerprint.ts";
import { encodeUtf8 } from "../core/utf8.ts";

// What a request is, by its number m and the number L of the last one:
//
//  m            body       verdict
//  not a number            invalid   also 0: messages count from 1
//  L            same       repeat    the client has lost the reply: it gets the stored octets once more
//  L            other      rebuilt   the client made the message anew
//  L + 1                   next
//  above L + 1             gap       numbers are missing
//  1, below L              restart   the client began a new session with the same SessionID
//  else below L            late      a copy that was long on its way
//
// Only "next" is executed without further conditions.

/** What a received message is, by its MsgID. */
export type OrderVerdict = "next" | "repeat" | "rebuilt" | "restart" | "gap" | "late" | "invalid";

/**
 * What a received message is, by its MsgID and that of the last one; `last` is 0 before the first. `sameBody` says whether it
 * has the hash of the last one (see {@link requestHash}).
 */
export function orderOf(msgID: string | undefined, last: number, sameBody: boolean): OrderVerdict {
  const number = messageNumber(msgID);
  if (number === undefined) return "invalid";
  if (number === last) return sameBody ? "repeat" : "rebuilt";
  if (number === last + 1) return "next";
  if (number > last) return "gap";
  return number === 1 ? "restart" : "late";
}

/** The number that a MsgID is; `undefined` if it is none, or 0, or too large to count on from it. */
export function messageNumber(msgID: string | undefined): number | undefined {
  if (msgID === undefined || !/^\s*\d+\s*$/.test(msgID)) return undefined;
  const number = Number(msgID);
  return number >= 1 && number < Number.MAX_SAFE_INTEGER ? number : undefined;
}

/**
 * Base64 of 16 octets for the body, and of 16 for the header `x-syncml-hmac` if there is one: whether two requests are the same
 * octets. It is quick rather than proof against forgery, since nobody gains by other octets that look the same: they get the stored
 * reply, as the request itself would have once more, and whoever does not know the request cannot find them.
 */
export function requestHash(body: Uint8Array, hmac: string | null | undefined): string {
  const hash = encodeBase64(fingerprint(body));
  return typeof hmac === "string" ? `${hash}:${encodeBase64(fingerprint(encodeUtf8(hmac)))}` : hash;
}
