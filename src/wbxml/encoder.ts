import { ByteWriter } from "../core/byte-writer.ts";
import { SyncmlError } from "../core/errors.ts";
import { writeMbUint32 } from "../core/mb-uint32.ts";
import { checkOptions, given, optionChecks } from "../core/options.ts";
import type { AttributeName, DocumentInfo, ElementName, EventSink, Locator } from "../core/sink.ts";
import { decodeUtf8 } from "../core/utf8.ts";
import { attributeNameFault, isNcName, isUsablePrefix, wellKnownPrefixes } from "../core/xml-names.ts";
import { isFieldProperty } from "../vocabulary/inference.ts";
import { isCoreNamespace } from "../vocabulary/namespaces.ts";
import type { Vocabulary } from "../vocabulary/vocabulary.ts";
import { AttributeWriter, type WrittenAttribute } from "./attribute-writer.ts";
import { ContentForms } from "./content-forms.ts";
import { ContentWriter } from "./content-writer.ts";
import { type Announcement, DataMeta, isAnnounced, isDocumentOfType } from "./data-meta.ts";
import { EncodedHeader, type HeaderOptions } from "./encoded-header.ts";
import { UNKNOWN_PUBLIC_ID } from "./header.ts";
import * as Token from "./tokens.ts";
import { type WbxmlWriteOptions, wbxmlWriteChecks, writeDefaults } from "./write-options.ts";

const checks = optionChecks(wbxmlWriteChecks);
const VERSION_DEPTH = 2;
const NO_TOKEN = -1;
const PAGE_SHIFT = 8;
const PAGE_BITS = 0xff;

/** What is known once the root element opens: everything that depends on the vocabulary and the charset. */
interface OpenBody {
  readonly header: EncodedHeader;
  readonly content: ContentWriter;
  readonly attributes: AttributeWriter;
  /** Set if the language has forms of content besides strings. */
  readonly forms: ContentForms | undefined;
}

/** A nested document announced by `startDocument`. */
interface OfferedDocument {
  readonly info: DocumentInfo;
  readonly at: Locator;
}

/** A document inside this one, written as an OPAQUE when it ends, since its length comes first. */
interface InnerDocument {
  readonly encoder: WbxmlEncoder;
  readonly bytes: ByteWriter;
  /** It ends with its own `endDocument`, otherwise with its root element. */
  readonly isAnnounced: boolean;
  /** Documents and elements open inside it. */
  documents: number;
  depth: number;
}

/**
 * Writes events as WBXML 1.0–1.3 (WAP-192), switching pages as needed. Names that the vocabulary lacks become literals. A
 * document of another vocabulary in the Data of a message becomes an OPAQUE with its own header; anywhere else, or if Meta
 * Type names something else, no reader would open it, so it is written as elements.
 *
 * What is held back, and until when:
 *
 * ```
 *  header │ string table │ <Tag … >           STR_I "…"    OPAQUE len  <document>
 *  └ until the body is ┘   └ pending: until   └ content    └ inner: until its
 *    long enough or ends     content or END     writer       length is known
 * ```
 *
 * Events throw {@link SyncmlError} `unknown-document-type` if no vocabulary has the root; `invalid-name` for a name that
 * readers refuse or a duplicate attribute; `unrepresentable` for a charset that the version cannot express, for a literal that
 * comes too late or that the charset cannot hold, and for bytes in WBXML 1.0, which has no OPAQUE.
 */
export class WbxmlEncoder implements EventSink {
  private readonly output: (bytes: Uint8Array) => void;
  private readonly settings: HeaderOptions;
  private locator: Locator | undefined;
  private info: DocumentInfo | undefined;

  private readonly body = new ByteWriter(1024);
  private parts: OpenBody | undefined;
  private headerSent = false;
  /** It continues what another writer has written, and nothing is passed to `output`. */
  private isResumed = false;
  private page = 0;
  private readonly open: ElementName[] = [];
  /** The element whose tag is not written yet, since it is not known whether content follows. */
  private pending: ElementName | undefined;
  private readonly pendingAttributes: WrittenAttribute[] = [];
  /** Names of the attributes of that element so far, to find duplicates. */
  private readonly attributeNames = new Set<string>();
  private readonly meta = new DataMeta();
  private opaqueRemaining = 0;
  /** An opaque that is to become a string, if it is text. */
  private readonly inlined = new ByteWriter(0);
  private inlinesOpaque = false;
  /** This document is itself going into an OPAQUE, in which readers look for no further documents. */
  private isInner = false;
  private inner: InnerDocument | undefined;
  /** Number of nested documents that are open as elements. */
  private inlineDocuments = 0;
  /** The last of them, until its root is known. */
  private offered: OfferedDocument | undefined;
  /** The text of VerDTD, collected only if the version is not known otherwise. */
  private verDTD: ByteWriter | undefined;

