import { type Command, InvalidArgumentError, Option } from "commander";
import type { Capture } from "../../capture/model.ts";
import { compare, type Difference } from "../../inspect/comparison/compare.ts";
import { type Ignorable, ignorables } from "../../inspect/comparison/compare-nodes.ts";
import { beginningOf } from "../../inspect/cut-text.ts";
import { captureFormatOption, isCutByLimit, LIMIT_HINT, noteDiagnostics } from "../capture-input.ts";
import { type Colors, colorsFor } from "../colors.ts";
import type { Environment } from "../environment.ts";
import * as ExitCode from "../exit-codes.ts";
import { openSelected } from "../io.ts";
import { type ColorOptions, colorOption, exchangeLimitOption } from "../options.ts";
import { openOutput } from "../output.ts";
import { type PayloadSelector, payloadSelector, payloadsOf } from "../payload-selector.ts";
import { perform } from "../perform.ts";
import { printableLine } from "../printable.ts";
import type { Talk } from "../talk.ts";

/** Most characters of a value in text. */
const VALUE_LENGTH = 60;

interface DiffOptions extends ColorOptions {
  readonly to: "text" | "json";
  readonly ignore: readonly Ignorable[];
  readonly from?: string;
  readonly maxExchanges: number;
}

/** Adds `diff`: says how two messages or captures differ. */
export function addDiffCommand(program: Command, environment: Environment, exit: (code: number) => void): void {
  program
    .command("diff")
    .description("say how two messages or two captures differ")
    .argument("<A>", "message or capture, FILE#3.req for a message in one; - means standard input")
    .argument("<B>", "the other")
    .addOption(new Option("--to <FORMAT>", "how to print it").choices(["text", "json"]).default("text"))
    .addOption(
      new Option("--ignore <FIELDS>", `what is left out: any of ${ignorables.join(", ")}`)
        .default([], "nothing")
        .argParser(parseIgnored),
    )
    .addOption(captureFormatOption())
    .addOption(exchangeLimitOption())
    .addOption(colorOption())
    .action(async (a: string, b: string, options: DiffOptions) => {
      exit(await perform(environment, options.color, (talk) => diff(environment, a, b, options, talk)));
    });
}

function parseIgnored(text: string): readonly Ignorable[] {
  const names = text.split(",").map((name) => name.trim());
  const known = ignorables.filter((one) => names.includes(one));
  if (known.length === names.length) return known;
  throw new InvalidArgumentError(`Allowed are ${ignorables.join(", ")}, with commas between.`);
}

async function diff(environment: Environment, a: string, b: string, options: DiffOptions, talk: Talk): Promise<number> {
  const [one, other] = [await read(environment, a, options, talk), await read(environment, b, options, talk)];
  const [message, otherMessage] = [onlyMessage(one), onlyMessage(other)];
  const { ignore } = options;
  // Messages from anywhere can be compared; as soon as there are several, by exchanges.
  const differences =
    message !== undefined && otherMessage !== undefined
      ? compare(message, otherMessage, { ignore })
      : compare(one, other, { ignore });
  const output = openOutput(environment, undefined, []);
  if (options.to === "json") output.write(`${JSON.stringify({ version: 1, a, b, differences })}\n`);
  else {
    const colors = colorsFor(environment.stdout, options.color, environment);
    let heading = "";
    for (const difference of differences) {
      const next = headingOf(difference);
      if (next !== heading) output.writeAsIs(`${colors.bold(next)}\n`);
      heading = next;
      for (const line of linesOf(difference, colors)) output.writeAsIs(`${line}\n`);
    }
  }
  output.close();
  if ([one, other].some(({ diagnostics }) => isCutByLimit(diagnostics))) return ExitCode.LIMIT;
  return differences.length === 0 ? ExitCode.CLEAN : ExitCode.FINDINGS;
}

async function read(
  environment: Environment,
  argument: string,
  { from, maxExchanges }: DiffOptions,
  talk: Talk,
): Promise<Capture> {
  const selector = payloadSelector(argument);
  const { capture } = await openSelected(environment, selector, from, maxExchanges, talk);
  noteDiagnostics(talk, argument, capture.diagnostics);
  if (isCutByLimit(capture.diagnostics)) talk.hint(LIMIT_HINT);
  return { ...capture, exchanges: capture.exchanges.flatMap((exchange) => selected(exchange, selector)) };
}

function selected(
  exchange: Capture["exchanges"][number],
  { exchange: wanted, side }: PayloadSelector,
): Capture["exchanges"] {
  if (wanted !== undefined && wanted !== exchange.index) return [];
  const { request, response, ...rest } = exchange;
  return [
    {
      ...rest,
      ...(request === undefined || side === "response" ? {} : { request }),
      ...(response === undefined || side === "request" ? {} : { response }),
    },
  ];
}

function onlyMessage(capture: Capture): Uint8Array | undefined {
  const [first, second] = payloadsOf(capture, "");
  return first === undefined || second !== undefined ? undefined : first.payload.bytes;
}

/** `#3 → #4 request`: which message of which exchange. */
function headingOf({ place }: Difference): string {
  if (place === undefined) return "";
  const { a, b, side } = place;
  const numbers = a === b ? `#${a}` : `${a === undefined ? "none" : `#${a}`}, ${b === undefined ? "none" : `#${b}`}`;
  return `${numbers} ${side}`;
}

/** The path, and under it what the first has and what the second has. */
function linesOf({ path, kind, before, after, place }: Difference, { red, green, dim }: Colors): string[] {
  const indent = place === undefined ? "" : "  ";
  const name = path === "" ? "the message" : printableLine(path);
  if (kind === "order") return [`${indent}${name}  ${dim("in another order")}`];
  return [
    `${indent}${name}`,
    ...(before === undefined ? [] : [`${indent}  ${red(`- ${shortened(before)}`)}`]),
    ...(after === undefined ? [] : [`${indent}  ${green(`+ ${shortened(after)}`)}`]),
  ];
}

function shortened(value: string): string {
  const line = printableLine(value);
  if (line.length <= VALUE_LENGTH) return JSON.stringify(line);
  const shown = beginningOf(line, VALUE_LENGTH);
  return `${JSON.stringify(shown)} … ${line.length - shown.length} more`;
}
