import { writeSync } from "node:fs";
import type { Environment } from "./environment.ts";
import * as ExitCode from "./exit-codes.ts";
import { CommandFailure, isClosedPipe, isSystemError, OutputFailure } from "./failures.ts";
import { NewFile } from "./new-file.ts";
import { printableText } from "./printable.ts";
import { isSameFile } from "./same-file.ts";

const FLUSH_LENGTH = 65_536;
const LINE_FEED = 0x0a;

/** Data on its way out. Small strings are collected, so that a line does not cost a system call. */
export class Output {
  /** A person is looking at it. */
  readonly isTTY: boolean;
  /** It has been asked for by name, and gets the document and nothing else. */
  readonly isFile: boolean;
  private readonly name: string;
  private readonly put: (data: string | Uint8Array) => void;
  private readonly file: NewFile | undefined;
  private readonly decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  private pending = "";
  private lineIsOpen = false;

  /** To a file, or without one to standard output. */
  constructor(name: string, { stdout }: Environment, file?: NewFile) {
    this.name = name;
    this.file = file;
    this.isFile = file !== undefined;
    this.isTTY = !this.isFile && stdout.isTTY;
    this.put = file === undefined ? (data) => stdout.write(data) : (data) => writeFully(file.fd, data);
  }

  /**
   * Writes `data`, which may be overwritten as soon as this returns. A terminal gets no control character of it but line
   * feeds and tabs: those come as escapes, and bytes are UTF-8 there.
   */
  write(data: string | Uint8Array): void {
    if (!this.isTTY) this.writeAsIs(data);
    else this.writeAsIs(printableText(typeof data === "string" ? data : this.decoder.decode(data, { stream: true })));
  }

  /** For text with colours in it: who writes it has seen to it that the terminal gets no other control character. */
  writeAsIs(data: string | Uint8Array): void {
    if (data.length === 0) return;
    if (typeof data === "string") {
      this.lineIsOpen = !data.endsWith("\n");
      this.pending += data;
      if (this.pending.length >= FLUSH_LENGTH) this.flush();
    } else {
      this.flush();
      this.lineIsOpen = data[data.length - 1] !== LINE_FEED;
      this.guard(() => this.put(data));
    }
  }

  /** Ends the last line, for the sake of the shell's prompt, unless a file is written. */
  endLine(): void {
    if (this.lineIsOpen && !this.isFile) this.write("\n");
  }

  flush(): void {
    const { pending } = this;
    this.pending = "";
    if (pending !== "") this.guard(() => this.put(pending));
  }

  /** Ends it; a file is in its place then. */
  close(): void {
    this.flush();
    const { file } = this;
    if (file !== undefined) this.guard(() => file.keep());
  }

  /** Ends it before it is whole: standard output has what there was, a file is not written. */
  abandon(): void {
    const { file } = this;
    if (file === undefined) this.flush();
    else this.guard(() => file.drop());
  }

  private guard(action: () => void): void {
    try {
      action();
    } catch (error) {
      throw isClosedPipe(error) || !isSystemError(error) ? error : new OutputFailure(this.name, error);
    }
  }
}

/**
 * Output to `file`, or without one and for `-` to standard output.
 *
 * @throws {CommandFailure} if the file cannot be written, or is one of those that are read.
 */
export function openOutput(environment: Environment, file: string | undefined, inputFiles: readonly string[]): Output {
  if (file === undefined || file === "-") return new Output("standard output", environment);
  try {
    if (!inputFiles.some((input) => isSameFile(file, input))) {
      return new Output(file, environment, new NewFile(environment, file));
    }
  } catch (error) {
    throw new OutputFailure(file, error);
  }
  throw new CommandFailure(ExitCode.USAGE, `${file}: is the input file`);
}

/** Does the work that writes to an output, and ends that: with `close` if what came of it is whole, else with `abandon`. */
export async function writing<Result>(
  output: Output,
  work: () => Promise<Result>,
  isWhole: (result: Result) => boolean,
): Promise<Result> {
  try {
    const result = await work();
    if (isWhole(result)) output.close();
    else output.abandon();
    return result;
  } catch (error) {
    output.abandon();
    throw error;
  }
}

/**
 * Asks for `remedies` where a person would be shown bytes.
 *
 * @throws {CommandFailure} if so.
 */
export function refuseTerminal({ isTTY }: Output, remedies: string): void {
  if (!isTTY) return;
  throw new CommandFailure(ExitCode.USAGE, `standard output is a terminal and WBXML is no text: use ${remedies}`);
}

function writeFully(fd: number, data: string | Uint8Array): void {
  const bytes = typeof data === "string" ? Buffer.from(data) : data;
  let written = 0;
  while (written < bytes.length) written += writeSync(fd, bytes, written);
}
