import { FRAME_FIELDS, frames, noValues, PLAIN } from "./frames.ts";
import { messagePlan } from "./message-plan.ts";
import type { Note } from "./notes.ts";
import type { Place } from "./open-nodes.ts";

/** A document whose elements are open: its nodes, and the place of the reader among them. */
export class OpenDocument implements Place {
  readonly rootDepth: number;
  /**
   * The fields of the nodes that are open, each node's from its base on. An array of this document: one that lives longer is
   * old to the garbage collector, which then takes note of each new value stored in it.
   */
  readonly values: unknown[] = noValues.slice();
  notes: Note[] | undefined = undefined;
  /** The node around the groups that the element opens, 0 if there are none, and the slot that might be filled next there. */
  groupDepth = 0;
  slotAround = 0;
  pos: number;
  elements: number;
  depth: number;
  shape: number;
  base = 0;
  nextSlot = 0;
  note: number = PLAIN;
  name: number;
  page = 0;
  space: number;
  /** The document once it has ended, or the header if no more is asked for. */
  result: unknown = undefined;

  constructor(rootDepth: number, shape: number, name: number, space: number, pos: number, elements: number) {
    this.rootDepth = rootDepth;
    this.pos = pos;
    this.elements = elements;
    this.depth = rootDepth;
    this.shape = shape;
    this.name = name;
    this.space = space;
  }

  /** The header of a message of which no more is open than the root. */
  get header(): unknown {
    const isMessage = this.depth === this.rootDepth && this.shape === messagePlan().message;
    return isMessage ? this.values[0] : undefined;
  }

  /** Closes the groups that the element at this place was to open. */
  leaveGroups(): void {
    if (this.groupDepth === 0) return;
    this.depth = this.groupDepth;
    const frame = this.depth * FRAME_FIELDS;
    this.shape = frames[frame] as number;
    this.base = frames[frame + 1] as number;
    this.note = frames[frame + 3] as number;
    this.name = frames[frame + 4] as number;
    this.nextSlot = this.slotAround;
    this.groupDepth = 0;
  }
}
