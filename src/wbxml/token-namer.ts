import { encodeBase64 } from "../core/base64.ts";
import { ByteWriter } from "../core/byte-writer.ts";
import { codeUnitBytes, createTranscoder, type Transcoder, UTF_8 } from "../core/charset.ts";
import { report } from "../core/diagnostics.ts";
import { DocumentNames } from "../core/document-names.ts";
import { SyncmlError } from "../core/errors.ts";
import { HeldStart, inOrder } from "../core/held-start.ts";
import { type Limits, resolveLimits } from "../core/limits.ts";
import { inheritedCharacters } from "../core/long-namespaces.ts";
import { pathTo } from "../core/path-step.ts";
import { type AttributeName, type ElementName, type EventSink, type Locator, placeAt } from "../core/sink.ts";
import { decodeUtf8, decodeUtf8Lossy } from "../core/utf8.ts";
import { writeUtf8Character } from "../core/utf8-characters.ts";
import { isNcName, wellKnownPrefixes } from "../core/xml-names.ts";
import type { OpaqueKind } from "../vocabulary/definition.ts";
import { NameInference, OpenPlaces } from "../vocabulary/inference.ts";
import { TOKENS_PER_ATTRIBUTE_PAGE, TOKENS_PER_TAG_PAGE, type Vocabulary } from "../vocabulary/vocabulary.ts";
import { isOfKind } from "./attribute-kind.ts";
import { chooseVocabulary } from "./choose-vocabulary.ts";
import { OpaqueValues } from "./opaque-values.ts";
import { PrefixBindings } from "./prefix-bindings.ts";
import type { WbxmlReadOptions } from "./read-options.ts";
import { StringTable } from "./string-table.ts";
import type { TokenSink, WbxmlHeader } from "./token-sink.ts";
import { WbxmlTokenizer } from "./tokenizer.ts";
import * as Token from "./tokens.ts";
import { unnamedToken } from "./unnamed-token.ts";

/** The table of a document whose header has not been read yet: nothing is looked up in it. */
const noStrings = new StringTable(new Uint8Array(0), 1, undefined);

interface RawAttribute {
  /** Name as the token or literal spells it, including a prefix. */
  readonly name: string;
  readonly offset: number;
  value: string;
}

/**
 * Gives the tokens of one document their names and passes them on as events. Until the root opens, it chooses the vocabulary:
 *
 * ```
 *  header      public id, media type: choice of the vocabulary, or none so far
 *  root tag    decides if they did not ; startDocument
 *  VerDTD      decides the version if several share the root ; events are held in `held` until then
 *  tags        an attribute list is collected up to its END, since `xmlns` may name the element
 * ```
 */
export class TokenNamer implements TokenSink, Locator {
  private sink: EventSink;
  private readonly options: WbxmlReadOptions;
  private readonly limits: Limits;
  readonly tokenizer: WbxmlTokenizer;

  private documentHeader: WbxmlHeader | undefined;
  private publicIdText: string | undefined;
  private vocabulary: Vocabulary | undefined;
  private names: readonly (ElementName | undefined)[] = [];
  /** Elements with a namespace for all in them, by depth, and what {@link TokenNamer.names} was around them. */
  private readonly scopes: { readonly depth: number; readonly names: readonly (ElementName | undefined)[] }[] = [];
  private inference: NameInference | undefined;
  private readonly places = new OpenPlaces();
  private started = false;
  /** Reports the vocabulary once its version is known; set until then. */
  private versionOpen: ((vocabulary: Vocabulary) => void) | undefined;
  /** Events from the start of a message, held back until its version is known. */
  private held: HeldStart | undefined;
  private transcoder: Transcoder | undefined;
  private strings: StringTable = noStrings;
  private referencedBytes = 0;

  private readonly open: ElementName[] = [];
  private readonly bindings = new PrefixBindings();
  private readonly ownNames = new DocumentNames<ElementName>();
  private readonly ownAttributeNames = new DocumentNames<AttributeName>();

