import type { PieceIterator, PieceRequest } from "./object-source.ts";

/** Yielded by a routine that has a result. */
interface Made<Result> {
  readonly kind: "made";
  readonly result: Result;
}

/**
 * A computation that yields results and sometimes requests a piece of an object. It never waits itself, so that the same
 * routine works with synchronous and asynchronous pieces. After a result it is resumed with the caller's value, after a
 * request with the iterator's result.
 */
export type Routine<Result> = Generator<PieceRequest | Made<Result>, void, never>;

/** Runs a routine whose pieces are synchronous. */
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

/** Runs a routine whose pieces may be asynchronous. */
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
