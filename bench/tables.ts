// What the terminal shows: a table for each mode, and the goals.
import { type Case, isOurs, type Mode, nameOf } from "./cases.ts";
import { columns, megabytesPerSecond, ratioText, significant, time } from "./format.ts";
import { best, type GoalOutcome, median, type Result, type Results, ratio } from "./results.ts";

interface ModeTable {
  readonly headings: readonly string[];
  readonly cells: (result: Result) => string[];
  /** The number that is compared with the peers. */
  readonly compared: string;
}

const timed: ModeTable = {
  headings: ["bytes", "best", "median", "MB/s"],
  cells: (result) => [
    String(result.bytes),
    time(best(result)),
    time(median(result)),
    megabytesPerSecond(result.bytes, best(result)),
  ],
  compared: "best",
};

const tables: Readonly<Record<Mode, ModeTable>> = {
  time: timed,
  portable: timed,
  heap: {
    headings: ["bytes", "heap B", "beside output B"],
    cells: (result) => [result.bytes, best(result, "heap"), best(result, "beside")].map((value) => value.toFixed(0)),
    compared: "heap",
  },
  cold: {
    headings: ["call 1", "2–100", "101–1,000", "steady"],
    cells: (result) => ["first", "early", "late", "best"].map((number) => time(best(result, number))),
    compared: "late",
  },
  stream: {
    headings: ["MB/s", "memory over base MB"],
    cells: (result) => [megabytesPerSecond(result.bytes, best(result)), significant(best(result, "peak") / 1_000_000)],
    compared: "best",
  },
};

/** The cases in a table for each mode, each with how many times less it takes than its peers. */
export function caseTables(cases: readonly Case[], results: Results): string {
  return (Object.keys(tables) as Mode[])
    .map((mode) => {
      const { headings, cells, compared } = tables[mode];
      const rows = cases
        .filter(({ task }) => task.mode === mode)
        .flatMap(({ name, peers }) => {
          const result = results.get(name);
          if (result === undefined) return [];
          const against = peers.flatMap((peer) => {
            const value = ratio(results, name, nameOf(peer), compared);
            const fixture = peer.fixture === result.name.split("/").at(-1) ? "" : ` ${peer.fixture}`;
            return value === undefined
              ? []
              : [`${ratioText(value)} ${isOurs(peer) ? "with Buffer" : peer.work}${fixture}`];
          });
          return [[name, ...cells(result), against.join(" · ")]];
        });
      return rows.length === 0 ? "" : `${columns([["case", ...headings, "times less than"], ...rows])}\n`;
    })
    .join("");
}

export const goalHeadings: readonly string[] = ["goal", "must", "aim", "reached", ""];

export function goalCells({ pair, unit, must, aim, reached, verdict }: GoalOutcome): string[] {
  const known = reached === null ? "–" : `${significant(reached)} ${unit}`;
  return [pair, `${must} ${unit}`, `${aim} ${unit}`, known, verdict];
}

export function goalTable(goals: readonly GoalOutcome[]): string {
  return columns([goalHeadings, ...goals.map(goalCells)]);
}
