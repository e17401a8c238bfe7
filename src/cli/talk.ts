import type { Diagnostic } from "../core/diagnostics.ts";
import type { SyncmlError } from "../core/errors.ts";
import type { Colors } from "./colors.ts";
import type { OutputStream } from "./environment.ts";
import { printableLine } from "./printable.ts";

const CLEAR_TO_END = "\u001b[K";

/** Writes to standard error: a line for each diagnostic, error and note, and a transient status line. */
export class Talk {
  private readonly stderr: OutputStream;
  readonly colors: Colors;
  private canShowStatus: boolean;
  private hasStatus = false;

  constructor(stderr: OutputStream, colors: Colors) {
    this.stderr = stderr;
    this.colors = colors;
    this.canShowStatus = stderr.isTTY;
  }

  /** Whether a status would be seen. */
  get showsStatus(): boolean {
    return this.canShowStatus;
  }

  /** `FILE:0x3c (byte 60): warning CODE: MESSAGE, PATH` */
  diagnostic(name: string, { code, message, offset, path }: Diagnostic): void {
    const { bold, yellow } = this.colors;
    this.line(`${bold(`${place(name, offset)}:`)} ${yellow(`warning ${code}:`)} ${reasonIn(message, path)}`);
  }

  /**
   * `FILE:0x3c (byte 60): REASON, PATH`; in XML `FILE:0x3c (byte 60, line 2, column 7): REASON, PATH`. Without `hasBytes`,
   * `FILE: REASON, PATH`: the input is neither WBXML nor XML, so the offset does not count its bytes.
   */
  error(name: string, { reason, offset, path, line, column }: SyncmlError, hasBytes: boolean): void {
    const { bold, red } = this.colors;
    const at = hasBytes ? place(name, offset, line, column) : printableLine(name);
    this.line(`${bold(`${at}:`)} ${red(reasonIn(reason, path))}`);
  }

  /** `FILE: TEXT`, for information. */
  note(name: string, text: string): void {
    this.line(`${this.colors.bold(`${printableLine(name)}:`)} ${printableLine(text)}`);
  }

  /** `error: TEXT` or `warning: TEXT`, and what was looked at and what to do, a line each. */
  problem(severity: "error" | "warning", text: string, hints: readonly string[]): void {
    const { bold, red, yellow, dim } = this.colors;
    const paint = severity === "error" ? red : yellow;
    this.line(`${paint(bold(`${severity}:`))} ${printableLine(text)}`);
    for (const hint of hints) this.line(dim(`  ${printableLine(hint)}`));
  }

  failure(message: string): void {
    this.line(this.colors.red(printableLine(message)));
  }

  /** Suggests what to try instead. */
  hint(text: string): void {
    this.line(this.colors.dim(text));
  }

  /** Shows `text` until the next line or status, if standard error is a terminal. */
  status(text: string): void {
    if (!this.canShowStatus) return;
    this.stderr.write(`\r${text}${CLEAR_TO_END}`);
    this.hasStatus = true;
  }

  clearStatus(): void {
    if (!this.hasStatus) return;
    this.hasStatus = false;
    this.stderr.write(`\r${CLEAR_TO_END}`);
  }

  /** Turns the status line off: data on the same terminal would overwrite it, and shows progress anyway. */
  hideStatus(): void {
    this.clearStatus();
    this.canShowStatus = false;
  }

  private line(text: string): void {
    this.clearStatus();
    this.stderr.write(`${text}\n`);
  }
}

/** `FILE:0x3c (byte 60)`, in XML with line and column; the name alone if there is no offset. */
export function place(name: string, offset?: number, line?: number, column?: number): string {
  if (offset === undefined) return printableLine(name);
  const inText = line === undefined || column === undefined ? "" : `, line ${line}, column ${column}`;
  return `${printableLine(name)}:0x${offset.toString(16)} (byte ${offset}${inText})`;
}

/** A reason and its path, on one line. Escaped, since both quote what the peer sent. */
export function reasonIn(reason: string, path: string | undefined): string {
  return printableLine(path ? `${reason}, ${path}` : reason);
}
