// The fast path from XML to a message: one loop over tags, `readTokens`, with a legend in front of it. The plan
// (message-plan.ts) says which field of which node an element is; open nodes are in frames (frames.ts), and what the plan
// does not have is handed over to the event path.
import { isBinary } from "../../ast/format.ts";
import type { Meta, SyncHdr, SyncML, WireForm } from "../../ast/nodes.ts";
import type { Shape, Slots } from "../../ast/shape.ts";
import { BLANK, CARRIAGE_RETURN, EXCLAMATION, GREATER, LESS, SLASH } from "../../core/ascii.ts";
import { UTF_8 } from "../../core/charset.ts";
import { report } from "../../core/diagnostics.ts";
import type { Limits } from "../../core/limits.ts";
import { forgetShortStrings } from "../../core/short-strings.ts";
import { HEADER_WINDOW_BYTES, StringWindow } from "../../core/string-window.ts";
import { encodeUtf8 } from "../../core/utf8.ts";
import { RETURNS_KEPT } from "../../xml/tokenizer.ts";
import type { DecodeOptions } from "../options.ts";
import {
  BASE64,
  DATA,
  FLAG,
  GROUP,
  KIND_BITS,
  LIST,
  NAME_SHIFT,
  NODE,
  SHAPE_SHIFT,
  SLOT_BITS,
  SLOT_SHIFT,
} from "./action-bits.ts";
import {
  ANY_ORDER,
  ENDED,
  FIRST_NOTE,
  FRAME_FIELDS,
  frames,
  GOES_ON,
  MAX_OPEN_NODES,
  NOT_KNOWN,
  PLAIN,
  TAGS_AT_ONCE,
} from "./frames.ts";
import { isAround } from "./groups.ts";
import type { HandOvers } from "./hand-overs.ts";
import { messagePlan } from "./message-plan.ts";
import { type MessageStart, ROOT, readMessageStart, readOtherRoot } from "./message-start.ts";
import { INLINE_BYTES, inSequence, isInSequence, noteValue, settledExtra } from "./notes.ts";
import { OpenDocument } from "./open-document.ts";
import { XmlHandOver } from "./xml-hand-over.ts";
import { MAX_LEVELS, XmlMarkup } from "./xml-markup.ts";
import {
  DEVINF,
  declarationBytes,
  declaredNamespace,
  elementNames,
  METINF,
  namespaces,
  TAG_BYTES,
} from "./xml-tags.ts";
import { endOfComment, endOfPlainText, endOfSpace, LENIENT, STRICT, XmlText } from "./xml-text.ts";

const INNER_ROOT = "DevInf";
/** Of an end tag, without its name. */
const END_BYTES = 3;

/** The document that is read, and what its readers share. */
class Source {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly limits: Limits;
  readonly window: StringWindow;
  readonly wire: WireForm;
  readonly start: MessageStart;
  readonly options: Partial<DecodeOptions>;
  readonly handOvers: HandOvers | undefined;
  private ownText: XmlText | undefined;
  private ownMarkup: XmlMarkup | undefined;
  elements = 1;
  end = 0;
  /** Whether it has been reported that the data has CR, or nobody listens. */
  returnsReported: boolean;

  constructor(
    bytes: Uint8Array,
    start: MessageStart,
    limits: Limits,
    wire: WireForm,
    options: Partial<DecodeOptions>,
    handOvers: HandOvers | undefined,
    windowBytes: number | undefined,
  ) {
    this.bytes = bytes;
    this.start = start;
    this.view = start.view;
    this.limits = limits;
    this.window = new StringWindow(bytes, start.view, bytes.length, windowBytes);
    this.wire = wire;
    this.options = options;
    this.handOvers = handOvers;
    this.returnsReported = options.onDiagnostic === undefined;
  }

  get markup(): XmlMarkup {
    const { bytes, view, window, start, limits } = this;
    this.ownMarkup ??= new XmlMarkup(bytes, view, window, start.space, limits.maxTextBytes);
    return this.ownMarkup;
  }

