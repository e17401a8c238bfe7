import fc from "fast-check";
import { expect, test } from "vitest";
import { cutAt } from "../../src/testing/chunkings.ts";
import { checkFaithful } from "../../src/testing/laws/faithful.ts";
import { share } from "../../src/testing/share.ts";
import { tokenDocuments } from "../../src/testing/token-documents.ts";
import { assembleTokens } from "../../src/wbxml/listing/token-assembler.ts";
import { cases, corpusBytes, wbxmlBodies } from "../support/corpus.ts";
import { listChunks } from "../support/listing.ts";

const bodies = wbxmlBodies.map(({ file }) => ({ name: file, input: corpusBytes(file), mediaType: undefined }));
const documents = [...bodies, ...cases];
const small = documents.map(({ input }) => input).filter(({ length }) => length > 0 && length < 6000);

/** Lists and assembles; what a broken document loses begins at the token at fault. */
function expectFaithful(document: Uint8Array, mediaType?: string): string | undefined {
  const { text, error } = listChunks([document], { mediaType });
  const kept = error === undefined ? document.length : (error.offset ?? 0);
  expect(hex(assembleTokens(text))).toBe(hex(document.subarray(0, kept)));
  return error?.code;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

test("every document of the corpus is what its listing makes, and those that break off break off there", () => {
  expect(documents.length).toBeGreaterThan(400);
  for (const { input, mediaType } of documents) expectFaithful(input, mediaType);
  expect(bodies.map(({ input }) => expectFaithful(input)).filter((code) => code !== undefined)).toEqual([]);
});

const change = fc.record({ at: share, byte: fc.nat(255) });

test("so is every damaged document, up to the token at fault", () => {
  const damaged = fc
    .record({ document: fc.constantFrom(...small), changes: fc.array(change, { minLength: 1, maxLength: 6 }) })
    .map(({ document, changes }) => {
      const result = document.slice();
      for (const { at, byte } of changes) result[Math.floor(at * result.length)] = byte;
      return result;
    });
  let whole = 0;
  fc.assert(
    fc.property(damaged, (document) => {
      if (expectFaithful(document) === undefined) whole++;
    }),
    { numRuns: 3000 },
  );
  expect(whole).toBeGreaterThan(0);
});

test("so is every prefix of a document, all of it", () => {
  for (const { input, mediaType, name } of cases) {
    if (name.startsWith("hostile/")) continue;
    for (let length = 0; length < input.length; length++) expectFaithful(input.subarray(0, length), mediaType);
  }
});

test("so is every document of random tokens, none of which is refused", () => {
  const list = (document: Uint8Array) => {
    const { text, error } = listChunks([document]);
    expect(error).toBeUndefined();
    return text;
  };
  checkFaithful({ list, assemble: assembleTokens }, { numRuns: 3000 });
});

test("any cuts give the same listing", () => {
  const cuts = fc.array(fc.nat(2000), { maxLength: 12 });
  fc.assert(
    fc.property(fc.oneof(tokenDocuments(), fc.constantFrom(...small)), cuts, (document, positions) => {
      const chunks = cutAt(
        document,
        positions.map((position) => position % (document.length + 1)),
      );
      const whole = listChunks([document]);
      const cut = listChunks(chunks);
      expect(cut.text).toBe(whole.text);
      expect(cut.error?.message).toBe(whole.error?.message);
    }),
    { numRuns: 1500 },
  );
});

test("a listing without its offsets, indentation and comments makes the same bytes", () => {
  fc.assert(
    fc.property(tokenDocuments(), (document) => {
      const bare = listChunks([document])
        .text.replace(/^(off=\d+)? +/gm, "")
        .replace(/ +; [^"\n]*$/gm, "");
      expect(hex(assembleTokens(bare))).toBe(hex(document));
    }),
    { numRuns: 500 },
  );
});
