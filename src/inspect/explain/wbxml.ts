import { createTranscoder, type Transcoder, UTF_8 } from "../../core/charset.ts";
import type { Diagnostic } from "../../core/diagnostics.ts";
import { isSyncmlError, SyncmlError } from "../../core/errors.ts";
import { defaultLimits } from "../../core/limits.ts";
import { nowhere } from "../../core/nowhere.ts";
import { documentStart } from "../../core/sink.ts";
import { decodeUtf8, decodeUtf8Lossy } from "../../core/utf8.ts";
import { TOKENS_PER_ATTRIBUTE_PAGE, TOKENS_PER_TAG_PAGE, type Vocabulary } from "../../vocabulary/vocabulary.ts";
import { chooseVocabulary } from "../../wbxml/choose-vocabulary.ts";
import { peekPublicIdentifier } from "../../wbxml/peek-header.ts";
import { WbxmlReader } from "../../wbxml/reader.ts";
import { StringTable } from "../../wbxml/string-table.ts";
import type { TokenSink, WbxmlHeader } from "../../wbxml/token-sink.ts";
import { WbxmlTokenizer } from "../../wbxml/tokenizer.ts";
import * as Token from "../../wbxml/tokens.ts";
import type { LeafList, OpenLeaf } from "./leaf-list.ts";
import { OpenElements } from "./open-elements.ts";
import type { Place } from "./place.ts";

const MIBENUM_NAMES: Readonly<Record<number, string>> = {
  3: "US-ASCII",
  4: "ISO-8859-1",
  106: "UTF-8",
  1015: "UTF-16",
};

/** What references to the string table may expand to, as for a reader. */
const MAX_REFERENCED_BYTES = defaultLimits.maxReferencedBytes;

/** Explains a WBXML document from the cursor to `end`. */
export function explainWbxml(list: LeafList, end: number, place: Place): void {
  const document = list.bytes.subarray(list.cursor, end);
  const printer = new WbxmlLeaves(list, end, place, document);
  const base = list.cursor;
  const firstLeaf = list.leaves.length;
  const tokenizer = new WbxmlTokenizer(printer, { baseOffset: base });
  let isRead = true;
  try {
    tokenizer.write(document);
    tokenizer.end();
  } catch (error) {
    if (!isSyncmlError(error)) throw error;
    isRead = false;
    printer.breakOff(error);
  }
  if (isRead && printer.isPlain) return;
  const fault = readingFault(list, document, base, firstLeaf, place);
  if (!isRead || fault === undefined) return;
  const { code, reason, offset = base, path = "" } = fault;
  const leaf = list.leafAt(firstLeaf, offset) ?? list.leaves.at(-1);
  if (leaf !== undefined) list.report(leaf, code, reason, offset, place.path + path);
}

/** What the reader of the library says of a document: what it puts up with goes to the list, and its refusal is returned. */
function readingFault(
  list: LeafList,
  document: Uint8Array,
  base: number,
  firstLeaf: number,
  { vocabularies, mediaType, path }: Place,
): SyncmlError | undefined {
  const onDiagnostic = (diagnostic: Diagnostic) => {
    list.warn(firstLeaf, { ...diagnostic, path: path + (diagnostic.path ?? "") });
  };
  try {
    const type = mediaType === undefined ? {} : { mediaType };
    const reader = new WbxmlReader(nowhere, { vocabularies, baseOffset: base, onDiagnostic, ...type });
    reader.write(document);
    reader.end();
    return undefined;
  } catch (error) {
    if (!isSyncmlError(error)) throw error;
    return error;
  }
}

/** Turns tokens, written to it in one piece, into leaves. */
class WbxmlLeaves implements TokenSink {
  private readonly list: LeafList;
  private readonly end: number;
  private readonly base: number;
  private readonly place: Place;
  private readonly document: Uint8Array;
  private readonly elements: OpenElements;
  private vocabulary: Vocabulary | undefined;
  private rootDecides = true;
  private headerSeen = false;
  private referencedBytes = 0;
  private strings = new StringTable(new Uint8Array(0), 1, undefined);
  private transcoder: Transcoder | undefined;
  private unitBytes = 1;
  /** It has only what no reader says anything about, so that none need be asked: known tags, strings and opaques in UTF-8. */
  isPlain = true;
  private contentFollows = false;
  private inInstruction = false;
  /** The attribute whose value is being read. */
  private attributePath: string | undefined;
  /** A string or opaque of which only a part has come. */
  private partial: OpenLeaf | undefined;

