import { ByteWriter } from "../core/byte-writer.ts";
import type { SyncmlErrorCode } from "../core/errors.ts";

// Follows a document type declaration only far enough to find its end and to refuse entities.
// What the next byte belongs to, in order of appearance:
//
//  <!DOCTYPE SyncML PUBLIC "-//SYNCML//…" "http://…" [ <!ELEMENT … > <!-- … --> ] >
//           ││     ││      ││             ││         ││                           │
//           │NAME  │EXTERNAL│PUBLIC        │SYSTEM    │SUBSET, DECLARATION…        AFTER_SUBSET
//           │      AFTER_NAME              BEFORE_SYSTEM
//           KEYWORD_END     BEFORE_PUBLIC            BEFORE_SUBSET
const KEYWORD_END = 0;
const BEFORE_NAME = 1;
const NAME = 2;
const AFTER_NAME = 3;
const EXTERNAL = 4;
const BEFORE_PUBLIC = 5;
const PUBLIC = 6;
const PUBLIC_END = 7;
const BEFORE_SYSTEM = 8;
const SYSTEM = 9;
const BEFORE_SUBSET = 10;
const SUBSET = 11;
const DECLARATION = 12;
const DECLARATION_BANG = 13;
const DECLARATION_WORD = 14;
const DECLARATION_BODY = 15;
const DECLARATION_LITERAL = 16;
const COMMENT_OPEN = 17;
const COMMENT = 18;
const COMMENT_DASH = 19;
const COMMENT_DASHES = 20;
const INSTRUCTION = 21;
const INSTRUCTION_MARK = 22;
const AFTER_SUBSET = 23;

const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;
const PERCENT = 0x25;
const DASH = 0x2d;
const LESS = 0x3c;
const GREATER = 0x3e;
const QUESTION = 0x3f;
const BANG = 0x21;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

