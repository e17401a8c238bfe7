import { ByteWriter } from "../../core/byte-writer.ts";
import type { Octets } from "../../core/bytes.ts";
import { codeUnitBytes } from "../../core/charset.ts";
import { describe } from "../../core/describe.ts";
import { SyncmlError } from "../../core/errors.ts";
import { mbUint32Bytes, writeMbUint32 } from "../../core/mb-uint32.ts";
import { checkOptions, optionChecks, vocabularySet } from "../../core/options.ts";
import { standardVocabularies } from "../../vocabulary/standard.ts";
import type { VocabularySet } from "../../vocabulary/vocabulary-set.ts";
import { globalTokenNames } from "../global-token-names.ts";
import * as Token from "../tokens.ts";
import { type Complain, ListingLine, parseInteger } from "./line.ts";
import { findVocabulary, ListingNames, type TokenWords } from "./names.ts";
import { type SizedInteger, spellText } from "./spelling.ts";

const checks = optionChecks({ vocabularies: vocabularySet });

/** What a listing may refer to. */
export interface TokenAssemblerOptions {
  /** Vocabularies that a line `vocabulary "…"` can name. Default: SyncML, MetInf, DevInf and the DM tree. */
  readonly vocabularies: VocabularySet;
}

/**
 * The bytes of a token listing, as {@link TokenListingWriter} prints it or edited by hand. Only the syntax of the lines is
 * checked: the document may break every rule of WBXML.
 *
 * ```
 * version 1.3 · public-id N [index N] · charset N · string-table VALUE [length=N]
 * tag NAME [attributes] [content] · literal-tag N [attributes] [content] · END · SWITCH_PAGE tag N
 * attribute NAME · attribute NAME="prefix" · value "…" · literal-attribute N · PI · SWITCH_PAGE attribute N
 * STR_I VALUE [unterminated] · STR_T N · ENTITY N · OPAQUE VALUE [length=N]
 * EXT_I_0 VALUE [unterminated] · EXT_T_0 N · EXT_0 · and so with 1 and 2
 * bytes VALUE · trailing VALUE
 * vocabulary "SyncML 1.2" · default-charset N
 * ```
 *
 * - `N` is decimal or `0x` hex; with `/3` after it, it takes three bytes. `length=` replaces the length of the value.
 * - `VALUE` is quoted strings, written as in JSON and taken as UTF-8, and `hex 0A 0B`. It goes on over all lines that
 *   begin with a quote or `hex`; what goes with it may come before or after.
 * - `NAME` is of the vocabulary named last and the page in force, which SWITCH_PAGE lines change. `1:0A` is a token by
 *   its number on page 1, which must be in force; `0x0A` is one on any page.
 * - The last two lines have no bytes. `default-charset` says how strings end where the document does not.
 * - `off=12` in front, indentation, blank lines and what follows `;` do not count.
 *
 * @throws {SyncmlError} `invalid-listing` with the line, and the offset of its first character.
 * @throws {TypeError} if the listing is no string, or an option not of its type.
 */
export function assembleTokens(listing: string, options: Partial<TokenAssemblerOptions> = {}): Octets {
  checkOptions(options, checks);
  if (typeof listing !== "string") throw new TypeError(`a listing is wanted, as a string, not ${describe(listing)}`);
  const assembler = new TokenAssembler(options.vocabularies ?? standardVocabularies);
  let offset = 0;
  let number = 0;
  while (offset <= listing.length) {
    const feed = listing.indexOf("\n", offset);
    const end = feed < 0 ? listing.length : feed;
    const at = { offset, opaqueOffset: offset, line: ++number, path: () => "" };
    const complain: Complain = (reason) => new SyncmlError("invalid-listing", `line ${at.line}: ${reason}`, at);
    assembler.line(new ListingLine(listing.slice(offset, end), complain));
    offset = end + 1;
  }
  return assembler.end();
}

/** What the value being read belongs to; the bytes around it are written when it is complete. */
interface OpenValue {
  readonly keyword: string;
  readonly token: number | undefined;
  readonly kind: "string" | "counted" | "raw";
  length: SizedInteger | undefined;
  isTerminated: boolean;
}

const globalTokens: ReadonlyMap<string, number> = new Map(
  Object.entries(globalTokenNames).map(([token, name]) => [name, Number(token)]),
);

