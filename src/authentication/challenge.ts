import { create } from "../ast/create.ts";
import type { Chal } from "../ast/nodes.ts";
import { decodeBase64, encodeBase64 } from "../core/base64.ts";
import type { Bytes } from "../core/bytes.ts";
import { checkOptions, oneOf, optionChecks } from "../core/options.ts";
import { encodeUtf8 } from "../core/utf8.ts";
import { checkedNonce } from "./identity.ts";
import { metaOf } from "./meta-of.ts";
import { type AuthenticationScheme, schemeOf, schemeTypes } from "./scheme.ts";

/** What to ask of the peer. */
export interface ChallengeInput {
  /** The scheme that it must use. */
  readonly scheme: AuthenticationScheme;
  /**
   * For `md5` and `mac`, the nonce of its next proof in octets: 16 random ones, never used before (OMA Device Management
   * Security 1.2). `basic` has none.
   */
  readonly nonce?: Bytes | undefined;
}

/** What a Chal asks for. */
export interface ChallengeReading {
  /** The scheme; `undefined` if the Type is missing or is none that this library makes. */
  readonly scheme: AuthenticationScheme | undefined;
  /** The Type as received. */
  readonly type: string | undefined;
  /** The nonce in octets, empty if there is none; {@link hasNonce} tells the two apart. */
  readonly nonce: Uint8Array;
  /** Whether the Chal has a NextNonce; without one, a nonce stored earlier stays valid. */
  readonly hasNonce: boolean;
}

const checks = optionChecks({ scheme: oneOf("basic", "md5", "mac") });

/**
 * Makes the Chal for the Status of a header: the Type, and the nonce in base64.
 *
 * @throws {TypeError} if an argument is of the wrong type, or a nonce is missing or not to be given.
 * @throws {RangeError} if there is no such scheme.
 */
export function challenge(input: ChallengeInput): Chal {
  checkOptions(input, checks);
  const { scheme, nonce } = input;
  if (scheme === undefined) throw new TypeError('option scheme must be one of "basic", "md5", "mac"');
  if ((nonce === undefined) !== (scheme === "basic")) {
    throw new TypeError(scheme === "basic" ? "basic has no nonce" : `a challenge for ${scheme} needs a nonce`);
  }
  const nextNonce = nonce === undefined ? undefined : encodeBase64(checkedNonce(nonce));
  return create("Chal", { meta: create("Meta", { format: "b64", type: schemeTypes[scheme], nextNonce, emi: [] }) });
}

/** Reads a Chal, also without a Meta around its fields. A NextNonce that is not base64 stands for its own octets. */
export function readChallenge(chal: Chal): ChallengeReading {
  const { type, nextNonce } = metaOf(chal);
  const nonce = nextNonce === undefined ? new Uint8Array(0) : (decodeBase64(nextNonce) ?? encodeUtf8(nextNonce));
  return {
    scheme: type === undefined ? undefined : schemeOf(type),
    type,
    nonce,
    hasNonce: nextNonce !== undefined,
  };
}
