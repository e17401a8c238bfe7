// Terminal output: a table per mode, and the goals.

import { megabytesPerSecond, ratioText, significant, time } from "../src/cli/benchmark/figures.ts";
import { type Case, isOurs, type Mode, nameOf, tasksOf } from "./cases.ts";
import { best, type GoalOutcome, median, type Result, type Results, ratio } from "./results.ts";

interface Columns {
  readonly title: string;
  readonly headings: readonly string[];
  readonly cells: (result: Result) => string[];
  /** The figure compared with the peers. */
  readonly compared: string;
}

const timed: Columns = {
  title: "Times",
  headings: ["bytes", "best", "median", "MB/s"],
  cells: (result) => [
    String(result.bytes),
    time(best(result)),
    time(median(result)),
    megabytesPerSecond(result.bytes, best(result)),
  ],
  compared: "best",
};

const tables: Readonly<Record<Mode, Columns>> = {
  time: timed,
  portable: { ...timed, title: "Times without Buffer" },
  heap: {
    title: "Bytes that a call allocates",
    headings: ["bytes", "heap B", "beside output B"],
    cells: (result) => [result.bytes, best(result, "heap"), best(result, "beside")].map((value) => value.toFixed(0)),
    compared: "heap",
  },
  cold: {
    title: "Cold start",
    headings: ["call 1", "2–100", "101–1,000", "steady"],
    cells: (result) => ["first", "early", "late", "best"].map((number) => time(best(result, number))),
    compared: "late",
  },
  stream: {
    title: "Streams",
    headings: ["MB/s", "memory over base MB"],
    cells: (result) => [megabytesPerSecond(result.bytes, best(result)), significant(best(result, "peak") / 1_000_000)],
    compared: "best",
  },
  store: {
    title: "Sessions that wait",
    headings: ["state B", "100,000 in memory MB"],
    cells: (result) => [best(result, "state").toFixed(0), significant(best(result, "resident") / 1_000_000)],
    compared: "state",
  },
};

/** Results of one mode: a row per case and per peer. */
export interface ModeTable {
  readonly title: string;
  readonly head: readonly string[];
  /** Each with the ratio of its peers' cost to its own. */
  readonly cases: readonly (readonly string[])[];
  readonly peers: readonly (readonly string[])[];
}

/** Tables of the modes that have results. */
export function modeTables(cases: readonly Case[], results: Results): ModeTable[] {
  return (Object.keys(tables) as Mode[])
    .map((mode): ModeTable => {
      const { title, headings, cells, compared } = tables[mode];
      const chosen = cases.filter(({ task, name }) => task.mode === mode && results.has(name));
      const row = (name: string, last: string) => {
        const result = results.get(name);
        return result === undefined ? [] : [[name, ...cells(result), last]];
      };
      const against = ({ name, task, peers }: Case) =>
        peers.flatMap((peer) => {
          const value = ratio(results, name, nameOf(peer), compared);
          const isSame = peer.work === task.work && peer.fixture === task.fixture;
          const fixture = peer.fixture === task.fixture ? "" : ` ${peer.fixture}`;
          return value === undefined ? [] : [`${ratioText(value)} ${isSame ? "with Buffer" : peer.work}${fixture}`];
        });
      const peers = tasksOf(chosen).filter((task) => task.mode === mode && !isOurs(task));
      return {
        title,
        head: ["case", ...headings, "times less than"],
        cases: chosen.flatMap((one) => row(one.name, against(one).join(" · "))),
        peers: peers.flatMap((task) => row(nameOf(task), "")),
      };
    })
    .filter((table) => table.cases.length > 0);
}

export const goalHeadings: readonly string[] = ["goal", "must", "aim", "reached", ""];

export function goalCells({ pair, unit, must, aim, reached, verdict }: GoalOutcome): string[] {
  const known = reached === null ? "–" : `${significant(reached)} ${unit}`;
  return [pair, `${must} ${unit}`, `${aim} ${unit}`, known, verdict];
}
