import { decodeBase64, encodeBase64 } from "../core/base64.ts";
import { type Bytes, bytesOf } from "../core/bytes.ts";
import { octetsOfHex } from "../core/hex-digit.ts";
import { octetString, octetsOfString } from "../core/latin1.ts";
import { checkOptions, oneOf, optionChecks } from "../core/options.ts";
import { decodeUtf8, encodeUtf8 } from "../core/utf8.ts";
import { DIGEST_OCTETS, nestedDigest } from "./digest.ts";
import { equalOctets } from "./equal-octets.ts";
import { checkedNonce, type Identity, storedDigestOf } from "./identity.ts";

/** What the header is made of. */
export type HmacInput = Identity & {
  /** The nonce of the last Chal in octets; default: none. */
  readonly nonce?: Bytes | undefined;
};

/** What a header is checked against. */
export type ExpectedHmac = HmacInput & {
  /**
   * A mac in base64 of 32 hexadecimal digits, as in the example that the standard prints against its own formula: refuse it
   * or take it. Default `"reject"`.
   */
  readonly hexMac?: "reject" | "accept" | undefined;
};

/** What `x-syncml-hmac` says. `algorithm` is in capitals; `MD5`, the only one there is, where the header does not name one. */
export type HmacHeader =
  | { readonly ok: true; readonly algorithm: "MD5"; readonly username: string; readonly mac: string }
  | {
      readonly ok: false;
      /** There is no header; it is not a list of parameters, or lacks one, or has one twice; or the algorithm is another. */
      readonly reason: "missing" | "malformed" | "algorithm";
      readonly algorithm: string | undefined;
      readonly username: string | undefined;
      readonly mac: string | undefined;
    };

/** The outcome of a check: `user`, the header names another one; `wrong`, secret, nonce or body differ. */
export type HmacCheck =
  | { readonly ok: true; readonly user: string }
  | { readonly ok: false; readonly reason: "missing" | "malformed" | "algorithm" | "user" | "wrong" };

const checks = optionChecks({ hexMac: oneOf("reject", "accept") });

/**
 * The value of the header `x-syncml-hmac` for a message of scheme `mac` (OMA Device Management Security 1.2): base64 of
 * MD5(`stored digest:nonce:` base64 of MD5(body)). `body` is the message in the very octets that are sent. Characters of the user name outside
 * ASCII become their octets in UTF-8, one character each, as `fetch` and HTTP servers take a header.
 *
 * @throws {TypeError} if an argument is of the wrong type.
 * @throws {RangeError} if the user name has control characters, which no header may have, or `storedDigest` is not base64 of 16 octets.
 */
