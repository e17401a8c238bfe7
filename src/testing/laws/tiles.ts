import fc from "fast-check";
import { type DocumentLawOptions, documentsOf, runsOf } from "./law.ts";

/** A piece of an input, by its octets. */
export interface Tile {
  /** First octet. */
  readonly start: number;
  /** Octet after the last. */
  readonly end: number;
}

/**
 * Pieces tile the document: the first begins at 0, each begins where the one before it ended, the last ends at the end, whatever
 * the document is. `split` must not throw.
 *
 * @throws {Error} fast-check's report with the smallest document for which that does not hold.
 */
export function checkTiles(split: (document: Uint8Array) => readonly Tile[], options: DocumentLawOptions = {}): void {
  const property = fc.property(documentsOf(options), (document) => {
    let cursor = 0;
    for (const { start, end } of split(document)) {
      if (start !== cursor || end < start) throw new Error(`a piece from ${start} to ${end} after ${cursor} bytes`);
      cursor = end;
    }
    if (cursor !== document.length) throw new Error(`${cursor} of ${document.length} bytes`);
  });
  fc.assert(property, runsOf(options));
}
