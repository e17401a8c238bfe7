import type { ProvisioningIssueCode } from "./issues.ts";
import { bootstrapMac, equalMacs, type ReadSecurity } from "./security.ts";

/** Whether a document is from who knows the keys: `"none"` if it is not signed at all. */
export type Verified = true | false | "none";

/** The outcome of a check. */
export interface Verification<Method extends string> {
  readonly verified: Verified;
  /** The method that SEC names; absent if there is none, or it is not known. */
  readonly method?: Method | undefined;
  /** Why it is not verified. */
  readonly reason?: { readonly code: ProvisioningIssueCode; readonly message: string } | undefined;
}

/** How messages of one kind are signed. */
export interface SigningScheme<Method extends string, Keys> {
  /** What is signed, for messages. */
  readonly subject: "document" | "message";
  /** The method that a value of SEC names. */
  readonly methodOf: (sec: string) => Method | undefined;
  /** The keys that a method needs. */
  readonly keysOf: (method: Method) => readonly (keyof Keys & string)[];
  /** What each key is called. */
  readonly keyNames: Readonly<Record<keyof Keys & string, string>>;
  /** The key of the HMAC. */
  readonly keyOctets: (method: Method, keys: Keys) => Uint8Array;
  /** The method whose keys contain the MAC, if there is one, and whether they fit. */
  readonly macInKeys?: { readonly method: Method; readonly fits: (keys: Keys, body: Uint8Array) => boolean };
}

/**
 * Checks the octets of a message as received. One that cannot be checked, because a key, its MAC or the method is not known, does
 * not fit; only one without SEC is `"none"`.
 */
export function verifySignature<Method extends string, Keys>(
  scheme: SigningScheme<Method, Keys>,
  body: Uint8Array,
  { sec, mac }: ReadSecurity,
  keys: Keys,
): Verification<Method> {
  const { subject, keyNames, macInKeys } = scheme;
  if (sec === undefined) {
    return { verified: "none", reason: { code: "not-signed", message: `the ${subject} is not signed` } };
  }
  const method = scheme.methodOf(sec);
  const refuse = (code: ProvisioningIssueCode, message: string): Verification<Method> => ({
    verified: false,
    ...(method === undefined ? {} : { method }),
    reason: { code, message },
  });
  if (method === undefined) return refuse("not-signed", "SEC names no known method");
  const isInKeys = macInKeys?.method === method;
  if (!isInKeys && mac === undefined) return refuse("mac-missing", `${method} needs a MAC, and there is none`);
  const missing = scheme.keysOf(method).filter((name) => keys[name] === undefined);
  if (missing.length > 0) {
    return refuse("key-missing", `${method} needs ${missing.map((name) => keyNames[name]).join(" and ")}`);
  }
  const fits = isInKeys
    ? macInKeys.fits(keys, body)
    : equalMacs(mac as string, bootstrapMac(scheme.keyOctets(method, keys), body));
  if (fits) return { verified: true, method };
  const what = isInKeys ? `the entry does not fit the ${subject}` : `the MAC does not fit the ${subject} and the keys`;
  return refuse("mac-mismatch", what);
}
