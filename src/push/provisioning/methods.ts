import { equalOctets } from "../../authentication/equal-octets.ts";
import { encodeUtf8 } from "../../core/utf8.ts";
import { imsiOctets } from "./imsi-octets.ts";
import { secretText } from "./secret-text.ts";
import { bootstrapMacOctets } from "./security.ts";

/** How a client provisioning document is signed, in the order of their numbers 0 to 3 (OMA Provisioning Bootstrap). */
export const provisioningMethods: readonly ProvisioningMethod[] = ["NETWPIN", "USERPIN", "USERNETWPIN", "USERPINMAC"];

/** How a client provisioning document is signed: with the IMSI, a PIN, both, or a PIN that contains the MAC. */
export type ProvisioningMethod = "NETWPIN" | "USERPIN" | "USERNETWPIN" | "USERPINMAC";

/** What sender and device both know. */
export interface ProvisioningKeys {
  /**
   * The PIN that the user enters. For USERPINMAC the signer gives its first half, 4 to 20 digits, and the device the whole
   * entry.
   */
  readonly pin?: string | undefined;
  /** The identity of the subscriber, for NETWPIN and USERNETWPIN: up to 15 digits. */
  readonly imsi?: string | undefined;
}

/** The method that a value of SEC names, as a word or as a number. */
export function methodOf(sec: string): ProvisioningMethod | undefined {
  const word = sec.trim().toUpperCase();
  return /^[0-3]$/.test(word) ? provisioningMethods[Number(word)] : provisioningMethods.find((one) => one === word);
}

/** Which keys a method needs. */
export function keysOfMethod(method: ProvisioningMethod): readonly (keyof ProvisioningKeys)[] {
  if (method === "NETWPIN") return ["imsi"];
  return method === "USERNETWPIN" ? ["imsi", "pin"] : ["pin"];
}

/** The key of the HMAC. The PIN follows the IMSI. */
export function keyOctets(method: ProvisioningMethod, { pin, imsi }: ProvisioningKeys): Uint8Array {
  const needed = keysOfMethod(method);
  const network = needed.includes("imsi") ? imsiOctets(secretText(imsi, "imsi")) : new Uint8Array(0);
  const user = needed.includes("pin") ? encodeUtf8(secretText(pin, "pin")) : new Uint8Array(0);
  const key = new Uint8Array(network.length + user.length);
  key.set(network);
  key.set(user, network.length);
  return key;
}

const MIN_HALF = 4;
const MAX_HALF = 20;

/** The digits that a user enters after the first half of a USERPINMAC entry. */
export function macDigits(half: string, body: Uint8Array): string {
  const mac = bootstrapMacOctets(encodeUtf8(half), body);
  return Array.from(half, (_, index) => (mac[index] as number) % 10).join("");
}

/**
 * The first half of a USERPINMAC entry.
 *
 * @throws {TypeError} or a `RangeError` if it is not one; neither repeats it.
 */
export function firstHalf(pin: string | undefined): string {
  const half = secretText(pin, "pin");
  if (/^\d+$/.test(half) && half.length >= MIN_HALF && half.length <= MAX_HALF) return half;
  throw new RangeError(`the first half of a USERPINMAC entry must be ${MIN_HALF} to ${MAX_HALF} digits`);
}

/** Whether a USERPINMAC entry, both halves together, fits a document. */
export function isEntryFor(entry: string, body: Uint8Array): boolean {
  const half = entry.length / 2;
  if (!/^\d+$/.test(entry) || half < MIN_HALF || half > MAX_HALF || !Number.isInteger(half)) return false;
  const digits = macDigits(entry.slice(0, half), body);
  return equalOctets(encodeUtf8(entry.slice(half)), encodeUtf8(digits));
}
