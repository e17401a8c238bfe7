import { TextDecoder } from "../../core/platform.ts";
import { base64Inside } from "./base64-inside.ts";
import { decodeBase64Text } from "./base64-text.ts";
import { insideBrackets, readDecimalNumbers } from "./bracketed-bytes.ts";
import { readCharacterCells } from "./character-cells.ts";
import { withoutComments } from "./commented-lines.ts";
import { beginsDocument } from "./document-start.ts";
import { decodeHex } from "./hex-text.ts";
import { loggedDump } from "./logged-dump.ts";
import { readStringLiteral } from "./string-literal.ts";
import type { DecodedText } from "./text-fault.ts";
import type { TextForm } from "./text-form.ts";
import { readXmlInside } from "./xml-inside.ts";

/** Whether bytes begin like what is looked for in a text. */
type Accepts = (bytes: Uint8Array) => boolean;

/**
 * The document in text as tools, debuggers and logs print it, other than plain hex or base64. Decoded bytes are accepted
 * only if they begin like a document, or like what `accepts` says instead.
 */
export function readTextForm(text: string, accepts: Accepts = beginsDocument): TextForm | undefined {
  return (
    readBytesForm(text, accepts) ??
    accepted(readStringLiteral(text), "a string with escapes", accepts) ??
    accepted(readCharacterCells(text), "hex with characters", accepts) ??
    fromComments(text, accepts) ??
    (accepts === beginsDocument ? readXmlInside(text) : undefined) ??
    fromLog(text, accepts) ??
    fromBase64(text, accepts)
  );
}

/** A value in brackets: decimal numbers, signed or not, or hex. Its contents distinguish it from the JSON of a message. */
export function readBytesForm(text: string, accepts: Accepts = beginsDocument): TextForm | undefined {
  const inside = insideBrackets(text);
  if (inside === undefined) return undefined;
  return (
    accepted(readDecimalNumbers(inside), "a list of decimal numbers", accepts) ??
    accepted(bytesOf(decodeHex(inside)), "hex in brackets", accepts)
  );
}

function fromComments(text: string, accepts: Accepts): TextForm | undefined {
  const bare = withoutComments(text);
  return bare === undefined ? undefined : accepted(bytesOf(decodeHex(bare)), "hex with comments", accepts);
}

function fromLog(text: string, accepts: Accepts): TextForm | undefined {
  const found = loggedDump(text);
  const form = `a dump ${found?.hasOffsets ? "with offsets " : ""}in log lines`;
  return found && accepted(bytesOf(decodeHex(found.dump)), form, accepts);
}

function fromBase64(text: string, accepts: Accepts, depth = 0): TextForm | undefined {
  for (const { source, index } of base64Inside(text)) {
    const bytes = bytesOf(decodeBase64Text(source));
    if (bytes === undefined) continue;
    if (accepts(bytes)) return { bytes, form: `base64 that begins at character ${index} of other text` };
    // A Wi-Fi profile (Passpoint) is base64 of a MIME message whose parts are base64 again.
    if (depth === 0 && /^(?:MIME-Version|Content-[A-Za-z-]+):/i.test(startOf(bytes))) {
      const part = fromBase64(new TextDecoder("utf-8").decode(bytes), accepts, 1);
      if (part !== undefined) return { ...part, form: "base64 of a MIME message with a part in base64" };
    }
  }
  return undefined;
}

function startOf(bytes: Uint8Array): string {
  return new TextDecoder("utf-8").decode(bytes.subarray(0, 64));
}

function bytesOf(text: DecodedText): Uint8Array | undefined {
  return "bytes" in text ? text.bytes : undefined;
}

function accepted(bytes: Uint8Array | undefined, form: string, accepts: Accepts): TextForm | undefined {
  return bytes !== undefined && accepts(bytes) ? { bytes, form } : undefined;
}