class TokenAssembler {
  private readonly vocabularies: VocabularySet;
  private readonly document = new ByteWriter();
  private readonly content = new ByteWriter();
  private value: OpenValue | undefined;
  private names: ListingNames | undefined;
  private readonly pages: [number, number] = [0, 0];
  private charset = 0;
  private defaultCharset = 0;

  constructor(vocabularies: VocabularySet) {
    this.vocabularies = vocabularies;
  }

  line(line: ListingLine): void {
    const first = line.peek();
    if (first === undefined) return;
    if (this.value && (first.isText || first.value === "hex")) {
      this.takeValue(line, this.value);
      return;
    }
    this.closeValue();
    this.takeLine(line.word("the keyword"), line);
    if (this.value) this.takeValue(line, this.value);
    line.end();
  }

  end(): Octets {
    this.closeValue();
    return this.document.take();
  }

  private takeLine(keyword: string, line: ListingLine): void {
    switch (keyword) {
      case "version":
        this.document.byte(versionByte(line));
        break;
      case "public-id":
        this.integer(line.integer("the public id"));
        if (line.takeIf("index")) this.integer(line.integer("the index"));
        break;
      case "charset": {
        const charset = line.integer("the charset");
        this.charset = charset.value;
        this.integer(charset);
        break;
      }
      case "default-charset":
        this.defaultCharset = line.integer("the charset").value;
        break;
      case "vocabulary":
        this.useVocabulary(line);
        break;
      case "string-table":
        this.openValue(keyword, undefined, "counted");
        break;
      case "tag":
        this.tag(line);
        break;
      case "attribute":
        this.attribute(line);
        break;
      case "value":
        this.attributeValue(line);
        break;
      case "literal-tag": {
        const index = line.integer("the index");
        this.document.byte(Token.LITERAL | flags(line));
        this.integer(index);
        break;
      }
      case "literal-attribute":
        this.document.byte(Token.LITERAL);
        this.integer(line.integer("the index"));
        break;
      case "bytes":
      case "trailing":
        this.openValue(keyword, undefined, "raw");
        break;
      default:
        this.globalToken(keyword, line);
    }
  }

  private globalToken(name: string, line: ListingLine): void {
    const token = globalTokens.get(name);
    switch (token) {
      case Token.STR_I:
      case Token.EXT_I_0:
      case Token.EXT_I_0 + 1:
      case Token.EXT_I_2:
        this.openValue(name, token, "string");
        return;
      case Token.OPAQUE:
        this.openValue(name, token, "counted");
        return;
      case Token.SWITCH_PAGE:
        this.switchPage(line);
        return;
      case Token.ENTITY:
      case Token.STR_T:
      case Token.EXT_T_0:
      case Token.EXT_T_0 + 1:
      case Token.EXT_T_2:
        this.document.byte(token);
        this.integer(line.integer("the integer"));
        return;
      case Token.END:
      case Token.PI:
      case Token.EXT_0:
      case Token.EXT_0 + 1:
      case Token.EXT_2:
        this.document.byte(token);
        return;
      default:
        // Literals mean different things in the two code spaces, so they have `literal-tag` and `literal-attribute`.
        throw line.complain(`no line begins with ${name}`);
    }
  }

  private useVocabulary(line: ListingLine): void {
    const name = line.text("the name");
    const vocabulary = findVocabulary(this.vocabularies, name);
    if (vocabulary === undefined) throw line.complain(`no vocabulary has the name ${spellText(name)}`);
    this.names = new ListingNames(vocabulary);
  }

  private switchPage(line: ListingLine): void {
    const space = line.takeIf("attribute") ? Token.ATTRIBUTE_SPACE : Token.TAG_SPACE;
    // In a deliberately broken document the context does not tell which page register changes.
    if (space === Token.TAG_SPACE && !line.takeIf("tag")) throw line.complain("SWITCH_PAGE is of tag or attribute");
    const page = line.byte("the page");
    this.pages[space] = page;
    this.document.byte(Token.SWITCH_PAGE);
    this.document.byte(page);
  }

  private tag(line: ListingLine): void {
    const word = line.word("the tag");
    const token = this.token(word, Token.TAG_SPACE, this.names?.tags, line);
    if (token > Token.IDENTITY) throw line.complain("a tag is 00–3F, its flags are words: attributes, content");
    this.document.byte(token | flags(line));
  }

