import { decodeBase64 } from "../../core/base64.ts";
import { badCharacter, type DecodedText } from "./text-fault.ts";

/** The bytes of base64 text, in the standard (RFC 4648 §4) or the URL alphabet (§5), with or without line breaks. */
export function decodeBase64Text(text: string): DecodedText {
  const bad = text.search(/[^A-Za-z0-9+/_=\s-]/);
  if (bad >= 0) return badCharacter(text, bad, "base64 digit");
  const bytes = decodeBase64(text.replaceAll("-", "+").replaceAll("_", "/"));
  return bytes === undefined ? { fault: "a base64 digit is missing, or there is one too many" } : { bytes };
}
