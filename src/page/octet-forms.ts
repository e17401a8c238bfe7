const hexDigits: readonly string[] = Array.from({ length: 256 }, (_, octet) => octet.toString(16).padStart(2, "0"));

/** Two digits. */
export function hexOf(octet: number): string {
  return hexDigits[octet] as string;
}

/** `0x0089`; more digits if they are needed. */
export function hexOffset(offset: number): string {
  return `0x${offset.toString(16).padStart(4, "0")}`;
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

/** Base64 of the octets, in one line. */
export function asBase64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  // A multiple of three, so that only the last piece is padded; short enough to be arguments.
  for (let start = 0; start < bytes.length; start += 24_576) {
    pieces.push(btoa(String.fromCharCode(...bytes.subarray(start, start + 24_576))));
  }
  return pieces.join("");
}

/** Shorter text than this is not taken for base64 where nothing says so. */
const SURELY_BASE64 = 24;

/** The octets of a value that is another document: base64 decoded, other text as UTF-8. */
export function octetsOfValue(value: string, isSaidToBeBase64: boolean): Uint8Array {
  const compact = value.replace(/\s+/g, "");
  const isLong = isSaidToBeBase64 || compact.length >= SURELY_BASE64;
  if (isLong && compact.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(compact)) {
    return Uint8Array.from(atob(compact), (character) => character.charCodeAt(0));
  }
  return new TextEncoder().encode(value);
}
