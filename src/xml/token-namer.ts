import { DocumentNames } from "../core/document-names.ts";
import { equalBytes } from "../core/equal-bytes.ts";
import { SyncmlError } from "../core/errors.ts";
import { HeldStart, inOrder } from "../core/held-start.ts";
import { octetString } from "../core/latin1.ts";
import { type Limits, resolveLimits } from "../core/limits.ts";
import { inheritedCharacters } from "../core/long-namespaces.ts";
import { pathTo } from "../core/path-step.ts";
import type { AttributeName, ElementName, EventSink, Locator } from "../core/sink.ts";
import { decodeUtf8 } from "../core/utf8.ts";
import { isNcName } from "../core/xml-names.ts";
import { type NameInference, OpenPlaces } from "../vocabulary/inference.ts";
import { intendedSpace, isCoreNamespace } from "../vocabulary/namespaces.ts";
import { MarkedContent } from "./marked-content.ts";
import { BASE64_END, MARK_TARGET, OPAQUE_BASE64, TEXT_BASE64 } from "./marks.ts";
import { NameResolver } from "./name-resolver.ts";
import { NameTable, type SpeltName } from "./name-table.ts";
import { declarationFault, Namespaces, type Scope } from "./namespaces.ts";
import type { XmlReadOptions } from "./read-options.ts";
import type { TokenSink } from "./token-sink.ts";
import { XmlTokenizer } from "./tokenizer.ts";

// What the content being read is: ordinary, or the base64 after a mark of the encoder (see marks.ts):
//
//  text  <?wbxml text base64?>  YWJj         <?wbxml end?>  text
//  UNMARKED                     MARKED_TEXT                 UNMARKED
//
// MARKED_OPAQUE is the same after the mark of an opaque.
const UNMARKED = 0;
const MARKED_TEXT = 1;
const MARKED_OPAQUE = 2;

const reservedTarget = /^xml$/i;
/** Longer than the data of any mark. */
const MAX_MARK_BYTES = 32;
/** Longer values of attributes are not kept with their names: those of namespaces are shorter. */
const MAX_KEPT_VALUE = 64;
/** Up to this length a list is searched faster than a set. */
const SHORT_LIST = 8;

/** An element that is open: its name as it is spelt, and the default namespace inside it. */
export interface OpenName {
  readonly bytes: Uint8Array;
  readonly namespace: string;
}

/** How a document began that another reader has read. */
export interface ReadStart {
  readonly publicIdText: string | undefined;
  /** The version of a message whose root declares no namespace; `undefined` if it declares one. */
  readonly version: string | undefined;
  /** The prefixes that its root declares. */
  readonly prefixes: readonly (readonly [prefix: string, namespace: string])[];
}

/**
 * Gives the tokens of one document their names and passes them on as events. The attributes of a start tag are collected
 * until its end, since `xmlns` among them may name the element; the start of a message is held back in `held` until its
 * version is known.
 */
export class TokenNamer implements TokenSink, Locator {
  readonly tokenizer: XmlTokenizer;
  /** MIBenum of the encoding of the document. */
  charset = 0;

  private sink: EventSink;
  private readonly options: XmlReadOptions;
  /** Events from the start of a message, held back until its version is known. */
  private held: HeldStart | undefined;
  private readonly limits: Limits;
  private readonly names: NameTable;
  private readonly namespaces = new Namespaces();
  private readonly resolver: NameResolver;
  private readonly attributeNames = new DocumentNames<AttributeName>();
  private publicIdText: string | undefined;
  private rootSeen = false;
  /** The version that the header was found to state, where another reader began. */
  private readVersion: string | undefined;

  private readonly open: ElementName[] = [];
  private readonly openSpelt: SpeltName[] = [];
  /** Their namespaces as spelt in the document, even where another one was inferred. */
  private readonly openNamespaces: string[] = [];
  private readonly places = new OpenPlaces();
  /** The namespace of the innermost element was inferred, so those of elements that inherit it must be inferred too. */
  private isInferring = false;
  /** The scopes around each open element. */
  private readonly scopes: Scope[] = [];
  /** Depth of the outermost Data; 0 outside it. */
  private dataDepth = 0;
  private textBytes = 0;
  /** Bytes that inherited namespaces and prefixes have expanded to. */
  private referencedBytes = 0;

  // The start tag being read.
  private tag: SpeltName | undefined;
  private tags = 0;
  private attributeCount = 0;
  /** Characters of the namespaces that it declares. */
  private declaredCharacters = 0;
  /** It has `xmlns=""`. */
  private declaresNone = false;
  /** Its namespace as spelt. */
  private namespace = "";
  private readonly attributes: SpeltName[] = [];
  private readonly values: string[] = [];