  /** `output` gets WBXML, each time as a view that is valid during the call only. */
  constructor(output: (bytes: Uint8Array) => void, options: Partial<WbxmlWriteOptions> = {}) {
    checkOptions(options, checks);
    this.output = output;
    this.settings = { ...writeDefaults, ...given(options) };
  }

  /** Bytes not yet passed to `output`: of the document, and of values and nested documents whose length is not known yet. */
  get heldBytes(): number {
    const { inner, parts } = this;
    const waiting = this.inlined.byteLength + (parts?.content.waitingBytes ?? 0);
    return (
      this.body.byteLength + waiting + (inner === undefined ? 0 : inner.bytes.byteLength + inner.encoder.heldBytes)
    );
  }

  /**
   * Continues inside elements of a document whose header and body another writer has written so far: none of them Data or
   * Meta, on this tag page, with what Meta announced by depth. The output goes into the `body` of `resumed`, whose buffer may
   * be replaced before the next event.
   *
   * @internal
   */
  resume(
    info: DocumentInfo,
    open: readonly ElementName[],
    page: number,
    announcements: readonly (Announcement | undefined)[],
    at: Locator,
  ): void {
    this.locator = at;
    this.info = info;
    this.parts ??= this.openBody(open[0] as ElementName);
    this.isResumed = true;
    this.page = page;
    this.open.length = 0;
    for (const name of open) this.open.push(name);
    this.meta.resume(open.length, 0, announcements);
  }

  /**
   * Where it writes since {@link WbxmlEncoder.resume}, the page that is set now, and the header that the document has with the
   * literals in it.
   *
   * @internal
   */
  get resumed(): { readonly body: ByteWriter; readonly page: number; readonly header: EncodedHeader } {
    return { body: this.body, page: this.page, header: (this.parts as OpenBody).header };
  }

  /** Implements {@link EventSink.startDocument}. */
  startDocument(info: DocumentInfo, at: Locator): void {
    if (this.inner !== undefined) {
      this.inner.documents++;
      this.inner.encoder.startDocument(info, at);
    } else if (this.parts !== undefined) {
      this.inlineDocuments++;
      this.offered = { info, at };
    } else {
      this.locator = at;
      this.info = info;
    }
  }

  /** Implements {@link EventSink.startElement}. */
  startElement(name: ElementName): void {
    const { inner } = this;
    if (inner !== undefined) {
      inner.depth++;
      inner.encoder.startElement(name);
      return;
    }
    if (this.offered !== undefined && this.takeOffered(this.offered, name)) return;
    if (this.parts !== undefined && this.open.length === 0) throw this.secondRoot(name);
    if (this.parts === undefined) {
      this.parts = this.openBody(name);
      this.declareNamespaces(this.parts.header.vocabulary);
    }
    this.parts.content.end();
    const { header } = this.parts;
    const around = this.open.at(-1) ?? header.vocabulary.root;
    const known = header.knownName(name, around?.namespace ?? "");
    if (known === undefined && (header.isEmbeddedRoot(name) || this.isInField(name)) && this.isOpenedByReaders(name)) {
      this.openInner(header.embeddedInfo(name), this.locator as Locator, false);
      this.startElement(name);
      return;
    }
    this.writeTag(true);
    if (known === undefined && !isNcName(name.local)) {
      throw new SyncmlError("invalid-name", `"${name.local}" is not an XML name`, this.locator);
    }
    // A token of another vocabulary means something else here, so only its name is used.
    this.pending = known ?? { ...name, page: NO_TOKEN, token: NO_TOKEN };
    this.open.push(this.pending);
    this.meta.startElement(this.pending);
    this.parts.forms?.startElement(this.pending);
    if (name.local === "VerDTD" && this.open.length === VERSION_DEPTH && header.isVersionOpen) {
      this.verDTD = new ByteWriter(8);
    }
  }

