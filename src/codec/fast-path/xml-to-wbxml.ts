import { isWhiteSpace, MAX_WHITE_SPACE_BYTES } from "../../ast/element-content.ts";
import { adaptTypeBytes, isDevInfType } from "../../ast/embedded-types.ts";
import { BLANK, CARRIAGE_RETURN, EXCLAMATION, GREATER, LESS, LINE_FEED, SLASH, TAB } from "../../core/ascii.ts";
import type { Octets } from "../../core/bytes.ts";
import { latin1 } from "../../core/latin1.ts";
import type { Limits } from "../../core/limits.ts";
import { mbUint32Bytes } from "../../core/mb-uint32.ts";
import { END, HAS_CONTENT, OPAQUE, STR_I, SWITCH_PAGE } from "../../wbxml/tokens.ts";
import { endOfXmlText } from "../../xml/characters.ts";
import { adaptsTypes } from "../document-encoder.ts";
import type { ReadOptions, WriteOptions } from "../options.ts";
import { MAX_OPEN_NODES } from "./frames.ts";
import { messagePlan } from "./message-plan.ts";
import { isAt, type MessageStart, ROOT, readMessageStart, readOtherRoot } from "./message-start.ts";
import { META_TAGS, METINF_TAGS, NAME_BITS, NO_TAGS, PAGE_SHIFT } from "./tag-table-bits.ts";
import { elementContentOf, innerForm, type TreeForm, wbxmlHeader, wbxmlTags } from "./wbxml-tags.ts";
import type { ConversionPlace } from "./wbxml-to-xml-hand-over.ts";
import { DEVINF, declarationBytes, declaredNamespace, elementNames, METINF, TAG_BYTES } from "./xml-tags.ts";
import { endOfComment, endOfSpace, KEEPS_RETURNS, LONG_BYTES, STRICT, XmlText } from "./xml-text.ts";
import { XmlToWbxmlHandOver } from "./xml-to-wbxml-hand-over.ts";

const HYPHEN = 0x2d;
const COLON = 0x3a;
const nameEnds: readonly number[] = [BLANK, GREATER, SLASH, TAB, LINE_FEED, CARRIAGE_RETURN];

const DEVINF_START = "<DevInf ";

/** The last write is of whole words, and may reach this far past the end. */
const SLACK_BYTES = 16;

// Where short documents are written: 34.0 µs for 37.5 with 20 KB of XML.
const scratch = new Uint8Array(65_536);
const scratchView = new DataView(scratch.buffer);

// Stack of enclosing elements. Made once, not for each message: with the headers, convert/xml/small takes 10 % less.
const open = new Int32Array(MAX_OPEN_NODES);

// By depth of the open elements, the root at 1: where their start tag is, and where it is in the output and on which page
// that was before it.
const starts = new Int32Array(MAX_OPEN_NODES + 1);
const outputs = new Int32Array(MAX_OPEN_NODES + 1);
const pages = new Uint8Array(MAX_OPEN_NODES + 1);

/** Of a document that is not written here. */
const NOT_WRITTEN = -1;
/** Of the length of a document inside another, most likely. */
const LENGTH_BYTES = 2;

/**
 * An XML message as WBXML on the fast path: what `WbxmlEncoder` makes of what `XmlReader` reads; `undefined` for a document
 * that only the event path converts.
 */
