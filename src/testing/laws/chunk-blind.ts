import fc from "fast-check";
import { chunkings } from "../chunkings.ts";
import { type DocumentLawOptions, documentsOf, outcomeOf, runsOf } from "./law.ts";

/**
 * However a document is cut into chunks, reading it gives the same value or the same error. `read` gets all chunks of one
 * document; its results are compared by content.
 *
 * @throws {Error} fast-check's report with the smallest document and the fewest cuts for which that does not hold.
 */
export function checkChunkBlind(
  read: (chunks: readonly Uint8Array[]) => unknown,
  options: DocumentLawOptions = {},
): void {
  const cut = documentsOf(options).chain((document) => fc.tuple(fc.constant(document), chunkings(document)));
  const property = fc.property(cut, ([document, chunks]) => {
    const [whole, pieces] = [outcomeOf(() => read([document])), outcomeOf(() => read(chunks))];
    if (whole !== pieces) throw new Error(`in one chunk\n${whole}\nin ${chunks.length}\n${pieces}`);
  });
  fc.assert(property, runsOf(options));
}
