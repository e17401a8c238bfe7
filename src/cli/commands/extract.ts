import { type Command, Option } from "commander";
import { isSyncmlError, type SyncmlError } from "../../core/errors.ts";
import { captureFormatOption, isCutByLimit, noteDiagnostics } from "../capture-input.ts";
import type { Environment } from "../environment.ts";
import * as ExitCode from "../exit-codes.ts";
import { CommandFailure } from "../failures.ts";
import { isSameFolder } from "../folder-input.ts";
import { HeldPayloads } from "../held-payloads.ts";
import { openCapture } from "../open-capture.ts";
import { type ColorOptions, colorOption } from "../options.ts";
import { perform } from "../perform.ts";
import { StagedFiles } from "../staged-files.ts";
import type { Talk } from "../talk.ts";

interface ExtractOptions extends ColorOptions {
  readonly directory: string;
  readonly force?: true;
  readonly from?: string;
}

/** Adds `extract`: writes each message of a capture to a file of its own. */
export function addExtractCommand(program: Command, environment: Environment, exit: (code: number) => void): void {
  program
    .command("extract")
    .description("write each message of a capture to a file")
    .argument("[FILE]", "capture to read, or folder of captures; - or none means standard input")
    .addOption(
      new Option("-d, --directory <DIR>", "directory for the messages: 001-req.wbxml and so on").makeOptionMandatory(),
    )
    .option("--force", "replace existing files")
    .addOption(captureFormatOption())
    .addOption(colorOption())
    .action(async (file: string | undefined, options: ExtractOptions) => {
      exit(await perform(environment, options.color, (talk) => extract(environment, file ?? "-", options, talk)));
    });
}

async function extract(
  environment: Environment,
  file: string,
  { directory, force, from }: ExtractOptions,
  talk: Talk,
): Promise<number> {
  const held = new HeldPayloads(() => {
    return new StagedFiles(environment, directory, { overwrites: force === true, inputFile: file });
  });
  if (file !== "-" && isSameFolder(file, directory)) {
    throw new CommandFailure(ExitCode.USAGE, `${directory}: is the folder that is read`);
  }
  const capture = openCapture(environment, file, held, from === undefined ? {} : { from }, talk);
  let fault: SyncmlError | undefined;
  try {
    try {
      await capture.read();
    } catch (error) {
      // What was complete before a limit was reached is kept.
      if (!isSyncmlError(error)) throw error;
      fault = error;
    }
    held.keep(capture.recognition?.format ?? "");
  } catch (error) {
    held.drop();
    throw error;
  }
  noteDiagnostics(talk, file, held.diagnostics);
  if (fault !== undefined) {
    talk.error(file, fault, fault.offset !== undefined);
    return fault.code === "limit-exceeded" ? ExitCode.LIMIT : ExitCode.UNREADABLE;
  }
  if (held.isEmpty) talk.note(file, `there is no message in it, read as ${capture.recognition?.format}`);
  if (isCutByLimit(held.diagnostics)) return ExitCode.LIMIT;
  if (held.diagnostics.some(({ code }) => code === "file-cut")) return ExitCode.UNDECODABLE;
  return held.isEmpty ? ExitCode.FINDINGS : ExitCode.CLEAN;
}
