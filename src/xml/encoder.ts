import { ByteWriter } from "../core/byte-writer.ts";
import type { Octets } from "../core/bytes.ts";
import { SyncmlError } from "../core/errors.ts";
import { atLeast, checkOptions, given, type OptionCheck, oneOf, optionChecks, whiteSpace } from "../core/options.ts";
import type { AttributeName, DocumentInfo, ElementName, EventSink, Locator } from "../core/sink.ts";
import { decodeUtf8, encodeUtf8 } from "../core/utf8.ts";
import { attributeNameFault, isNcName, isUsablePrefix, wellKnownPrefixes } from "../core/xml-names.ts";
import { AnnouncedOctets } from "./announced-octets.ts";
import { CharacterData } from "./character-data.ts";
import { endOfXmlText, isXmlText, xmlCharacterBytes } from "./characters.ts";
import { escapeAttribute } from "./escape.ts";
import { opaqueMark, textMark } from "./marks.ts";
import { declarationFault } from "./namespaces.ts";

/** How XML is written. */
export interface XmlWriteOptions {
  /**
   * White space for each level of nesting, such as `"  "`. Default none: some Windows clients abort on line breaks between
   * tags, so messages to devices should be compact.
   */
  readonly indent: string;
  /**
   * How to write an opaque: as text if it is legal XML text, else as `octets` says (`"text"`); always as marked base64
   * (`"base64"`); or as an error if it is not text (`"reject"`). Default `"text"`.
   */
  readonly opaque: "text" | "base64" | "reject";
  /**
   * How to write octets, which XML cannot hold: an opaque in the Data of an item or of credentials that is not text, or has
   * Meta Format `bin`. As base64 with Meta Format `b64`, which every peer reads (`"base64"`); or as base64 between two
   * processing instructions, which keeps Meta and allows restoring the same OPAQUE (`"marked"`). Where there is no Meta to
   * announce base64, octets are always marked. Default `"base64"`.
   */
  readonly octets: "base64" | "marked";
  /** Bytes to collect before `output` is called. Default 16,384. */
  readonly flushBytes: number;
}

/** Valid values of the options. */
export const xmlWriteChecks: Readonly<Record<string, OptionCheck>> = {
  indent: whiteSpace,
  opaque: oneOf("text", "base64", "reject"),
  octets: oneOf("base64", "marked"),
  flushBytes: atLeast(0),
};
const checks = optionChecks(xmlWriteChecks);

const defaults: XmlWriteOptions = { indent: "", opaque: "text", octets: "base64", flushBytes: 16_384 };

/**
 * Bytes of an opaque that are examined before it is written as text. The bound keeps memory constant when gigabytes stream
 * through; an opaque that stops being text after that continues as base64 from that byte.
 */
const OPAQUE_LOOKAHEAD = 65_536;

/** Longer namespaces are encoded at each use and not cached: thousands of names may share one of a megabyte. */
const MAX_KEPT_NAMESPACE = 64;

const NO_CONTENT = 0;
const ELEMENTS = 1;
const TEXT = 2;
/** Markup in Data whose names the vocabulary lacks: white space in it may be significant. */
const FOREIGN = 3;

/** What an XML document in UTF-8 begins with. */
export const declaration: Uint8Array = encodeUtf8('<?xml version="1.0" encoding="UTF-8"?>');
const closeTag = encodeUtf8(">");
const closeEmptyTag = encodeUtf8("/>");

interface PreparedName {
  /** `<Name` */
  readonly start: Uint8Array;
  /** `</Name>` */
  readonly end: Uint8Array;
  /** ` xmlns="…"`; `undefined` if that is too long to keep. */
  readonly namespace: Uint8Array | undefined;
}

// Vocabulary names are interned permanently, so the bytes of their tags are made once; those of a document go with it.
const preparedNames = new WeakMap<ElementName, PreparedName>();

/**
 * Writes events as XML 1.0 in UTF-8. The output is well-formed with namespaces whatever the input, except that a document
 * cut short stays cut short.
 *
 * Events throw {@link SyncmlError} `invalid-name` for a name XML does not allow or a duplicate attribute, and
 * `unrepresentable` for an attribute value, a namespace, or with `opaque: "reject"` an opaque, that XML cannot hold.
 */
export class XmlEncoder implements EventSink {
  private readonly output: (bytes: Uint8Array) => void;
  private readonly options: XmlWriteOptions;
  private readonly writer = new ByteWriter();
  private readonly characters = new CharacterData(this.writer, textMark);
  private readonly lookahead = new ByteWriter(0);
  private locator: Locator | undefined;

