import { ByteWriter } from "../core/byte-writer.ts";
import { writeMbUint32 } from "../core/mb-uint32.ts";
import { decodeUtf8, encodeUtf8 } from "../core/utf8.ts";
import { utf8CharacterBytes } from "../core/utf8-characters.ts";
import type { VariableReference } from "../vocabulary/definition.ts";
import type { ContentForms } from "./content-forms.ts";
import type { StringTableBuilder } from "./string-table-builder.ts";
import { encodeTerminated, isInString, isUtf8 } from "./text-encoding.ts";
import * as Token from "./tokens.ts";

const NOT_OPEN = -1;
const isLoneSurrogate = (character: string) => character.length === 1 && (character.charCodeAt(0) & 0xf800) === 0xd800;
const MAX_CHARACTER_BYTES = 4;

/**
 * Writes character data, one run at a time. The output depends on the bytes, not on how they were cut:
 *
 * ```
 *  text text  ☺        text   0xFF …  end of the run
 *  STR_I      ENTITY   STR_I  OPAQUE
 *             └ not in the charset  └ from the first byte that is not UTF-8 text
 * ```
 *
 * Where the reader joins a run into one value of octets, all of it becomes one OPAQUE. Languages with other forms of content
 * have those instead of STR_I.
 */
export class ContentWriter {
  private readonly body: ByteWriter;
  private readonly charset: number;
  /** Records strings for the string table, if one is wanted. */
  private readonly strings: StringTableBuilder | undefined;
  private readonly forms: ContentForms | undefined;
  private readonly isUtf8: boolean;

  private inRun = false;
  private stringStart = NOT_OPEN;
  private asOpaque = false;
  /** First bytes of a character that the end of the last piece cut. */
  private readonly held = new Uint8Array(MAX_CHARACTER_BYTES);
  private heldBytes = 0;
  /** Text that must be complete before it can be written. */
  private readonly gathered = new ByteWriter(0);
  private gathers = false;

  constructor(
    body: ByteWriter,
    charset: number,
    strings: StringTableBuilder | undefined,
    forms: ContentForms | undefined,
  ) {
    this.body = body;
    this.charset = charset;
    this.strings = strings;
    this.forms = forms;
    this.isUtf8 = isUtf8(charset);
  }

  /** Bytes of the run that wait for its end. */
  get waitingBytes(): number {
    return this.gathered.byteLength;
  }

  /** Begins a run of text. With `asOpaque` all of it becomes one OPAQUE; with `isWhole`, all of it if any of it is not text. */
  begin(asOpaque: boolean, isWhole = false): void {
    if (this.inRun) return;
    this.inRun = true;
    this.asOpaque = asOpaque;
    this.gathers = asOpaque || isWhole || !this.isUtf8 || this.forms !== undefined;
  }

  bytes(chunk: Uint8Array, start: number, end: number): void {
    if (this.gathers) this.gathered.bytes(chunk, start, end);
    else this.writeText(chunk, start, end);
  }

  string(value: string): void {
    if (this.gathers) this.gathered.string(value);
    else if (value.includes("\0") || this.heldBytes > 0) {
      const bytes = encodeUtf8(value);
      this.writeText(bytes, 0, bytes.length);
    } else {
      this.openString();
      this.body.string(value);
    }
  }

  /** Ends the run, if there is one. */
  end(): void {
    if (!this.inRun) return;
    this.inRun = false;
    if (this.heldBytes > 0) this.gatherHeld();
    this.closeString();
    if (!this.gathers) return;
    const { buffer, byteLength } = this.gathered;
    const text = this.asOpaque ? undefined : decodeUtf8(buffer, 0, byteLength);
    if (text === undefined) this.opaqueHead(byteLength).bytes(buffer, 0, byteLength);
    else this.writeWhole(text);
    this.gathered.byteLength = 0;
    this.gathers = false;
  }

  /** Writes OPAQUE and its length, and returns the body for the bytes. */
  opaqueHead(byteLength: number): ByteWriter {
    this.body.byte(Token.OPAQUE);
    writeMbUint32(this.body, byteLength);
    return this.body;
  }

