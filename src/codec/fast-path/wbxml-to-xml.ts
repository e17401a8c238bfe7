import { adaptTypeBytes, MIN_EMBEDDED_TYPE_BYTES } from "../../ast/embedded-types.ts";
import { isBinary } from "../../ast/format.ts";
import { AMPERSAND, GREATER, SLASH } from "../../core/ascii.ts";
import { latin1 } from "../../core/latin1.ts";
import { defaultLimits, type Limits, resolveLimits } from "../../core/limits.ts";
import type { ElementName } from "../../core/sink.ts";
import { decodeUtf8 } from "../../core/utf8.ts";
import { AMPERSANDS, BLANKS, EITHER_ANGLE, GATHER, HIGH_BITS, LESSES, ONES } from "../../core/words.ts";
import { isCoreNamespace } from "../../vocabulary/namespaces.ts";
import { standardVocabularies } from "../../vocabulary/standard.ts";
import { TOKENS_PER_TAG_PAGE, type Vocabulary } from "../../vocabulary/vocabulary.ts";
import { type Announcement, isAnnounced, mayBeDocument } from "../../wbxml/data-meta.ts";
import { LAST_VERSION } from "../../wbxml/header.ts";
import * as Token from "../../wbxml/tokens.ts";
import { declaration } from "../../xml/encoder.ts";
import { adaptsTypes } from "../document-encoder.ts";
import { beginsLikeDocument, HEADER_BYTES } from "../embedded-recognition.ts";
import type { ReadOptions, WriteOptions } from "../options.ts";
import { MAX_OPEN_NODES } from "./frames.ts";
import { integerEnd, integerValue } from "./integers.ts";
import { MAX_WORD_INPUT, type WordInput, wordInput } from "./short-input.ts";
import { TableStrings } from "./table-strings.ts";
import { tagTemplates } from "./tag-templates.ts";
import * as Template from "./template-bits.ts";
import { readWbxmlHead, type WbxmlHead } from "./wbxml-head.ts";
import { type ConversionPlace, WbxmlToXmlHandOver } from "./wbxml-to-xml-hand-over.ts";
import { type XmlOutput, xmlOutput } from "./xml-output.ts";

// How much longer than its WBXML a message in XML is, so that it most likely fits in the first buffer.
const EXPECTED_RATIO = 3;
/** Two words of eight bytes: writes may reach this far past their content. */
const SLACK_BYTES = 32;

// By depth of the open elements: the place of their templates, where their content begins, and where their start tag is in
// the output. Made once, not for each document (heap:convert/wbxml/medium, 15 %).
const tags = new Int32Array(MAX_OPEN_NODES);
const starts = new Int32Array(MAX_OPEN_NODES);
const outputs = new Int32Array(MAX_OPEN_NODES);

/** No Data of the standard is as deep. */
const MAX_ANNOUNCED_DEPTH = 16;
// By depth: where the Meta in that element says the Type and Size of data; valid if after the start of that element.
const types = new Int32Array(MAX_ANNOUNCED_DEPTH);
const sizes = new Int32Array(MAX_ANNOUNCED_DEPTH);

/** SyncML and SyncBody. */
const CONTAINER_DEPTH = 2;

/** Of a document that is not written here. */
const NOT_WRITTEN = -1;

/**
 * A WBXML document as XML in UTF-8 on the fast path: what `XmlEncoder` makes of what `WbxmlReader` reads, where
 * its head names a known vocabulary. Elements with anything else than tags of the vocabulary without attributes and text
 * that XML can hold are handed over to the event path in place. `undefined` for every other document, including invalid ones.
 */
export function writeWbxmlAsXml(
  input: Uint8Array,
  options: Partial<ReadOptions & WriteOptions>,
): XmlOutput | undefined {
  const limits = options.limits === undefined ? defaultLimits : resolveLimits(options.limits);
  const { length } = input;
  if (length > limits.maxDocumentBytes || length > MAX_WORD_INPUT) return undefined;
  const words = wordInput(input);
  const head = readWbxmlHead(words.bytes, length, options, options.mediaType, limits);
  if (head === undefined) return undefined;
  const output = xmlOutput(length * EXPECTED_RATIO);
  const watched =
    (adaptsTypes("xml", options) ? Template.TYPE : 0) | (options.octets === "marked" ? 0 : Template.FORMAT);
  output.bytes.set(declaration);
  types.fill(0);
  sizes.fill(0);
  const at = writeBody({ input, output, words, limits, options, watched }, head, length, 0, declaration.length);
  return at >= 0 && output.finish(at) ? output : undefined;
}