  constructor(list: LeafList, end: number, place: Place, document: Uint8Array) {
    this.list = list;
    this.end = end;
    this.base = list.cursor;
    this.place = place;
    this.document = document;
    this.elements = new OpenElements(place.path);
  }

  path(): string {
    return this.elements.path;
  }

  header(header: WbxmlHeader): void {
    this.headerSeen = true;
    const { list } = this;
    const { version, publicId, publicIdIndex, charset, stringTable } = header;
    const mib = charset > 0 ? charset : UTF_8;
    this.transcoder = transcoderIfAny(mib);
    this.unitBytes = mib === 1015 || mib === 1000 ? 2 : mib === 1001 ? 4 : 1;
    this.strings = new StringTable(stringTable, this.unitBytes, this.transcoder);
    const text = publicId === 0 && publicIdIndex < stringTable.length ? this.tableText(publicIdIndex) : undefined;
    const { vocabulary } = chooseVocabulary(publicId, text, this.place);
    this.vocabulary = vocabulary;
    this.rootDecides = vocabulary === undefined;
    const isUsual = vocabulary !== undefined && charset === UTF_8 && stringTable.length === 0;
    this.isPlain = isUsual && publicId > 0 && this.place.mediaType === undefined;
    this.version(version);
    const at = list.cursor;
    const identifier = this.integer(
      publicId === 0 ? this.afterInteger(at) : at,
      "publicId",
      `public id 0x${publicId.toString(16)}`,
    );
    const known = text ?? vocabulary?.definition.publicIdText;
    if (known !== undefined) identifier.value = known;
    if (identifier.end - at > 1 && publicId > 0) identifier.note = septets(list.bytes, at, identifier.end);
    if (charset >= 0) this.integer(list.cursor, "charset", `charset ${charset}${nameOfCharset(charset)}`);
    const table = this.integer(list.cursor, "stringTable", `string table, ${stringTable.length} bytes`);
    if (stringTable.length > 0) {
      const content = list.add(table.end + stringTable.length, this.place.depth, "stringTable", "strings");
      content.value = decodeUtf8Lossy(stringTable, 0, stringTable.length);
    }
    if (this.place.isOutermost) this.summarise(version);
  }

  private version(version: number): void {
    this.list.add(this.list.cursor + 1, this.place.depth, "version", `WBXML ${(version >> 4) + 1}.${version & 15}`);
  }

  private summarise(version: number): void {
    this.list.summary.push(`WBXML ${(version >> 4) + 1}.${version & 15}`);
    if (this.vocabulary !== undefined) this.list.summary.push(this.vocabulary.name);
  }

  private integer(from: number, kind: "publicId" | "charset" | "stringTable", label: string): OpenLeaf {
    return this.list.add(this.afterInteger(from), this.place.depth, kind, label);
  }

  private afterInteger(from: number): number {
    const { bytes } = this.list;
    let pos = from;
    while (pos < this.end && (bytes[pos] as number) >= 0x80) pos++;
    return pos + 1;
  }

  private get depth(): number {
    return this.place.depth + this.elements.depth;
  }

  switchPage(space: number, page: number): void {
    const namespace = space === Token.TAG_SPACE ? (this.vocabulary?.pageNamespace(page) ?? "") : "attributes";
    const leaf = this.list.add(
      this.list.cursor + 2,
      this.depth,
      "page",
      `page ${page} ${pageName(namespace)}`.trimEnd(),
    );
    leaf.path = this.elements.path;
  }