  // The attribute list being read; `literal` is the name of the element if it came as one.
  private inAttributes = false;
  private inInstruction = false;
  private elementFlags = 0;
  private literal: string | undefined;
  private readonly attributes: RawAttribute[] = [];
  // Up to 64 bytes are made in a tenth of the time.
  private readonly value = new ByteWriter(64);
  private readonly opaqueValue = new ByteWriter(0);
  /** Inside an EXT_I that names a variable. */
  private inVariable = false;
  private opaqueKind: OpaqueKind | undefined;

  constructor(sink: EventSink, given: WbxmlReadOptions) {
    const options = inOrder(given, () => this.held);
    this.sink = sink;
    this.options = options;
    this.limits = resolveLimits(options.limits);
    this.tokenizer = new WbxmlTokenizer(this, options);
  }

  get offset(): number {
    return this.tokenizer.offset;
  }

  get opaqueOffset(): number {
    return this.tokenizer.opaqueOffset;
  }

  get textOffset(): number | undefined {
    return this.tokenizer.textOffset;
  }

  path(): string {
    return pathTo(this.options.basePath, this.open);
  }

  /** Passes on the events held back, after the source has failed. */
  release(): void {
    this.held?.release();
  }

  // Header and choice of the vocabulary

  header(header: WbxmlHeader): void {
    this.documentHeader = header;
    const charset = header.charset > 0 ? header.charset : this.options.charset || UTF_8;
    this.transcoder = createTranscoder(charset, placeAt(header.charsetOffset, this));
    this.strings = new StringTable(header.stringTable, codeUnitBytes(charset), this.transcoder);
    if (header.publicId === 0 && header.stringTable.length > 0) {
      if (header.publicIdIndex >= header.stringTable.length) {
        const reason = `public id at index ${header.publicIdIndex} of a table of ${header.stringTable.length} bytes`;
        throw new SyncmlError("string-table-index", reason, placeAt(header.publicIdOffset, this));
      }
      this.publicIdText = this.tableText(header.publicIdIndex);
    }
    this.chooseVocabulary(header);
  }

  private chooseVocabulary({ publicId, publicIdOffset }: WbxmlHeader): void {
    const { vocabulary, leniency, fault } = chooseVocabulary(publicId, this.publicIdText, this.options);
    if (fault !== undefined) throw new SyncmlError("unknown-document-type", fault, placeAt(publicIdOffset, this));
    if (vocabulary === undefined) return;
    if (leniency !== undefined) {
      const { code, message } = leniency;
      const at = this.placeNow();
      this.chooseVersion(vocabulary, (chosen) => report(this.options.onDiagnostic, code, message(chosen), at));
    }
    this.useVocabulary(vocabulary);
  }

  /** Calls `say` with the vocabulary: at once, or if there are several versions, when the message has named its own. */
  private chooseVersion(vocabulary: Vocabulary, say: (chosen: Vocabulary) => void): void {
    if (this.options.vocabularies.hasNamespacesByVersion(vocabulary.definition.root)) this.versionOpen = say;
    else say(vocabulary);
  }

  private placeNow(): Locator {
    const { offset, opaqueOffset } = this;
    const path = this.path();
    return { offset, opaqueOffset, path: () => path };
  }

  private useVocabulary(vocabulary: Vocabulary): void {
    this.vocabulary = vocabulary;
    this.inference = new NameInference(this.options.vocabularies, vocabulary);
    this.names = vocabulary.tags;
  }

  private useVocabularyOfRoot(found: Vocabulary | undefined): void {
    if (found === undefined) {
      throw new SyncmlError("unknown-document-type", "no public id, and the root is of no known vocabulary", this);
    }
    const at = this.placeNow();
    this.chooseVersion(found, ({ name }) => {
      report(this.options.onDiagnostic, "vocabulary-from-root", `no public id, read as ${name} by its root`, at);
    });
    this.useVocabulary(found);
  }