export function writeXmlAsWbxml(
  bytes: Uint8Array,
  isString: boolean,
  limits: Limits,
  options: Partial<ReadOptions & WriteOptions>,
): Octets | undefined {
  const start = readMessageStart(bytes, isString, limits) ?? readOtherRoot(bytes, isString, limits);
  if (start === undefined) return undefined;
  const { view, space } = start;
  const { length } = bytes;
  const header = wbxmlHeader(space, options);
  // No tag and no text takes more bytes in WBXML than in XML. The header of device information and its length take less
  // than the namespace that its root declares.
  const capacity = header.length + length + SLACK_BYTES;
  const isShort = capacity <= scratch.length;
  const target = isShort ? scratch : new Uint8Array(capacity);
  const targetView = isShort ? scratchView : new DataView(target.buffer);
  target.set(header);
  const conversion: Conversion = {
    bytes,
    view,
    target,
    targetView,
    limits,
    options,
    start,
    end: 0,
    elements: 1,
    handOver: undefined,
  };
  const { nameNumbers } = messagePlan();
  const form = { tags: wbxmlTags(space), holdsElements: elementContentOf(space) };
  const root = nameNumbers.get(ROOT) as number;
  const at = writeTree(conversion, form, root, start.end, header.length, 1, false);
  if (at < 0 || endOfSpace(bytes, conversion.end) !== length) return undefined;
  const written = conversion.handOver?.header ?? header;
  if (written.length !== header.length) {
    const whole = new Uint8Array(written.length + at - header.length);
    whole.set(written);
    whole.set(target.subarray(header.length, at), written.length);
    return whole;
  }
  // What fills most of its buffer is not copied once more, which takes 0.3 ms for 4 MB.
  return isShort || at < capacity * 0.75 ? target.slice(0, at) : target.subarray(0, at);
}

/** What a message and the documents inside it share. */
interface Conversion {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly target: Octets;
  readonly targetView: DataView;
  readonly limits: Limits;
  readonly options: Partial<ReadOptions & WriteOptions>;
  readonly start: MessageStart;
  /** Where the tree that was written last ends. */
  end: number;
  /** Elements so far. */
  elements: number;
  handOver: XmlToWbxmlHandOver | undefined;
}

/**
 * Writes the device information whose root tag is at `tagStart`, in Data at `depth`, as an OPAQUE at `at`, and returns where
 * that ends; {@link NOT_WRITTEN} if it is anything else.
 */
function writeInner(conversion: Conversion, tagStart: number, at: number, depth: number): number {
  const { bytes, view, target, options, start: message, limits } = conversion;
  const names = elementNames();
  const root = messagePlan().nameNumbers.get("DevInf") as number;
  if (names.find(view, tagStart + 1) !== root) return NOT_WRITTEN;
  const tagEnd = tagStart + 1 + (names.lengths[root] as number);
  if (declaredNamespace(view, tagEnd) !== DEVINF) return NOT_WRITTEN;
  const start = tagEnd + (declarationBytes[DEVINF] as number);
  const form = innerForm(message.space, options);
  if (form === undefined || bytes[start] !== GREATER) return NOT_WRITTEN;
  if (++conversion.elements > limits.maxElements || depth >= limits.maxDepth) return NOT_WRITTEN;
  target[at] = OPAQUE;
  const first = at + 1 + LENGTH_BYTES;
  target.set(form.header, first);
  const last = writeTree(conversion, form, root, start + 1, first + form.header.length, depth + 1, true);
  return last < 0 ? NOT_WRITTEN : moveBehindLength(target, at + 1, first, last);
}

/**
 * Writes the tree with a root of the name `root` whose tag ends at `start`, at `from` in the output, and returns where it
 * ends there; {@link NOT_WRITTEN} if it is not written here.
 */
