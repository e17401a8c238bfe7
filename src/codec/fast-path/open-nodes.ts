import type { OpenNode } from "../../ast/builder.ts";
import type { Meta } from "../../ast/nodes.ts";
import type { Child, Shape } from "../../ast/shape.ts";
import type { Announcement } from "../../wbxml/data-meta.ts";
import { SLOT_BITS, SLOT_SHIFT } from "./action-bits.ts";
import { announcementOf, announcementOfMeta, takeMissing } from "./announcements.ts";
import { ANY_ORDER, FRAME_FIELDS, frames } from "./frames.ts";
import { actionChildren, childKey, messagePlan } from "./message-plan.ts";
import { type Note, noteOf, renote } from "./notes.ts";

/** The position of a reader on the fast path between two elements: its variables. */
export interface Place {
  pos: number;
  elements: number;
  depth: number;
  shape: number;
  base: number;
  nextSlot: number;
  note: number;
  /** Tag or number of the name of the innermost open element. */
  name: number;
  /** In WBXML the tag page, times 64. */
  page: number;
  /** In XML the number of the default namespace. */
  space: number;
}

/**
 * The open nodes of a document, translated from the frames of the fast path to those of the event path and back.
 *
 * ```
 *  frames         | SyncML | SyncBody | Put | Item |      integers, `place` for the innermost
 *  open           | SyncML | SyncBody | Put | Item |      one object each, a group counting as a node
 *  names, spaces  | SyncML | SyncBody | Put | Item |      one number each, for elements only
 * ```
 */
export class OpenNodes {
  readonly open: OpenNode[] = [];
  /** Tag or number of the name of each open element, and in XML the number of the default namespace in it. */
  readonly names: number[] = [];
  readonly spaces: number[] = [];
  /** What Meta said of the data after it, by the depth of the element that holds the Meta. */
  readonly announcements: (Announcement | undefined)[] = [];
  /** Depth of the Meta that is open; 0 if there is none. */
  metaDepth = 0;
  private readonly rootDepth: number;

  /** `rootDepth` is the depth of the document's root in {@link frames}. */
  constructor(rootDepth: number) {
    this.rootDepth = rootDepth;
  }

  /** Takes the nodes that are open at `place` out of the frames. */
  take(place: Place, values: readonly unknown[], notes: readonly Note[]): void {
    const { open, rootDepth } = this;
    const { shapes, slotCounts, metaSlots } = messagePlan();
    const children = actionChildren();
    this.clear();
    let base = 0;
    let target: Child | undefined;
    for (let depth = rootDepth; depth <= place.depth; depth++) {
      const isLast = depth === place.depth;
      const frame = depth * FRAME_FIELDS;
      const number = isLast ? place.shape : (frames[frame] as number);
      const shape = shapes[number] as Shape;
      const action = isLast ? 0 : (frames[frame + 2] as number);
      const nextSlot = isLast ? place.nextSlot : (action >> SLOT_SHIFT) & SLOT_BITS;
      const { attributes, fieldAttributes, sequence, opaque, inline } = noteOf(
        notes,
        isLast ? place.note : (frames[frame + 3] as number),
      );
      // A literal: to spread the note takes ten times as long, a third of what a hand-over costs.
      open.push({
        shape,
        target,
        lastSlot: nextSlot === ANY_ORDER ? 0 : nextSlot,
        attributes,
        fieldAttributes,
        sequence,
        opaque,
        inline,
      });
      if (target?.opensGroup !== true) {
        this.names.push(isLast ? place.name : (frames[frame + 4] as number));
        this.spaces.push(isLast ? place.space : (frames[frame + 5] as number));
        this.takeAnnouncement(shape, metaSlots[number] as number, values, base, sequence);
      }
      target = children.get(childKey(number, action));
      base += slotCounts[number] as number;
    }
  }

  /** Puts the nodes that are open now back into the frames, and the innermost into `place`. */
  giveBack(place: Place, open: readonly OpenNode[], values: unknown[], notes: Note[]): void {
    const { rootDepth, names, spaces } = this;
    const { shapeNumbers, childActions, slotCounts } = messagePlan();
    place.depth = rootDepth + open.length - 1;
    let base = 0;
    let element = 0;
    for (let index = 0; index < open.length; index++) {
      const node = open[index] as OpenNode;
      const next = open[index + 1];
      const shape = shapeNumbers.get(node.shape) as number;
      const note = renote(notes, node);
      if (index > 0 && node.target?.opensGroup !== true) element++;
      if (next === undefined) {
        place.shape = shape;
        place.base = base;
        place.note = note;
        place.name = names[element] as number;
        place.space = spaces[element] as number;
        place.nextSlot = nextSlotOf(node, values, base);
        values.fill(undefined, base + (slotCounts[shape] as number));
        return;
      }
      const frame = (rootDepth + index) * FRAME_FIELDS;
      frames[frame] = shape;
      frames[frame + 1] = base;
      frames[frame + 2] = childActions.get(next.target as Child) as number;
      frames[frame + 3] = note;
      frames[frame + 4] = names[element] as number;
      frames[frame + 5] = spaces[element] as number;
      base += slotCounts[shape] as number;
    }
  }

  private takeAnnouncement(
    shape: Shape,
    metaSlot: number,
    values: readonly unknown[],
    base: number,
    sequence: Note["sequence"],
  ): void {
    const { announcements } = this;
    const depth = this.names.length;
    if (announcements.length === 0) announcements.push(undefined);
    const meta = metaSlot < 0 ? undefined : (values[base + metaSlot] as Meta | undefined);
    announcements.push(shape.kind === "Meta" ? undefined : announcementOf(meta, sequence));
    if (shape.kind !== "Meta") return;
    this.metaDepth = depth;
    const text = (element: string) => values[base + (shape.child(element)?.slot ?? 0)] as string | undefined;
    const said = announcementOfMeta({ type: text("Type"), size: text("Size") }, sequence);
    const before = announcements[depth - 1];
    if (before === undefined) announcements[depth - 1] = said;
    else takeMissing(before, said);
  }

  private clear(): void {
    this.open.length = 0;
    this.names.length = 0;
    this.spaces.length = 0;
    this.announcements.length = 0;
    this.metaDepth = 0;
  }
}

function nextSlotOf({ shape, lastSlot, sequence }: OpenNode, values: readonly unknown[], base: number): number {
  if (sequence !== undefined) return ANY_ORDER;
  const isFilled = shape.rows[lastSlot]?.list === false && values[base + lastSlot] !== undefined;
  return isFilled ? lastSlot + 1 : lastSlot;
}
