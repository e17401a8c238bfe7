import { base64Digits, putBase64 } from "../core/base64.ts";
import type { ByteWriter } from "../core/byte-writer.ts";
import { endOfXmlText, xmlCharacterBytes } from "./characters.ts";
import { writeEscapedText } from "./escape.ts";
import { endMark } from "./marks.ts";

const MAX_CHARACTER_BYTES = 4;
const PADDING = 0x3d;

/**
 * Writes one run of character data, in pieces: as text up to the first byte that XML cannot hold, from there to the end of
 * the run as marked base64. The output depends on the bytes alone, not on how they were cut:
 *
 * ```
 *  text text  │ 0xFF … ☺ text      │
 *  text text  │ mark, base64, mark │ end of the run
 * ```
 */
export class CharacterData {
  private readonly writer: ByteWriter;
  private mark: Uint8Array | undefined;
  private asBase64 = false;
  /** First bytes of a character cut by the last piece, or the one or two bytes of an incomplete base64 group. */
  private readonly held = new Uint8Array(MAX_CHARACTER_BYTES);
  private heldBytes = 0;

  constructor(writer: ByteWriter, mark: Uint8Array) {
    this.writer = writer;
    this.mark = mark;
  }

  /** Starts a run. With `mark` absent the base64 has no marks around it. */
  begin(mark: Uint8Array | undefined, asBase64: boolean): void {
    this.mark = mark;
    if (asBase64) this.beginBase64();
  }

  write(chunk: Uint8Array, start: number, end: number): void {
    if (this.asBase64) this.writeBase64(chunk, start, end);
    else this.writeText(chunk, start, end);
  }

  /** Ends the run; an incomplete character goes out as base64. */
  finish(): void {
    if (!this.asBase64 && this.heldBytes > 0) this.turnToBase64();
    if (!this.asBase64) return;
    this.writePadded();
    if (this.mark !== undefined) this.writer.bytes(endMark, 0, endMark.length);
    this.asBase64 = false;
  }

  private writeText(chunk: Uint8Array, start: number, end: number): void {
    let from = start;
    while (this.heldBytes > 0 && from < end) {
      this.held[this.heldBytes++] = chunk[from++] as number;
      const length = xmlCharacterBytes(this.held, 0, this.heldBytes);
      if (length < 0) continue;
      if (length === 0) {
        this.turnToBase64();
        this.writeBase64(chunk, from, end);
        return;
      }
      this.heldBytes = 0;
      this.writer.bytes(this.held, 0, length);
    }
    const to = endOfXmlText(chunk, from, end);
    writeEscapedText(this.writer, chunk, from, to);
    if (to === end) return;
    if (xmlCharacterBytes(chunk, to, end) < 0) {
      for (let pos = to; pos < end; pos++) this.held[this.heldBytes++] = chunk[pos] as number;
    } else {
      this.beginBase64();
      this.writeBase64(chunk, to, end);
    }
  }

  private beginBase64(): void {
    this.asBase64 = true;
    if (this.mark !== undefined) this.writer.bytes(this.mark, 0, this.mark.length);
  }

  private turnToBase64(): void {
    const held = this.held.slice(0, this.heldBytes);
    this.heldBytes = 0;
    this.beginBase64();
    this.writeBase64(held, 0, held.length);
  }

  private writeBase64(chunk: Uint8Array, start: number, end: number): void {
    let pos = start;
    while (this.heldBytes > 0 && pos < end) {
      this.held[this.heldBytes++] = chunk[pos++] as number;
      if (this.heldBytes === 3) {
        this.writeGroups(this.held, 0, 3);
        this.heldBytes = 0;
      }
    }
    if (pos + 3 <= end) {
      this.writeGroups(chunk, pos, end);
      pos = end - ((end - pos) % 3);
    }
    while (pos < end) this.held[this.heldBytes++] = chunk[pos++] as number;
  }

  private writeGroups(bytes: Uint8Array, start: number, end: number): void {
    const { writer } = this;
    const { byteLength } = writer;
    const buffer = writer.room(byteLength, Math.floor((end - start) / 3) * 4);
    writer.byteLength = putBase64(bytes, start, end, buffer, byteLength);
  }

  private writePadded(): void {
    if (this.heldBytes === 0) return;
    const first = this.held[0] as number;
    const second = this.heldBytes > 1 ? (this.held[1] as number) : 0;
    this.writeDigit(first >> 2);
    this.writeDigit(((first & 3) << 4) | (second >> 4));
    if (this.heldBytes > 1) this.writeDigit((second & 15) << 2);
    else this.writer.byte(PADDING);
    this.writer.byte(PADDING);
    this.heldBytes = 0;
  }

  private writeDigit(value: number): void {
    this.writer.byte(base64Digits[value] as number);
  }
}