  // The processing instruction being read, and the content that one has marked.
  private inMark = false;
  private mark = "";
  private marked = UNMARKED;
  private readonly content = new MarkedContent();

  constructor(sink: EventSink, given: XmlReadOptions) {
    const options = inOrder(given, () => this.held);
    this.sink = sink;
    this.options = options;
    this.limits = resolveLimits(options.limits);
    this.names = new NameTable(options.vocabularies);
    this.resolver = new NameResolver(options.vocabularies, options.onDiagnostic);
    this.tokenizer = new XmlTokenizer(this, options);
  }

  get offset(): number {
    return this.tokenizer.offset;
  }

  get opaqueOffset(): number {
    return this.tokenizer.offset;
  }

  get textOffset(): number | undefined {
    return this.marked === UNMARKED ? this.tokenizer.textOffset : undefined;
  }

  get line(): number {
    return this.tokenizer.line;
  }

  get column(): number {
    return this.tokenizer.column;
  }

  path(): string {
    return pathTo(this.options.basePath, this.open);
  }

  /** Passes on the events held back, after the source has failed. */
  release(): void {
    this.held?.release();
  }

  // Document type

  doctypeName(chunk: Uint8Array, start: number, end: number): void {
    this.names.intern(chunk, start, end, this.tokenizer.partPlace);
  }

  publicId(chunk: Uint8Array, start: number, end: number): void {
    this.publicIdText = decodeUtf8(chunk, start, end);
  }

  // Elements

  startTag(chunk: Uint8Array, start: number, end: number): void {
    this.checkUnmarked();
    if (this.names.isFull || this.namespaces.isFull || this.attributeNames.isFull) this.forgetNames();
    this.tag = this.names.intern(chunk, start, end, this);
    this.tags++;
    this.attributeCount = 0;
    this.declaredCharacters = 0;
    this.declaresNone = false;
  }

  finishStartTag(empty: boolean): void {
    const { open } = this;
    this.scopes.push(this.namespaces.scope);
    if (this.attributeCount > 0) this.declareNamespaces();
    const name = this.openElement(this.tag as SpeltName);
    this.textBytes = 0;
    if (name.local === "Data" && this.dataDepth === 0 && isCoreNamespace(name.namespace)) {
      this.dataDepth = open.length;
      this.tokenizer.lenient = true;
    }
    this.sink.startElement(name);
    if (this.attributeCount > 0) this.passAttributes();
    if (empty) this.endElement();
  }

  private openElement(spelt: SpeltName): ElementName {
    const { open, namespaces } = this;
    const isKnown = spelt.scope === namespaces.scope && !this.isInferring;
    const name = isKnown ? (spelt.element as ElementName) : this.elementName(spelt);
    const namespace = isKnown ? name.namespace : this.namespace;
    this.countReferenced(inheritedCharacters(name.namespace, this.declaredCharacters));
    if (open.length === 0) this.startRoot(name);
    open.push(name);
    this.openSpelt.push(spelt);
    this.openNamespaces.push(namespace);
    this.isInferring = namespace !== name.namespace;
    return name;
  }

  endTag(chunk: Uint8Array, start: number, end: number): void {
    this.checkUnmarked();
    const spelt = this.openSpelt[this.openSpelt.length - 1] as SpeltName;
    if (!equalBytes(spelt.bytes, chunk, start, end)) {
      const found = decodeUtf8(chunk, start, end) ?? "a name that is not UTF-8";
      throw new SyncmlError("not-well-formed", `end tag of ${found} where that of ${spelt.spelling} is due`, this);
    }
    this.endElement();
  }

  private endElement(): void {
    this.sink.endElement();
    if (this.dataDepth === this.open.length) {
      this.dataDepth = 0;
      this.tokenizer.lenient = false;
    }
    this.open.pop();
    this.openSpelt.pop();
    this.openNamespaces.pop();
    const { length } = this.open;
    this.places.end(length);
    this.isInferring = length > 0 && this.openNamespaces[length - 1] !== this.open[length - 1]?.namespace;
    const scope = this.scopes.pop() as Scope;
    if (this.namespaces.scope !== scope) this.namespaces.restore(scope);
    this.textBytes = 0;
  }

