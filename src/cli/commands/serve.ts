import { randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import * as modules from "node:module";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Command, Option } from "commander";
import type { DmAccount } from "../../dm/account.ts";
import { memoryStore } from "../../dm/memory-store.ts";
import { nodeListener } from "../../dm/node-listener.ts";
import type { Plan } from "../../dm/plan.ts";
import type { SessionPolicy } from "../../dm/policy.ts";
import { type RedisClient, redisStore } from "../../dm/redis-store.ts";
import { type DmServer, dmServer, type EndedSession } from "../../dm/server-driver.ts";
import type { SessionStore } from "../../dm/session-store.ts";
import { colorsFor } from "../colors.ts";
import type { Environment } from "../environment.ts";
import * as ExitCode from "../exit-codes.ts";
import { CommandFailure } from "../failures.ts";
import { type ColorOptions, colorOption, parseCount } from "../options.ts";
import { perform } from "../perform.ts";
import { type AccountOptions, accountOf, addAccountOptions } from "../sessions/account-options.ts";
import { planOf, readPlan } from "../sessions/plan-file.ts";
import { policyOption } from "../sessions/policy-option.ts";
import { Recorder } from "../sessions/recorder.ts";
import { SessionOutput } from "../sessions/session-output.ts";

interface ServeOptions extends ColorOptions, AccountOptions {
  readonly port: number;
  readonly host: string;
  readonly plan?: string;
  readonly get?: readonly string[];
  readonly respUri?: true;
  readonly store?: string;
  readonly record?: string;
  readonly sessions?: number;
  readonly policy: Partial<SessionPolicy>;
  readonly json?: true;
}

/** Adds `serve`: a server of device management for testing clients. */
export function addServeCommand(program: Command, environment: Environment, exit: (code: number) => void): void {
  const command = program
    .command("serve")
    .description("run a device management server for testing clients, and show its sessions")
    .option("--port <N>", "port to listen on; 0 takes a free one", parseCount, 8080)
    .option("--host <NAME>", "address to listen on", "localhost")
    .addOption(new Option("--plan <FILE>", "what is wanted of devices: JSON, or a module").conflicts("get"))
    .option("--get <URI...>", "ask for the values of these nodes")
    .option("--resp-uri", "give each session an address of its own, in RespURI")
    .option("--store <URI>", "keep sessions in Redis, redis://HOST:PORT; default: in memory")
    .option("--record <DIR>", "write each message to a file in this directory")
    .option("--sessions <N>", "end after so many sessions", parseCount)
    .addOption(policyOption());
  addAccountOptions(command)
    .option("--json", "print one JSON object a line")
    .addOption(colorOption())
    .action(async (options: ServeOptions) => {
      exit(await perform(environment, options.color, () => serve(environment, options)));
    });
}

async function serve(environment: Environment, options: ServeOptions): Promise<number> {
  const output = new SessionOutput(
    environment,
    colorsFor(environment.stdout, options.color, environment),
    options.json === true,
  );
  const account = accountOf(environment, options);
  const plan = await planFrom(options);
  const store = await openStore(options.store);
  const recorder = options.record === undefined ? undefined : new Recorder(options.record);
  const ended: EndedSession[] = [];
  let finish = (): void => {};
  let uri = "";
  const handle = dmServer({
    serverID: options.serverId,
    store: store.store,
    // A client that sends a digest need not say who it is: it is known by its address then, and here there is one account.
    account: ({ user = account.user }): DmAccount | undefined =>
      account.auth === "none" || user === account.user ? account : undefined,
    plan,
    clock: Date,
    random: (length) => randomBytes(length),
    policy: options.policy,
    ...(options.respUri && { respURI: (token: string) => `${uri}?s=${token}` }),
    on: {
      log: (event) => output.log(event),
      answered: (entry) => output.line(`    = ${describeEntry(entry)}`),
      ended: (session) => {
        ended.push(session);
        if (options.json) output.json({ event: "ended", ...session });
        if (ended.length === options.sessions) finish();
      },
    },
  });
  const listening: Pick<DmServer, "answer"> = recorder?.around(handle) ?? handle;
  const server = createServer(nodeListener(listening));
  const { port } = await listen(server, options);
  uri = `http://${options.host.includes(":") ? `[${options.host}]` : options.host}:${port}/`;
  if (options.json) output.json({ event: "listening", uri });
  else output.line(`listening on ${uri}`);
  const summarize = () => output.line(summaryOf(ended));
  const ignored = environment.onInterrupt(summarize);
  await new Promise<void>((resolve) => {
    finish = resolve;
  });
  ignored();
  // The last answer is still to go out.
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  await store.close();
  summarize();
  return ended.every(({ result }) => result === "complete") ? ExitCode.CLEAN : ExitCode.FINDINGS;
}

async function planFrom({ plan, get }: ServeOptions): Promise<Plan> {
  if (plan !== undefined) return readPlan(plan);
  return planOf(get === undefined ? [] : [get.map((uri) => ({ kind: "Get", items: [uri] }) as const)]);
}

function describeEntry({ command, uri = "", code, items }: EndedSession["history"][number]): string {
  const [item] = items;
  const value = item === undefined || command !== "Get" ? "" : ` ${JSON.stringify(item.text).slice(0, 200)}`;
  return `${command} ${uri}: ${code ?? "no status"}${value}`;
}

function summaryOf(ended: readonly EndedSession[]): string {
  const counts = new Map<string, number>();
  for (const { result } of ended) counts.set(result, (counts.get(result) ?? 0) + 1);
  const parts = [...counts].map(([result, count]) => `${count} ${result}`);
  return `${ended.length} ${ended.length === 1 ? "session" : "sessions"}${parts.length > 0 ? `: ${parts.join(", ")}` : ""}`;
}

function listen(server: Server, { port, host }: ServeOptions): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => {
      reject(new CommandFailure(ExitCode.UNREADABLE, `cannot listen on port ${port}: ${error.message}`, error));
    });
    server.listen(port, host, () => resolve(server.address() as AddressInfo));
  });
}

interface OpenStore {
  readonly store: SessionStore;
  close(): Promise<void>;
}

async function openStore(uri: string | undefined): Promise<OpenStore> {
  if (uri === undefined) return { store: memoryStore(), close: async () => {} };
  if (!/^rediss?:\/\//.test(uri))
    throw new CommandFailure(ExitCode.USAGE, `--store must be redis://HOST:PORT, not ${uri}`);
  let path: string;
  try {
    path = modules.createRequire(join(process.cwd(), "package.json")).resolve("redis");
  } catch (error) {
    const reason = "--store needs the package redis: npm install redis";
    throw new CommandFailure(ExitCode.UNREADABLE, reason, error);
  }
  const { createClient } = (await import(pathToFileURL(path).href)) as {
    createClient(options: { url: string }): RedisClient & { connect(): Promise<unknown>; quit(): Promise<unknown> };
  };
  const client = createClient({ url: uri });
  try {
    await client.connect();
  } catch (error) {
    throw new CommandFailure(ExitCode.UNREADABLE, `${uri}: ${(error as Error).message}`, error);
  }
  return { store: redisStore(client), close: async () => void (await client.quit()) };
}