  tag(page: number, token: number, flags: number): void {
    if (this.rootDecides) this.useRoot(this.place.vocabularies.findByRootToken(page, token));
    const name = this.vocabulary?.tags[page * TOKENS_PER_TAG_PAGE + token]?.local;
    const leaf = this.openElement(this.list.cursor + 1, name ?? `wbxml-${page}-${hex(token).toUpperCase()}`, flags);
    leaf.form = `page ${page} token ${hex(token)}${flagWords(flags)}`;
    if (name === undefined || (flags & Token.HAS_ATTRIBUTES) !== 0) this.isPlain = false;
  }

  literalTag(index: number, flags: number): void {
    this.isPlain = false;
    const name = this.tableText(index);
    if (this.rootDecides) this.useRoot(this.place.vocabularies.findByRoot(name, ""));
    const leaf = this.openElement(this.afterInteger(this.list.cursor + 1), name, flags);
    leaf.form = `literal name at ${index} of the string table${flagWords(flags)}`;
  }

  private useRoot(vocabulary: Vocabulary | undefined): void {
    this.vocabulary = vocabulary;
    this.rootDecides = false;
    if (this.place.isOutermost && vocabulary !== undefined) this.list.summary.push(vocabulary.name);
  }

  private openElement(end: number, name: string, flags: number): OpenLeaf {
    this.rootDecides = false;
    const leaf = this.list.add(end, this.depth, flags === 0 ? "empty" : "start", name);
    if (flags === 0) this.elements.empty(name, leaf);
    else this.elements.push(name, leaf);
    this.contentFollows = (flags & Token.HAS_CONTENT) !== 0;
    return leaf;
  }

  endContent(): void {
    const { innermost, path } = this.elements;
    this.elements.pop();
    const leaf = this.list.add(this.list.cursor + 1, this.depth, "end", innermost);
    leaf.path = path;
  }

  processingInstruction(): void {
    this.isPlain = false;
    this.list.add(this.list.cursor + 1, this.depth, "instruction", "processing instruction");
    this.inInstruction = true;
  }

  attributeStart(page: number, token: number): void {
    const start = this.vocabulary?.attributeStarts[page * TOKENS_PER_ATTRIBUTE_PAGE + token];
    const leaf = this.attribute(this.list.cursor + 1, start?.name.local ?? `wbxml-${page}-${hex(token).toUpperCase()}`);
    if (start !== undefined && start.valuePrefix !== "") leaf.value = start.valuePrefix;
    leaf.form = `attribute page ${page} token ${hex(token)}`;
  }

  literalAttribute(index: number): void {
    this.attribute(this.afterInteger(this.list.cursor + 1), this.tableText(index)).form =
      `literal name at ${index} of the string table`;
  }

  private attribute(end: number, name: string): OpenLeaf {
    const leaf = this.list.add(end, this.depth, "attribute", name);
    this.attributePath = `${this.elements.path}/@${name}`;
    leaf.path = this.attributePath;
    return leaf;
  }

  attributeValue(page: number, token: number): void {
    const value = this.vocabulary?.attributeValues[page * TOKENS_PER_ATTRIBUTE_PAGE + token - 0x80];
    const leaf = this.list.add(this.list.cursor + 1, this.depth, "attributeValue", "value");
    leaf.path = this.attributePath ?? this.elements.path;
    if (value !== undefined) leaf.value = value;
    leaf.form = `attribute value page ${page} token ${hex(token)}`;
  }

  endAttributes(): void {
    this.attributePath = undefined;
    if (!this.inInstruction && !this.contentFollows) {
      this.endContent();
      return;
    }
    const label = this.inInstruction ? "processing instruction" : "attributes";
    this.inInstruction = false;
    this.list.add(this.list.cursor + 1, this.depth, "end", label).path = this.elements.path;
  }

  inlineString(chunk: Uint8Array, start: number, end: number, last: boolean): void {
    this.stringPiece("inline string", chunk, start, end, last);
  }

  extensionString(kind: number, chunk: Uint8Array, start: number, end: number, last: boolean): void {
    this.isPlain = false;
    this.stringPiece(`extension ${kind} with a string`, chunk, start, end, last);
  }

