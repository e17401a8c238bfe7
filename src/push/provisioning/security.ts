import { hmac } from "@noble/hashes/hmac.js";
import { sha1 } from "@noble/hashes/legacy.js";
import { equalOctets } from "../../authentication/equal-octets.ts";
import { type Bytes, bytesOrString } from "../../core/bytes.ts";
import { describe } from "../../core/describe.ts";
import { hexOfOctets } from "../../core/hex-digit.ts";
import { encodeUtf8 } from "../../core/utf8.ts";
import { parseContentType } from "../wsp/content-type.ts";
import { fieldsOf, type WspFields } from "../wsp/fields.ts";

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
  /** The value of SEC, as a word or a number. Default: that of the content type. */
  readonly sec?: string | number | undefined;
  /** The value of MAC, in hexadecimal. Default: that of the content type. */
  readonly mac?: string | undefined;
}

/**
 * A bootstrap message and its content type: what `decodePush` and `unwrapCarriers` return, or what it was signed to. SEC and MAC
 * are found in the content type.
 */
export interface ContentTyped {
  /** The message itself. */
  readonly body: Bytes;
  /** Media type, with or without parameters; none if it is not known. */
  readonly contentType?: string | undefined;
  /** Parameters of the content type that are not in its text, as a push has them. */
  readonly parameters?: WspFields | undefined;
}

/** SEC and MAC as text. */
export interface ReadSecurity {
  /** The value of SEC, in upper case; a number in digits. */
  readonly sec?: string | undefined;
  readonly mac?: string | undefined;
}

/** What SEC and MAC may be found in. */
interface SecuritySource extends BootstrapSecurity, Partial<ContentTyped> {}

/**
 * SEC and MAC as given, or else those among the parameters of a content type, in any case, order and quoting.
 *
 * @throws {TypeError} if SEC is neither text nor a number.
 */
function securityOf({ sec, mac, contentType = "", parameters }: SecuritySource): ReadSecurity {
  if (sec !== undefined && typeof sec !== "string" && typeof sec !== "number") {
    throw new TypeError(`option sec must be a string or a number, not ${describe(sec)}`);
  }
  const all = [...parseContentType(contentType).parameters, ...fieldsOf(parameters)];
  const found = (wanted: string) => {
    const value = all.find(({ name }) => name.toUpperCase() === wanted)?.value;
    return value instanceof Uint8Array ? hexOfOctets(value) : value;
  };
  const method = sec ?? found("SEC");
  const digest = mac ?? found("MAC");
  return { sec: method?.toString().toUpperCase(), mac: digest?.toString() };
}

/** A message as octets, and its SEC and MAC: those of the options if there are any, else those it came with. */
export function receivedBootstrap(
  given: Bytes | string | ContentTyped,
  options: BootstrapSecurity & Pick<SecuritySource, "contentType">,
): { readonly body: Uint8Array; readonly security: ReadSecurity } {
  const isTyped = typeof given === "object" && given !== null && "body" in given;
  const input = bytesOrString(isTyped ? given.body : given);
  const { sec, mac, contentType } = options;
  const source = contentType === undefined && isTyped ? given : { contentType };
  return { body: typeof input === "string" ? encodeUtf8(input) : input, security: securityOf({ ...source, sec, mac }) };
}
