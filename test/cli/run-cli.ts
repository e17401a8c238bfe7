import type { Clock } from "../../src/cli/benchmark/clock.ts";
import type { OutputStream } from "../../src/cli/environment.ts";
import { run } from "../../src/cli/program.ts";
import { SteppingClock } from "../support/clocks.ts";

export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

interface Surroundings {
  /** Chunks that standard input delivers; an error among them is thrown. */
  readonly stdin: Iterable<Uint8Array | Error>;
  readonly terminals: readonly ("stdout" | "stderr")[];
  /** Width of the terminals. */
  readonly columns: number;
  readonly variables: Readonly<Record<string, string>>;
  /** Called with each piece of standard output before it is taken; may throw what the system would. */
  readonly beforeWrite: (data: string | Uint8Array) => void;
  /** Gets the pieces of both outputs in their order. */
  readonly screen: string[];
  /** Default: one that advances 5 ms each time it is read. */
  readonly clock: Clock;
  /** Gets the interrupt handler while one is installed. */
  readonly onInterrupt: Set<() => void>;
}

/** Runs the program in this process, isolated from the environment except for the file system. */
export async function runCli(args: readonly string[], surroundings: Partial<Surroundings> = {}): Promise<Outcome> {
  const {
    stdin = [],
    terminals = [],
    columns = 80,
    variables = {},
    beforeWrite = () => {},
    screen = [],
    clock = new SteppingClock(),
  } = surroundings;
  const { onInterrupt: interrupts = new Set() } = surroundings;
  const stdout = new Recorder(terminals.includes("stdout"), columns, beforeWrite, screen);
  const stderr = new Recorder(terminals.includes("stderr"), columns, () => {}, screen);
  const onInterrupt = (action: () => void) => {
    interrupts.add(action);
    return () => interrupts.delete(action);
  };
  const exitCode = await run({ args, variables, stdin: delivered(stdin), stdout, stderr, clock, onInterrupt });
  return { stdout: stdout.text, stderr: stderr.text, exitCode };
}

/** A system error as Node throws it. */
export function systemError(code: string, errno: number): Error {
  return Object.assign(new Error(`${code}: as the test wants it`), { code, errno });
}

class Recorder implements OutputStream {
  text = "";
  readonly columns: number;
  readonly isTTY: boolean;
  private readonly beforeWrite: Surroundings["beforeWrite"];
  private readonly screen: string[];
  private readonly decoder = new TextDecoder();

  constructor(isTTY: boolean, columns: number, beforeWrite: Surroundings["beforeWrite"], screen: string[]) {
    this.isTTY = isTTY;
    this.columns = columns;
    this.beforeWrite = beforeWrite;
    this.screen = screen;
  }

  write(data: string | Uint8Array): void {
    this.beforeWrite(data);
    const text = typeof data === "string" ? data : this.decoder.decode(data, { stream: true });
    this.text += text;
    this.screen.push(text);
  }
}

async function* delivered(chunks: Iterable<Uint8Array | Error>): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) {
    if (chunk instanceof Error) throw chunk;
    yield chunk;
  }
}

/** As {@link runCli}, with the bytes of standard output in hex. */
export async function runForBytes(args: readonly string[], surroundings: Partial<Surroundings> = {}): Promise<Outcome> {
  let stdout = "";
  const beforeWrite = (data: string | Uint8Array) => {
    stdout += Buffer.from(data as string).toString("hex");
  };
  return { ...(await runCli(args, { ...surroundings, beforeWrite })), stdout };
}
