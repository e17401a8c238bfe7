import { getSystemErrorMap } from "node:util";
import * as ExitCode from "./exit-codes.ts";

/** Ends a command: its message is the line for the user. */
export class CommandFailure extends Error {
  readonly exitCode: number;

  constructor(exitCode: number, message: string, cause?: unknown) {
    super(message, { cause });
    this.exitCode = exitCode;
  }
}

/** Input stopped coming; what came before it can still be shown. */
export class InputFailure extends CommandFailure {
  constructor(name: string, cause: unknown) {
    super(ExitCode.UNREADABLE, `${name}: cannot read: ${systemReason(cause)}`, cause);
  }
}

/** Output is not taken. */
export class OutputFailure extends CommandFailure {
  constructor(name: string, cause: unknown) {
    super(ExitCode.UNREADABLE, `${name}: cannot write: ${systemReason(cause)}`, cause);
  }
}

/** Whether whoever read our output has gone: as good an end as any. */
export function isClosedPipe(error: unknown): boolean {
  // Windows says EOF.
  return error instanceof Error && /^(EPIPE|EOF)$/.test((error as NodeJS.ErrnoException).code ?? "");
}

/** Whether the system refused something; all other errors are bugs. */
export function isSystemError(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).errno !== undefined;
}

function systemReason(error: unknown): string {
  const { errno, message } = error as NodeJS.ErrnoException;
  return getSystemErrorMap().get(errno ?? 0)?.[1] ?? message;
}