  private stringPiece(form: string, chunk: Uint8Array, start: number, end: number, last: boolean): void {
    const value =
      this.transcoder === undefined ? decoded(chunk, start, end) : this.transcoded(this.transcoder, chunk, start, end);
    const leaf = this.value(this.base + end + (last ? this.unitBytes : 0), value);
    leaf.valueStart = this.base + start;
    leaf.valueEnd = this.base + end;
    leaf.form = `${form}: ${hex(chunk[leaf.start - this.base] as number)}, ${this.transcoder === undefined ? "UTF-8" : "text"}, 00`;
    this.partial = last ? undefined : leaf;
  }

  private transcoded(transcoder: Transcoder, chunk: Uint8Array, start: number, end: number): string {
    return transcoder.decode(chunk, start, end) + transcoder.flush();
  }

  private value(end: number, value: string): OpenLeaf {
    const leaf = this.list.add(end, this.depth, "text", "text");
    leaf.value = value;
    if (this.attributePath === undefined) this.elements.text(value, leaf);
    else leaf.path = this.attributePath;
    return leaf;
  }

  tableString(index: number): void {
    this.isPlain = false;
    const leaf = this.value(this.afterInteger(this.list.cursor + 1), this.tableText(index));
    leaf.form = `string at ${index} of the string table`;
  }

  entity(code: number): void {
    this.isPlain = false;
    this.value(this.afterInteger(this.list.cursor + 1), String.fromCodePoint(code)).form = "character by its code";
  }

  extensionInteger(kind: number, value: number): void {
    this.isPlain = false;
    const word = this.vocabulary?.definition.extensionWords?.[kind]?.[value];
    this.value(this.afterInteger(this.list.cursor + 1), word ?? "").form = `extension ${kind}, ${value}`;
  }

  extension(kind: number): void {
    this.isPlain = false;
    this.value(this.list.cursor + 1, "").form = `extension ${kind}`;
  }

  opaque(chunk: Uint8Array, start: number, end: number, remaining: number): void {
    const { list } = this;
    const bodyStart = this.base + start;
    const isCut = remaining > 0;
    if (isCut || start === end || !this.isNested(chunk, start, end)) {
      const leaf = list.add(this.afterInteger(list.cursor + 1) + end - start, this.depth, "opaque", "opaque");
      this.nameOpaque(leaf, chunk, start, end);
      leaf.valueStart = leaf.end - (end - start);
      leaf.valueEnd = leaf.end;
      this.partial = isCut ? leaf : undefined;
      return;
    }
    const leaf = list.add(bodyStart, this.depth, "opaque", `opaque, ${end - start} bytes`);
    leaf.path = this.elements.path;
    leaf.note = "an embedded document";
    leaf.isContainer = true;
    explainWbxml(list, this.base + end, {
      ...this.place,
      depth: this.depth + 1,
      path: this.elements.path,
      isOutermost: false,
      nesting: this.place.nesting + 1,
      mediaType: undefined,
    });
    // Whatever the document made of it: the octets of the opaque are its own.
    if (list.cursor < this.base + end) list.add(this.base + end, this.depth + 1, "unread", "not read");
  }

  private nameOpaque(leaf: OpenLeaf, chunk: Uint8Array, start: number, end: number): void {
    const text = decodeUtf8(chunk, start, end);
    leaf.path = this.elements.path;
    leaf.note = `${end - start} bytes`;
    if (text === undefined || /[^\P{Cc}\t\r\n]/u.test(text)) return;
    leaf.value = text;
    this.elements.text(text, leaf);
  }

  private isNested(chunk: Uint8Array, start: number, end: number): boolean {
    if (this.place.nesting >= this.place.maxNesting) return false;
    const publicId = peekPublicIdentifier(chunk.subarray(start, Math.min(end, start + 128)));
    if (publicId === undefined) return false;
    const { vocabularies } = this.place;
    return publicId.text === undefined
      ? vocabularies.findByPublicId(publicId.number) !== undefined
      : vocabularies.findByPublicIdText(publicId.text) !== undefined;
  }

  endDocument(): void {
    const { list, end } = this;
    if (list.cursor >= end) return;
    this.isPlain = false;
    list.add(end, this.place.depth, "trailing", "after the document");
  }