const MAX_WORD = 16;
const pubidCharacter = /[ \r\na-zA-Z0-9\-'()+,./:=?;!*#@$_%]/;

/** Receives the parts of a document type declaration. */
export interface DoctypeOwner {
  doctypeName(chunk: Uint8Array, start: number, end: number): void;
  publicId(chunk: Uint8Array, start: number, end: number): void;
  /** A name or public identifier grew by one byte, to `byteLength`. */
  checkLength(byteLength: number): void;
  /** Throws: for the byte being taken, or for the declaration it is in. */
  failDoctype(code: SyncmlErrorCode, reason: string, inDeclaration: boolean): never;
}

/**
 * Reads a document type declaration after `<!DOCTYPE`, byte by byte (XML 1.0 §2.8). In an internal subset it only finds where
 * declarations begin and end: entities are refused, and nothing is fetched.
 */
export class Doctype {
  private readonly owner: DoctypeOwner;
  private state = KEYWORD_END;
  private spaceSeen = false;
  private quote = 0;
  private word = "";
  private readonly collected = new ByteWriter(64);

  constructor(owner: DoctypeOwner) {
    this.owner = owner;
  }

  /** Takes the next byte of a legal character; false once the declaration is closed. */
  take(byte: number): boolean {
    switch (this.state) {
      case KEYWORD_END:
        if (!isSpace(byte)) this.unexpected("white space is due after DOCTYPE");
        this.state = BEFORE_NAME;
        break;
      case BEFORE_NAME:
        if (isSpace(byte)) break;
        this.state = NAME;
        this.collect(byte);
        break;
      case NAME:
        if (!isSpace(byte) && byte !== GREATER && byte !== OPEN_BRACKET) {
          this.collect(byte);
          break;
        }
        this.owner.doctypeName(this.collected.buffer, 0, this.collected.byteLength);
        this.collected.byteLength = 0;
        this.state = AFTER_NAME;
        this.spaceSeen = false;
        return this.takeAfterName(byte);
      case AFTER_NAME:
        return this.takeAfterName(byte);
      case EXTERNAL:
        this.takeExternal(byte);
        break;
      case BEFORE_PUBLIC:
        if (this.takeQuote(byte, "a public identifier")) this.state = PUBLIC;
        break;
      case PUBLIC:
        this.takePublic(byte);
        break;
      case PUBLIC_END:
        if (!isSpace(byte)) this.unexpected("a system identifier is due after the public one");
        this.state = BEFORE_SYSTEM;
        break;
      case BEFORE_SYSTEM:
        if (this.takeQuote(byte, "a system identifier")) this.state = SYSTEM;
        break;
      case SYSTEM:
        if (byte === this.quote) this.state = BEFORE_SUBSET;
        break;
      case BEFORE_SUBSET:
        if (byte === OPEN_BRACKET) this.state = SUBSET;
        else return this.takeClose(byte);
        break;
      case AFTER_SUBSET:
        return this.takeClose(byte);
      default:
        this.takeSubset(byte);
    }
    return true;
  }

  private takeAfterName(byte: number): boolean {
    if (isSpace(byte)) this.spaceSeen = true;
    else if (byte === GREATER) return false;
    else if (byte === OPEN_BRACKET) this.state = SUBSET;
    else {
      if (!this.spaceSeen) this.unexpected("white space is due after the name");
      this.state = EXTERNAL;
      this.word = "";
      this.takeExternal(byte);
    }
    return true;
  }

  private takeExternal(byte: number): void {
    if (isSpace(byte)) {
      if (this.word !== "PUBLIC" && this.word !== "SYSTEM") this.unexpected("SYSTEM or PUBLIC is due");
      this.state = this.word === "PUBLIC" ? BEFORE_PUBLIC : BEFORE_SYSTEM;
    } else this.collectWord(byte);
  }

  private takeQuote(byte: number, what: string): boolean {
    if (isSpace(byte)) return false;
    if (byte !== DOUBLE_QUOTE && byte !== SINGLE_QUOTE) this.unexpected(`${what} is due`);
    this.quote = byte;
    return true;
  }

  private takePublic(byte: number): void {
    if (byte !== this.quote) {
      if (byte >= 0x80 || !pubidCharacter.test(String.fromCharCode(byte))) {
        this.unexpected("character that no public identifier may have");
      }
      this.collect(byte);
      return;
    }
    this.owner.publicId(this.collected.buffer, 0, this.collected.byteLength);
    this.collected.byteLength = 0;
    this.state = PUBLIC_END;
  }

  private takeClose(byte: number): boolean {
    if (byte === GREATER) return false;
    if (!isSpace(byte)) this.unexpected("the document type declaration should end");
    return true;
  }

  private takeSubset(byte: number): void {
    switch (this.state) {
      case SUBSET:
        if (byte === LESS) this.state = DECLARATION;
        else if (byte === CLOSE_BRACKET) this.state = AFTER_SUBSET;
        else if (byte === PERCENT) this.refuseEntity("internal subset uses a parameter entity", false);
        else if (!isSpace(byte)) this.unexpected("a declaration is due");
        break;
      case DECLARATION:
        if (byte === BANG) this.state = DECLARATION_BANG;
        else if (byte === QUESTION) this.state = INSTRUCTION;
        else this.unexpected("a declaration is due");
        break;
      case DECLARATION_BANG:
        this.word = "";
        if (byte === DASH) this.state = COMMENT_OPEN;
        else {
          this.state = DECLARATION_WORD;
          this.collectWord(byte);
        }
        break;
      case DECLARATION_WORD:
        if (isSpace(byte)) this.finishWord();
        else this.collectWord(byte);
        break;
      case DECLARATION_BODY:
        if (byte === GREATER) this.state = SUBSET;
        else if (byte === DOUBLE_QUOTE || byte === SINGLE_QUOTE) {
          this.quote = byte;
          this.state = DECLARATION_LITERAL;
        } else if (byte === PERCENT) this.refuseEntity("internal subset uses a parameter entity", false);
        else if (byte === LESS) this.unexpected("the declaration should end");
        break;
      case DECLARATION_LITERAL:
        if (byte === this.quote) this.state = DECLARATION_BODY;
        break;
      case COMMENT_OPEN:
        if (byte !== DASH) this.unexpected("a comment begins with <!--");
        this.state = COMMENT;
        break;
      case COMMENT:
        if (byte === DASH) this.state = COMMENT_DASH;
        break;
      case COMMENT_DASH:
        this.state = byte === DASH ? COMMENT_DASHES : COMMENT;
        break;
      case COMMENT_DASHES:
        if (byte !== GREATER) this.unexpected("-- inside a comment");
        this.state = SUBSET;
        break;
      case INSTRUCTION:
        if (byte === QUESTION) this.state = INSTRUCTION_MARK;
        break;
      case INSTRUCTION_MARK:
        if (byte === GREATER) this.state = SUBSET;
        else if (byte !== QUESTION) this.state = INSTRUCTION;
        break;
    }
  }

  private finishWord(): void {
    if (this.word === "ENTITY") this.refuseEntity("internal subset declares an entity", true);
    if (this.word !== "ELEMENT" && this.word !== "ATTLIST" && this.word !== "NOTATION") {
      this.unexpected(`there is no declaration ${this.word}`);
    }
    this.state = DECLARATION_BODY;
  }

  private collectWord(byte: number): void {
    if (this.word.length === MAX_WORD || byte >= 0x80 || byte === GREATER) this.unexpected("a keyword is due");
    this.word += String.fromCharCode(byte);
  }

  private collect(byte: number): void {
    this.owner.checkLength(this.collected.byteLength + 1);
    this.collected.byte(byte);
  }

  private unexpected(reason: string): never {
    this.owner.failDoctype("not-well-formed", reason, false);
  }

  private refuseEntity(reason: string, inDeclaration: boolean): never {
    this.owner.failDoctype("entity-declaration", reason, inDeclaration);
  }
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