  /** Implements {@link EventSink.attribute}. */
  attribute(name: AttributeName, value: string): void {
    if (this.inner !== undefined) {
      this.inner.encoder.attribute(name, value);
      return;
    }
    const { namespace, local } = name;
    const fault = attributeNameFault(name, this.attributeNames);
    if (fault !== undefined) throw new SyncmlError("invalid-name", fault, this.locator);
    const prefix = namespace === "" ? "" : this.prefixFor(namespace, name.prefix);
    if (prefix !== "" && wellKnownPrefixes[prefix] !== namespace) this.declare(`xmlns:${prefix}`, namespace);
    this.pendingAttributes.push({ name: prefix === "" ? local : `${prefix}:${local}`, value });
  }

  /** Implements {@link EventSink.text}. */
  text(chunk: Uint8Array, start: number, end: number): void {
    if (this.inner !== undefined) this.inner.encoder.text(chunk, start, end);
    else {
      this.meta.bytes(chunk, start, end);
      this.verDTD?.bytes(chunk, start, end);
      this.beginText().bytes(chunk, start, end);
      this.sendIfFull();
    }
  }

  /** Implements {@link EventSink.string}. */
  string(value: string): void {
    if (this.inner !== undefined) this.inner.encoder.string(value);
    else {
      this.meta.string(value);
      this.verDTD?.string(value);
      this.beginText().string(value);
    }
  }

  /** Implements {@link EventSink.opaque}. */
  opaque(chunk: Uint8Array, start: number, end: number, remaining: number): void {
    if (this.inner !== undefined) {
      this.inner.encoder.opaque(chunk, start, end, remaining);
      return;
    }
    this.meta.bytes(chunk, start, end);
    if (this.opaqueRemaining === 0) this.beginOpaque(end - start + remaining);
    this.opaqueRemaining = remaining;
    (this.inlinesOpaque ? this.inlined : this.body).bytes(chunk, start, end);
    if (this.inlinesOpaque && remaining === 0) this.writeInlined();
    this.sendIfFull();
  }

  /** Implements {@link EventSink.endElement}. */
  endElement(): void {
    const { inner, parts } = this;
    if (inner !== undefined) {
      inner.depth--;
      inner.encoder.endElement();
      if (inner.depth === 0 && !inner.isAnnounced) this.closeInner();
      return;
    }
    parts?.content.end();
    if (this.pending !== undefined) this.writeTag(false);
    else this.body.byte(Token.END);
    this.meta.endElement();
    parts?.forms?.endElement();
    if (this.verDTD !== undefined) this.takeVersion(this.verDTD);
    this.open.pop();
    this.sendIfFull();
  }

  /** Implements {@link EventSink.endDocument}. */
  endDocument(): void {
    const { inner, parts } = this;
    if (inner === undefined && this.inlineDocuments > 0) {
      this.inlineDocuments--;
      this.offered = undefined;
    } else if (inner === undefined) {
      const isCompact = this.settings.stringTable === "auto" && parts !== undefined && !this.headerSent;
      this.send(isCompact ? parts.header.strings.compact(this.body) : this.body);
    } else if (inner.documents > 0) {
      inner.documents--;
      inner.encoder.endDocument();
    } else this.closeInner();
  }

  /** Writes everything held back, so that a document that failed half-way can be seen up to that point. */
  flush(): void {
    if (this.parts === undefined) return;
    this.parts.content.end();
    this.writeTag(true);
    this.send(this.body);
  }

  // Parts of a document that something else writes

  /**
   * Passes on the body so far, and keeps the header back.
   *
   * @internal
   */
  flushBody(): void {
    const { body, parts } = this;
    if (parts === undefined) return;
    parts.content.end();
    this.writeTag(true);
    if (body.byteLength > 0) this.output(body.buffer.subarray(0, body.byteLength));
    body.byteLength = 0;
  }

  /**
   * Forgets the document, whose root has ended, so that another one can begin.
   *
   * @internal
   */
  restart(): void {
    this.locator = undefined;
    this.info = undefined;
    this.parts = undefined;
    this.headerSent = false;
    this.page = 0;
    this.body.byteLength = 0;
  }

  /**
   * The header, with the names in its string table that the body has needed so far.
   *
   * @internal
   */
  headerBytes(): Uint8Array {
    return (this.parts as OpenBody).header.bytes();
  }

  /**
   * The tag page and the attribute page that are set, as `attribute page << 8 | tag page`.
   *
   * @internal
   */
  get pages(): number {
    return ((this.parts?.attributes.page ?? 0) << PAGE_SHIFT) | this.page;
  }

  /**
   * Sets both.
   *
   * @internal
   */
  set pages(pages: number) {
    this.page = pages & PAGE_BITS;
    if (this.parts !== undefined) this.parts.attributes.page = pages >> PAGE_SHIFT;
  }

