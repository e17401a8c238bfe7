import { type Command, InvalidArgumentError, Option } from "commander";
import { fromJson } from "../../ast/json.ts";
import { openValidation, type ValidateDocumentOptions, validate } from "../../codec/validate.ts";
import { isSyncmlError, type SyncmlError } from "../../core/errors.ts";
import { groupFindings } from "../../validation/finding-groups.ts";
import type { ProfileChoice } from "../../validation/profile-choice.ts";
import { type Profile, profiles } from "../../validation/profiles.ts";
import type { Finding, Severity } from "../../validation/rule.ts";
import { rules } from "../../validation/rules.ts";
import { type ColorMode, type Colors, colorsFor } from "../colors.ts";
import type { Environment } from "../environment.ts";
import { everyVocabulary } from "../every-vocabulary.ts";
import * as ExitCode from "../exit-codes.ts";
import type { DocumentFormat } from "../input-format.ts";
import { type Input, type InputRequest, openInputs, textOf } from "../io.ts";
import { addInputOptions, colorOption, type InputOptions, inputRequest } from "../options.ts";
import { openOutput } from "../output.ts";
import { perform, performOnEach } from "../perform.ts";
import { place, reasonIn, type Talk } from "../talk.ts";

const accepts: readonly DocumentFormat[] = ["wbxml", "xml", "json"];

interface ValidateCommandOptions extends InputOptions {
  readonly profile?: Profile;
  readonly silence: readonly string[];
  readonly failOn: Severity;
  readonly all?: true;
  readonly json?: true;
  readonly rules?: true;
  readonly color: ColorMode;
}

/** What `--json` prints for one input. */
interface Report {
  readonly file: string;
  /** The profile it was checked against, and how that was chosen. */
  readonly profile: Profile | undefined;
  readonly basis: ProfileChoice["basis"] | undefined;
  readonly findings: readonly Finding[];
  /** Why it could not be read. */
  readonly fault: Pick<SyncmlError, "code" | "offset" | "path" | "reason"> | undefined;
}

/** Adds `validate`: reports which rules documents break. */
export function addValidateCommand(program: Command, environment: Environment, exit: (code: number) => void): void {
  const command = program.command("validate").description("say which rules a document breaks, and where");
  addInputOptions(command, accepts, "[FILE...]")
    .addOption(
      new Option("--profile <PROFILE>", "profile to check against; default: that of the header").choices(profiles),
    )
    .addOption(
      new Option("--silence <ID>", "ignore this rule; may be repeated").default([], "none").argParser(addSilenced),
    )
    .addOption(
      new Option("--fail-on <SEVERITY>", "exit with 1 on findings of at least this severity")
        .choices(["error", "warning"])
        .default("error"),
    )
    .option("--all", "print every finding, not just the first of each cause and a count")
    .option("--json", "print every finding, as JSON")
    .option("--rules", "print the table of rules instead")
    .addOption(colorOption())
    .action(async (files: string[], options: ValidateCommandOptions) => {
      if (options.rules) printRules(environment, options.json === true);
      else {
        const requests = (files.length > 0 ? files : [undefined]).map((file) =>
          inputRequest(command, file, options, accepts),
        );
        exit(await validateAll(environment, requests, options));
      }
    });
}

function addSilenced(id: string, silenced: readonly string[]): readonly string[] {
  if (!rules.some((rule) => rule.id === id)) throw new InvalidArgumentError("See --rules for the ids.");
  return [...silenced, id];
}

function printRules(environment: Environment, asJson: boolean): void {
  const output = openOutput(environment, undefined, []);
  if (asJson) output.write(`${JSON.stringify(rules)}\n`);
  else {
    const idWidth = Math.max(...rules.map(({ id }) => id.length));
    for (const { id, severity, profiles: held, demands, clause } of rules) {
      const where = held.length === profiles.length ? "" : ` (${held.join(", ")})`;
      output.write(`${id.padEnd(idWidth)}  ${severity.padEnd("warning".length)}  ${demands} [${clause}]${where}\n`);
    }
  }
  output.close();
}

