import { extraOf, onlyDataOpaque } from "../../ast/extra.ts";
import { settleData } from "../../ast/late-format.ts";
import type { Attribute, Extra, GenericContent } from "../../ast/nodes.ts";
import { fieldKey, sequenceSoFar } from "../../ast/received-fields.ts";
import type { FieldRow, Shape } from "../../ast/shape.ts";
import { LIST, NAMED_DATA, SLOT_BITS, SLOT_SHIFT } from "./action-bits.ts";
import { ANY_ORDER, DATA_OPAQUE, FIRST_NOTE, PLAIN } from "./frames.ts";
import { messagePlan } from "./message-plan.ts";

/** Fields that came as OPAQUE, those that came inline though they are bytes, and all of them if not in their order. */
export interface Note {
  opaque: string[] | undefined;
  inline: string[] | undefined;
  sequence: (string | GenericContent)[] | undefined;
  attributes: Attribute[] | undefined;
  fieldAttributes: Record<string, Attribute[]> | undefined;
}

/** A document's open nodes and the notes on them. */
export interface Noted {
  readonly values: unknown[];
  notes: Note[] | undefined;
  /** Of the innermost node. */
  readonly shape: number;
  readonly base: number;
  nextSlot: number;
  note: number;
}

// How a value came, if there is something to say of it.
export const OPAQUE_TEXT = 1;
export const INLINE_BYTES = 2;

/** Notes that a value is the next field of the innermost node, and how it came; before it is among the node's values. */
export function noteValue(open: Noted, action: number, form: number): void {
  const { base, values } = open;
  const shape = messagePlan().shapes[open.shape] as Shape;
  const slot = (action >> SLOT_SHIFT) & SLOT_BITS;
  if (slot >= open.nextSlot) open.nextSlot = (action & LIST) === 0 ? slot + 1 : slot;
  else {
    open.note = inSequence(open, open.note, shape, base, slot);
    open.nextSlot = ANY_ORDER;
  }
  if (form === 0) return;
  if (form === OPAQUE_TEXT && open.note === PLAIN && (action & NAMED_DATA) !== 0) {
    open.note = DATA_OPAQUE;
    return;
  }
  open.note = listed(open, open.note);
  const known = noteAt(open, open.note);
  const key = fieldKey(shape.rows[slot] as FieldRow, values[base + slot]);
  if (form === OPAQUE_TEXT) (known.opaque ??= []).push(key);
  else (known.inline ??= []).push(key);
}

/** A node's note with its fields in the order they came, the one at `slot` being the next. */
export function inSequence(open: Noted, note: number, { rows }: Shape, base: number, slot: number): number {
  const number = listed(open, note);
  const known = noteAt(open, number);
  known.sequence ??= sequenceSoFar(rows, open.values, base);
  known.sequence.push((rows[slot] as FieldRow).name);
  return number;
}

/** Whether the fields of a node are noted in the order they came. */
export function isInSequence(open: Noted, note: number): boolean {
  return sequenceOf(open, note) !== undefined;
}

/** The fields of a node in the order they came, if that is noted. */
export function sequenceOf(open: Noted, note: number): Note["sequence"] {
  return note >= FIRST_NOTE ? noteAt(open, note).sequence : undefined;
}

/** The extra of a node that ends, with its data as Meta has it that came after the data. */
export function settledExtra(
  open: Noted,
  shape: Shape,
  base: number,
  note: number,
  asViews: boolean,
): Extra | undefined {
  if (note === DATA_OPAQUE) return onlyDataOpaque;
  const known = noteAt(open, note);
  if (known.sequence !== undefined && shape.metaSlot >= 0) settleData(shape, open.values, base, known, asViews);
  return extraOf(known);
}

function noteAt({ notes }: Noted, note: number): Note {
  return (notes as Note[])[note - FIRST_NOTE] as Note;
}

/** The number of a note in the list, where it is put if it is not there. */
function listed(open: Noted, note: number): number {
  if (note >= FIRST_NOTE) return note;
  open.notes ??= [];
  return addNote(open.notes, { ...noteOf(open.notes, note) });
}

const noNote: Note = {
  opaque: undefined,
  inline: undefined,
  sequence: undefined,
  attributes: undefined,
  fieldAttributes: undefined,
};

/** Puts a note in the list, and returns its number. */
function addNote(notes: Note[], note: Note): number {
  return notes.push(note) - 1 + FIRST_NOTE;
}

/** What a number says of a node. */
export function noteOf(notes: readonly Note[], note: number): Note {
  if (note >= FIRST_NOTE) return notes[note - FIRST_NOTE] as Note;
  return note === DATA_OPAQUE ? { ...noNote, opaque: [...onlyDataOpaque.opaque] } : noNote;
}

/** The number of a note that came back from events. */
export function renote(notes: Note[], { opaque, inline, sequence, attributes, fieldAttributes }: Note): number {
  const note = { opaque, inline, sequence, attributes, fieldAttributes };
  const extra = extraOf(note);
  if (extra === undefined) return PLAIN;
  return extra === onlyDataOpaque ? DATA_OPAQUE : addNote(notes, note);
}
