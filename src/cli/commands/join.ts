import type { Command } from "commander";
import { allCommands } from "../../ast/all-commands.ts";
import { AstBuilder } from "../../ast/builder.ts";
import * as Code from "../../ast/codes/code.ts";
import type { Alert, SyncML } from "../../ast/nodes.ts";
import { openDocument } from "../../codec/open-document.ts";
import { isSyncmlError, type SyncmlError } from "../../core/errors.ts";
import { addressOf, itemsOf } from "../../large-object/commands.ts";
import { grown, objectOf } from "../../large-object/object-state.ts";
import { initialReassembly, type ReassemblyOutcome, reassembleMessage } from "../../large-object/reassemble.ts";
import type { Environment } from "../environment.ts";
import * as ExitCode from "../exit-codes.ts";
import { CommandFailure } from "../failures.ts";
import type { DocumentFormat } from "../input-format.ts";
import type { Input } from "../io.ts";
import { addOutputOptions, type OutputOptions } from "../options.ts";
import { type Output, openOutput, writing } from "../output.ts";
import { perform, performOn } from "../perform.ts";
import type { Talk } from "../talk.ts";

const accepts: readonly DocumentFormat[] = ["wbxml", "xml"];

interface JoinCommandOptions extends OutputOptions {
  readonly uri?: string;
}

/** Adds `join`: writes the object whose chunks are in messages, taken in the order of their MsgIDs. */
export function addJoinCommand(program: Command, environment: Environment, exit: (code: number) => void): void {
  const command = program
    .command("join")
    .description("write the object that messages carry in chunks")
    .argument("<FILE...>", "messages of one sender, in any order; - is standard input")
    .option("--uri <URI>", "address of the object, if there are several");
  addOutputOptions(command).action(async (files: string[], options: JoinCommandOptions) => {
    exit(await perform(environment, options.color, (talk) => join(environment, files, options, talk)));
  });
}

async function join(
  environment: Environment,
  files: readonly string[],
  { output: outputFile, uri }: JoinCommandOptions,
  talk: Talk,
): Promise<number> {
  if (files.includes("-") && files.length > 1) {
    throw new CommandFailure(ExitCode.USAGE, "-: standard input can be the only message, not one of several");
  }
  // Files are read twice, so that messages need not stay in memory: first for their order and contents, then for the data.
  const seen: SeenMessage[] = [];
  let only: SyncML | undefined;
  for (const file of files) {
    const exitCode = await withMessage(environment, file, talk, (message) => {
      seen.push(seenIn(file, message));
      if (file === "-") only = message;
    });
    if (exitCode !== ExitCode.CLEAN) return exitCode;
    talk.status(`${seen.length} of ${files.length} messages seen`);
  }
  seen.sort((one, other) => one.msgID - other.msgID);
  const inputFiles = files.filter((file) => file !== "-");
  const output = openOutput(environment, outputFile, inputFiles);
  if (output.isTTY) throw new CommandFailure(ExitCode.USAGE, "standard output is a terminal: use -o FILE or a pipe");
  const work = async (): Promise<number> => {
    const joiner = new Joiner(output, addressIn(seen, uri));
    for (const [index, one] of seen.entries()) {
      const take = (message: SyncML) => joiner.take(one, message);
      let exitCode: number = ExitCode.CLEAN;
      if (only === undefined) exitCode = await withMessage(environment, one.file, talk, take);
      else take(only);
      if (exitCode !== ExitCode.CLEAN || joiner.isDone) return exitCode;
      talk.status(`${index + 1} of ${seen.length} messages joined`);
    }
    throw joiner.unfinished();
  };
  return writing(output, work, (exitCode) => exitCode === ExitCode.CLEAN);
}

/** What the first pass remembers of a message. */
interface SeenMessage {
  readonly file: string;
  readonly msgID: number;
  /** Addresses of the objects in it: those that continue in another message, and those with data that is complete. */
  readonly inChunks: readonly string[];
  readonly whole: readonly string[];
}

function seenIn(file: string, message: SyncML): SeenMessage {
  const items = [...allCommands(message)].flatMap(itemsOf);
  const addresses = (isChunk: boolean) =>
    items
      .filter(({ data, moreData }) => (isChunk ? moreData === true : data !== undefined))
      .map((item) => addressOf(item) ?? "");
  const msgID = Number.parseInt(message.syncHdr.msgID ?? "0", 10) || 0;
  return { file, msgID, inChunks: addresses(true), whole: addresses(false) };
}

