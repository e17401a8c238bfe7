import { charsetName, codeUnitBytes, createTranscoder, type Transcoder, US_ASCII, UTF_8 } from "../../core/charset.ts";
import { isSyncmlError } from "../../core/errors.ts";
import { mbUint32Bytes } from "../../core/mb-uint32.ts";
import { documentStart } from "../../core/sink.ts";
import { decodeUtf8Lossy } from "../../core/utf8.ts";
import type { Vocabulary } from "../../vocabulary/vocabulary.ts";
import { chooseVocabulary } from "../choose-vocabulary.ts";
import type { WbxmlReadOptions } from "../read-options.ts";
import { StringTable } from "../string-table.ts";
import type { TokenSink, WbxmlHeader } from "../token-sink.ts";
import * as Token from "../tokens.ts";
import { findVocabulary, ListingNames } from "./names.ts";
import { type SizedInteger, spellInteger, spellText, spellToken } from "./spelling.ts";
import type { UnlistedBytes } from "./unlisted-bytes.ts";
import { ListingValue, type ReadsAs, readsAsAscii, readsAsBytes, readsAsPrintable, readsAsText } from "./value.ts";

const ALL = Number.POSITIVE_INFINITY;

const OFFSET_COLUMNS = 10;
const COMMENT_COLUMN = 44;
// Deeper elements are not indented further: lines must not grow with a depth that the sender chooses.
const DEEPEST_LEVEL = 32;
// Most bytes of a table string that a comment shows, since a reference of two bytes could name a long one.
const PREVIEW_BYTES = 40;

// Kind of the value being printed.
const STRING = 0;
const OPAQUE = 1;
const TRAILING = 2;

export type TokenPrinterOptions = Pick<WbxmlReadOptions, "vocabularies" | "mediaType" | "charset">;

/** Prints the tokens of one document as the lines of a listing; `input` has their raw bytes. */
export class TokenPrinter implements TokenSink {
  private readonly output: (text: string) => void;
  private readonly input: UnlistedBytes;
  private readonly options: TokenPrinterOptions;

  private headerListed = false;
  private unitBytes = 1;
  private stringsReadAs: ReadsAs = readsAsText;
  private strings = new StringTable(new Uint8Array(0), 1, undefined);
  private names: ListingNames | undefined;
  private rootDecides = false;

  /** Words for the open elements. */
  private readonly open: string[] = [];
  private inInstruction = false;
  /** The element whose attribute list is open has content, and so a second END. */
  private contentFollows = false;

  private readonly value: ListingValue;
  private valueIs = STRING;
  private valueBytes = 0;
  private declared: SizedInteger = { value: 0, byteLength: 1 };

  constructor(output: (text: string) => void, input: UnlistedBytes, options: TokenPrinterOptions) {
    this.output = output;
    this.input = input;
    this.options = options;
    this.value = new ListingValue(output);
  }

  path(): string {
    return this.open.map((word) => `/${word}`).join("");
  }

  // Header and choice of the vocabulary

  header(header: WbxmlHeader): void {
    const charset = header.charset > 0 ? header.charset : this.options.charset || UTF_8;
    this.unitBytes = codeUnitBytes(charset);
    if (this.unitBytes > 1) this.stringsReadAs = readsAsBytes;
    else if (charset !== UTF_8 && charset !== US_ASCII) this.stringsReadAs = readsAsAscii;
    this.strings = new StringTable(header.stringTable, this.unitBytes, transcoderIfAny(charset));
    this.listHeader(ALL);
    if (header.charset <= 0 && charset !== UTF_8) this.directive(`default-charset ${charset}`, charsetName(charset));
    this.chooseVocabulary(header);
  }

  /** Lists the header fields that are complete before `end`, and the string table as far as it has arrived. */
  private listHeader(end: number): void {
    const { input } = this;
    this.headerListed = true;
    let at = input.offset;
    const version = input.takeByte(end);
    if (version === undefined) return;
    this.line(at, `version ${(version >> 4) + 1}.${version & 0x0f}`);

    at = input.offset;
    const publicId = input.takeInteger(end);
    if (publicId === undefined) return;
    const index = publicId.value === 0 ? input.takeInteger(end) : undefined;
    const text = this.options.vocabularies.findByPublicId(publicId.value)?.definition.publicIdText;
    this.line(
      at,
      `public-id ${spellInteger(publicId, 16)}${index ? ` index ${spellInteger(index)}` : ""}`,
      text && spellText(text),
    );
    if (publicId.value === 0 && index === undefined) return;

    if (version > 0) {
      at = input.offset;
      const charset = input.takeInteger(end);
      if (charset === undefined) return;
      this.line(at, `charset ${spellInteger(charset)}`, charset.value > 0 ? charsetName(charset.value) : undefined);
    }

    at = input.offset;
    const length = input.takeInteger(end);
    if (length === undefined) return;
    const table = input.takeUntil(Math.min(end, input.offset + length.value));
    this.value.begin(`${margin(at)}string-table`);
    this.value.add(table, 0, table.length);
    this.value.finish(this.stringsReadAs, declaration(length, table.length));
  }

