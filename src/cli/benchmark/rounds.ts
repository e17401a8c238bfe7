import type { Clock } from "./clock.ts";
import { timeBatches, type WarmUp, warm } from "./timing.ts";

const TURN_MILLISECONDS = 20;
const FEWEST_ROUNDS = 3;

/** Something that is measured, by its name. */
export interface Task {
  readonly name: string;
  readonly run: () => unknown;
}

/** A task that has been warmed up. */
export interface WarmTask extends Task {
  /** How many calls are timed as one. */
  readonly calls: number;
}

/** Nanoseconds of a call: of the batches of all rounds, one of twenty took less than `best`, and half of them less than `median`. */
export interface Time {
  readonly best: number;
  readonly median: number;
}

export function warmTasks(tasks: readonly Task[], warmUp: WarmUp, clock: Clock): WarmTask[] {
  return tasks.map(({ name, run }) => ({ name, run, calls: warm(run, warmUp, clock) }));
}

/** Nanoseconds of a call for each batch, by task, and how many rounds there were. */
export interface Rounds {
  readonly batches: ReadonlyMap<string, readonly number[]>;
  readonly count: number;
}

/**
 * Measures tasks in turns of 20 ms until the time is up, so that what slows the machine down for a while slows all of them. Every
 * other round goes backwards, since a task collects the garbage of the one before it.
 */
export function measureRounds(
  tasks: readonly WarmTask[],
  milliseconds: number,
  clock: Clock,
  onRound: (share: number) => void,
): Rounds {
  const batches = new Map(tasks.map(({ name }) => [name, [] as number[]]));
  const backwards = tasks.toReversed();
  const started = clock.now();
  const measured = { milliseconds: TURN_MILLISECONDS, batches: 1 };
  let count = 0;
  for (let used = 0; used < milliseconds || count < FEWEST_ROUNDS; count++) {
    for (const { name, run, calls } of count % 2 === 0 ? tasks : backwards) {
      batches.get(name)?.push(...timeBatches(run, calls, measured, clock));
    }
    used = clock.now() - started;
    onRound(Math.min(1, used / milliseconds));
  }
  return { batches, count };
}

/**
 * Not the very best: some batches of JSON.parse meet no collection of garbage, in some runs and not in others. With twelve jobs on
 * two cores ratios of the very best differed by 34 % from run to run, and those of one in twenty by 8 % (decode).
 */
export function timeOf(batches: readonly number[]): Time {
  const ordered = [...batches].sort((one, other) => one - other);
  const at = (share: number) => ordered[Math.floor(share * (ordered.length - 1))] as number;
  return { best: at(0.05), median: at(0.5) };
}