/** The address given, or that of the only object. */
function addressIn(seen: readonly SeenMessage[], uri: string | undefined): string {
  if (uri !== undefined) return uri;
  const inChunks = new Set(seen.flatMap((one) => one.inChunks));
  const [address, other] = inChunks.size > 0 ? inChunks : new Set(seen.flatMap(({ whole }) => whole));
  if (address === undefined) throw new CommandFailure(ExitCode.UNDECODABLE, "there is no object in these messages");
  if (other === undefined) return address;
  throw new CommandFailure(
    ExitCode.USAGE,
    `there are several objects, such as ${address} and ${other}: choose one with --uri`,
  );
}

/** Reads a message for `action`. Reports a fault in it, and returns the exit code. */
function withMessage(
  environment: Environment,
  file: string,
  talk: Talk,
  action: (message: SyncML) => void,
): Promise<number> {
  return performOn(environment, { file, hex: undefined, from: "auto", accepts }, talk, async (input) => {
    const read = await readMessage(input);
    if (isSyncmlError(read)) return read;
    action(read);
    return undefined;
  });
}

async function readMessage({ name, chunks }: Input): Promise<SyncML | SyncmlError> {
  const builder = new AstBuilder();
  const source = openDocument(builder);
  try {
    for await (const chunk of chunks) source.write(chunk);
    source.end();
  } catch (error) {
    if (isSyncmlError(error)) return error;
    throw error;
  }
  if (builder.document?.kind === "SyncML") return builder.document;
  throw new CommandFailure(ExitCode.UNDECODABLE, `${name}: is not a SyncML message`);
}

/** Writes the object at one address as its chunks come. */
class Joiner {
  isDone = false;
  private readonly output: Output;
  private readonly address: string;
  private state = initialReassembly;
  private last: SeenMessage | undefined;

  constructor(output: Output, address: string) {
    this.output = output;
    this.address = address;
  }

  /** @throws {CommandFailure} if a chunk is missing or wrong. */
  take(seen: SeenMessage, message: SyncML): void {
    const { last } = this;
    if (this.isReceiving() && last !== undefined && seen.msgID !== last.msgID + 1) throw this.unfinished(seen);
    this.last = seen;
    const { state, outcomes } = reassembleMessage(this.state, message, {
      data: "pieces",
      maxObjSize: Number.MAX_SAFE_INTEGER,
    });
    this.state = state;
    for (const outcome of outcomes) {
      if (outcome.alerts.some((alert) => this.isMissingEnd(alert))) throw this.interrupted(seen);
      if (!this.isDone && outcome.item !== undefined && addressOf(outcome.item) === this.address)
        this.takeOutcome(seen, outcome);
    }
  }

  /** The failure to report when there are no more chunks, or `next` does not follow the last message. */
  unfinished(next?: SeenMessage): CommandFailure {
    const { object } = this.state;
    if (object === null || this.last === undefined) return this.failure("is in none of these messages");
    const missing = this.last.msgID + 1;
    const until =
      next === undefined || next.msgID <= missing + 1
        ? `message ${missing} is`
        : `messages ${missing} to ${next.msgID - 1} are`;
    return this.failure(`has ${object.objectBytes} of ${object.size} bytes after ${this.last.file}; ${until} missing`);
  }

  private takeOutcome(
    { file }: SeenMessage,
    { event, effect, status, item, command, data, object }: ReassemblyOutcome,
  ): void {
    if (event === "first-without-size") throw this.failure(`begins before ${file}: its first chunk is missing`);
    if (effect === "discard") {
      const announced = `the first chunk announced ${object?.size} bytes, but there are ${object?.objectBytes}`;
      throw this.failure(
        status === Code.SIZE_MISMATCH ? `${file}: ${announced}` : `${file}: the data does not match its Format`,
      );
    }
    const isWhole = effect === "pass" && item?.data !== undefined && command !== undefined;
    const bytes = isWhole ? grown(objectOf({ command, item, sync: undefined }), item.data, true)?.bytes : data;
    if (bytes !== undefined) this.output.write(bytes);
    this.isDone = effect === "commit" || (isWhole && bytes !== undefined);
  }

  private isReceiving(): boolean {
    const { phase, object } = this.state;
    return phase === "receiving" && (object?.target ?? object?.source ?? "") === this.address;
  }

  /** Whether the alert reports that our object was left unfinished. */
  private isMissingEnd({ data, items: [item] }: Alert): boolean {
    return (
      (data === Code.NO_END_OF_DATA || data === Code.SYNC_NO_END_OF_DATA) &&
      item !== undefined &&
      (addressOf(item) ?? "") === this.address
    );
  }

  private interrupted({ file }: SeenMessage): CommandFailure {
    return this.failure(`has no last chunk: ${file} continues with something else`);
  }

  private failure(what: string): CommandFailure {
    return new CommandFailure(ExitCode.UNDECODABLE, `${this.address} ${what}`);
  }
}
