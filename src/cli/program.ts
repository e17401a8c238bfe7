import { Command, CommanderError } from "commander";
import manifest from "syncml/package.json" with { type: "json" };
import { addCompletionCommand } from "./commands/completion.ts";
import { addDecodeCommand } from "./commands/decode.ts";
import { addEncodeCommand } from "./commands/encode.ts";
import { addJoinCommand } from "./commands/join.ts";
import { addSplitCommand } from "./commands/split.ts";
import { addValidateCommand } from "./commands/validate.ts";
import type { Environment } from "./environment.ts";
import * as ExitCode from "./exit-codes.ts";
import { isClosedPipe } from "./failures.ts";

const exitCodes = `
Exit codes:
  0  all went well
  1  validate has findings
  2  the command line is wrong
  3  input cannot be read or recognised, or output cannot be written
  4  input is damaged or cannot be written as asked; what came before is printed
  5  a limit was hit; what came before is printed`;

/** Runs the program and returns its exit code; only a bug makes it reject. */
export async function run(environment: Environment): Promise<number> {
  let exitCode: number = ExitCode.CLEAN;
  const program = buildProgram(environment, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(environment.args, { from: "user" });
    return exitCode;
  } catch (error) {
    if (isClosedPipe(error)) return ExitCode.CLEAN;
    if (!(error instanceof CommanderError)) throw error;
    // Help and version arrive here too, with 0.
    return error.exitCode === 0 ? ExitCode.CLEAN : ExitCode.USAGE;
  }
}

function buildProgram(environment: Environment, exit: (code: number) => void): Command {
  const { stdout, stderr } = environment;
  const program = new Command("syncml")
    .description(manifest.description)
    .version(manifest.version)
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      getOutHelpWidth: () => stdout.columns ?? 80,
      getErrHelpWidth: () => stderr.columns ?? 80,
    })
    .exitOverride()
    .addHelpText("after", exitCodes);
  addDecodeCommand(program, environment, exit);
  addEncodeCommand(program, environment, exit);
  addValidateCommand(program, environment, exit);
  addSplitCommand(program, environment, exit);
  addJoinCommand(program, environment, exit);
  addCompletionCommand(program, environment);
  return program;
}
