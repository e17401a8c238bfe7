import { type Command, InvalidArgumentError, Option } from "commander";
import manifest from "syncml/package.json" with { type: "json" };
import { httpArchive, wholePart } from "../../capture/http/http-archive.ts";
import type { Capture } from "../../capture/model.ts";
import { mergeCaptures } from "../../capture/read-capture.ts";
import { type RedactedCapture, type Redaction, redact } from "../../inspect/redaction/redact.ts";
import { type SecretClass, secretClasses } from "../../inspect/redaction/secrets.ts";
import { captureFormatOption, isCutByLimit, LIMIT_HINT, noteDiagnostics } from "../capture-input.ts";
import type { Environment } from "../environment.ts";
import * as ExitCode from "../exit-codes.ts";
import { CommandFailure } from "../failures.ts";
import { isSameFolder } from "../folder-input.ts";
import { HeldPayloads } from "../held-payloads.ts";
import { openSelected } from "../io.ts";
import { type ColorOptions, colorOption, exchangeLimitOption } from "../options.ts";
import { openOutput } from "../output.ts";
import { payloadSelector } from "../payload-selector.ts";
import { perform } from "../perform.ts";
import { printableLine } from "../printable.ts";
import { StagedFiles } from "../staged-files.ts";
import type { Talk } from "../talk.ts";

interface RedactCommandOptions extends ColorOptions {
  readonly output?: string;
  readonly directory?: string;
  readonly force?: true;
  readonly classes: readonly SecretClass[];
  readonly list?: true;
  readonly from?: string;
  readonly maxExchanges: number;
}

/** Adds `redact`: writes a copy of captures that others may see. */
export function addRedactCommand(program: Command, environment: Environment, exit: (code: number) => void): void {
  program
    .command("redact")
    .description("write a copy of a capture without its secrets")
    .argument("[FILE...]", "captures to read, FILE#3 for one exchange; - or none means standard input")
    .option("-o, --output <FILE>", "write an HTTP archive (HAR) to this file; - means standard output")
    .addOption(new Option("-d, --directory <DIR>", "write each message to a file, as extract does").conflicts("output"))
    .option("--force", "replace existing files")
    .addOption(
      new Option("--classes <CLASSES>", `what to replace: any of ${secretClasses.join(", ")}`)
        .default(secretClasses, "all")
        .argParser(parseClasses),
    )
    .option("--list", "print what is replaced")
    .addOption(captureFormatOption())
    .addOption(exchangeLimitOption())
    .addOption(colorOption())
    .action(async (files: string[], options: RedactCommandOptions) => {
      const names = files.length > 0 ? files : ["-"];
      exit(await perform(environment, options.color, (talk) => redactFiles(environment, names, options, talk)));
    });
}

function parseClasses(text: string): readonly SecretClass[] {
  const names = text.split(",").map((name) => name.trim());
  const known = secretClasses.filter((one) => names.includes(one));
  if (known.length === names.length) return known;
  throw new InvalidArgumentError(`Allowed are ${secretClasses.join(", ")}, with commas between.`);
}

async function redactFiles(
  environment: Environment,
  files: readonly string[],
  options: RedactCommandOptions,
  talk: Talk,
): Promise<number> {
  const { output, directory, classes, list, from, maxExchanges } = options;
  if (output === undefined && directory === undefined && list === undefined) {
    throw new CommandFailure(ExitCode.USAGE, "where to? -o FILE, -d DIR, or --list alone");
  }
  if (output === "-" && list !== undefined) {
    throw new CommandFailure(ExitCode.USAGE, "--list and -o - both write to standard output");
  }
  const inputs = files.map((file) => payloadSelector(file).file).filter((file) => file !== "-");
  if (directory !== undefined && inputs.some((input) => isSameFolder(input, directory))) {
    throw new CommandFailure(ExitCode.USAGE, `${directory}: is a folder that is read`);
  }
  const captures: Capture[] = [];
  let left = maxExchanges;
  for (const file of files) {
    const capture = await readFile(environment, file, from, left, talk);
    captures.push(capture);
    left -= capture.exchanges.length;
  }
  const redacted = redact(mergeCaptures(captures), { classes });
  if (directory !== undefined) writeFolder(environment, redacted.capture, directory, options, inputs);
  if (output !== undefined) writeArchive(environment, redacted.capture, output, inputs, talk);
  if (list) print(environment, redacted);
  else talk.hint(summary(redacted));
  if (captures.some(({ diagnostics }) => isCutByLimit(diagnostics))) {
    talk.hint(LIMIT_HINT);
    return ExitCode.LIMIT;
  }
  return captures.some(({ diagnostics }) => diagnostics.some(({ code }) => code === "file-cut"))
    ? ExitCode.UNDECODABLE
    : ExitCode.CLEAN;
}

async function readFile(
  environment: Environment,
  argument: string,
  from: string | undefined,
  maxExchanges: number,
  talk: Talk,
): Promise<Capture> {
  const selector = payloadSelector(argument);
  const { capture } = await openSelected(environment, selector, from, maxExchanges, talk);
  noteDiagnostics(talk, argument, capture.diagnostics);
  const { exchange, side } = selector;
  if (exchange === undefined) return capture;
  const other = side === "request" ? "response" : "request";
  const exchanges = capture.exchanges
    .filter(({ index }) => index === exchange)
    .map((one) => (side === undefined ? one : { ...one, [other]: undefined }));
  return { ...capture, exchanges };
}

function writeFolder(
  environment: Environment,
  { exchanges, format }: Capture,
  directory: string,
  { force }: RedactCommandOptions,
  [inputFile = "-"]: readonly string[],
): void {
  const held = new HeldPayloads(
    () => new StagedFiles(environment, directory, { overwrites: force === true, inputFile }),
  );
  try {
    for (const { index: _index, ...exchange } of exchanges) held.exchange(exchange);
    held.keep(format);
  } catch (error) {
    held.drop();
    throw error;
  }
}

function writeArchive(
  environment: Environment,
  capture: Capture,
  file: string,
  inputs: readonly string[],
  talk: Talk,
): void {
  for (const { index, request, response } of capture.exchanges) {
    for (const payload of [request, response]) {
      const lost = payload === undefined ? 0 : payload.bytes.length - wholePart(payload).length;
      if (lost > 0)
        talk.note(`#${index}`, `${lost} bytes after a hole are left out, for which an archive has no place`);
    }
  }
  const output = openOutput(environment, file, inputs);
  try {
    output.write(httpArchive(capture, { creator: { name: "syncml", version: manifest.version }, spellTime }));
  } catch (error) {
    output.abandon();
    throw error;
  }
  output.close();
}

/** `#3 request  Authorization  secret, 12 bytes at 6` */
function print(environment: Environment, { replaced }: RedactedCapture): void {
  const output = openOutput(environment, undefined, []);
  for (const { exchange, side, where, class: of, length, offset } of replaced) {
    const message = side === "both" ? "" : ` ${side}`;
    output.write(`#${exchange}${message}  ${printableLine(where)}  ${of}, ${length} bytes at ${offset}\n`);
  }
  output.close();
}

/** `replaced: 3 credential, 2 nonce` */
function summary({ replaced }: RedactedCapture): string {
  const counts = secretClasses.map((of) => [of, count(replaced, of)] as const).filter(([, number]) => number > 0);
  if (counts.length === 0) return "nothing was found that is secret";
  return `replaced: ${counts.map(([of, number]) => `${number} ${of}`).join(", ")}`;
}

function count(replaced: readonly Redaction[], of: SecretClass): number {
  return replaced.filter((one) => one.class === of).length;
}

function spellTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
