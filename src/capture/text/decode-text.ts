import { TextDecoder } from "../../core/platform.ts";

const utf16Marks = { "utf-16be": [0xfe, 0xff], "utf-16le": [0xff, 0xfe] } as const;

/** Text input as a string: UTF-8, or UTF-16 with a byte order mark, which some shells write. */
export function decodeText(bytes: Uint8Array): string {
  for (const [encoding, mark] of Object.entries(utf16Marks)) {
    if (mark.every((octet, index) => bytes[index] === octet)) return new TextDecoder(encoding).decode(bytes);
  }
  return new TextDecoder("utf-8").decode(bytes);
}
