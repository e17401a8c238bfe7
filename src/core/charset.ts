import { SyncmlError } from "./errors.ts";
import { octetString } from "./latin1.ts";
import { type PlatformTextDecoder, TextDecoder } from "./platform.ts";
import type { Locator } from "./sink.ts";

// MIBenums of the character sets that get special treatment. All text that a reader passes on is UTF-8 or a string.
export const US_ASCII = 3;
export const LATIN_1 = 4;
export const UTF_8 = 106;
export const UCS_2 = 1000;
export const UTF_7 = 1012;
export const UTF_16BE = 1013;
export const UTF_16LE = 1014;
/** Big-endian unless a byte order mark says otherwise (RFC 2781 §4.3). */
export const UTF_16 = 1015;

interface CharsetEntry {
  readonly name: string;
  /** Label of the platform's decoder; `null` for UTF-8, US-ASCII and Latin-1, which need none. */
  readonly label: string | null;
  /** Bytes of one code unit, and therefore of the NUL that ends a string. */
  readonly unit: 1 | 2 | 4;
}

// IANA character sets by MIBenum. The platform has no decoder for UTF-7 and UTF-32: asking for those labels fails.
const charsets: Readonly<Record<number, CharsetEntry>> = {
  [US_ASCII]: { name: "US-ASCII", label: null, unit: 1 },
  // The platform's "iso-8859-1" is windows-1252, so Latin-1 is decoded here.
  [LATIN_1]: { name: "ISO-8859-1", label: null, unit: 1 },
  5: { name: "ISO-8859-2", label: "iso-8859-2", unit: 1 },
  6: { name: "ISO-8859-3", label: "iso-8859-3", unit: 1 },
  7: { name: "ISO-8859-4", label: "iso-8859-4", unit: 1 },
  8: { name: "ISO-8859-5", label: "iso-8859-5", unit: 1 },
  9: { name: "ISO-8859-6", label: "iso-8859-6", unit: 1 },
  10: { name: "ISO-8859-7", label: "iso-8859-7", unit: 1 },
  11: { name: "ISO-8859-8", label: "iso-8859-8", unit: 1 },
  12: { name: "ISO-8859-9", label: "iso-8859-9", unit: 1 },
  13: { name: "ISO-8859-10", label: "iso-8859-10", unit: 1 },
  17: { name: "Shift_JIS", label: "shift_jis", unit: 1 },
  18: { name: "EUC-JP", label: "euc-jp", unit: 1 },
  38: { name: "EUC-KR", label: "euc-kr", unit: 1 },
  39: { name: "ISO-2022-JP", label: "iso-2022-jp", unit: 1 },
  [UTF_8]: { name: "UTF-8", label: null, unit: 1 },
  109: { name: "ISO-8859-13", label: "iso-8859-13", unit: 1 },
  110: { name: "ISO-8859-14", label: "iso-8859-14", unit: 1 },
  111: { name: "ISO-8859-15", label: "iso-8859-15", unit: 1 },
  112: { name: "ISO-8859-16", label: "iso-8859-16", unit: 1 },
  113: { name: "GBK", label: "gbk", unit: 1 },
  114: { name: "GB18030", label: "gb18030", unit: 1 },
  [UCS_2]: { name: "ISO-10646-UCS-2", label: "utf-16be", unit: 2 },
  1001: { name: "ISO-10646-UCS-4", label: "utf-32be", unit: 4 },
  [UTF_7]: { name: "UTF-7", label: "utf-7", unit: 1 },
  [UTF_16BE]: { name: "UTF-16BE", label: "utf-16be", unit: 2 },
  [UTF_16LE]: { name: "UTF-16LE", label: "utf-16le", unit: 2 },
  [UTF_16]: { name: "UTF-16", label: "utf-16be", unit: 2 },
  1017: { name: "UTF-32", label: "utf-32be", unit: 4 },
  1018: { name: "UTF-32BE", label: "utf-32be", unit: 4 },
  1019: { name: "UTF-32LE", label: "utf-32le", unit: 4 },
  2025: { name: "GB2312", label: "gb2312", unit: 1 },
  2026: { name: "Big5", label: "big5", unit: 1 },
  2084: { name: "KOI8-R", label: "koi8-r", unit: 1 },
  2250: { name: "windows-1250", label: "windows-1250", unit: 1 },
  2251: { name: "windows-1251", label: "windows-1251", unit: 1 },
  2252: { name: "windows-1252", label: "windows-1252", unit: 1 },
  2253: { name: "windows-1253", label: "windows-1253", unit: 1 },
  2254: { name: "windows-1254", label: "windows-1254", unit: 1 },
  2255: { name: "windows-1255", label: "windows-1255", unit: 1 },
  2256: { name: "windows-1256", label: "windows-1256", unit: 1 },
  2257: { name: "windows-1257", label: "windows-1257", unit: 1 },
  2258: { name: "windows-1258", label: "windows-1258", unit: 1 },
};

/** IANA name of a charset, or `MIBenum N` if the table lacks it. */
export function charsetName(mibEnum: number): string {
  return charsets[mibEnum]?.name ?? `MIBenum ${mibEnum}`;
}

