import type { ProvisioningIssueCode } from "./issues.ts";
import {
  isEntryFor,
  keyOctets,
  keysOfMethod,
  methodOf,
  type ProvisioningKeys,
  type ProvisioningMethod,
} from "./methods.ts";
import { secretText } from "./secret-text.ts";
import { bootstrapMac, equalMacs, type ReadSecurity } from "./security.ts";

/** Whether a document is from who knows the keys: `"none"` if it is not signed at all. */
export type Verified = true | false | "none";

/** The outcome of a check. */
export interface Verification {
  readonly verified: Verified;
  /** The method that the document names; absent if it is not signed, or by one that is not known. */
  readonly method?: ProvisioningMethod | undefined;
  /** Why it is not verified. */
  readonly reason?: { readonly code: ProvisioningIssueCode; readonly message: string } | undefined;
}

/**
 * Checks the octets of a document as received. A document that cannot be checked, because a key, its MAC or the method is not
 * known, does not fit; only one without SEC is `"none"`.
 */
export function verifyOctets(body: Uint8Array, { sec, mac }: ReadSecurity, keys: ProvisioningKeys): Verification {
  if (sec === undefined) {
    return { verified: "none", reason: { code: "not-signed", message: "the document is not signed" } };
  }
  const method = methodOf(sec);
  const refuse = (code: ProvisioningIssueCode, message: string): Verification => ({
    verified: false,
    ...(method === undefined ? {} : { method }),
    reason: { code, message },
  });
  if (method === undefined) return refuse("not-signed", "SEC names no known method");
  for (const key of keysOfMethod(method)) {
    if (keys[key] === undefined)
      return refuse("key-missing", `${method} needs ${key === "pin" ? "the PIN" : "the IMSI"}`);
  }
  if (method === "USERPINMAC") {
    if (isEntryFor(secretText(keys.pin, "pin"), body)) return { verified: true, method };
    return refuse("mac-mismatch", "the entry does not fit the document");
  }
  if (mac === undefined) return refuse("mac-missing", `${method} needs a MAC, and there is none`);
  if (equalMacs(mac, bootstrapMac(keyOctets(method, keys), body))) return { verified: true, method };
  return refuse("mac-mismatch", "the MAC does not fit the document and the keys");
}
