import fc from "fast-check";
import { share } from "./share.ts";

// Bytes with a meaning in WBXML or XML, and boundary values of integers and UTF-8.
const telling = [0x00, 0x01, 0x03, 0x04, 0x43, 0x6a, 0x7f, 0x80, 0x83, 0xc0, 0xc3, 0xed, 0xf4, 0xff].concat(
  Array.from("<>&;]-?!'\"=/ \r\n", (character) => character.charCodeAt(0)),
);
const byte = fc.oneof(fc.constantFrom(...telling), fc.nat(255));

/** One change: at a fraction of the length, a number of bytes is replaced by others. */
interface Change {
  readonly at: number;
  readonly dropped: number;
  readonly inserted: readonly number[];
  /** Bytes to copy from elsewhere in the document: from where, and how many. */
  readonly copyFrom: number;
  readonly copied: number;
}

const noCopy = { copyFrom: fc.constant(0), copied: fc.constant(0) };
const change: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      at: share,
      dropped: fc.constant(1),
      inserted: fc.array(byte, { minLength: 1, maxLength: 1 }),
      ...noCopy,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ at: share, dropped: fc.nat(4), inserted: fc.array(byte, { maxLength: 6 }), ...noCopy }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      at: share,
      dropped: fc.nat(40),
      inserted: fc.constant([]),
      copyFrom: share,
      copied: fc.nat(60),
    }),
  },
);

/** `bytes` with some of them changed, dropped, inserted or copied from elsewhere. */
export function mutations(bytes: Uint8Array): fc.Arbitrary<Uint8Array> {
  return fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) => changes.reduce(changed, bytes));
}

function changed(bytes: Uint8Array, { at, dropped, inserted, copyFrom, copied }: Change): Uint8Array {
  const start = Math.floor(at * bytes.length);
  const from = Math.floor(copyFrom * bytes.length);
  const piece = bytes.subarray(from, from + copied);
  const rest = bytes.subarray(start + dropped);
  const result = new Uint8Array(start + inserted.length + piece.length + rest.length);
  result.set(bytes.subarray(0, start));
  result.set(inserted, start);
  result.set(piece, start + inserted.length);
  result.set(rest, start + inserted.length + piece.length);
  return result;
}
