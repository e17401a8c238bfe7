import { type Bytes, bytesOf, type Octets } from "../../core/bytes.ts";
import { checkOptions, oneOf, optionChecks } from "../../core/options.ts";
import { MEDIA_TYPE } from "./media-types.ts";
import {
  firstHalf,
  keyOctets,
  macDigits,
  type ProvisioningKeys,
  type ProvisioningMethod,
  provisioningMethods,
} from "./methods.ts";
import { bootstrapMac } from "./security.ts";

/** How a document is to be signed. */
export interface SignOptions extends ProvisioningKeys {
  /** How the document is signed. */
  readonly method: ProvisioningMethod;
}

/** A signed document. */
export interface SignedProvisioning {
  /** The document, unchanged. */
  readonly body: Octets;
  /** Content type with SEC and, unless the PIN contains it, MAC. */
  readonly contentType: string;
  /** The method, as a number 0 to 3, which the binary content type has. */
  readonly sec: number;
  /** 40 hexadecimal digits in upper case; absent for USERPINMAC. */
  readonly mac?: string | undefined;
  /** What the user has to enter, for USERPINMAC: the first half and the digits that belong to the document. */
  readonly entry?: string | undefined;
}

const checks = optionChecks({ method: oneOf(...provisioningMethods) });

/**
 * Signs a client provisioning document in WBXML, so that the device knows who sent it (OMA Provisioning Bootstrap).
 *
 * @throws {TypeError} or a `RangeError` for an option of the wrong type or value, and if the PIN or IMSI that the method needs
 *   is missing; no message repeats a secret.
 */
export function signProvisioning(document: Bytes, options: SignOptions): SignedProvisioning {
  checkOptions(options, checks);
  const body = bytesOf(document).slice();
  const { method } = options;
  if (method === undefined) throw new TypeError("option method is missing");
  const sec = provisioningMethods.indexOf(method);
  if (method === "USERPINMAC") {
    const half = firstHalf(options.pin);
    const contentType = `${MEDIA_TYPE.wbxml}; SEC=${method}`;
    return { body, contentType, sec, entry: half + macDigits(half, body) };
  }
  const mac = bootstrapMac(keyOctets(method, options), body);
  return { body, contentType: `${MEDIA_TYPE.wbxml}; SEC=${method}; MAC=${mac}`, sec, mac };
}