  private readonly open: ElementName[] = [];
  /** What each open element has contained so far, the document itself first. */
  private readonly content: number[] = [NO_CONTENT];
  private documents = 0;
  /** It continues what another writer has written, and passes nothing on before `flush`. */
  private isResumed = false;
  private tagOpen = false;
  /** Prefixes declared on the open start tag, by namespace. */
  private readonly attributePrefixes = new Map<string, string>();
  /** Names of the attributes on it. */
  private readonly attributeNames = new Set<string>();
  private inText = false;
  private opaqueDecided = false;
  /** Set unless octets are to be marked always. */
  private readonly announced: AnnouncedOctets | undefined;
  /** The current opaque is the first content of its element. */
  private isFirst = false;
  /** The value of the element is base64 without marks, so everything else in it becomes base64 too. */
  private inBase64 = false;
  /** The open element has a value whose text form is base64. */
  private inBinary = false;
  /** Part of that value came as an opaque, even if an empty one. */
  private hasOctets = false;
  /** Text of such an element, until it is known whether its whole value is text. */
  private readonly undecided = new ByteWriter(0);

  /** `output` gets UTF-8, each time as a view that is valid during the call only. */
  constructor(output: (bytes: Uint8Array) => void, options: Partial<XmlWriteOptions> = {}) {
    checkOptions(options, checks);
    this.output = output;
    this.options = { ...defaults, ...given(options) };
    const { octets, opaque, indent } = this.options;
    if (octets === "base64" && opaque === "text") this.announced = new AnnouncedOctets(this.writer, indent);
  }

  /**
   * Continues inside elements that another writer has opened, and which have content: none of them an item, credentials,
   * Meta or Data, and without indentation. The output goes on in `buffer`, of which `byteLength` bytes are written.
   *
   * @internal
   */
  resume(open: readonly ElementName[], at: Locator, buffer: Octets, byteLength: number): void {
    this.writer.buffer = buffer;
    this.writer.byteLength = byteLength;
    this.locator = at;
    this.documents = 1;
    this.isResumed = true;
    this.open.length = 0;
    this.content.length = 0;
    this.content.push(ELEMENTS);
    for (const name of open) {
      this.open.push(name);
      this.content.push(ELEMENTS);
    }
    this.announced?.resume();
  }

  /** Implements {@link EventSink.startDocument}. */
  startDocument(_info: DocumentInfo, at: Locator): void {
    if (this.documents++ > 0) return;
    this.locator = at;
    this.writer.bytes(declaration, 0, declaration.length);
  }

  /** Implements {@link EventSink.startElement}. */
  startElement(name: ElementName): void {
    this.endText();
    this.finishStartTag();
    const { length } = this.open;
    if (this.content[length] === NO_CONTENT) this.content[length] = this.isInData(name) ? FOREIGN : ELEMENTS;
    this.announced?.startElement(name, this.open.length + 1, this.writer.byteLength);
    this.breakLine();
    const prepared = preparedNames.get(name) ?? this.prepareName(name);
    this.writer.bytes(prepared.start, 0, prepared.start.length);
    const enclosing = length === 0 ? "" : (this.open[length - 1] as ElementName).namespace;
    if (name.namespace !== enclosing) {
      const bytes = prepared.namespace ?? this.namespaceDeclaration(name.namespace);
      this.writer.bytes(bytes, 0, bytes.length);
    }
    this.open.push(name);
    this.inBinary = name.binary && this.announced !== undefined;
    this.hasOctets = false;
    this.content.push(this.content[length] === FOREIGN ? FOREIGN : NO_CONTENT);
    this.tagOpen = true;
  }

  /** Implements {@link EventSink.attribute}. */
  attribute(name: AttributeName, value: string): void {
    const fault = attributeNameFault(name, this.attributeNames);
    if (fault !== undefined) throw new SyncmlError("invalid-name", fault, this.locator);
    if (!isXmlText(value)) {
      throw new SyncmlError(
        "unrepresentable",
        `value of attribute ${name.local} has characters XML lacks`,
        this.locator,
      );
    }
    const prefix = name.namespace === "" ? "" : `${this.declarePrefix(name)}:`;
    this.writer.string(` ${prefix}${name.local}="${escapeAttribute(value)}"`);
  }

  /** Implements {@link EventSink.text}. */
  text(chunk: Uint8Array, start: number, end: number): void {
    if (this.inBinary && !this.inBase64 && this.isUndecided(end - start)) {
      this.undecided.bytes(chunk, start, end);
      return;
    }
    if (!this.inBase64) this.beginText();
    this.characters.write(chunk, start, end);
    this.emitIfFull();
  }

  /** Implements {@link EventSink.string}. */
  string(value: string): void {
    const bytes = encodeUtf8(value);
    this.text(bytes, 0, bytes.length);
  }

