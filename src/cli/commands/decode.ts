import type { Command } from "commander";
import { Option } from "commander";
import { openDocument } from "../../codec/open-document.ts";
import type { ReadOptions } from "../../codec/options.ts";
import type { Diagnostic } from "../../core/diagnostics.ts";
import { isSyncmlError, type SyncmlError } from "../../core/errors.ts";
import type { ChunkedSource } from "../../core/sink.ts";
import { TokenListingWriter } from "../../wbxml/listing/token-listing.ts";
import { colorsFor } from "../colors.ts";
import type { Environment } from "../environment.ts";
import { everyVocabulary } from "../every-vocabulary.ts";
import * as ExitCode from "../exit-codes.ts";
import { CommandFailure, InputFailure } from "../failures.ts";
import type { DocumentFormat } from "../input-format.ts";
import { type Input, type InputRequest, inputFilesOf } from "../io.ts";
import {
  addInputOptions,
  addOutputOptions,
  type InputOptions,
  indentOption,
  inputRequest,
  type OutputOptions,
  wrapOption,
} from "../options.ts";
import { type Output, openOutput, refuseTerminal, writing } from "../output.ts";
import { perform, performOn } from "../perform.ts";
import type { Talk } from "../talk.ts";
import { createView, type View, type ViewKind, viewKinds } from "../views.ts";
import { wrapped } from "../wrapped.ts";

/** JSON and token listings are read by `encode`. */
const accepts: readonly DocumentFormat[] = ["wbxml", "xml"];

/** Blanks per level on a terminal. */
const TERMINAL_INDENT = 2;

interface DecodeCommandOptions extends InputOptions, OutputOptions {
  readonly to: ViewKind | "tokens";
  readonly indent?: number;
  readonly wrap?: true;
}

/** Adds `decode`: shows a document in another form. */
export function addDecodeCommand(program: Command, environment: Environment, exit: (code: number) => void): void {
  const command = program.command("decode").description("show what a document says");
  addInputOptions(command, accepts)
    .addOption(new Option("--to <VIEW>", "how to show it").choices([...viewKinds, "tokens"]).default("xml"))
    .addOption(indentOption())
    .addOption(wrapOption());
  addOutputOptions(command).action(async (file: string | undefined, options: DecodeCommandOptions) => {
    const request = inputRequest(command, file, options, accepts);
    exit(await perform(environment, options.color, (talk) => decode(environment, request, options, talk)));
  });
}

async function decode(
  environment: Environment,
  request: InputRequest,
  options: DecodeCommandOptions,
  talk: Talk,
): Promise<number> {
  let isOtherLanguage = false;
  const exitCode = await performOn(environment, request, talk, async (input) => {
    if (input.format === "xml" && options.to === "tokens") {
      throw new CommandFailure(ExitCode.USAGE, `${input.name}: is XML; only WBXML has tokens`);
    }
    if (options.wrap && options.to === "tokens") {
      throw new CommandFailure(
        ExitCode.USAGE,
        "--to tokens lists the input as it is, so it cannot be combined with --wrap",
      );
    }
    const output = openOutput(environment, options.output, inputFilesOf(request));
    if (options.to === "wbxml") refuseTerminal(output, "-o FILE or a pipe");
    const work = () => show(environment, input, output, options, talk);
    const fault = await writing(output, work, (fault) => fault === undefined);
    isOtherLanguage = input.format === "wbxml" && fault?.code === "unknown-document-type";
    return fault;
  });
  if (isOtherLanguage) talk.hint("decode --to tokens lists WBXML of any language");
  return exitCode;
}

/** Prints the document. After a fault, which it returns, the output ends there. */
async function show(
  environment: Environment,
  input: Input,
  output: Output,
  { to, indent, color, type = input.mediaType, wrap }: DecodeCommandOptions,
  talk: Talk,
): Promise<SyncmlError | undefined> {
  const onDiagnostic = (diagnostic: Diagnostic) => talk.diagnostic(input.name, diagnostic);
  // XML in a pipe is data: only `--color always` colours it, never the environment.
  const isData = output.isFile || (to === "xml" && !output.isTTY && color === "auto");
  const colors = colorsFor(environment.stdout, isData ? "never" : color, environment);
  if (output.isTTY && to !== "json") talk.hideStatus();
  const from = input.format === "xml" ? "xml" : "wbxml";
  const { source, finish } =
    to === "tokens"
      ? listing(output, type)
      : opened(
          createView(to, output, { indent: indent ?? (output.isTTY ? TERMINAL_INDENT : 0), colors, onDiagnostic }),
          { from, mediaType: type, onDiagnostic, roots: "several", vocabularies: everyVocabulary },
          wrap === true,
        );
  let fault: unknown;
  try {
    for await (const chunk of input.chunks) source.write(chunk);
    source.end();
  } catch (error) {
    if (!isSyncmlError(error) && !(error instanceof InputFailure)) throw error;
    fault = error;
  }
  talk.clearStatus();
  finish();
  if (to !== "wbxml") output.endLine();
  if (fault instanceof InputFailure) throw fault;
  return fault as SyncmlError | undefined;
}

/** Takes the bytes of a document; `finish` prints what is left after the last. */
interface Showing {
  readonly source: ChunkedSource<Uint8Array>;
  finish(): void;
}

function opened(
  view: View,
  options: Partial<ReadOptions> & Pick<ReadOptions, "onDiagnostic">,
  wraps: boolean,
): Showing {
  const held = wraps ? wrapped(view.sink, options.onDiagnostic ?? (() => {})) : undefined;
  const finish = () => {
    held?.finish();
    view.finish();
  };
  return { source: openDocument(held?.sink ?? view.sink, options), finish };
}

function listing(output: Output, mediaType: string | undefined): Showing {
  const options = { vocabularies: everyVocabulary, ...(mediaType === undefined ? {} : { mediaType }) };
  const source = new TokenListingWriter((text) => output.write(text), options);
  return { source, finish: () => source.flush() };
}
