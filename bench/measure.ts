import { type Mode, nameOf, type Task } from "./cases.ts";
import { type Random, shuffled } from "./random.ts";
import type { Result, Sample } from "./results.ts";
import type { Durations } from "./timing.ts";
import type { Workshop } from "./workshop.ts";

export interface Plan {
  readonly tasks: readonly Task[];
  readonly rounds: number;
  readonly durations: Durations;
  readonly random: Random;
  /** Called before each process with the progress of the run. */
  readonly onProgress: (place: string) => void;
  /** Called after each round with the results so far. */
  readonly onRound: (measured: Measured) => void;
  /** Ends the run; results so far are kept. */
  readonly signal: AbortSignal;
}

/** Results, and the reasons why others are missing, by name. */
export interface Measured {
  readonly results: readonly Result[];
  readonly failed: Readonly<Record<string, string>>;
}

/** Allocation and peak memory are the same in each round; times are not. */
const inOneRound: readonly Mode[] = ["heap", "stream", "store"];

/** A best time with no other round this close was luck, or the others were disturbed. */
const CONFIRMED_WITHIN = 0.05;

/**
 * Measures every task once per round, in a different order each round, each in its own process; the first round also
 * checks the work. A task that fails is left out. Tasks whose best time no other round confirms get further rounds, up to
 * as many again.
 */
export async function measureAll(
  workshop: Pick<Workshop, "canMeasure" | "measure">,
  { tasks, rounds, durations, random, onProgress, onRound, signal }: Plan,
): Promise<Measured> {
  const results = new Map<string, Omit<Result, "rounds"> & { rounds: Sample[] }>();
  const failed: Record<string, string> = {};
  const known = (): Measured => ({ results: tasks.flatMap((task) => results.get(nameOf(task)) ?? []), failed });
  for (let round = 0; round < 2 * rounds; round++) {
    const due = tasks.filter((task) => {
      if (round === 0) return workshop.canMeasure(task);
      const result = results.get(nameOf(task));
      return result !== undefined && !inOneRound.includes(task.mode) && (round < rounds || !isConfirmed(result));
    });
    if (due.length === 0) break;
    for (const [index, task] of shuffled(random, due).entries()) {
      const name = nameOf(task);
      onProgress(`round ${round + 1}, ${index + 1} of ${due.length}: ${name}`);
      try {
        const { bytes, sample } = await workshop.measure(task, durations, round === 0, signal);
        const result = results.get(name);
        if (result === undefined) results.set(name, { name, mode: task.mode, bytes, rounds: [sample] });
        else result.rounds.push(sample);
      } catch (error) {
        if (signal.aborted) return known();
        results.delete(name);
        const { message } = error as Error;
        const [reason = ""] = /^\w*Error: .*$/m.exec(message) ?? message.split("\n");
        failed[name] = reason;
      }
    }
    onRound(known());
  }
  return known();
}

function isConfirmed({ rounds }: Result): boolean {
  const [first = 0, second = 0] = rounds.map(({ best = 0 }) => best).sort((one, other) => one - other);
  return rounds.length < 2 || second <= first * (1 + CONFIRMED_WITHIN);
}

/** The results with the rounds of `more` appended. */
export function withMoreRounds(results: readonly Result[], more: readonly Result[]): Result[] {
  return results.map((result) => {
    const added = more.find(({ name }) => name === result.name);
    return added === undefined ? result : { ...result, rounds: [...result.rounds, ...added.rounds] };
  });
}
