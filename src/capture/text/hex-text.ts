import { hexDigitValue } from "../../core/hex-digit.ts";
import { decodeHexDump } from "./hex-dump.ts";
import { readInspectListing } from "./inspect-listing.ts";
import { badCharacter, type DecodedText } from "./text-fault.ts";

/**
 * The bytes of hexadecimal text: digits, optionally separated by blanks, line breaks, commas, colons, dashes, bars or
 * semicolons, with `0x`, `\x` or `&H` before a byte or `h` after it; a dump with offsets as printed by `xxd`,
 * `hexdump -C` and `od -t x1`; or the table that `syncml inspect` prints.
 */
export function decodeHex(text: string): DecodedText {
  return readInspectListing(text) ?? decodeHexDump(text) ?? decodeDigits(text);
}

function decodeDigits(text: string): DecodedText {
  const bytes = new Uint8Array((text.length + 1) >> 1);
  let written = 0;
  let high = -1;
  /** Digits since the last separator. White space does not count as one, since a line break may split a byte. */
  let digits = 0;
  let hasMarks = false;
  let index = 0;
  while (index < text.length) {
    const markLength = markLengthAt(text, index);
    if (markLength > 0) {
      if (high >= 0) {
        // A single digit between separators is a byte, as in `0x3,0xa4`.
        if (digits > 1) return oddDigits;
        bytes[written++] = high;
        high = -1;
      }
      digits = 0;
      hasMarks = true;
      index += markLength;
      continue;
    }
    const unit = text.charCodeAt(index);
    if (!isWhiteSpace(unit)) {
      const digit = hexDigitValue(unit);
      if (digit < 0) return badCharacter(text, index, "hexadecimal digit");
      digits++;
      if (high < 0) high = digit;
      else {
        bytes[written++] = high * 16 + digit;
        high = -1;
      }
    }
    index++;
  }
  if (high >= 0) {
    if (digits > 1 || !hasMarks) return oddDigits;
    bytes[written++] = high;
  }
  return { bytes: bytes.subarray(0, written) };
}

const oddDigits: DecodedText = { fault: "the number of hexadecimal digits is odd" };

/** Length of a separator (`,` `:` `-` `|` `;`), a prefix (`0x` `\x` `&H`) or a suffix (`h`) of a byte; 0 if there is none. */
function markLengthAt(text: string, index: number): number {
  switch (text[index]) {
    case ",":
    case ":":
    case "-":
    case "|":
    case ";":
    case "h":
    case "H":
      return 1;
    case "&":
      return text[index + 1] === "H" || text[index + 1] === "h" ? 2 : 0;
    case "0":
    case "\\":
      return text[index + 1] === "x" || text[index + 1] === "X" ? 2 : 0;
    default:
      return 0;
  }
}

function isWhiteSpace(unit: number): boolean {
  return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d);
}
