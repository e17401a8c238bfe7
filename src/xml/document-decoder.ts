import { GREATER, LESS } from "../core/ascii.ts";
import { ByteWriter } from "../core/byte-writer.ts";
import {
  charsetName,
  codeUnitBytes,
  createNamedTranscoder,
  createTranscoder,
  findCharset,
  type Transcoder,
  US_ASCII,
  UTF_8,
} from "../core/charset.ts";
import { report } from "../core/diagnostics.ts";
import { equalBytes } from "../core/equal-bytes.ts";
import { SyncmlError } from "../core/errors.ts";
import type { Locator } from "../core/sink.ts";
import { decodeUtf8Lossy, encodeUtf8 } from "../core/utf8.ts";
import { detectEncoding, isCutSignature } from "./encoding-detection.ts";
import type { XmlReadOptions } from "./read-options.ts";
import type { TokenNamer } from "./token-namer.ts";
import type { XmlTokenizer } from "./tokenizer.ts";
import { Utf16Transcoder } from "./utf16.ts";
import { parseXmlDeclaration } from "./xml-declaration.ts";

// What is read next:
//
//  EF BB BF  <?xml version="1.0" encoding="…"?>  <SyncML>…
//  SIGNATURE DECLARATION                         BODY
//
// SIGNATURE waits for four bytes, which tell the family of the encoding; DECLARATION holds back the text up to `?>`; BODY
// is passed on as UTF-8.
const SIGNATURE = 0;
const DECLARATION = 1;
const BODY = 2;

/** Enough to distinguish the encodings of XML 1.0 appendix F. */
const SIGNATURE_BYTES = 4;

/** Far more than a declaration needs; the rest would be white space. */
const MAX_DECLARATION_BYTES = 4096;

const declarationStart = encodeUtf8("<?xml");
const byteOrderMark = encodeUtf8("\ufeff");
const REPLACEMENT = "\ufffd";
/** Replaces a character that could not be decoded: it never occurs in UTF-8, so the tokenizer reports the fault. */
const INVALID = Uint8Array.of(0xff);

/** The declarations that nearly all documents have: their encoding is that of the bytes. */
const plainDeclarations = ['<?xml version="1.0" encoding="UTF-8"?>', '<?xml version="1.0"?>'].map(encodeUtf8);

