// The schema of what `--json` writes; bench/README.md describes it.
import type { Mode } from "./cases.ts";

/** Figures of one process by name, in nanoseconds or bytes per call. Lower is better. */
export type Sample = Readonly<Record<string, number>>;

/** One task over all rounds. */
export interface Result {
  /** As in `nameOf`. */
  readonly name: string;
  readonly mode: Mode;
  /** Bytes read or written per call. */
  readonly bytes: number;
  /** Figures per round. */
  readonly rounds: readonly Sample[];
}

/** Environment of the run. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly system: string;
  readonly node: string;
  /** Versions of the library and of all measured peers. */
  readonly versions: Readonly<Record<string, string>>;
}

export interface GoalOutcome {
  readonly pair: string;
  readonly unit: "×" | "B" | "MB";
  readonly must: number;
  readonly aim: number;
  /** `null` if not measured. */
  readonly reached: number | null;
  readonly verdict: "aim" | "must" | "missed" | "not measured";
}

/** A whole run. */
export interface Run {
  readonly schema: 1;
  readonly date: string;
  readonly seed: number;
  readonly quick: boolean;
  readonly machine: Machine;
  /** Peers that could not be measured, with the reason. */
  readonly missing: Readonly<Record<string, string>>;
  readonly results: readonly Result[];
  readonly goals: readonly GoalOutcome[];
}

/** @throws {Error} if the text is not a run of this suite. */
export function parseRun(text: string): Run {
  const run = JSON.parse(text) as Run;
  if (run.schema !== 1) throw new Error(`this is no run of the suite: its schema is ${String(run.schema)}`);
  return run;
}

const DIGITS = 6;
const NO_RESULTS = '"results": []';

/** A measured number to six digits: a repetition differs in the second or third. Counts are kept as they are. */
function short(_: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(DIGITS)) : value;
}

/** The run as {@link parseRun} reads it: one line per result, so that a diff shows which cases were remeasured. */
export function formatRun(run: Run): string {
  const [before, after] = JSON.stringify({ ...run, results: [] }, short, 1).split(NO_RESULTS);
  const lines = run.results.map((result) => `  ${JSON.stringify(result, short)}`);
  return `${before}"results": [\n${lines.join(",\n")}\n ]${after}\n`;
}

/** Results by name. */
export type Results = ReadonlyMap<string, Result>;

export function byName(results: readonly Result[]): Results {
  return new Map(results.map((result) => [result.name, result]));
}

/** Minimum over all rounds. */
export function best({ rounds }: Result, number = "best"): number {
  return Math.min(...rounds.map((sample) => sample[number] ?? Number.NaN));
}

/** Median over all rounds. */
export function median({ rounds }: Result, number = "median"): number {
  const ordered = rounds.map((sample) => sample[number] ?? Number.NaN).sort((one, other) => one - other);
  const middle = ordered.length >> 1;
  const upper = ordered[middle] as number;
  return ordered.length % 2 === 1 ? upper : ((ordered[middle - 1] as number) + upper) / 2;
}

/** Cost of `other` divided by the cost of `one`; undefined if either was not measured. */
export function ratio(results: Results, one: string, other: string, number?: string): number | undefined {
  const [a, b] = [results.get(one), results.get(other)];
  return a && b && best(b, number) / best(a, number);
}
