import { ByteWriter } from "../core/byte-writer.ts";
import { octetString } from "../core/latin1.ts";
import { mbUint32Bytes, writeMbUint32 } from "../core/mb-uint32.ts";
import * as Token from "./tokens.ts";

/** One STR_I in the body: its start, and its end after the terminator. */
interface InlineString {
  readonly start: number;
  readonly end: number;
  readonly entry: RepeatedString;
}

interface RepeatedString {
  readonly byteLength: number;
  readonly start: number;
  times: number;
  /** Its index in the table; -1 while it has none. */
  index: number;
}

/** The string table of a document being written: names are added as they occur, repeated strings at the end. */
export class StringTableBuilder {
  private readonly table = new ByteWriter();
  private readonly indexes = new Map<string, number>();
  private readonly encode: (text: string) => Uint8Array;
  private readonly inline: InlineString[] = [];
  private readonly repeated = new Map<string, RepeatedString>();

  /** `encode` gives a string in the document's charset, with its terminator. */
  constructor(encode: (text: string) => Uint8Array) {
    this.encode = encode;
  }

  get byteLength(): number {
    return this.table.byteLength;
  }

  get bytes(): Uint8Array {
    return this.table.buffer.subarray(0, this.table.byteLength);
  }

  /** The index of a string that is already in the table, or `undefined`. */
  find(text: string): number | undefined {
    return this.indexes.get(text);
  }

  /** The index of a string, which is added if it is new. */
  add(text: string): number {
    let index = this.indexes.get(text);
    if (index === undefined) {
      index = this.append(this.encode(text));
      this.indexes.set(text, index);
    }
    return index;
  }

  /** Records an STR_I of `body`, from its token to the end of its terminator, as a candidate for the table. */
  note(body: ByteWriter, start: number, end: number): void {
    const key = octetString(body.buffer, start + 1, end);
    let entry = this.repeated.get(key);
    if (entry === undefined) {
      entry = { byteLength: end - start - 1, start: start + 1, times: 0, index: -1 };
      this.repeated.set(key, entry);
    }
    entry.times++;
    this.inline.push({ start, end, entry });
  }

  /** The body with references in place of the strings that are worth it; takes one pass, linear in its size. */
  compact(body: ByteWriter): ByteWriter {
    const header = mbUint32Bytes(this.table.byteLength);
    const before = this.table.byteLength;
    const saved = this.chooseRepeated(body);
    const grown = mbUint32Bytes(this.table.byteLength) - header;
    if (saved <= grown) {
      this.table.byteLength = before;
      return body;
    }
    const compacted = new ByteWriter(body.byteLength);
    let copied = 0;
    for (const { start, end, entry } of this.inline) {
      if (entry.index < 0) continue;
      compacted.bytes(body.buffer, copied, start);
      compacted.byte(Token.STR_T);
      writeMbUint32(compacted, entry.index);
      copied = end;
    }
    compacted.bytes(body.buffer, copied, body.byteLength);
    return compacted;
  }

  /** Adds strings to the table, those that save most first, since low indexes are shorter; returns the bytes saved. */
  private chooseRepeated(body: ByteWriter): number {
    const candidates = [...this.repeated.values()].filter(({ times }) => times > 1);
    candidates.sort((a, b) => b.times - a.times);
    let saved = 0;
    for (const entry of candidates) {
      const { byteLength, times, start } = entry;
      const reference = 1 + mbUint32Bytes(this.table.byteLength);
      const gain = times * (1 + byteLength - reference) - byteLength;
      if (gain <= 0) continue;
      entry.index = this.append(body.buffer.subarray(start, start + byteLength));
      saved += gain;
    }
    return saved;
  }

  private append(bytes: Uint8Array): number {
    const index = this.table.byteLength;
    this.table.bytes(bytes, 0, bytes.length);
    return index;
  }
}