  /** Continues after what another reader has read, inside the elements `open`, of which none has attributes. */
  resume(header: WbxmlHeader, open: readonly ElementName[], page: number, elements: number): void {
    if (!this.started) this.header(header);
    this.started = true;
    this.places.end(0);
    this.bindings.end(0);
    this.open.length = 0;
    for (const name of open) this.open.push(name);
    this.tokenizer.resume(header, page, open.length, elements);
  }

  private startDocument(): void {
    const header = this.documentHeader as WbxmlHeader;
    this.started = true;
    if (this.mayHaveContentForms()) this.sink = new OpaqueValues(this.sink, () => this.vocabulary as Vocabulary);
    if (this.versionOpen !== undefined) this.holdStart(this.versionOpen);
    this.sink.startDocument(
      {
        format: "wbxml",
        version: header.version,
        publicId: header.publicId,
        publicIdText: this.publicIdText,
        charset: Math.max(0, header.charset),
      },
      this.held ?? this,
    );
  }

  private mayHaveContentForms(): boolean {
    const { hasContentForms, definition } = this.vocabulary as Vocabulary;
    if (hasContentForms || this.versionOpen === undefined) return hasContentForms;
    return this.options.vocabularies.versions(definition.root).some((version) => version.hasContentForms);
  }

  /** Holds events back until the version of the message, and with it their names, is known. */
  private holdStart(say: (chosen: Vocabulary) => void): void {
    const { sink, open } = this;
    const { vocabularies } = this.options;
    const held = new HeldStart(sink, this, (version) => {
      const provisional = this.vocabulary as Vocabulary;
      const said = version === undefined ? undefined : vocabularies.findVersion(provisional.definition.root, version);
      this.held = undefined;
      this.sink = sink;
      if (said === undefined || said === provisional) return (name) => name;
      this.useVocabulary(said);
      const rename = (name: ElementName) => this.renamed(name, provisional);
      for (let index = 0; index < open.length; index++) open[index] = rename(open[index] as ElementName);
      return rename;
    });
    held.run(() => say(this.vocabulary as Vocabulary));
    this.held = held;
    this.sink = held;
  }

  /** The name that an element named by another version has in the version of this document. */
  private renamed(name: ElementName, provisional: Vocabulary): ElementName {
    const { local, page, token } = name;
    const inference = this.inference as NameInference;
    const namespace = name.namespace === provisional.root?.namespace ? inference.core : name.namespace;
    const known = token >= 0 ? inference.exact(namespace, local) : undefined;
    return known ?? this.ownName(local, namespace, page, token);
  }

  // Elements

  switchPage(): void {}

  tag(page: number, token: number, flags: number): void {
    if (!this.started) {
      if (this.vocabulary === undefined) {
        this.useVocabularyOfRoot(this.options.vocabularies.findByRootToken(page, token));
      }
      this.startDocument();
    }
    const name = this.names[page * TOKENS_PER_TAG_PAGE + token] ?? this.unknownTag(page, token);
    if (flags & Token.HAS_ATTRIBUTES) {
      this.openAttributes(name, flags);
      return;
    }
    this.open.push(name);
    this.sink.startElement(name);
    if (flags === 0) this.endContent();
  }

  literalTag(index: number, flags: number): void {
    const literal = this.tableText(index);
    if (!this.started) {
      if (this.vocabulary === undefined) {
        this.useVocabularyOfRoot(this.options.vocabularies.findByRoot(literal, ""));
      }
      this.startDocument();
    }
    if (flags & Token.HAS_ATTRIBUTES) {
      // Its namespace is declared among the attributes.
      this.openAttributes({ local: literal, namespace: "", page: -1, token: -1, binary: false }, flags);
      this.literal = literal;
      return;
    }
    const name = this.literalName(literal, undefined);
    this.open.push(name);
    this.sink.startElement(name);
    if (flags === 0) this.endContent();
  }

