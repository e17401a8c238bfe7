import { type Command, InvalidArgumentError, Option } from "commander";
import manifest from "syncml/package.json" with { type: "json" };
import type { Format } from "../../codec/detect-format.ts";
import { isSyncmlError, type SyncmlError } from "../../core/errors.ts";
import { ratioText } from "../benchmark/figures.ts";
import { isLoss, measureOperations } from "../benchmark/measure-operations.ts";
import { Race } from "../benchmark/race.ts";
import {
  type MeasuredFile,
  measuredFile,
  type OperationReport,
  otherFiles,
  parseReport,
  type Report,
} from "../benchmark/report.ts";
import { percentage, reportTable } from "../benchmark/table.ts";
import { type Message, messageOf, workOf } from "../benchmark/workload.ts";
import { colorsFor } from "../colors.ts";
import type { Environment } from "../environment.ts";
import * as ExitCode from "../exit-codes.ts";
import { CommandFailure } from "../failures.ts";
import type { DocumentFormat } from "../input-format.ts";
import { openBytes } from "../io.ts";
import { type ColorOptions, colorOption } from "../options.ts";
import { openOutput } from "../output.ts";
import { perform, performOn } from "../perform.ts";
import { StartedInput } from "../started-input.ts";
import type { Talk } from "../talk.ts";

const accepts: readonly DocumentFormat[] = ["wbxml", "xml"];

const DEFAULT_SECONDS = 8;
const MOST_SECONDS = 3600;
/** Percent; runs of one build on a machine with twice as much to do as it has cores differ by half of it. */
const DEFAULT_TOLERANCE = 20;

interface BenchCommandOptions extends ColorOptions {
  readonly seconds: number;
  readonly json?: true;
  readonly baseline?: string;
  readonly tolerance: number;
}

const notes = `
What is measured, each against JSON.parse of the same messages, or to encode, against JSON.stringify of them to bytes:
  decode           the typed message, from the form in which it came
  convert          to the other form
  peek             the header alone
  encode to WBXML, encode to XML

To hold a project to its speed, on its own messages:
  syncml bench --json messages/* > baseline.json
  syncml bench --baseline baseline.json messages/*

A baseline compares these ratios, not times, so it holds on another machine too; another major version of Node may
need a new one. What seems to be lost is measured again, twice if need be, before the exit code is 1.`;

/** Adds `bench`: how fast this library is on messages of one's own, and whether it became slower. */
export function addBenchCommand(program: Command, environment: Environment, exit: (code: number) => void): void {
  program
    .command("bench")
    .description("measure speed on messages of your own, against JSON")
    .argument("<FILE...>", "messages in any form that decode reads; - is standard input")
    .addOption(
      new Option("--seconds <SECONDS>", "about how long to measure")
        .default(DEFAULT_SECONDS)
        .argParser((text) => numberIn(text, MOST_SECONDS)),
    )
    .option("--json", "print the results as JSON")
    .option("--baseline <FILE>", "compare with the JSON of an earlier run; exit with 1 on a loss")
    .addOption(
      new Option("--tolerance <PERCENT>", "what a ratio may lose against the baseline")
        .default(DEFAULT_TOLERANCE)
        .argParser((text) => numberIn(text, 100)),
    )
    .addOption(colorOption())
    .addHelpText("after", notes)
    .action(async (files: string[], options: BenchCommandOptions) => {
      exit(await perform(environment, options.color, (talk) => bench(environment, files, options, talk)));
    });
}

function numberIn(text: string, most: number): number {
  const value = Number(text);
  if (!/^\d*\.?\d+$/.test(text) || value === 0 || value > most) {
    throw new InvalidArgumentError(`Expected a number above 0, up to ${most}.`);
  }
  return value;
}

