import type { Command } from "commander";
import { Option } from "commander";
import { AstBuilder } from "../../ast/builder.ts";
import type { SyncmlDocument } from "../../ast/nodes.ts";
import { stringify } from "../../ast/stringify.ts";
import { openDocument } from "../../codec/open-document.ts";
import type { ReadOptions } from "../../codec/options.ts";
import type { Diagnostic } from "../../core/diagnostics.ts";
import { isSyncmlError, type SyncmlError } from "../../core/errors.ts";
import type { ChunkedSource } from "../../core/sink.ts";
import { TokenListingWriter } from "../../wbxml/listing/token-listing.ts";
import { type Colors, colorsFor } from "../colors.ts";
import type { Environment } from "../environment.ts";
import { everyVocabulary } from "../every-vocabulary.ts";
import * as ExitCode from "../exit-codes.ts";
import { CommandFailure, InputFailure } from "../failures.ts";
import type { DocumentFormat } from "../input-format.ts";
import { type Input, type InputRequest, inputFilesOf, type OpenedInputs, openInputs } from "../io.ts";
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
import type { SelectedPayload } from "../payload-selector.ts";
import { perform, performOnEach } from "../perform.ts";
import { printableLine } from "../printable.ts";
import type { Talk } from "../talk.ts";
import { createView, type View, type ViewKind, viewKinds } from "../views.ts";
import { wrapped } from "../wrapped.ts";

/** JSON and token listings are read by `encode`. */
const accepts: readonly DocumentFormat[] = ["wbxml", "xml"];

/** Blanks per level on a terminal. */
const TERMINAL_INDENT = 2;

interface DecodeCommandOptions extends InputOptions, OutputOptions {
  readonly to: ViewKind | "tokens" | "ndjson";
  readonly indent?: number;
  readonly wrap?: true;
}

/** Adds `decode`: shows a document in another form. */
export function addDecodeCommand(program: Command, environment: Environment, exit: (code: number) => void): void {
  const command = program.command("decode").description("show what a document says");
  addInputOptions(command, accepts)
    .addOption(new Option("--to <VIEW>", "how to show it").choices([...viewKinds, "tokens", "ndjson"]).default("xml"))
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
  if (options.wrap && options.to === "tokens") {
    throw new CommandFailure(
      ExitCode.USAGE,
      "--to tokens lists the input as it is, so it cannot be combined with --wrap",
    );
  }
  const all = await openInputs(environment, request, talk);
  try {
    return await decodeInputs(environment, request, all, options, talk);
  } finally {
    for (const input of all.inputs) await input.close();
  }
}

async function decodeInputs(
  environment: Environment,
  request: InputRequest,
  { inputs, isCut }: OpenedInputs,
  options: DecodeCommandOptions,
  talk: Talk,
): Promise<number> {
  for (const { name, format } of inputs) {
    if (format !== "xml" || options.to !== "tokens") continue;
    throw new CommandFailure(ExitCode.USAGE, `${name}: is XML; only WBXML has tokens`);
  }
  const isSeveral = inputs.length > 1;
  if (isSeveral && options.to === "wbxml") {
    const [{ name }] = inputs as [Input];
    const reason = `has ${inputs.length} messages; choose one, such as ${name}, or use syncml extract`;
    throw new CommandFailure(ExitCode.USAGE, `${request.file ?? "-"}: ${reason}`);
  }
  const output = openOutput(environment, options.output, inputFilesOf(request));
  if (options.to === "wbxml") refuseTerminal(output, "-o FILE or a pipe");
  let isOtherLanguage = false;
  const showAll = () =>
    performOnEach({ inputs, isCut: false }, talk, async (input) => {
      if (isSeveral && output.isTTY)
        printHeading(output, input, colorsFor(environment.stdout, options.color, environment));
      const fault = await show(environment, input, output, options, talk);
      isOtherLanguage ||= input.format === "wbxml" && fault?.code === "unknown-document-type";
      output.flush();
      return fault;
    });
  const exitCode = await writing(output, showAll, (code) => code === ExitCode.CLEAN);
  if (isOtherLanguage) talk.hint("decode --to tokens lists WBXML of any language");
  return isCut ? Math.max(exitCode, ExitCode.UNDECODABLE) : exitCode;
}

