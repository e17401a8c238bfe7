import { BLANKS, HIGH_BITS } from "../core/words.ts";

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Encoding whose bytes offsets count, if the original is not UTF-8. */
export type OffsetUnit = "utf-8" | "utf-16" | "characters";

/** Fewer bytes are counted one by one. */
const RUN_BYTES = 64;
const WORD_BYTES = 4;
const WORDS_BYTES = 16;

/** How far bytes from `start` on are known to be ASCII without control characters: to the last four of them at most. */
function endOfLineRun(view: DataView, start: number, end: number): number {
  let pos = start;
  for (; pos + WORDS_BYTES <= end; pos += WORDS_BYTES) {
    const a = view.getInt32(pos, true);
    const b = view.getInt32(pos + 4, true);
    const c = view.getInt32(pos + 8, true);
    const d = view.getInt32(pos + 12, true);
    if ((((a - BLANKS) | a | (b - BLANKS) | b | (c - BLANKS) | c | (d - BLANKS) | d) & HIGH_BITS) !== 0) break;
  }
  for (; pos + WORD_BYTES <= end; pos += WORD_BYTES) {
    const word = view.getInt32(pos, true);
    if ((((word - BLANKS) | word) & HIGH_BITS) !== 0) break;
  }
  return pos;
}

const none = new Uint8Array(0);

/** One place: its offset in the UTF-8 being read, and what was counted up to there. */
class Place {
  offset = 0;
  line = 1;
  /** Characters before it on its line. */
  column = 0;
  /** Of the bytes before it: those that do not begin a character, and those that begin one of two UTF-16 units. */
  continuations = 0;
  astral = 0;
  private afterCarriageReturn = false;

  copy(from: Place): void {
    this.offset = from.offset;
    this.line = from.line;
    this.column = from.column;
    this.continuations = from.continuations;
    this.astral = from.astral;
    this.afterCarriageReturn = from.afterCarriageReturn;
  }

  /** Moves on over bytes `start` to `end` of `chunk`, which begin at this place. */
  advance(chunk: Uint8Array, start: number, end: number): void {
    let { line, continuations, astral } = this;
    let lineStart = start - this.column;
    let lineContinuations = 0;
    let { afterCarriageReturn } = this;
    const view = end - start < RUN_BYTES ? undefined : new DataView(chunk.buffer, chunk.byteOffset, chunk.length);
    let searchAt = view === undefined ? end : start;
    for (let pos = start; pos < end; pos++) {
      if (pos >= searchAt) {
        pos = endOfLineRun(view as DataView, pos, end);
        searchAt = pos + WORD_BYTES;
        if (pos === end) break;
      }
      const byte = chunk[pos] as number;
      if (byte >= 0x80) {
        if (byte < 0xc0) {
          continuations++;
          lineContinuations++;
        } else if (byte >= 0xf0) astral++;
      } else if (byte <= CARRIAGE_RETURN && (byte === LINE_FEED || byte === CARRIAGE_RETURN)) {
        const isSecond = byte === LINE_FEED && (pos > start ? chunk[pos - 1] === CARRIAGE_RETURN : afterCarriageReturn);
        if (!isSecond) line++;
        lineStart = pos + 1;
        lineContinuations = 0;
      }
    }
    if (end > start) afterCarriageReturn = chunk[end - 1] === CARRIAGE_RETURN;
    this.offset += end - start;
    this.line = line;
    this.column = end - lineStart - lineContinuations;
    this.continuations = continuations;
    this.astral = astral;
    this.afterCarriageReturn = afterCarriageReturn;
  }
}

/**
 * Converts offsets in the UTF-8 being read to places in the original document. Lines, and bytes of other encodings, are
 * counted on request and at the end of each chunk, never in the loops of the tokenizer:
 *
 * ```
 *  origin          chunkStart
 *  │ earlier chunks │ <SyncML> <SyncHdr a="…">  text & text │
 *             head ▲           ▲ token   ▲ part        ▲ text
 * ```
 *
 * Each place only moves forward, so that counting is linear.
 */
export class Places {
  /** Offset of the first byte of the document, and of the first one after a byte order mark. */
  origin = 0;
  unit: OffsetUnit = "utf-8";

  private chunk: Uint8Array = none;
  private chunkStart = 0;
  private readonly head = new Place();
  private readonly token = new Place();
  private readonly part = new Place();
  private readonly text = new Place();
  private readonly probe = new Place();

  /** Takes the next bytes of the document. They stay valid until {@link Places.retire}. */
  open(chunk: Uint8Array, start: number): void {
    this.chunk = chunk;
    this.chunkStart = start;
  }

  /** Counts the rest of the chunk, so that the places of the token and its part stay available after it is gone. */
  retire(end: number, token: number, part: number): void {
    const { head } = this;
    const start = this.chunkStart - head.offset;
    this.seekToken(token);
    if (part >= head.offset) this.part.copy(this.seek(part));
    if (this.token.offset > head.offset) head.copy(this.token);
    head.advance(this.chunk, start + head.offset, end);
  }

  /** Offset in the original of a place in this chunk, or of the part of the token that began in an earlier one. */
  offsetOf(offset: number): number {
    return this.unit === "utf-8" ? this.origin + offset : this.originalOffset(this.seek(offset));
  }

  lineOf(offset: number): number {
    return this.seek(offset).line;
  }

  columnOf(offset: number): number {
    return this.seek(offset).column + 1;
  }

  /** The same for the token, whose offset never decreases, so that asking at every event is linear. */
  tokenOffset(token: number): number {
    return this.unit === "utf-8" ? this.origin + token : this.originalOffset(this.seekToken(token));
  }

  /** The same for a piece of text, which never begins before the last one. */
  textOffset(text: number): number {
    return this.unit === "utf-8" ? this.origin + text : this.originalOffset(this.seekText(text));
  }

  tokenLine(token: number): number {
    return this.seekToken(token).line;
  }

  tokenColumn(token: number): number {
    return this.seekToken(token).column + 1;
  }

  private originalOffset({ offset, continuations, astral }: Place): number {
    const characters = offset - continuations;
    return this.origin + (this.unit === "characters" ? characters : 2 * (characters + astral));
  }

  private seekToken(offset: number): Place {
    const { head, token, part } = this;
    if (offset < head.offset) {
      // What began in an earlier chunk may have turned out to be a token since.
      if (offset === part.offset) token.copy(part);
      return token;
    }
    if (token.offset < head.offset) token.copy(head);
    this.advance(token, offset);
    return token;
  }

  private seekText(offset: number): Place {
    const { head, text, probe } = this;
    if (offset < head.offset) {
      // What an earlier chunk held back is ASCII: the start of a reference, or brackets.
      probe.copy(head);
      probe.offset = offset;
      return probe;
    }
    if (text.offset < head.offset || text.offset > offset) text.copy(head);
    this.advance(text, offset);
    return text;
  }

  private seek(offset: number): Place {
    const { head, token, part, probe } = this;
    if (offset < head.offset) return offset === token.offset ? token : part;
    probe.copy(token.offset >= head.offset && token.offset <= offset ? token : head);
    this.advance(probe, offset);
    return probe;
  }

  private advance(place: Place, offset: number): void {
    const start = this.chunkStart - this.head.offset;
    place.advance(this.chunk, start + place.offset, start + offset);
  }
}
