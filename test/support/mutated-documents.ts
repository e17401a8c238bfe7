import fc from "fast-check";
import { cases, corpusBytes, wbxmlBodies } from "./corpus.ts";

const documents = [...wbxmlBodies.map(({ file }) => corpusBytes(file)), ...cases.map(({ input }) => input)].filter(
  ({ length }) => length > 0 && length < 6000,
);

const change = fc.record({ at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), byte: fc.nat(255) });
/** A real document with some of its bytes changed, dropped or doubled. */
export const mutatedDocuments: fc.Arbitrary<Uint8Array> = fc
  .record({
    document: fc.constantFrom(...documents),
    changes: fc.array(change, { minLength: 1, maxLength: 8 }),
    dropped: fc.array(change, { maxLength: 2 }),
  })
  .map(({ document, changes, dropped }) => {
    const result = [...document];
    for (const { at, byte } of changes) result[Math.floor(at * result.length)] = byte;
    for (const { at, byte } of dropped) result.splice(Math.floor(at * result.length), byte % 4, byte);
    return Uint8Array.from(result);
  });
