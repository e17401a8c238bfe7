import { extraOf, onlyDataOpaque } from "../../ast/extra.ts";
import { isBinary } from "../../ast/format.ts";
import type { Extra, Meta, SyncHdr, SyncmlDocument, WireForm } from "../../ast/nodes.ts";
import type { FieldRow, Shape, Slots } from "../../ast/shape.ts";
import { encodeBase64 } from "../../core/base64.ts";
import { defaultLimits, resolveLimits } from "../../core/limits.ts";
import { forgetShortStrings } from "../../core/short-strings.ts";
import { StringWindow } from "../../core/string-window.ts";
import { decodeUtf8 } from "../../core/utf8.ts";
import { HIGH_BITS, ONES } from "../../core/words.ts";
import { TOKENS_PER_TAG_PAGE } from "../../vocabulary/vocabulary.ts";
import { LAST_VERSION } from "../../wbxml/header.ts";
import * as Token from "../../wbxml/tokens.ts";
import type { DecodeOptions } from "../options.ts";
import {
  BASE64,
  DATA,
  FLAG,
  KIND_BITS,
  LIST,
  NAMED_DATA,
  NODE,
  SHAPE_SHIFT,
  SLOT_BITS,
  SLOT_SHIFT,
  TAG_SHIFT,
} from "./action-bits.ts";
import { embeddedDocument, UNDECIDED } from "./embedded-document.ts";
import { DATA_OPAQUE, FIRST_NOTE, FRAME_FIELDS, frames, MAX_OPEN_NODES, PLAIN } from "./frames.ts";
import { readGenericContent } from "./generic-content.ts";
import { integerEnd, integerValue } from "./integers.ts";
import { messagePlan } from "./message-plan.ts";
import { MAX_WORD_INPUT, plainBytes, wordInput } from "./short-input.ts";
import { TableStrings } from "./table-strings.ts";
import { tagPlan } from "./tag-plan.ts";
import { readWbxmlHead, type WbxmlHead } from "./wbxml-head.ts";

// What an item with its Meta needs in a command.
const SLOTS_AT_FIRST = 30;
const NO_SHAPE = -1;

/** Fields that came as OPAQUE, and those that came inline though they are bytes. */
interface Note {
  opaque: string[] | undefined;
  inline: string[] | undefined;
}

/**
 * The message in a WBXML document on the fast path: what `AstBuilder` makes of what `WbxmlReader` reads, where
 * the document holds only what its standard has at each place, in its order and without attributes. `undefined` for
 * every other one, including invalid ones: those are read on the event path, which reports what is wrong and where.
 */
export function readWbxmlMessage(input: Uint8Array, options: Partial<DecodeOptions>): SyncmlDocument | undefined {
  return read(input, options, NO_SHAPE) as SyncmlDocument | undefined;
}

/** The header of a message, read like the whole of it as far as its end: the body is not looked at. */
export function readWbxmlHeader(input: Uint8Array, options: Partial<DecodeOptions>): SyncHdr | undefined {
  return read(input, options, messagePlan().header) as SyncHdr | undefined;
}

/** Reads as far as the end of the document, or of the first node of the shape `last`, and keeps nothing of it. */
function read(input: Uint8Array, options: Partial<DecodeOptions>, last: number): unknown {
  const document = readUpTo(input, options, last);
  forgetShortStrings();
  return document;
}

