import { type Command, InvalidArgumentError, Option } from "commander";
import { formats } from "../../capture/formats.ts";
import { type ExplainFormat, explanationOf } from "../../inspect/explain/explain.ts";
import { type ExplanationPaint, explanationText } from "../../inspect/explain/explanation-text.ts";
import type { Explanation } from "../../inspect/explain/leaf.ts";
import { type ExplanationPart, leavesOf, nearestPath, partAround, partAtPath } from "../../inspect/explain/part.ts";
import { colorsFor } from "../colors.ts";
import type { Environment } from "../environment.ts";
import { everyVocabulary } from "../every-vocabulary.ts";
import * as ExitCode from "../exit-codes.ts";
import { CommandFailure } from "../failures.ts";
import { explainFormats, type InspectedMessage, messagesToInspect } from "../inspected-messages.ts";
import { addOutputOptions, type OutputOptions, refuseHexWithFile } from "../options.ts";
import { type Output, openOutput, writing } from "../output.ts";
import { perform } from "../perform.ts";

const forms = ["text", "json", "ndjson"] as const;

interface InspectOptions extends OutputOptions {
  readonly hex?: string;
  readonly from?: string;
  readonly type?: string;
  readonly tokens?: true;
  readonly path?: string;
  readonly at?: number;
  readonly to: (typeof forms)[number];
}

/** Adds `inspect`: says what each octet of a message is. */
export function addInspectCommand(program: Command, environment: Environment, exit: (code: number) => void): void {
  const names = new Set([...explainFormats, "hex", "base64", ...formats.map(({ name }) => name)]);
  const command = program
    .command("inspect")
    .description("say what each byte of a message is")
    .argument("[FILE]", "file to read, or FILE#3, FILE#3.req of a capture; - or none means standard input")
    .addOption(new Option("-x, --hex <HEX>", "read this hex instead of a file").conflicts("from"))
    .addOption(new Option("--from <FORMAT>", "format of the input; default: by content").choices([...names]))
    .option("--type <MEDIA>", "media type of the message; overrides its public id")
    .option("--tokens", "one line a token instead of one an element")
    .addOption(new Option("--path <PATH>", "only this element, such as /SyncML/SyncBody/Status[2]").conflicts("at"))
    .addOption(new Option("--at <OFFSET>", "only what is around this byte, such as 0x95 or 149").argParser(parseOffset))
    .addOption(new Option("--to <FORM>", "how to print it").choices(forms).default("text"));
  addOutputOptions(command).action(async (file: string | undefined, options: InspectOptions) => {
    refuseHexWithFile(command, file, options.hex);
    exit(
      await perform(environment, options.color, async (talk) => {
        const request = { file, hex: options.hex, from: options.from };
        const messages = await messagesToInspect(environment, request, talk);
        const output = openOutput(environment, options.output, file === undefined ? [] : [file]);
        const codes = await writing(
          output,
          async () => printed(environment, output, messages, options),
          () => true,
        );
        return Math.max(...codes);
      }),
    );
  });
}

function parseOffset(text: string): number {
  if (!/^(?:0x[0-9a-f]{1,8}|\d{1,10})$/i.test(text)) throw new InvalidArgumentError("Expected a number.");
  return Number(text);
}

/** Prints messages, and returns the exit code of each. */
function printed(
  environment: Environment,
  output: Output,
  messages: readonly InspectedMessage[],
  options: InspectOptions,
): number[] {
  const [first] = messages;
  if (messages.length > 1 && options.to === "json") {
    const names = messages.map(({ name }) => name).join(", ");
    throw new CommandFailure(ExitCode.USAGE, `error: --to json takes one message of ${names}`);
  }
  return messages.map((message) => {
    const { bytes, format, mediaType, gaps } = message;
    const explained = explanationOf(bytes, {
      format: format as ExplainFormat,
      mediaType: options.type ?? mediaType,
      gaps,
      vocabularies: everyVocabulary,
    });
    const part = partOf(message, explained, options);
    if (options.to === "text") {
      if (message !== first) output.writeAsIs("\n");
      output.writeAsIs(textOf(environment, output, message, explained, part, options));
    } else output.write(options.to === "json" ? jsonOf(explained, part) : ndjsonOf(explained, part));
    return exitCodeOf(explained);
  });
}

function textOf(
  environment: Environment,
  output: Output,
  { name, bytes }: InspectedMessage,
  explained: Explanation,
  part: ExplanationPart | undefined,
  { tokens, at, color }: InspectOptions,
): string {
  const colors = colorsFor(environment.stdout, output.isFile ? "never" : color, environment);
  return explanationText(bytes, explained, {
    name,
    by: tokens ? "token" : "element",
    columns: output.isTTY ? (environment.stdout.columns ?? 80) : undefined,
    range: part,
    at,
    paint: colors satisfies ExplanationPaint,
  });
}

/** Which octets are asked for; `undefined` for all. */
function partOf(
  { name, bytes }: InspectedMessage,
  { leaves }: Explanation,
  { path, at, tokens }: InspectOptions,
): ExplanationPart | undefined {
  if (at !== undefined) {
    if (at >= bytes.length) {
      const size = `${name} has ${bytes.length} bytes (${hex(bytes.length)})`;
      throw new CommandFailure(ExitCode.USAGE, `error: --at ${hex(at, 1)} is behind the end; ${size}`);
    }
    return partAround(leaves, at, tokens ? "token" : "element");
  }
  if (path === undefined) return undefined;
  const part = partAtPath(leaves, path);
  if (part !== undefined) return part;
  const near = nearestPath(leaves, path);
  const inside = near.inside.length === 0 ? "" : `; in ${near.path || name} there are ${near.inside.join(", ")}`;
  throw new CommandFailure(ExitCode.USAGE, `error: --path ${path} is not in ${name}${inside}`);
}

function hex(offset: number, digits = 4): string {
  return `0x${offset.toString(16).padStart(digits, "0")}`;
}

function jsonOf(explained: Explanation, part: ExplanationPart | undefined): string {
  const { format, summary, leaves, findings } = explained;
  const shown = part === undefined ? leaves : leavesOf(leaves, part);
  return `${JSON.stringify({ version: 1, format, summary, leaves: shown, findings }, undefined, 2)}\n`;
}

function ndjsonOf(explained: Explanation, part: ExplanationPart | undefined): string {
  const { format, summary, leaves, findings } = explained;
  const shown = part === undefined ? leaves : leavesOf(leaves, part);
  return [
    { type: "message", version: 1, format, summary },
    ...shown.map((leaf) => ({ type: "leaf", ...leaf })),
    ...findings.map((finding) => ({ type: "finding", ...finding })),
  ]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join("");
}

function exitCodeOf({ findings }: Explanation): number {
  if (findings.some(({ code }) => code === "limit-exceeded")) return ExitCode.LIMIT;
  if (findings.some(({ severity }) => severity === "error")) return ExitCode.UNDECODABLE;
  return findings.length > 0 ? ExitCode.FINDINGS : ExitCode.CLEAN;
}
