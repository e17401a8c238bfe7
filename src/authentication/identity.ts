import { decodeBase64, encodeBase64 } from "../core/base64.ts";
import { bytesOf } from "../core/bytes.ts";
import { DIGEST_OCTETS, storedDigest as digestOf } from "./digest.ts";

/**
 * A name, and the secret that proves it: the password, or the digest that is stored instead of it. For a
 * device the name is that of `Source/LocName`, for a server its identifier (OMA Device Management Security 1.2). It may
 * contain colons.
 */
export type Identity =
  | { readonly user: string; readonly secret: string; readonly storedDigest?: undefined }
  | { readonly user: string; readonly storedDigest: string; readonly secret?: undefined };

const noNonce = new Uint8Array(0);

/**
 * The stored digest of an identity. No error quotes a value: it may be the secret.
 *
 * @throws {TypeError} if the name or the secret is not a string, or there is no secret, or two of them.
 * @throws {RangeError} if `storedDigest` is not base64 of 16 octets.
 */
export function storedDigestOf(identity: Identity): string {
  const { user, secret, storedDigest } = checkedIdentity(identity);
  if (storedDigest === undefined) return digestOf(user, secret);
  const octets = decodeBase64(storedDigest);
  if (octets?.length !== DIGEST_OCTETS) throw new RangeError("storedDigest must be base64 of 16 octets");
  // Its text is hashed, so it is written anew: databases lose the padding or gain a line break.
  return encodeBase64(octets);
}

/** @throws {TypeError} as {@link storedDigestOf}. */
export function checkedIdentity<Given extends Identity>(identity: Given): Given {
  if (typeof identity !== "object" || identity === null) throw new TypeError("an identity must be an object");
  const { user, secret, storedDigest } = identity;
  if (typeof user !== "string") throw new TypeError("user must be a string");
  if ((secret === undefined) === (storedDigest === undefined))
    throw new TypeError("either secret or storedDigest must be given");
  if (typeof (secret ?? storedDigest) !== "string") throw new TypeError("secret and storedDigest must be strings");
  return identity;
}

/**
 * A caller's nonce; none if absent.
 *
 * @throws {TypeError} if it is not octets: base64 text must be decoded first.
 */
export function checkedNonce(nonce: unknown): Uint8Array {
  if (nonce === undefined) return noNonce;
  if (typeof nonce === "string") throw new TypeError("expected bytes for the nonce, not text: decode its base64 first");
  return bytesOf(nonce);
}