function readUpTo(input: Uint8Array, options: Partial<DecodeOptions>, last: number): unknown {
  const limits = options.limits === undefined ? defaultLimits : resolveLimits(options.limits);
  if (input.length > limits.maxDocumentBytes || input.length > MAX_WORD_INPUT) return undefined;
  // Numbers in the loop are 32-bit integers: `| 0` says so of those that come from elsewhere, and what no document of this
  // length exceeds is cut. Otherwise the compiler keeps the place in floating point (convert/wbxml/medium, 8 %).
  const end = input.length | 0;
  const { bytes: words, view } = wordInput(input);
  const head = readWbxmlHead(words, end, options, limits);
  if (head === undefined) return undefined;
  const maxElements = Math.min(limits.maxElements, end) | 0;
  const maxTextBytes = Math.min(limits.maxTextBytes, end) | 0;
  const maxOpaqueBytes = Math.min(limits.maxOpaqueBytes, end) | 0;
  // Nodes and the values in the innermost.
  const maxNodes = (Math.min(limits.maxDepth, MAX_OPEN_NODES) - 1) | 0;
  const asViews = options.data === "view";
  const opensDocuments = !asViews && options.embedded !== "keep";
  const { makers, shapes, slotCounts, metaSlots, roots } = messagePlan();
  const { actions, numbers } = tagPlan(head.vocabulary);
  const window = new StringWindow(words, view, end);
  let table: TableStrings | undefined;

  let pos = head.tableEnd | 0;
  const rootTag = words[pos++] as number;
  const root = head.vocabulary.tags[rootTag & Token.IDENTITY];
  let shape = (roots[numbers[rootTag & Token.IDENTITY] as number] as number) | 0;
  const isRoot = (rootTag & ~Token.IDENTITY) === Token.HAS_CONTENT && shape >= 0 && maxNodes > 0;
  if (!isRoot || root === undefined) return undefined;

  // The fields of the nodes that are open, each node's from its base on. An array of this call: one that lives longer is
  // old to the garbage collector, which then takes note of each new value stored in it.
  const values: unknown[] = new Array(SLOTS_AT_FIRST);
  let notes: Note[] | undefined;
  const lastWord = end - 3;
  let page = 0;
  let base = 0;
  /** The first slot that may be filled next: fields are in DTD order. */
  let nextSlot = 0;
  let note = PLAIN;
  let depth = 1;
  let elements = 1;

  // Each turn reads one of:
  //
  //   tag of a node              its frame is pushed, its fields follow
  //   tag of a value             up to its END:  tag  STR_I "1.2" 0  END
  //                                              ▲ byte   ▲ from  ▲ to
  //   END                        of the innermost node, which is made from `values[base…]`
  //
  // Anything else is left to the event path, which reads the document from its beginning.
  while (pos < end) {
    const byte = words[pos++] as number;
    if ((byte & Token.IDENTITY) > Token.LITERAL) {
      const action = actions[(shape << TAG_SHIFT) | page | (byte & Token.IDENTITY)] as number;
      const slot = (action >> SLOT_SHIFT) & SLOT_BITS;
      if (slot < nextSlot || action === 0 || byte >= Token.HAS_ATTRIBUTES) return undefined;
      const at = base + slot;
      nextSlot = (action & LIST) === 0 ? slot + 1 : slot;
      elements++;
      const kind = action & KIND_BITS;
      if (kind === NODE) {
        if (depth >= maxNodes) return undefined;
        const frame = depth * FRAME_FIELDS;
        frames[frame] = shape;
        frames[frame + 1] = base;
        frames[frame + 2] = action;
        frames[frame + 3] = note;
        base += slotCounts[shape] as number;
        shape = action >> SHAPE_SHIFT;
        nextSlot = 0;
        note = PLAIN;
        depth++;
        if (byte >= Token.HAS_CONTENT) continue;
      } else {
        // A value: one string or opaque, or nothing.
        let from = pos;
        let to = pos;
        let bits = 0;
        const token = byte < Token.HAS_CONTENT ? Token.END : (words[pos++] as number);
        if (token === Token.STR_I) {
          from = pos;
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
          if (to - from > maxTextBytes || words[pos++] !== Token.END) return undefined;
        } else if (token === Token.OPAQUE) {
          let length = words[pos++] as number;
          if (length >= 0x80) {
            const after = integerEnd(words, pos - 1) | 0;
            if (after < 0) return undefined;
            length = integerValue(words, pos - 1, after) | 0;
            pos = after;
          }
          from = pos;
          to = pos + length;
          pos = to + 1;
          if (length > maxOpaqueBytes || words[to] !== Token.END) return undefined;
        } else if (token === Token.STR_T) {
          table ??= new TableStrings(words, head, limits.maxReferencedBytes);
          pos = table.find(pos) | 0;
          if (pos < 0 || words[pos++] !== Token.END) return undefined;
          from = table.from | 0;
          to = table.to | 0;
          bits = asciiBits(view, from, to);
        } else if (token !== Token.END) {
          if (kind !== DATA) return undefined;
          const cursor = { pos: pos - 1, page, elements, depth: depth + 1 };
          values[at] = readGenericContent(plainBytes(input), head.vocabulary.tags, limits, cursor);
          if (values[at] === undefined) return undefined;
          pos = cursor.pos | 0;
          page = cursor.page | 0;
          elements = cursor.elements | 0;
          continue;
        }

        const isOpaque = token === Token.OPAQUE;
        let value: unknown;
        if (kind === FLAG) {
          if (token !== Token.END) return undefined;
          value = true;
        } else if (kind === BASE64 && isOpaque) {
          value = encodeBase64(input.subarray(from, to));
          note = withOpaque((notes ??= []), note, fieldKey(shapes[shape] as Shape, slot, undefined));
        } else {
          let asBytes = false;
          if (kind === DATA) {
            const metaSlot = metaSlots[shape] as number;
            const own = metaSlot < 0 ? undefined : (values[base + metaSlot] as Meta | undefined);
            const below = (depth - 1) * FRAME_FIELDS;
            const outerSlot = metaSlots[frames[below] as number] as number;
            const outer =
              outerSlot < 0 ? undefined : (values[(frames[below + 1] as number) + outerSlot] as Meta | undefined);
            const beginsLikeWbxml = isOpaque && from < to && (words[from] as number) <= LAST_VERSION;
            if (beginsLikeWbxml && opensDocuments && (action & NAMED_DATA) !== 0) {
              value = embeddedDocument(input.subarray(from, to), own, outer, depth + 1, options);
              if (value === UNDECIDED) return undefined;
            }
            asBytes = asViews || isBinary(own?.format ?? outer?.format);
          }
          if (value !== undefined) {
            // A document goes out as it came in.
          } else if (asBytes) {
            value = asViews ? input.subarray(from, to) : words.slice(from, to);
            if (!isOpaque) note = withInline((notes ??= []), note, fieldKey(shapes[shape] as Shape, slot, values[at]));
          } else {
            if (isOpaque) {
              bits = asciiBits(view, from, to);
              if (note === PLAIN && (action & NAMED_DATA) !== 0) note = DATA_OPAQUE;
              else note = withOpaque((notes ??= []), note, fieldKey(shapes[shape] as Shape, slot, values[at]));
            }
            value = (bits & HIGH_BITS) === 0 ? window.ascii(from, to) : decodeUtf8(words, from, to);
            if (value === undefined) return undefined;
          }
        }
        if ((action & LIST) === 0) values[at] = value;
        else if (values[at] === undefined) values[at] = [value];
        else (values[at] as unknown[]).push(value);
        continue;
      }
    } else if (byte === Token.SWITCH_PAGE) {
      page = (words[pos++] as number) * TOKENS_PER_TAG_PAGE;
      if (!(page < 1 << TAG_SHIFT)) return undefined;
      continue;
    } else if (byte !== Token.END) return undefined;

    // The end of a node. It stood before the end of the document, and so does all that was read of it.
    if (elements > maxElements) return undefined;
    const extra = note === PLAIN ? undefined : note === DATA_OPAQUE ? onlyDataOpaque : extraIn(notes as Note[], note);
    const make = makers[shape] as Shape["make"];
    if (depth === 1) {
      // What follows the root element is for the event path to judge, and so is a root without what was asked for.
      return pos === end && last === NO_SHAPE
        ? make(values as unknown as Slots, 0, extra, wireForm(head, root.namespace))
        : undefined;
    }
    const node = make(values as unknown as Slots, base, extra, undefined);
    if (shape === last) return node;
    for (let filled = base + nextSlot; filled >= base; filled--) values[filled] = undefined;
    depth--;
    const frame = depth * FRAME_FIELDS;
    shape = frames[frame] as number;
    base = frames[frame + 1] as number;
    note = frames[frame + 3] as number;
    const action = frames[frame + 2] as number;
    const slot = (action >> SLOT_SHIFT) & SLOT_BITS;
    const at = base + slot;
    nextSlot = slot;
    if ((action & LIST) === 0) {
      nextSlot++;
      values[at] = node;
    } else if (values[at] === undefined) values[at] = [node];
    else (values[at] as unknown[]).push(node);
  }
  return undefined;
}

