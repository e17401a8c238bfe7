import type { PieceIterator, PieceRequest } from "./object-source.ts";

/** A result of a routine. */
interface Made<Result> {
  readonly kind: "made";
  readonly result: Result;
}

/**
 * Work that makes results and now and then wants a piece of an object. It waits for nothing itself, so that one routine
 * serves pieces at hand and pieces to come. A result is answered with what the caller has to say, a request with the
 * iterator's result.
 */
export type Routine<Result> = Generator<PieceRequest | Made<Result>, void, never>;

/** Runs a routine whose pieces are at hand. */
export function* run<Result, Answer>(routine: Routine<Result>): Generator<Result, void, Answer> {
  let pieces: PieceIterator | undefined;
  try {
    for (let step = routine.next(); !step.done; ) {
      const { value } = step;
      if (value.kind === "piece") {
        pieces = value.pieces;
        step = routine.next(pieces.next() as never);
      } else step = routine.next((yield value.result) as never);
    }
  } finally {
    (pieces as Iterator<Uint8Array> | undefined)?.return?.();
  }
}

/** Runs a routine whose pieces may have to be waited for. */
export async function* runAsync<Result, Answer>(routine: Routine<Result>): AsyncGenerator<Result, void, Answer> {
  let pieces: PieceIterator | undefined;
  try {
    for (let step = routine.next(); !step.done; ) {
      const { value } = step;
      if (value.kind === "piece") {
        pieces = value.pieces;
        step = routine.next((await pieces.next()) as never);
      } else step = routine.next((yield value.result) as never);
    }
  } finally {
    await pieces?.return?.();
  }
}
