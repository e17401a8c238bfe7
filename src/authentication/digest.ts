import { md5 } from "@noble/hashes/legacy.js";
import { encodeBase64 } from "../core/base64.ts";
import { encodeUtf8 } from "../core/utf8.ts";

/** Octets of an MD5. */
export const DIGEST_OCTETS = 16;

const NOTHING = new Uint8Array(0);

/**
 * What a verifier needs to know of a password: base64 of MD5(`user:password`), 24 characters (OMA Device Management Security 1.2).
 * Whoever has it can prove the identity as well, so it is to be kept like the password.
 */
export function storedDigest(user: string, password: string): string {
  return storedDigestOfOctets(encodeUtf8(`${user}:${password}`));
}

/** The same of `user:password` in octets, as basic credentials contain it. */
export function storedDigestOfOctets(clearText: Uint8Array): string {
  return encodeBase64(md5(clearText));
}

/**
 * MD5 over a stored digest, a nonce and, for `syncml:auth-MAC` and for notifications, the octets that are signed: 16 octets
 * (OMA Device Management Security 1.2, OMA Device Management Notification 1.2). The nonce is in octets, not in base64.
 */
export function nestedDigest(storedDigest: string, nonce: Uint8Array = NOTHING, signed?: Uint8Array): Uint8Array {
  const before = encodeUtf8(`${storedDigest}:`);
  const after = signed === undefined ? NOTHING : encodeUtf8(`:${encodeBase64(md5(signed))}`);
  const whole = new Uint8Array(before.length + nonce.length + after.length);
  whole.set(before);
  whole.set(nonce, before.length);
  whole.set(after, before.length + nonce.length);
  return md5(whole);
}
