import { Command, CommanderError } from "commander";
import manifest from "syncml/package.json" with { type: "json" };
import { colorsFor } from "./colors.ts";
import { addAuthCommand } from "./commands/auth.ts";
import { addBenchCommand } from "./commands/bench.ts";
import { addBootstrapCommand } from "./commands/bootstrap.ts";
import { addCodesCommand } from "./commands/codes.ts";
import { addCompletionCommand } from "./commands/completion.ts";
import { addDecodeCommand } from "./commands/decode.ts";
import { addDeviceCommand } from "./commands/device.ts";
import { addDiffCommand } from "./commands/diff.ts";
import { addEncodeCommand } from "./commands/encode.ts";
import { addExtractCommand } from "./commands/extract.ts";
import { addInspectCommand } from "./commands/inspect.ts";
import { addInspectorCommand } from "./commands/inspector.ts";
import { addJoinCommand } from "./commands/join.ts";
import { addNotificationCommand } from "./commands/notification.ts";
import { addRedactCommand } from "./commands/redact.ts";
import { addServeCommand } from "./commands/serve.ts";
import { addSessionCommand } from "./commands/session.ts";
import { addSplitCommand } from "./commands/split.ts";
import { addValidateCommand } from "./commands/validate.ts";
import { addWbxml2xmlCommand } from "./commands/wbxml2xml.ts";
import { addXml2wbxmlCommand } from "./commands/xml2wbxml.ts";
import type { Environment } from "./environment.ts";
import * as ExitCode from "./exit-codes.ts";
import { CommandFailure, isClosedPipe } from "./failures.ts";
import { openOutput } from "./output.ts";
import { printableText } from "./printable.ts";
import { Talk } from "./talk.ts";

const exitCodes = `
Exit codes:
  0  success
  1  findings, a loss, a code not found, or what is verified does not fit
  2  the command line is wrong
  3  input cannot be read or recognised, or output cannot be written
  4  input is damaged or cannot be written as requested; output stops there
  5  a limit was exceeded; output stops there`;

/** Runs the program and returns its exit code; rejects only because of a bug. */
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
    if (error instanceof CommandFailure) {
      new Talk(environment.stderr, colorsFor(environment.stderr, "auto", environment)).failure(error.message);
      return error.exitCode;
    }
    if (!(error instanceof CommanderError)) throw error;
    // Help and version end up here too, with exit code 0.
    return error.exitCode === 0 ? ExitCode.CLEAN : ExitCode.USAGE;
  }
}

function buildProgram(environment: Environment, exit: (code: number) => void): Command {
  const { stdout, stderr } = environment;
  const program = new Command("syncml")
    .description(manifest.description)
    .version(manifest.version)
    .configureOutput({
      writeOut: (text) => {
        const output = openOutput(environment, undefined, []);
        output.write(text);
        output.close();
      },
      // It quotes the command line, where file names may have control characters.
      writeErr: (text) => stderr.write(printableText(text)),
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
  addInspectCommand(program, environment, exit);
  addExtractCommand(program, environment, exit);
  addRedactCommand(program, environment, exit);
  addSessionCommand(program, environment, exit);
  addDiffCommand(program, environment, exit);
  addNotificationCommand(program, environment, exit);
  addBootstrapCommand(program, environment, exit);
  addAuthCommand(program, environment, exit);
  addCodesCommand(program, environment, exit);
  addServeCommand(program, environment, exit);
  addDeviceCommand(program, environment, exit);
  addInspectorCommand(program, environment, exit);
  addWbxml2xmlCommand(program, environment, exit);
  addXml2wbxmlCommand(program, environment, exit);
  addBenchCommand(program, environment, exit);
  addCompletionCommand(program, environment);
  return program;
}
