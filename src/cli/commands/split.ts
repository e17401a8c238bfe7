import { statSync } from "node:fs";
import { type Command, InvalidArgumentError, Option } from "commander";
import { create, newItem, newMessage } from "../../ast/create.ts";
import type { SyncML } from "../../ast/nodes.ts";
import { encode } from "../../codec/encode.ts";
import { isSyncmlError } from "../../core/errors.ts";
import type { AsyncObjectSource } from "../../large-object/object-source.ts";
import { packAsync } from "../../large-object/pack.ts";
import type { Environment } from "../environment.ts";
import * as ExitCode from "../exit-codes.ts";
import { openBytes } from "../io.ts";
import { type ColorOptions, colorOption } from "../options.ts";
import { perform } from "../perform.ts";
import { StagedFiles } from "../staged-files.ts";
import { StartedInput } from "../started-input.ts";
import type { Talk } from "../talk.ts";

const protocols = ["DM/1.1", "DM/1.2", "SyncML/1.0", "SyncML/1.1", "SyncML/1.2"] as const;
const extensions = { wbxml: "wbxml", xml: "xml" } as const;

interface SplitCommandOptions extends ColorOptions {
  readonly uri: string;
  readonly maxMsgSize: number;
  readonly maxObjSize?: number;
  readonly directory: string;
  readonly force?: true;
  readonly format: keyof typeof extensions;
  readonly command: "Add" | "Replace";
  readonly metaFormat: string;
  readonly metaType?: string;
  readonly proto: (typeof protocols)[number];
  readonly session: string;
  readonly target: string;
  readonly source: string;
}

/** Adds `split`: writes the messages that carry a file to a device. */
export function addSplitCommand(program: Command, environment: Environment, exit: (code: number) => void): void {
  program
    .command("split")
    .description("write the messages that carry a large object")
    .argument("[FILE]", "file to send; - or none means standard input")
    .requiredOption("--uri <URI>", "address of the object at the peer")
    .addOption(size("--max-msg-size <BYTES>", "maximum size of a message: the peer's MaxMsgSize").makeOptionMandatory())
    .addOption(size("--max-obj-size <BYTES>", "maximum size of an object: the peer's MaxObjSize"))
    .option("-d, --directory <DIR>", "directory for the messages: 001.wbxml and so on", ".")
    .option("--force", "replace existing files")
    .addOption(
      new Option("--format <FORMAT>", "form of the messages").choices(Object.keys(extensions)).default("wbxml"),
    )
    .addOption(new Option("--command <NAME>", "command to send").choices(["Add", "Replace"]).default("Replace"))
    .option("--meta-format <FORMAT>", "Meta Format; bin becomes base64 in XML, all but bin and b64 is text", "bin")
    .option("--meta-type <MEDIA>", "Meta Type of the object")
    .addOption(new Option("--proto <VERSION>", "VerProto of the messages").choices(protocols).default("DM/1.2"))
    .option("--session <ID>", "SessionID of the messages", "1")
    .option("--target <URI>", "address of the peer", "device")
    .option("--source <URI>", "address of the sender", "server")
    .addOption(colorOption())
    .action(async (file: string | undefined, options: SplitCommandOptions) => {
      exit(await perform(environment, options.color, (talk) => split(environment, file ?? "-", options, talk)));
    });
}

async function split(
  environment: Environment,
  file: string,
  options: SplitCommandOptions,
  talk: Talk,
): Promise<number> {
  const { directory, force, format, maxMsgSize, maxObjSize } = options;
  const { start, holder } = packageOf(options);
  const sources = new Map([[holder, await objectIn(environment, file, talk)]]);
  let files: StagedFiles | undefined;
  try {
    for await (const one of packAsync(start, { format, maxMsgSize, maxObjSize, sources })) {
      files ??= new StagedFiles(environment, directory, { overwrites: force === true, inputFile: file });
      files.write(`${one.syncHdr.msgID?.padStart(3, "0")}.${extensions[format]}`, encode(one, { format }));
    }
    files?.keep();
    return ExitCode.CLEAN;
  } catch (error) {
    files?.drop();
    if (!isSyncmlError(error)) throw error;
    talk.error(file, error, false);
    return error.code === "limit-exceeded" ? ExitCode.LIMIT : ExitCode.UNDECODABLE;
  }
}

function packageOf({ uri, command, metaFormat, metaType, proto, session, target, source }: SplitCommandOptions) {
  const holder = newItem(uri, undefined, { format: metaFormat, type: metaType });
  const header = { verProto: proto, sessionID: session, msgID: "1", target, source };
  const start: SyncML = newMessage(header, [create(command, { cmdID: "1", items: [holder] })]);
  return { start, holder };
}

/** A regular file is read as needed; anything else is read whole, since its length is not known before its end. */
async function objectIn(environment: Environment, file: string, talk: Talk): Promise<AsyncObjectSource> {
  const about = file === "-" ? undefined : statSync(file, { throwIfNoEntry: false });
  const pieces = openBytes(environment, file, talk);
  if (about?.isFile()) return { byteLength: about.size, pieces };
  const started = new StartedInput(file, pieces);
  while (!started.isWhole) await started.readOn();
  return started.head;
}

function size(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text) => {
    const bytes = Number(text);
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(bytes) || bytes < 1) {
      throw new InvalidArgumentError("Expected a number of bytes, at least 1.");
    }
    return bytes;
  });
}
