import type { ByteWriter } from "../core/byte-writer.ts";
import { encodeUtf8 } from "../core/utf8.ts";
import { endOfPlainRun, RUN_BYTES } from "./plain-run.ts";

const LESS = 0x3c;
const GREATER = 0x3e;
const AMPERSAND = 0x26;
const CARRIAGE_RETURN = 0x0d;

/** The escape for a byte of element content; `undefined` if it needs none. */
export const escapes: readonly (Uint8Array | undefined)[] = (() => {
  const table = new Array<Uint8Array | undefined>(AMPERSAND + GREATER).fill(undefined);
  table[LESS] = encodeUtf8("&lt;");
  // Always, not just after `]]`, which may be at the end of the previous piece.
  table[GREATER] = encodeUtf8("&gt;");
  table[AMPERSAND] = encodeUtf8("&amp;");
  // A raw CR would be read as LF (XML 1.0 §2.11), and peers count it in Size.
  table[CARRIAGE_RETURN] = encodeUtf8("&#13;");
  return table;
})();

/** Writes UTF-8 character data, escaped for element content. */
export function writeEscapedText(writer: ByteWriter, chunk: Uint8Array, start: number, end: number): void {
  const view = end - start < RUN_BYTES ? undefined : new DataView(chunk.buffer, chunk.byteOffset, chunk.length);
  let searchAt = view === undefined ? end : start;
  let run = start;
  for (let pos = start; pos < end; pos++) {
    if (pos >= searchAt) {
      pos = endOfPlainRun(view as DataView, pos, end);
      searchAt = pos + RUN_BYTES;
      if (pos === end) break;
    }
    const byte = chunk[pos] as number;
    if (byte > GREATER) continue;
    const escaped = escapes[byte];
    if (escaped === undefined) continue;
    writer.bytes(chunk, run, pos);
    writer.bytes(escaped, 0, escaped.length);
    run = pos + 1;
  }
  writer.bytes(chunk, run, end);
}

const attributeEscapes: Readonly<Record<string, string>> = {
  "<": "&lt;",
  ">": "&gt;",
  "&": "&amp;",
  '"': "&quot;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

/** An attribute value, escaped for double quotes; white space is escaped to survive normalisation (XML 1.0 §3.3.3). */
export function escapeAttribute(value: string): string {
  return value.replace(/[<>&"\t\n\r]/g, (character) => attributeEscapes[character] as string);
}
