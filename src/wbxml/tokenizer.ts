import { codeUnitBytes } from "../core/charset.ts";
import { SyncmlError, type SyncmlErrorCode } from "../core/errors.ts";
import { type Limits, resolveLimits } from "../core/limits.ts";
import { anyObject, charsetNumber, checkOptions, integer, optionChecks } from "../core/options.ts";
import type { ChunkedSource, Locator } from "../core/sink.ts";
import { globalTokenNames } from "./global-token-names.ts";
import { LAST_VERSION } from "./header.ts";
import type { TokenSink, WbxmlHeader } from "./token-sink.ts";
import * as Token from "./tokens.ts";

// Splits WBXML into tokens: byte by byte near the end of a chunk, in runs elsewhere. The states name what the next byte is:
//
//  02     A4 01     6A       04 "1.2" 00    6D     03 "…" 00   C3 02 …   00 01   01
//  │      │         │        │   │          │      │  │        │  │       │  │    │
//  VERSION INTEGER   INTEGER  │   │          BODY   │  STRING   │  OPAQUE  │  PAGE EPILOGUE
//         (public id)(charset)│   STRING_TABLE      BODY        BODY (its length is an INTEGER)
//                             INTEGER (length)
//
// EPILOGUE allows processing instructions only; TRAILING counts bytes that no token accounts for.
const VERSION = 0;
const INTEGER = 1;
const STRING_TABLE = 2;
const BODY = 3;
const PAGE = 4;
const STRING = 5;
const OPAQUE = 6;
const EPILOGUE = 7;
const TRAILING = 8;
const PAUSED = 9;

// What the integer being read is for; values from 0x00 to 0xff are the token whose argument it is.
const PUBLIC_ID = 0x100;
const PUBLIC_ID_INDEX = 0x101;
const CHARSET = 0x102;
const TABLE_LENGTH = 0x103;

const MAX_INTEGER_BYTES = 5;
const MAX_UINT32 = 0xffff_ffff;
const zeros = new Uint8Array(4);

/** Options of the tokenizer. */
export interface TokenizerOptions {
  /** Other limits than the defaults. */
  readonly limits: Partial<Limits>;
  /** Charset as MIBenum where the header has none or says 0. Default UTF-8. */
  readonly charset: number;
  /** Offset of the first byte, for a document inside another. Default 0. */
  readonly baseOffset: number;
  /** Elements open around the document, counted against the depth limit. Default 0. */
  readonly baseDepth: number;
}

const checks = optionChecks({
  limits: anyObject,
  charset: charsetNumber,
  baseOffset: integer(0),
  baseDepth: integer(0),
});

/**
 * Push tokenizer for WBXML 1.0–1.3 (WAP-192 §5): `write` chunks cut anywhere, then `end`. Strings and opaques pass through
 * in pieces; only the string table is collected.
 *
 * `write` and `end` throw {@link SyncmlError} `truncated-input`, `integer-overflow`, `unsupported-version`,
 * `unexpected-token`, `string-table-index`, `invalid-character`, `limit-exceeded` or `misuse`.
 */
export class WbxmlTokenizer implements ChunkedSource<Uint8Array>, Locator {
  /** Offset in the outermost document of the token being read. */
  offset: number;
  /** The same for the first byte of the current piece of an opaque. */
  opaqueOffset = 0;
  /** The same for the first byte of the current string or opaque, inline or in the table. */
  textOffset: number | undefined = undefined;
  /** Bytes after the root element that no token accounts for. */
  trailingBytes = 0;

  private readonly sink: TokenSink;
  private readonly limits: Limits;
  private readonly fallbackCharset: number;
  private readonly baseOffset: number;

  private state = VERSION;
  private closed = false;
  /** Bytes of all chunks before the current one. */
  private consumed = 0;
  private depth: number;
  private readonly baseDepth: number;
  private elements = 0;
  private attributes = 0;
  /** Where {@link WbxmlTokenizer.readElement} stops. */
  private stopDepth = -1;