  endContent(): void {
    this.sink.endElement();
    this.open.pop();
    this.places.end(this.open.length);
    this.bindings.end(this.open.length);
    if (this.scopes.length > 0) this.endScope();
  }

  private unknownTag(page: number, token: number): ElementName {
    const vocabulary = this.vocabulary as Vocabulary;
    const { vocabularies, unknownTokens, onDiagnostic } = this.options;
    const namespace = vocabulary.pageNamespace(page) ?? this.inheritedNamespace();
    const later = vocabularies.laterName(vocabulary, page, token);
    if (later) {
      const message = `token 0x${hex(token)} of page ${page} is ${later.local} of a later version than ${vocabulary.name}`;
      report(onDiagnostic, "later-version-token", message, this);
      return this.ownName(later.local, vocabulary.pageNamespace(page) ?? later.namespace, page, token);
    }
    const message = `${vocabulary.name} has no token 0x${hex(token)} on page ${page}`;
    if (unknownTokens === "reject") throw new SyncmlError("unknown-token", message, this);
    report(onDiagnostic, "unknown-token", message, this);
    return this.ownName(unnamedToken(page, token), namespace, page, token);
  }

  /** The name of a literal; without a prefix it is in the namespace of the enclosing element, as in XML. */
  private literalName(literal: string, ownNamespace: string | undefined): ElementName {
    const colon = literal.indexOf(":");
    const local = literal.slice(colon + 1);
    const namespace =
      colon >= 0 ? this.prefixNamespace(literal.slice(0, colon)) : (ownNamespace ?? this.inheritedNamespace());
    this.checkName(literal, local, this);
    const isNobodys = ownNamespace === "";
    return (
      this.vocabulary?.element(namespace, local) ??
      (isNobodys ? undefined : this.inferredName(namespace, local)) ??
      this.ownName(local, namespace, -1, -1)
    );
  }

  /** The name meant by a missing or misspelt namespace, or in that of the message an element of a later version. */
  private inferredName(namespace: string, local: string): ElementName | undefined {
    const { inference, open } = this;
    if (inference === undefined || !this.options.vocabularies.hasName(local)) return undefined;
    const later = namespace === inference.core ? inference.exact(namespace, local) : undefined;
    return later ?? inference.infer(this.places.innermost(open, inference), namespace, local);
  }

  private inheritedNamespace(): string {
    const namespace = this.open.at(-1)?.namespace ?? this.vocabulary?.root?.namespace ?? "";
    this.countReferenced(inheritedCharacters(namespace, 0));
    return namespace;
  }

  private prefixNamespace(prefix: string): string {
    const bound = this.bindings.find(prefix);
    // It is repeated in the output for every element in it.
    if (bound !== undefined) this.countReferenced(bound.length);
    const namespace = bound ?? (Object.hasOwn(wellKnownPrefixes, prefix) ? wellKnownPrefixes[prefix] : undefined);
    if (namespace !== undefined) return namespace;
    this.checkName(prefix, prefix, this);
    report(this.options.onDiagnostic, "undeclared-prefix", `no attribute declares the prefix ${prefix}`, this);
    return `urn:undeclared-prefix:${prefix}`;
  }

  private checkName(literal: string, local: string, at: Locator): void {
    if (!isNcName(local)) throw new SyncmlError("invalid-name", `"${literal}" is not an XML name`, at);
  }

  /** Names outside the vocabularies are interned for this document only: nothing a peer sends outlives its message. */
  private ownName(local: string, namespace: string, page: number, token: number): ElementName {
    const { ownNames } = this;
    // A literal never contains a blank.
    const key = token < 0 ? local : `${local} ${page} ${token}`;
    let name = ownNames.find(namespace, key);
    if (name === undefined) {
      name = { local, namespace, page, token, binary: false };
      if (ownNames.isFull) ownNames.clear();
      ownNames.keep(namespace, key, name);
    }
    return name;
  }

