import { writeSync } from "node:fs";
import type { Environment } from "./environment.ts";
import * as ExitCode from "./exit-codes.ts";
import { CommandFailure, isClosedPipe, isSystemError, OutputFailure } from "./failures.ts";
import { NewFile } from "./new-file.ts";
import { printableText } from "./printable.ts";
import { isSameFile } from "./same-file.ts";

const FLUSH_LENGTH = 65_536;
const LINE_FEED = 0x0a;

/** Where a command writes its data. Small strings are collected, so that a line does not cost a system call. */
export class Output {
  /** It is a terminal. */
  readonly isTTY: boolean;
  /** It is a file named by `--output`, which gets the document and nothing else. */
  readonly isFile: boolean;
  private readonly name: string;
  private readonly put: (data: string | Uint8Array) => void;
  private readonly file: NewFile | undefined;
  private readonly decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  private pending = "";
  private lineIsOpen = false;

  /** Writes to `file`, or to standard output if it is absent. */
  constructor(name: string, { stdout }: Environment, file?: NewFile) {
    this.name = name;
    this.file = file;
    this.isFile = file !== undefined;
    this.isTTY = !this.isFile && stdout.isTTY;
    this.put = file === undefined ? (data) => stdout.write(data) : (data) => writeFully(file.fd, data);
  }

  /**
   * Writes `data`, which the caller may overwrite as soon as this returns. On a terminal, bytes are taken as UTF-8, and
   * control characters other than line feed and tab are printed as escapes.
   */
  write(data: string | Uint8Array): void {
    if (!this.isTTY) this.writeAsIs(data);
    else this.writeAsIs(printableText(typeof data === "string" ? data : this.decoder.decode(data, { stream: true })));
  }

  /** Writes coloured text. The caller has already escaped all other control characters. */
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

  /** Ends the last line, so that the shell's prompt is on a line of its own; does nothing for a file. */
  endLine(): void {
    if (this.lineIsOpen && !this.isFile) this.write("\n");
  }

  flush(): void {
    const { pending } = this;
    this.pending = "";
    if (pending !== "") this.guard(() => this.put(pending));
  }

  /** Finishes the output; a file is then in its place. */
  close(): void {
    this.flush();
    const { file } = this;
    if (file !== undefined) this.guard(() => file.keep());
  }

  /** Gives up an incomplete output: standard output shows what there is, a file is discarded. */
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
 * Opens `file` for output; absent or `-` means standard output.
 *
 * @throws {CommandFailure} if the file cannot be written, or is one of the input files.
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

/** Runs `work`, which writes to `output`; then closes the output if the result is whole, and abandons it otherwise. */
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
 * Refuses to write WBXML to a terminal, and suggests `remedies`.
 *
 * @throws {CommandFailure} if the output is a terminal.
 */
export function refuseTerminal({ isTTY }: Output, remedies: string): void {
  if (!isTTY) return;
  throw new CommandFailure(ExitCode.USAGE, `standard output is a terminal and WBXML is not text: use ${remedies}`);
}

function writeFully(fd: number, data: string | Uint8Array): void {
  const bytes = typeof data === "string" ? Buffer.from(data) : data;
  let written = 0;
  while (written < bytes.length) written += writeSync(fd, bytes, written);
}
