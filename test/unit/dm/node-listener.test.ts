import { once } from "node:events";
import { Agent, createServer, type IncomingMessage, type RequestOptions, request, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, expect, test } from "vitest";
import { memoryStore } from "../../../src/dm/memory-store.ts";
import { nodeListener } from "../../../src/dm/node-listener.ts";
import { script } from "../../../src/dm/script.ts";
import { type DmServerOptions, dmServer } from "../../../src/dm/server-driver.ts";
import { PlainDevice } from "../../support/plain-device.ts";

let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  server?.close();
});

async function listen(options: Partial<DmServerOptions> = {}): Promise<number> {
  const handle = dmServer({
    serverID: "com.example.dm",
    store: memoryStore(),
    account: () => ({ auth: "none", user: "tester" }),
    plan: script(function* (dm) {
      const { text } = yield dm.get("./A");
      yield dm.replace("./A", `${text}+`);
    }),
    clock: Date,
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    ...options,
  });
  server = createServer(nodeListener(handle)).listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

interface Reply {
  readonly status: number | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

async function send(port: number, pieces: readonly Uint8Array[], options: RequestOptions = {}): Promise<Reply> {
  const sending = request({ host: "127.0.0.1", port, method: "POST", ...options });
  for (const piece of pieces) sending.write(piece);
  sending.end();
  const [response] = (await once(sending, "response")) as [IncomingMessage];
  const body: Buffer[] = [];
  for await (const chunk of response) body.push(chunk);
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(body) };
}

test("a session over one connection, bodies in pieces", async () => {
  const port = await listen();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const device = new PlainDevice({ tree: { "./A": "1" } });
  for (let goesOn = true; goesOn; ) {
    const message = device.next();
    const reply = await send(port, [message.subarray(0, 10), message.subarray(10)], { agent });
    expect(reply.status).toBe(200);
    expect(reply.headers["content-length"]).toBe(String(reply.body.length));
    goesOn = device.take(reply.body);
  }
  expect(device.executed).toEqual(["Get ./A", "Replace ./A=1+"]);
  expect(await new Promise((resolve) => server?.getConnections((_, count) => resolve(count)))).toBe(1);
  agent.destroy();
});

test("what is no message, and what is too much, on a connection that goes on or is closed", async () => {
  const port = await listen({ maxRequestOctets: 1000 });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  expect((await send(port, [], { agent, method: "GET" })).status).toBe(405);
  const head = await send(port, [], { agent, method: "HEAD" });
  expect([head.status, head.body.length]).toEqual([405, 0]);
  expect((await send(port, [Buffer.from("hello")], { agent })).status).toBe(400);
  const declared = await send(port, [Buffer.alloc(2000)], { agent, headers: { "content-length": "2000" } });
  expect([declared.status, declared.headers.connection]).toEqual([413, "close"]);
  const chunked = await send(port, [Buffer.alloc(600), Buffer.alloc(600)], { agent });
  expect([chunked.status, chunked.headers.connection]).toEqual([413, "close"]);
  expect((await send(port, [new PlainDevice().next()], { agent })).status).toBe(200);
  agent.destroy();
});

test("a client that goes away leaves the server as it was", async () => {
  let looked = 0;
  let release = () => {};
  const port = await listen({
    account: async () => {
      looked++;
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return { auth: "none", user: "tester" };
    },
  });
  const broken = connect(port, "127.0.0.1");
  broken.write("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf");
  await once(broken, "connect");
  broken.destroy();
  const message = new PlainDevice({ address: "IMEI:1" }).next();
  const impatient = connect(port, "127.0.0.1");
  impatient.write(`POST / HTTP/1.1\r\nhost: x\r\ncontent-length: ${message.length}\r\n\r\n`);
  impatient.write(message);
  while (looked === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  impatient.destroy();
  await once(impatient, "close");
  release();
  const sending = send(port, [new PlainDevice({ address: "IMEI:2" }).next()]);
  while (looked === 1) await new Promise((resolve) => setTimeout(resolve, 1));
  release();
  expect((await sending).status).toBe(200);
});