function writeTree(
  conversion: Conversion,
  { tags, holdsElements }: TreeForm,
  root: number,
  start: number,
  from: number,
  rootDepth: number,
  isInner: boolean,
): number {
  const none = -1;
  /** Of an end tag, without its name. */
  const endBytes = 3;
  /** Lengths below this take one byte. */
  const shortLength = 0x80;
  const { bytes, view, target, targetView, limits, options } = conversion;
  const space = isInner ? DEVINF : conversion.start.space;
  // What no document of this length exceeds is cut, so that the limits are small integers.
  const maxDepth = Math.min(limits.maxDepth, MAX_OPEN_NODES) | 0;
  const maxElements = Math.min(limits.maxElements, bytes.length) | 0;
  const maxTextBytes = Math.min(limits.maxTextBytes, bytes.length) | 0;
  const length = bytes.length | 0;
  const { nameNumbers } = messagePlan();
  const names = elementNames();
  const { lengths } = names;
  const takesOpaque = options.data === "opaque";
  const metaName = nameNumbers.get("Meta") as number;
  const dataName = nameNumbers.get("Data") as number;
  const metInfName = nameNumbers.get("MetInf") as number;
  const devInfName = nameNumbers.get("DevInf") as number;
  const typeName = nameNumbers.get("Type") as number;
  const adapts = adaptsTypes("wbxml", options);
  /** The message declares its namespace. */
  const isSpelt = conversion.start.version === undefined;
  const dropsSpace = options.whitespace !== "keep";
  const lastTag = (length - TAG_BYTES) | 0;
  const lastEnd = (length - endBytes) | 0;
  let at = from | 0;
  let page = 0;

  // The element that is open.
  let name = root | 0;
  /** 0 in the namespace of the message, {@link METINF_TAGS} in that of meta information, {@link META_TAGS} where it lacks. */
  let around = 0;
  let depth = rootDepth | 0;
  /** That of the Data that is open. */
  let dataDepth = 0;
  /** That of the outermost open element whose Meta has a Type of which the event path tells what it means; 0 for none. */
  let typedDepth = 0;
  /** That of the outermost open element whose Meta has a Type; 0 for none. */
  let announcedDepth = 0;
  let elements = conversion.elements | 0;
  let text: XmlText | undefined;
  /** Where the tag of the element is, while the element is empty. */
  let emptyTag = at;
  target[at++] = tags[name] as number;

  let pos = start | 0;
  for (;;) {
    /** Where the start tag is that is read, if one is. */
    let tagStart = none;
    // biome-ignore lint/suspicious/noConfusingLabels: what leaves the block is handed over below it
    kernel: {
      if (bytes[pos] !== LESS || bytes[pos + 1] === EXCLAMATION) {
        // Text up to the next tag, copied while it is read.
        if (bytes[pos] === LESS && bytes[pos + 2] === HYPHEN) {
          pos = endOfComment(bytes, pos) | 0;
          if (pos >= 0) continue;
          break kernel;
        }
        const begin = pos;
        const isOpaque = takesOpaque && depth === dataDepth;
        let textAt = isOpaque ? at + 2 : at + 1;
        let textEnd = textAt;
        const last = begin + LONG_BYTES < length ? begin + LONG_BYTES : length - 4;
        for (; pos <= last; pos += 4) {
          const word = view.getInt32(pos, true);
          targetView.setInt32(textEnd, word, true);
          // As in endOfPlainText.
          const hit =
            ((((word & (0xfdfd_fdfd | 0)) ^ 0x3c3c_3c3c) - 0x0101_0101) |
              ((word ^ 0x2626_2626) - 0x0101_0101) |
              (word - 0x2020_2020) |
              word) &
            (0x8080_8080 | 0);
          if (hit !== 0) {
            const plain = (31 - Math.clz32(hit & -hit)) >> 3;
            pos += plain;
            textEnd += plain;
            break;
          }
          textEnd += 4;
        }
        if (bytes[pos] !== LESS || bytes[pos + 1] === EXCLAMATION) {
          text ??= new XmlText(bytes, view);
          if (!text.read(begin, pos, isInner || depth === dataDepth ? KEEPS_RETURNS : STRICT)) break kernel;
          const { source, from, to } = text;
          if (!text.isAscii && endOfXmlText(source, from, to) !== to) break kernel;
          if (isOpaque) textAt = at + 1 + mbUint32Bytes(to - from);
          target.set(source.subarray(from, to), textAt);
          textEnd = textAt + to - from;
          pos = text.end;
        }
        if (pos - begin > maxTextBytes) break kernel;
        const isBetweenTags =
          holdsElements[around | name] === 1 || (depth === dataDepth && isAt(bytes, pos, DEVINF_START));
        if (dropsSpace && isBetweenTags && isWhiteSpace(target, textAt, textEnd)) {
          if (textEnd - textAt > MAX_WHITE_SPACE_BYTES) break kernel;
          textEnd = textAt;
        }
        if (name === typeName && textEnd > textAt && !isInner) {
          if (adapts) textEnd = adaptTypeBytes(target, textAt, textEnd, "wbxml");
          // The Type is in Meta, or in a MetInf there.
          let owner = depth - 2;
          while (((open[owner + 1] as number) & NAME_BITS) === metInfName) owner--;
          if (announcedDepth === 0) announcedDepth = owner;
          if (typedDepth === 0 && !isDevInfType(target, textAt, textEnd)) typedDepth = owner;
        }
        if (textEnd > textAt) {
          if (emptyTag >= 0) target[emptyTag] = (target[emptyTag] as number) | HAS_CONTENT;
          emptyTag = none;
          if (isOpaque) {
            if (textEnd - textAt >= shortLength) textEnd = moveBehindLength(target, at + 1, textAt, textEnd);
            else target[at + 1] = textEnd - textAt;
            target[at] = OPAQUE;
            at = textEnd;
          } else {
            target[at] = STR_I;
            target[textEnd] = 0;
            at = textEnd + 1;
          }
        }
      }
      if (bytes[pos + 1] === SLASH) {
        const nameBytes = lengths[name] as number;
        if (pos + nameBytes > lastEnd || !names.closesAt(view, pos, name)) break kernel;
        pos += endBytes + nameBytes;
        if (emptyTag < 0) target[at++] = END;
        emptyTag = none;
        if (depth === dataDepth) dataDepth = 0;
        depth--;
        if (depth < announcedDepth) {
          announcedDepth = 0;
          typedDepth = 0;
        }
        if (depth < typedDepth) typedDepth = 0;
        if (depth < rootDepth) {
          conversion.end = pos;
          conversion.elements = elements;
          return at;
        }
        const outer = open[depth] as number;
        name = outer & NAME_BITS;
        around = outer & ~NAME_BITS;
        continue;
      }
      // A start tag.
      if (pos > lastTag) break kernel;
      tagStart = pos;
      const child = names.find(view, pos + 1);
      pos += 1 + (lengths[child] as number);
      let inside = around;
      if (bytes[pos] === BLANK) {
        const declared = declaredNamespace(view, pos);
        inside = declared === METINF ? METINF_TAGS : NO_TAGS;
        // Rarely, the namespace of the message comes again where that of meta information is meant.
        if (declared === space && around === 0 && isSpelt) inside = 0;
        pos += declarationBytes[declared] as number;
      }
      const isEmpty = bytes[pos] === SLASH;
      if (isEmpty) pos++;
      const tag = tags[inside + child] as number;
      if (tag === 0 || bytes[pos] !== GREATER) {
        // Device information, which is to be the only content of Data and of which Meta says nothing else.
        if (child !== devInfName || isInner) break kernel;
        if (depth !== dataDepth || emptyTag < 0 || around !== 0 || typedDepth > 0) break kernel;
        conversion.elements = elements;
        const innerEnd = writeInner(conversion, tagStart, at, depth) | 0;
        if (innerEnd < 0) break kernel;
        elements = conversion.elements | 0;
        pos = conversion.end | 0;
        const spaceEnd = endOfSpace(bytes, pos) | 0;
        if (bytes[spaceEnd] !== LESS || bytes[spaceEnd + 1] !== SLASH || spaceEnd - pos > MAX_WHITE_SPACE_BYTES) {
          break kernel;
        }
        at = innerEnd;
        if (dropsSpace) pos = spaceEnd;
        target[emptyTag] = (target[emptyTag] as number) | HAS_CONTENT;
        emptyTag = none;
        continue;
      }
      pos++;
      if (++elements > maxElements || depth >= maxDepth || (child === dataName && dataDepth > 0)) break kernel;
      // In Data no namespace is inferred: what is there is of nobody's.
      if (dataDepth > 0 && !isSpelt) break kernel;
      if (emptyTag >= 0) target[emptyTag] = (target[emptyTag] as number) | HAS_CONTENT;
      if (!isEmpty) {
        starts[depth + 1] = tagStart;
        outputs[depth + 1] = at;
        pages[depth + 1] = page;
      }
      if (tag >> PAGE_SHIFT !== page) {
        page = tag >> PAGE_SHIFT;
        target[at++] = SWITCH_PAGE;
        target[at++] = page;
      }
      emptyTag = isEmpty ? none : at;
      target[at++] = tag;
      if (isEmpty) continue;
      open[depth++] = around | name;
      name = child;
      around = inside;
      if (child === metaName && inside === 0 && dataDepth === 0) around = META_TAGS;
      if (child === dataName) dataDepth = depth;
      continue;
    }
    // The event path writes the element that is open, or the one that begins here.
    if (isInner || limits.maxElements < length) return NOT_WRITTEN;
    const begins = tagStart >= 0 && !isMetaAt(bytes, tagStart);
    let whole = wholeElement(begins ? depth + 1 : depth, depth, name);
    if (announcedDepth > 0 && announcedDepth < whole) whole = announcedDepth;
    if (whole <= rootDepth) return NOT_WRITTEN;
    const outer = whole <= depth ? (open[whole - 1] as number) : around | name;
    const openElements = openNames(whole, outer & NAME_BITS);
    if (openElements === undefined || (outer & ~NAME_BITS) !== 0) return NOT_WRITTEN;
    const place: ConversionPlace =
      whole <= depth
        ? { pos: starts[whole] as number, page: pages[whole] as number, at: outputs[whole] as number }
        : { pos: tagStart, page, at };
    conversion.handOver ??= new XmlToWbxmlHandOver(bytes, target, conversion.start, options);
    if (!conversion.handOver.write(place, openElements)) return NOT_WRITTEN;
    if (whole > depth && emptyTag >= 0) target[emptyTag] = (target[emptyTag] as number) | HAS_CONTENT;
    emptyTag = none;
    pos = place.pos | 0;
    page = place.page | 0;
    at = place.at | 0;
    name = outer & NAME_BITS;
    around = 0;
    depth = (whole - 1) | 0;
    if (depth < announcedDepth) announcedDepth = 0;
    if (depth < typedDepth) typedDepth = 0;
    if (depth < dataDepth) dataDepth = 0;
  }
}