async function validateAll(
  environment: Environment,
  requests: readonly InputRequest[],
  options: ValidateCommandOptions,
): Promise<number> {
  const output = openOutput(environment, undefined, []);
  const colors = colorsFor(environment.stdout, options.color, environment);
  const reports: Report[] = [];
  let exitCode: number = ExitCode.CLEAN;
  for (const request of requests) {
    const code = await perform(environment, options.color, async (talk) =>
      performOnEach(await openInputs(environment, request, talk), talk, async (input) => {
        if (output.isTTY) talk.hideStatus();
        const { findings, fault, choice } = await findIn(input, options);
        const { profile, basis } = choice ?? {};
        reports.push({ file: input.name, profile, basis, findings, fault: fault && faultOf(fault) });
        if (!options.json) {
          for (const text of linesOf(input.name, findings, options.all === true, colors)) output.writeAsIs(`${text}\n`);
          if (choice !== undefined) noteGuess(talk, input.name, choice);
        }
        output.flush();
        return fault;
      }),
    );
    exitCode = Math.max(exitCode, code);
  }
  if (options.json) output.write(`${JSON.stringify(reports)}\n`);
  output.close();
  const fails = ({ severity }: Finding) => severity === "error" || options.failOn === "warning";
  return reports.some(({ findings }) => findings.some(fails)) ? Math.max(exitCode, ExitCode.FINDINGS) : exitCode;
}

function faultOf({ code, offset, path, reason }: SyncmlError): Report["fault"] {
  return { code, offset, path, reason };
}

interface Found {
  readonly findings: readonly Finding[];
  readonly fault: SyncmlError | undefined;
  /** Absent if it could not be read. */
  readonly choice: ProfileChoice | undefined;
}

/** Reports a profile that was not named by the header, so that a wrong guess is not mistaken for a clean message. */
function noteGuess(talk: Talk, name: string, { profile, basis, evidence }: ProfileChoice): void {
  if (basis !== "content" && basis !== "default") return;
  const why = evidence === undefined ? "the default" : `guessed from ${evidence}`;
  talk.note(name, `checked against ${profile}, ${why}; --profile selects another`);
}

/** A line for each cause, or for each finding. */
function linesOf(name: string, findings: readonly Finding[], all: boolean, colors: Colors): string[] {
  if (all) return findings.map((finding) => line(name, finding, colors));
  return groupFindings(findings).map(({ first, findings: { length } }) => {
    const others = length === 1 ? "" : ` (and ${length - 1} more like it; see --all)`;
    return `${line(name, first, colors)}${others}`;
  });
}

async function findIn(input: Input, { profile, silence, type }: ValidateCommandOptions): Promise<Found> {
  let choice: ProfileChoice | undefined;
  const options: Partial<ValidateDocumentOptions> = {
    onProfile: (chosen) => {
      choice = chosen;
    },
    ...(profile === undefined ? {} : { profile }),
    rules: { silence },
    mediaType: type,
    vocabularies: everyVocabulary,
  };
  try {
    if (input.format === "json") {
      const findings = validate(fromJson(await textOf(input)), options);
      return { findings, fault: undefined, choice };
    }
    const { source, findings } = openValidation({
      ...options,
      from: input.format === "xml" ? "xml" : "wbxml",
      roots: "several",
    });
    for await (const chunk of input.chunks) source.write(chunk);
    source.end();
    const found = findings();
    return { findings: found, fault: undefined, choice };
  } catch (error) {
    if (!isSyncmlError(error)) throw error;
    return { findings: [], fault: error, choice: undefined };
  }
}

/** `FILE:0x3c (byte 60): error dm/cred-place: MESSAGE, PATH` */
function line(name: string, { rule, severity, path, offset, message }: Finding, colors: Colors): string {
  const paint = severity === "error" ? colors.red : colors.yellow;
  return `${colors.bold(`${place(name, offset)}:`)} ${paint(`${severity} ${rule}:`)} ${reasonIn(message, path)}`;
}
