import { closeSync, openSync, statSync, writeSync } from "node:fs";
import type { Environment } from "./environment.ts";
import * as ExitCode from "./exit-codes.ts";
import { CommandFailure, isClosedPipe, OutputFailure } from "./failures.ts";

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
  private readonly fd: number | undefined;
  private pending = "";
  private lineIsOpen = false;

  /** To the open file `fd`, or without one to standard output. */
  constructor(name: string, { stdout }: Environment, fd?: number) {
    this.name = name;
    this.fd = fd;
    this.isFile = fd !== undefined;
    this.isTTY = !this.isFile && stdout.isTTY;
    this.put = fd === undefined ? (data) => stdout.write(data) : (data) => writeFully(fd, data);
  }

  /** `data` may be overwritten as soon as this returns. */
  write(data: string | Uint8Array): void {
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

  close(): void {
    this.flush();
    const { fd } = this;
    if (fd !== undefined) this.guard(() => closeSync(fd));
  }

  private guard(action: () => void): void {
    try {
      action();
    } catch (error) {
      throw isClosedPipe(error) ? error : new OutputFailure(this.name, error);
    }
  }
}

/**
 * Output to `file`, or without one and for `-` to standard output.
 *
 * @throws {CommandFailure} if the file cannot be written, or is the one that is read.
 */
export function openOutput(environment: Environment, file: string | undefined, inputFile: string | undefined): Output {
  if (file === undefined || file === "-") return new Output("standard output", environment);
  let fd: number | undefined;
  try {
    // Opening would empty the input before it is read.
    fd = isSameFile(file, inputFile) ? undefined : openSync(file, "w");
  } catch (error) {
    throw new OutputFailure(file, error);
  }
  if (fd === undefined) throw new CommandFailure(ExitCode.USAGE, `${file}: is the input file`);
  return new Output(file, environment, fd);
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

function isSameFile(one: string, other: string | undefined): boolean {
  if (other === undefined) return false;
  const a = statSync(one, { bigint: true, throwIfNoEntry: false });
  const b = statSync(other, { bigint: true, throwIfNoEntry: false });
  return a?.isFile() === true && a.dev === b?.dev && a.ino === b.ino;
}

function writeFully(fd: number, data: string | Uint8Array): void {
  const bytes = typeof data === "string" ? Buffer.from(data) : data;
  let written = 0;
  while (written < bytes.length) written += writeSync(fd, bytes, written);
}