/** Whether a value is the MIBenum of a charset in the table. */
export function isKnownCharset(mibEnum: unknown): boolean {
  return typeof mibEnum === "number" && charsets[mibEnum] !== undefined;
}

const aliases: Readonly<Record<string, number>> = {
  utf8: UTF_8,
  ascii: US_ASCII,
  latin1: LATIN_1,
  "iso_8859-1": LATIN_1,
  l1: LATIN_1,
};

/** By their names in lower case; made when the first one is asked for. */
let mibEnums: ReadonlyMap<string, number> | undefined;

/** MIBenum of a charset by its IANA name, ignoring case; 0 if the table lacks it. */
export function findCharset(name: string): number {
  mibEnums ??= new Map([
    ...Object.entries(aliases),
    ...Object.entries(charsets).map(([mibEnum, entry]) => [entry.name.toLowerCase(), Number(mibEnum)] as const),
  ]);
  return mibEnums.get(name.toLowerCase()) ?? 0;
}

/** Bytes of one code unit of a charset; 1 if it is unknown. */
export function codeUnitBytes(mibEnum: number): number {
  return charsets[mibEnum]?.unit ?? 1;
}

/** Decodes text of one charset into strings, in pieces: `decode` for each, `flush` at the end of a value. */
export interface Transcoder {
  decode(chunk: Uint8Array, start: number, end: number): string;
  /** Returns what an incomplete last character decodes to, and resets for the next value. */
  flush(): string;
}

class PlatformTranscoder implements Transcoder {
  private readonly decoder: PlatformTextDecoder;

  constructor(decoder: PlatformTextDecoder) {
    this.decoder = decoder;
  }

  decode(chunk: Uint8Array, start: number, end: number): string {
    return this.decoder.decode(chunk.subarray(start, end), { stream: true });
  }

  flush(): string {
    return this.decoder.decode();
  }
}

/** ISO-2022-JP. A new decoder for each value, since Chromium's keeps the escape state past the end of a value. */
class Iso2022JpTranscoder implements Transcoder {
  private current = new PlatformTranscoder(iso2022JpDecoder());

  decode(chunk: Uint8Array, start: number, end: number): string {
    return this.current.decode(chunk, start, end);
  }

  flush(): string {
    const text = this.current.flush();
    this.current = new PlatformTranscoder(iso2022JpDecoder());
    return text;
  }
}

const iso2022JpDecoder = () => new TextDecoder("iso-2022-jp", { ignoreBOM: true });

class Latin1Transcoder implements Transcoder {
  decode(chunk: Uint8Array, start: number, end: number): string {
    return octetString(chunk, start, end);
  }

  flush(): string {
    return "";
  }
}

/** UTF-16 in which each value may begin with a byte order mark. */
class Utf16Transcoder implements Transcoder {
  private readonly bigEndian = new TextDecoder("utf-16be", { ignoreBOM: true });
  private readonly littleEndian = new TextDecoder("utf-16le", { ignoreBOM: true });
  private decoder = this.bigEndian;
  private first = -1;
  private started = false;

  decode(chunk: Uint8Array, start: number, end: number): string {
    let text = "";
    let pos = start;
    for (; !this.started && pos < end; pos++) {
      const byte = chunk[pos] as number;
      if (this.first < 0) {
        this.first = byte;
        continue;
      }
      this.started = true;
      const unit = this.first * 256 + byte;
      if (unit === 0xfffe) this.decoder = this.littleEndian;
      else if (unit !== 0xfeff) text = this.decoder.decode(Uint8Array.of(this.first, byte), { stream: true });
    }
    return text + this.decoder.decode(chunk.subarray(pos, end), { stream: true });
  }

  flush(): string {
    const text = this.first >= 0 && !this.started ? "\ufffd" : this.decoder.decode();
    this.decoder = this.bigEndian;
    this.first = -1;
    this.started = false;
    return text;
  }
}

/**
 * The transcoder of a charset known only by name, not in the table.
 *
 * @throws {SyncmlError} `unsupported-charset` if the platform lacks it.
 */
export function createNamedTranscoder(name: string, at: Locator): Transcoder {
  try {
    const decoder = new TextDecoder(name, { ignoreBOM: true });
    return decoder.encoding === "iso-2022-jp" ? new Iso2022JpTranscoder() : new PlatformTranscoder(decoder);
  } catch (cause) {
    throw new SyncmlError("unsupported-charset", `this platform has no decoder for ${name}`, at, cause);
  }
}

/**
 * The transcoder of a charset, or `undefined` where text needs none because it is UTF-8 or US-ASCII.
 *
 * @throws {SyncmlError} `unsupported-charset` if the table or the platform lacks it.
 */
export function createTranscoder(mibEnum: number, at: Locator): Transcoder | undefined {
  const entry = charsets[mibEnum];
  if (entry === undefined) {
    throw new SyncmlError("unsupported-charset", `no charset has the MIBenum ${mibEnum}`, at);
  }
  if (mibEnum === UTF_8 || mibEnum === US_ASCII) return undefined;
  if (entry.label === null) return new Latin1Transcoder();
  if (mibEnum === UTF_16) return new Utf16Transcoder();
  return createNamedTranscoder(entry.label, at);
}
