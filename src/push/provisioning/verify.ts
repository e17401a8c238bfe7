import {
  isEntryFor,
  keyOctets,
  keysOfMethod,
  methodOf,
  type ProvisioningKeys,
  type ProvisioningMethod,
} from "./methods.ts";
import { secretText } from "./secret-text.ts";
import type { ReadSecurity } from "./security.ts";
import { type SigningScheme, type Verification, verifySignature } from "./signature.ts";

const scheme: SigningScheme<ProvisioningMethod, ProvisioningKeys> = {
  subject: "document",
  methodOf,
  keysOf: keysOfMethod,
  keyNames: { pin: "the PIN", imsi: "the IMSI" },
  keyOctets,
  macInKeys: { method: "USERPINMAC", fits: ({ pin }, body) => isEntryFor(secretText(pin, "pin"), body) },
};

/** Checks the octets of a client provisioning document as received. */
export function verifyOctets(
  body: Uint8Array,
  security: ReadSecurity,
  keys: ProvisioningKeys,
): Verification<ProvisioningMethod> {
  return verifySignature(scheme, body, security, keys);
}
