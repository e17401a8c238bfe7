import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { Agent, request as httpRequest, type IncomingMessage } from "node:http";
import { fileURLToPath } from "node:url";
import type { ClientClock, ClientResponse, ClientRun } from "../../../src/dm/client-driver.ts";
import { dmClient } from "../../../src/dm/client-driver.ts";
import { memoryStore } from "../../../src/dm/memory-store.ts";
import type { SessionPolicy } from "../../../src/dm/policy.ts";
import { type DmServer, dmServer } from "../../../src/dm/server-driver.ts";
import { FleetDevice } from "./fleet-device.ts";
import { accountOf, addressOf, fleetPlan, serverID } from "./fleet-plan.ts";
import type { Told } from "./told.ts";

/** Sends a message to some server. */
type Send = (message: Uint8Array, contentType: string) => Promise<ClientResponse>;

/** How one device's session went. */
export interface DeviceRun {
  readonly device: number;
  readonly run: ClientRun;
  /** What the device has executed. */
  readonly log: readonly string[];
  readonly ms: number;
}

const clock: ClientClock = {
  now: Date.now,
  after: (ms, wake) => {
    const timer = setTimeout(wake, ms);
    return () => clearTimeout(timer);
  },
};
const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

const clientPolicy: Partial<SessionPolicy> = {
  ownMaxMsgSize: 4096,
  resendAttempts: 500,
  backoffInitial: 2,
  backoffMax: 50,
  sessionAttempts: 1,
};

/** Runs one session of each device, so many at a time. `done` is called after each. */
export async function runDevices(
  count: number,
  atOnce: number,
  send: Send,
  done: (count: number) => void = () => {},
): Promise<DeviceRun[]> {
  const runs: DeviceRun[] = [];
  let next = 0;
  const work = async () => {
    while (next < count) {
      const number = next++;
      const device = new FleetDevice(number);
      const client = dmClient({
        account: accountOf(device.identity),
        serverURI: "http://dm.example/",
        device,
        send: async (request) => {
          const { headers } = request as Request;
          const body = new Uint8Array(await (request as Request).arrayBuffer());
          return send(body, headers.get("content-type") ?? "");
        },
        clock,
        random,
        policy: clientPolicy,
      });
      const begun = performance.now();
      const run = await client.run();
      runs.push({ device: number, run, log: device.log, ms: performance.now() - begun });
      done(runs.length);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, work));
  return runs.sort((a, b) => a.device - b.device);
}

/** The same fleet with one server in this process, and nothing that goes wrong: what is to come out. */
export async function runInOneProcess(count: number, told: Told[]): Promise<DeviceRun[]> {
  const server: DmServer = dmServer({
    serverID,
    store: memoryStore(),
    account: ({ address }) => accountOf(address),
    plan: fleetPlan,
    clock,
    random,
    policy: { ownMaxMsgSize: 4096 },
    on: {
      alert: ({ correlator = "" }, { id }) => told.push({ kind: "alert", device: id, correlator }),
      ended: ({ device, result, history }) =>
        told.push({ kind: "ended", device: device.id, result, history: JSON.stringify(history) }),
    },
  });
  return runDevices(count, 50, async (message) => {
    const { status, headers, body } = await server.answer({
      method: "POST",
      header: () => undefined,
      read: async () => message,
      raw: undefined,
    });
    return new Response(new Uint8Array(body), { status, headers });
  });
}

/** What goes wrong on the way, as shares of all messages. */
export interface Faults {
  /** The request does not arrive. */
  readonly lost: number;
  /** It is executed, and the reply does not arrive. */
  readonly replyLost: number;
  /** It arrives twice, at two processes, at the same time. */
  readonly twice: number;
}

/** Several server processes that share a Redis, with a load balancer in front of them that chooses at random. */
export class ServerProcesses {
  /** All that they have told. */
  readonly told: Told[] = [];
  /** Requests sent. */
  requests = 0;
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 200 });
  private readonly processes: { readonly child: ChildProcess; readonly port: number }[] = [];
  private readonly faults: Faults;
  private readonly chance: () => number;

  private constructor(faults: Faults, chance: () => number) {
    this.faults = faults;
    this.chance = chance;
  }

  static async start(count: number, redis: string, faults: Faults, chance: () => number): Promise<ServerProcesses> {
    const servers = new ServerProcesses(faults, chance);
    await Promise.all(Array.from({ length: count }, () => servers.startOne(redis)));
    return servers;
  }

  private async startOne(redis: string): Promise<void> {
    const script = fileURLToPath(new URL("server-process.ts", import.meta.url));
    const child = spawn(process.execPath, ["--import", "tsx", script, redis], {
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    const port = await new Promise<number>((resolve, reject) => {
      child.on("exit", (code) => reject(new Error(`a server process ended with ${code}`)));
      child.on("message", (message) => {
        const told = message as Told;
        if (told.kind === "listening") resolve(told.port);
        else this.told.push(told);
      });
    });
    this.processes.push({ child, port });
  }

  /** Kills one of them, which gets no chance to finish anything. Its port stays among those that are chosen from. */
  async kill(index: number): Promise<number> {
    const { child } = this.processes[index] as (typeof this.processes)[number];
    const pid = child.pid as number;
    const ended = once(child, "exit");
    process.kill(pid, "SIGKILL");
    await ended;
    return pid;
  }

  async stop(): Promise<void> {
    this.agent.destroy();
    for (const { child } of this.processes) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = once(child, "exit");
      child.disconnect();
      await ended;
    }
  }

  readonly send: Send = async (message, contentType) => {
    const { lost, replyLost, twice } = this.faults;
    if (this.chance() < lost) throw new Error("the request was lost");
    const copies = this.chance() < twice ? 2 : 1;
    const replies = Array.from({ length: copies }, () => this.post(message, contentType));
    // Whichever comes first; the others are not heard.
    const reply = await Promise.any(replies);
    if (this.chance() < replyLost) throw new Error("the reply was lost");
    return reply;
  };

  private async post(message: Uint8Array, contentType: string): Promise<ClientResponse> {
    this.requests++;
    const { port } = this.processes[Math.floor(this.chance() * this.processes.length)] as { readonly port: number };
    const sending = httpRequest({
      host: "127.0.0.1",
      port,
      method: "POST",
      agent: this.agent,
      headers: { "content-type": contentType, "content-length": message.length },
    });
    sending.end(message);
    const [response] = (await once(sending, "response")) as [IncomingMessage];
    const pieces: Buffer[] = [];
    for await (const piece of response) pieces.push(piece);
    // One second is the least that HTTP can say; a test does not wait for so long.
    const headers = new Headers(response.headers as Record<string, string>);
    headers.delete("retry-after");
    return new Response(Buffer.concat(pieces), { status: response.statusCode ?? 500, headers });
  }
}

/** What has been told of devices, each thing once, in the order of their numbers. */
export function outcomes(told: readonly Told[], count: number): unknown[] {
  const byDevice = new Map<string, Set<string>>();
  for (const one of told) {
    if (one.kind !== "alert" && one.kind !== "ended") continue;
    const { device, ...what } = one;
    byDevice.set(device, (byDevice.get(device) ?? new Set()).add(JSON.stringify(what)));
  }
  return Array.from({ length: count }, (_, number) => [...(byDevice.get(addressOf(number)) ?? [])].sort());
}

/** Numbers from 0 to 1 that a seed repeats. */
export function chanceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