  private secondRoot({ local }: ElementName): SyncmlError {
    const reason = `WBXML has one root, and ${local} is another; a message or SyncBody can hold several commands`;
    return new SyncmlError("unrepresentable", reason, this.locator);
  }

  // Names

  private openBody(root: ElementName): OpenBody {
    const header = new EncodedHeader(root, this.info as DocumentInfo, this.settings, this.locator as Locator);
    const noted = this.settings.stringTable === "auto" ? header.strings : undefined;
    const { vocabulary, hasOpaque } = header;
    const forms = vocabulary.hasContentForms ? new ContentForms(this.body, vocabulary, hasOpaque) : undefined;
    const content = new ContentWriter(this.body, header.charset, noted, forms);
    const literalIndex = (name: string) => this.literalIndex(name);
    const attributes = new AttributeWriter(this.body, content, vocabulary, literalIndex, hasOpaque);
    for (const literal of this.settings.literals) header.strings.add(literal);
    return { header, content, attributes, forms };
  }

  private declareNamespaces({ definition: { declares = {} } }: Vocabulary): void {
    for (const [name, value] of Object.entries(declares)) this.pendingAttributes.push({ name, value });
  }

  private takeVersion({ buffer, byteLength }: ByteWriter): void {
    this.verDTD = undefined;
    if (!this.headerSent) this.parts?.header.useVersion(decodeUtf8(buffer, 0, byteLength) ?? "");
  }

  private literalIndex(name: string): number {
    const { strings } = (this.parts as OpenBody).header;
    if (this.headerSent && strings.find(name) === undefined) {
      const reason = `literal ${name} is new after the string table went out; announce it in \`literals\``;
      throw new SyncmlError("unrepresentable", reason, this.locator);
    }
    return strings.add(name);
  }

  // Tags

  private writeTag(hasContent: boolean): void {
    const { pending } = this;
    if (pending === undefined) return;
    this.pending = undefined;
    const isLiteral = pending.token === NO_TOKEN;
    if (isLiteral) this.declareLiteralNamespace(pending);
    else if ((this.parts as OpenBody).header.vocabulary.scopedTags !== undefined) this.declareScope(pending);
    const { pendingAttributes } = this;
    const flags = (hasContent ? Token.HAS_CONTENT : 0) | (pendingAttributes.length > 0 ? Token.HAS_ATTRIBUTES : 0);
    if (isLiteral) {
      const index = this.literalIndex(pending.local);
      this.body.byte(Token.LITERAL | flags);
      writeMbUint32(this.body, index);
    } else {
      if (pending.page !== this.page) {
        this.body.byte(Token.SWITCH_PAGE);
        this.body.byte(pending.page);
        this.page = pending.page;
      }
      this.body.byte(pending.token | flags);
    }
    if (pendingAttributes.length > 0) {
      (this.parts as OpenBody).attributes.write(pendingAttributes);
      pendingAttributes.length = 0;
      this.attributeNames.clear();
    }
  }

  /** A reader puts a literal into the namespace of the enclosing element, so any other must be declared. */
  private declareLiteralNamespace({ namespace }: ElementName): void {
    const around = this.open.at(-2) ?? (this.parts as OpenBody).header.vocabulary.root;
    if (namespace !== around?.namespace) this.declare("xmlns", namespace);
  }

  /** In a language that has no namespaces by page alone, an element that is in another than the enclosing one says so. */
  private declareScope({ namespace }: ElementName): void {
    if (namespace !== (this.open.at(-2)?.namespace ?? "")) this.declare("xmlns", namespace);
  }

  /** The requested prefix, unless it is empty or bound to another namespace here; otherwise an unused one. */
  private prefixFor(namespace: string, hint: string): string {
    if (wellKnownPrefixes[hint] === namespace || (isUsablePrefix(hint) && this.isFree(hint, namespace))) return hint;
    let number = this.pendingAttributes.length + 1;
    while (!this.isFree(`ns${number}`, namespace)) number++;
    return `ns${number}`;
  }

  private isFree(prefix: string, namespace: string): boolean {
    return !this.pendingAttributes.some(({ name, value }) => name === `xmlns:${prefix}` && value !== namespace);
  }

  private declare(name: string, namespace: string): void {
    if (!this.pendingAttributes.some((attribute) => attribute.name === name)) {
      this.pendingAttributes.unshift({ name, value: namespace });
    }
  }

  // Content