  /** Writes the variables of a text as EXT_I, and calls `write` with what is before, between and after them. */
  writeParts(text: string, write: (part: string) => void): void {
    const variables = this.forms?.variables;
    let from = 0;
    for (let next = variables?.find(text, 0); next !== undefined; next = variables?.find(text, from)) {
      write(text.slice(from, next.start));
      this.variable(next);
      from = next.end;
    }
    write(text.slice(from));
  }

  private variable({ kind, name }: VariableReference): void {
    const bytes = encodeTerminated(name, this.charset);
    this.body.byte(Token.EXT_I_0 + kind);
    this.body.bytes(bytes, 0, bytes.length);
  }

  /** Writes a string as an attribute list has it: STR_I and ENTITY only. */
  attributeText(value: string): void {
    if (value === "") return;
    if (this.isUtf8 && !value.includes("\0")) {
      this.openString();
      this.body.string(value);
      this.closeString();
    } else this.writeInCharset(value);
  }

  private writeWhole(text: string): void {
    const octets = this.forms?.octetsOf(text);
    if (octets !== undefined) this.opaqueHead(octets.length).bytes(octets, 0, octets.length);
    else this.writeParts(text, (part) => this.writeInCharset(this.forms?.writeWord(part) ?? part));
  }

  private writeText(chunk: Uint8Array, start: number, end: number): void {
    let from = start;
    while (this.heldBytes > 0 && from < end) {
      this.held[this.heldBytes++] = chunk[from++] as number;
      const length = utf8CharacterBytes(this.held, 0, this.heldBytes);
      if (length === 0) {
        this.gatherHeld();
        this.gathered.bytes(chunk, from, end);
        return;
      }
      if (length > 0) {
        this.openString();
        this.body.bytes(this.held, 0, length);
        this.heldBytes = 0;
      }
    }
    let run = from;
    let pos = from;
    while (pos < end) {
      const byte = chunk[pos] as number;
      if (byte > 0 && byte < 0x80) {
        pos++;
        continue;
      }
      const length = byte === 0 ? 1 : utf8CharacterBytes(chunk, pos, end);
      if (byte === 0 || length <= 0) this.copy(chunk, run, pos);
      if (byte === 0) {
        this.entity(0);
        run = pos + 1;
      } else if (length < 0) {
        while (pos < end) this.held[this.heldBytes++] = chunk[pos++] as number;
        return;
      } else if (length === 0) {
        this.gathers = true;
        this.asOpaque = true;
        this.gathered.bytes(chunk, pos, end);
        return;
      }
      pos += length;
    }
    this.copy(chunk, run, end);
  }

  private copy(chunk: Uint8Array, start: number, end: number): void {
    if (start === end) return;
    this.openString();
    this.body.bytes(chunk, start, end);
  }

  /** The bytes held back are not a character and cannot become one: from here on the run is bytes. */
  private gatherHeld(): void {
    this.gathers = true;
    this.asOpaque = true;
    this.gathered.bytes(this.held, 0, this.heldBytes);
    this.heldBytes = 0;
  }

  private openString(): void {
    if (this.stringStart >= 0) return;
    this.stringStart = this.body.byteLength;
    this.body.byte(Token.STR_I);
  }

  private closeString(): void {
    if (this.stringStart < 0) return;
    this.body.byte(0);
    this.strings?.note(this.body, this.stringStart, this.body.byteLength);
    this.stringStart = NOT_OPEN;
  }

  private entity(code: number): void {
    this.closeString();
    this.body.byte(Token.ENTITY);
    writeMbUint32(this.body, code);
  }

  private writeInCharset(text: string): void {
    let run = "";
    for (const given of text) {
      // As in UTF-8, a lone surrogate becomes U+FFFD: neither a string nor ENTITY can hold it.
      const character = isLoneSurrogate(given) ? "\ufffd" : given;
      const code = character.codePointAt(0) as number;
      if (isInString(code, this.charset)) run += character;
      else {
        this.writeStringInCharset(run);
        run = "";
        this.entity(code);
      }
    }
    this.writeStringInCharset(run);
  }

  private writeStringInCharset(text: string): void {
    if (text === "") return;
    const bytes = encodeTerminated(text, this.charset);
    const start = this.body.byteLength;
    this.body.byte(Token.STR_I);
    this.body.bytes(bytes, 0, bytes.length);
    this.strings?.note(this.body, start, this.body.byteLength);
  }
}
