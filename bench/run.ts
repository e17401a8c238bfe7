// npm run bench -- [PATTERN...] [OPTION...]; see README.md.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseArguments, usage } from "./arguments.ts";
import { compare, regressions, TOLERANCE } from "./baseline.ts";
import { type Case, cases, chooseCases, portableCases, tasksOf } from "./cases.ts";
import { columns, ratioText } from "./format.ts";
import { judge } from "./goals.ts";
import { describeMachine } from "./machine.ts";
import { measureAll, type Plan, withMoreRounds } from "./measure.ts";
import { randomOf } from "./random.ts";
import { byName, parseRun, type Result, type Run } from "./results.ts";
import { caseTables, goalTable } from "./tables.ts";
import { Workshop } from "./workshop.ts";

const DURATIONS = {
  full: { warmUp: 300, measured: 200 },
  quick: { warmUp: 150, measured: 80 },
};
/** How often a case that looks slower is measured again before it counts as slower. */
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
  const all = options.portable ? [...chosen, ...portableCases(chosen)] : chosen;
  const tasks = tasksOf(all);
  const workshop = await Workshop.open(tasks, seed);
  try {
    const plan: Plan = {
      tasks,
      rounds,
      durations: quick ? DURATIONS.quick : DURATIONS.full,
      random: randomOf(seed, "order"),
      onProgress: showProgress,
    };
    const measured = measureAll(workshop, plan);
    let { results } = measured;
    let slower: readonly Case[] = [];
    if (baseline !== undefined) {
      slower = casesSlowerThan(baseline, all, results);
      for (let look = 0; look < SECOND_LOOKS && slower.length > 0; look++) {
        const again = measureAll(workshop, { ...plan, tasks: tasksOf(slower) });
        results = withMoreRounds(results, again.results);
        slower = casesSlowerThan(baseline, slower, results);
      }
    }
    endProgress();
    const { versions } = workshop.native;
    const missing = { ...workshop.native.missing, ...measured.failed };
    for (const [peer, reason] of Object.entries(missing)) say(`not measured: ${peer}: ${reason}\n`);
    const goals = judge(results);
    say(`${caseTables(all, byName(results))}${goalTable(goals)}`);
    const machine = describeMachine(tasks, versions);
    const run: Run = { schema: 1, date: new Date().toISOString(), seed, quick, machine, missing, results, goals };
    if (options.json !== undefined) {
      mkdirSync(dirname(options.json), { recursive: true });
      writeFileSync(options.json, `${JSON.stringify(run, undefined, 1)}\n`);
    }
    if (baseline !== undefined) sayChanges(baseline, all, results);
    return slower.length > 0 ? 1 : 0;
  } finally {
    workshop.close();
  }
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
