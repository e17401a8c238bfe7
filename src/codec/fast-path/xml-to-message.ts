import { extraOf } from "../../ast/extra.ts";
import { isBinary } from "../../ast/format.ts";
import type { Extra, Meta, SyncML, WireForm } from "../../ast/nodes.ts";
import type { Shape, Slots } from "../../ast/shape.ts";
import { UTF_8 } from "../../core/charset.ts";
import type { Limits } from "../../core/limits.ts";
import { forgetShortStrings } from "../../core/short-strings.ts";
import { StringWindow } from "../../core/string-window.ts";
import { encodeUtf8 } from "../../core/utf8.ts";
import { DATA, FLAG, KIND_BITS, LIST, NAME_SHIFT, NODE, SHAPE_SHIFT, SLOT_BITS, SLOT_SHIFT } from "./action-bits.ts";
import { endOfMarkupData, readMarkupData } from "./markup-data.ts";
import { messagePlan } from "./message-plan.ts";
import { ROOT, readMessageStart } from "./message-start.ts";
import { declarationBytes, declaredNamespace, elementNames, METINF, namespaces, TAG_BYTES } from "./xml-tags.ts";
import { endOfPlainText, endOfSpace, XmlText } from "./xml-text.ts";

const BLANK = 0x20;
const SLASH = 0x2f;
const LESS = 0x3c;
const GREATER = 0x3e;

/** Of an end tag, without its name. */
const END_BYTES = 3;

/**
 * The message in an XML document on the fast path: of one of the three protocol versions, all elements known and in DTD
 * order, text in its usual spellings. `undefined` for every other document, including invalid ones, which the event path
 * then reads from the beginning.
 */
export function readXmlMessage(bytes: Uint8Array, isString: boolean, limits: Limits): SyncML | undefined {
  const message = readMessage(bytes, isString, limits);
  forgetShortStrings();
  return message;
}

