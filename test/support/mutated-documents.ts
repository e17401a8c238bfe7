import fc from "fast-check";
import { mutations } from "../../src/testing/mutations.ts";
import { cases, corpusBytes, wbxmlBodies } from "./corpus.ts";

const documents = [...wbxmlBodies.map(({ file }) => corpusBytes(file)), ...cases.map(({ input }) => input)].filter(
  ({ length }) => length > 0 && length < 6000,
);

/** A real document with some of its bytes changed, dropped or doubled. */
export const mutatedDocuments: fc.Arbitrary<Uint8Array> = fc.constantFrom(...documents).chain(mutations);