  /** Inside an attribute list or processing instruction, where the other page register and other tokens apply. */
  private inAttributes = false;
  private inInstruction = false;
  /** The element whose attribute list is open has content, so that a second END follows. */
  private contentFollows = false;
  private attributeOpen = false;
  private tagPage = 0;
  /**
   * The attribute page that is set, which the end of an element does not change.
   *
   * @internal
   */
  attributePage = 0;

  private integer = 0;
  private integerBytes = 0;
  private integerUse = PUBLIC_ID;

  private version = 0;
  private publicId = 0;
  private publicIdIndex = 0;
  private charset = -1;
  private publicIdOffset = 0;
  private charsetOffset = 0;
  private unitBytes = 1;
  private stringTable: Uint8Array = zeros.subarray(0, 0);
  private tableFilled = 0;
  private tableLength = 0;
  private tableOffset = 0;

  /** STR_I, or the EXT_I whose string is being read. */
  private stringToken = Token.STR_I;
  /** Bytes of the string so far, or of the whole opaque. */
  private valueBytes = 0;
  /** Bytes of the current code unit seen so far, and whether all of them were zero (wide charsets). */
  private unitPhase = 0;
  private unitIsZero = true;
  private remaining = 0;

  constructor(sink: TokenSink, options: Partial<TokenizerOptions> = {}) {
    checkOptions(options, checks);
    this.sink = sink;
    this.limits = resolveLimits(options.limits);
    this.fallbackCharset = options.charset ?? 0;
    this.baseOffset = options.baseOffset ?? 0;
    this.baseDepth = options.baseDepth ?? 0;
    this.depth = this.baseDepth;
    this.offset = this.baseOffset;
  }

  /** Names of the open elements, as `/SyncML/SyncHdr`. */
  path(): string {
    return this.sink.path();
  }

  /** Takes the next piece of the document; cuts may fall on any byte. */
  write(chunk: Uint8Array): void {
    if (this.closed) throw new SyncmlError("misuse", "write after the end or after an error", this);
    // Set until the chunk is done, so that an error leaves the tokenizer closed.
    this.closed = true;
    this.pass(chunk, 0);
    this.closed = false;
  }

  /**
   * Continues after what another reader has read of the document: `open` of its `elements` are open. From then on
   * {@link WbxmlTokenizer.readElement} is given the whole document.
   *
   * @internal
   */
  resume({ stringTable }: WbxmlHeader, page: number, open: number, elements: number): void {
    this.stringTable = stringTable;
    this.tagPage = page;
    this.depth = this.baseDepth + open;
    this.elements = elements;
    this.state = BODY;
    this.closed = true;
  }

  /**
   * Reads from `start` to the end of the next element that closes with `open` elements around it, or fewer.
   *
   * @internal
   */
  readElement(document: Uint8Array, start: number, open: number): number {
    this.stopDepth = this.baseDepth + open;
    const pos = this.pass(document, start);
    if (this.state !== PAUSED) this.closed = false;
    return pos;
  }

  /**
   * The state after {@link WbxmlTokenizer.readElement}; `undefined` if the document has ended.
   *
   * @internal
   */
  get place(): { readonly page: number; readonly elements: number; readonly open: number } | undefined {
    if (this.state !== PAUSED) return undefined;
    return { page: this.tagPage, elements: this.elements, open: this.depth - this.baseDepth };
  }

  private pass(chunk: Uint8Array, start: number): number {
    const end = Math.min(chunk.length, this.limits.maxDocumentBytes - this.consumed);
    let pos = start;
    while (pos < end && this.state !== PAUSED) {
      switch (this.state) {
        case BODY:
          pos = this.readBody(chunk, pos, end);
          break;
        case INTEGER:
          pos = this.readInteger(chunk, pos, end);
          break;
        case STRING:
          pos = this.unitBytes === 1 ? this.readString(chunk, pos, end) : this.readWideString(chunk, pos, end);
          break;
        case OPAQUE:
          pos = this.readOpaque(chunk, pos, end);
          break;
        case PAGE:
          this.switchPage(chunk[pos++] as number);
          break;
        case STRING_TABLE:
          pos = this.readStringTable(chunk, pos, end);
          break;
        case VERSION:
          this.readVersion(chunk[pos++] as number);
          break;
        case EPILOGUE:
          pos = this.readEpilogue(chunk, pos);
          break;
        default:
          this.trailingBytes += end - pos;
          pos = end;
      }
    }
    if (this.state === PAUSED) return pos;
    this.consumed += end;
    if (end < chunk.length) {
      this.offset = this.baseOffset + this.consumed;
      throw this.error("limit-exceeded", `document is longer than maxDocumentBytes (${this.limits.maxDocumentBytes})`);
    }
    return pos;
  }

