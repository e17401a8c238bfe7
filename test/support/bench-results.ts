import type { Result } from "../../bench/results.ts";

/** A result of `best` nanoseconds in each round. */
export function timed(name: string, ...best: number[]): Result {
  return { name, mode: "time", bytes: 1000, rounds: best.map((value) => ({ best: value, median: value + 1 })) };
}
