import type { ByteWriter } from "../core/byte-writer.ts";
import { writeMbUint32 } from "../core/mb-uint32.ts";
import { type AttributeStartToken, TOKENS_PER_ATTRIBUTE_PAGE, type Vocabulary } from "../vocabulary/vocabulary.ts";
import { isOfKind } from "./attribute-kind.ts";
import type { ContentWriter } from "./content-writer.ts";
import * as Token from "./tokens.ts";

/** An attribute to be written, its name as `local` or `prefix:local`. */
export interface WrittenAttribute {
  readonly name: string;
  readonly value: string;
}

/** Writes attribute lists: the start token with the longest matching value prefix, then the rest (WAP-192 §5.8.3). */
export class AttributeWriter {
  private readonly body: ByteWriter;
  private readonly content: ContentWriter;
  private readonly vocabulary: Vocabulary;
  private readonly literalIndex: (name: string) => number;
  private readonly hasOpaque: boolean;
  /** The attribute page that is set. */
  page = 0;

  /** `literalIndex` gives the string table index of a name that has no token. */
  constructor(
    body: ByteWriter,
    content: ContentWriter,
    vocabulary: Vocabulary,
    literalIndex: (name: string) => number,
    hasOpaque: boolean,
  ) {
    this.body = body;
    this.content = content;
    this.vocabulary = vocabulary;
    this.literalIndex = literalIndex;
    this.hasOpaque = hasOpaque;
  }

  /** Writes the attributes of one element and the END of its list. */
  write(attributes: readonly WrittenAttribute[]): void {
    for (const [index, { name, value }] of attributes.entries()) {
      const token = this.longestStart(name, value);
      if (token < 0) {
        this.writeLiteral(name);
        this.writeValue(value);
      } else {
        const start = this.vocabulary.attributeStarts[token] as AttributeStartToken;
        this.writeToken(token, 0);
        const rest = value.slice(start.valuePrefix.length);
        const isOctets = this.hasOpaque && isOfKind(start.opaque, attributes, index);
        const octets = isOctets ? start.opaque?.write(rest) : undefined;
        if (octets === undefined) this.writeValue(rest);
        else this.content.opaqueHead(octets.length).bytes(octets, 0, octets.length);
      }
    }
    this.body.byte(Token.END);
  }

  private writeLiteral(name: string): void {
    const index = this.literalIndex(name);
    this.body.byte(Token.LITERAL);
    writeMbUint32(this.body, index);
  }

  /** Of several as long, one of the page that is set. */
  private longestStart(name: string, value: string): number {
    let found = -1;
    let length = -1;
    for (const [token, start] of this.vocabulary.attributeStarts.entries()) {
      if (start?.name.local !== name || start.isReadOnly || !value.startsWith(start.valuePrefix)) continue;
      const isOnPage = Math.floor(token / TOKENS_PER_ATTRIBUTE_PAGE) === this.page;
      if (start.valuePrefix.length > length || (isOnPage && start.valuePrefix.length === length)) {
        found = token;
        length = start.valuePrefix.length;
      }
    }
    return found;
  }

  /** Writes the rest of a value: value tokens and variables for the texts they stand for, strings between them. */
  private writeValue(value: string): void {
    this.content.writeParts(value, (part) => this.writePart(part));
  }

  private writePart(value: string): void {
    let text = "";
    let rest = value;
    while (rest !== "") {
      const token = this.longestValue(rest);
      if (token < 0) {
        const [character] = rest;
        text += character;
        rest = rest.slice((character as string).length);
      } else {
        this.content.attributeText(text);
        text = "";
        this.writeToken(token, 0x80);
        rest = rest.slice((this.vocabulary.attributeValues[token] as string).length);
      }
    }
    this.content.attributeText(text);
  }

  private longestValue(rest: string): number {
    let found = -1;
    let length = 0;
    for (const [token, value] of this.vocabulary.attributeValues.entries()) {
      if (value === undefined || value.length < length || !rest.startsWith(value)) continue;
      if (this.vocabulary.readOnlyValues.has(token)) continue;
      const isOnPage = Math.floor(token / TOKENS_PER_ATTRIBUTE_PAGE) === this.page;
      if (value.length === length && !isOnPage) continue;
      found = token;
      length = value.length;
    }
    return found;
  }

  private writeToken(token: number, base: number): void {
    const page = Math.floor(token / TOKENS_PER_ATTRIBUTE_PAGE);
    if (page !== this.page) {
      this.body.byte(Token.SWITCH_PAGE);
      this.body.byte(page);
      this.page = page;
    }
    this.body.byte(base + (token % TOKENS_PER_ATTRIBUTE_PAGE));
  }
}