  /**
   * Continues after what another reader has read of a document whose only prefixes are those of its root, inside elements
   * with these names and default namespaces.
   */
  resume(open: readonly OpenName[], { publicIdText, version, prefixes }: ReadStart, elements: number): void {
    const { namespaces } = this;
    this.open.length = 0;
    this.openSpelt.length = 0;
    this.openNamespaces.length = 0;
    this.scopes.length = 0;
    this.places.end(0);
    this.isInferring = false;
    namespaces.restore(undefined);
    this.dataDepth = 0;
    this.textBytes = 0;
    this.publicIdText ??= publicIdText;
    this.readVersion = version;
    this.declaredCharacters = 0;
    let around = "";
    for (const { bytes, namespace } of open) {
      this.scopes.push(namespaces.scope);
      if (this.open.length === 0) for (const [prefix, meant] of prefixes) namespaces.declare(prefix, meant);
      if (namespace !== around) namespaces.declare("", namespace);
      around = namespace;
      this.openElement(this.names.intern(bytes, 0, bytes.length, this));
    }
    this.tokenizer.resume(open.length, elements);
  }

  private startRoot({ local }: ElementName): void {
    const { tokenizer, resolver } = this;
    if (!this.rootSeen) {
      tokenizer.rootMayFollow = this.options.roots === "several" && resolver.isFragment;
      this.startDocument();
    }
    this.rootSeen = true;
    if (resolver.isAlone(local)) tokenizer.rootMayFollow = false;
  }

  private startDocument(): void {
    const { publicIdText, charset } = this;
    this.sink.startDocument({ format: "xml", version: 0, publicId: 0, publicIdText, charset }, this.held ?? this);
  }

  private elementName(spelt: SpeltName): ElementName {
    const { scope } = this.namespaces;
    const known = this.isInferring ? undefined : scope.find(spelt);
    if (known !== undefined) {
      this.namespaces.keep(spelt, known);
      this.namespace = known.namespace;
      return known;
    }
    const { prefix, local } = spelt;
    const namespace = this.namespaces.find(prefix);
    if (namespace === undefined) {
      const reason = prefix === "xmlns" ? "no element has the prefix xmlns" : `the prefix ${prefix} is not declared`;
      throw new SyncmlError("not-well-formed", reason, this);
    }
    this.namespace = namespace;
    if (this.open.length === 0) return this.rootName(namespace, local);
    const { resolver } = this;
    const exact = resolver.findExact(namespace, local);
    const isOwn = exact !== undefined && !this.mayBeInferred(namespace);
    const name = isOwn ? exact : (this.inferredName(namespace, local) ?? exact ?? resolver.ownName(namespace, local));
    // An inferred name depends on the place, so it is not cached with the scope; nor is one that could be inferred elsewhere.
    const isLasting = isOwn || (namespace !== "" && intendedSpace(namespace) === undefined);
    if (isLasting && this.held === undefined) this.namespaces.keep(spelt, name);
    return name;
  }

  /** Only called between two tags, since names are compared as objects while a tag is read. */
  private forgetNames(): void {
    this.names.clear();
    this.namespaces.forget();
    this.attributeNames.clear();
  }

  /** Whether a vocabulary name may mean another one: if its namespace is inherited from an inferred one, or of another version. */
  private mayBeInferred(namespace: string): boolean {
    if (this.isInferring && namespace === this.openNamespaces[this.openNamespaces.length - 1]) return true;
    const core = this.resolver.inference?.core;
    return core !== undefined && core !== namespace && isCoreNamespace(core) && isCoreNamespace(namespace);
  }

  private inferredName(namespace: string, local: string): ElementName | undefined {
    const { resolver, open, openNamespaces } = this;
    const { inference } = resolver;
    // In Data, `xmlns=""` means that the content is in no namespace.
    if (inference === undefined || (namespace === "" && this.declaresNone && this.dataDepth > 0)) return undefined;
    if (!this.options.vocabularies.hasName(local)) return undefined;
    const name = resolver.infer(this.places.innermost(open, inference), namespace, local);
    if (name === undefined) return undefined;
    const isInherited = namespace === openNamespaces[openNamespaces.length - 1];
    // Otherwise the cause is that of the enclosing element.
    if (!isInherited || !this.isInferring || resolver.isFragment)
      resolver.reportInferred(name, namespace, isInherited, this);
    return name;
  }

  private rootName(namespace: string, local: string): ElementName {
    const { resolver } = this;
    let isVersionOpen = !this.rootSeen && resolver.chooseVocabulary(this.publicIdText, local, namespace);
    if (isVersionOpen && this.readVersion !== undefined) {
      resolver.useVersion(this.readVersion);
      isVersionOpen = false;
    }
    const { inference, isFragment } = resolver;
    const exact = resolver.findExact(namespace, local);
    if (exact !== undefined) return exact;
    const isNear = namespace === "" || intendedSpace(namespace) !== undefined;
    const root =
      isFragment && isNear ? inference?.exact(inference.core, local) : inference?.vocabulary.rootNamed(local);
    if (root === undefined) return resolver.ownName(namespace, local);
    if (isVersionOpen) this.holdStart(namespace);
    else resolver.reportInferred(root, namespace, false, this);
    return root;
  }