/** What a document and those inside it share. */
interface Conversion {
  readonly input: Uint8Array;
  readonly output: XmlOutput;
  readonly words: WordInput;
  readonly limits: Limits;
  readonly options: Partial<ReadOptions & WriteOptions>;
  /** Bits of elements whose text is looked at. */
  readonly watched: number;
}

/**
 * Writes the body of the document that ends at `length` inside `around` elements, at `start` in the output, and returns
 * where it ends there; {@link NOT_WRITTEN} if it is not written here.
 */
function writeBody(conversion: Conversion, head: WbxmlHead, length: number, around: number, start: number): number {
  const { output, words: source, limits, watched, options } = conversion;
  const { bytes, view } = source;
  // All numbers in the loop are 32-bit integers: `| 0` says so of those that come from elsewhere. Otherwise the compiler
  // keeps the place in floating point (8 %).
  const pieceBytes = 256;
  const end = length | 0;
  const lastWords = (bytes.length - 8) | 0;
  const { templates, words, longest } = tagTemplates(head.vocabulary);
  const templateCount = templates.length | 0;
  const maxDepth = Math.min(limits.maxDepth, MAX_OPEN_NODES) | 0;
  const maxTextBytes = Math.min(limits.maxTextBytes, end) | 0;
  let elementsLeft = Math.min(limits.maxElements, end) | 0;
  let table: TableStrings | undefined;
  let handOver: WbxmlToXmlHandOver | undefined;

  let { bytes: out, view: outView } = output;
  // A start tag, a piece of text and an end tag.
  const room = (2 * longest + pieceBytes + SLACK_BYTES) | 0;
  // Inside a document that is in another one there is none.
  const opensDocuments = around === 0 && options.embedded !== "keep";
  const noted = opensDocuments ? Template.TYPE | Template.SIZE : 0;
  let at = start | 0;
  /** Where the last start tag ended: an element whose content starts here is empty so far. */
  let emptyAt = 0;
  /** Where the last text begins. */
  let textAt = 0;

  /** Of the innermost element. */
  let endTag = 0;
  let depth = around | 0;
  let page = 0;
  let pos = head.tableEnd | 0;
  // An element with one text in it takes one turn.
  while (pos < end) {
    const tokenAt = pos;
    if (at + room > out.length) {
      output.grow(at, room);
      out = output.bytes;
      outView = output.view;
    }
    // biome-ignore lint/suspicious/noConfusingLabels: what leaves the block is handed over below it
    kernel: {
      let byte = bytes[pos++] as number;
      if ((byte & Token.IDENTITY) > Token.LITERAL) {
        const tag = (page | (byte & Token.IDENTITY)) << Template.TAG_SHIFT;
        if (byte >= Token.HAS_ATTRIBUTES || tag >= templateCount) break kernel;
        // A Type or Format with an element in it has its text in pieces.
        if (--elementsLeft < 0 || depth >= maxDepth || (endTag & watched) !== 0) break kernel;
        const ownEndTag = templates[tag | Template.END_TAG] as number;
        const isInside = ((ownEndTag ^ endTag) & Template.NAMESPACE_BITS) === 0;
        const startTag = templates[tag | (isInside ? Template.START_TAG : Template.START_TAG_WITH_NAMESPACE)] as number;
        if (startTag === 0) break kernel;
        writeTemplate(outView, at, words, startTag);
        if ((ownEndTag & noted) !== 0 && !noteAnnouncement(ownEndTag, head.vocabulary, depth, pos)) break kernel;
        if (byte >= Token.HAS_CONTENT) outputs[depth] = at;
        at += startTag & Template.LENGTH_BITS;
        if (byte < Token.HAS_CONTENT) {
          out[at - 1] = SLASH;
          out[at++] = GREATER;
          // What follows the root element is for the event path to judge.
          if (depth === around) return pos === end ? at : NOT_WRITTEN;
          continue;
        }
        tags[depth] = tag;
        starts[depth++] = pos;
        endTag = ownEndTag;
        emptyAt = at;
        byte = bytes[pos] as number;
        if (byte !== Token.STR_I && byte !== Token.OPAQUE) continue;
        pos++;
      }
      if (byte === Token.STR_I || byte === Token.OPAQUE || byte === Token.STR_T) {
        if (depth === around) break kernel;
        let from = pos;
        let to = end;
        textAt = at;
        if (byte === Token.OPAQUE) {
          from = integerEnd(bytes, pos) | 0;
          const length = integerValue(bytes, pos, from) | 0;
          to = from + length;
          if (from < 0 || length > limits.maxOpaqueBytes || to >= end) break kernel;
          if ((endTag & Template.BINARY) !== 0) break kernel;
          pos = to;
          if (length > 0 && (bytes[from] as number) <= LAST_VERSION) {
            if (!opensDocuments || at !== emptyAt) break kernel;
            at = writeEmbedded(conversion, head.vocabulary, from, to, at, depth) | 0;
            if (at < 0) break kernel;
            out = output.bytes;
            outView = output.view;
            continue;
          }
        } else if (byte === Token.STR_T) {
          table ??= new TableStrings(bytes, head, limits.maxReferencedBytes);
          pos = table.find(pos) | 0;
          if (pos < 0) break kernel;
          from = table.from | 0;
          to = table.to | 0;
        }
        let textPos = from;
        const last = Math.min(from + pieceBytes, lastWords);
        for (; textPos <= last; textPos += 8) {
          const first = view.getInt32(textPos, true);
          const second = view.getInt32(textPos + 4, true);
          outView.setInt32(at, first, true);
          outView.setInt32(at + 4, second, true);
          const firstHits =
            ((((first & EITHER_ANGLE) ^ LESSES) - ONES) | ((first ^ AMPERSANDS) - ONES) | (first - BLANKS) | first) &
            HIGH_BITS;
          const secondHits =
            ((((second & EITHER_ANGLE) ^ LESSES) - ONES) |
              ((second ^ AMPERSANDS) - ONES) |
              (second - BLANKS) |
              second) &
            HIGH_BITS;
          if ((firstHits | secondHits) !== 0) {
            // One bit for each byte, instead of a branch for each word that nobody can predict.
            const hits =
              (Math.imul(firstHits >>> 7, GATHER) >>> 24) | ((Math.imul(secondHits >>> 7, GATHER) >>> 24) << 4);
            const plain = 31 - Math.clz32(hits & -hits);
            textPos += plain;
            at += plain;
            break;
          }
          at += 8;
        }
        if (byte === Token.STR_I && bytes[textPos] === 0) pos = textPos + 1;
        else if (textPos < to) {
          at = output.write(bytes, view, textPos, to, at, byte === Token.STR_I) | 0;
          if (at < 0) break kernel;
          out = output.bytes;
          outView = output.view;
          textPos = output.textEnd | 0;
          if (byte === Token.STR_I) pos = textPos + 1;
        } else if (byte === Token.STR_I) break kernel;
        else at -= textPos - to;
        if (byte === Token.STR_I && textPos - from > maxTextBytes) break kernel;
        if (bytes[pos] !== Token.END || at + room > out.length) continue;
        byte = Token.END;
        pos++;
      }
      if (byte === Token.END) {
        if (depth === around) break kernel;
        if ((endTag & watched & Template.FORMAT) !== 0 && at > emptyAt && isBinary(latin1(out, emptyAt, at)))
          break kernel;
        if ((endTag & watched & Template.TYPE) !== 0 && at - emptyAt >= MIN_EMBEDDED_TYPE_BYTES) {
          // Several texts, and what is escaped, are put together by events.
          if (textAt !== emptyAt || out.subarray(emptyAt, at).includes(AMPERSAND)) break kernel;
          at = adaptTypeBytes(out, emptyAt, at, "xml") | 0;
        }
        if (at === emptyAt) {
          out[at - 1] = SLASH;
          out[at++] = GREATER;
        } else {
          writeTemplate(outView, at, words, endTag);
          at += endTag & Template.LENGTH_BITS;
        }
        depth--;
        endTag = depth === around ? 0 : (templates[(tags[depth - 1] as number) | Template.END_TAG] as number);
        if (depth === around) return pos === end ? at : NOT_WRITTEN;
        continue;
      }
      if (byte !== Token.SWITCH_PAGE) break kernel;
      page = ((bytes[pos++] as number) * TOKENS_PER_TAG_PAGE) | 0;
      continue;
    }
    // The event path writes the element that is open, or the one that begins here.
    const whole =
      around > 0 || limits.maxElements < end ? 0 : wholeElement(bytes, head.vocabulary, tokenAt, page, depth);
    if (whole <= 0) return NOT_WRITTEN;
    if (whole < depth) {
      pos = (starts[whole] as number) - 1;
      page = ((tags[whole] as number) >> Template.TAG_SHIFT) & ~Token.IDENTITY;
      at = outputs[whole] as number;
    } else pos = tokenAt;
    const announcements = announcementsAround(bytes, whole);
    if (announcements === undefined) return NOT_WRITTEN;
    handOver ??= new WbxmlToXmlHandOver(conversion.input, head, output, options);
    const place: ConversionPlace = { pos, page, at };
    if (!handOver.write(place, openNames(head.vocabulary, whole), announcements)) return NOT_WRITTEN;
    pos = place.pos | 0;
    page = place.page | 0;
    at = place.at | 0;
    depth = whole | 0;
    endTag = templates[(tags[depth - 1] as number) | Template.END_TAG] as number;
    emptyAt = 0;
    out = output.bytes;
    outView = output.view;
  }
  return NOT_WRITTEN;
}

