import { AMPERSAND, CARRIAGE_RETURN, GREATER, LESS, LINE_FEED, SEMICOLON, TAB } from "../../core/ascii.ts";
import type { Octets } from "../../core/bytes.ts";
import { latin1 } from "../../core/latin1.ts";
import { decodeUtf8Lossy } from "../../core/utf8.ts";
import { AMPERSANDS, BLANKS, EITHER_ANGLE, HIGH_BITS, LESSES, ONES } from "../../core/words.ts";
import { xmlCharacterBytes } from "../../xml/characters.ts";
import { endOfPlainRun } from "../../xml/plain-run.ts";

// Room is made for this much text at a time, each byte of it perhaps escaped by five, and a word written after it.
const PIECE_BYTES = 512;
const ROOM_BYTES = PIECE_BYTES * 5 + 8;
/** Plain text from here on is copied at once. */
const LONG_RUN_BYTES = 128;
const SHARED_BYTES = 65_536;

/** A buffer for XML, of which the writers keep `bytes`, `view` and their place in it in variables of their own. */
export class XmlOutput {
  bytes: Octets;
  view: DataView;
  /** Where the text ended that {@link XmlOutput.write} wrote: after its last byte in the source. */
  textEnd = 0;
  /** All that was written is ASCII. */
  isAscii = true;
  private byteLength = 0;

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity);
    this.view = new DataView(this.bytes.buffer);
  }

  /** Ends the document at `at`. */
  finish(at: number): true {
    this.byteLength = at;
    return true;
  }

  /** A copy of the document. */
  take(): Octets {
    return this.bytes.slice(0, this.byteLength);
  }

  /** The document as a string. */
  text(): string {
    return this.isAscii ? latin1(this.bytes, 0, this.byteLength) : decodeUtf8Lossy(this.bytes, 0, this.byteLength);
  }

  /** Makes room for `byteLength` more bytes from `at` on. */
  grow(at: number, byteLength: number): void {
    const needed = at + byteLength;
    // As in ByteWriter.
    const grown = new Uint8Array(Math.max(needed + (needed >>> 3), this.bytes.length * 2));
    grown.set(this.bytes.subarray(0, at));
    this.use(grown.buffer);
  }

  /** Continues in another buffer, which holds what was written. */
  use(buffer: ArrayBuffer): void {
    if (buffer === this.bytes.buffer) return;
    this.bytes = new Uint8Array(buffer);
    this.view = new DataView(buffer);
  }

  /**
   * Writes text at `at` and returns where it ends there, with the escapes of element content. The text is
   * `source` from `start` up to `end`, or with `stopsAtNul` up to the first NUL, which must come before that. -1 if it
   * has a byte that XML text cannot hold.
   */
  write(source: Uint8Array, view: DataView, start: number, end: number, at: number, stopsAtNul: boolean): number {
    const { length } = source;
    let to = at;
    let pos = start;
    while (pos < end) {
      if (end - pos > PIECE_BYTES) {
        const runEnd = endOfPlainRun(view, pos, end);
        if (runEnd - pos >= LONG_RUN_BYTES) {
          to = this.copy(source, pos, runEnd, to);
          pos = runEnd;
        }
      }
      const pieceEnd = Math.min(end, pos + PIECE_BYTES);
      if (to + ROOM_BYTES > this.bytes.length) this.grow(to, ROOM_BYTES);
      const { bytes: out, view: outView } = this;
      while (pos < pieceEnd) {
        if (pos + 4 <= length) {
          // Four bytes at once, as far as none is a control character, `&`, `<`, `>` or past ASCII. The lowest mark is at
          // the first that is; what is copied from there on is written over.
          const word = view.getInt32(pos, true);
          const marks =
            ((((word & EITHER_ANGLE) ^ LESSES) - ONES) | ((word ^ AMPERSANDS) - ONES) | (word - BLANKS) | word) &
            HIGH_BITS;
          outView.setInt32(to, word, true);
          const plain = marks === 0 ? 4 : (31 - Math.clz32(marks & -marks)) >> 3;
          if (pos + plain >= pieceEnd) {
            to += pieceEnd - pos;
            pos = pieceEnd;
            break;
          }
          pos += plain;
          to += plain;
          if (plain === 4) continue;
        }
        const byte = source[pos] as number;
        if (byte >= 0x80) {
          this.isAscii = false;
          // Characters past ASCII come in runs.
          do {
            const characterBytes = xmlCharacterBytes(source, pos, end);
            if (characterBytes <= 0) return -1;
            for (let left = characterBytes; left > 0; left--) out[to++] = source[pos++] as number;
          } while (pos < pieceEnd && (source[pos] as number) >= 0x80);
          continue;
        }
        if (byte < 0x20 && byte !== TAB && byte !== LINE_FEED && byte !== CARRIAGE_RETURN) {
          this.textEnd = pos;
          return byte === 0 && stopsAtNul ? to : -1;
        }
        pos++;
        if (byte === LESS) {
          outView.setInt32(to, 0x3b74_6c26, true);
          to += 4;
        } else if (byte === GREATER) {
          outView.setInt32(to, 0x3b74_6726, true);
          to += 4;
        } else if (byte === AMPERSAND) {
          outView.setInt32(to, 0x706d_6126, true);
          out[to + 4] = SEMICOLON;
          to += 5;
        } else if (byte === CARRIAGE_RETURN) {
          outView.setInt32(to, 0x3331_2326, true);
          out[to + 4] = SEMICOLON;
          to += 5;
        } else out[to++] = byte;
      }
    }
    this.textEnd = pos;
    return stopsAtNul ? -1 : to;
  }

  private copy(source: Uint8Array, start: number, end: number, at: number): number {
    const byteLength = end - start;
    if (at + byteLength > this.bytes.length) this.grow(at, byteLength + ROOM_BYTES);
    this.bytes.set(source.subarray(start, end), at);
    return at + byteLength;
  }
}

// Small documents are written into one buffer again and again, which no result refers to. It also keeps the kind of the
// outputs known to the collector, which would throw away what was compiled for it.
const shared = new XmlOutput(SHARED_BYTES);
const sharedBytes = shared.bytes;
const sharedView = shared.view;

/** An output of at least `capacity` bytes, to be used until the next one is asked for. */
export function xmlOutput(capacity: number): XmlOutput {
  if (capacity > SHARED_BYTES) return new XmlOutput(capacity);
  shared.bytes = sharedBytes;
  shared.view = sharedView;
  shared.isAscii = true;
  return shared;
}
