import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SyncML } from "../../src/ast/nodes.ts";
import { decode } from "../../src/codec/decode.ts";
import { encode } from "../../src/codec/encode.ts";
import type { Diagnostic } from "../../src/core/diagnostics.ts";
import { readCommands } from "../../src/streams/index.ts";
import { cutAt } from "../../src/testing/chunkings.ts";
import { messages } from "../../src/testing/messages.ts";
import { share } from "../../src/testing/share.ts";
import type { SyncmlVersion } from "../../src/validation/profiles.ts";
import { byteByByte, chunkings } from "../support/chunks.ts";
import { cases, corpusBytes, wbxmlBodies, xmlBodies } from "../support/corpus.ts";
import { entriesOf, facts, readAll, withoutOrder } from "../support/entries.ts";
import { errorOf } from "../support/error-of.ts";

const containers = fc.constantFrom("open" as const, "whole" as const);
const cuts = fc.array(share, { maxLength: 8 });
const cut = (document: Uint8Array, at: readonly number[]) =>
  cutAt(
    document,
    at.map((part) => Math.floor(part * document.length)),
  );

/** The recorded bodies, without the documents found inside them. */
const recorded = [...wbxmlBodies, ...xmlBodies]
  .filter(({ file }) => !file.includes(".nested"))
  .map(({ file }) => ({ file, document: corpusBytes(file) }));

test.each(recorded)("$file: its entries are the message, and the same however it is cut", async ({ document }) => {
  const message = decode(document);
  for (const mode of ["open", "whole"] as const) {
    const { seen, error } = await readAll([document], { containers: mode });
    expect(error).toBeUndefined();
    expect(withoutOrder(seen, mode)).toEqual(entriesOf(message, mode));
    expect(
      await readAll(cutAt(document, [1, 7, document.length >> 1, document.length - 2]), { containers: mode }),
    ).toEqual({
      seen,
      error,
    });
  }
});

test("any cuts give the same entries, large data among them", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...recorded),
      cuts,
      containers,
      fc.constantFrom(0, 20, 200, 5000),
      async ({ document }, at, mode, largeDataBytes) => {
        const options = { containers: mode, largeDataBytes };
        expect(await readAll(cut(document, at), options)).toEqual(await readAll([document], options));
      },
    ),
    { numRuns: 200 },
  );
});

test("every case made for this project gives in every chunking what decoding it gives", async () => {
  for (const { input, mediaType } of cases) {
    let message: SyncML | undefined;
    const expected: Diagnostic[] = [];
    const fault = errorOf(() => {
      message = decode(input, { mediaType, onDiagnostic: (diagnostic) => expected.push(diagnostic) });
    });
    for (const chunks of chunkings(input)) {
      const diagnostics: Diagnostic[] = [];
      const onDiagnostic = (diagnostic: Diagnostic) => diagnostics.push(diagnostic);
      const { seen, error } = await readAll(chunks, { mediaType, onDiagnostic });
      expect(facts(error)).toEqual(facts(fault));
      if (error?.code !== "unexpected-root") expect(diagnostics).toEqual(expected);
      if (message !== undefined) expect(withoutOrder(seen, "open")).toEqual(entriesOf(message, "open"));
    }
  }
});

describe.each<SyncmlVersion>(["1.0", "1.1", "1.2"])("generated recorded of SyncML %s", (version) => {
  test.each(["wbxml", "xml"] as const)("their entries in %s are the message", async (format) => {
    await fc.assert(
      fc.asyncProperty(messages({ version }), cuts, containers, async (given, at, mode) => {
        const document = encode(given, { format });
        const { seen, error } = await readAll(cut(document, at), { containers: mode });
        expect(error).toBeUndefined();
        expect(withoutOrder(seen, mode)).toEqual(entriesOf(decode(document), mode));
      }),
      { numRuns: 60 },
    );
  });
});

test("every prefix fails as decoding it does, after all that was complete in it", async () => {
  let prefixes = 0;
  const small = [
    ...cases.filter(({ input, mediaType }) => errorOf(() => decode(input, { mediaType })) === undefined),
    ...recorded.slice(0, 4).map(({ document }) => ({ input: document, mediaType: undefined })),
    ...recorded.slice(-4).map(({ document }) => ({ input: document, mediaType: undefined })),
  ].filter(({ input }) => input.length < 2500);
  for (const { input, mediaType } of small) {
    const { seen, after } = await entriesByByte(input, mediaType);
    for (let length = 0; length < input.length; length++) {
      const prefix = input.subarray(0, length);
      const reading = await readAll([prefix], { mediaType });
      const fault = errorOf(() => decode(prefix, { mediaType }));
      expect(facts(reading.error)).toEqual(facts(fault));
      // Nothing is lost by a cut after the root.
      if (fault === undefined) continue;
      expect(reading.error).toMatchObject({ code: "truncated-input", offset: length });
      expect(reading.seen).toEqual(seen.slice(0, after[length]));
      prefixes++;
    }
  }
  expect(prefixes).toBeGreaterThan(20_000);
}, 240_000);

/** The entries of a message that comes byte by byte, and how many there have been after each byte. */
async function entriesByByte(document: Uint8Array, mediaType: string | undefined) {
  const after: number[] = [];
  const seen: unknown[] = [];
  function* source() {
    for (const chunk of byteByByte(document)) {
      after.push(seen.length);
      yield chunk;
    }
    after.push(seen.length);
  }
  for await (const entry of readCommands(source(), { mediaType })) seen.push(structuredClone(entry));
  return { seen, after };
}
