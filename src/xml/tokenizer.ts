import { ByteWriter } from "../core/byte-writer.ts";
import { type DiagnosticCode, report } from "../core/diagnostics.ts";
import { SyncmlError, type SyncmlErrorCode } from "../core/errors.ts";
import { type Limits, resolveLimits } from "../core/limits.ts";
import type { Locator } from "../core/sink.ts";
import { decodeUtf8Lossy, encodeUtf8 } from "../core/utf8.ts";
import { utf8CharacterBytes } from "../core/utf8-characters.ts";
import * as Class from "./character-classes.ts";
import { CharacterReference } from "./character-reference.ts";
import { xmlCharacterBytes } from "./characters.ts";
import { Doctype, type DoctypeOwner } from "./doctype.ts";
import { describeCharacter, firstTypographicQuote } from "./look-alikes.ts";
import { Places } from "./places.ts";
import type { XmlReadOptions } from "./read-options.ts";
import type { TokenSink } from "./token-sink.ts";

// Splits XML into tokens. Runs of text are passed on as views of the chunk; every state survives the end of a chunk.
// The states name what the next byte belongs to:
//
//  <  n  a  m  e  ' '  x  =  "  v  "  >  t  e  x  t  &  #  1  ;  <  /  n  a  >
//  │  │           │    │  │  │  │     │  │           │           │  │     │
//  │  START_NAME  │    │  │  │  VALUE TAG TEXT        REFERENCE   │  │     END_SPACE
//  MARKUP   TAG_SPACE  │  │  BEFORE_VALUE                    MARKUP END_NAME
//          ATTRIBUTE_NAME EQUALS
//
// MARKUP decides by the byte after `<`: a name, `/`, `?` (INSTRUCTION_…), or BANG for `<!`, which leads to COMMENT_…,
// CDATA_… or DOCTYPE_…. OUTSIDE is before and after the root.
const OUTSIDE = 0;
const TEXT = 1;
const CDATA = 2;
const CDATA_OPEN = 3;
const REFERENCE = 4;
const MARKUP = 5;
const START_NAME = 6;
const TAG = 7;
const TAG_SPACE = 8;
const EMPTY_TAG = 9;
const ATTRIBUTE_NAME = 10;
const EQUALS = 11;
const BEFORE_VALUE = 12;
const VALUE = 13;
const END_NAME = 14;
const END_SPACE = 15;
const BANG = 16;
const COMMENT_OPEN = 17;
const COMMENT = 18;
const COMMENT_DASH = 19;
const COMMENT_DASHES = 20;
const INSTRUCTION_TARGET = 21;
const INSTRUCTION_SPACE = 22;
const INSTRUCTION = 23;
const INSTRUCTION_MARK = 24;
const INSTRUCTION_CLOSE = 25;
const DOCTYPE_OPEN = 26;
const DOCTYPE = 27;
const PAUSED = 28;

const BLANK = 0x20;
const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const EXCLAMATION = 0x21;
const DASH = 0x2d;
const SLASH = 0x2f;
const LESS = 0x3c;
const EQUAL = 0x3d;
const GREATER = 0x3e;
const QUESTION = 0x3f;
const LETTER_D = 0x44;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;

const cdataKeyword = encodeUtf8("CDATA[");
const doctypeKeyword = encodeUtf8("OCTYPE");
const blank = Uint8Array.of(BLANK);
const lineFeed = Uint8Array.of(LINE_FEED);
const brackets = Uint8Array.of(CLOSE_BRACKET, CLOSE_BRACKET);
const none = new Uint8Array(0);
const question = Uint8Array.of(QUESTION);

/** What is reported of CR in the data of a message. */
export const RETURNS_KEPT = "raw CR in the data kept";

/** The part of {@link XmlReadOptions} that the grammar needs. */
export type TokenizerOptions = Pick<
  XmlReadOptions,
  "limits" | "invalidUtf8" | "lineBreaks" | "controlCharacters" | "onDiagnostic" | "baseOffset" | "baseDepth"
>;

/**
 * Push tokenizer for XML 1.0, fifth edition, over UTF-8 without XML declaration: write pieces cut anywhere, then end.
 * Text is passed on without copying; names and attribute values are collected only where the end of a chunk cuts them.
 *
 * `write` and `end` throw {@link SyncmlError} `not-well-formed`, `invalid-character`, `entity-declaration`,
 * `limit-exceeded` or `truncated-input`, and what the sink throws.
 */
export class XmlTokenizer implements Locator, DoctypeOwner {
  readonly places: Places = new Places();
  /** Whether the modes of the options apply: inside the data of a message. */
  lenient = false;
  /** Whether the root may be followed by another one. */
  rootMayFollow = false;
  /** Whether it has been reported that the data has CR, which is done once. */
  returnsReported = false;

  private readonly sink: TokenSink;
  private readonly options: TokenizerOptions;
  private readonly limits: Limits;

  private state = OUTSIDE;
  private rootSeen = false;
  /** Zero octets after the root, from peers that count the NUL of a C string. */
  private trailingBytes = 0;
  private readonly baseDepth: number;
  private depth: number;
  private elements = 0;
  private attributes = 0;
  /** Where {@link XmlTokenizer.readElement} stops. */
  private stopDepth = -1;

  // Offsets in the UTF-8 that is read; `places` knows what they are in the original.
  /** Bytes before the current chunk, less the index of its first one. */
  private base = 0;
  private consumed = 0;
  /** Start of the token, as the sink sees it. */
  private token = 0;
  /** Start of the part being read: a reference, attribute, comment, instruction or character. */
  private part = 0;
  /** Start of the piece of text that the sink is handed. */
  private piece = 0;

