import { decodeBase64 } from "../core/base64.ts";
import { encodeUtf8 } from "../core/utf8.ts";

const hexDigits: readonly string[] = Array.from({ length: 256 }, (_, octet) => octet.toString(16).padStart(2, "0"));

/** Two digits. */
export function hexOf(octet: number): string {
  return hexDigits[octet] as string;
}

/** `02 a4 01`. */
export function asHex(bytes: Uint8Array): string {
  return Array.from(bytes, hexOf).join(" ");
}

/** An array of C, 12 octets a line. */
export function asC(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let start = 0; start < bytes.length; start += 12) {
    const part = bytes.subarray(start, start + 12);
    lines.push(`  ${Array.from(part, (octet) => `0x${hexOf(octet)}`).join(", ")},`);
  }
  return `static const unsigned char message[${bytes.length}] = {\n${lines.join("\n")}\n};\n`;
}

/** Shorter text than this is not taken for base64 where nothing says so. */
const SURELY_BASE64 = 24;

/** The octets of a value that is another document: base64 decoded, other text as UTF-8. */
export function octetsOfValue(value: string, isSaidToBeBase64: boolean): Uint8Array {
  const compact = value.replace(/\s+/g, "");
  const isLong = isSaidToBeBase64 || compact.length >= SURELY_BASE64;
  if (isLong && compact.length % 4 === 0) {
    const decoded = decodeBase64(compact);
    if (decoded !== undefined) return decoded;
  }
  return encodeUtf8(value);
}
