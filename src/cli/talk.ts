import type { Diagnostic } from "../core/diagnostics.ts";
import type { SyncmlError } from "../core/errors.ts";
import type { Colors } from "./colors.ts";
import type { OutputStream } from "./environment.ts";
import { printableLine } from "./printable.ts";

const CLEAR_TO_END = "\u001b[K";

/** What is said besides the data: one line for each diagnostic and error, and a status line that passes. */
export class Talk {
  private readonly stderr: OutputStream;
  private readonly colors: Colors;
  private showsStatus: boolean;
  private hasStatus = false;

  constructor(stderr: OutputStream, colors: Colors) {
    this.stderr = stderr;
    this.colors = colors;
    this.showsStatus = stderr.isTTY;
  }

  /** `FILE:0x3c (byte 60): warning CODE: MESSAGE, PATH` */
  diagnostic(name: string, { code, message, offset, path }: Diagnostic): void {
    const { bold, yellow } = this.colors;
    this.line(`${bold(`${place(name, offset)}:`)} ${yellow(`warning ${code}:`)} ${reasonIn(message, path)}`);
  }

  /**
   * `FILE:0x3c (byte 60): REASON, PATH`, in XML `FILE:0x3c (byte 60, line 2, column 7): REASON, PATH`, and `FILE: REASON, PATH`
   * where the input is none of both, so that the offset counts no bytes of it.
   */
  error(name: string, { reason, offset, path, line, column }: SyncmlError, hasBytes: boolean): void {
    const { bold, red } = this.colors;
    const at = hasBytes ? place(name, offset, line, column) : printableLine(name);
    this.line(`${bold(`${at}:`)} ${red(reasonIn(reason, path))}`);
  }

  /** `FILE: TEXT`, of what is neither wrong nor doubtful. */
  note(name: string, text: string): void {
    this.line(`${this.colors.bold(`${printableLine(name)}:`)} ${printableLine(text)}`);
  }

  failure(message: string): void {
    this.line(this.colors.red(printableLine(message)));
  }

  /** What else may be tried. */
  hint(text: string): void {
    this.line(this.colors.dim(text));
  }

  /** Shows `text` until the next line or status, if there is a terminal to show it on. */
  status(text: string): void {
    if (!this.showsStatus) return;
    this.stderr.write(`\r${text}${CLEAR_TO_END}`);
    this.hasStatus = true;
  }

  clearStatus(): void {
    if (!this.hasStatus) return;
    this.hasStatus = false;
    this.stderr.write(`\r${CLEAR_TO_END}`);
  }

  /** Shows no status any more: for data that runs over the same terminal, and is a sign of life itself. */
  hideStatus(): void {
    this.clearStatus();
    this.showsStatus = false;
  }

  private line(text: string): void {
    this.clearStatus();
    this.stderr.write(`${text}\n`);
  }
}

/** `FILE:0x3c (byte 60)`, in XML with line and column, and the name alone where there is no offset. */
export function place(name: string, offset?: number, line?: number, column?: number): string {
  if (offset === undefined) return printableLine(name);
  const inText = line === undefined || column === undefined ? "" : `, line ${line}, column ${column}`;
  return `${printableLine(name)}:0x${offset.toString(16)} (byte ${offset}${inText})`;
}

/** A reason and where it holds, on one line. Both quote what the peer sent. */
export function reasonIn(reason: string, path: string | undefined): string {
  return printableLine(path ? `${reason}, ${path}` : reason);
}