/** Notes what Meta says of the data after it; false if it is too deep for that. `pos` is after the tag of the Type or Size. */
function noteAnnouncement(endTag: number, vocabulary: Vocabulary, depth: number, pos: number): boolean {
  const nameAt = (at: number) => vocabulary.tags[(tags[at] as number) >> Template.TAG_SHIFT];
  let metaDepth = depth - 1;
  while (nameAt(metaDepth)?.local === "MetInf") metaDepth--;
  if (metaDepth <= 0 || !isCore(nameAt(metaDepth), "Meta")) return true;
  if (metaDepth > MAX_ANNOUNCED_DEPTH || isInMeta(nameAt(metaDepth - 1))) return false;
  const places = (endTag & Template.TYPE) !== 0 ? types : sizes;
  const owner = metaDepth - 1;
  // The first one counts, as in DataMeta.
  if ((places[owner] as number) <= (starts[owner] as number)) places[owner] = pos;
  return true;
}

/** What Meta in the element at depth `owner` says, `""` if nothing; `undefined` if that is no plain string. */
function announcedBy(bytes: Uint8Array, places: Int32Array, owner: number): string | undefined {
  const at = (places[owner] ?? 0) | 0;
  if (at <= (starts[owner] as number) || (bytes[at - 1] as number) < Token.HAS_CONTENT) return "";
  if (bytes[at] === Token.END) return "";
  const end = bytes.indexOf(0, at + 1);
  if (bytes[at] !== Token.STR_I || bytes[end + 1] !== Token.END) return undefined;
  return decodeUtf8(bytes, at + 1, end)?.trim();
}