  get text(): XmlText {
    this.ownText ??= new XmlText(this.bytes, this.view);
    return this.ownText;
  }
}

const NO_SHAPE = -1;
const BYTE_ORDER_MARK = 0xef;

/**
 * The message in an XML document that begins like most: of one of the three protocol versions, in UTF-8. `undefined` for
 * every other document: what is in it, and what is wrong with it, is for the event path to tell.
 */
export function readXmlMessage(
  bytes: Uint8Array,
  isString: boolean,
  limits: Limits,
  options: Partial<DecodeOptions>,
  handOvers?: HandOvers,
): SyncML | undefined {
  return read(bytes, isString, limits, options, NO_SHAPE, handOvers) as SyncML | undefined;
}

/** The header of such a message: what follows it is not looked at. */
export function readXmlHeader(
  bytes: Uint8Array,
  isString: boolean,
  limits: Limits,
  options: Partial<DecodeOptions>,
): SyncHdr | undefined {
  return read(bytes, isString, limits, options, messagePlan().header, undefined) as SyncHdr | undefined;
}

function read(
  bytes: Uint8Array,
  isString: boolean,
  limits: Limits,
  options: Partial<DecodeOptions>,
  last: number,
  handOvers: HandOvers | undefined,
): unknown {
  if (bytes[0] === BYTE_ORDER_MARK) return undefined;
  const start = readMessageStart(bytes, isString, limits) ?? readOtherRoot(bytes, isString, limits);
  // That the namespace of the message is missing is told once its version is known.
  if (start === undefined || (start.version !== undefined && options.onDiagnostic !== undefined)) return undefined;
  const { space, publicIdText } = start;
  const namespace = namespaces[space] as string;
  const wire: WireForm = { format: "xml", version: 0, publicId: 0, publicIdText, charset: UTF_8, namespace };
  const windowBytes = last === NO_SHAPE ? undefined : HEADER_WINDOW_BYTES;
  const source = new Source(bytes, start, limits, wire, options, handOvers, windowBytes);
  try {
    return readTree(source, start.end, ROOT, space, 1, last);
  } finally {
    forgetShortStrings();
  }
}

/** The document inside Data whose root tag begins at `pos`, if it is one that is read here. */
function readInner(source: Source, pos: number, depth: number): unknown {
  const { bytes, view } = source;
  if (pos + TAG_BYTES > bytes.length) return undefined;
  const names = elementNames();
  const root = messagePlan().nameNumbers.get(INNER_ROOT) as number;
  if (names.find(view, pos + 1) !== root) return undefined;
  const tagEnd = pos + 1 + (names.lengths[root] as number);
  if (declaredNamespace(view, tagEnd) !== DEVINF) return undefined;
  const end = tagEnd + (declarationBytes[DEVINF] as number);
  if (bytes[end] !== GREATER || ++source.elements > source.limits.maxElements) return undefined;
  return readTree(source, end + 1, INNER_ROOT, DEVINF, depth, NO_SHAPE);
}

/** Reads on after the start tag of the root `rootName`, which is at depth `rootDepth`. */
function readTree(
  source: Source,
  start: number,
  rootName: string,
  space: number,
  rootDepth: number,
  last: number,
): unknown {
  const { nameNumbers, roots } = messagePlan();
  const name = nameNumbers.get(rootName) as number;
  const open = new OpenDocument(rootDepth, roots[name] as number, name, space, start, source.elements);
  let handOver: XmlHandOver | undefined;
  for (;;) {
    const stopped = readTokens(source, open, last);
    if (stopped === ENDED) return open.result;
    if (stopped === GOES_ON) continue;
    // The event path reads the element at the token; inside Data, all of the Data.
    if (rootDepth > 1) return undefined;
    open.leaveGroups();
    handOver ??= new XmlHandOver(source.bytes, source.start, source.wire, source.options, source.handOvers);
    open.notes ??= [];
    handOver.returnsReported = source.returnsReported;
    const document = handOver.read(open, open.values, open.notes);
    source.returnsReported ||= handOver.returnsReported;
    if (document !== undefined) return last === NO_SHAPE ? document : undefined;
    if (last !== NO_SHAPE && open.header !== undefined) return open.header;
  }
}