function wireForm({ version, publicId, publicIdText, charset }: WbxmlHead, namespace: string): WireForm {
  return { format: "wbxml", version, publicId, publicIdText, charset, namespace };
}

/** The bytes of `start` to `end` OR-ed, in all or some of the four bytes of a word, as far as the first past ASCII. */
function asciiBits(view: DataView, start: number, end: number): number {
  let bits = 0;
  let pos = start;
  for (; pos + 4 <= end && (bits & HIGH_BITS) === 0; pos += 4) bits |= view.getInt32(pos, true);
  for (; pos < end && (bits & HIGH_BITS) === 0; pos++) bits |= view.getUint8(pos);
  return bits;
}

/** What a field is called in notes, or its value that comes next if it is a list. */
function fieldKey({ rows }: Shape, slot: number, list: unknown): string {
  const { name, list: isList } = rows[slot] as FieldRow;
  return isList ? `${name}.${(list as unknown[] | undefined)?.length ?? 0}` : name;
}

/** A node's note with one more field that came as OPAQUE. */
function withOpaque(notes: Note[], note: number, key: string): number {
  const number = listed(notes, note);
  const known = notes[number - FIRST_NOTE] as Note;
  known.opaque ??= [];
  known.opaque.push(key);
  return number;
}

/** A node's note with one more field that came inline. */
function withInline(notes: Note[], note: number, key: string): number {
  const number = listed(notes, note);
  const known = notes[number - FIRST_NOTE] as Note;
  known.inline ??= [];
  known.inline.push(key);
  return number;
}

/** The number of a note in the list, where it is put if it is not there. */
function listed(notes: Note[], note: number): number {
  if (note >= FIRST_NOTE) return note;
  const opaque = note === DATA_OPAQUE ? [...onlyDataOpaque.opaque] : undefined;
  return notes.push({ opaque, inline: undefined }) - 1 + FIRST_NOTE;
}

function extraIn(notes: readonly Note[], note: number): Extra | undefined {
  const { opaque, inline } = notes[note - FIRST_NOTE] as Note;
  return extraOf({ opaque, inline });
}