/** What Meta says in each of the `depth` outermost elements that are open; `undefined` if that is not known. */
function announcementsAround(bytes: Uint8Array, depth: number): readonly (Announcement | undefined)[] | undefined {
  const announcements: (Announcement | undefined)[] = [undefined];
  for (let owner = 0; owner < depth; owner++) {
    const type = announcedBy(bytes, types, owner);
    const size = announcedBy(bytes, sizes, owner);
    if (type === undefined || size === undefined) return undefined;
    announcements.push(type === "" && size === "" ? undefined : { type, size });
  }
  return announcements;
}

function openNames({ tags: names }: Vocabulary, depth: number): ElementName[] {
  const open: ElementName[] = [];
  for (let outer = 0; outer < depth; outer++) {
    open.push(names[(tags[outer] as number) >> Template.TAG_SHIFT] as ElementName);
  }
  return open;
}

/** Elements of which the event path writes all or nothing, since what is in one part of them changes another. */
const wholes: ReadonlySet<string> = new Set(["Item", "Cred", "Data", "Filter"]);

/**
 * Depth of the element that the event path is to write, since the token at `tokenAt` is in it or begins it; what is open
 * is `depth` elements.
 */
function wholeElement(
  bytes: Uint8Array,
  { tags: names }: Vocabulary,
  tokenAt: number,
  page: number,
  depth: number,
): number {
  const token = bytes[tokenAt] as number;
  const begins = (token & Token.IDENTITY) >= Token.LITERAL && starts[depth - 1] !== tokenAt + 1;
  const isLiteral = (token & Token.IDENTITY) === Token.LITERAL;
  const isMeta = !isLiteral && isCore(names[page | (token & Token.IDENTITY)], "Meta");
  // A literal may be another name of Meta.
  const innermost = begins && !isMeta && !(isLiteral && depth > CONTAINER_DEPTH) ? depth : depth - 1;
  for (let outer = 1; outer < depth && outer <= innermost; outer++) {
    const name = names[(tags[outer] as number) >> Template.TAG_SHIFT];
    // What Meta says is for all of the element around it.
    if (isCore(name, "Meta")) return outer - 1;
    if (name !== undefined && wholes.has(name.local) && isCoreNamespace(name.namespace)) return outer;
  }
  return innermost;
}

