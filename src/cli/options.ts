import { type Command, InvalidArgumentError, Option } from "commander";
import { defaultCaptureLimits } from "../capture/reader.ts";
import { type ColorMode, colorModes } from "./colors.ts";
import { captureFormatNames, type DocumentFormat, type InputFormat } from "./input-format.ts";
import type { InputRequest } from "./io.ts";

const MAX_INDENT = 10;

/** Values of the options that {@link addInputOptions} adds. */
export interface InputOptions {
  readonly hex?: string;
  readonly from: InputFormat;
  readonly type?: string;
}

/** Adds the argument and options that select the input; `accepts` are the formats it may have. */
export function addInputOptions(
  command: Command,
  accepts: readonly DocumentFormat[],
  files: "[FILE]" | "[FILE...]" = "[FILE]",
): Command {
  const inputFormats: InputFormat[] = ["auto", ...accepts, "hex", "base64"];
  const parseFormat = (name: string) => {
    if (inputFormats.includes(name) || captureFormatNames.includes(name)) return name;
    throw new InvalidArgumentError(`Allowed choices are ${inputFormats.join(", ")}, and those of extract.`);
  };
  return command
    .argument(files, "file to read, FILE#3 for one exchange of a capture; - or none means standard input")
    .addOption(new Option("-x, --hex <HEX>", "read this hex instead of a file").conflicts("from"))
    .addOption(
      new Option("--from <FORMAT>", "format of the input, or of a capture as for extract")
        .choices(inputFormats)
        .default("auto")
        .argParser(parseFormat),
    )
    .option("--type <MEDIA>", "media type of the document; overrides its public id");
}

/** The input that a command line asks for. */
export function inputRequest(
  command: Command,
  file: string | undefined,
  { hex, from }: InputOptions,
  accepts: readonly DocumentFormat[],
): InputRequest {
  refuseHexWithFile(command, file, hex);
  return { file, hex, from, accepts };
}

/** Ends with a usage error if both a file and hex are given. */
export function refuseHexWithFile(command: Command, file: string | undefined, hex: string | undefined): void {
  if (hex !== undefined && file !== undefined) {
    command.error("error: option '-x, --hex <HEX>' cannot be used with a FILE", { code: "syncml.conflict" });
  }
}

/** Values of the options that {@link addCarriedOptions} adds. */
export interface CarriedOptions extends ColorOptions {
  readonly hex?: string;
  readonly json?: true;
}

/** Adds the argument and options of a command that reads messages out of their carriers; `more` adds its own before `--json`. */
export function addCarriedOptions(command: Command, more: (command: Command) => Command): Command {
  return more(
    command
      .argument("[FILE]", "file to read; - or none means standard input")
      .addOption(new Option("-x, --hex <HEX>", "read this hex instead of a file")),
  )
    .option("--json", "print JSON")
    .addOption(colorOption())
    .hook("preAction", (_, { args: [file] }) => refuseHexWithFile(command, file, command.opts()["hex"]));
}

/** Value of {@link colorOption}. */
export interface ColorOptions {
  readonly color: ColorMode;
}

/** Values of the options that {@link addOutputOptions} adds. */
export interface OutputOptions extends ColorOptions {
  readonly output?: string;
}

/** Adds the options for where data goes and how it looks. */
export function addOutputOptions(command: Command): Command {
  return command.option("-o, --output <FILE>", "write to this file, whole or not at all").addOption(colorOption());
}

export function colorOption(): Option {
  return new Option("--color <WHEN>", "use colours; auto means on a terminal").choices(colorModes).default("auto");
}

/** `--wrap`: a message around commands that came without one. */
export function wrapOption(): Option {
  return new Option("--wrap", "put a message around a SyncBody or bare commands");
}

/** `--indent [N]`: blanks for each level of nesting; 2 if N is left out. */
export function indentOption(): Option {
  return new Option("--indent [N]", "indent XML and JSON by N blanks a level; default: 2 on a terminal, else none")
    .preset("2")
    .argParser(parseIndent);
}

function parseIndent(text: string): number {
  const indent = Number(text);
  if (!/^\d+$/.test(text) || indent > MAX_INDENT) {
    throw new InvalidArgumentError(`Expected a number from 0 to ${MAX_INDENT}; a FILE must come before it.`);
  }
  return indent;
}

/** `--max-exchanges`: of a larger capture, what came first is read. */
export function exchangeLimitOption(): Option {
  return new Option("--max-exchanges <N>", "exchanges to read at most; the first ones are taken")
    .argParser(parseCount)
    .default(defaultCaptureLimits.exchanges);
}

/** Reads a whole number of up to nine digits. */
export function parseCount(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("Expected a number.");
  return Number(text);
}