  private chooseVocabulary({ publicId, publicIdIndex }: WbxmlHeader): void {
    const { strings } = this;
    const text =
      publicId === 0 && publicIdIndex < strings.bytes.length
        ? strings.text(publicIdIndex, strings.endOf(publicIdIndex))
        : undefined;
    const { vocabulary, fault } = chooseVocabulary(publicId, text, this.options);
    this.rootDecides = vocabulary === undefined && fault === undefined;
    this.useVocabulary(vocabulary);
  }

  private useVocabulary(vocabulary: Vocabulary | undefined): void {
    // Names are used only if the assembler will find the same vocabulary.
    if (vocabulary === undefined || findVocabulary(this.options.vocabularies, vocabulary.name) !== vocabulary) return;
    this.names = new ListingNames(vocabulary);
    this.directive(`vocabulary ${spellText(vocabulary.name)}`);
  }

  // Elements

  switchPage(space: number, page: number): void {
    const at = this.input.offset;
    this.input.skip(2);
    this.line(at, `SWITCH_PAGE ${space === Token.TAG_SPACE ? "tag" : "attribute"} ${page}`);
  }

  tag(page: number, token: number, flags: number): void {
    if (this.rootDecides) this.useVocabulary(this.options.vocabularies.findByRootToken(page, token));
    const word = this.names?.tags.word(page, token) ?? spellToken(page, token);
    this.byteToken(`tag ${word}${flagWords(flags)}`);
    this.openElement(word, flags);
  }

  literalTag(index: number, flags: number): void {
    if (this.rootDecides)
      this.useVocabulary(this.options.vocabularies.findByRoot(this.strings.text(index, this.strings.endOf(index)), ""));
    this.integerToken("literal-tag", flagWords(flags), this.preview(index));
    this.openElement(`literal-${index}`, flags);
  }

  endContent(): void {
    this.open.pop();
    this.byteToken("END");
  }

  private openElement(word: string, flags: number): void {
    this.rootDecides = false;
    if (flags === 0) return;
    this.open.push(word);
    this.contentFollows = (flags & Token.HAS_CONTENT) !== 0;
  }

  // Attributes

  processingInstruction(): void {
    this.byteToken("PI");
    this.inInstruction = true;
  }

  attributeStart(page: number, token: number): void {
    this.byteToken(`attribute ${this.names?.attributeStarts.word(page, token) ?? spellToken(page, token)}`);
  }

  literalAttribute(index: number): void {
    this.integerToken("literal-attribute", "", this.preview(index));
  }

  attributeValue(page: number, token: number): void {
    this.byteToken(`value ${this.names?.attributeValues.word(page, token) ?? spellToken(page, token)}`);
  }

  endAttributes(): void {
    if (this.inInstruction) {
      this.inInstruction = false;
      this.byteToken("END");
    } else if (this.contentFollows) {
      const at = this.input.offset;
      this.input.skip(1);
      this.line(at, "END", "of the attributes", this.open.length - 1);
    } else this.endContent();
  }

  // Text

  inlineString(chunk: Uint8Array, start: number, end: number, last: boolean): void {
    this.stringPiece("STR_I", chunk, start, end, last);
  }

  extensionString(kind: number, chunk: Uint8Array, start: number, end: number, last: boolean): void {
    this.stringPiece(`EXT_I_${kind}`, chunk, start, end, last);
  }

  private stringPiece(token: string, chunk: Uint8Array, start: number, end: number, last: boolean): void {
    if (!this.value.isOpen) {
      this.beginValue(STRING, token);
      this.input.skip(1);
    }
    this.addValue(chunk, start, end);
    if (!last) return;
    this.input.skip(this.unitBytes);
    this.value.finish(this.stringsReadAs, "");
  }

  tableString(index: number): void {
    this.integerToken("STR_T", "", this.preview(index));
  }

  entity(): void {
    this.integerToken("ENTITY", "", undefined, 16);
  }

  extensionInteger(kind: number, value: number): void {
    const word = this.names?.vocabulary.definition.extensionWords?.[kind]?.[value];
    this.integerToken(`EXT_T_${kind}`, "", word && spellText(word));
  }

  extension(kind: number): void {
    this.byteToken(`EXT_${kind}`);
  }