/** Elements of which the event path writes all or nothing, since what is in one part of them changes another. */
const wholes: ReadonlySet<string> = new Set(["Item", "Cred", "Data", "Filter"]);

/**
 * Depth of the element that the event path is to write: `innermost`, or one around it. Of the `depth` elements that are
 * open, the last has the number `name`.
 */
function wholeElement(innermost: number, depth: number, name: number): number {
  const { names } = messagePlan();
  for (let outer = 2; outer <= depth; outer++) {
    const local = names[outer === depth ? name : (open[outer] as number) & NAME_BITS] as string;
    // What Meta says is for all of the element around it.
    if (local === "Meta") return outer - 1;
    if (wholes.has(local)) return outer;
  }
  return innermost;
}

/** Names of the elements around the one at `depth`, with that of the last; `undefined` if they are not all of the message. */
function openNames(depth: number, last: number): string[] | undefined {
  const { names } = messagePlan();
  const around: string[] = [];
  for (let outer = 1; outer < depth - 1; outer++) {
    const entry = open[outer] as number;
    if ((entry & ~NAME_BITS) !== 0) return undefined;
    around.push(names[entry] as string);
  }
  around.push(names[last] as string);
  return around;
}

/** Whether the start tag at `pos` is one of Meta, whatever its prefix. */
function isMetaAt(bytes: Uint8Array, pos: number): boolean {
  let start = pos + 1;
  let end = start;
  for (; end < bytes.length && !nameEnds.includes(bytes[end] as number); end++)
    if (bytes[end] === COLON) start = end + 1;
  return latin1(bytes, start, end) === "Meta";
}

/** Writes a length of several bytes at `at`, followed by the bytes it counts, and returns where those end. */
function moveBehindLength(target: Uint8Array, at: number, from: number, to: number): number {
  const byteLength = to - from;
  const lengthBytes = mbUint32Bytes(byteLength);
  const first = at + lengthBytes;
  if (first !== from) target.copyWithin(first, from, to);
  let rest = byteLength;
  for (let pos = first - 1; pos >= at; pos--) {
    target[pos] = (rest & 0x7f) | (pos === first - 1 ? 0 : 0x80);
    rest >>>= 7;
  }
  return first + byteLength;
}
