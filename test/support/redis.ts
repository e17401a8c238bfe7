import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A Redis server of the test's own, which keeps nothing. */
export interface RedisServer {
  /** Its Unix socket. */
  readonly path: string;
  /** Its port on 127.0.0.1. */
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts Debian's `redis-server` on a free port, and on a socket in a new folder. */
export async function startRedis(): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), "syncml-redis-"));
  const path = join(folder, "redis.sock");
  const port = await freePort();
  const args = [
    "--port",
    String(port),
    "--bind",
    "127.0.0.1",
    "--unixsocket",
    path,
    "--save",
    "",
    "--appendonly",
    "no",
    "--dir",
    folder,
  ];
  const server = spawn("redis-server", args, { stdio: ["ignore", "pipe", "inherit"] });
  await ready(server);
  return {
    path,
    port,
    stop: async () => {
      const ended = once(server, "exit");
      server.kill();
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function ready(server: ChildProcess): Promise<void> {
  let said = "";
  await new Promise<void>((resolve, reject) => {
    server.on("error", reject);
    server.on("exit", (code) => reject(new Error(`redis-server ended with ${code}: ${said}`)));
    server.stdout?.on("data", (chunk) => {
      said += chunk;
      // "Ready to accept connections unix", or with other words before version 7.
      if (/accept connections/.test(said)) resolve();
    });
  });
  server.stdout?.removeAllListeners("data");
  server.stdout?.resume();
}

/** A connection to Redis with the least of a client: commands in, replies of RESP 2 out, in order. */
export class RedisConnection {
  private readonly socket: Socket;
  private readonly waiting: { resolve(reply: unknown): void; reject(error: Error): void }[] = [];
  private buffer: Buffer = Buffer.alloc(0);

  constructor(path: string) {
    this.socket = connect(path);
    this.socket.on("data", (chunk) => {
      this.buffer = Buffer.concat([this.buffer, chunk]);
      for (let read = readReply(this.buffer, 0); read !== undefined; read = readReply(this.buffer, 0)) {
        this.buffer = this.buffer.subarray(read.end);
        const { resolve, reject } = this.waiting.shift() as (typeof this.waiting)[number];
        if (read.value instanceof Error) reject(read.value);
        else resolve(read.value);
      }
    });
    this.socket.on("error", (error) => this.fail(error));
    this.socket.on("close", () => this.fail(new Error("the connection to Redis was closed")));
  }

  readonly send = (command: readonly string[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      const parts = command.map((part) => `$${Buffer.byteLength(part)}\r\n${part}\r\n`);
      this.socket.write(`*${command.length}\r\n${parts.join("")}`);
    });

  close(): void {
    this.socket.destroy();
  }

  private fail(error: Error): void {
    for (const { reject } of this.waiting.splice(0)) reject(error);
  }
}

interface ReadReply {
  readonly value: unknown;
  readonly end: number;
}

/** The reply that begins at `start`; `undefined` if it has not arrived whole. */
function readReply(buffer: Buffer, start: number): ReadReply | undefined {
  const lineEnd = buffer.indexOf("\r\n", start);
  if (lineEnd < 0) return undefined;
  const line = buffer.toString("utf8", start + 1, lineEnd);
  const after = lineEnd + 2;
  switch (String.fromCharCode(buffer[start] as number)) {
    case "+":
      return { value: line, end: after };
    case "-":
      return { value: new Error(line), end: after };
    case ":":
      return { value: Number(line), end: after };
    case "$": {
      const length = Number(line);
      if (length < 0) return { value: null, end: after };
      if (buffer.length < after + length + 2) return undefined;
      return { value: buffer.toString("utf8", after, after + length), end: after + length + 2 };
    }
    case "*": {
      if (Number(line) < 0) return { value: null, end: after };
      const values: unknown[] = [];
      let end = after;
      for (let index = 0; index < Number(line); index++) {
        const read = readReply(buffer, end);
        if (read === undefined) return undefined;
        values.push(read.value);
        end = read.end;
      }
      return { value: values, end };
    }
    default:
      throw new Error(`no reply of Redis: ${line}`);
  }
}
