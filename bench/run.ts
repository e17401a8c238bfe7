// npm run bench -- [PATTERN...] [OPTION...]; see README.md.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { dirname } from "node:path";
import { columns, ratioText } from "../src/cli/benchmark/figures.ts";
import { parseArguments, usage } from "./arguments.ts";
import { compare, regressions, TOLERANCE } from "./baseline.ts";
import { type Case, cases, chooseCases, isOurs, nameOf, tasksOf, withPortable } from "./cases.ts";
import { judge } from "./goals.ts";
import { describeMachine } from "./machine.ts";
import { type Measured, measureAll, type Plan, withMoreRounds } from "./measure.ts";
import { randomOf } from "./random.ts";
import { byName, formatRun, parseRun, type Result, type Run } from "./results.ts";
import { goalCells, goalHeadings, modeTables } from "./tables.ts";
import { Workshop } from "./workshop.ts";

const DURATIONS = {
  full: { warmUp: 700, measured: 150 },
  quick: { warmUp: 450, measured: 80 },
};
/** Number of repeat measurements before a case counts as slower. */
const SECOND_LOOKS = 2;

const options = parseArguments(process.argv.slice(2));
const say = (text: string) => process.stdout.write(text);
if (options.help) say(usage);
else if (options.list) say(cases.map(({ name }) => `${name}\n`).join(""));
else process.exitCode = await bench();

async function bench(): Promise<number> {
  const { patterns, quick, seed, rounds } = options;
  const baseline = options.baseline === undefined ? undefined : parseRun(readFileSync(options.baseline, "utf8"));
  const chosen = chooseCases(patterns, quick);
  const all = options.portable ? withPortable(chosen) : chosen;
  const tasks = tasksOf(all);
  const stop = new AbortController();
  let exitCode = 0;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      exitCode = 128 + constants.signals[signal];
      stop.abort();
    });
  }
  const workshop = await Workshop.open(tasks, seed);
  const { versions, missing } = workshop.native;
  const machine = describeMachine(tasks, versions);
  const runOf = ({ results, failed }: Measured): Run => ({
    schema: 1,
    date: new Date().toISOString(),
    seed,
    quick,
    machine,
    missing: { ...missing, ...failed },
    results,
    goals: judge(results),
  });
  const save = (measured: Measured) => {
    if (options.json !== undefined) writeRun(options.json, runOf(measured));
  };
  try {
    const plan: Plan = {
      tasks,
      rounds,
      durations: quick ? DURATIONS.quick : DURATIONS.full,
      random: randomOf(seed, "order"),
      onProgress: showProgress,
      onRound: save,
      signal: stop.signal,
    };
    let measured = await measureAll(workshop, plan);
    let slower: readonly Case[] = [];
    if (baseline !== undefined) {
      slower = casesSlowerThan(baseline, all, measured.results);
      for (let look = 0; look < SECOND_LOOKS && slower.length > 0 && !stop.signal.aborted; look++) {
        const again = await measureAll(workshop, { ...plan, tasks: tasksOf(slower), onRound: () => {} });
        measured = { ...measured, results: withMoreRounds(measured.results, again.results) };
        slower = casesSlowerThan(baseline, slower, measured.results);
      }
    }
    endProgress();
    save(measured);
    const run = runOf(measured);
    for (const [name, reason] of Object.entries(run.missing)) say(`not measured: ${name}: ${reason}\n`);
    for (const { head, cases } of modeTables(all, byName(run.results))) say(`${columns([head, ...cases])}\n`);
    say(columns([goalHeadings, ...run.goals.map(goalCells)]));
    if (baseline !== undefined) sayChanges(baseline, all, run.results);
    const failedOurs = tasks.some((task) => isOurs(task) && nameOf(task) in measured.failed);
    if (exitCode === 0 && (slower.length > 0 || failedOurs)) exitCode = 1;
    return exitCode;
  } finally {
    workshop.close();
  }
}

/** Written to a temporary file and renamed, so that an interrupted write keeps the previous round. */
function writeRun(file: string, run: Run): void {
  mkdirSync(dirname(file), { recursive: true });
  const part = `${file}.part`;
  writeFileSync(part, formatRun(run));
  renameSync(part, file);
}

function casesSlowerThan(baseline: Run, among: readonly Case[], results: readonly Result[]): Case[] {
  const names = new Set(regressions(compare(among, results, baseline.results)).map(({ name }) => name));
  return among.filter(({ name }) => names.has(name));
}

function sayChanges(baseline: Run, among: readonly Case[], results: readonly Result[]): void {
  const rows = compare(among, results, baseline.results).map((change) => [
    change.name,
    ratioText(change.factor),
    regressions([change]).length > 0 ? `slower by more than ${TOLERANCE * 100} %` : "",
  ]);
  say(`\n${columns([["case", "of the baseline", ""], ...rows])}`);
}

function showProgress(place: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${place}`);
}

function endProgress(): void {
  if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
}
