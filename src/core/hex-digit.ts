/** The value of a hexadecimal digit, given as its code in ASCII or Unicode; -1 for anything else. */
export function hexDigitValue(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x61 + 10 : -1;
}

/** The octets of pairs of hexadecimal digits; `digits` has nothing else. */
export function octetsOfHex(digits: string): Uint8Array {
  return Uint8Array.from({ length: digits.length / 2 }, (_, index) => {
    return hexDigitValue(digits.charCodeAt(2 * index)) * 16 + hexDigitValue(digits.charCodeAt(2 * index + 1));
  });
}

/** Octets in hexadecimal, two digits each, in lower case. */
export function hexOfOctets(octets: Uint8Array): string {
  let digits = "";
  for (const octet of octets) digits += octet.toString(16).padStart(2, "0");
  return digits;
}