/** `day.pcapng#3.req  to the server, 369 bytes, 2026-11-02T12:34:56.850Z` */
function printHeading(output: Output, { name, selected }: Input, { bold, dim }: Colors): void {
  if (selected === undefined) return;
  const { direction, bytes, time } = selected.payload;
  const about = [
    ...(direction === "unknown" ? [] : [direction.replace("-", " the ")]),
    `${bytes.length} bytes`,
    ...(time === undefined ? [] : [new Date(time).toISOString()]),
  ];
  output.writeAsIs(`${bold(printableLine(name))}  ${dim(about.join(", "))}\n`);
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
  if (output.isTTY && to !== "json" && to !== "ndjson") talk.hideStatus();
  const from = input.format === "xml" ? "xml" : "wbxml";
  const readOptions = { from, mediaType: type, onDiagnostic, roots: "several", vocabularies: everyVocabulary } as const;
  const viewOptions = { indent: indent ?? (output.isTTY ? TERMINAL_INDENT : 0), colors, onDiagnostic };
  const { source, finish } =
    to === "tokens"
      ? listing(output, type)
      : opened(
          to === "ndjson" ? recordView(output, input, onDiagnostic) : createView(to, output, viewOptions),
          readOptions,
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
  finish(isSyncmlError(fault) ? fault : undefined);
  if (to !== "wbxml") output.endLine();
  if (fault instanceof InputFailure) throw fault;
  return fault as SyncmlError | undefined;
}

/** Takes the bytes of a document; `finish` prints what is left after the last. */
interface Showing {
  readonly source: ChunkedSource<Uint8Array>;
  finish(fault: SyncmlError | undefined): void;
}

/** A view that is told what went wrong. */
interface RecordView extends Pick<View, "sink"> {
  finish(fault: SyncmlError | undefined): void;
}

/** One JSON object on a line: which message it is, the message, and why that ends early. */
function recordView(output: Output, input: Input, onDiagnostic: (diagnostic: Diagnostic) => void): RecordView {
  const builder = new AstBuilder({ onDiagnostic });
  return {
    sink: builder,
    finish: (fault) => output.write(`${recordOf(input, builder.takePartial(), fault)}\n`),
  };
}

function recordOf({ name, selected }: Input, document: SyncmlDocument | undefined, fault?: SyncmlError): string {
  const about = JSON.stringify({
    file: name,
    ...(selected === undefined ? {} : placeOf(selected)),
    ...(fault === undefined
      ? {}
      : { fault: { code: fault.code, offset: fault.offset, path: fault.path, reason: fault.reason } }),
  });
  return `${about.slice(0, -1)},"document":${document === undefined ? "null" : stringify(document, { indent: 0 })}}`;
}

function placeOf({ exchange, side, payload: { direction, time } }: SelectedPayload) {
  return {
    exchange: exchange.index,
    side,
    direction,
    ...(time === undefined ? {} : { time: new Date(time).toISOString() }),
  };
}

function opened(
  view: RecordView,
  options: Partial<ReadOptions> & Pick<ReadOptions, "onDiagnostic">,
  wraps: boolean,
): Showing {
  const held = wraps ? wrapped(view.sink, options.onDiagnostic ?? (() => {})) : undefined;
  const finish = (fault: SyncmlError | undefined) => {
    held?.finish();
    view.finish(fault);
  };
  return { source: openDocument(held?.sink ?? view.sink, options), finish };
}

function listing(output: Output, mediaType: string | undefined): Showing {
  const options = { vocabularies: everyVocabulary, ...(mediaType === undefined ? {} : { mediaType }) };
  const source = new TokenListingWriter((text) => output.write(text), options);
  return { source, finish: () => source.flush() };
}
