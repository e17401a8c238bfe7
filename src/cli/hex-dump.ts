import { ByteWriter } from "../core/byte-writer.ts";
import type { DecodedText } from "./text-fault.ts";

/** Bytes that the repeated lines of a dump, each a mere `*`, may stand for together with the others. */
const MAX_BYTES = 64 * 1024 * 1024;

interface DumpLine {
  readonly offset: string;
  /** Stands for the lines between its neighbours, which are like the one before. */
  readonly repeats: boolean;
  readonly bytes: Uint8Array;
}

const offsetFirst = /^\s*(?:0x)?([0-9a-f]{4,16})(:?)(?=\s|$)/i;
const byteGroup = /^(?:[0-9a-f]{2})+$/i;

/**
 * The bytes of a dump whose lines begin with their offset, in hexadecimal, octal (`od`) or decimal (`xxd -d`), and may end
 * with a column of characters; `undefined` if the text is no dump.
 */
export function decodeHexDump(text: string): DecodedText | undefined {
  const first = /^.*\S.*$/m.exec(text)?.[0] ?? "";
  if (!isDumpLine(first)) return undefined;
  const lines: DumpLine[] = [];
  for (const source of text.split("\n")) {
    if (source.trim() === "") continue;
    const line = readLine(source);
    if (line === undefined) return { fault: `${JSON.stringify(source.trim())} has no offset, as other lines do` };
    lines.push(line);
  }
  const bytes = joined(lines, 16) ?? joined(lines, 8) ?? joined(lines, 10);
  return bytes === undefined ? { fault: "the offsets do not count the bytes" } : { bytes };
}

/** A colon tells an offset from bytes; without one it must be a zero that is longer than the group behind it. */
function isDumpLine(source: string): boolean {
  const found = offsetFirst.exec(source);
  if (found === null) return false;
  const [all, offset = "", colon] = found;
  if (colon === ":") return true;
  const [group] = /\S+/.exec(source.slice(all.length)) ?? [];
  return /^0+$/.test(offset) && group !== undefined && group.length < offset.length;
}

function readLine(source: string): DumpLine | undefined {
  if (source.trim() === "*") return { offset: "", repeats: true, bytes: new Uint8Array(0) };
  const found = offsetFirst.exec(source);
  if (found === null) return undefined;
  const [all, offset = "", colon] = found;
  // Two blanks set off the characters where the offset has a colon; elsewhere they may part the line in halves.
  const bytes = readGroups(source.slice(all.length), colon === ":" ? 2 : 3);
  return { offset, repeats: false, bytes };
}

/** The bytes up to a gap of `stopGap` blanks or to something that is none. */
function readGroups(source: string, stopGap: number): Uint8Array {
  let digits = "";
  for (const [, gap = "", group = ""] of source.matchAll(/(\s*)(\S+)/g)) {
    if ((digits !== "" && gap.length >= stopGap) || !byteGroup.test(group)) break;
    digits += group;
  }
  const bytes = new Uint8Array(digits.length / 2);
  for (let index = 0; index < bytes.length; index++) {
    bytes[index] = Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16);
  }
  return bytes;
}

/** All lines in one, if each offset is the first one and the number of bytes since. */
function joined(lines: readonly DumpLine[], radix: number): Uint8Array | undefined {
  const result = new ByteWriter();
  const base = Number.parseInt(lines[0]?.offset ?? "", radix);
  let last: Uint8Array = new Uint8Array(0);
  let isRepeating = false;
  for (const { offset, repeats, bytes } of lines) {
    if (repeats) {
      isRepeating = true;
      continue;
    }
    const at = Number.parseInt(offset, radix) - base;
    if (isRepeating && last.length > 0 && at <= MAX_BYTES) {
      while (result.byteLength < at) result.bytes(last, 0, last.length);
    }
    isRepeating = false;
    if (at !== result.byteLength) return undefined;
    result.bytes(bytes, 0, bytes.length);
    if (bytes.length > 0) last = bytes;
  }
  return isRepeating || result.byteLength === 0 ? undefined : result.take();
}