  // Text: adjacent text, CDATA sections and references are one.
  private inText = false;
  private textDiagnostics = 0;
  /** The last byte of the text was a CR that has been passed on as LF. */
  private afterCarriageReturn = false;
  /** How many `]` the text ends in, at most 2: passed on in text, held back in a CDATA section. */
  private bracketCount = 0;

  /** First bytes of a character that the last chunk cut. */
  private held: Uint8Array = none;
  private heldBytes = 0;
  /** Beginning of a name or value that the last chunk cut, or a value that differs from its bytes in the chunk. */
  private readonly collected = new ByteWriter(64);
  private quote = 0;
  private readonly reference = new CharacterReference();
  private keyword: Uint8Array = cdataKeyword;
  private keywordBytes = 0;
  private doctype: Doctype | undefined;
  /** The character that the declaration is given. */
  private doctypeChunk: Uint8Array = blank;
  private doctypeIndex = 0;
  private doctypePos = 0;
  private readonly partLocator: DistantPlace = new DistantPlace(this, 0);

  constructor(sink: TokenSink, options: TokenizerOptions) {
    this.sink = sink;
    this.options = options;
    this.limits = resolveLimits(options.limits);
    this.baseDepth = options.baseDepth;
    this.depth = options.baseDepth;
  }

  get offset(): number {
    return this.places.tokenOffset(this.token);
  }

  get opaqueOffset(): number {
    return this.offset;
  }

  /** Where the piece of text that is passed on begins. */
  get textOffset(): number {
    return this.places.textOffset(this.piece);
  }

  /** The place of the part being read, such as an attribute or instruction. Valid until the next one. */
  get partPlace(): Locator {
    this.partLocator.place = this.part;
    return this.partLocator;
  }

  get line(): number {
    return this.places.tokenLine(this.token);
  }

  get column(): number {
    return this.places.tokenColumn(this.token);
  }

  path(): string {
    return this.sink.path();
  }

  /** Takes bytes `start` to `end` of `chunk`. */
  write(chunk: Uint8Array, start: number, end: number): void {
    if (start === end) return;
    this.base = this.consumed - start;
    this.places.open(chunk, start);
    this.pass(chunk, this.heldBytes > 0 ? this.completeCharacter(chunk, start, end) : start, end);
    this.places.retire(end, this.token, this.part);
    this.consumed += end - start;
    this.base = this.consumed;
  }

  /**
   * Continues after what another reader has read of a document: `open` of its `elements` are open, and none is Data. From
   * then on {@link XmlTokenizer.readElement} is given the whole document.
   */
  resume(open: number, elements: number): void {
    this.state = TEXT;
    this.rootSeen = true;
    this.depth = this.baseDepth + open;
    this.elements = elements;
    this.inText = false;
    this.bracketCount = 0;
    this.lenient = false;
  }

  /** Reads from `start` to the end of the next element that closes with `open` elements around it, or fewer. */
  readElement(document: Uint8Array, start: number, open: number): number {
    this.stopDepth = this.baseDepth + open;
    if (this.consumed === 0) this.places.open(document, 0);
    this.base = 0;
    // The token may be asked for before it is found.
    this.token = start;
    this.part = start;
    const pos = this.pass(document, start, document.length);
    if (this.state === PAUSED) return pos;
    this.stopDepth = -1;
    this.places.retire(pos, this.token, this.part);
    this.consumed = pos;
    this.base = pos;
    return pos;
  }

  /** The state after {@link XmlTokenizer.readElement}; `undefined` if the document has ended. */
  get place(): { readonly elements: number; readonly open: number } | undefined {
    return this.state === PAUSED ? { elements: this.elements, open: this.depth - this.baseDepth } : undefined;
  }

  private pass(chunk: Uint8Array, start: number, end: number): number {
    let pos = start;
    while (pos < end && this.state !== PAUSED) {
      switch (this.state) {
        case TEXT:
          pos = this.readText(chunk, pos, end, Class.textClasses);
          break;
        case MARKUP:
          pos = this.readMarkup(chunk, pos);
          break;
        case START_NAME:
        case ATTRIBUTE_NAME:
        case END_NAME:
        case INSTRUCTION_TARGET:
          pos = this.readName(chunk, pos, end);
          break;
        case TAG:
        case TAG_SPACE:
          pos = this.readTag(chunk, pos, end);
          break;
        case VALUE:
          pos = this.readValue(chunk, pos, end);
          break;
        case CDATA:
          pos = this.readText(chunk, pos, end, Class.cdataClasses);
          break;
        case COMMENT:
          pos = this.skipTo(chunk, pos, end, Class.commentClasses, COMMENT_DASH);
          break;
        case INSTRUCTION:
          pos = this.skipTo(chunk, pos, end, Class.instructionClasses, INSTRUCTION_MARK);
          break;
        case DOCTYPE:
          pos = this.readDoctype(chunk, pos, end);
          break;
        case REFERENCE:
          pos = this.readReference(chunk, pos, end);
          break;
        default:
          pos = this.takeByte(chunk, pos, end);
      }
    }
    return pos;
  }