/** Reads some tags from the place where `open` is, which moves; returns why it stops. */
function readTokens(source: Source, open: OpenDocument, last: number): number {
  const { bytes, view, limits, window, options } = source;
  const { space, version } = source.start;
  // Inside the namespace of the message itself it matters whether that is declared or inferred.
  const unspelt = version === undefined ? -1 : space;
  const { rootDepth, values } = open;
  const length = bytes.length | 0;
  const maxDepth = Math.min(limits.maxDepth, MAX_OPEN_NODES - 4) | 0;
  const maxElements = Math.min(limits.maxElements, length) | 0;
  const maxTextBytes = Math.min(limits.maxTextBytes, length) | 0;
  const isHeard = options.onDiagnostic !== undefined;
  const { shapes, makers, actions, slotCounts, firstGroup, isMetInf } = messagePlan();
  const names = elementNames();
  const { lengths } = names;
  const isInner = rootDepth > 1;
  // Where tags can begin at the latest; end tags before that by their name.
  const lastTag = (length - TAG_BYTES) | 0;
  const lastEnd = (length - END_BYTES) | 0;

  // The node that is open.
  let name = open.name | 0;
  let shape = open.shape | 0;
  let nodeSpace = open.space | 0;
  let base = open.base | 0;
  let nextSlot = open.nextSlot | 0;
  let note = open.note | 0;
  let depth = open.depth | 0;
  let elements = open.elements | 0;
  let groupDepth = open.groupDepth | 0;
  let slotAround = open.slotAround | 0;
  let pos = open.pos | 0;

  let tokenAt = pos;
  let left = TAGS_AT_ONCE;
  // Each turn reads one of:
  //
  //   white space or comments between tags
  //   start tag of a node        its frame is pushed, its fields follow
  //   start tag of a value       up to its end tag:  <VerDTD>1.2</VerDTD>
  //                                                  ▲ tokenAt   ▲ pos
  //   end tag                    of the innermost node, which is made from `values[base…]`
  //
  // Anything else leaves the loop: the event path reads the element at `tokenAt`.
  for (; left > 0; left--) {
    tokenAt = pos;
    if (bytes[pos] !== LESS) {
      pos = endOfSpace(bytes, pos) | 0;
      if (bytes[pos] !== LESS || pos - tokenAt > maxTextBytes) break;
      if (isInner && !source.returnsReported && hasReturn(bytes, tokenAt, pos)) break;
    }
    if (bytes[pos + 1] !== SLASH) {
      // A start tag.
      if (pos > lastTag) break;
      const child = names.find(view, pos + 1);
      const action = actions[(shape << NAME_SHIFT) | child] as number;
      const slot = (action >> SLOT_SHIFT) & SLOT_BITS;
      if (action === 0 || (slot === 0 && shape >= firstGroup && groupDepth === 0)) {
        if (child === 0 && bytes[pos + 1] === EXCLAMATION && !(isHeard && isInner)) {
          const after = endOfComments(bytes, pos) | 0;
          if (after < 0 || after - tokenAt > maxTextBytes) break;
          pos = after;
          continue;
        }
        // Not known, or a field of a node around the group.
        if (shape < firstGroup || !isAround(actions, NAME_SHIFT, firstGroup, shape, depth, child)) break;
      } else {
        if (elements >= maxElements || depth >= maxDepth) break;
        const at = base + slot;
        if (slot < nextSlot && (action & LIST) === 0 && values[at] !== undefined) break;
        const kind = action & KIND_BITS;
        if (kind === GROUP) {
          if (slot < nextSlot) break;
          if (groupDepth === 0) {
            groupDepth = depth;
            slotAround = nextSlot;
          }
          const frame = depth * FRAME_FIELDS;
          frames[frame] = shape;
          frames[frame + 1] = base;
          frames[frame + 2] = action;
          frames[frame + 3] = note;
          frames[frame + 4] = name;
          frames[frame + 5] = nodeSpace;
          base += slotCounts[shape] as number;
          shape = action >> SHAPE_SHIFT;
          note = PLAIN;
          nextSlot = 0;
          depth++;
          // The element is the first field of the group, or opens one inside it.
          continue;
        }
        const nameBytes = lengths[child] as number;
        pos += 1 + nameBytes;
        let declared = nodeSpace;
        let isEmpty = false;
        if (bytes[pos] !== GREATER) {
          if (bytes[pos] === BLANK) {
            declared = declaredNamespace(view, pos);
            if (declared === 0 || declared === unspelt) break;
            pos += declarationBytes[declared] as number;
          }
          isEmpty = bytes[pos] === SLASH;
          if (isEmpty) pos++;
          if (bytes[pos] !== GREATER) break;
        }
        pos++;
        // The namespace is inferred, which is told once.
        const isOwnSpace = declared === (isMetInf[shape] !== 0 ? METINF : nodeSpace);
        if (isHeard && !isOwnSpace) break;
        if (kind !== NODE) {
          if (!isOwnSpace && declared !== nodeSpace) break;
          // A leaf, up to and with its end tag.
          const stop = isEmpty ? pos : endOfPlainText(view, pos, length) | 0;
          const isPlain =
            !isEmpty && kind <= BASE64 && stop + nameBytes <= lastEnd && names.closesAt(view, stop, child);
          let value: unknown;
          if (isPlain && slot >= nextSlot && stop - pos <= maxTextBytes) {
            value = window.ascii(pos, stop);
            pos = stop + END_BYTES + nameBytes;
            nextSlot = (action & LIST) === 0 ? slot + 1 : slot;
          } else {
            open.pos = pos;
            open.elements = elements;
            open.depth = depth;
            open.shape = shape;
            open.base = base;
            open.nextSlot = nextSlot;
            open.note = note;
            open.name = name;
            value = readValue(source, open, action, child, declared, stop, isEmpty);
            if (value === undefined) break;
            pos = open.pos | 0;
            elements = open.elements | 0;
            nextSlot = open.nextSlot | 0;
            note = open.note | 0;
          }
          elements++;
          groupDepth = 0;
          if ((action & LIST) === 0) values[at] = value;
          else if (values[at] === undefined) values[at] = [value];
          else (values[at] as unknown[]).push(value);
          continue;
        }
        const childShape = action >> SHAPE_SHIFT;
        if (declared !== nodeSpace && (declared !== METINF || isMetInf[childShape] === 0)) break;
        if (slot < nextSlot) note = inSequence(open, note, shapes[shape] as Shape, base, slot);
        elements++;
        const frame = depth * FRAME_FIELDS;
        frames[frame] = shape;
        frames[frame + 1] = base;
        frames[frame + 2] = action;
        frames[frame + 3] = note;
        frames[frame + 4] = name;
        frames[frame + 5] = nodeSpace;
        depth++;
        base += slotCounts[shape] as number;
        name = child;
        shape = childShape;
        nodeSpace = declared;
        nextSlot = 0;
        note = PLAIN;
        if (!isEmpty) continue;
      }
    } else if (shape < firstGroup) {
      if (pos + (lengths[name] as number) > lastEnd || !names.closesAt(view, pos, name)) break;
      pos += END_BYTES + (lengths[name] as number);
      if (depth === 1) {
        if (isHeard && (values[0] === undefined || values[1] === undefined)) break;
        if (endOfSpace(bytes, pos) !== length) break;
      }
    }
    // The node that is open ends.
    const extra = note === PLAIN ? undefined : settledExtra(open, shapes[shape] as Shape, base, note, false);
    const make = makers[shape] as Shape["make"];
    if (depth === rootDepth && shape < firstGroup) {
      source.end = pos;
      source.elements = elements;
      if (last === NO_SHAPE)
        open.result = make(values as unknown as Slots, 0, extra, isInner ? undefined : source.wire);
      return ENDED;
    }
    const node = make(values as unknown as Slots, base, extra, undefined);
    if (shape === last) {
      open.result = node;
      return ENDED;
    }
    const lastFilled = nextSlot === ANY_ORDER ? (slotCounts[shape] as number) - 1 : nextSlot;
    for (let filled = base + lastFilled; filled >= base; filled--) values[filled] = undefined;
    depth--;
    const frame = depth * FRAME_FIELDS;
    shape = frames[frame] as number;
    base = frames[frame + 1] as number;
    note = frames[frame + 3] as number;
    name = frames[frame + 4] as number;
    nodeSpace = frames[frame + 5] as number;
    const action = frames[frame + 2] as number;
    const slot = (action >> SLOT_SHIFT) & SLOT_BITS;
    const at = base + slot;
    if (note >= FIRST_NOTE && isInSequence(open, note)) nextSlot = ANY_ORDER;
    else nextSlot = (action & LIST) === 0 ? slot + 1 : slot;
    if ((action & LIST) === 0) values[at] = node;
    else if (values[at] === undefined) values[at] = [node];
    else (values[at] as unknown[]).push(node);
  }
  open.pos = left > 0 ? tokenAt : pos;
  open.elements = elements;
  open.depth = depth;
  open.shape = shape;
  open.base = base;
  open.nextSlot = nextSlot;
  open.note = note;
  open.name = name;
  open.space = nodeSpace;
  open.groupDepth = groupDepth;
  open.slotAround = slotAround;
  return left > 0 ? NOT_KNOWN : GOES_ON;
}