async function bench(
  environment: Environment,
  files: readonly string[],
  options: BenchCommandOptions,
  talk: Talk,
): Promise<number> {
  const baseline = options.baseline === undefined ? undefined : await readBaseline(environment, options.baseline, talk);
  const messages: Message[] = [];
  const measured: MeasuredFile[] = [];
  for (const file of files) {
    const exitCode = await withDocument(environment, file, talk, (name, format, document) => {
      messages.push(messageOf(document, format));
      measured.push(measuredFile(name, format, document));
    });
    if (exitCode !== ExitCode.CLEAN) return exitCode;
  }
  if (baseline !== undefined) checkFiles(baseline.report, measured, baseline.name);
  const race = new Race(workOf(messages), {
    clock: environment.clock,
    milliseconds: options.seconds * 1000,
    messages: messages.length,
    onProgress: (what) => talk.status(what),
  });
  const reports = measureOperations(race, baseline?.report, options.tolerance);
  talk.clearStatus();
  print(environment, { ...versions(), files: measured, operations: reports }, options);
  const lost = reports.filter(isLoss);
  if (baseline !== undefined) tellChanges(talk, baseline, lost, options.tolerance);
  return lost.length > 0 ? ExitCode.FINDINGS : ExitCode.CLEAN;
}

function versions(): Pick<Report, "schema" | "syncml" | "node"> {
  return { schema: 1, syncml: manifest.version, node: process.versions.node };
}

/** Reads a document for `take`; an error is reported and sets the exit code. */
function withDocument(
  environment: Environment,
  file: string,
  talk: Talk,
  take: (name: string, format: Format, document: Uint8Array) => void,
): Promise<number> {
  return performOn(environment, { file, hex: undefined, from: "auto", accepts }, talk, async (input) => {
    const read: Uint8Array[] = [];
    for await (const chunk of input.chunks) read.push(chunk);
    const format = input.format === "xml" ? "xml" : "wbxml";
    return faultOf(() => take(input.name, format, Buffer.concat(read)));
  });
}

function faultOf(action: () => void): SyncmlError | undefined {
  try {
    action();
  } catch (error) {
    if (isSyncmlError(error)) return error;
    throw error;
  }
  return undefined;
}

interface Baseline {
  readonly name: string;
  readonly report: Report;
}

async function readBaseline(environment: Environment, name: string, talk: Talk): Promise<Baseline> {
  const report = parseReport(await new StartedInput(name, openBytes(environment, name, talk)).text());
  if (report === undefined) {
    throw new CommandFailure(ExitCode.UNREADABLE, `${name}: is no baseline; bench --json prints one`);
  }
  return { name, report };
}

/** @throws {CommandFailure} if the baseline is one of other files. */
function checkFiles(baseline: Report, measured: readonly MeasuredFile[], name: string): void {
  const [added] = otherFiles(measured, baseline.files);
  const [missing] = otherFiles(baseline.files, measured);
  const reasons = [
    ...(added === undefined ? [] : [`it lacks ${added.name} (${added.bytes} bytes)`]),
    ...(missing === undefined ? [] : [`it has ${missing.name} (${missing.bytes} bytes)`]),
  ];
  if (reasons.length === 0) return;
  throw new CommandFailure(ExitCode.USAGE, `${name}: is a baseline of other files: ${reasons.join(", and ")}`);
}

function print(environment: Environment, report: Report, { json, color }: BenchCommandOptions): void {
  const output = openOutput(environment, undefined, []);
  if (json) output.write(`${JSON.stringify(report, undefined, 1)}\n`);
  else output.writeAsIs(reportTable(report, colorsFor(environment.stdout, color, environment).red));
  output.close();
}

function tellChanges(
  talk: Talk,
  { name, report }: Baseline,
  lost: readonly OperationReport[],
  tolerance: number,
): void {
  const [now, then] = [process.versions.node, String(report.node)].map((version) => version.split(".")[0]);
  if (now !== then) talk.note(name, `was made with Node ${then}, and ratios differ between major versions`);
  if (lost.length === 0) talk.note(name, `no ratio lost more than ${tolerance} %`);
  for (const { name: operation, ratio, reference, baseline } of lost) {
    if (baseline === undefined) continue;
    const loss = percentage(baseline.factor).replace("-", "");
    const [now, then] = [ratioText(ratio), ratioText(baseline.ratio)];
    talk.failure(`${operation} lost ${loss}: ${now} ${reference.name} now, ${then} in ${name}`);
  }
}