  /**
   * Ends the document, which had `byteLength` bytes in its original encoding; `isCut` if it ended inside a character that
   * was not passed on.
   */
  end(byteLength: number, isCut: boolean): void {
    if (this.state !== OUTSIDE || !this.rootSeen || isCut || this.heldBytes > 0) {
      const { places, consumed } = this;
      const offset = this.options.baseOffset + byteLength;
      const at = {
        offset,
        opaqueOffset: offset,
        line: places.lineOf(consumed),
        column: places.columnOf(consumed),
        path: () => this.path(),
      };
      throw new SyncmlError("truncated-input", this.truncation(), at);
    }
    if (this.trailingBytes > 0) {
      const message = `${this.trailingBytes} zero octets after the root element ignored`;
      report(this.options.onDiagnostic, "trailing-bytes", message, this);
    }
    this.sink.endDocument();
  }

  /** Skips bytes that were read elsewhere, such as the XML declaration. */
  skip(chunk: Uint8Array, start: number, end: number): void {
    this.places.open(chunk, start);
    this.places.retire(end, this.token, this.part);
    this.consumed += end - start;
    this.base = this.consumed;
    this.token = this.consumed;
    this.part = this.consumed;
  }

  /** Begins a text at the part being read. */
  beginTextAtPart(): void {
    if (this.inText) return;
    this.token = this.part;
    this.startText();
  }

  /** Ends the text, so that one that follows begins anew. */
  endText(): void {
    this.inText = false;
  }

  private truncation(): string {
    switch (this.state) {
      case OUTSIDE:
        return this.rootSeen ? "input ended inside a character" : "input ended before the root element";
      case TEXT:
        return "input ended inside an element";
      case CDATA:
      case CDATA_OPEN:
        return "input ended inside a CDATA section";
      case REFERENCE:
        return "input ended inside a reference";
      case COMMENT_OPEN:
      case COMMENT:
      case COMMENT_DASH:
      case COMMENT_DASHES:
        return "input ended inside a comment";
      case INSTRUCTION_TARGET:
      case INSTRUCTION_SPACE:
      case INSTRUCTION:
      case INSTRUCTION_MARK:
      case INSTRUCTION_CLOSE:
        return "input ended inside a processing instruction";
      case DOCTYPE_OPEN:
      case DOCTYPE:
        return "input ended inside the document type declaration";
      default:
        return "input ended inside a tag";
    }
  }

  // Text (XML 1.0 §2.4, §2.7, §2.11)

  private readText(chunk: Uint8Array, start: number, end: number, classes: Uint8Array): number {
    let pos = start;
    let run = start;
    const inCdata = this.state === CDATA;
    if (this.bracketCount > 0 && inCdata) {
      pos = this.resumeBrackets(chunk, start, end);
      if (this.state !== CDATA || pos === end) return pos;
      run = pos;
    }
    if (this.afterCarriageReturn) {
      this.afterCarriageReturn = false;
      if (chunk[pos] === LINE_FEED) run = ++pos;
    }
    let rawStart = pos;
    while (pos < end) {
      const kind = classes[chunk[pos] as number] as number;
      if (kind === Class.PLAIN) {
        pos++;
        continue;
      }
      switch (kind) {
        case Class.LESS:
          this.passText(chunk, run, pos);
          this.bracketCount = 0;
          this.part = this.base + pos;
          pos = this.readTagName(chunk, pos + 1, end);
          if (this.state !== TEXT) return pos;
          run = pos;
          rawStart = pos;
          break;
        case Class.AMPERSAND:
          this.passText(chunk, run, pos);
          this.bracketCount = 0;
          this.part = this.base + pos;
          if (!this.inText) this.token = this.part;
          this.reference.begin();
          this.state = REFERENCE;
          return pos + 1;
        case Class.GREATER:
          if (this.bracketsBefore(chunk, rawStart, pos) === 2) {
            this.passText(chunk, run, pos);
            throw this.error("not-well-formed", "]]> in text", pos);
          }
          pos++;
          break;
        case Class.CLOSE_BRACKET:
          if (pos + 2 >= end) {
            this.passText(chunk, run, pos);
            this.bracketCount = 1;
            return this.resumeBrackets(chunk, pos + 1, end);
          }
          if (chunk[pos + 1] === CLOSE_BRACKET && chunk[pos + 2] === GREATER) {
            this.passText(chunk, run, pos);
            this.state = TEXT;
            return pos + 3;
          }
          pos++;
          break;
        case Class.CARRIAGE_RETURN:
          if (this.lenient && this.options.lineBreaks === "keep") {
            if (!this.returnsReported) {
              this.returnsReported = true;
              this.passText(chunk, run, pos);
              run = pos;
              this.report("carriage-return", RETURNS_KEPT, pos);
            }
            pos++;
            break;
          }
          this.passText(chunk, run, pos);
          if (pos + 1 < end && chunk[pos + 1] === LINE_FEED) {
            // The token begins at the CR, wherever the chunk is cut.
            if (!this.inText && !inCdata) this.token = this.base + pos;
            this.startText();
            run = ++pos;
            break;
          }
          if (!this.inText && !inCdata) this.token = this.base + pos;
          this.startText();
          this.piece = this.base + pos;
          this.sink.text(lineFeed, 0, 1);
          run = ++pos;
          this.afterCarriageReturn = pos === end;
          break;
        default: {
          const length = kind === Class.ILLEGAL ? 0 : xmlCharacterBytes(chunk, pos, end);
          if (length > 0) {
            pos += length;
            break;
          }
          this.passText(chunk, run, pos);
          run = pos;
          if (length < 0) {
            if (!this.inText && !inCdata) this.token = this.base + pos;
            return this.holdCharacter(chunk, pos, end);
          }
          pos += this.keepIllegal(chunk[pos] as number, isNonCharacter(chunk, pos, end), pos);
        }
      }
    }
    this.passText(chunk, run, end);
    if (!inCdata) this.bracketCount = this.bracketsBefore(chunk, rawStart, end);
    return end;
  }