  // Attributes

  private openAttributes(name: ElementName, flags: number): void {
    this.open.push(name);
    this.elementFlags = flags;
    this.literal = undefined;
    this.inAttributes = true;
  }

  processingInstruction(): void {
    report(this.options.onDiagnostic, "processing-instruction", "processing instruction skipped", this);
    this.inInstruction = true;
    this.inAttributes = true;
  }

  attributeStart(page: number, token: number): void {
    this.finishAttribute();
    const start = this.vocabulary?.attributeStarts[page * TOKENS_PER_ATTRIBUTE_PAGE + token];
    this.opaqueKind = start?.opaque;
    if (start) {
      this.attributes.push({ name: start.name.local, offset: this.offset, value: "" });
      this.value.string(start.valuePrefix);
      return;
    }
    this.unknownAttributeToken(page, token);
    this.attributes.push({ name: `wbxml-attribute-${page}-${hex(token)}`, offset: this.offset, value: "" });
  }

  literalAttribute(index: number): void {
    this.finishAttribute();
    this.opaqueKind = undefined;
    // One vendor writes its namespace as literal 0 of an empty table (field notes §7.1.5).
    const name = this.strings.bytes.length === 0 ? "xmlns" : this.tableText(index);
    this.attributes.push({ name, offset: this.offset, value: "" });
  }

  attributeValue(page: number, token: number): void {
    const value = this.vocabulary?.attributeValues[page * TOKENS_PER_ATTRIBUTE_PAGE + token - 0x80];
    if (value === undefined) this.unknownAttributeToken(page, token);
    this.value.string(value ?? `wbxml-value-${page}-${hex(token)}`);
  }

  endAttributes(): void {
    this.finishAttribute();
    this.inAttributes = false;
    if (this.inInstruction) {
      this.inInstruction = false;
      this.attributes.length = 0;
      return;
    }
    const ownNamespace = this.takeNamespaces();
    if (this.literal !== undefined) {
      this.open.pop();
      this.open.push(this.literalName(this.literal, ownNamespace));
    }
    const name = this.open.at(-1) as ElementName;
    this.sink.startElement(name);
    this.passAttributes();
    if ((this.elementFlags & Token.HAS_CONTENT) === 0) this.endContent();
  }

  /** Removes the `xmlns` attributes from the list and binds their prefixes; returns the default namespace if declared. */
  private takeNamespaces(): string | undefined {
    let ownNamespace: string | undefined;
    for (const { name, value } of this.attributes) {
      if (name.startsWith("xmlns:")) {
        this.bindings.bind(name.slice(6), value, this.open.length);
      } else if (name === "xmlns") {
        ownNamespace = value;
        if (!this.openScope(value) && this.literal === undefined) {
          const message = `xmlns="${value}" dropped, the page implies the namespace`;
          report(this.options.onDiagnostic, "xmlns-attribute", message, this);
        }
      }
    }
    return ownNamespace;
  }

  /** Names the innermost element and those in it by this namespace, if the language has it in that way. */
  private openScope(namespace: string): boolean {
    if (this.versionOpen !== undefined && this.open.length === 1) this.useVersionOfRoot(namespace);
    const { open, names } = this;
    const table = this.vocabulary?.scopedTags?.get(namespace);
    if (table === undefined) return false;
    this.scopes.push({ depth: open.length, names });
    this.names = table;
    const { page, token } = open.at(-1) as ElementName;
    const name = token < 0 ? undefined : table[page * TOKENS_PER_TAG_PAGE + token];
    if (name !== undefined) open[open.length - 1] = name;
    return true;
  }

  private endScope(): void {
    const scope = this.scopes.at(-1);
    if (scope === undefined || scope.depth <= this.open.length) return;
    this.names = scope.names;
    this.scopes.pop();
  }

