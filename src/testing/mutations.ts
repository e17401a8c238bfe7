import fc from "fast-check";

// Bytes that mean something in WBXML or in XML, and those at the edges of integers and of UTF-8.
const telling = [0x00, 0x01, 0x03, 0x04, 0x43, 0x6a, 0x7f, 0x80, 0x83, 0xc0, 0xc3, 0xed, 0xf4, 0xff].concat(
  Array.from("<>&;]-?!'\"=/ \r\n", (character) => character.charCodeAt(0)),
);
const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const byte = fc.oneof(fc.constantFrom(...telling), fc.nat(255));

/** One change: at a share of the length, a number of bytes is dropped and others come in their place. */
interface Change {
  readonly at: number;
  readonly dropped: number;
  readonly inserted: readonly number[];
  /** Where bytes are taken from that the document has elsewhere, and how many. */
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

/** `bytes` with some of them changed, dropped, put in or repeated from elsewhere. */
export function mutations(bytes: Uint8Array): fc.Arbitrary<Uint8Array> {
  return fc.array(change, { minLength: 1, maxLength: 8 }).map((changes) => changes.reduce(changed, bytes));
}

function changed(bytes: Uint8Array, { at, dropped, inserted, copyFrom, copied }: Change): Uint8Array {
  const start = Math.floor(at * bytes.length);
  const from = Math.floor(copyFrom * bytes.length);
  const piece = bytes.subarray(from, from + copied);
  return Uint8Array.from([...bytes.subarray(0, start), ...inserted, ...piece, ...bytes.subarray(start + dropped)]);
}
