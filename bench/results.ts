// The schema of what `--json` writes; bench/README.md describes it.
import type { Mode } from "./cases.ts";

/** What one process measured: numbers by name, in nanoseconds or bytes a call. Less is better in all of them. */
export type Sample = Readonly<Record<string, number>>;

/** One task over all rounds. */
export interface Result {
  /** As in `nameOf`. */
  readonly name: string;
  readonly mode: Mode;
  /** Bytes that a call reads or writes. */
  readonly bytes: number;
  /** For each round what its process measured. */
  readonly rounds: readonly Sample[];
}

/** Where and with what the run was made. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly system: string;
  readonly node: string;
  /** Versions of the library and of all peers that were measured. */
  readonly versions: Readonly<Record<string, string>>;
}

export interface GoalOutcome {
  readonly pair: string;
  readonly unit: "×" | "B" | "MB";
  readonly must: number;
  readonly aim: number;
  /** `null` if it was not measured. */
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

/** @throws {Error} if the text is no run of this suite. */
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

/** The run as {@link parseRun} reads it: a line for each result, so that a diff shows which cases were measured anew. */
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

/** The least that any round measured. */
export function best({ rounds }: Result, number = "best"): number {
  return Math.min(...rounds.map((sample) => sample[number] ?? Number.NaN));
}

/** The middle of what the rounds measured. */
export function median({ rounds }: Result, number = "median"): number {
  const ordered = rounds.map((sample) => sample[number] ?? Number.NaN).sort((one, other) => one - other);
  const middle = ordered.length >> 1;
  const upper = ordered[middle] as number;
  return ordered.length % 2 === 1 ? upper : ((ordered[middle - 1] as number) + upper) / 2;
}

/** How many times less `one` costs than `other`; undefined if one of them was not measured. */
export function ratio(results: Results, one: string, other: string, number?: string): number | undefined {
  const [a, b] = [results.get(one), results.get(other)];
  return a && b && best(b, number) / best(a, number);
}