  private attribute(line: ListingLine): void {
    let word = line.word("the attribute");
    if (word.endsWith("=")) word += spellText(line.text("the value prefix"));
    this.document.byte(this.token(word, Token.ATTRIBUTE_SPACE, this.names?.attributeStarts, line));
  }

  private attributeValue(line: ListingLine): void {
    const word = line.peek()?.isText ? spellText(line.text("the value")) : line.word("the value");
    this.document.byte(this.token(word, Token.ATTRIBUTE_SPACE, this.names?.attributeValues, line));
  }

  /** The token that a word gives by name on the current page, or by number: `1:0A` on page 1, `0x0A` on any page. */
  private token(word: string, space: 0 | 1, words: TokenWords | undefined, line: ListingLine): number {
    const page = this.pages[space];
    const [, onPage, token, anywhere] = /^(?:(\d+):([0-9a-f]{1,2})|0x([0-9a-f]{1,2}))$/i.exec(word) ?? [];
    if (onPage !== undefined && Number(onPage) !== page) {
      throw line.complain(`${word} is not on page ${page}, which is in force here; 0x${token} goes on any page`);
    }
    const number = token ?? anywhere;
    if (number !== undefined) return Number.parseInt(number, 16);
    const known = words?.token(page, word);
    if (known === undefined) {
      if (this.names === undefined) throw line.complain(`${word} is a name, and no line names a vocabulary before it`);
      throw line.complain(`${this.names.vocabulary.name} has no ${word} on page ${page}, which is in force here`);
    }
    return known;
  }

  private integer({ value, byteLength }: SizedInteger): void {
    for (let padding = byteLength - mbUint32Bytes(value); padding > 0; padding--) this.document.byte(0x80);
    writeMbUint32(this.document, value);
  }

  // Values

  private openValue(keyword: string, token: number | undefined, kind: OpenValue["kind"]): void {
    this.value = { keyword, token, kind, length: undefined, isTerminated: true };
  }

  private takeValue(line: ListingLine, value: OpenValue): void {
    let inHex = value.kind === "raw";
    for (let word = line.take(); word !== undefined; word = line.take()) {
      if (word.isText) this.content.string(word.value);
      else if (word.value === "hex") inHex = true;
      else if (inHex && /^(?:[0-9a-f]{2})+$/i.test(word.value)) this.hex(word.value);
      else if (value.kind === "string" && word.value === "unterminated") value.isTerminated = false;
      else if (value.kind === "counted" && word.value.startsWith("length=")) {
        value.length = parseInteger(word.value.slice("length=".length), "the length", line.complain);
      } else throw line.complain(`${word.value} has no place in the value of ${value.keyword}`);
    }
  }

  private hex(digits: string): void {
    for (let index = 0; index < digits.length; index += 2) {
      this.content.byte(Number.parseInt(digits.slice(index, index + 2), 16));
    }
  }

  private closeValue(): void {
    const { value, content, document } = this;
    if (value === undefined) return;
    this.value = undefined;
    if (value.token !== undefined) document.byte(value.token);
    const { byteLength } = content;
    if (value.kind === "counted") {
      this.integer(value.length ?? { value: byteLength, byteLength: mbUint32Bytes(byteLength) });
    }
    document.bytes(content.buffer, 0, byteLength);
    content.byteLength = 0;
    if (value.kind !== "string" || !value.isTerminated) return;
    for (let left = codeUnitBytes(this.charset || this.defaultCharset); left > 0; left--) document.byte(0);
  }
}

function versionByte(line: ListingLine): number {
  const word = line.word("the version");
  const [, major, minor] = /^([1-9]\d?)\.(\d\d?)$/.exec(word) ?? [];
  if (major === undefined || Number(major) > 16 || Number(minor) > 15) {
    throw line.complain(`the version is 1.0 to 16.15, not ${word}`);
  }
  return (Number(major) - 1) * 16 + Number(minor);
}

/** The flag bits of a tag (WAP-192 §5.8.2). */
function flags(line: ListingLine): number {
  let bits = 0;
  for (;;) {
    if (line.takeIf("attributes")) bits |= Token.HAS_ATTRIBUTES;
    else if (line.takeIf("content")) bits |= Token.HAS_CONTENT;
    else return bits;
  }
}
