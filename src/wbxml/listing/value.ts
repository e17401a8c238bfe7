import { ByteWriter } from "../../core/byte-writer.ts";
import { decodeUtf8 } from "../../core/utf8.ts";
import { spellHex, spellText } from "./spelling.ts";

// Whether a value is text shows only at its end, so up to this much is held; longer values are printed as hex.
const HELD_BYTES = 64 * 1024;
const BYTES_PER_LINE = 32;

/** The text of a value, or `undefined` if it must be printed as hex. */
export type ReadsAs = (bytes: Uint8Array, byteLength: number) => string | undefined;

/** For strings in UTF-8 or US-ASCII: any valid text. */
export const readsAsText: ReadsAs = (bytes, byteLength) => decodeUtf8(bytes, 0, byteLength);

/** For strings in other charsets with single-byte units: the letters that are the same in all of them. */
export const readsAsAscii: ReadsAs = (bytes, byteLength) => {
  for (let pos = 0; pos < byteLength; pos++) if ((bytes[pos] as number) >= 0x80) return undefined;
  return decodeUtf8(bytes, 0, byteLength);
};

/** For strings in wide charsets. */
export const readsAsBytes: ReadsAs = () => undefined;

/** For opaques: valid UTF-8 without control characters other than those of plain text. */
export const readsAsPrintable: ReadsAs = (bytes, byteLength) => {
  const text = decodeUtf8(bytes, 0, byteLength);
  return text === undefined || /[^\P{Cc}\t\r\n]/u.test(text) ? undefined : text;
};

/** Prints the value of one token, of any length and in pieces cut anywhere, over as many lines as needed. */
export class ListingValue {
  isOpen = false;
  private readonly output: (text: string) => void;
  private readonly bytes = new ByteWriter();
  private head = "";
  private longHex = false;

  constructor(output: (text: string) => void) {
    this.output = output;
  }

  /** Opens the line; `head` is all that precedes the value. */
  begin(head: string): void {
    this.isOpen = true;
    this.head = head;
    this.longHex = false;
  }

  add(chunk: Uint8Array, start: number, end: number): void {
    for (let pos = start; pos < end; pos += HELD_BYTES) {
      this.bytes.bytes(chunk, pos, Math.min(end, pos + HELD_BYTES));
      if (this.bytes.byteLength > HELD_BYTES) this.longHex = true;
      if (this.longHex) this.printFullLines();
    }
  }

  /** Closes the line; `tail` follows the value. */
  finish(readsAs: ReadsAs, tail: string): void {
    const { bytes } = this;
    const text = bytes.byteLength === 0 ? "" : this.longHex ? undefined : readsAs(bytes.buffer, bytes.byteLength);
    if (text === undefined) this.printFullLines();
    const lines = text === undefined ? [hexLine(bytes.buffer, 0, bytes.byteLength)] : textLines(text);
    const last = lines.pop() as string;
    for (const line of lines) this.print(line);
    this.print(tail === "" ? last : `${last} ${tail}`);
    bytes.byteLength = 0;
    this.isOpen = false;
  }

  /** Prints full lines of hex and keeps at least one byte back, since a tail may have to follow on its line. */
  private printFullLines(): void {
    const { bytes } = this;
    let pos = 0;
    for (; bytes.byteLength - pos > BYTES_PER_LINE; pos += BYTES_PER_LINE) {
      this.print(hexLine(bytes.buffer, pos, pos + BYTES_PER_LINE));
    }
    bytes.buffer.copyWithin(0, pos, bytes.byteLength);
    bytes.byteLength -= pos;
  }

  private print(piece: string): void {
    this.output(`${this.head} ${piece}\n`);
    // A line that begins with a value continues the line before it.
    this.head = " ".repeat(this.head.length);
  }
}

function hexLine(bytes: Uint8Array, start: number, end: number): string {
  return `hex ${spellHex(bytes, start, end)}`;
}

/** Quoted text, broken after its line feeds and, in a string table, after its strings. */
function textLines(text: string): string[] {
  return (text.match(/[^\n\0]*[\n\0]|[^\n\0]+$/g) ?? [""]).map(spellText);
}