  /** A document that only its root identifies may tell its version by the namespace of that. */
  private useVersionOfRoot(namespace: string): void {
    const { open, vocabulary } = this;
    const { local } = open[0] as ElementName;
    const said = this.options.vocabularies.findByRoot(local, namespace);
    if (said === undefined || said.definition.root !== vocabulary?.definition.root) return;
    this.useVocabulary(said);
    open[0] = said.rootNamed(local) as ElementName;
  }

  private passAttributes(): void {
    if (this.ownAttributeNames.isFull) this.ownAttributeNames.clear();
    const seen = new Set<AttributeName>();
    for (const { name, offset, value } of this.attributes) {
      if (name === "xmlns" || name.startsWith("xmlns:")) continue;
      const at = placeAt(offset, this);
      const attribute = this.attributeName(name, at);
      if (seen.has(attribute)) throw new SyncmlError("invalid-name", `attribute ${name} is given twice`, at);
      seen.add(attribute);
      this.sink.attribute(attribute, value);
    }
    this.attributes.length = 0;
  }

  private attributeName(spelling: string, at: Locator): AttributeName {
    const colon = spelling.indexOf(":");
    const prefix = spelling.slice(0, Math.max(0, colon));
    const local = spelling.slice(colon + 1);
    this.checkName(spelling, local, at);
    const namespace = colon < 0 ? "" : this.prefixNamespace(prefix);
    const { ownAttributeNames } = this;
    let name = ownAttributeNames.find(namespace, local);
    if (name === undefined) ownAttributeNames.keep(namespace, local, (name = { local, namespace, prefix }));
    return name;
  }

  private finishAttribute(): void {
    const attribute = this.attributes.at(-1);
    const { value } = this;
    if (attribute && value.byteLength > 0) {
      const text = decodeUtf8(value.buffer, 0, value.byteLength);
      if (text === undefined) {
        report(this.options.onDiagnostic, "invalid-text", `value of ${attribute.name} is not valid text`, this);
      }
      attribute.value = text ?? decodeUtf8Lossy(value.buffer, 0, value.byteLength);
    }
    value.byteLength = 0;
  }

  private unknownAttributeToken(page: number, token: number): void {
    const message = `${this.vocabulary?.name ?? "no vocabulary"} has no attribute token 0x${hex(token)} on page ${page}`;
    if (this.options.unknownTokens === "reject") throw new SyncmlError("unknown-token", message, this);
    report(this.options.onDiagnostic, "unknown-token", message, this);
  }

  // Text

  inlineString(chunk: Uint8Array, start: number, end: number, last: boolean): void {
    if (this.transcoder === undefined) this.bytesText(chunk, start, end);
    else {
      const text = this.transcoder.decode(chunk, start, end);
      this.stringText(last ? text + this.transcoder.flush() : text);
    }
  }

  tableString(index: number): void {
    if (this.transcoder === undefined) {
      const end = this.referencedEnd(index);
      this.bytesText(this.strings.bytes, index, end);
    } else this.stringText(this.tableText(index));
  }

  entity(code: number): void {
    // A copy, since views of values are kept.
    const bytes = new Uint8Array(4);
    this.bytesText(bytes, 0, writeUtf8Character(code, bytes, 0));
  }

  private bytesText(chunk: Uint8Array, start: number, end: number): void {
    if (this.inAttributes) {
      this.checkValue(end - start);
      this.value.bytes(chunk, start, end);
    } else if (start < end) this.sink.text(chunk, start, end);
  }

  private stringText(text: string): void {
    if (this.inAttributes) {
      this.checkValue(text.length);
      this.value.string(text);
    } else if (text !== "") this.sink.string(text);
  }

