/** Where data or talk goes. */
export interface OutputStream {
  readonly isTTY: boolean;
  /** Width of the terminal, if it is one. */
  readonly columns: number | undefined;
  /** Returns once all of it is handed over; throws the system's error if that fails. */
  write(data: string | Uint8Array): void;
}

/** All that a run of the program gets from outside, except the files that its arguments name. */
export interface Environment {
  /** Arguments without those of the interpreter. */
  readonly args: readonly string[];
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: OutputStream;
  /** Drops what it cannot write. */
  readonly stderr: OutputStream;
  /**
   * Has `action` called if the process is told to end, as by Ctrl-C, before it does; what is returned takes that back.
   */
  onInterrupt(action: () => void): () => void;
}
