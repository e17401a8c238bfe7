import { LESS } from "../core/ascii.ts";
import { UTF_8, UTF_16, UTF_16BE, UTF_16LE } from "../core/charset.ts";

/** What the first bytes of a document tell about its encoding. */
export interface DetectedEncoding {
  /** `ascii` is UTF-8 or any other superset of ASCII. */
  readonly family: "ascii" | "utf-16" | "unsupported";
  readonly isLittleEndian: boolean;
  /** MIBenum, unless a declaration says otherwise. */
  readonly charset: number;
  /** Bytes of the byte order mark. */
  readonly markBytes: number;
}

/** Reads the first four bytes of a document, or all of a shorter one (XML 1.0 appendix F). */
export function detectEncoding(bytes: Uint8Array, isString: boolean): DetectedEncoding {
  const first = bytes[0] ?? -1;
  const second = bytes[1] ?? -1;
  const third = bytes[2] ?? -1;
  const fourth = bytes[3] ?? -1;
  const ascii = { family: "ascii", isLittleEndian: false, charset: UTF_8, markBytes: 0 } as const;
  if (first === 0xef && second === 0xbb && third === 0xbf) return { ...ascii, markBytes: 3 };
  if (isString) return ascii;
  const isUtf32 =
    third === 0 && fourth === 0 && ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0));
  const isUtf32BigEndian = first === 0 && second === 0;
  const isEbcdic = first === 0x4c && second === 0x6f && third === 0xa7 && fourth === 0x94;
  if (isUtf32 || isUtf32BigEndian || isEbcdic) return { ...ascii, family: "unsupported", charset: 0 };
  const utf16 = { ...ascii, family: "utf-16" } as const;
  if (first === 0xfe && second === 0xff) return { ...utf16, charset: UTF_16, markBytes: 2 };
  if (first === 0xff && second === 0xfe) return { ...utf16, isLittleEndian: true, charset: UTF_16, markBytes: 2 };
  if (first === 0 && second !== -1) return { ...utf16, charset: UTF_16BE };
  if (second === 0) return { ...utf16, isLittleEndian: true, charset: UTF_16LE };
  return ascii;
}

// Byte order marks, and "<" in UTF-16 with half of the next unit.
const signatures = [
  [0xef, 0xbb, 0xbf],
  [0xfe, 0xff],
  [0xff, 0xfe],
  [0x00, LESS, 0x00, 0x00],
  [LESS, 0x00, 0x00],
];

/** Whether a document ends in the middle of what {@link detectEncoding} reads: in a mark or in its first character. */
export function isCutSignature(bytes: Uint8Array, byteLength: number): boolean {
  return signatures.some((signature) => {
    if (byteLength === 0 || byteLength >= signature.length) return false;
    return signature.slice(0, byteLength).every((byte, index) => byte === bytes[index]);
  });
}
