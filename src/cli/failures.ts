import { getSystemErrorMap } from "node:util";
import * as ExitCode from "./exit-codes.ts";

/** Ends a command; the message is the line shown to the user. */
export class CommandFailure extends Error {
  readonly exitCode: number;

  constructor(exitCode: number, message: string, cause?: unknown) {
    super(message, { cause });
    this.exitCode = exitCode;
  }
}

/** Input could not be read to its end; what arrived before can still be shown. */
export class InputFailure extends CommandFailure {
  constructor(name: string, cause: unknown) {
    super(ExitCode.UNREADABLE, `${name}: cannot read: ${systemReason(cause)}`, cause);
  }
}

/** Output could not be written. */
export class OutputFailure extends CommandFailure {
  constructor(name: string, cause: unknown) {
    super(ExitCode.UNREADABLE, `${name}: cannot write: ${systemReason(cause)}`, cause);
  }
}

/** Whether the reader of our output has gone away, which is a normal end (`| head`). */
export function isClosedPipe(error: unknown): boolean {
  // On Windows it is EOF.
  return error instanceof Error && /^(EPIPE|EOF)$/.test((error as NodeJS.ErrnoException).code ?? "");
}

/** Whether an error comes from a system call; all others are bugs. */
export function isSystemError(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).errno !== undefined;
}

function systemReason(error: unknown): string {
  const { errno, message } = error as NodeJS.ErrnoException;
  return getSystemErrorMap().get(errno ?? 0)?.[1] ?? message;
}