function isInMeta(outer: ElementName | undefined): boolean {
  return outer?.local === "MetInf" || isCore(outer, "Meta");
}

function isCore(name: ElementName | undefined, local: string): boolean {
  return name !== undefined && name.local === local && isCoreNamespace(name.namespace);
}

/** Writes the document in an opaque that is all of its Data; {@link NOT_WRITTEN} if it is none, or not written here. */
function writeEmbedded(
  conversion: Conversion,
  outer: Vocabulary,
  from: number,
  to: number,
  at: number,
  depth: number,
): number {
  const { input, words, limits, options } = conversion;
  const data = outer.tags[(tags[depth - 1] as number) >> Template.TAG_SHIFT];
  if (data?.local !== "Data" || !isCoreNamespace(data.namespace)) return NOT_WRITTEN;
  const own = announcedBy(words.bytes, types, depth - 2);
  const type = own === "" && depth > 2 ? announcedBy(words.bytes, types, depth - 3) : own;
  if (type === undefined) return NOT_WRITTEN;
  const { vocabularies = standardVocabularies } = options;
  if (!mayBeDocument(type, vocabularies)) return NOT_WRITTEN;
  if (!beginsLikeDocument(input.subarray(from, Math.min(to, from + HEADER_BYTES)), type, vocabularies)) {
    return NOT_WRITTEN;
  }
  // Meta may say another size, that of its other form, since what is written here is whole.
  const head = readWbxmlHead(words.bytes, to, options, isAnnounced(type) ? type : undefined, limits, from);
  if (head === undefined) return NOT_WRITTEN;
  // Its root is to declare its namespace.
  const root = head.vocabulary.tags[(words.bytes[head.tableEnd] as number) & Token.IDENTITY];
  if (root === undefined || root.namespace === data.namespace) return NOT_WRITTEN;
  return writeBody(conversion, head, to, depth, at);
}

/** Writes a template at `at`, and what follows it up to 16 bytes: most have no more, which saves the loop. */
function writeTemplate(view: DataView, at: number, words: Float64Array, template: number): void {
  const word = template >>> Template.WORD_SHIFT;
  const length = template & Template.LENGTH_BITS;
  // Eight bytes at once: no tag holds the bytes of a NaN, which would not be copied as they are.
  view.setFloat64(at, words[word] as number, true);
  view.setFloat64(at + 8, words[word + 1] as number, true);
  for (let copied = 16; copied < length; copied += 8) {
    view.setFloat64(at + copied, words[word + (copied >> 3)] as number, true);
  }
}
