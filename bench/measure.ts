import { isOurs, type Mode, nameOf, type Task } from "./cases.ts";
import { type Random, shuffled } from "./random.ts";
import type { Result, Sample } from "./results.ts";
import type { Durations } from "./timing.ts";
import type { Workshop } from "./workshop.ts";

export interface Plan {
  readonly tasks: readonly Task[];
  readonly rounds: number;
  readonly durations: Durations;
  readonly random: Random;
  /** Told before each process, the how manieth it is of how many. */
  readonly onProgress: (count: number, total: number, name: string) => void;
}

/** What was measured, and why the rest was not, by name. */
export interface Measured {
  readonly results: readonly Result[];
  readonly failed: Readonly<Record<string, string>>;
}

/** Bytes are the same in each round, and so is where memory ends up; times are not. */
const inOneRound: readonly Mode[] = ["heap", "stream"];

/**
 * Measures every task once a round, in another order each round, each in a process of its own; the first round also
 * checks that the work is done right. A peer that fails is left out.
 *
 * @throws {Error} if a process of the library fails.
 */
export function measureAll(
  workshop: Pick<Workshop, "canMeasure" | "measure">,
  { tasks, rounds, durations, random, onProgress }: Plan,
): Measured {
  const results = new Map<string, Omit<Result, "rounds"> & { rounds: Sample[] }>();
  const failed: Record<string, string> = {};
  const isDue = (task: Task, round: number) =>
    workshop.canMeasure(task) && !(nameOf(task) in failed) && (round === 0 || !inOneRound.includes(task.mode));
  const total = Array.from({ length: rounds }, (_, round) => tasks.filter((task) => isDue(task, round)).length);
  let done = 0;
  for (let round = 0; round < rounds; round++) {
    for (const task of shuffled(random, tasks).filter((task) => isDue(task, round))) {
      const name = nameOf(task);
      onProgress(
        ++done,
        total.reduce((sum, count) => sum + count),
        name,
      );
      try {
        const { bytes, sample } = workshop.measure(task, durations, round === 0);
        const known = results.get(name);
        if (known === undefined) results.set(name, { name, mode: task.mode, bytes, rounds: [sample] });
        else known.rounds.push(sample);
      } catch (error) {
        if (isOurs(task)) throw error;
        failed[name] = (error as Error).message;
      }
    }
  }
  return { results: [...results.values()], failed };
}

/** The results with the rounds of `more` behind their own. */
export function withMoreRounds(results: readonly Result[], more: readonly Result[]): Result[] {
  return results.map((result) => {
    const added = more.find(({ name }) => name === result.name);
    return added === undefined ? result : { ...result, rounds: [...result.rounds, ...added.rounds] };
  });
}