  /** Holds events back until the version, and with it their names, is known. */
  private holdStart(namespace: string): void {
    const { sink, resolver, open } = this;
    const held = new HeldStart(sink, this, (version) => {
      const inference = resolver.useVersion(version);
      this.held = undefined;
      this.sink = sink;
      for (let index = 0; index < open.length; index++)
        open[index] = inference.inThisVersion(open[index] as ElementName);
      return (name) => inference.inThisVersion(name);
    });
    held.run(() =>
      resolver.reportInferred(
        (resolver.inference as NameInference).vocabulary.root as ElementName,
        namespace,
        false,
        held,
      ),
    );
    this.held = held;
    this.sink = held;
  }

  // Attributes

  attributeName(chunk: Uint8Array, start: number, end: number): void {
    const spelt = this.names.intern(chunk, start, end, this.tokenizer.partPlace);
    if (spelt.lastTag === this.tags) {
      const reason = `attribute ${spelt.spelling} is given twice`;
      throw new SyncmlError("not-well-formed", reason, this.tokenizer.partPlace);
    }
    spelt.lastTag = this.tags;
    this.attributes[this.attributeCount] = spelt;
  }

  attributeValue(chunk: Uint8Array, start: number, end: number): void {
    // The tokenizer has checked that it is UTF-8.
    const spelt = this.attributes[this.attributeCount] as SpeltName;
    const isSame = isSpelt(spelt.value, chunk, start, end);
    const value = isSame ? spelt.value : (decodeUtf8(chunk, start, end) as string);
    if (!isSame && value.length <= MAX_KEPT_VALUE) spelt.value = value;
    this.values[this.attributeCount++] = value;
  }

  /** Removes the declarations from the list of attributes and puts them in scope. */
  private declareNamespaces(): void {
    const { attributes, values } = this;
    let kept = 0;
    for (let index = 0; index < this.attributeCount; index++) {
      const spelt = attributes[index] as SpeltName;
      const value = values[index] as string;
      const isDefault = spelt.spelling === "xmlns";
      if (!isDefault && spelt.prefix !== "xmlns") {
        attributes[kept] = spelt;
        values[kept++] = value;
        continue;
      }
      const prefix = isDefault ? "" : spelt.local;
      const fault = declarationFault(prefix, value);
      if (fault !== undefined) throw new SyncmlError("not-well-formed", fault, this);
      this.namespaces.declare(prefix, value);
      this.declaredCharacters += value.length;
      if (prefix === "") this.declaresNone = value === "";
    }
    this.attributeCount = kept;
  }

  private passAttributes(): void {
    const { attributeCount: count, attributes, values, sink } = this;
    const passed: AttributeName[] = [];
    for (let index = 0; index < count; index++) {
      const spelt = attributes[index] as SpeltName;
      passed.push(spelt.attribute ?? this.expandAttribute(spelt));
    }
    if (count > 1) this.checkDistinct(passed);
    for (let index = 0; index < count; index++) {
      sink.attribute(passed[index] as AttributeName, values[index] as string);
    }
  }

  private countReferenced(characters: number): void {
    const { maxReferencedBytes } = this.limits;
    this.referencedBytes += characters;
    if (this.referencedBytes > maxReferencedBytes) {
      const reason = `namespaces expand to more than maxReferencedBytes (${maxReferencedBytes})`;
      throw new SyncmlError("limit-exceeded", reason, this);
    }
  }

  private expandAttribute(spelt: SpeltName): AttributeName {
    const { prefix, local } = spelt;
    const namespace = prefix === "" ? "" : this.namespaces.find(prefix);
    if (namespace === undefined) {
      throw new SyncmlError("not-well-formed", `the prefix ${prefix} is not declared`, this);
    }
    this.countReferenced(inheritedCharacters(namespace, 0));
    const { attributeNames } = this;
    let name = attributeNames.find(namespace, local);
    if (name === undefined) attributeNames.keep(namespace, local, (name = { local, namespace, prefix }));
    if (prefix === "") spelt.attribute = name;
    return name;
  }