  /** Continues in a CDATA section after one or two `]`, which are held back. */
  private resumeBrackets(chunk: Uint8Array, start: number, end: number): number {
    for (let pos = start; pos < end; pos++) {
      const byte = chunk[pos] as number;
      if (byte === CLOSE_BRACKET) {
        if (this.bracketCount === 2) this.passHeldBrackets(1, pos);
        this.bracketCount = Math.min(2, this.bracketCount + 1);
      } else {
        const isEnd = byte === GREATER && this.bracketCount === 2;
        if (isEnd) this.state = TEXT;
        else this.passHeldBrackets(this.bracketCount, pos);
        this.bracketCount = 0;
        return isEnd ? pos + 1 : pos;
      }
    }
    return end;
  }

  /** Passes on the first `count` of the brackets before `pos`. */
  private passHeldBrackets(count: number, pos: number): void {
    this.startText();
    this.piece = this.base + pos - this.bracketCount;
    this.sink.text(brackets, 0, count);
  }

  /** How many `]` are before `pos`, including those of the previous chunk. */
  private bracketsBefore(chunk: Uint8Array, rawStart: number, pos: number): number {
    let count = 0;
    while (count < 2 && pos - count > rawStart && chunk[pos - count - 1] === CLOSE_BRACKET) count++;
    return pos - count === rawStart ? Math.min(2, count + this.bracketCount) : count;
  }

  private passText(chunk: Uint8Array, start: number, end: number): void {
    if (start === end) return;
    if (!this.inText) {
      if (this.state === TEXT) this.token = this.base + start;
      this.startText();
    }
    this.piece = this.base + start;
    this.sink.text(chunk, start, end);
  }

  private startText(): void {
    if (this.inText) return;
    this.inText = true;
    this.textDiagnostics = 0;
  }

  /** How many bytes of an illegal character to pass on, if the modes allow it in text. */
  private keepIllegal(byte: number, isNonCharacter: boolean, pos: number): number {
    const isText = this.state === TEXT || this.state === CDATA;
    const isCharacter = byte < 0x80 || isNonCharacter;
    const mode = isCharacter ? this.options.controlCharacters : this.options.invalidUtf8;
    if (!isText || !this.lenient || mode === "reject") throw this.illegalCharacter(byte, isNonCharacter, pos);
    const bit = isCharacter ? 1 : 2;
    if (!this.inText) {
      if (this.state === TEXT) this.token = this.base + pos;
      this.startText();
    }
    if ((this.textDiagnostics & bit) === 0) {
      this.textDiagnostics |= bit;
      if (isCharacter) this.report("control-character", `${characterName(byte, isNonCharacter)} in the data kept`, pos);
      else this.report("invalid-text", `byte 0x${hex(byte)} of the data, which is not UTF-8, kept`, pos);
    }
    return isNonCharacter ? 3 : 1;
  }

  // Characters that a chunk cuts

  private holdCharacter(chunk: Uint8Array, start: number, end: number): number {
    this.part = this.base + start;
    if (this.held === none) this.held = new Uint8Array(4);
    for (let pos = start; pos < end; pos++) this.held[this.heldBytes++] = chunk[pos] as number;
    return end;
  }

  private completeCharacter(chunk: Uint8Array, start: number, end: number): number {
    const { held, part, base } = this;
    for (let pos = start; pos < end; pos++) {
      held[this.heldBytes] = chunk[pos] as number;
      const length = xmlCharacterBytes(held, 0, this.heldBytes + 1);
      if (length < 0) {
        this.heldBytes++;
        continue;
      }
      const isLonger = length > 0 || isNonCharacter(held, 0, this.heldBytes + 1);
      const byteLength = this.heldBytes + (isLonger ? 1 : 0);
      this.heldBytes = 0;
      // Of bytes that begin no character, the last one may begin another.
      if (length === 0) this.keepIllegal(held[0] as number, isLonger, part - base);
      this.takeCharacter(held, 0, byteLength);
      return isLonger ? pos + 1 : pos;
    }
    return end;
  }

  /** Takes a character beyond ASCII that is split between chunks. */
  private takeCharacter(chunk: Uint8Array, start: number, end: number): void {
    switch (this.state) {
      case TEXT:
      case CDATA:
        this.bracketCount = 0;
        this.afterCarriageReturn = false;
        this.startText();
        this.piece = this.part;
        this.sink.text(chunk.slice(start, end), 0, end - start);
        break;
      case VALUE:
        this.collect(chunk, start, end);
        break;
      case INSTRUCTION:
        this.sink.instructionData(chunk, start, end);
        break;
      case DOCTYPE:
        this.doctypeChunk = chunk;
        this.doctypeIndex = start;
        this.doctypePos = this.part - this.base;
        for (let pos = start; pos < end; pos++) (this.doctype as Doctype).take(chunk[pos] as number);
        break;
      case COMMENT:
        break;
      default:
        throw this.errorAtPart("not-well-formed", this.refusal(shown(chunk, start)));
    }
  }

  // References (XML 1.0 §4.1)