function readMessage(bytes: Uint8Array, isString: boolean, limits: Limits): SyncML | undefined {
  const start = readMessageStart(bytes, isString, limits);
  if (start === undefined) return undefined;
  const { view, space, publicIdText } = start;
  const { maxDepth, maxElements, maxTextBytes } = limits;
  const { length } = bytes;
  const window = new StringWindow(bytes, view);
  let text: XmlText | undefined;
  const { shapes, actions, slotCounts, metaSlots, roots, nameNumbers } = messagePlan();
  const names = elementNames();
  const { lengths } = names;
  // Where tags can begin at the latest; end tags before that by their name.
  const lastTag = length - TAG_BYTES;
  const lastEnd = length - END_BYTES;

  // The innermost open node, and the stack of enclosing nodes.
  let name = nameNumbers.get(ROOT) as number;
  let action = (roots[name] as number) << SHAPE_SHIFT;
  let shape = roots[name] as number;
  let base = 0;
  let lastSlot = -1;
  const openNames: number[] = [];
  const openActions: number[] = [];
  const values: unknown[] = [undefined, undefined];
  /** Number of open nodes, and, below, those of them with bytes that came as text. */
  let depth = 1;
  const inlines: number[] = [];
  let elements = 1;

  let pos = start.end;

  for (;;) {
    const textStart = pos;
    if (bytes[pos] !== LESS) {
      pos = endOfSpace(bytes, pos);
      if (bytes[pos] !== LESS || pos - textStart > maxTextBytes) return undefined;
    }
    if (bytes[pos + 1] !== SLASH) {
      // A start tag.
      if (pos > lastTag) return undefined;
      const child = names.find(view, pos + 1);
      const childAction = actions[(shape << NAME_SHIFT) | child] as number;
      const slot = (childAction >> SLOT_SHIFT) & SLOT_BITS;
      const at = base + slot;
      const isList = (childAction & LIST) !== 0;
      // Unknown, repeated or out of order.
      if (childAction === 0 || (isList ? slot < lastSlot : slot <= lastSlot)) return undefined;
      if (++elements > maxElements || depth >= maxDepth) return undefined;
      lastSlot = slot;
      const nameBytes = lengths[child] as number;
      pos += 1 + nameBytes;
      let declared = space;
      let isEmpty = false;
      if (bytes[pos] !== GREATER) {
        if (bytes[pos] === BLANK) {
          declared = declaredNamespace(view, pos);
          if (declared === 0) return undefined;
          pos += declarationBytes[declared] as number;
        }
        isEmpty = bytes[pos] === SLASH;
        if (isEmpty) pos++;
        if (bytes[pos] !== GREATER) return undefined;
      }
      pos++;
      const kind = childAction & KIND_BITS;
      if (kind !== NODE) {
        if (declared !== space && (declared !== METINF || shapes[shape]?.space !== "metinf")) return undefined;
        // A leaf, up to and with its end tag.
        let value: unknown = "";
        if (!isEmpty) {
          const begin = pos;
          pos = endOfPlainText(view, begin, length);
          if (pos + nameBytes > lastEnd) return undefined;
          if (names.closesAt(view, pos, child)) value = window.ascii(begin, pos);
          else {
            text ??= new XmlText(bytes, view);
            if (!text.read(begin, pos, kind === DATA && declared > METINF)) return undefined;
            pos = text.end;
            if (pos + nameBytes > lastEnd) return undefined;
            if (names.closesAt(view, pos, child)) value = text.string(window);
            else if (kind !== DATA || declared !== space || isInField(shapes, openActions, depth)) return undefined;
            else {
              pos = endOfMarkupData(bytes, begin);
              // There are no more elements in it than this.
              elements += (pos - begin) >> 2;
              if (pos < 0 || elements > maxElements) return undefined;
              const namespace = namespaces[space] as string;
              value = readMarkupData({ bytes, start: begin, end: pos, namespace, depth: depth + 1 }, limits);
            }
            if (value === undefined) return undefined;
          }
          if (pos - begin > maxTextBytes || (kind === FLAG && pos !== begin)) return undefined;
          pos += END_BYTES + nameBytes;
        }
        if (kind === FLAG) value = true;
        else if (kind === DATA && typeof value === "string") {
          let format = formatIn(values, base, metaSlots[shape] as number);
          if (format === undefined && depth > 1) {
            const around = (openActions[depth - 2] as number) >> SHAPE_SHIFT;
            format = formatIn(values, base - (slotCounts[around] as number), metaSlots[around] as number);
          }
          if (isBinary(format)) {
            value = encodeUtf8(value);
            inlines.push(depth);
          }
        }
        if (!isList) values[at] = value;
        else if (values[at] === undefined) values[at] = [value];
        else (values[at] as unknown[]).push(value);
        continue;
      }
      const childShape = childAction >> SHAPE_SHIFT;
      if (declared !== space && (declared !== METINF || shapes[childShape]?.space !== "metinf")) return undefined;
      openNames[depth - 1] = name;
      openActions[depth - 1] = action;
      depth++;
      base += slotCounts[shape] as number;
      name = child;
      action = childAction;
      shape = childShape;
      lastSlot = -1;
      for (let end = base + (slotCounts[shape] as number), value = base; value < end; value++)
        values[value] = undefined;
      if (!isEmpty) continue;
    } else {
      if (pos + (lengths[name] as number) > lastEnd || !names.closesAt(view, pos, name)) return undefined;
      pos += END_BYTES + (lengths[name] as number);
      if (depth === 1) break;
    }
    // The node that is open ends.
    let extra: Extra | undefined;
    if (inlines.length > 0 && inlines[inlines.length - 1] === depth) {
      inlines.pop();
      extra = extraOf({ inline: ["data"] });
    }
    const node = make(shapes, shape, values, base, extra, undefined);
    depth--;
    lastSlot = (action >> SLOT_SHIFT) & SLOT_BITS;
    const isList = (action & LIST) !== 0;
    name = openNames[depth - 1] as number;
    action = openActions[depth - 1] as number;
    shape = action >> SHAPE_SHIFT;
    base -= slotCounts[shape] as number;
    const at = base + lastSlot;
    if (!isList) values[at] = node;
    else if (values[at] === undefined) values[at] = [node];
    else (values[at] as unknown[]).push(node);
  }
  if (endOfSpace(bytes, pos) !== length) return undefined;
  const wire: WireForm = {
    format: "xml",
    version: 0,
    publicId: 0,
    publicIdText,
    charset: UTF_8,
    namespace: namespaces[space] as string,
  };
  return make(shapes, shape, values, 0, undefined, wire) as SyncML;
}

function make(
  shapes: readonly Shape[],
  shape: number,
  values: readonly unknown[],
  base: number,
  extra: Extra | undefined,
  wire: WireForm | undefined,
): unknown {
  return (shapes[shape] as Shape).make(values as Slots, base, extra, wire);
}

/** Whether the node that is open is an item of a Field, the Data of which holds what none holds elsewhere. */
function isInField(shapes: readonly Shape[], openActions: readonly number[], depth: number): boolean {
  return depth > 1 && shapes[(openActions[depth - 2] as number) >> SHAPE_SHIFT]?.kind === "Field";
}

function formatIn(values: readonly unknown[], base: number, metaSlot: number): string | undefined {
  return metaSlot < 0 ? undefined : (values[base + metaSlot] as Meta | undefined)?.format;
}