  /** Finds duplicates by namespace, since two prefixes may mean the same one (Namespaces in XML §6.3). */
  private checkDistinct(names: readonly AttributeName[]): void {
    const seen = names.length > SHORT_LIST ? new Set(names) : undefined;
    for (let index = 0; index < names.length; index++) {
      const name = names[index] as AttributeName;
      const isTwice = seen === undefined ? names.indexOf(name) < index : !seen.delete(name);
      if (isTwice) {
        const reason = `attribute ${name.local} of ${name.namespace} is given twice`;
        throw new SyncmlError("not-well-formed", reason, this);
      }
    }
  }

  // Text

  text(chunk: Uint8Array, start: number, end: number): void {
    if (this.marked !== UNMARKED) this.takeMarked(chunk, start, end);
    else this.passText(chunk, start, end);
  }

  private passText(chunk: Uint8Array, start: number, end: number): void {
    const { maxTextBytes } = this.limits;
    const allowed = maxTextBytes - this.textBytes;
    if (end - start > allowed) {
      if (allowed > 0) this.sink.text(chunk, start, start + allowed);
      throw new SyncmlError("limit-exceeded", `text is longer than maxTextBytes (${maxTextBytes})`, this);
    }
    this.textBytes += end - start;
    this.sink.text(chunk, start, end);
  }

  // Processing instructions, and the content between those of the encoder (see marks.ts)

  instruction(chunk: Uint8Array, start: number, end: number): void {
    const target = decodeUtf8(chunk, start, end);
    if (target === undefined || !isNcName(target)) {
      const reason = `"${target ?? ""}" cannot be the target of an instruction`;
      throw new SyncmlError("not-well-formed", reason, this.tokenizer.partPlace);
    }
    if (reservedTarget.test(target)) {
      const reason = `<?${target} is allowed only at the start of the document`;
      throw new SyncmlError("not-well-formed", reason, this.tokenizer.partPlace);
    }
    this.inMark = target === MARK_TARGET && this.open.length > 0;
    this.mark = "";
  }

  instructionData(chunk: Uint8Array, start: number, end: number): void {
    if (!this.inMark) return;
    this.mark += octetString(chunk, start, Math.min(end, start + MAX_MARK_BYTES - this.mark.length));
  }

  endInstruction(): void {
    if (!this.inMark) return;
    switch (this.mark.trim()) {
      case OPAQUE_BASE64:
        this.checkUnmarked();
        this.tokenizer.endText();
        this.beginMarked(MARKED_OPAQUE);
        break;
      case TEXT_BASE64:
        this.checkUnmarked();
        this.beginMarked(MARKED_TEXT);
        break;
      case BASE64_END:
        if (this.marked !== UNMARKED) this.finishMarked();
        break;
    }
  }

  private beginMarked(marked: number): void {
    this.marked = marked;
    this.tokenizer.beginTextAtPart();
  }

  private takeMarked(chunk: Uint8Array, start: number, end: number): void {
    const isBase64 = this.content.write(chunk, start, end);
    this.passDecoded();
    if (!isBase64) throw this.notBase64();
  }

  private finishMarked(): void {
    const isBase64 = this.content.finish();
    this.passDecoded();
    if (!isBase64) throw this.notBase64();
    if (this.marked === MARKED_OPAQUE) {
      const decoded = this.content.decoded.take();
      this.sink.opaque(decoded, 0, decoded.length, 0);
      this.tokenizer.endText();
    }
    this.marked = UNMARKED;
  }

  private passDecoded(): void {
    const { decoded } = this.content;
    if (this.marked === MARKED_OPAQUE) {
      const { maxOpaqueBytes } = this.limits;
      if (decoded.byteLength > maxOpaqueBytes) {
        throw new SyncmlError("limit-exceeded", `opaque is longer than maxOpaqueBytes (${maxOpaqueBytes})`, this);
      }
      return;
    }
    const text = decoded.take();
    if (text.length > 0) this.passText(text, 0, text.length);
  }

  private notBase64(): SyncmlError {
    return new SyncmlError("not-well-formed", "content marked as base64 is none", this);
  }

  private checkUnmarked(): void {
    if (this.marked === UNMARKED) return;
    throw new SyncmlError("not-well-formed", "content marked as base64 lacks its end mark", this);
  }

  endDocument(): void {
    this.sink.endDocument();
  }
}

/** Whether a string is that of some ASCII bytes. */
function isSpelt(text: string, chunk: Uint8Array, start: number, end: number): boolean {
  const { length } = text;
  if (length !== end - start) return false;
  for (let index = 0; index < length; index++) {
    const byte = chunk[start + index] as number;
    if (byte >= 0x80 || byte !== text.charCodeAt(index)) return false;
  }
  return true;
}
