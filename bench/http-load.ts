import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { Worker } from "node:worker_threads";
import { deviceOf, type Format, sessionMessages } from "./dm-session.ts";

const CONNECTIONS = 16;
const SESSIONS = 4;
/** Sessions of each device before anything is timed: a server has its final speed after some thousand requests. */
const WARM_SESSIONS = 150;
const END_OF_HEAD = Buffer.from("\r\n\r\n");

/** Says requests to a server in a thread of its own. It does little more than write octets, so that the server is what is measured. */
export class HttpLoad {
  /** Octets of the messages that one call sends. */
  readonly bytes: number;
  private readonly worker: Worker;
  private readonly devices: readonly Device[];
  private readonly ready: Promise<void>;

  constructor(fixture: string, format: Format, path: string) {
    const recorded = Array.from({ length: CONNECTIONS }, (_, number) =>
      sessionMessages(fixture, format, deviceOf(number)),
    );
    this.worker = new Worker(new URL("./http-server.mjs", import.meta.url), {
      workerData: { fixture, reply: recorded[0]?.[1] },
    });
    const type = `application/vnd.syncml.dm+${format}`;
    this.devices = recorded.map((messages) => new Device(path, type, messages));
    const sizes = recorded.flatMap((messages) => messages.filter((_, index) => index % 2 === 0));
    this.bytes = SESSIONS * sizes.reduce((sum, { length }) => sum + length, 0);
    this.ready = this.open();
  }

  async run(): Promise<void> {
    await this.ready;
    await Promise.all(this.devices.map((device) => device.sessions(SESSIONS)));
  }

  /** How many answers were not what the machine said, or with fixed answers not the reply. */
  async differences(): Promise<number> {
    await this.ready;
    const found = await Promise.all(this.devices.map((device) => device.differences()));
    return found.reduce((sum, one) => sum + one, 0);
  }

  async close(): Promise<void> {
    await this.ready;
    for (const device of this.devices) device.close();
    await this.worker.terminate();
  }

  private async open(): Promise<void> {
    const [port] = (await once(this.worker, "message")) as [number];
    await Promise.all(
      this.devices.map(async (device) => {
        await device.open(port);
        await device.sessions(WARM_SESSIONS);
      }),
    );
  }
}

class Device {
  private readonly requests: readonly Buffer[];
  private readonly replies: readonly Uint8Array[];
  private readonly isFixed: boolean;
  private socket: Socket | undefined;

  constructor(path: string, type: string, messages: readonly Uint8Array[]) {
    this.isFixed = path === "/fixed";
    this.replies = messages.filter((_, index) => index % 2 === 1);
    this.requests = messages
      .filter((_, index) => index % 2 === 0)
      .map((body) => {
        const head = `POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: ${type}\r\ncontent-length: ${body.length}\r\n\r\n`;
        return Buffer.concat([Buffer.from(head), body]);
      });
  }

  async open(port: number): Promise<void> {
    this.socket = connect(port, "127.0.0.1").setNoDelay(true);
    await once(this.socket, "connect");
  }

  async sessions(count: number): Promise<void> {
    for (let session = 0; session < count; session++) {
      for (const request of this.requests) await this.exchange(request);
    }
  }

  async differences(): Promise<number> {
    let different = 0;
    for (const [index, request] of this.requests.entries()) {
      const body = await this.exchange(request);
      if (body.length === 0 || (!this.isFixed && !body.equals(this.replies[index] as Uint8Array))) different++;
    }
    return different;
  }

  close(): void {
    this.socket?.destroy();
  }

  /** The body of the answer. */
  private exchange(request: Buffer): Promise<Buffer> {
    const socket = this.socket as Socket;
    return new Promise((resolve, reject) => {
      let come: Buffer | undefined;
      const take = (piece: Buffer) => {
        come = come === undefined ? piece : Buffer.concat([come, piece]);
        const end = come.indexOf(END_OF_HEAD);
        if (end < 0) return;
        const head = come.toString("latin1", 0, end);
        const from = end + END_OF_HEAD.length;
        const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
        if (come.length < from + length) return;
        socket.off("data", take);
        if (head.startsWith("HTTP/1.1 200")) resolve(come.subarray(from));
        else reject(new Error(`the server answered ${head} ${come.toString("utf8", from)}`));
      };
      socket.on("data", take);
      socket.write(request);
    });
  }
}
