import { hexDigitValue } from "../../core/hex-digit.ts";

const SLASH = 0x2f;

/** Values of octets as digits of base64 or base64url; -1 of others. */
export const sextets: Int8Array = Int8Array.from({ length: 256 }, (_, code) => sextetOf(code));

/** Values of octets as hexadecimal digits; -1 of others. */
export const hexDigits: Int8Array = Int8Array.from({ length: 256 }, (_, code) => hexDigitValue(code));

function sextetOf(code: number): number {
  if (code >= 0x41 && code <= 0x5a) return code - 0x41;
  if (code >= 0x61 && code <= 0x7a) return code - 0x61 + 26;
  if (code >= 0x30 && code <= 0x39) return code - 0x30 + 52;
  if (code === 0x2b || code === 0x2d) return 62;
  return code === SLASH || code === 0x5f ? 63 : -1;
}
