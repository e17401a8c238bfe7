import { create } from "../ast/create.ts";
import type { Cred, Data } from "../ast/nodes.ts";
import { decodeBase64, encodeBase64 } from "../core/base64.ts";
import type { Bytes } from "../core/bytes.ts";
import { checkOptions, oneOf, optionChecks } from "../core/options.ts";
import { decodeUtf8, encodeUtf8 } from "../core/utf8.ts";
import { DIGEST_OCTETS, nestedDigest, storedDigestOfOctets } from "./digest.ts";
import { equalOctets } from "./equal-octets.ts";
import { checkedIdentity, checkedNonce, type Identity, storedDigestOf } from "./identity.ts";
import { metaOf } from "./meta-of.ts";
import { type AuthenticationScheme, type CredScheme, isUnsupportedType, schemeOf, schemeTypes } from "./scheme.ts";

/** What to make credentials of. */
export type CredentialsInput = Identity & {
  /** The scheme. For `mac` there is no Cred, but the header that `hmacHeader` makes. */
  readonly scheme: CredScheme;
  /** For `md5`, the nonce of the last Chal in octets; default: none, as of a client that was never challenged. */
  readonly nonce?: Bytes | undefined;
};

/** What credentials are checked against. */
export type ExpectedCredentials = Identity & {
  /** The scheme that the account requires, or all that it accepts: any other is refused, so nobody talks it into a weaker one. */
  readonly scheme: AuthenticationScheme | readonly AuthenticationScheme[];
  /** For `md5`, the nonce of the Chal that was sent last, in octets; default: none. */
  readonly nonce?: Bytes | undefined;
};

/**
 * The outcome of a check. Reasons: `missing`, there is no Cred; `malformed`, its Data is not what its scheme has;
 * `scheme`, it is of a scheme that the account does not accept; `unsupported`, its Type is registered but cannot be checked here,
 * as `syncml:auth-X509`; `unknown`, its Type is no known one; `wrong`, name, secret or nonce differ. `type` is the Type as received.
 */
export type CredentialsCheck =
  | { readonly ok: true; readonly user: string; readonly scheme: CredScheme }
  | {
      readonly ok: false;
      readonly reason: "missing" | "malformed" | "scheme" | "unsupported" | "unknown" | "wrong";
      readonly type?: string | undefined;
    };

const makingChecks = optionChecks({ scheme: oneOf("basic", "md5") });
const schemeChecks = optionChecks({ scheme: oneOf("basic", "md5", "mac") });

/**
 * Makes the Cred for a header, its Data in base64 (OMA Device Management Security 1.2): for `basic` of `user:password`, for
 * `md5` of MD5(`stored digest:nonce`).
 *
 * @throws {TypeError} if an argument is of the wrong type, or `basic` is to be made without the password.
 * @throws {RangeError} if there is no such scheme, or `storedDigest` is not base64 of 16 octets.
 */
export function credentials(input: CredentialsInput): Cred {
  checkOptions(input, makingChecks);
  if (input.scheme === undefined) throw new TypeError('option scheme must be one of "basic", "md5"');
  const type = schemeTypes[input.scheme];
  return create("Cred", {
    meta: create("Meta", { format: "b64", type, emi: [] }),
    data: encodeBase64(input.scheme === "basic" ? clearText(input) : digestOf(input)),
  });
}

function clearText(input: CredentialsInput): Uint8Array {
  const { user, secret } = checkedIdentity(input);
  if (secret === undefined) throw new TypeError("basic credentials need the secret: a storedDigest does not give it");
  return encodeUtf8(`${user}:${secret}`);
}

function digestOf(input: Identity & { readonly nonce?: Bytes | undefined }): Uint8Array {
  return nestedDigest(storedDigestOf(input), checkedNonce(input.nonce));
}

/**
 * Checks the Cred of a header. Never throws for what the peer sent: a refusal is a value. Data may be base64 or the octets
 * themselves, as a string or as octets, whatever Format says of it; Type and Format may be missing, or outside Meta. Secrets
 * are compared in constant time.
 *
 * Whether the name fits too, `Source/LocName` tells: an `md5` Cred does not contain it.
 *
 * @throws {TypeError} if an expectation is of the wrong type.
 * @throws {RangeError} if there is no such scheme, or `storedDigest` is not base64 of 16 octets.
 */