/** Bytes of such a declaration at `start`, if it is there as a whole; 0 if there is none. */
function plainDeclarationBytes(chunk: Uint8Array, start: number, end: number): number {
  for (const declaration of plainDeclarations) {
    const { length } = declaration;
    if (start + length <= end && equalBytes(declaration, chunk, start, start + length)) return length;
  }
  return 0;
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

/** Detects the encoding of a document, reads its XML declaration, and passes the rest to the tokenizer as UTF-8. */
export class DocumentDecoder {
  private readonly namer: TokenNamer;
  private readonly tokenizer: XmlTokenizer;
  private readonly options: XmlReadOptions;
  private state = SIGNATURE;
  private readonly head = new ByteWriter(64);
  private utf16: Utf16Transcoder | undefined;
  private transcoder: Transcoder | undefined;
  private isString = false;
  /** A byte order mark has decided the encoding. */
  private isMarked = false;
  /** White space came before anything else. */
  private beginsBlank = false;
  /** A byte order mark came after white space or another one, and was reported. */
  private hasLateMark = false;

  constructor(namer: TokenNamer, options: XmlReadOptions) {
    this.namer = namer;
    this.tokenizer = namer.tokenizer;
    this.options = options;
    namer.charset = UTF_8;
    namer.tokenizer.places.origin = options.baseOffset;
  }

  /** The input is a string, so an encoding in its declaration is ignored. */
  expectString(): void {
    this.isString = true;
  }

  write(chunk: Uint8Array, start: number, end: number): void {
    if (this.state !== SIGNATURE) {
      this.decode(chunk, start, end);
      return;
    }
    const { head } = this;
    const plain = head.byteLength === 0 ? plainDeclarationBytes(chunk, start, end) : 0;
    if (plain > 0) {
      this.state = BODY;
      this.tokenizer.skip(chunk, start, start + plain);
      this.tokenizer.write(chunk, start + plain, end);
      return;
    }
    const taken = Math.min(end, start + SIGNATURE_BYTES - head.byteLength);
    head.bytes(chunk, start, taken);
    if (head.byteLength < SIGNATURE_BYTES) return;
    this.takeSignature();
    this.decode(chunk, taken, end);
  }

  /** Ends the document, of which `byteLength` bytes came; `isCut` if the last character is incomplete. */
  end(byteLength: number, isCut: boolean): void {
    if (this.state === SIGNATURE && !this.isString && isCutSignature(this.head.buffer, this.head.byteLength)) {
      this.tokenizer.end(byteLength, true);
      return;
    }
    if (this.state === SIGNATURE) this.takeSignature();
    if (this.state === DECLARATION && this.head.byteLength <= declarationStart.length) this.passHead();
    if (this.state === BODY && this.transcoder !== undefined) this.passString(this.transcoder.flush());
    const isUnfinished = this.state === DECLARATION || isCut || this.utf16?.isCut === true;
    this.tokenizer.end(byteLength, isUnfinished);
  }

  private takeSignature(): void {
    const signature = this.head.take();
    const { charset, markBytes, family, isLittleEndian } = detectEncoding(signature, this.isString);
    const { places } = this.tokenizer;
    if (family === "unsupported") {
      throw new SyncmlError("unsupported-charset", "UTF-32 and EBCDIC are not read", this.namer);
    }
    places.origin += markBytes;
    this.namer.charset = charset;
    if (family === "utf-16") {
      this.utf16 = new Utf16Transcoder(isLittleEndian);
      places.unit = "utf-16";
    }
    this.isMarked = markBytes > 0;
    this.state = DECLARATION;
    this.decode(signature, markBytes, signature.length);
  }

  private decode(chunk: Uint8Array, start: number, end: number): void {
    if (this.utf16 !== undefined) {
      const text = this.utf16.transcode(chunk, start, end);
      this.takeUtf8(text, 0, text.length);
    } else this.takeUtf8(chunk, start, end);
  }

  /** Takes bytes that are UTF-8, or (up to the end of the declaration) that can be read as such. */
  private takeUtf8(chunk: Uint8Array, start: number, end: number): void {
    let pos = start;
    if (this.state === DECLARATION) {
      pos = this.readDeclaration(chunk, start, end);
      if (pos === end) return;
    }
    if (this.transcoder === undefined) this.tokenizer.write(chunk, pos, end);
    else this.passString(this.transcoder.decode(chunk, pos, end));
  }

  private passString(text: string): void {
    const { tokenizer } = this;
    let from = 0;
    for (let at = text.indexOf(REPLACEMENT); at >= 0; at = text.indexOf(REPLACEMENT, from)) {
      const before = encodeUtf8(text.slice(from, at));
      tokenizer.write(before, 0, before.length);
      tokenizer.write(INVALID, 0, 1);
      from = at + 1;
    }
    const rest = encodeUtf8(from === 0 ? text : text.slice(from));
    tokenizer.write(rest, 0, rest.length);
  }

  // XML declaration (XML 1.0 §2.8, §4.3.3)

  private readDeclaration(chunk: Uint8Array, start: number, end: number): number {
    const { head } = this;
    for (let pos = this.skipStart(chunk, start, end); pos < end; pos++) {
      if (this.state === BODY) return pos;
      const byte = chunk[pos] as number;
      const { byteLength } = head;
      const isDue =
        byteLength < declarationStart.length
          ? byte === declarationStart[byteLength]
          : byteLength > declarationStart.length || byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
      if (!isDue) {
        this.passHead();
        return pos;
      }
      if (byteLength === MAX_DECLARATION_BYTES) {
        const reason = `XML declaration is longer than ${MAX_DECLARATION_BYTES} bytes`;
        throw new SyncmlError("limit-exceeded", reason, this.tokenizer);
      }
      head.byte(byte);
      // Neither can occur inside one, so nothing more than the declaration is ever collected.
      if (head.byteLength > 1 && (byte === LESS || byte === GREATER)) {
        this.takeDeclaration();
        return pos + 1;
      }
    }
    return end;
  }

  /**
   * Samples copied from a list or a log have blanks before the declaration, and concatenated files may also have a byte order
   * mark after them. XML allows neither.
   */
  private skipStart(chunk: Uint8Array, start: number, end: number): number {
    const { head } = this;
    let pos = start;
    while (pos < end) {
      if (head.byteLength === 0) {
        pos = this.skipBlanks(chunk, pos, end);
        if (chunk[pos] !== byteOrderMark[0]) return pos;
      } else if (head.buffer[0] !== byteOrderMark[0]) return pos;
      while (pos < end && chunk[pos] === byteOrderMark[head.byteLength]) head.byte(chunk[pos++] as number);
      if (head.byteLength === byteOrderMark.length) this.skipMark();
      else if (pos < end) {
        this.passHead();
        return pos;
      }
    }
    return end;
  }

  private skipBlanks(chunk: Uint8Array, start: number, end: number): number {
    let pos = start;
    while (pos < end && isBlank(chunk[pos] as number)) pos++;
    if (pos === start) return start;
    this.beginsBlank = true;
    this.tokenizer.write(chunk, start, pos);
    return pos;
  }

  private skipMark(): void {
    const { tokenizer } = this;
    const mark = this.head.take();
    if (!this.hasLateMark) {
      const text = this.beginsBlank ? "white space before the byte order mark" : "a second byte order mark";
      report(this.options.onDiagnostic, "blanks-before-declaration", `${text} skipped`, tokenizer);
    }
    this.hasLateMark = true;
    this.isMarked = true;
    tokenizer.skip(mark, 0, mark.length);
  }

  /** There is no declaration: the bytes held back belong to the document. */
  private passHead(): void {
    this.state = BODY;
    const bytes = this.head.take();
    this.tokenizer.write(bytes, 0, bytes.length);
  }

  private takeDeclaration(): void {
    const bytes = this.head.take();
    const declaration = parseXmlDeclaration(decodeUtf8Lossy(bytes, 0, bytes.length));
    const { tokenizer } = this;
    if (this.beginsBlank && !this.hasLateMark) {
      const text = "white space before the XML declaration skipped";
      report(this.options.onDiagnostic, "blanks-before-declaration", text, tokenizer);
    }
    if (declaration.fault !== undefined) {
      tokenizer.skip(bytes, 0, declaration.faultIndex);
      throw new SyncmlError("not-well-formed", declaration.fault, tokenizer);
    }
    if (declaration.encoding !== "") {
      tokenizer.skip(bytes, 0, declaration.encodingIndex);
      this.takeEncoding(declaration.encoding, tokenizer);
      tokenizer.skip(bytes, declaration.encodingIndex, bytes.length);
    } else tokenizer.skip(bytes, 0, bytes.length);
    this.state = BODY;
  }

  /**
   * Compares the declared encoding with the bytes, which decide if the two contradict each other: Windows tools declare
   * UTF-16, the encoding of their strings, in what they send as UTF-8 (field notes §1).
   */
  private takeEncoding(encoding: string, at: Locator): void {
    if (this.isString) return;
    const charset = findCharset(encoding);
    const isWide = codeUnitBytes(charset) > 1;
    const isAsciiCompatible = charset === UTF_8 || charset === US_ASCII;
    if (this.utf16 !== undefined ? isWide : isAsciiCompatible) return;
    if (this.utf16 !== undefined || this.isMarked || isWide) {
      const message = `declared as ${encoding}, but its bytes are ${charsetName(this.namer.charset)}`;
      if (this.options.invalidUtf8 === "reject") throw new SyncmlError("not-well-formed", message, at);
      report(this.options.onDiagnostic, "invalid-text", message, at);
      return;
    }
    this.transcoder = charset > 0 ? createTranscoder(charset, at) : createNamedTranscoder(encoding, at);
    this.tokenizer.places.unit = "characters";
    this.namer.charset = charset;
  }
}
