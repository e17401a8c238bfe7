// A thread with an HTTP server: at /dm device management, at /fixed the same answer to everything.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import { dmServer, memoryStore, nodeListener } from "../src/dm/index.ts";
import { accountOf, constantRandom, getPlan, serverID } from "./dm-session.ts";

const { fixture, reply } = workerData as { readonly fixture: string; readonly reply: Uint8Array };
const account = accountOf(fixture);
const listener = nodeListener(
  dmServer({
    serverID,
    store: memoryStore(),
    account: () => account,
    plan: getPlan,
    clock: Date,
    random: constantRandom,
  }),
);
const headers = { "content-type": "application/vnd.syncml.dm+wbxml", "content-length": String(reply.length) };
const server = createServer((request, response) => {
  if (request.url === "/dm") {
    void listener(request, response);
    return;
  }
  request.resume();
  request.on("end", () => {
    response.writeHead(200, headers);
    response.end(reply);
  });
}).listen(0, "127.0.0.1", () => parentPort?.postMessage((server.address() as AddressInfo).port));
