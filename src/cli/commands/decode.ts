import type { Command } from "commander";
import { Option } from "commander";
import { openDocument } from "../../codec/open-document.ts";
import type { Diagnostic } from "../../core/diagnostics.ts";
import { isSyncmlError, type SyncmlError } from "../../core/errors.ts";
import { colorsFor } from "../colors.ts";
import type { Environment } from "../environment.ts";
import * as ExitCode from "../exit-codes.ts";
import { CommandFailure, InputFailure } from "../failures.ts";
import { type Input, type InputRequest, openInput } from "../io.ts";
import {
  addInputOptions,
  addOutputOptions,
  type InputOptions,
  indentOption,
  inputRequest,
  type OutputOptions,
} from "../options.ts";
import { type Output, openOutput } from "../output.ts";
import { perform } from "../perform.ts";
import type { Talk } from "../talk.ts";
import { createView, type ViewKind, viewKinds } from "../views.ts";

interface DecodeCommandOptions extends InputOptions, OutputOptions {
  readonly to: ViewKind;
  readonly indent: number;
}

/** Adds `decode`: a document in any form, shown in another. */
export function addDecodeCommand(program: Command, environment: Environment, exit: (code: number) => void): void {
  const command = program.command("decode").description("show what a document says");
  addInputOptions(command)
    .addOption(new Option("--to <VIEW>", "how to show it").choices(viewKinds).default("xml"))
    .addOption(indentOption());
  addOutputOptions(command).action(async (file: string | undefined, options: DecodeCommandOptions) => {
    const request = inputRequest(command, file, options);
    exit(await perform(environment, options.color, (talk) => decode(environment, request, options, talk)));
  });
}

async function decode(
  environment: Environment,
  request: InputRequest,
  options: DecodeCommandOptions,
  talk: Talk,
): Promise<number> {
  const input = await openInput(environment, request, talk);
  try {
    if (input.format === "xml") {
      throw new CommandFailure(ExitCode.UNDECODABLE, `${input.name}: XML input is not read by this version`);
    }
    const output = openOutput(environment, options.output, request.file);
    const fault = await show(environment, input, output, options, talk);
    if (fault === undefined) return ExitCode.CLEAN;
    talk.error(input.name, fault);
    return fault.code === "limit-exceeded" ? ExitCode.LIMIT : ExitCode.UNDECODABLE;
  } finally {
    await input.close();
  }
}

/** Prints the document, or as much of it as there is before the fault that is returned. */
async function show(
  environment: Environment,
  input: Input,
  output: Output,
  { to, indent, color, type }: DecodeCommandOptions,
  talk: Talk,
): Promise<SyncmlError | undefined> {
  const onDiagnostic = (diagnostic: Diagnostic) => talk.diagnostic(input.name, diagnostic);
  const colors = colorsFor(environment.stdout, output.isFile ? "never" : color, environment);
  const view = createView(to, output, { indent, colors, onDiagnostic });
  if (output.isTTY && to !== "json") talk.hideStatus();
  let fault: unknown;
  try {
    const source = openDocument(view.sink, { from: input.format, mediaType: type, onDiagnostic });
    for await (const chunk of input.chunks) source.write(chunk);
    source.end();
  } catch (error) {
    if (!isSyncmlError(error) && !(error instanceof InputFailure)) throw error;
    fault = error;
  }
  talk.clearStatus();
  view.finish();
  output.endLine();
  output.close();
  if (fault instanceof InputFailure) throw fault;
  return fault as SyncmlError | undefined;
}
