import { hmac } from "@noble/hashes/hmac.js";
import { sha1 } from "@noble/hashes/legacy.js";
import { equalOctets } from "../../authentication/equal-octets.ts";
import { hexOfOctets } from "../../core/hex-digit.ts";
import { encodeUtf8 } from "../../core/utf8.ts";

/** The MAC of a bootstrap message: HMAC-SHA1 over the octets of its body, 40 hexadecimal digits in upper case. */
export function bootstrapMac(key: Uint8Array, body: Uint8Array): string {
  return hexOfOctets(bootstrapMacOctets(key, body)).toUpperCase();
}

/** The MAC as 20 octets. */
export function bootstrapMacOctets(key: Uint8Array, body: Uint8Array): Uint8Array {
  return hmac(sha1, key, body);
}

/** Whether two MACs are the same, regardless of case and in constant time. */
export function equalMacs(a: string, b: string): boolean {
  return equalOctets(encodeUtf8(a.trim().toUpperCase()), encodeUtf8(b.trim().toUpperCase()));
}

/** How a bootstrap message says that it is signed. */
export interface BootstrapSecurity {
  /** The value of SEC as received, in upper case; absent if there is none. */
  readonly sec?: string | undefined;
  /** The value of MAC as received; absent if there is none. */
  readonly mac?: string | undefined;
}

/** SEC and MAC as given, or else those among the parameters of a content type, in any case, order and quoting. */
export function securityOf({ sec, mac, contentType = "" }: BootstrapSecurity & ContentTyped): BootstrapSecurity {
  const parameters = new Map<string, string>();
  for (const part of contentType.split(";").slice(1)) {
    const equals = part.indexOf("=");
    if (equals < 0) continue;
    const name = part.slice(0, equals).trim().toUpperCase();
    const value = part.slice(equals + 1).trim();
    if (!parameters.has(name)) parameters.set(name, value.replace(/^"(.*)"$/, "$1"));
  }
  return { sec: sec ?? parameters.get("SEC")?.toUpperCase(), mac: mac ?? parameters.get("MAC") };
}

interface ContentTyped {
  readonly contentType?: string | undefined;
}
