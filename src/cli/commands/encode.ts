import type { Command } from "commander";
import { Option } from "commander";
import type { ElementContentOptions } from "../../ast/element-content.ts";
import type { EmbeddedTypeOptions } from "../../ast/embedded-types.ts";
import { fromJson } from "../../ast/json.ts";
import { walkDocument } from "../../ast/walker.ts";
import { DocumentEncoder } from "../../codec/document-encoder.ts";
import { openDocument } from "../../codec/open-document.ts";
import type { WriteOptions } from "../../codec/options.ts";
import type { Diagnostic } from "../../core/diagnostics.ts";
import { isSyncmlError, type SyncmlError } from "../../core/errors.ts";
import { assembleTokens } from "../../wbxml/listing/token-assembler.ts";
import type { WbxmlWriteOptions } from "../../wbxml/write-options.ts";
import type { Environment } from "../environment.ts";
import { everyVocabulary } from "../every-vocabulary.ts";
import { InputFailure } from "../failures.ts";
import type { DocumentFormat } from "../input-format.ts";
import { type Input, type InputRequest, inputFilesOf, textOf } from "../io.ts";
import {
  addInputOptions,
  addOutputOptions,
  type InputOptions,
  inputRequest,
  type OutputOptions,
  wrapOption,
} from "../options.ts";
import { type Output, openOutput, refuseTerminal, writing } from "../output.ts";
import { perform, performOn } from "../perform.ts";
import type { Talk } from "../talk.ts";
import { wrapped } from "../wrapped.ts";

const accepts: readonly DocumentFormat[] = ["wbxml", "xml", "json", "tokens"];

interface EncodeCommandOptions extends InputOptions, OutputOptions {
  readonly wbxmlVersion?: WbxmlWriteOptions["version"];
  readonly publicId?: WbxmlWriteOptions["publicId"];
  readonly data: WbxmlWriteOptions["data"];
  readonly stringTable: WbxmlWriteOptions["stringTable"];
  readonly embeddedTypes: EmbeddedTypeOptions["embeddedTypes"];
  readonly whitespace: ElementContentOptions["whitespace"];
  readonly asHex?: true;
  readonly wrap?: true;
}

/** Adds `encode`: writes a document of any form, or a token listing, as WBXML. */
export function addEncodeCommand(program: Command, environment: Environment, exit: (code: number) => void): void {
  const command = program.command("encode").description("write a document or a token listing as WBXML");
  addInputOptions(command, accepts)
    .addOption(
      new Option("--wbxml-version <VERSION>", "version to write; default: that of the input, or 1.2").choices([
        "1.0",
        "1.1",
        "1.2",
        "1.3",
      ]),
    )
    .addOption(
      new Option("--public-id <FORM>", "form of the public id; default: that of the input, or number").choices([
        "number",
        "text",
        "unknown",
      ]),
    )
    .addOption(
      new Option("--data <POLICY>", "how to write the character data in Data")
        .choices(["as-given", "inline", "opaque"])
        .default("as-given"),
    )
    .addOption(
      new Option("--string-table <POLICY>", "auto puts repeated strings into the string table")
        .choices(["none", "auto"])
        .default("none"),
    )
    .addOption(
      new Option("--embedded-types <POLICY>", "adapt changes the Meta Type of embedded documents to +wbxml")
        .choices(["adapt", "keep"])
        .default("adapt"),
    )
    .addOption(
      new Option("--whitespace <POLICY>", "white space between the tags of elements")
        .choices(["drop", "keep"])
        .default("drop"),
    )
    .addOption(wrapOption())
    .option("--as-hex", "write hex instead of bytes");
  addOutputOptions(command).action(async (file: string | undefined, options: EncodeCommandOptions) => {
    const request = inputRequest(command, file, options, accepts);
    exit(await perform(environment, options.color, (talk) => encode(environment, request, options, talk)));
  });
}

function encode(
  environment: Environment,
  request: InputRequest,
  options: EncodeCommandOptions,
  talk: Talk,
): Promise<number> {
  return performOn(environment, request, talk, async (input) => {
    const output = openOutput(environment, options.output, inputFilesOf(request));
    if (options.asHex === undefined) refuseTerminal(output, "-o FILE, --as-hex or a pipe");
    if (output.isTTY) talk.hideStatus();
    return writing(
      output,
      async () => {
        const fault = await write(input, output, options, talk);
        if (options.asHex) output.endLine();
        if (fault instanceof InputFailure) throw fault;
        return fault;
      },
      (fault) => fault === undefined,
    );
  });
}

/** Writes the document. After a fault, which it returns, the output ends there. */
async function write(
  input: Input,
  output: Output,
  options: EncodeCommandOptions,
  talk: Talk,
): Promise<SyncmlError | InputFailure | undefined> {
  const print = (bytes: Uint8Array) => output.write(options.asHex ? Buffer.from(bytes).toString("hex") : bytes);
  const encoder = new DocumentEncoder("wbxml", print, writeOptions(options));
  const onDiagnostic = (diagnostic: Diagnostic) => talk.diagnostic(input.name, diagnostic);
  const held = options.wrap ? wrapped(encoder.sink, onDiagnostic) : undefined;
  const sink = held?.sink ?? encoder.sink;
  try {
    if (input.format === "tokens") print(assembleTokens(await textOf(input), { vocabularies: everyVocabulary }));
    else if (input.format === "json") walkDocument(fromJson(await textOf(input)), sink, everyVocabulary);
    else {
      const source = openDocument(sink, {
        from: input.format,
        mediaType: options.type ?? input.mediaType,
        onDiagnostic,
        roots: "several",
        vocabularies: everyVocabulary,
      });
      for await (const chunk of input.chunks) source.write(chunk);
      source.end();
    }
    held?.finish();
  } catch (error) {
    if (!isSyncmlError(error) && !(error instanceof InputFailure)) throw error;
    encoder.flush();
    return error;
  }
  return undefined;
}

function writeOptions(options: EncodeCommandOptions): Partial<WriteOptions> {
  const { wbxmlVersion, publicId, data, stringTable, embeddedTypes, whitespace } = options;
  return {
    data,
    stringTable,
    embeddedTypes,
    whitespace,
    vocabularies: everyVocabulary,
    ...(wbxmlVersion === undefined ? {} : { version: wbxmlVersion }),
    ...(publicId === undefined ? {} : { publicId }),
  };
}
