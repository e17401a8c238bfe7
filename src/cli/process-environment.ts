import { writeSync } from "node:fs";
import { isatty, type WriteStream } from "node:tty";
import { processClock } from "./benchmark/clock.ts";
import type { Environment, OutputStream } from "./environment.ts";

const RETRY_MILLISECONDS = 2;
/** Signals that end a process and can be caught. */
const endingSignals: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];
const timer = new Int32Array(new SharedArrayBuffer(4));

/** The environment of this process. */
export function processEnvironment(): Environment {
  return {
    args: process.argv.slice(2),
    variables: process.env,
    // A getter, since accessing `process.stdin` keeps the process alive until the other end closes.
    get stdin() {
      return process.stdin;
    },
    stdout: standardStream(1, () => process.stdout, writeFully),
    stderr: standardStream(2, () => process.stderr, writeIfPossible),
    clock: processClock,
    onInterrupt,
  };
}

function onInterrupt(action: () => void): () => void {
  const stop = () => {
    for (const signal of endingSignals) process.off(signal, listener);
  };
  const listener = (signal: NodeJS.Signals) => {
    stop();
    action();
    // With no listener left the signal ends the process, and the parent sees which signal it was.
    process.kill(process.pid, signal);
  };
  for (const signal of endingSignals) process.on(signal, listener);
  return stop;
}

// Node's own stream is used for its width only: accessing it for a pipe would make the pipe non-blocking.
function standardStream(fd: number, stream: () => WriteStream, write: typeof writeFully): OutputStream {
  const isTTY = isatty(fd);
  return {
    isTTY,
    columns: isTTY ? stream().columns : undefined,
    write: (data) => write(fd, data),
  };
}

function writeIfPossible(fd: number, data: string | Uint8Array): void {
  try {
    writeFully(fd, data);
  } catch {
    // Nobody reads standard error, so this cannot be reported; standard output may still have its reader.
  }
}

// Synchronous: a slow reader blocks the decoder instead of filling memory, and nothing is pending at exit.
function writeFully(fd: number, data: string | Uint8Array): void {
  const bytes = typeof data === "string" ? Buffer.from(data) : data;
  let written = 0;
  while (written < bytes.length) written += writeSome(fd, bytes, written);
}

function writeSome(fd: number, bytes: Uint8Array, from: number): number {
  try {
    return writeSync(fd, bytes, from);
  } catch (error) {
    // The pipe is full and non-blocking.
    if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
    Atomics.wait(timer, 0, 0, RETRY_MILLISECONDS);
    return 0;
  }
}