  /** What the tokenizer could not read. */
  breakOff({ code, reason, offset = this.end }: SyncmlError): void {
    if (!this.headerSeen) this.headerSoFar();
    if (this.partial !== undefined) {
      this.partial.finding = `ends inside this ${this.partial.kind === "text" ? "string" : "value"}`;
    }
    const { elements, list, end, depth } = this;
    const message =
      code === "truncated-input" && list.cursor >= end ? `the document ends ${this.whereItEnds()}` : reason;
    list.breakOff(end, depth, { code, message, offset, open: elements.names(), path: elements.path });
  }

  private whereItEnds(): string {
    if (!this.headerSeen) return "inside its header";
    const { partial, elements } = this;
    if (partial !== undefined) return `inside ${partial.kind === "text" ? "a string" : "an opaque"}`;
    return elements.depth === 0 ? "before its root" : `inside ${elements.innermost}`;
  }

  /** The fields of a header that came. */
  private headerSoFar(): void {
    const { list, end } = this;
    const version = this.document[0];
    if (version === undefined || version > 3) return;
    this.version(version);
    const fields = ["publicId", "charset", "stringTable"] as const;
    for (const kind of version === 0 ? (["publicId", "stringTable"] as const) : fields) {
      const from = kind === "publicId" && list.bytes[list.cursor] === 0 ? list.cursor + 1 : list.cursor;
      const after = this.afterInteger(from);
      if (after > end || after - from > 5) return;
      this.integer(
        from,
        kind,
        kind === "publicId" ? "public id" : kind === "charset" ? "charset" : "length of the string table",
      );
    }
  }

  private tableText(index: number): string {
    const { strings, list } = this;
    if (index >= strings.bytes.length) return "";
    const end = strings.endOf(index);
    this.referencedBytes += end - index;
    if (this.referencedBytes > MAX_REFERENCED_BYTES) {
      const reason = `references expand to more than ${MAX_REFERENCED_BYTES} bytes`;
      const at = { offset: list.cursor, opaqueOffset: list.cursor, path: () => this.path() };
      throw new SyncmlError("limit-exceeded", reason, at);
    }
    return strings.text(index, end);
  }
}

function decoded(chunk: Uint8Array, start: number, end: number): string {
  return decodeUtf8(chunk, start, end) ?? decodeUtf8Lossy(chunk, start, end);
}

/** `24<<7 | 01`: the groups of seven bits of an integer. */
function septets(bytes: Uint8Array, start: number, end: number): string {
  const groups: string[] = [];
  for (let pos = start; pos < end; pos++) {
    const shift = (end - 1 - pos) * 7;
    groups.push(`${hex((bytes[pos] as number) & 0x7f)}${shift === 0 ? "" : `<<${shift}`}`);
  }
  return groups.join(" | ");
}

function nameOfCharset(charset: number): string {
  const name = MIBENUM_NAMES[charset];
  return name === undefined ? "" : ` = ${name}`;
}

/** `syncml:metinf1.2` is MetInf, `SYNCML:SYNCML1.2` is SyncML. */
function pageName(namespace: string): string {
  const [, name = namespace] = /^(?:syncml:)?([a-z]+?)[\d.]*$/i.exec(namespace) ?? [];
  const known = { syncml: "SyncML", metinf: "MetInf", devinf: "DevInf", dmddf: "DM tree" } as Readonly<
    Record<string, string>
  >;
  return known[name.toLowerCase()] ?? name;
}

function flagWords(flags: number): string {
  const attributes = (flags & Token.HAS_ATTRIBUTES) !== 0 ? ", with attributes" : "";
  return attributes + ((flags & Token.HAS_CONTENT) !== 0 ? ", with content" : "");
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}

/** A charset that this platform cannot decode is no reason not to explain the tokens. */
function transcoderIfAny(charset: number): Transcoder | undefined {
  try {
    return createTranscoder(charset, documentStart);
  } catch (error) {
    if (isSyncmlError(error) && error.code === "unsupported-charset") return undefined;
    throw error;
  }
}
