// The fast path from WBXML to a message: one loop over tokens, `readTokens`, with a legend in front of it. The plan
// (message-plan.ts) says which field of which node an element is; open nodes are in frames (frames.ts), and what the plan
// does not have is handed over to the event path.
import { isBinary } from "../../ast/format.ts";
import type { Meta, SyncHdr, SyncmlDocument, WireForm } from "../../ast/nodes.ts";
import type { Shape, Slots } from "../../ast/shape.ts";
import { encodeBase64 } from "../../core/base64.ts";
import { defaultLimits, type Limits, resolveLimits } from "../../core/limits.ts";
import { pathTo } from "../../core/path-step.ts";
import { forgetShortStrings } from "../../core/short-strings.ts";
import type { ElementName } from "../../core/sink.ts";
import { HEADER_WINDOW_BYTES, StringWindow } from "../../core/string-window.ts";
import { decodeUtf8, decodeUtf8Lossy } from "../../core/utf8.ts";
import { HIGH_BITS, ONES } from "../../core/words.ts";
import { standardVocabularies } from "../../vocabulary/standard.ts";
import { TOKENS_PER_TAG_PAGE } from "../../vocabulary/vocabulary.ts";
import { type Announcement, announcedIn, isAnnounced } from "../../wbxml/data-meta.ts";
import { LAST_VERSION } from "../../wbxml/header.ts";
import * as Token from "../../wbxml/tokens.ts";
import type { DecodeOptions } from "../options.ts";
import {
  BASE64,
  DATA,
  FLAG,
  GROUP,
  KIND_BITS,
  LIST,
  NAMED_DATA,
  NODE,
  SHAPE_SHIFT,
  SLOT_BITS,
  SLOT_SHIFT,
  TAG_SHIFT,
} from "./action-bits.ts";
import { announcementOf } from "./announcements.ts";
import { announcedDocument, isEmbedded, NO_HEADER, UNDECIDED } from "./embedded-document.ts";
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
import { readGenericContent } from "./generic-content.ts";
import { isAround } from "./groups.ts";
import type { HandOvers } from "./hand-overs.ts";
import { integerEnd, integerValue } from "./integers.ts";
import { messagePlan } from "./message-plan.ts";
import { INLINE_BYTES, inSequence, isInSequence, noteValue, OPAQUE_TEXT, sequenceOf, settledExtra } from "./notes.ts";
import { OpenDocument } from "./open-document.ts";
import { MAX_WORD_INPUT, plainBytes, type WordInput, wordInput } from "./short-input.ts";
import { TableStrings } from "./table-strings.ts";
import { tagPlan } from "./tag-plan.ts";
import { WbxmlHandOver } from "./wbxml-hand-over.ts";
import { readWbxmlHead, type WbxmlHead } from "./wbxml-head.ts";

const NO_SHAPE = -1;

/**
 * The message in a WBXML document, read on the fast path: what `AstBuilder` makes of what `WbxmlReader` reads. What the fast
 * path does not know it hands over to the event path, element by element, which also reports what is wrong and where.
 * `undefined` for a document whose head or root is not that of a SyncML document of a known vocabulary in UTF-8.
 *
 * @throws {SyncmlError} what the event path throws.
 */
export function readWbxmlMessage(
  input: Uint8Array,
  options: Partial<DecodeOptions>,
  handOvers?: HandOvers,
): SyncmlDocument | undefined {
  return read(input, options, NO_SHAPE, handOvers) as SyncmlDocument | undefined;
}

/** The header of a message, read like the whole of it as far as its end: the body is not looked at. */
export function readWbxmlHeader(input: Uint8Array, options: Partial<DecodeOptions>): SyncHdr | undefined {
  return read(input, options, messagePlan().header, undefined) as SyncHdr | undefined;
}

/** Reads as far as the end of the document, or of the first node of the shape `last`. */
function read(
  input: Uint8Array,
  options: Partial<DecodeOptions>,
  last: number,
  handOvers: HandOvers | undefined,
): unknown {
  const limits = options.limits === undefined ? defaultLimits : resolveLimits(options.limits);
  if (input.length > limits.maxDocumentBytes || input.length > MAX_WORD_INPUT) return undefined;
  // Numbers in the loop are 32-bit integers: `| 0` says so of those that come from elsewhere, and what no document of this
  // length exceeds is cut. Otherwise the compiler keeps the place in floating point (convert/wbxml/medium, 8 %).
  const end = input.length | 0;
  const words = wordInput(input);
  const head = readWbxmlHead(words.bytes, end, options, options.mediaType, limits);
  if (head === undefined) return undefined;
  const window = new StringWindow(words.bytes, words.view, end, last === NO_SHAPE ? undefined : HEADER_WINDOW_BYTES);
  const source = new Source(input, words, window, limits, options, options.mediaType, handOvers, head, end);
  try {
    return readDocument(source, 0, 1, undefined, last);
  } finally {
    forgetShortStrings();
  }
}