export function hmacHeader(body: Bytes, input: HmacInput): string {
  const mac = encodeBase64(digestOf(body, input));
  if (hasControls(input.user)) throw new RangeError("user must not have control characters");
  const name = encodeUtf8(input.user.replace(/["\\]/g, "\\$&"));
  return `algorithm=MD5, username="${octetString(name, 0, name.length)}", mac=${mac}`;
}

function digestOf(body: Bytes, input: HmacInput): Uint8Array {
  return nestedDigest(storedDigestOf(input), checkedNonce(input.nonce), bytesOf(body));
}

function hasControls(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x20 || unit === 0x7f) return true;
  }
  return false;
}

/**
 * Checks the header of a message against its body. Never throws for what the peer sent: a refusal is a value. Secrets are
 * compared in constant time.
 *
 * @param header The value as the HTTP library gives it; `undefined` or `null` if there is none.
 * @throws {TypeError} if an expectation is of the wrong type, or the body is not octets.
 * @throws {RangeError} if `storedDigest` is not base64 of 16 octets.
 */
export function checkHmacHeader(header: string | null | undefined, body: Bytes, expected: ExpectedHmac): HmacCheck {
  checkOptions(expected, checks);
  const digest = digestOf(body, expected);
  const parsed = parseHmacHeader(header);
  if (!parsed.ok) return { ok: false, reason: parsed.reason };
  const mac = macOctets(parsed.mac, expected.hexMac === "accept");
  if (mac === undefined) return { ok: false, reason: "malformed" };
  const fits = equalOctets(mac, digest);
  if (parsed.username !== expected.user) return { ok: false, reason: "user" };
  return fits ? { ok: true, user: expected.user } : { ok: false, reason: "wrong" };
}

function macOctets(mac: string, takesHex: boolean): Uint8Array | undefined {
  const octets = decodeBase64(mac);
  if (octets?.length === DIGEST_OCTETS) return octets;
  if (!takesHex || octets?.length !== 2 * DIGEST_OCTETS) return undefined;
  const digits = octetString(octets, 0, octets.length);
  if (!/^[0-9a-f]+$/i.test(digits)) return undefined;
  return octetsOfHex(digits);
}

/**
 * Reads the header `x-syncml-hmac`: a list of `algorithm`, `username` and `mac` in any order and case, with white space
 * around commas and equals signs, quoted or not. Parameters of other names are skipped. Never throws.
 */
export function parseHmacHeader(header: string | null | undefined): HmacHeader {
  if (typeof header !== "string") return refusal("missing", new Map());
  const parameters = new Map<string, string>();
  const isList = readParameters(header, parameters);
  const [username, mac] = [parameters.get("username"), parameters.get("mac")];
  const algorithm = parameters.get("algorithm") ?? "MD5";
  if (!isList || username === undefined || mac === undefined) return refusal("malformed", parameters);
  if (algorithm.toUpperCase() !== "MD5") return refusal("algorithm", parameters);
  return { ok: true, algorithm: "MD5", username: nameOf(username), mac };
}

function refusal(reason: "missing" | "malformed" | "algorithm", parameters: ReadonlyMap<string, string>): HmacHeader {
  const username = parameters.get("username");
  return {
    ok: false,
    reason,
    algorithm: reason === "missing" ? undefined : (parameters.get("algorithm")?.toUpperCase() ?? "MD5"),
    username: username === undefined ? undefined : nameOf(username),
    mac: parameters.get("mac"),
  };
}

/** A name from a header: HTTP libraries give a character for each octet, and senders mean UTF-8. */
function nameOf(text: string): string {
  const octets = octetsOfString(text);
  return (octets && decodeUtf8(octets, 0, octets.length)) ?? text;
}

/** Reads `name=value` between commas, each character once. Returns whether the text is such a list and no name comes twice. */
function readParameters(text: string, parameters: Map<string, string>): boolean {
  let at = 0;
  while (at < text.length) {
    at = skipBlanks(text, at);
    if (text[at] === ",") {
      at++;
      continue;
    }
    if (at === text.length) break;
    const equals = endOfName(text, at);
    if (equals === undefined) return false;
    const name = text.slice(at, equals).trim().toLowerCase();
    at = skipBlanks(text, equals + 1);
    let value: string;
    if (text[at] === '"') {
      const quoted = readQuoted(text, at + 1);
      if (quoted === undefined) return false;
      value = quoted.value;
      at = skipBlanks(text, quoted.end);
      if (at < text.length && text[at] !== ",") return false;
    } else {
      const comma = text.indexOf(",", at);
      const end = comma < 0 ? text.length : comma;
      value = text.slice(at, end).trim();
      at = end;
      if (value === "") return false;
    }
    if (parameters.has(name)) return false;
    parameters.set(name, value);
  }
  return parameters.size > 0;
}

/** Where the name beginning at `at` ends, at its equals sign; `undefined` if it has none, or is empty. */
function endOfName(text: string, at: number): number | undefined {
  for (let pos = at; pos < text.length; pos++) {
    const character = text[pos];
    if (character === "=") return pos > at ? pos : undefined;
    if (character === "," || character === '"') return undefined;
  }
  return undefined;
}

function skipBlanks(text: string, at: number): number {
  let pos = at;
  while (text[pos] === " " || text[pos] === "\t") pos++;
  return pos;
}

/** A quoted string from after its first quote, and where it ends; `undefined` if it has no end. */
function readQuoted(text: string, at: number): { readonly value: string; readonly end: number } | undefined {
  let value = "";
  let start = at;
  for (let pos = at; pos < text.length; pos++) {
    if (text[pos] === '"') return { value: value + text.slice(start, pos), end: pos + 1 };
    if (text[pos] !== "\\") continue;
    value += text.slice(start, pos);
    start = ++pos;
  }
  return undefined;
}
