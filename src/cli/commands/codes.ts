import type { Command } from "commander";
import { type AlertCode, alertCodes } from "../../ast/codes/alert-codes.ts";
import type { CodeTable } from "../../ast/codes/code-table.ts";
import { alertRemedies, statusRemedies } from "../../ast/codes/remedies.ts";
import { type StatusCode, statusCodes } from "../../ast/codes/status-codes.ts";
import { type Colors, colorsFor } from "../colors.ts";
import type { Environment } from "../environment.ts";
import * as ExitCode from "../exit-codes.ts";
import { type ColorOptions, colorOption } from "../options.ts";
import { openOutput } from "../output.ts";
import { perform } from "../perform.ts";

interface CodesCommandOptions extends ColorOptions {
  readonly json?: true;
}

type Entry = Readonly<{ kind: "status" | "alert"; code: number; remedy?: string | undefined }> &
  (StatusCode | AlertCode);

/** Adds `codes`: says what a status or alert code means, and what to do. */
export function addCodesCommand(program: Command, environment: Environment, exit: (code: number) => void): void {
  program
    .command("codes")
    .description("say what status and alert codes mean, and what to do")
    .argument("[CODE]", "a number, or words of a name or meaning; none lists all")
    .option("--json", "print JSON")
    .addOption(colorOption())
    .action(async (wanted: string | undefined, options: CodesCommandOptions) => {
      exit(
        await perform(environment, options.color, async (talk) => {
          const found = entries().filter((entry) => wanted === undefined || isAbout(entry, wanted.trim()));
          const output = openOutput(environment, undefined, []);
          const colors = colorsFor(environment.stdout, options.color, environment);
          if (options.json) output.write(`${JSON.stringify(found)}\n`);
          else {
            const show = wanted === undefined ? row : paragraph;
            output.writeAsIs(found.map((entry) => show(entry, colors)).join(wanted === undefined ? "" : "\n"));
          }
          output.close();
          if (found.length > 0) return ExitCode.CLEAN;
          talk.failure(`no status or alert code is or says ${wanted}`);
          return ExitCode.FINDINGS;
        }),
      );
    });
}

function entries(): Entry[] {
  const statuses = rowsOf("status", statusCodes, statusRemedies);
  return [...statuses, ...rowsOf("alert", alertCodes, alertRemedies)];
}

function rowsOf(kind: Entry["kind"], table: CodeTable<StatusCode | AlertCode>, remedies: CodeTable<string>): Entry[] {
  return Object.keys(table).map((code) => {
    const entry = table[code] as StatusCode | AlertCode;
    return { kind, code: Number(code), ...entry, remedy: remedies[code] };
  });
}

/** Whether a code is the number, or all words are in its names or meaning. */
function isAbout(entry: Entry, wanted: string): boolean {
  if (/^\d+$/.test(wanted)) return entry.code === Number(wanted);
  const aliases = "aliases" in entry ? (entry.aliases ?? []) : [];
  const text = [entry.name, entry.meaning, ...aliases].join(" ").toLowerCase();
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** `status 404  Not found: The target does not exist` */
function row({ kind, code, name, meaning }: Entry, { bold }: Colors): string {
  return `${bold(`${kind} ${code}`.padEnd("status 404".length))}  ${name}: ${meaning}\n`;
}

function paragraph(entry: Entry, { bold }: Colors): string {
  const { kind, code, name, applies, meaning, remedy } = entry;
  const note = "note" in entry ? entry.note : undefined;
  const items = "items" in entry ? entry.items : undefined;
  const by = "sender" in entry ? `, sent by ${entry.sender === "either" ? "either side" : `the ${entry.sender}`}` : "";
  const vendor = "vendor" in entry && entry.vendor !== undefined ? `, only of ${entry.vendor}` : "";
  const used = { DM: "device management", DS: "data sync", "DM/DS": "device management and data sync" }[applies];
  const lines = [
    `${bold(`${kind} ${code}`)}  ${name} (${used}${by}${vendor})`,
    `  means  ${meaning}`,
    ...(items === undefined ? [] : [`  items  ${items}`]),
    ...(note === undefined ? [] : [`  note   ${note}`]),
    `  do     ${remedy}`,
  ];
  return lines.map((line) => `${line}\n`).join("");
}
