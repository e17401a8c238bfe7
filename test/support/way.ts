import { HandOvers } from "../../src/codec/fast-path/hand-overs.ts";
import { readMessage } from "../../src/codec/fast-path/read-message.ts";
import type { DecodeOptions } from "../../src/codec/options.ts";
import { isSyncmlError } from "../../src/core/errors.ts";

/** How a document was read, and how much of it by the fast path. */
export interface Way {
  /**
   * `f` by the fast path alone, `h` with elements handed over to the event path, `x` with a fault found there, `-` by the
   * event path alone.
   */
  readonly letter: "f" | "h" | "x" | "-";
  /** Bytes, or characters of a string, that the event path has read. */
  readonly handedOver: number;
}

/** Which path reads a document. */
export function wayOf(input: Uint8Array | string, options: Partial<DecodeOptions> = {}): Way {
  let handedOver = 0;
  let count = 0;
  const handOvers = new HandOvers((start, end) => {
    count++;
    handedOver += end - start;
  });
  try {
    if (readMessage(input, options, handOvers) === undefined) return { letter: "-", handedOver: input.length };
  } catch (error) {
    if (!isSyncmlError(error)) throw error;
    return { letter: "x", handedOver };
  }
  return { letter: count > 0 ? "h" : "f", handedOver };
}
