// npm run profile -- CASE, or FILE [OPERATION]: runs one case alone, or an operation on a document of one's own, keeps its CPU
// profile and prints the ten lines that take most time.
import { readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { detectFormat } from "../src/codec/detect-format.ts";
import { chooseCases, nameOf, type Task } from "./cases.ts";
import { gateSeed } from "./fixtures.ts";
import { type CpuProfile, hottestLines } from "./hottest-lines.ts";
import { operations } from "./operations.ts";
import { Workshop } from "./workshop.ts";

const LINES = 10;
const durations = { warmUp: 500, measured: 3000 };

const [given, operation = "ast"] = process.argv.slice(2);
if (given === undefined) throw new Error("usage: npm run profile -- CASE, or FILE [OPERATION]");
const workshop = await Workshop.open([], gateSeed);
try {
  const task = isFile(given) ? taskOnFile(given, operation) : taskOfCase(given);
  sayHottestLines(await cpuProfileOf(task));
} finally {
  workshop.close();
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function taskOfCase(name: string): Task {
  const [chosen] = chooseCases([`^${name}$`], false);
  // What matches nothing has been refused.
  return (chosen as { readonly task: Task }).task;
}

/** An operation on the document in a file, in the form that it has there. */
function taskOnFile(path: string, name: string): Task {
  const document = readFileSync(path);
  const format = detectFormat(document[0], document[1]);
  const work = `${name}/${format}`;
  if (operations[work] === undefined) throw new Error(`there is no operation ${work}`);
  const fixture = basename(path);
  workshop.add(fixture, { wbxml: [], xml: [], [format]: [document] });
  return { mode: "time", work, fixture };
}

/** Runs the task with a profile, which is left in the folder that this was started in. */
async function cpuProfileOf(task: Task): Promise<string> {
  const folder = process.cwd();
  const file = `${nameOf(task).replaceAll(/[:/]/g, "-")}.cpuprofile`;
  const flags = ["--cpu-prof", `--cpu-prof-dir=${folder}`, `--cpu-prof-name=${file}`];
  await workshop.measure(task, durations, false, undefined, flags);
  return join(folder, file);
}

function sayHottestLines(file: string): void {
  const profile = JSON.parse(readFileSync(file, "utf8")) as CpuProfile;
  for (const { share, place, name } of hottestLines(profile, LINES)) {
    process.stdout.write(`${(100 * share).toFixed(1).padStart(5)} %  ${place && `${place} `}${name}\n`);
  }
  process.stdout.write(`${file}\n`);
}
