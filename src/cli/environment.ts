import type { Clock } from "./benchmark/clock.ts";

/** Standard output or standard error. */
export interface OutputStream {
  readonly isTTY: boolean;
  /** Width of the terminal, if it is one. */
  readonly columns: number | undefined;
  /** Returns once everything has been handed over; throws the system's error if that fails. */
  write(data: string | Uint8Array): void;
}

/** Everything a run of the program gets from outside, except the files named in its arguments. */
export interface Environment {
  /** Arguments, without those of the interpreter. */
  readonly args: readonly string[];
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: OutputStream;
  /** Silently drops what it cannot write. */
  readonly stderr: OutputStream;
  readonly clock: Clock;
  /** Calls `action` before a signal such as Ctrl-C ends the process. The function returned cancels that. */
  onInterrupt(action: () => void): () => void;
}