/**
 * The bytes of a document, or of one inside it, up to its end, and how they are read. A class, so that all are of one kind to
 * the compiler, and with what the loop needs: the engine may run all up to the loop without compiling it.
 */
class Source {
  readonly input: Uint8Array;
  readonly words: Uint8Array;
  readonly view: DataView;
  readonly window: StringWindow;
  readonly limits: Limits;
  /** Those of the outermost document: a copy for each of them takes as long as its first elements (heard/wbxml/sync, 8 %). */
  readonly options: Partial<DecodeOptions>;
  readonly mediaType: string | undefined;
  readonly handOvers: HandOvers | undefined;
  readonly head: WbxmlHead;
  readonly end: number;
  readonly actions: Int32Array;
  readonly maxElements: number;
  readonly maxTextBytes: number;
  /** Nodes and the values in the innermost. */
  readonly maxNodes: number;
  table: TableStrings | undefined = undefined;

  constructor(
    input: Uint8Array,
    { bytes, view }: WordInput,
    window: StringWindow,
    limits: Limits,
    options: Partial<DecodeOptions>,
    mediaType: string | undefined,
    handOvers: HandOvers | undefined,
    head: WbxmlHead,
    end: number,
  ) {
    this.input = input;
    this.words = bytes;
    this.view = view;
    this.window = window;
    this.limits = limits;
    this.options = options;
    this.mediaType = mediaType;
    this.handOvers = handOvers;
    this.head = head;
    this.end = end;
    this.actions = tagPlan(head.vocabulary).actions;
    this.maxElements = Math.min(limits.maxElements, end);
    this.maxTextBytes = Math.min(limits.maxTextBytes, end);
    this.maxNodes = Math.min(limits.maxDepth, MAX_OPEN_NODES) - 1;
  }
}

/** Reads the body of the document from `start` on, with its root at depth `rootDepth` inside the document with the head `outer`. */
function readDocument(
  source: Source,
  start: number,
  rootDepth: number,
  outer: WbxmlHead | undefined,
  last: number,
): unknown {
  const { input, words, options, head, end } = source;
  const { roots } = messagePlan();
  const { numbers } = tagPlan(head.vocabulary);
  const rootTag = words[head.tableEnd] as number;
  const tag = rootTag & Token.IDENTITY;
  const root = head.vocabulary.tags[tag];
  const shape = roots[numbers[tag] as number] as number;
  const isRoot =
    (rootTag & ~Token.IDENTITY) === Token.HAS_CONTENT &&
    shape >= 0 &&
    Math.min(source.limits.maxDepth, MAX_OPEN_NODES) > rootDepth;
  if (!isRoot || root === undefined) return undefined;
  const open = new OpenDocument(rootDepth, shape, tag, 0, head.tableEnd + 1, 1);
  let handOver: WbxmlHandOver | undefined;
  for (;;) {
    const stopped = readTokens(source, open, last);
    if (stopped === ENDED) return open.result;
    if (stopped === GOES_ON) continue;
    // The event path reads this element; in a document inside another, all of it if diagnostics are asked for.
    if (options.onDiagnostic !== undefined && rootDepth > 1) return UNDECIDED;
    open.leaveGroups();
    handOver ??= new WbxmlHandOver({
      bytes: start === 0 && end === input.length ? input : input.subarray(start, end),
      start,
      rootDepth,
      head,
      wire: wireForm(head, root.namespace),
      path: outer === undefined ? "" : pathIn(outer, rootDepth),
      options: outer === undefined ? options : { ...options, mediaType: source.mediaType },
      handOvers: source.handOvers,
    });
    open.notes ??= [];
    // No plan has tags of the pages above, which are rare enough to be read so.
    do {
      const document = handOver.read(open, open.values, open.notes);
      if (document !== undefined) return last === NO_SHAPE ? document : undefined;
      // The header was read with what is odd of it.
      if (last !== NO_SHAPE && open.header !== undefined) return open.header;
    } while (open.page >= 1 << TAG_SHIFT);
  }
}