export function checkCredentials(cred: Cred | undefined, expected: ExpectedCredentials): CredentialsCheck {
  const accepted = acceptedSchemes(expected);
  const storedDigest = storedDigestOf(expected);
  return judgeCredentials(cred, { user: expected.user, storedDigest, accepted, nonce: checkedNonce(expected.nonce) });
}

/** What credentials are checked against, once it is checked itself. */
export interface CheckedExpectation {
  readonly user: string;
  readonly storedDigest: string;
  readonly accepted: readonly AuthenticationScheme[];
  readonly nonce: Uint8Array;
}

/** {@link checkCredentials} without a check of the expectation. */
export function judgeCredentials(
  cred: Cred | undefined,
  { user, storedDigest: stored, accepted, nonce }: CheckedExpectation,
): CredentialsCheck {
  if (cred === undefined) return { ok: false, reason: "missing" };
  const { type } = metaOf(cred);
  const named = type === undefined ? undefined : schemeOf(type);
  if (type !== undefined && named === undefined) {
    return { ok: false, reason: isUnsupportedType(type) ? "unsupported" : "unknown", type };
  }
  if (named !== undefined && !accepted.includes(named)) return { ok: false, reason: "scheme", type };
  const readings = readingsOf(cred.data);
  let isWellFormed = false;
  for (const scheme of named === undefined ? accepted : [named]) {
    if (scheme === "mac") continue;
    const proofs = readings.filter(scheme === "basic" ? isClearText : isDigest);
    if (proofs.length > 0) isWellFormed = true;
    const fits = scheme === "basic" ? fitsClearText(proofs, stored) : fitsDigest(proofs, stored, nonce);
    if (fits) return { ok: true, user, scheme };
  }
  return { ok: false, reason: isWellFormed ? "wrong" : "malformed", type };
}

function acceptedSchemes(expected: ExpectedCredentials): readonly AuthenticationScheme[] {
  if (typeof expected !== "object" || expected === null) throw new TypeError("an expectation must be an object");
  const { scheme } = expected;
  const schemes = Array.isArray(scheme)
    ? (scheme as readonly AuthenticationScheme[])
    : [scheme as AuthenticationScheme];
  if (schemes.includes(undefined as never)) throw new TypeError('option scheme must be one of "basic", "md5", "mac"');
  for (const one of schemes) checkOptions({ scheme: one }, schemeChecks);
  return schemes;
}

/** What the Data may mean: decoded from base64, and as it is. Format is not asked: octets in WBXML come with any. */
function readingsOf(data: Data | undefined): Uint8Array[] {
  const octets = typeof data === "string" ? encodeUtf8(data) : data instanceof Uint8Array ? data : undefined;
  if (octets === undefined) return [];
  const text = typeof data === "string" ? data : decodeUtf8(octets, 0, octets.length);
  const decoded = text === undefined ? undefined : decodeBase64(text);
  return decoded === undefined ? [octets] : [decoded, octets];
}

function isClearText(octets: Uint8Array): boolean {
  return octets.includes(0x3a);
}

function isDigest({ length }: Uint8Array): boolean {
  return length === DIGEST_OCTETS;
}

/** Compares digests, so that the time does not tell how long the password is, and the stored one will do. */
function fitsClearText(proofs: readonly Uint8Array[], stored: string): boolean {
  const expected = encodeUtf8(stored);
  let fits = false;
  for (const proof of proofs) fits = equalOctets(encodeUtf8(storedDigestOfOctets(proof)), expected) || fits;
  return fits;
}

function fitsDigest(proofs: readonly Uint8Array[], stored: string, nonce: Uint8Array): boolean {
  const expected = nestedDigest(stored, nonce);
  let fits = false;
  for (const proof of proofs) fits = equalOctets(proof, expected) || fits;
  return fits;
}

/**
 * The name that `basic` credentials claim, unchecked, to look the account up where the header has no `Source/LocName`: up to
 * the first colon. `undefined` for any other scheme and for Data without a colon.
 */
export function claimedUser(cred: Cred): string | undefined {
  const { type } = metaOf(cred);
  if (type !== undefined && schemeOf(type) !== "basic") return undefined;
  const octets = readingsOf(cred.data).find(isClearText);
  return octets && decodeUtf8(octets, 0, octets.indexOf(0x3a));
}
