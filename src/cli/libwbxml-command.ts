import { type Command, Option } from "commander";
import type { DiagnosticListener } from "../core/diagnostics.ts";
import { isSyncmlError } from "../core/errors.ts";
import type { Environment } from "./environment.ts";
import * as ExitCode from "./exit-codes.ts";
import { bytesOfInput, type Input, openBytes } from "./io.ts";
import { openOutput, refuseTerminal, writing } from "./output.ts";
import { perform, performOnEach } from "./perform.ts";

/** Value of the option that both programs have. */
export interface LibwbxmlOutputOptions {
  readonly o?: string;
}

/** A command that stands in for one of libwbxml's programs, with the options of both: `-o` and `-?`. */
export function addLibwbxmlCommand(program: Command, name: string, description: string): Command {
  const command: Command = program
    .command(name)
    .description(description)
    .argument("<FILE>", "file to read; - means standard input")
    .option("-o <FILE>", "write to this file, whole or not at all; - means standard output; default: only check")
    .addOption(new Option("-?").hideHelp());
  return command.on("option:?", () => command.help());
}

/** Converts a file as libwbxml's program of this name does, and says so. Returns the exit code. */
export function performLibwbxml(
  environment: Environment,
  { name, from }: { readonly name: string; readonly from: "wbxml" | "xml" },
  file: string,
  { o }: LibwbxmlOutputOptions,
  convert: (input: Uint8Array, onDiagnostic: DiagnosticListener) => string | Uint8Array,
): Promise<number> {
  return perform(environment, "auto", async (talk) => {
    const input: Input = {
      name: file,
      format: from,
      chunks: openBytes(environment, file, talk),
      close: async () => {},
    };
    const exitCode = await performOnEach({ inputs: [input], isCut: false }, talk, async () => {
      let converted: string | Uint8Array;
      try {
        const bytes = await bytesOfInput(input);
        talk.clearStatus();
        converted = convert(bytes, (diagnostic) => talk.diagnostic(file, diagnostic));
      } catch (error) {
        if (isSyncmlError(error)) return error;
        throw error;
      }
      if (o === undefined) return undefined;
      // The input has been read, so the output may replace it.
      const output = openOutput(environment, o, []);
      if (typeof converted !== "string") refuseTerminal(output, "-o FILE or a pipe");
      await writing(
        output,
        async () => output.write(converted),
        () => true,
      );
      return undefined;
    });
    if (exitCode === ExitCode.CLEAN) environment.stderr.write(`${name} succeeded\n`);
    return exitCode;
  });
}