/**
 * Reads a leaf other than plain text in its place: after its start tag, with its end tag. Its text is plain as far as `stop`.
 * Moves `open` and its note; returns `undefined` for what only the event path reads.
 */
function readValue(
  source: Source,
  open: OpenDocument,
  action: number,
  child: number,
  declared: number,
  stop: number,
  isEmpty: boolean,
): unknown {
  const { bytes, view, limits, window, options } = source;
  const { space, version } = source.start;
  const { base, depth, name, rootDepth, shape, values } = open;
  const { metaSlots } = messagePlan();
  const { length } = bytes;
  const names = elementNames();
  const nameBytes = names.lengths[child] as number;
  const lastEnd = length - END_BYTES;
  const isHeard = options.onDiagnostic !== undefined;
  const isInner = rootDepth > 1;
  const kind = action & KIND_BITS;
  let { elements, pos } = open;
  let value: unknown = "";
  let returnsAt = -1;
  if (!isEmpty) {
    let begin = pos;
    pos = stop;
    if (pos + nameBytes > lastEnd) return undefined;
    if (names.closesAt(view, pos, child)) value = window.ascii(begin, pos);
    else {
      const { text } = source;
      const isLenient = isInner || (kind === DATA && declared > METINF && declared !== DEVINF);
      if (!text.read(begin, pos, isLenient ? LENIENT : STRICT)) return undefined;
      pos = text.end;
      if (pos + nameBytes > lastEnd) return undefined;
      if (names.closesAt(view, pos, child)) {
        if (isHeard && (text.isOdd || (text.hasReturns && isInner && !source.returnsReported))) return undefined;
        if (text.hasReturns && !source.returnsReported) returnsAt = bytes.indexOf(CARRIAGE_RETURN, begin);
        value = text.string(window, isLenient);
        if (value === undefined) {
          if (isHeard || !isLenient || kind !== DATA) return undefined;
          value = text.source.slice(text.from, text.to);
        } else if (isHeard && isLenient && !text.isAscii && hasNonCharacters(value as string)) return undefined;
      } else if (kind !== DATA || declared !== space || isInner) return undefined;
      else {
        const maxDepth = Math.min(limits.maxDepth, MAX_OPEN_NODES - 4);
        const isMarkup = pos === begin && version === undefined && depth + MAX_LEVELS + 1 < maxDepth;
        const markup = isMarkup ? source.markup : undefined;
        value = markup?.read(pos);
        if (markup !== undefined && value !== undefined) {
          pos = markup.end;
          elements += markup.elements;
          if (elements >= Math.min(limits.maxElements, length)) return undefined;
          if (pos + nameBytes > lastEnd || !names.closesAt(view, pos, child)) return undefined;
          begin = pos;
        } else {
          if (pos - begin > limits.maxTextBytes || endOfSpace(bytes, begin) !== pos) return undefined;
          if (!source.returnsReported && hasReturn(bytes, begin, pos)) return undefined;
          source.elements = elements + 1;
          value = readInner(source, pos, depth + 2);
          if (value === undefined) return undefined;
          pos = endOfSpace(bytes, source.end);
          if (!source.returnsReported && hasReturn(bytes, source.end, pos)) return undefined;
          if (pos - source.end > limits.maxTextBytes) return undefined;
          if (pos + nameBytes > lastEnd || !names.closesAt(view, pos, child)) return undefined;
          // Only the text around the document counts as text of the Data.
          begin = pos;
          elements = source.elements - 1;
        }
      }
    }
    if (pos - begin > limits.maxTextBytes || (kind === FLAG && pos !== begin)) return undefined;
    pos += END_BYTES + nameBytes;
  }
  if (kind === FLAG) value = true;
  else if (kind === DATA) {
    if (typeof value === "string") {
      const metaSlot = metaSlots[shape] as number;
      const own = metaSlot < 0 ? undefined : (values[base + metaSlot] as Meta | undefined);
      let format = own?.format;
      if (format === undefined && depth > rootDepth) {
        const below = (depth - 1) * FRAME_FIELDS;
        const outerSlot = metaSlots[frames[below] as number] as number;
        if (outerSlot >= 0) format = (values[(frames[below + 1] as number) + outerSlot] as Meta | undefined)?.format;
      }
      if (isBinary(format)) value = encodeUtf8(value);
    }
    if (returnsAt >= 0) reportReturns(source, returnsAt, depth, name, child);
  }
  open.pos = pos;
  open.elements = elements;
  noteValue(open, action, kind === DATA && value instanceof Uint8Array ? INLINE_BYTES : 0);
  return value;
}