  /** Says that nothing more comes; throws `truncated-input` if the document is not complete. */
  end(): void {
    if (this.closed) throw new SyncmlError("misuse", "end after the end or after an error", this);
    this.closed = true;
    if (this.state !== EPILOGUE && this.state !== TRAILING) {
      const reason = this.truncation();
      this.offset = this.baseOffset + this.consumed;
      throw this.error("truncated-input", reason);
    }
    this.sink.endDocument();
  }

  private truncation(): string {
    const since = `begun at byte ${this.offset}`;
    const page = `page ${this.inAttributes ? this.attributePage : this.tagPage}`;
    switch (this.state) {
      case VERSION:
        return "input is empty";
      case STRING_TABLE:
        return `input ended inside the string table, ${this.tableFilled} of ${this.tableLength} bytes read`;
      case STRING:
        return `input ended inside ${tokenName(this.stringToken)} ${since}, ${page}`;
      case OPAQUE:
        return `input ended inside OPAQUE ${since}, ${this.remaining} bytes missing, ${page}`;
      case PAGE:
        return `input ended inside SWITCH_PAGE ${since}`;
      case INTEGER:
        return this.integerUse >= PUBLIC_ID
          ? "input ended inside the header"
          : `input ended inside the integer of ${tokenName(this.integerUse)} ${since}, ${page}`;
      default:
        return this.depth === this.baseDepth && !this.inAttributes
          ? "input ended before the root element"
          : `input ended where ${this.inAttributes ? "an attribute" : "content"} or END was due, ${page}`;
    }
  }

  // Header (WAP-192 §5.1–5.7)

  private readVersion(byte: number): void {
    if (byte > LAST_VERSION) {
      const version = `${(byte >> 4) + 1}.${byte & 0x0f}`;
      throw this.error("unsupported-version", `version byte 0x${hex(byte)} is WBXML ${version}, not 1.0–1.3`);
    }
    this.version = byte;
    this.expectInteger(PUBLIC_ID);
  }

  private takeHeaderInteger(use: number, value: number): void {
    switch (use) {
      case PUBLIC_ID:
        this.publicId = value;
        this.publicIdOffset = this.offset;
        if (value === 0) this.expectInteger(PUBLIC_ID_INDEX);
        else this.expectInteger(this.version === 0 ? TABLE_LENGTH : CHARSET);
        break;
      case PUBLIC_ID_INDEX:
        this.publicIdIndex = value;
        this.expectInteger(this.version === 0 ? TABLE_LENGTH : CHARSET);
        break;
      case CHARSET:
        this.charset = value;
        this.charsetOffset = this.offset;
        this.expectInteger(TABLE_LENGTH);
        break;
      default:
        if (value > this.limits.maxStringTableBytes) {
          const reason = `string table of ${value} bytes, maxStringTableBytes is ${this.limits.maxStringTableBytes}`;
          throw this.error("limit-exceeded", reason);
        }
        this.tableLength = value;
        if (value === 0) this.finishHeader();
        else this.state = STRING_TABLE;
    }
  }

  private readStringTable(chunk: Uint8Array, pos: number, end: number): number {
    const taken = Math.min(end - pos, this.tableLength - this.tableFilled);
    if (this.tableFilled === 0) this.tableOffset = this.baseOffset + this.consumed + pos;
    const filled = this.tableFilled + taken;
    if (filled > this.stringTable.length) {
      // Grows with what arrives, not with what is declared.
      const grown = new Uint8Array(Math.min(this.tableLength, Math.max(filled, this.tableFilled * 2)));
      grown.set(this.stringTable.subarray(0, this.tableFilled));
      this.stringTable = grown;
    }
    this.stringTable.set(chunk.subarray(pos, pos + taken), this.tableFilled);
    this.tableFilled = filled;
    if (filled === this.tableLength) this.finishHeader();
    return pos + taken;
  }