  private readReference(chunk: Uint8Array, start: number, end: number): number {
    const { reference } = this;
    let pos = start;
    while (pos < end) {
      if (reference.take(chunk[pos++] as number)) continue;
      if (reference.fault !== undefined) {
        const code = reference.illegal ? "invalid-character" : "not-well-formed";
        throw this.errorAtPart(code, reference.fault);
      }
      if (this.quote !== 0) {
        this.state = VALUE;
        this.collect(reference.bytes, 0, reference.byteLength);
      } else {
        this.state = TEXT;
        this.startText();
        this.piece = this.part;
        this.sink.text(reference.bytes, 0, reference.byteLength);
      }
      return pos;
    }
    return pos;
  }

  // Tags (XML 1.0 §3.1)

  /** Takes the name of a tag inside an element, and the tag if it holds no more, where the chunk has it as a whole. */
  private readTagName(chunk: Uint8Array, start: number, end: number): number {
    const { nameBytes } = Class;
    const isEnd = start < end && chunk[start] === SLASH;
    const nameStart = isEnd ? start + 1 : start;
    let pos = nameStart;
    while (pos < end && nameBytes[chunk[pos] as number] === 1) pos++;
    if (pos === end || pos === nameStart || pos - nameStart > this.limits.maxTextBytes) {
      this.state = MARKUP;
      return start;
    }
    this.beginTag();
    this.state = isEnd ? END_NAME : START_NAME;
    return this.takeName(chunk, nameStart, pos, chunk, pos);
  }

  private readMarkup(chunk: Uint8Array, pos: number): number {
    const byte = chunk[pos] as number;
    if (byte === SLASH) {
      if (this.depth === this.baseDepth) throw this.error("not-well-formed", "end tag outside the root element", pos);
      this.beginTag();
      this.state = END_NAME;
      return pos + 1;
    }
    if (byte === EXCLAMATION) {
      this.state = BANG;
      return pos + 1;
    }
    if (byte === QUESTION) {
      this.state = INSTRUCTION_TARGET;
      return pos + 1;
    }
    if (Class.nameBytes[byte] === 0) throw this.error("not-well-formed", `${shown(chunk, pos)} after <`, pos);
    if (this.rootSeen && !this.rootMayFollow && this.depth === this.baseDepth) {
      throw this.errorAtPart("not-well-formed", "a second root element");
    }
    this.beginTag();
    this.state = START_NAME;
    return pos;
  }

  private beginTag(): void {
    this.token = this.part;
    this.inText = false;
  }

  /** Continues a name of any kind. The sink checks its characters. */
  private readName(chunk: Uint8Array, start: number, end: number): number {
    const { collected } = this;
    const { nameBytes } = Class;
    let pos = start;
    while (pos < end && nameBytes[chunk[pos] as number] === 1) pos++;
    if (collected.byteLength + pos - start > this.limits.maxTextBytes) {
      throw this.errorAtPart("limit-exceeded", `name is longer than maxTextBytes (${this.limits.maxTextBytes})`);
    }
    if (pos === end) {
      collected.bytes(chunk, start, pos);
      return pos;
    }
    if (collected.byteLength === 0) {
      if (start === pos) throw this.error("not-well-formed", `${shown(chunk, pos)} where a name is due`, pos);
      return this.takeName(chunk, start, pos, chunk, pos);
    }
    collected.bytes(chunk, start, pos);
    const { byteLength } = collected;
    collected.byteLength = 0;
    return this.takeName(collected.buffer, 0, byteLength, chunk, pos);
  }

  private takeName(name: Uint8Array, start: number, end: number, chunk: Uint8Array, pos: number): number {
    const byte = chunk[pos] as number;
    switch (this.state) {
      case START_NAME:
        this.openElement();
        this.sink.startTag(name, start, end);
        if (byte === GREATER) {
          this.finishStartTag(false);
          return pos + 1;
        }
        this.state = TAG;
        return pos;
      case END_NAME:
        this.sink.endTag(name, start, end);
        this.state = END_SPACE;
        if (byte === GREATER) {
          this.closeElement();
          return pos + 1;
        }
        return pos;
      case ATTRIBUTE_NAME:
        this.countAttribute();
        this.sink.attributeName(name, start, end);
        this.state = EQUALS;
        return pos;
      default:
        this.sink.instruction(name, start, end);
        this.state = INSTRUCTION_SPACE;
        return pos;
    }
  }

  private openElement(): void {
    const { maxDepth, maxElements } = this.limits;
    this.elements++;
    if (this.elements > maxElements) {
      throw this.errorAtPart("limit-exceeded", `more elements than maxElements (${maxElements})`);
    }
    if (this.depth === maxDepth) {
      throw this.errorAtPart("limit-exceeded", `elements are nested deeper than maxDepth (${maxDepth})`);
    }
    this.depth++;
    this.rootSeen = true;
    this.attributes = 0;
  }

  private countAttribute(): void {
    const { maxAttributes } = this.limits;
    if (++this.attributes > maxAttributes) {
      throw this.errorAtPart("limit-exceeded", `more attributes than maxAttributes (${maxAttributes})`);
    }
  }

  private finishStartTag(empty: boolean): void {
    this.state = TEXT;
    this.sink.finishStartTag(empty);
    if (empty) this.closeElement();
  }

  private closeElement(): void {
    this.depth--;
    this.state = this.depth === this.baseDepth ? OUTSIDE : this.depth <= this.stopDepth ? PAUSED : TEXT;
  }

