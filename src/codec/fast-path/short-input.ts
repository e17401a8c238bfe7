/** Documents up to here are copied to be read: above, that takes as long as a DataView. */
const MAX_SHORT_INPUT = 4096;
/** Places in a document no longer than this are small integers to the compiler. */
export const MAX_WORD_INPUT = 0x3fff_ffff;

const shortBytes = new Uint8Array(MAX_SHORT_INPUT);
const shortInput: WordInput = { bytes: shortBytes, view: new DataView(shortBytes.buffer) };

/** Bytes to be read by words. Bytes past the end of the document are not its own. */
export interface WordInput {
  readonly bytes: Uint8Array;
  readonly view: DataView;
}

/**
 * A document to be read by words, until the next one: a short one as a copy in one place, since a DataView takes 100 ns
 * to make, the view of a Buffer as much again, and a copy 20 (ast/wbxml/small, 12 %).
 */
export function wordInput(input: Uint8Array): WordInput {
  if (input.length > MAX_SHORT_INPUT) {
    const bytes = plainBytes(input);
    return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length) };
  }
  shortBytes.set(input);
  return shortInput;
}

/** The bytes as one kind of array: a Buffer is another one to the compiler. */
export function plainBytes(input: Uint8Array): Uint8Array {
  return input.constructor === Uint8Array ? input : new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
}
