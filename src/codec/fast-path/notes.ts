import { extraOf, onlyDataOpaque } from "../../ast/extra.ts";
import type { Attribute, Extra, GenericContent } from "../../ast/nodes.ts";
import { sequenceSoFar } from "../../ast/received-fields.ts";
import type { FieldRow, Shape } from "../../ast/shape.ts";
import { DATA_OPAQUE, FIRST_NOTE, PLAIN } from "./frames.ts";

/** Fields that came as OPAQUE, those that came inline though they are bytes, and all of them if not in their order. */
export interface Note {
  opaque: string[] | undefined;
  inline: string[] | undefined;
  sequence: (string | GenericContent)[] | undefined;
  attributes: Attribute[] | undefined;
  fieldAttributes: Record<string, Attribute[]> | undefined;
}

/** A node's note with one more field that came as OPAQUE. */
export function withOpaque(notes: Note[], note: number, key: string): number {
  const number = listed(notes, note);
  const known = notes[number - FIRST_NOTE] as Note;
  known.opaque ??= [];
  known.opaque.push(key);
  return number;
}

/** A node's note with one more field that came inline. */
export function withInline(notes: Note[], note: number, key: string): number {
  const number = listed(notes, note);
  const known = notes[number - FIRST_NOTE] as Note;
  known.inline ??= [];
  known.inline.push(key);
  return number;
}

/** A node's note with its fields in the order they came, the one at `slot` being the next. */
export function inSequence(
  notes: Note[],
  note: number,
  { rows }: Shape,
  values: readonly unknown[],
  base: number,
  slot: number,
): number {
  const number = listed(notes, note);
  const known = notes[number - FIRST_NOTE] as Note;
  known.sequence ??= sequenceSoFar(rows, values, base);
  known.sequence.push((rows[slot] as FieldRow).name);
  return number;
}

/** The number of a note in the list, where it is put if it is not there. */
function listed(notes: Note[], note: number): number {
  return note >= FIRST_NOTE ? note : addNote(notes, { ...noteOf(notes, note) });
}

export function extraIn(notes: readonly Note[], note: number): Extra | undefined {
  return extraOf(notes[note - FIRST_NOTE] as Note);
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