  private readTag(chunk: Uint8Array, pos: number, end: number): number {
    const byte = chunk[pos] as number;
    if (isSpace(byte)) {
      this.state = TAG_SPACE;
      return this.readAttributeName(chunk, pos + 1, end);
    }
    if (byte === GREATER) this.finishStartTag(false);
    else if (byte === SLASH) this.state = EMPTY_TAG;
    else {
      if (Class.nameBytes[byte] === 0) throw this.error("not-well-formed", `${shown(chunk, pos)} in a tag`, pos);
      if (this.state === TAG) return this.refuse(chunk, pos, end);
      this.part = this.base + pos;
      this.state = ATTRIBUTE_NAME;
      return pos;
    }
    return pos + 1;
  }

  /** Takes the name of an attribute and what leads to its value, where the chunk has them as a whole. */
  private readAttributeName(chunk: Uint8Array, start: number, end: number): number {
    const { nameBytes } = Class;
    let pos = start;
    while (pos < end && nameBytes[chunk[pos] as number] === 1) pos++;
    if (pos === start || pos + 1 >= end || chunk[pos] !== EQUAL || pos - start > this.limits.maxTextBytes) return start;
    const quote = chunk[pos + 1] as number;
    if (quote !== DOUBLE_QUOTE && quote !== SINGLE_QUOTE) return start;
    this.part = this.base + start;
    this.countAttribute();
    this.sink.attributeName(chunk, start, pos);
    this.quote = quote;
    this.state = VALUE;
    return pos + 2;
  }

  // Attribute values (XML 1.0 §2.3, §3.3.3)

  private readValue(chunk: Uint8Array, start: number, end: number): number {
    const classes = Class.valueClasses;
    let pos = start;
    if (this.afterCarriageReturn) {
      this.afterCarriageReturn = false;
      if (chunk[pos] === LINE_FEED) pos++;
    }
    let run = pos;
    while (pos < end) {
      const byte = chunk[pos] as number;
      const kind = classes[byte] as number;
      if (kind === Class.PLAIN) {
        pos++;
        continue;
      }
      switch (kind) {
        case Class.QUOTE:
          if (byte === this.quote) {
            this.finishValue(chunk, run, pos);
            return pos + 1;
          }
          pos++;
          break;
        case Class.LESS:
          this.collect(chunk, run, pos);
          throw this.error("not-well-formed", this.unendedValue(), pos);
        case Class.AMPERSAND:
          this.collect(chunk, run, pos);
          this.part = this.base + pos;
          this.reference.begin();
          this.state = REFERENCE;
          return pos + 1;
        case Class.WHITE_SPACE:
        case Class.CARRIAGE_RETURN:
          this.collect(chunk, run, pos);
          this.collect(blank, 0, 1);
          pos++;
          if (kind === Class.CARRIAGE_RETURN) {
            if (pos === end) this.afterCarriageReturn = true;
            else if (chunk[pos] === LINE_FEED) pos++;
          }
          run = pos;
          break;
        default: {
          const length = kind === Class.ILLEGAL ? 0 : xmlCharacterBytes(chunk, pos, end);
          if (length <= 0) {
            this.collect(chunk, run, pos);
            if (length < 0) return this.holdCharacter(chunk, pos, end);
            throw this.illegalCharacter(byte, isNonCharacter(chunk, pos, end), pos);
          }
          pos += length;
        }
      }
    }
    this.collect(chunk, run, end);
    return end;
  }

  private finishValue(chunk: Uint8Array, start: number, end: number): void {
    const { collected } = this;
    this.quote = 0;
    this.state = TAG;
    if (collected.byteLength === 0) {
      this.checkLength(end - start);
      this.sink.attributeValue(chunk, start, end);
      return;
    }
    this.collect(chunk, start, end);
    const { byteLength } = collected;
    collected.byteLength = 0;
    this.sink.attributeValue(collected.buffer, 0, byteLength);
  }

  private collect(chunk: Uint8Array, start: number, end: number): void {
    this.checkLength(this.collected.byteLength + end - start);
    this.collected.bytes(chunk, start, end);
  }

  /** Refuses a value or literal longer than the limit. */
  checkLength(byteLength: number): void {
    if (byteLength > this.limits.maxTextBytes) {
      const reason = `attribute value or identifier is longer than maxTextBytes (${this.limits.maxTextBytes})`;
      throw new SyncmlError("limit-exceeded", reason, this);
    }
  }

  // Comments and processing instructions (XML 1.0 §2.5, §2.6)

  /** Skips legal characters up to a byte that may end the construct. */
  private skipTo(chunk: Uint8Array, start: number, end: number, classes: Uint8Array, next: number): number {
    let pos = start;
    while (pos < end) {
      const kind = classes[chunk[pos] as number] as number;
      if (kind === Class.PLAIN) {
        pos++;
        continue;
      }
      if (kind === Class.STOP) {
        this.passInstruction(chunk, start, pos);
        this.state = next;
        return pos + 1;
      }
      const length = kind === Class.ILLEGAL ? 0 : xmlCharacterBytes(chunk, pos, end);
      if (length === 0) throw this.illegalCharacter(chunk[pos] as number, isNonCharacter(chunk, pos, end), pos);
      if (length < 0) {
        this.passInstruction(chunk, start, pos);
        return this.holdCharacter(chunk, pos, end);
      }
      pos += length;
    }
    this.passInstruction(chunk, start, end);
    return end;
  }

  private passInstruction(chunk: Uint8Array, start: number, end: number): void {
    if (this.state === INSTRUCTION && start < end) this.sink.instructionData(chunk, start, end);
  }

