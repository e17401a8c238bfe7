import { equalOctets } from "../authentication/equal-octets.ts";
import { encodeUtf8 } from "../core/utf8.ts";

// A token in the RespURI of a session: 128 bits in hexadecimal that only the two sides have seen.

/** The token of fresh octets. */
export function tokenOf(octets: Uint8Array): string {
  return [...octets.subarray(0, 16)].map((octet) => octet.toString(16).padStart(2, "0")).join("");
}

/** Whether an address has the token, anywhere in it. Takes as long for a wrong one. */
export function hasToken(address: string, token: string): boolean {
  const wanted = encodeUtf8(token);
  let isFound = false;
  for (const [, candidate = ""] of address.matchAll(/(?=([0-9a-f]{32}))/g)) {
    if (equalOctets(encodeUtf8(candidate), wanted)) isFound = true;
  }
  return isFound;
}
