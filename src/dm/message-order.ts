import { sha256 } from "@noble/hashes/sha2.js";
import { encodeBase64 } from "../core/base64.ts";
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

/** Digits of the length of a body, of any that there can be. */
const LENGTH_DIGITS = 16;

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
 * Base64 of the SHA-256 that tells whether two requests are the same octets: of the body and the header `x-syncml-hmac`.
 */
export function requestHash(body: Uint8Array, hmac: string | null | undefined): string {
  const hash = sha256.create().update(body);
  if (typeof hmac === "string") hash.update(encodeUtf8(`:${hmac}`));
  // Ends with the length of the body, so that no body and header can be mistaken for another pair; no header differs from an empty one.
  hash.update(encodeUtf8(String(body.length).padStart(LENGTH_DIGITS, "0")));
  return encodeBase64(hash.digest());
}