  private endInstruction(): void {
    this.leaveMarkup();
    this.sink.endInstruction();
  }

  private leaveMarkup(): void {
    this.state = this.depth === this.baseDepth ? OUTSIDE : TEXT;
  }

  // Single bytes

  /** Takes a byte whose meaning depends on the state alone, and returns the position of the next one. */
  private takeByte(chunk: Uint8Array, pos: number, end: number): number {
    const byte = chunk[pos] as number;
    switch (this.state) {
      case OUTSIDE:
        if (byte === LESS) {
          this.part = this.base + pos;
          this.state = MARKUP;
        } else if (byte === 0 && this.rootSeen) {
          this.trailingBytes++;
        } else if (!isSpace(byte)) return this.refuse(chunk, pos, end);
        break;
      case EMPTY_TAG:
        if (byte !== GREATER) return this.refuse(chunk, pos, end);
        this.finishStartTag(true);
        break;
      case EQUALS:
        if (byte === EQUAL) this.state = BEFORE_VALUE;
        else if (!isSpace(byte)) return this.refuse(chunk, pos, end);
        break;
      case BEFORE_VALUE:
        if (byte === DOUBLE_QUOTE || byte === SINGLE_QUOTE) {
          this.quote = byte;
          this.state = VALUE;
        } else if (!isSpace(byte)) return this.refuse(chunk, pos, end);
        break;
      case END_SPACE:
        if (byte === GREATER) this.closeElement();
        else if (!isSpace(byte)) return this.refuse(chunk, pos, end);
        break;
      case BANG:
        return this.takeBang(chunk, pos, end);
      case CDATA_OPEN:
      case DOCTYPE_OPEN:
        return this.takeKeyword(chunk, pos, end);
      case COMMENT_OPEN:
        if (byte !== DASH) return this.refuse(chunk, pos, end);
        this.state = COMMENT;
        break;
      case COMMENT_DASH:
        this.state = byte === DASH ? COMMENT_DASHES : COMMENT;
        return byte === DASH ? pos + 1 : pos;
      case COMMENT_DASHES:
        if (byte !== GREATER) return this.refuse(chunk, pos, end);
        this.leaveMarkup();
        break;
      case INSTRUCTION_SPACE:
        if (byte === QUESTION) this.state = INSTRUCTION_CLOSE;
        else if (isSpace(byte)) this.state = INSTRUCTION;
        else return this.refuse(chunk, pos, end);
        break;
      case INSTRUCTION_CLOSE:
        if (byte !== GREATER) return this.refuse(chunk, pos, end);
        this.endInstruction();
        break;
      case INSTRUCTION_MARK:
        if (byte !== GREATER) {
          this.sink.instructionData(question, 0, 1);
          this.state = INSTRUCTION;
          return pos;
        }
        this.endInstruction();
        break;
    }
    return pos + 1;
  }

  /** Refuses the character at `pos` once it has arrived completely, since the reason names it. */
  private refuse(chunk: Uint8Array, pos: number, end: number): number {
    const byte = chunk[pos] as number;
    if (byte >= 0x80) {
      const length = xmlCharacterBytes(chunk, pos, end);
      if (length < 0) return this.holdCharacter(chunk, pos, end);
      if (length === 0) throw this.illegalCharacter(byte, isNonCharacter(chunk, pos, end), pos);
    }
    throw this.error("not-well-formed", this.refusal(shown(chunk, pos)), pos);
  }

  /** The reason for refusing a character that is unexpected in this state. */
  private refusal(character: string): string {
    const not = character.startsWith("U+") ? `, not ${character}` : "";
    switch (this.state) {
      case OUTSIDE:
        return `${character} outside the root element`;
      case TAG:
        return `white space is due before an attribute${not}`;
      case EMPTY_TAG:
        return `> is due after /${not}`;
      case EQUALS:
        return `= is due after an attribute name${not}`;
      case BEFORE_VALUE:
        return `an attribute value is due in quotes${character === "&" ? ", not in an escaped &quot;" : not}`;
      case END_SPACE:
        return `${character} in an end tag`;
      case COMMENT_OPEN:
        return `a comment begins with <!--${not}`;
      case COMMENT_DASHES:
        return "-- inside a comment";
      case INSTRUCTION_SPACE:
        return `white space is due after the target${not}`;
      case INSTRUCTION_CLOSE:
        return `> is due after ?${not}`;
      default:
        return `${character} after <!`;
    }
  }

  /** The reason for refusing a value that runs on into the next tag. */
  private unendedValue(): string {
    const { buffer, byteLength } = this.collected;
    const quote = firstTypographicQuote(decodeUtf8Lossy(buffer, 0, byteLength));
    return `< in an attribute value${quote === undefined ? "" : `, which ${describeCharacter(quote)} does not end`}`;
  }

  private takeBang(chunk: Uint8Array, pos: number, end: number): number {
    const byte = chunk[pos] as number;
    const isOutside = this.depth === this.baseDepth;
    if (byte === DASH) this.state = COMMENT_OPEN;
    else if (byte === OPEN_BRACKET && !isOutside) this.expectKeyword(cdataKeyword, CDATA_OPEN);
    else if (byte === LETTER_D && isOutside && !this.rootSeen && this.doctype === undefined) {
      this.expectKeyword(doctypeKeyword, DOCTYPE_OPEN);
    } else return this.refuse(chunk, pos, end);
    return pos + 1;
  }