  private checkValue(added: number): void {
    if (this.value.byteLength + added > this.limits.maxTextBytes) {
      const reason = `attribute value is longer than maxTextBytes (${this.limits.maxTextBytes})`;
      throw new SyncmlError("limit-exceeded", reason, this);
    }
  }

  private tableText(index: number): string {
    return this.strings.text(index, this.referencedEnd(index));
  }

  /** Where the referenced string ends. Names count against the limit like text, since each is looked up and output anew. */
  private referencedEnd(index: number): number {
    const { strings } = this;
    const end = strings.endOf(index);
    this.countReferenced(end - index);
    if (!strings.isTerminated(end)) this.reportUnterminated();
    return end;
  }

  private countReferenced(byteLength: number): void {
    const { maxReferencedBytes } = this.limits;
    this.referencedBytes += byteLength;
    if (this.referencedBytes > maxReferencedBytes) {
      const reason = `references and namespaces expand to more than maxReferencedBytes (${maxReferencedBytes})`;
      throw new SyncmlError("limit-exceeded", reason, this);
    }
  }

  private reportUnterminated(): void {
    const message = "last string of the table has no terminator, it runs to the table's end";
    report(this.options.onDiagnostic, "unterminated-string", message, this);
  }

  extensionString(kind: number, chunk: Uint8Array, start: number, end: number, last: boolean): void {
    const around = this.vocabulary?.definition.variables?.around[kind];
    if (around === undefined) {
      if (last) this.reportExtension(`EXT_I_${kind}`);
      return;
    }
    if (!this.inVariable) this.stringText(around.before);
    this.inlineString(chunk, start, end, last);
    if (last) this.stringText(around.after);
    this.inVariable = !last;
  }

  extensionInteger(kind: number, value: number): void {
    const { variables, extensionWords } = this.vocabulary?.definition ?? {};
    const around = variables?.around[kind];
    const word = around === undefined ? extensionWords?.[kind]?.[value] : this.variableName(value);
    if (word === undefined) this.reportExtension(`EXT_T_${kind} ${value}`);
    else this.stringText(around === undefined ? word : `${around.before}${word}${around.after}`);
  }

  private variableName(index: number): string {
    const { length } = this.strings.bytes;
    if (index < length) return this.tableText(index);
    const reason = `name of a variable at index ${index} of a table of ${length} bytes`;
    throw new SyncmlError("string-table-index", reason, this);
  }

  extension(kind: number): void {
    this.reportExtension(`EXT_${kind}`);
  }

  private reportExtension(token: string): void {
    const message = `${token} has no meaning in ${this.vocabulary?.name ?? "this document"}, skipped`;
    report(this.options.onDiagnostic, "unknown-extension", message, this);
  }

  opaque(chunk: Uint8Array, start: number, end: number, remaining: number): void {
    if (!this.inAttributes) {
      this.sink.opaque(chunk, start, end, remaining);
      return;
    }
    this.checkValue(this.opaqueValue.byteLength + end - start);
    this.opaqueValue.bytes(chunk, start, end);
    if (remaining > 0) return;
    const bytes = this.opaqueValue.take();
    const before = this.attributes.length - 1;
    const text = isOfKind(this.opaqueKind, this.attributes, before) ? this.opaqueKind?.read(bytes) : undefined;
    if (text !== undefined) this.value.string(text);
    else if (decodeUtf8(bytes, 0, bytes.length) !== undefined) this.value.bytes(bytes, 0, bytes.length);
    else {
      report(this.options.onDiagnostic, "opaque-attribute", "opaque attribute value passed on as base64", this);
      this.value.string(encodeBase64(bytes));
    }
  }

  endDocument(): void {
    const { trailingBytes } = this.tokenizer;
    if (trailingBytes > 0) {
      report(
        this.options.onDiagnostic,
        "trailing-bytes",
        `${trailingBytes} bytes after the root element ignored`,
        this,
      );
    }
    this.sink.endDocument();
  }
}

function hex(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, "0");
}