/** The tag after the comments that begin at `start`, and white space; -1 for anything else, and for what may be a fault. */
function endOfComments(bytes: Uint8Array, start: number): number {
  let pos = start;
  while (bytes[pos] === LESS && bytes[pos + 1] === EXCLAMATION) {
    pos = endOfComment(bytes, pos);
    if (pos < 0) return pos;
    pos = endOfSpace(bytes, pos);
  }
  return bytes[pos] === LESS ? pos : -1;
}

function hasReturn(bytes: Uint8Array, start: number, end: number): boolean {
  for (let pos = start; pos < end; pos++) if (bytes[pos] === CARRIAGE_RETURN) return true;
  return false;
}

/** Reports that there is CR at `offset` in the element `child` of the innermost open element. */
function reportReturns(source: Source, offset: number, depth: number, name: number, child: number): void {
  const { names } = messagePlan();
  source.returnsReported = true;
  let path = "";
  for (let outer = 1; outer < depth; outer++) path += `/${names[frames[outer * FRAME_FIELDS + 4] as number]}`;
  path += `/${names[name]}/${names[child]}`;
  const at = { offset, opaqueOffset: offset, path: () => path };
  report(source.options.onDiagnostic, "carriage-return", RETURNS_KEPT, at);
}

function hasNonCharacters(value: string): boolean {
  return value.includes("\ufffe") || value.includes("\uffff");
}