  private finishHeader(): void {
    const { version, publicId, publicIdIndex, charset, publicIdOffset, charsetOffset, stringTable } = this;
    this.unitBytes = codeUnitBytes(charset > 0 ? charset : this.fallbackCharset);
    this.state = BODY;
    this.sink.header({ version, publicId, publicIdIndex, charset, publicIdOffset, charsetOffset, stringTable });
  }

  // Integers (WAP-192 §5.1)

  private expectInteger(use: number): void {
    this.integerUse = use;
    this.integer = 0;
    this.integerBytes = 0;
    this.state = INTEGER;
  }

  private readInteger(chunk: Uint8Array, start: number, end: number): number {
    let pos = start;
    if (this.integerUse >= PUBLIC_ID && this.integerBytes === 0) this.offset = this.baseOffset + this.consumed + pos;
    while (pos < end) {
      const byte = chunk[pos++] as number;
      // Multiplied, not shifted: `<< 7` turns values from 2^31 upward negative.
      const value = this.integer * 128 + (byte & 0x7f);
      this.integerBytes++;
      if (value > MAX_UINT32) throw this.error("integer-overflow", "mb_u_int32 needs more than 32 bits");
      if (byte < 0x80) {
        this.takeInteger(value);
        return pos;
      }
      if (this.integerBytes === MAX_INTEGER_BYTES) {
        throw this.error("integer-overflow", `mb_u_int32 goes on after ${MAX_INTEGER_BYTES} bytes`);
      }
      this.integer = value;
    }
    return pos;
  }

  private takeInteger(value: number): void {
    const use = this.integerUse;
    if (use >= PUBLIC_ID) {
      this.takeHeaderInteger(use, value);
      return;
    }
    this.state = BODY;
    this.textOffset = undefined;
    switch (use) {
      case Token.STR_T:
        this.checkIndex(value);
        this.textOffset = this.tableOffset + value;
        this.sink.tableString(value);
        break;
      case Token.ENTITY:
        if (value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) {
          throw this.error("invalid-character", `ENTITY 0x${value.toString(16)} is no Unicode character`);
        }
        this.sink.entity(value);
        break;
      case Token.OPAQUE:
        if (value > this.limits.maxOpaqueBytes) {
          throw this.error(
            "limit-exceeded",
            `opaque of ${value} bytes, maxOpaqueBytes is ${this.limits.maxOpaqueBytes}`,
          );
        }
        this.remaining = value;
        this.valueBytes = value;
        if (value === 0) this.sink.opaque(zeros, 0, 0, 0);
        else this.state = OPAQUE;
        break;
      case Token.EXT_T_0:
      case Token.EXT_T_0 + 1:
      case Token.EXT_T_2:
        this.sink.extensionInteger(use & Token.IDENTITY, value);
        break;
      default:
        this.takeLiteral(use, value);
    }
  }

  private takeLiteral(token: number, index: number): void {
    if (this.inAttributes) {
      // Index 0 of an empty table is how one vendor writes `xmlns`; the namer handles it (field notes §7.1.5).
      if (index > 0 || this.stringTable.length > 0) this.checkIndex(index);
      this.attributeOpen = true;
      this.countAttribute();
      this.sink.literalAttribute(index);
      return;
    }
    this.checkIndex(index);
    const flags = token & ~Token.IDENTITY;
    this.openElement(flags);
    this.sink.literalTag(index, flags);
    if (flags === 0) this.closeElement();
  }

  private checkIndex(index: number): void {
    if (index >= this.stringTable.length) {
      const reason = `string table index ${index} is past its end, the table has ${this.stringTable.length} bytes`;
      throw this.error("string-table-index", reason);
    }
  }