  /** Implements {@link EventSink.opaque}. */
  opaque(chunk: Uint8Array, start: number, end: number, remaining: number): void {
    this.hasOctets = true;
    if (this.undecided.byteLength > 0) this.decideText(true);
    else if (!this.inBase64) this.endText();
    if (this.opaqueDecided || this.inBase64) this.characters.write(chunk, start, end);
    else this.beginOpaque(chunk, start, end, remaining);
    if (remaining === 0) {
      if (!this.inBase64) this.characters.finish();
      this.opaqueDecided = false;
    }
    this.emitIfFull();
  }

  /** Implements {@link EventSink.endElement}. */
  endElement(): void {
    this.endText();
    this.inBinary = false;
    const { announced } = this;
    const depth = this.open.length;
    if (announced?.endContent(depth)) {
      this.finishStartTag();
      this.content[depth] = TEXT;
      this.writer.string(announced.content);
    }
    const name = this.open.pop() as ElementName;
    const content = this.content.pop();
    if (this.tagOpen) {
      this.writer.bytes(closeEmptyTag, 0, closeEmptyTag.length);
      this.closeStartTag();
    } else {
      if (content === ELEMENTS) this.breakLine();
      const { end } = preparedNames.get(name) as PreparedName;
      this.writer.bytes(end, 0, end.length);
    }
    announced?.endElement(depth);
    this.emitIfFull();
  }

  /** Implements {@link EventSink.endDocument}. */
  endDocument(): void {
    if (--this.documents > 0) return;
    if (this.options.indent !== "") this.writer.string("\n");
    this.emit();
  }

  /** Writes everything held back, so that a document that failed half-way can be shown up to that point. */
  flush(): void {
    const { lookahead } = this;
    if (lookahead.byteLength > 0) {
      // It might have become a document, so Meta must not say that it is octets.
      this.announced?.passData();
      this.decideOpaque(lookahead.buffer, 0, lookahead.byteLength, true);
      this.characters.write(lookahead.buffer, 0, lookahead.byteLength);
      lookahead.byteLength = 0;
    }
    if (this.undecided.byteLength > 0) this.decideText(false);
    this.finishStartTag();
    this.characters.finish();
    this.announced?.settle();
    this.emit();
  }

  /**
   * Writes what is held back of a document that failed half-way, except what the rest could have changed: the Meta of an item
   * or of credentials before it was known whether the Data is octets, and what follows that Meta.
   */
  flushSettled(): void {
    const settledBytes = this.announced?.settledBytes ?? this.writer.byteLength;
    if (settledBytes < this.writer.byteLength) {
      this.writer.byteLength = settledBytes;
      this.emit();
    } else this.flush();
  }

  private emit(): void {
    if (this.writer.byteLength === 0) return;
    this.output(this.writer.buffer.subarray(0, this.writer.byteLength));
    this.writer.byteLength = 0;
  }

  private emitIfFull(): void {
    const isFull = this.writer.byteLength >= this.options.flushBytes;
    if (isFull && !this.isResumed && !this.announced?.holds) this.emit();
  }

  private prepareName(name: ElementName): PreparedName {
    if (!isNcName(name.local))
      throw new SyncmlError("invalid-name", `"${name.local}" is not an XML name`, this.locator);
    const prepared = {
      start: encodeUtf8(`<${name.local}`),
      end: encodeUtf8(`</${name.local}>`),
      namespace: name.namespace.length > MAX_KEPT_NAMESPACE ? undefined : this.namespaceDeclaration(name.namespace),
    };
    preparedNames.set(name, prepared);
    return prepared;
  }

  private namespaceDeclaration(namespace: string): Uint8Array {
    return encodeUtf8(` xmlns="${this.escapedNamespace("", namespace)}"`);
  }

  private finishStartTag(): void {
    if (!this.tagOpen) return;
    this.writer.bytes(closeTag, 0, closeTag.length);
    this.announced?.startContent(this.open.length);
    this.closeStartTag();
  }

  private closeStartTag(): void {
    this.tagOpen = false;
    if (this.attributeNames.size === 0) return;
    this.attributeNames.clear();
    this.attributePrefixes.clear();
  }

  /** The prefix of an attribute's namespace, which is declared on the open element unless it already is. */
  private declarePrefix({ namespace, prefix: hint }: AttributeName): string {
    if (namespace === wellKnownPrefixes["xml"]) return "xml";
    const declared = this.attributePrefixes.get(namespace);
    if (declared !== undefined) return declared;
    const taken = [...this.attributePrefixes.values()];
    const isUsable = isUsablePrefix(hint) && !/^ns\d/i.test(hint) && !taken.includes(hint);
    const prefix = isUsable ? hint : `ns${taken.length + 1}`;
    this.attributePrefixes.set(namespace, prefix);
    this.writer.string(` xmlns:${prefix}="${this.escapedNamespace(prefix, namespace)}"`);
    return prefix;
  }

