import { type Command, InvalidArgumentError, Option } from "commander";
import { type ColorMode, colorModes } from "./colors.ts";
import type { DocumentFormat, InputFormat } from "./input-format.ts";
import type { InputRequest } from "./io.ts";

const MAX_INDENT = 10;

/** What {@link addInputOptions} gives. */
export interface InputOptions {
  readonly hex?: string;
  readonly from: InputFormat;
  readonly type?: string;
}

/** Adds the argument and the options that say where a document comes from; `accepts` are the forms it may have. */
export function addInputOptions(
  command: Command,
  accepts: readonly DocumentFormat[],
  files: "[FILE]" | "[FILE...]" = "[FILE]",
): Command {
  const inputFormats: InputFormat[] = ["auto", ...accepts, "hex", "base64"];
  return command
    .argument(files, "file to read; - or none is standard input")
    .addOption(new Option("-x, --hex <HEX>", "read this hex instead of a file").conflicts("from"))
    .addOption(new Option("--from <FORMAT>", "format of the input").choices(inputFormats).default("auto"))
    .option("--type <MEDIA>", "media type that came with the document; it outranks the public id");
}

/** The input that a command line asks for. */
export function inputRequest(
  command: Command,
  file: string | undefined,
  { hex, from }: InputOptions,
  accepts: readonly DocumentFormat[],
): InputRequest {
  if (hex !== undefined && file !== undefined) {
    command.error("error: option '-x, --hex <HEX>' cannot be used with a FILE", { code: "syncml.conflict" });
  }
  return { file, hex, from, accepts };
}

/** What {@link colorOption} gives. */
export interface ColorOptions {
  readonly color: ColorMode;
}

/** What {@link addOutputOptions} gives. */
export interface OutputOptions extends ColorOptions {
  readonly output?: string;
}

/** Adds the options that say where data goes and how it looks. */
export function addOutputOptions(command: Command): Command {
  return command.option("-o, --output <FILE>", "write to this file, whole or not at all").addOption(colorOption());
}

export function colorOption(): Option {
  return new Option("--color <WHEN>", "use colours; auto means on a terminal").choices(colorModes).default("auto");
}

/** `--wrap`: a message of commands that came without one. */
export function wrapOption(): Option {
  return new Option("--wrap", "make a message of a SyncBody or of commands without one");
}

/** `--indent [N]`: blanks for each level of nesting, 2 if the option is given alone. */
export function indentOption(): Option {
  return new Option("--indent [N]", "pretty-print XML and JSON with N blanks a level; without it a terminal gets 2")
    .preset("2")
    .argParser(parseIndent);
}

function parseIndent(text: string): number {
  const indent = Number(text);
  if (!/^\d+$/.test(text) || indent > MAX_INDENT) {
    throw new InvalidArgumentError(`It takes a number from 0 to ${MAX_INDENT}; a FILE goes before it.`);
  }
  return indent;
}