  // Body (WAP-192 §5.8)

  private readBody(chunk: Uint8Array, start: number, end: number): number {
    const base = this.baseOffset + this.consumed;
    let pos = start;
    while (pos < end) {
      this.offset = base + pos;
      const byte = chunk[pos++] as number;
      if ((byte & Token.IDENTITY) > Token.LITERAL) {
        if (this.inAttributes) this.takeAttributeToken(byte);
        else {
          const flags = byte & ~Token.IDENTITY;
          this.openElement(flags);
          this.sink.tag(this.tagPage, byte & Token.IDENTITY, flags);
          if (flags === 0) {
            this.closeElement();
            if (this.state !== BODY) return pos;
          }
        }
        continue;
      }
      switch (byte) {
        case Token.END:
          this.takeEnd();
          if (this.state !== BODY) return pos;
          continue;
        case Token.SWITCH_PAGE:
          this.state = PAGE;
          return pos;
        case Token.STR_I:
        case Token.EXT_I_0:
        case Token.EXT_I_0 + 1:
        case Token.EXT_I_2:
          this.checkPlace(byte);
          this.stringToken = byte;
          this.textOffset = this.offset + 1;
          this.valueBytes = 0;
          this.unitPhase = 0;
          this.unitIsZero = true;
          this.state = STRING;
          return pos;
        case Token.EXT_0:
        case Token.EXT_0 + 1:
        case Token.EXT_2:
          this.checkPlace(byte);
          this.sink.extension(byte & Token.IDENTITY);
          continue;
        case Token.PI:
          if (this.inAttributes) throw this.unexpected(byte);
          this.openInstruction();
          continue;
        case Token.LITERAL:
        case Token.LITERAL_A:
        case Token.LITERAL_C:
        case Token.LITERAL_AC:
          if (this.inAttributes && byte !== Token.LITERAL) throw this.unexpected(byte);
          break;
        default:
          this.checkPlace(byte);
      }
      this.expectInteger(byte);
      return pos;
    }
    return pos;
  }

  /** Character data appears inside the root element only, and in an attribute list only after a name. */
  private checkPlace(byte: number): void {
    if (this.inAttributes ? !this.attributeOpen : this.depth === this.baseDepth) throw this.unexpected(byte);
  }

  private takeAttributeToken(byte: number): void {
    if (byte < 0x80) {
      this.attributeOpen = true;
      this.countAttribute();
      this.sink.attributeStart(this.attributePage, byte);
    } else {
      this.checkPlace(byte);
      this.sink.attributeValue(this.attributePage, byte);
    }
  }

  private countAttribute(): void {
    if (++this.attributes > this.limits.maxAttributes) {
      throw this.error("limit-exceeded", `more than maxAttributes (${this.limits.maxAttributes}) in one element`);
    }
  }

  private openElement(flags: number): void {
    if (this.depth >= this.limits.maxDepth) {
      throw this.error("limit-exceeded", `elements nest deeper than maxDepth (${this.limits.maxDepth})`);
    }
    if (++this.elements > this.limits.maxElements) {
      throw this.error("limit-exceeded", `more than maxElements (${this.limits.maxElements}) elements`);
    }
    this.depth++;
    if (flags & Token.HAS_ATTRIBUTES) {
      this.inAttributes = true;
      this.attributeOpen = false;
      this.attributes = 0;
      this.contentFollows = (flags & Token.HAS_CONTENT) !== 0;
    }
  }

  private closeElement(): void {
    if (--this.depth === this.baseDepth) this.state = EPILOGUE;
    else if (this.depth <= this.stopDepth) this.state = PAUSED;
  }

  private openInstruction(): void {
    this.inAttributes = true;
    this.inInstruction = true;
    this.attributeOpen = false;
    this.attributes = 0;
    this.sink.processingInstruction();
  }

  private takeEnd(): void {
    if (this.inAttributes) {
      this.inAttributes = false;
      this.sink.endAttributes();
      if (this.inInstruction) {
        this.inInstruction = false;
        // Outside the root, elements counted so far mean that the root has been read.
        if (this.depth === this.baseDepth && this.elements > 0) this.state = EPILOGUE;
      } else if (!this.contentFollows) this.closeElement();
      return;
    }
    if (this.depth === this.baseDepth) throw this.unexpected(Token.END);
    this.sink.endContent();
    this.closeElement();
  }

