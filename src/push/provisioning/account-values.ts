import { decodeBase64, encodeBase64 } from "../../core/base64.ts";
import { encodeUtf8 } from "../../core/utf8.ts";

/** AAUTHLEVEL of a document by AAuthLevel of a DMAcc: the first is named after who is asked, the second after who proves. */
const levels: readonly (readonly [cp: string, dmAcc: string])[] = [
  ["APPSRV", "CLCRED"],
  ["CLIENT", "SRVCRED"],
  ["OBEX", "OBEX"],
];

/** AAuthLevel for an AAUTHLEVEL; the client proves itself if there is none. */
export function levelOfParm(level: string | undefined): string {
  if (level === undefined || level === "") return "CLCRED";
  return levels.find(([cp]) => cp === level.toUpperCase())?.[1] ?? level;
}

/** AAUTHLEVEL for an AAuthLevel. */
export function parmOfLevel(level = "CLCRED"): string {
  return levels.find(([, dmAcc]) => dmAcc === level)?.[0] ?? level;
}

/** AAuthType for an AAUTHTYPE; MD5 digest if there is none or it is named twice. */
export function typeOfParm(type: string | undefined): string {
  return type === undefined || type === "" || type.toUpperCase() === "DIGEST,MD5" ? "DIGEST" : type;
}

const addressTypes: readonly (readonly [cp: string, dmAcc: string])[] = [
  ["IPV4", "IPv4"],
  ["IPV6", "IPv6"],
  ["URI", "URI"],
];

/** AddrType for an ADDRTYPE; a URI if there is none. */
export function addressTypeOfParm(type: string | undefined): string {
  if (type === undefined || type === "") return "URI";
  return addressTypes.find(([cp]) => cp === type.toUpperCase())?.[1] ?? type;
}

/** ADDRTYPE for an AddrType; none for a URI, which devices take for granted. */
export function parmOfAddressType(type = "URI"): string | undefined {
  return type === "URI" ? undefined : (addressTypes.find(([, dmAcc]) => dmAcc === type)?.[0] ?? type);
}

/** The octets of an AAUTHDATA: from base64, or if it is none, its characters. */
export function octetsOfParm(text: string): Uint8Array {
  return decodeBase64(text) ?? encodeUtf8(text);
}

/** AAUTHDATA for octets. */
export function parmOfOctets(octets: Uint8Array): string {
  return encodeBase64(octets);
}

/** The port that a URI names, or `undefined`. */
export function portOfUri(uri: string): string | undefined {
  return /^[a-z][a-z\d+.-]{0,30}:\/\/(?:[^/?#@]*@)?(?:\[[^\]/]*\]|[^/?#:@[\]]*):(\d{1,5})(?:[/?#]|$)/i.exec(uri)?.[1];
}
