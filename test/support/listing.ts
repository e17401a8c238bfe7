import { expect } from "vitest";
import { isSyncmlError, type SyncmlError } from "../../src/core/errors.ts";
import { type TokenListingOptions, TokenListingWriter } from "../../src/wbxml/listing/token-listing.ts";
import { chunkings } from "./chunks.ts";

/** A listing, and the error that ended it. */
export interface Listing {
  readonly text: string;
  readonly error: SyncmlError | undefined;
}

/** The listing of a document given in chunks, each of which is overwritten as soon as it was written. */
export function listChunks(chunks: readonly Uint8Array[], options: Partial<TokenListingOptions> = {}): Listing {
  let text = "";
  const writer = new TokenListingWriter((piece) => {
    text += piece;
  }, options);
  try {
    for (const chunk of chunks) {
      const given = chunk.slice();
      try {
        writer.write(given);
      } finally {
        given.fill(0xee);
      }
    }
    writer.end();
    return { text, error: undefined };
  } catch (error) {
    if (!isSyncmlError(error)) throw error;
    return { text, error };
  }
}

/** The listing of a document, the same in every chunking. */
export function list(bytes: Uint8Array, options: Partial<TokenListingOptions> = {}): Listing {
  const [whole, ...cut] = chunkings(bytes).map((chunks) => listChunks(chunks, options));
  for (const { text, error } of cut) {
    expect(text).toBe(whole?.text);
    expect(error?.message).toBe(whole?.error?.message);
  }
  return whole as Listing;
}