  private switchPage(page: number): void {
    if (this.inAttributes) this.attributePage = page;
    else this.tagPage = page;
    this.state = BODY;
    this.sink.switchPage(this.inAttributes ? Token.ATTRIBUTE_SPACE : Token.TAG_SPACE, page);
  }

  private readString(chunk: Uint8Array, start: number, end: number): number {
    let pos = start;
    while (pos < end && chunk[pos] !== 0) pos++;
    const last = pos < end;
    this.passString(chunk, start, pos, last);
    return last ? pos + 1 : pos;
  }

  /** The terminator is a NUL on a code unit boundary, counted from the start of the string. */
  private readWideString(chunk: Uint8Array, start: number, end: number): number {
    const { unitBytes } = this;
    for (let pos = start; pos < end; pos++) {
      if (this.unitPhase === 0) this.unitIsZero = true;
      if (chunk[pos] !== 0) {
        if (this.unitIsZero && this.unitPhase > pos - start) {
          // Zeros at the end of the previous chunk were held back as a possible terminator.
          this.passString(zeros, 0, this.unitPhase - (pos - start), false);
        }
        this.unitIsZero = false;
      }
      if (++this.unitPhase < unitBytes) continue;
      this.unitPhase = 0;
      if (this.unitIsZero) {
        this.passString(chunk, start, Math.max(start, pos + 1 - unitBytes), true);
        return pos + 1;
      }
    }
    const held = this.unitIsZero ? this.unitPhase : 0;
    if (end - held > start) this.passString(chunk, start, end - held, false);
    return end;
  }

  private passString(chunk: Uint8Array, start: number, end: number, last: boolean): void {
    const allowed = this.limits.maxTextBytes - this.valueBytes;
    if (end - start > allowed) {
      if (allowed > 0) this.emitString(chunk, start, start + allowed, false);
      throw this.error("limit-exceeded", `string is longer than maxTextBytes (${this.limits.maxTextBytes})`);
    }
    this.valueBytes += end - start;
    if (last) this.state = BODY;
    this.emitString(chunk, start, end, last);
  }

  private emitString(chunk: Uint8Array, start: number, end: number, last: boolean): void {
    if (this.stringToken === Token.STR_I) this.sink.inlineString(chunk, start, end, last);
    else this.sink.extensionString(this.stringToken & Token.IDENTITY, chunk, start, end, last);
  }

  private readOpaque(chunk: Uint8Array, start: number, end: number): number {
    const pos = Math.min(end, start + this.remaining);
    this.opaqueOffset = this.baseOffset + this.consumed + start;
    this.textOffset = this.opaqueOffset - (this.valueBytes - this.remaining);
    this.remaining -= pos - start;
    if (this.remaining === 0) this.state = BODY;
    this.sink.opaque(chunk, start, pos, this.remaining);
    return pos;
  }

  /** After the root only processing instructions may follow. What senders put there in practice is noise: it is counted. */
  private readEpilogue(chunk: Uint8Array, pos: number): number {
    this.offset = this.baseOffset + this.consumed + pos;
    if (chunk[pos] !== Token.PI) {
      this.state = TRAILING;
      return pos;
    }
    this.state = BODY;
    this.openInstruction();
    return pos + 1;
  }

  private unexpected(byte: number): SyncmlError {
    const place = this.inAttributes
      ? "in an attribute list"
      : this.depth === this.baseDepth
        ? "outside the root"
        : "here";
    return this.error("unexpected-token", `${tokenName(byte)} (0x${hex(byte)}) is not allowed ${place}`);
  }

  private error(code: SyncmlErrorCode, reason: string): SyncmlError {
    return new SyncmlError(code, reason, this);
  }
}

function tokenName(byte: number): string {
  return globalTokenNames[byte] ?? `token 0x${hex(byte)}`;
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}