  private beginText(): ContentWriter {
    this.writeTag(true);
    const { content, header } = this.parts as OpenBody;
    const asOpaque = this.settings.data === "opaque" && this.meta.isInData && header.hasOpaque;
    content.begin(asOpaque, this.open[this.open.length - 1]?.binary);
    return content;
  }

  private beginOpaque(byteLength: number): void {
    const { content, header } = this.parts as OpenBody;
    content.end();
    this.writeTag(true);
    this.inlinesOpaque = (this.settings.data === "inline" && this.meta.isInData) || !header.hasOpaque;
    if (!this.inlinesOpaque) content.opaqueHead(byteLength);
  }

  private writeInlined(): void {
    const { content, header } = this.parts as OpenBody;
    const { inlined } = this;
    const { buffer, byteLength } = inlined;
    if (decodeUtf8(buffer, 0, byteLength) !== undefined) {
      content.begin(false);
      content.bytes(buffer, 0, byteLength);
      content.end();
    } else if (header.hasOpaque) content.opaqueHead(byteLength).bytes(buffer, 0, byteLength);
    else
      throw new SyncmlError(
        "unrepresentable",
        "bytes that are no text need OPAQUE, which WBXML 1.0 lacks",
        this.locator,
      );
    inlined.byteLength = 0;
  }

  // Embedded documents

  /** Whether readers look for a document in an OPAQUE here, and Meta does not make them take this one for something else. */
  private isOpenedByReaders(root: ElementName): boolean {
    return !this.isInner && this.meta.isInData && isDocumentOfType(this.meta.type, root, this.settings.vocabularies);
  }

  /** Whether the nested document becomes an OPAQUE, which depends on its root. */
  private takeOffered({ info, at }: OfferedDocument, root: ElementName): boolean {
    this.offered = undefined;
    if (!this.isOpenedByReaders(root)) return false;
    this.inlineDocuments--;
    this.openInner(info, at, true);
    this.startElement(root);
    return true;
  }

  /** A Property in the Data of a Field whose Type is device information is a document too, although without DevInf around it. */
  private isInField(name: ElementName): boolean {
    const field = this.open.at(-3);
    return field?.local === "Field" && isCoreNamespace(field.namespace) && isFieldProperty(name);
  }

  private openInner(info: DocumentInfo, at: Locator, isAnnounced: boolean): void {
    (this.parts as OpenBody).content.end();
    this.writeTag(true);
    const bytes = new ByteWriter();
    const take = (piece: Uint8Array) => bytes.bytes(piece, 0, piece.length);
    const { publicId: _form, literals: _literals, ...settings } = this.settings;
    const form = this.needsPublicId(info) ? ({ publicId: "number" } as const) : {};
    const encoder = new WbxmlEncoder(take, { ...settings, ...form, holdBytes: Number.POSITIVE_INFINITY });
    encoder.isInner = true;
    this.inner = { encoder, bytes, isAnnounced, documents: 0, depth: 0 };
    encoder.startDocument(info, at);
  }

  /** A document without public identifier is opened only where Meta Type identifies it. */
  private needsPublicId({ publicId, publicIdText }: DocumentInfo): boolean {
    return publicId <= UNKNOWN_PUBLIC_ID && !publicIdText && !isAnnounced(this.meta.type);
  }

  private closeInner(): void {
    const { encoder, bytes } = this.inner as InnerDocument;
    this.inner = undefined;
    encoder.endDocument();
    const { content, header } = this.parts as OpenBody;
    if (!header.hasOpaque) throw this.needsOpaque("an embedded document");
    content.opaqueHead(bytes.byteLength).bytes(bytes.buffer, 0, bytes.byteLength);
    this.sendIfFull();
  }

  private needsOpaque(what: string): SyncmlError {
    return new SyncmlError("unrepresentable", `${what} needs OPAQUE, which WBXML 1.0 lacks`, this.locator);
  }

  // Output

  private send(body: ByteWriter): void {
    if (!this.headerSent && this.parts !== undefined) {
      this.headerSent = true;
      this.output(this.parts.header.bytes());
    }
    if (body.byteLength > 0) this.output(body.buffer.subarray(0, body.byteLength));
    body.byteLength = 0;
  }

  private sendIfFull(): void {
    const { stringTable, holdBytes, flushBytes } = this.settings;
    const isFull = this.body.byteLength >= (this.headerSent ? flushBytes : holdBytes);
    if (!isFull || this.isResumed || stringTable === "auto") return;
    this.send(this.body);
  }
}
