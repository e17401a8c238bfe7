import { decodeHexDump } from "./hex-dump.ts";
import { badCharacter, type DecodedText } from "./text-fault.ts";

/**
 * The bytes of hexadecimal text: digits with or without blanks, line breaks, commas, colons, dashes, bars, semicolons, `0x`,
 * `\x`, `&H` and `h` after a byte, or a dump with offsets as `xxd`, `hexdump -C` and `od -t x1` print it.
 */
export function decodeHex(text: string): DecodedText {
  return decodeHexDump(text) ?? decodeDigits(text);
}

function decodeDigits(text: string): DecodedText {
  const bytes = new Uint8Array((text.length + 1) >> 1);
  let written = 0;
  let high = -1;
  /** Digits since the last mark that ends a byte; white space does not, since line breaks may cut one. */
  let digits = 0;
  let hasMarks = false;
  let index = 0;
  while (index < text.length) {
    const markLength = markLengthAt(text, index);
    if (markLength > 0) {
      if (high >= 0) {
        // As in `0x3,0xa4`: one digit alone is a byte.
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
      const digit = hexDigit(unit);
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

const oddDigits: DecodedText = { fault: "a hexadecimal digit is missing, their number is odd" };

/** Characters between two bytes: `,`, `:`, `-`, `|` and `;`, before one `0x`, `\x` and `&H`, after one `h`. */
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

function hexDigit(unit: number): number {
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30;
  const letter = unit | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
