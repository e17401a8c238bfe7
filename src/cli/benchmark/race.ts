import type { Clock } from "./clock.ts";
import { measureRounds, type Time, timeOf, type WarmTask, warmTasks } from "./rounds.ts";
import { type OperationName, operations, type ReferenceName, type Work } from "./workload.ts";

/** So many calls with a message are a warm-up. */
const WARM_CALLS = 1000;
/** The part of the time that goes to the warm-up. */
const WARM_UP_SHARE = 1 / 3;

/** An operation against what it is compared to, in nanoseconds for all messages. */
export interface Outcome {
  readonly name: OperationName;
  readonly bytes: number;
  readonly time: Time;
  readonly reference: ReferenceName;
  readonly referenceTime: Time;
  readonly rounds: number;
}

/** Batches of an operation, and those of what it is compared to. */
interface Pair {
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
  readonly rounds: number;
}

const nothing: Pair = { ours: [], theirs: [], rounds: 0 };

export interface RaceOptions {
  readonly clock: Clock;
  /** Milliseconds of all of it, without second looks. */
  readonly milliseconds: number;
  readonly messages: number;
  readonly onProgress: (what: string) => void;
}

/** Measures operations in turns with what they are compared to, in one process. */
export class Race {
  private readonly work: readonly Work[];
  private readonly options: RaceOptions;
  private readonly tasks: readonly WarmTask[];
  private readonly measured = new Map<OperationName, Pair>();

  /** Warms all of them up. */
  constructor(work: readonly Work[], options: RaceOptions) {
    this.work = work;
    this.options = options;
    const { clock, milliseconds, messages, onProgress } = options;
    onProgress("warming up");
    const warmUp = {
      milliseconds: (milliseconds * WARM_UP_SHARE) / work.length,
      calls: Math.ceil(WARM_CALLS / messages),
    };
    this.tasks = warmTasks(work, warmUp, clock);
  }

  /** What has been measured so far. */
  get outcomes(): Outcome[] {
    return operations.flatMap(({ name, reference }) => {
      const { ours, theirs, rounds } = this.measured.get(name) ?? nothing;
      if (rounds === 0) return [];
      const bytes = this.work.find((work) => work.name === name)?.bytes ?? 0;
      return [{ name, bytes, time: timeOf(ours), reference, referenceTime: timeOf(theirs), rounds }];
    });
  }

  /** Measures operations, each with what it is compared to; new rounds are added to those that there are. */
  measure(names: readonly OperationName[]): void {
    const { clock, milliseconds, onProgress } = this.options;
    const chosen = operations.filter(({ name }) => names.includes(name));
    const wanted = new Set<string>(chosen.flatMap(({ name, reference }) => [name, reference]));
    const tasks = this.tasks.filter(({ name }) => wanted.has(name));
    const share = (tasks.length / this.tasks.length) * (1 - WARM_UP_SHARE);
    const { batches, count } = measureRounds(tasks, milliseconds * share, clock, (done) =>
      onProgress(`measuring, ${Math.floor(done * 100)} %`),
    );
    for (const { name, reference } of chosen) {
      const { ours, theirs, rounds } = this.measured.get(name) ?? nothing;
      this.measured.set(name, {
        ours: [...ours, ...(batches.get(name) ?? [])],
        theirs: [...theirs, ...(batches.get(reference) ?? [])],
        rounds: rounds + count,
      });
    }
  }
}