  opaque(chunk: Uint8Array, start: number, end: number, remaining: number): void {
    if (!this.value.isOpen) {
      this.beginValue(OPAQUE, "OPAQUE");
      this.input.skip(1);
      this.declared = this.input.takeInteger(ALL) as SizedInteger;
    }
    this.addValue(chunk, start, end);
    if (remaining === 0) this.value.finish(readsAsPrintable, declaration(this.declared, this.valueBytes));
  }

  // The end

  /** Bytes after the last token. */
  trailing(chunk: Uint8Array, start: number, end: number): void {
    if (!this.value.isOpen) this.beginValue(TRAILING, "trailing");
    this.addValue(chunk, start, end);
  }

  endDocument(): void {
    if (this.value.isOpen) this.value.finish(readsAsPrintable, "");
  }

  /** Lists everything before `end`, where the document broke off. */
  breakOff(end: number): void {
    if (!this.headerListed) this.listHeader(end);
    if (this.value.isOpen) {
      if (this.valueIs === STRING) {
        const rest = this.input.takeUntil(end);
        this.value.add(rest, 0, rest.length);
        this.value.finish(this.stringsReadAs, "unterminated");
      } else if (this.valueIs === OPAQUE) {
        this.value.finish(readsAsPrintable, declaration(this.declared, this.valueBytes));
      } else this.endDocument();
    }
    const at = this.input.offset;
    const rest = this.input.takeUntil(end);
    if (rest.length === 0) return;
    this.value.begin(`${margin(at)}${this.indent(this.level)}bytes`);
    this.value.add(rest, 0, rest.length);
    this.value.finish(readsAsBytes, "");
  }

  // Lines

  private get level(): number {
    return this.open.length + (this.inInstruction ? 1 : 0);
  }

  private indent(level: number): string {
    return "  ".repeat(Math.min(level, DEEPEST_LEVEL));
  }

  private byteToken(text: string): void {
    const at = this.input.offset;
    this.input.skip(1);
    this.line(at, text);
  }

  private integerToken(token: string, tail: string, comment: string | undefined, radix?: 10 | 16): void {
    const at = this.input.offset;
    this.input.skip(1);
    const integer = this.input.takeInteger(ALL) as SizedInteger;
    this.line(at, `${token} ${spellInteger(integer, radix)}${tail}`, comment);
  }

  private beginValue(valueIs: number, token: string): void {
    this.valueIs = valueIs;
    this.valueBytes = 0;
    this.value.begin(`${margin(this.input.offset)}${this.indent(this.level)}${token}`);
  }

  private addValue(chunk: Uint8Array, start: number, end: number): void {
    this.value.add(chunk, start, end);
    this.valueBytes += end - start;
    this.input.skip(end - start);
  }

  private line(at: number, text: string, comment?: string, level: number = this.level): void {
    this.print(`${margin(at)}${this.indent(level)}${text}`, comment);
  }

  private directive(text: string, comment?: string): void {
    this.print(" ".repeat(OFFSET_COLUMNS) + text, comment);
  }

  private print(line: string, comment: string | undefined): void {
    this.output(comment === undefined ? `${line}\n` : `${line.padEnd(COMMENT_COLUMN)} ; ${comment}\n`);
  }

  /** The beginning of a string of the table, for a comment. */
  private preview(index: number): string | undefined {
    const { bytes } = this.strings;
    if (this.unitBytes > 1 || index >= bytes.length) return undefined;
    const shown = bytes.subarray(index, index + PREVIEW_BYTES + 1);
    const terminator = shown.indexOf(0);
    const end = terminator < 0 ? shown.length : terminator;
    if (end <= PREVIEW_BYTES) return spellText(decodeUtf8Lossy(shown, 0, end));
    return `${spellText(decodeUtf8Lossy(shown, 0, PREVIEW_BYTES))} …`;
  }
}

function margin(offset: number): string {
  return `${`off=${offset}`.padEnd(OFFSET_COLUMNS - 1)} `;
}

function flagWords(flags: number): string {
  return (flags & Token.HAS_ATTRIBUTES ? " attributes" : "") + (flags & Token.HAS_CONTENT ? " content" : "");
}

/** The length attribute, needed if the value alone does not determine the length. */
function declaration(declared: SizedInteger, actual: number): string {
  const isImplied = declared.value === actual && declared.byteLength === mbUint32Bytes(actual);
  return isImplied ? "" : `length=${spellInteger(declared)}`;
}

/** A charset that this platform cannot decode is no reason not to list its tokens. */
function transcoderIfAny(charset: number): Transcoder | undefined {
  try {
    return createTranscoder(charset, documentStart);
  } catch (error) {
    if (isSyncmlError(error) && error.code === "unsupported-charset") return undefined;
    throw error;
  }
}