/** Reads some tags of a document from the place where `open` is, which moves; returns why it stops. */
function readTokens(source: Source, open: OpenDocument, last: number): number {
  const { words, view, window, actions, options } = source;
  const { rootDepth, values } = open;
  const { makers, message, shapes, slotCounts, firstGroup } = messagePlan();
  const maxElements = source.maxElements | 0;
  const maxTextBytes = source.maxTextBytes | 0;
  const maxNodes = source.maxNodes | 0;
  const end = source.end | 0;
  const asViews = options.data === "view";
  const isHeard = options.onDiagnostic !== undefined;
  const lastWord = end - 3;
  let page = open.page | 0;
  let shape = open.shape | 0;
  let base = open.base | 0;
  /** The first slot that may be filled next: fields are in DTD order. */
  let nextSlot = open.nextSlot | 0;
  let note = open.note | 0;
  let nodeTag = open.name | 0;
  let depth = open.depth | 0;
  let elements = open.elements | 0;
  let groupDepth = open.groupDepth | 0;
  let slotAround = open.slotAround | 0;
  let pos = open.pos | 0;

  let tokenAt = pos;
  let left = TAGS_AT_ONCE;
  // Each turn reads one of:
  //
  //   tag of a node              its frame is pushed, its fields follow
  //   tag of a value             up to its END:  tag  STR_I "1.2" 0  END
  //                                              ▲ tokenAt  ▲ from ▲ to
  //   END                        of the innermost node, which is made from `values[base…]`
  //
  // Anything else leaves the loop: the event path reads the element at `tokenAt`.
  for (; left > 0; left--) {
    tokenAt = pos;
    if (pos >= end) break;
    const byte = words[pos++] as number;
    if ((byte & Token.IDENTITY) > Token.LITERAL) {
      const tag = page | (byte & Token.IDENTITY);
      const action = actions[(shape << TAG_SHIFT) | tag] as number;
      const slot = (action >> SLOT_SHIFT) & SLOT_BITS;
      if (byte >= Token.HAS_ATTRIBUTES || elements >= maxElements) break;
      // The first field of a group is not looked for in it: it opens the next one.
      if (action === 0 || (slot === 0 && shape >= firstGroup && groupDepth === 0)) {
        if (shape < firstGroup || !isAround(actions, TAG_SHIFT, firstGroup, shape, depth, tag)) break;
        // The group ends here; the element is looked up again in the node around it.
        pos--;
      } else {
        const at = base + slot;
        if (slot < nextSlot && (action & LIST) === 0 && values[at] !== undefined) break;
        const kind = action & KIND_BITS;
        if (kind >= NODE) {
          if (depth >= maxNodes - 2 || (kind === GROUP && slot < nextSlot)) break;
          if (slot < nextSlot) note = inSequence(open, note, shapes[shape] as Shape, base, slot);
          if (kind === NODE) elements++;
          else if (groupDepth === 0) {
            groupDepth = depth;
            slotAround = nextSlot;
          }
          const frame = depth * FRAME_FIELDS;
          frames[frame] = shape;
          frames[frame + 1] = base;
          frames[frame + 2] = action;
          frames[frame + 3] = note;
          frames[frame + 4] = nodeTag;
          base += slotCounts[shape] as number;
          shape = action >> SHAPE_SHIFT;
          note = PLAIN;
          nextSlot = 0;
          depth++;
          if (kind !== NODE) {
            // The element is the first field of the group, or opens one inside it.
            pos--;
            continue;
          }
          nodeTag = tag;
          if (byte >= Token.HAS_CONTENT) continue;
        }
        if (kind !== NODE) {
          // A value: one string or opaque, markup in Data, or nothing.
          const token = byte < Token.HAS_CONTENT ? Token.END : (words[pos++] as number);
          const from = pos;
          let to = pos;
          let bits = 0;
          if (token === Token.STR_I) {
            for (;;) {
              if (pos >= lastWord) {
                while (pos < end && words[pos] !== 0) bits |= words[pos++] as number;
                break;
              }
              const word = view.getInt32(pos, true);
              const zeros = (word - ONES) & ~word & HIGH_BITS;
              if (zeros !== 0) {
                // The lowest mark is at the first zero byte; what lies after it is not part of this string.
                const lowest = zeros & -zeros;
                bits |= word & (lowest - 1);
                pos += (31 - Math.clz32(lowest)) >> 3;
                break;
              }
              bits |= word;
              pos += 4;
            }
            to = pos++;
            if (to - from > maxTextBytes || words[pos++] !== Token.END || pos > end) break;
          }
          let value: unknown;
          if (token === Token.STR_I && kind <= BASE64 && slot >= nextSlot && (bits & HIGH_BITS) === 0) {
            value = window.ascii(from, to);
            nextSlot = (action & LIST) === 0 ? slot + 1 : slot;
          } else {
            open.pos = pos;
            open.page = page;
            open.elements = elements;
            open.depth = depth;
            open.shape = shape;
            open.base = base;
            open.nextSlot = nextSlot;
            open.note = note;
            open.name = nodeTag;
            value = readValue(source, open, action, tag, token, from, to, bits);
            if (value === undefined) break;
            pos = open.pos | 0;
            page = open.page | 0;
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
      }
    } else if (byte === Token.SWITCH_PAGE) {
      const next = (words[pos++] as number) * TOKENS_PER_TAG_PAGE;
      if (pos > end || next >= 1 << TAG_SHIFT) break;
      page = next | 0;
      continue;
    } else if (byte !== Token.END) break;
    // It is the end of the element around the group as well.
    else if (shape >= firstGroup) pos--;

    // The end of a node.
    if (depth === rootDepth) {
      const isMissing = shape === message && (values[0] === undefined || values[1] === undefined);
      if (pos !== end || (isHeard && isMissing)) break;
    }
    const extra = note === PLAIN ? undefined : settledExtra(open, shapes[shape] as Shape, base, note, asViews);
    const make = makers[shape] as Shape["make"];
    if (depth === rootDepth) {
      // A root without what was asked for is for the event path.
      if (last === NO_SHAPE) {
        const { namespace } = source.head.vocabulary.tags[nodeTag] as ElementName;
        open.result = make(values as unknown as Slots, 0, extra, wireForm(source.head, namespace));
      }
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
    nodeTag = frames[frame + 4] as number;
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
  open.name = nodeTag;
  open.page = page;
  open.groupDepth = groupDepth;
  open.slotAround = slotAround;
  return left > 0 ? NOT_KNOWN : GOES_ON;
}

/**
 * Reads a value other than a plain string in its place: the string of `token` at `from` to `to` with those bits, or what the
 * token begins. Moves `open` and its note; returns `undefined` for what only the event path reads.
 */
function readValue(
  source: Source,
  open: OpenDocument,
  action: number,
  tag: number,
  token: number,
  begin: number,
  stop: number,
  bitsSoFar: number,
): unknown {
  const { input, words, view, window, limits, options, head, end } = source;
  const { shape, base, depth, values, rootDepth } = open;
  const { metaSlots } = messagePlan();
  const asViews = options.data === "view";
  const isHeard = options.onDiagnostic !== undefined;
  const kind = action & KIND_BITS;
  const isOpaque = token === Token.OPAQUE;
  let pos = open.pos;
  let from = begin;
  let to = stop;
  let bits = bitsSoFar;
  let value: unknown;
  if (isOpaque) {
    let length = words[pos++] as number;
    if (length >= 0x80) {
      const after = integerEnd(words, pos - 1);
      if (after < 0) return undefined;
      length = integerValue(words, pos - 1, after);
      pos = after;
    }
    from = pos;
    to = pos + length;
    pos = to + 1;
    if (length > limits.maxOpaqueBytes || to >= end || words[to] !== Token.END) return undefined;
  } else if (token === Token.STR_T) {
    source.table ??= new TableStrings(words, head, limits.maxReferencedBytes);
    const { table } = source;
    pos = table.find(pos);
    if (pos < 0 || words[pos++] !== Token.END) return undefined;
    from = table.from;
    to = table.to;
    bits = asciiBits(view, from, to);
  } else if (token !== Token.END && token !== Token.STR_I) {
    if (kind !== DATA) return undefined;
    // The Data itself is counted by the caller.
    const cursor = { pos: pos - 1, page: open.page, elements: open.elements + 1, depth: depth + 1 };
    value = readGenericContent(plainBytes(input), head.vocabulary.tags, limits, cursor);
    if (value === undefined || cursor.pos > end) return undefined;
    pos = cursor.pos;
    open.page = cursor.page;
    open.elements = cursor.elements - 1;
  }
  if (pos > end) return undefined;

  let form = 0;
  if (kind === FLAG) {
    if (token !== Token.END) return undefined;
    value = true;
  } else if (kind === BASE64 && isOpaque) {
    value = encodeBase64(input.subarray(from, to));
    form = OPAQUE_TEXT;
  } else {
    let asBytes = false;
    if (kind === DATA) {
      const metaSlot = metaSlots[shape] as number;
      const own = metaSlot < 0 ? undefined : (values[base + metaSlot] as Meta | undefined);
      const below = (depth - 1) * FRAME_FIELDS;
      const outerSlot = depth === rootDepth ? -1 : (metaSlots[frames[below] as number] as number);
      const outer = outerSlot < 0 ? undefined : (values[(frames[below + 1] as number) + outerSlot] as Meta | undefined);
      const opens =
        isOpaque && (action & NAMED_DATA) !== 0 && !asViews && options.embedded !== "keep" && rootDepth === 1;
      const beginsLikeWbxml = from < to && (words[from] as number) <= LAST_VERSION;
      if (opens && (beginsLikeWbxml || isHeard)) {
        const said = announcementOf(own, sequenceOf(open, open.note));
        const outerNote = depth === rootDepth ? PLAIN : (frames[below + 3] as number);
        const around = announcementOf(outer, sequenceOf(open, outerNote));
        if (beginsLikeWbxml || isAnnounced(announcedIn("type", said, around))) {
          frames[depth * FRAME_FIELDS + 4] = open.name;
          frames[(depth + 1) * FRAME_FIELDS + 4] = tag;
          value = readEmbedded(source, from, to, said, around, depth);
          if (value === UNDECIDED) return undefined;
        }
      }
      asBytes = asViews || isBinary(own?.format ?? outer?.format);
    }
    if (value !== undefined) {
      // Markup, or a document.
    } else if (asBytes) {
      value = asViews ? input.subarray(from, to) : words.slice(from, to);
      if (!isOpaque) form = INLINE_BYTES;
    } else {
      if (isOpaque) {
        bits = asciiBits(view, from, to);
        form = OPAQUE_TEXT;
      }
      value = (bits & HIGH_BITS) === 0 ? window.ascii(from, to) : decodeUtf8(words, from, to);
      if (value === undefined) {
        // Bytes that are no text are written as base64 in a field of that.
        if (isHeard || kind === BASE64) return undefined;
        // A chunk of a large object may be cut inside a character.
        if (kind === DATA) {
          value = words.slice(from, to);
          form = isOpaque ? 0 : INLINE_BYTES;
        } else value = decodeUtf8Lossy(words, from, to);
      }
    }
  }
  open.pos = pos;
  noteValue(open, action, form);
  return value;
}

/** The document in an opaque; `undefined` if it is none, {@link UNDECIDED} if it is one that is read by events. */
function readEmbedded(
  source: Source,
  from: number,
  to: number,
  own: Announcement | undefined,
  outer: Announcement | undefined,
  depth: number,
): unknown {
  const { input, words, limits, options } = source;
  const { vocabularies = standardVocabularies } = options;
  const announced = announcedDocument(input.subarray(from, to), own, outer, vocabularies);
  if (announced === NO_HEADER) return options.onDiagnostic === undefined ? undefined : UNDECIDED;
  if (announced === undefined || announced === UNDECIDED) return announced;
  const mediaType = announced || undefined;
  const inner = readWbxmlHead(words, to, options, mediaType, limits, from);
  if (inner === undefined) return UNDECIDED;
  const { view, window, handOvers } = source;
  const nested = new Source(input, { bytes: words, view }, window, limits, options, mediaType, handOvers, inner, to);
  const document = readDocument(nested, from, depth + 2, source.head, NO_SHAPE);
  return isEmbedded(document) ? document : UNDECIDED;
}

/** The path of the element around the document whose root is at `rootDepth`. */
function pathIn({ vocabulary }: WbxmlHead, rootDepth: number): string {
  const open: ElementName[] = [];
  for (let depth = 1; depth < rootDepth; depth++) {
    open.push(vocabulary.tags[frames[depth * FRAME_FIELDS + 4] as number] as ElementName);
  }
  return pathTo("", open);
}

function wireForm({ version, publicId, publicIdText, charset }: WbxmlHead, namespace: string): WireForm {
  return { format: "wbxml", version, publicId, publicIdText, charset, namespace };
}

/** The bytes of `start` to `end` OR-ed, in all or some of the four bytes of a word, as far as the first past ASCII. */
function asciiBits(view: DataView, start: number, end: number): number {
  let bits = 0;
  let pos = start;
  // Long values are the data of large objects: 0.1 ns a byte for 0.3.
  for (; pos + 32 <= end && (bits & HIGH_BITS) === 0; pos += 32) {
    bits =
      view.getInt32(pos, true) |
      view.getInt32(pos + 4, true) |
      view.getInt32(pos + 8, true) |
      view.getInt32(pos + 12, true) |
      view.getInt32(pos + 16, true) |
      view.getInt32(pos + 20, true) |
      view.getInt32(pos + 24, true) |
      view.getInt32(pos + 28, true);
  }
  for (; pos + 4 <= end && (bits & HIGH_BITS) === 0; pos += 4) bits |= view.getInt32(pos, true);
  for (; pos < end && (bits & HIGH_BITS) === 0; pos++) bits |= view.getUint8(pos);
  return bits;
}
