import { ByteWriter } from "../../core/byte-writer.ts";
import type { DecodedText } from "./text-fault.ts";

/** Most bytes of a dump, including those of repeated lines that it abbreviates as `*`. */
const MAX_BYTES = 64 * 1024 * 1024;

const radices = [16, 8, 10];

const offsetFirst = /^\s*(?:0x)?([0-9a-f]{4,16})(:?)(?=\s|$)/i;
const byteGroup = /^(?:[0-9a-f]{2})+$/i;

/**
 * The bytes of a dump whose lines begin with their offset, in hexadecimal, octal (`od`) or decimal (`xxd -d`), and may end
 * with a column of characters; `undefined` if the text is not a dump.
 */
export function decodeHexDump(text: string): DecodedText | undefined {
  const first = /^.*\S.*$/m.exec(text)?.[0] ?? "";
  if (!isDumpLine(first)) return undefined;
  let fault: DecodedText | undefined;
  for (const radix of radices) {
    const joined = joinLines(text, radix);
    if ("bytes" in joined) return joined;
    fault ??= joined;
  }
  return fault;
}

/** An offset differs from bytes by its colon; without one, the first offset is zero and longer than the group after it. */
function isDumpLine(source: string): boolean {
  const found = offsetFirst.exec(source);
  if (found === null) return false;
  const [all, offset = "", colon] = found;
  if (colon === ":") return true;
  const [group] = /\S+/.exec(source.slice(all.length)) ?? [];
  return /^0+$/.test(offset) && group !== undefined && group.length < offset.length;
}

/** The bytes of all lines, provided each offset is the first offset plus the number of bytes since. */
function joinLines(text: string, radix: number): DecodedText {
  const result = new ByteWriter();
  let base: number | undefined;
  let last: Uint8Array = new Uint8Array(0);
  let isRepeating = false;
  for (const line of linesOf(text)) {
    if (line.trim() === "*") {
      isRepeating = true;
      continue;
    }
    const found = offsetFirst.exec(line);
    if (found === null) return { fault: `${JSON.stringify(line.trim())} has no offset, unlike the lines before it` };
    const [all, offset = "", colon] = found;
    base ??= Number.parseInt(offset, radix);
    const at = Number.parseInt(offset, radix) - base;
    // A line with only "*" stands for repetitions of the line before it, up to the offset of the line after it.
    if (isRepeating && last.length > 0 && at <= MAX_BYTES) {
      while (result.byteLength < at) result.bytes(last, 0, last.length);
    }
    isRepeating = false;
    if (at !== result.byteLength) return uncounted;
    // After an offset with a colon, two blanks precede the column of characters; otherwise they may halve the line.
    last = readGroups(line.slice(all.length), colon === ":" ? 2 : 3);
    result.bytes(last, 0, last.length);
  }
  return isRepeating || result.byteLength === 0 ? uncounted : { bytes: result.take() };
}

const uncounted: DecodedText = { fault: "the offsets do not match the number of bytes" };

/** The lines that are not blank. */
function* linesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const found = text.indexOf("\n", start);
    const end = found < 0 ? text.length : found;
    const line = text.slice(start, end);
    if (line.trim() !== "") yield line;
    start = end + 1;
  }
}

/** The bytes up to a gap of `stopGap` blanks, or to the first word that is not hex. */
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
