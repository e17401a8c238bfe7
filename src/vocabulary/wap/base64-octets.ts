import { decodeBase64, encodeBase64 } from "../../core/base64.ts";
import type { OpaqueKind } from "../definition.ts";

const whiteSpace = /[\t\n\r ]+/g;

/** Octets that mean nothing as text, such as a key or a picture. In XML they are base64, which may have line breaks. */
export const base64Octets: OpaqueKind = {
  read: encodeBase64,
  write(text) {
    const octets = decodeBase64(text);
    // Without this, any word of letters would be written as octets.
    const isComplete = octets !== undefined && encodeBase64(octets) === text.replace(whiteSpace, "");
    return isComplete ? octets : undefined;
  },
};

/** The same where an element or attribute before it has this text. */
export function base64After(name: string, text: string): OpaqueKind {
  return { ...base64Octets, announcedBy: { name, text } };
}