  private expectKeyword(keyword: Uint8Array, state: number): void {
    this.keyword = keyword;
    this.keywordBytes = 0;
    this.state = state;
  }

  private takeKeyword(chunk: Uint8Array, pos: number, end: number): number {
    if (chunk[pos] !== this.keyword[this.keywordBytes]) return this.refuse(chunk, pos, end);
    if (++this.keywordBytes < this.keyword.length) return pos + 1;
    if (this.state === DOCTYPE_OPEN) {
      this.doctype = new Doctype(this);
      this.state = DOCTYPE;
      return pos + 1;
    }
    if (!this.inText) this.token = this.part;
    this.bracketCount = 0;
    this.state = CDATA;
    return pos + 1;
  }

  // Document type declaration (XML 1.0 §2.8)

  private readDoctype(chunk: Uint8Array, start: number, end: number): number {
    const doctype = this.doctype as Doctype;
    let pos = start;
    while (pos < end) {
      const byte = chunk[pos] as number;
      const length = xmlCharacterBytes(chunk, pos, end);
      if (length < 0) return this.holdCharacter(chunk, pos, end);
      if (length === 0) throw this.illegalCharacter(byte, isNonCharacter(chunk, pos, end), pos);
      if (byte === LESS) this.part = this.base + pos;
      this.doctypeChunk = chunk;
      this.doctypeIndex = pos;
      this.doctypePos = pos;
      for (const last = pos + length; pos < last; pos++) {
        if (doctype.take(chunk[pos] as number)) continue;
        this.state = OUTSIDE;
        return pos + 1;
      }
    }
    return pos;
  }

  doctypeName(chunk: Uint8Array, start: number, end: number): void {
    this.part = this.base + this.doctypePos;
    this.sink.doctypeName(chunk, start, end);
  }

  publicId(chunk: Uint8Array, start: number, end: number): void {
    this.sink.publicId(chunk, start, end);
  }

  failDoctype(code: SyncmlErrorCode, reason: string, inDeclaration: boolean): never {
    if (inDeclaration) throw this.errorAtPart(code, reason);
    const { doctypeChunk, doctypeIndex, doctypePos } = this;
    const isForeign = reason.endsWith(" is due") && (doctypeChunk[doctypeIndex] as number) >= 0x80;
    throw this.error(code, isForeign ? `${reason}, not ${shown(doctypeChunk, doctypeIndex)}` : reason, doctypePos);
  }

  // Errors

  private placeOf(place: number): Locator {
    return new DistantPlace(this, place);
  }

  private error(code: SyncmlErrorCode, reason: string, pos: number): SyncmlError {
    return new SyncmlError(code, reason, this.placeOf(this.base + pos));
  }

  private errorAtPart(code: SyncmlErrorCode, reason: string): SyncmlError {
    return new SyncmlError(code, reason, this.placeOf(this.part));
  }

  private illegalCharacter(byte: number, isNonCharacter: boolean, pos: number): SyncmlError {
    const reason =
      byte < 0x80 || isNonCharacter
        ? `${characterName(byte, isNonCharacter)} is no XML character`
        : `byte 0x${hex(byte)} begins no UTF-8 character`;
    return this.error("invalid-character", reason, pos);
  }

  private report(code: DiagnosticCode, message: string, pos: number): void {
    // Advance the token's place first, so that each diagnostic counts at most the current text.
    this.places.tokenOffset(this.token);
    report(this.options.onDiagnostic, code, message, this.placeOf(this.base + pos));
  }
}

/** A place other than the token's. Its offset in the original is counted only when read, which mostly errors do. */
class DistantPlace implements Locator {
  private readonly tokenizer: XmlTokenizer;
  place: number;

  constructor(tokenizer: XmlTokenizer, place: number) {
    this.tokenizer = tokenizer;
    this.place = place;
  }

  get offset(): number {
    return this.tokenizer.places.offsetOf(this.place);
  }

  get opaqueOffset(): number {
    return this.offset;
  }

  get line(): number {
    return this.tokenizer.places.lineOf(this.place);
  }

  get column(): number {
    return this.tokenizer.places.columnOf(this.place);
  }

  path(): string {
    return this.tokenizer.path();
  }
}

function isSpace(byte: number): boolean {
  return byte === BLANK || byte === LINE_FEED || byte === CARRIAGE_RETURN || byte === TAB;
}

/** U+FFFE and U+FFFF are well-formed UTF-8 but not XML characters. */
function isNonCharacter(chunk: Uint8Array, pos: number, end: number): boolean {
  return (
    pos + 2 < end &&
    chunk[pos] === 0xef &&
    chunk[pos + 1] === 0xbf &&
    (chunk[pos + 2] as number) >= 0xbe &&
    (chunk[pos + 2] as number) < 0xc0
  );
}

function characterName(byte: number, isNonCharacter: boolean): string {
  return isNonCharacter ? "U+FFFE or U+FFFF" : `U+00${hex(byte)}`;
}

/** The markup character at `pos`, as a reason shows it; if it is beyond ASCII, all of it is in the chunk. */
function shown(chunk: Uint8Array, pos: number): string {
  const byte = chunk[pos] as number;
  if (byte > BLANK && byte < 0x7f) return String.fromCharCode(byte);
  if (byte < 0x80) return `byte 0x${hex(byte)}`;
  const [character = ""] = decodeUtf8Lossy(chunk, pos, pos + utf8CharacterBytes(chunk, pos, chunk.length));
  return describeCharacter(character);
}

function hex(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, "0");
}
