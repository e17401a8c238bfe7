import { encodeBase64 } from "../core/base64.ts";
import { encodeUtf8 } from "../core/utf8.ts";

/** 128 bits, as OMA Device Management Security 1.2 recommends. */
const RANDOM_OCTETS = 16;
/** Digits of base64 that they take, without padding. */
const DIGITS = 22;

/**
 * The octets of a new nonce: digits of base64. Any octets are legal, but there are clients that keep a nonce as a text, which
 * ends at a zero octet (libdmclient), and so can never prove themselves with one that has any.
 */
export function freshNonce(random: (length: number) => Uint8Array): Uint8Array {
  return encodeUtf8(encodeBase64(random(RANDOM_OCTETS)).slice(0, DIGITS));
}