  private escapedNamespace(prefix: string, namespace: string): string {
    const hasOnlyText = isXmlText(namespace);
    const fault = hasOnlyText ? declarationFault(prefix, namespace) : "the namespace has characters XML lacks";
    if (fault !== undefined) throw new SyncmlError("unrepresentable", fault, this.locator);
    return escapeAttribute(namespace);
  }

  private breakLine(): void {
    const { indent } = this.options;
    const depth = this.open.length;
    if (indent === "" || (this.content[depth] as number) >= TEXT) return;
    this.writer.string(`\n${indent.repeat(depth)}`);
  }

  /** Whether Data contains an element that the vocabulary lacks. */
  private isInData(name: ElementName): boolean {
    return name.token < 0 && this.open[this.open.length - 1]?.local === "Data";
  }

  private holdText(): void {
    const depth = this.open.length;
    if (this.content[depth] !== FOREIGN) this.content[depth] = TEXT;
  }

  private beginText(): void {
    this.finishStartTag();
    if (this.announced?.canAnnounce(this.open.length)) this.announced.passData();
    this.holdText();
    if (this.inText) return;
    this.inText = true;
    this.characters.begin(textMark, false);
  }

  /** Whether text of this many more bytes waits for the rest of its value. */
  private isUndecided(byteLength: number): boolean {
    const { undecided } = this;
    if (this.content[this.open.length] !== NO_CONTENT) return false;
    if (undecided.byteLength + byteLength <= OPAQUE_LOOKAHEAD) return true;
    this.decideText(false);
    return false;
  }

  /** Writes the text held back, with `isOctets` as base64. */
  private decideText(isOctets: boolean): void {
    const { undecided } = this;
    const { buffer, byteLength } = undecided;
    undecided.byteLength = 0;
    if (isOctets) {
      this.finishStartTag();
      this.holdText();
      this.inBase64 = true;
      this.characters.begin(undefined, true);
    } else this.beginText();
    this.characters.write(buffer, 0, byteLength);
  }

  private endText(): void {
    const { buffer, byteLength } = this.undecided;
    if (byteLength > 0) this.decideText(this.hasOctets || decodeUtf8(buffer, 0, byteLength) === undefined);
    if (this.inBase64) {
      this.inBase64 = false;
      this.characters.finish();
    }
    if (!this.inText) return;
    this.inText = false;
    this.characters.finish();
  }

  private beginOpaque(chunk: Uint8Array, start: number, end: number, remaining: number): void {
    if (start === end && remaining === 0) return;
    this.finishStartTag();
    if (this.lookahead.byteLength === 0) this.isFirst = this.content[this.open.length] === NO_CONTENT;
    this.holdText();
    const { lookahead } = this;
    const wanted = Math.min(end, start + OPAQUE_LOOKAHEAD - lookahead.byteLength);
    if (lookahead.byteLength === 0 && (remaining === 0 || wanted < end)) {
      this.decideOpaque(chunk, start, wanted, remaining > 0 || wanted < end);
      this.characters.write(chunk, start, end);
      return;
    }
    lookahead.bytes(chunk, start, wanted);
    if (remaining > 0 && lookahead.byteLength < OPAQUE_LOOKAHEAD) return;
    this.decideOpaque(lookahead.buffer, 0, lookahead.byteLength, remaining > 0 || wanted < end);
    this.characters.write(lookahead.buffer, 0, lookahead.byteLength);
    lookahead.byteLength = 0;
    this.characters.write(chunk, wanted, end);
  }

  private decideOpaque(chunk: Uint8Array, start: number, end: number, moreFollows: boolean): void {
    const { opaque } = this.options;
    const isBinary = this.open[this.open.length - 1]?.binary === true;
    const textEnd = endOfXmlText(chunk, start, end);
    const isText = textEnd === end || (moreFollows && xmlCharacterBytes(chunk, textEnd, end) < 0);
    if (opaque === "reject" && (isBinary || !isText)) {
      throw new SyncmlError("unrepresentable", "opaque is no XML text", this.locator);
    }
    this.opaqueDecided = true;
    if (this.isFirst && this.isAnnounced(isBinary, isText)) {
      this.inBase64 = true;
      this.characters.begin(undefined, true);
    } else this.characters.begin(opaqueMark, isBinary || !isText || opaque === "base64");
  }

  /** Whether an opaque is written as base64 without marks: as the text form of its element, or announced by its Meta. */
  private isAnnounced(isBinary: boolean, isText: boolean): boolean {
    const { announced } = this;
    if (announced === undefined || isBinary) return announced !== undefined;
    if (!announced.canAnnounce(this.open.length)) return false;
    if (isText && !announced.saysOctets) announced.passData();
    else announced.announce();
    return !isText || announced.saysOctets;
  }
}
