// npm run profile -- CASE, or FILE [OPERATION]: runs one case alone, or an operation on a document of one's own, keeps its CPU
// profile and prints the ten lines that take most time, and what decoding the documents leaves to the event path.
import { readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { detectFormat } from "../src/codec/detect-format.ts";
import { type Case, chooseCases, nameOf, type Task } from "./cases.ts";
import { documentsOf, gateSeed } from "./fixtures.ts";
import { handedOverLines } from "./handed-over.ts";
import { type CpuProfile, hottestLines } from "./hottest-lines.ts";
import { operations } from "./operations.ts";
import { Workshop } from "./workshop.ts";

const LINES = 10;
const durations = { warmUp: 500, measured: 3000 };

const [given, operation = "ast"] = process.argv.slice(2);
if (given === undefined) throw new Error("usage: npm run profile -- CASE, or FILE [OPERATION]");
const workshop = await Workshop.open([], gateSeed);
try {
  const { task, documents } = isFile(given) ? ofFile(given, operation) : ofCase(given);
  sayHottestLines(await cpuProfileOf(task));
  if (documents.length > 0) say(handedOverLines(documents, LINES));
} finally {
  workshop.close();
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** The task to profile and the documents it reads. */
interface Subject {
  readonly task: Task;
  readonly documents: readonly Uint8Array[];
}

function ofCase(name: string): Subject {
  const [chosen] = chooseCases([`^${name}$`], false);
  // What matches nothing has been refused.
  const { task } = chosen as Case;
  const [operation, form] = task.work.split("/");
  const reads = task.mode !== "stream" && operation !== "encode" && (form === "wbxml" || form === "xml");
  return { task, documents: reads ? documentsOf(task.fixture, gateSeed)[form] : [] };
}

/** An operation on a document file, in the file's format. */
function ofFile(path: string, name: string): Subject {
  const document = readFileSync(path);
  const format = detectFormat(document[0], document[1]);
  const work = `${name}/${format}`;
  if (operations[work] === undefined) throw new Error(`there is no operation ${work}`);
  const fixture = basename(path);
  workshop.add(fixture, { wbxml: [], xml: [], [format]: [document] });
  return { task: { mode: "time", work, fixture }, documents: [document] };
}

/** Runs the task under the profiler; the profile is written to the current directory. */
async function cpuProfileOf(task: Task): Promise<string> {
  const folder = process.cwd();
  const file = `${nameOf(task).replaceAll(/[:/]/g, "-")}.cpuprofile`;
  const flags = ["--cpu-prof", `--cpu-prof-dir=${folder}`, `--cpu-prof-name=${file}`];
  await workshop.measure(task, durations, false, undefined, flags);
  return join(folder, file);
}

function sayHottestLines(file: string): void {
  const profile = JSON.parse(readFileSync(file, "utf8")) as CpuProfile;
  const lines = hottestLines(profile, LINES).map(
    ({ share, place, name }) => `${(100 * share).toFixed(1).padStart(5)} %  ${place && `${place} `}${name}`,
  );
  say([...lines, file]);
}

function say(lines: readonly string[]): void {
  process.stdout.write(lines.map((line) => `${line}\n`).join(""));
}
