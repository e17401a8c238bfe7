import { once } from "node:events";
import { createServer, type IncomingMessage, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Command, Status, SyncML } from "../../../src/ast/nodes.ts";
import { decode } from "../../../src/codec/decode.ts";
import { readCommands } from "../../../src/streams/index.ts";
import { cutAt } from "../../../src/testing/chunkings.ts";
import { byteByByte } from "../../support/chunks.ts";
import { corpusBytes, wbxmlBodies, xmlBodies } from "../../support/corpus.ts";
import { message } from "../../support/message.ts";
import { server } from "./documented-server.ts";

const bodies = [...wbxmlBodies, ...xmlBodies].map(({ file }) => file);
/** The requests of one recorded session. */
const requestsOf = (scenario: string) =>
  bodies.filter((file) => new RegExp(`/${scenario}/\\d+-req\\.\\w+$`).test(file));
const everySeventh = (document: Uint8Array) =>
  cutAt(
    document,
    Array.from({ length: Math.floor(document.length / 7) }, (_, index) => (index + 1) * 7),
  );

async function listen(to: Server): Promise<number> {
  await once(to.listen(0, "127.0.0.1"), "listening");
  return (to.address() as AddressInfo).port;
}

function open(port: number) {
  const upload = request({ port, host: "127.0.0.1", method: "POST", headers: { "transfer-encoding": "chunked" } });
  const answer = once(upload, "response").then(([response]) => response as IncomingMessage);
  return { upload, answer };
}

/** Sends a body chunk by chunk, and returns the status and the body of the answer. */
async function post(port: number, chunks: readonly Uint8Array[]) {
  const { upload, answer } = open(port);
  upload.setNoDelay(true);
  for (const chunk of chunks) upload.write(chunk);
  upload.end();
  const response = await answer;
  const pieces: Uint8Array[] = [];
  for await (const piece of response) pieces.push(piece as Uint8Array);
  return { code: response.statusCode, body: new Uint8Array(Buffer.concat(pieces)) };
}

/** The commands of a message in order, each container followed by its own. */
function flat(commands: readonly Command[]): Command[] {
  return commands.flatMap((command) => ("commands" in command ? [command, ...flat(command.commands)] : [command]));
}

const refs = ({ syncBody }: SyncML) =>
  syncBody.commands
    .filter((command): command is Status => command.kind === "Status")
    .map(({ msgRef, cmdRef, cmd }) => `${msgRef} ${cmdRef} ${cmd}`);

describe("the server of docs/decoding.md", () => {
  let port = 0;
  beforeAll(async () => {
    port = await listen(server);
  });
  afterAll(() => {
    server.close();
  });

  test.each(["p01-basic-wbxml", "p02-basic-xml", "p05-largeobj-down-xml", "p10-syncml11-wbxml"])(
    "answers the recorded session %s, fed in chunks of seven bytes",
    async (scenario) => {
      const requests = requestsOf(scenario);
      expect(requests.length).toBeGreaterThan(4);
      for (const file of requests) {
        const sent = corpusBytes(file);
        const asked = decode(sent);
        const { code, body } = await post(port, everySeventh(sent));
        expect(code).toBe(200);
        const answer = decode(body);
        expect(answer.wire?.format).toBe(asked.wire?.format);
        expect(answer.syncHdr).toMatchObject({
          sessionID: asked.syncHdr.sessionID,
          target: { locURI: asked.syncHdr.source?.locURI },
          source: { locURI: asked.syncHdr.target?.locURI },
        });
        const { msgID } = asked.syncHdr;
        const due = flat(asked.syncBody.commands)
          .filter(({ kind }) => kind !== "Status")
          .map(({ cmdID, kind }) => `${msgID} ${cmdID} ${kind}`);
        expect(refs(answer)).toEqual([`${msgID} 0 SyncHdr`, ...due]);
        expect(new Set(answer.syncBody.commands.map(({ cmdID }) => cmdID)).size).toBe(due.length + 1);
      }
    },
  );

  test("has a Status for each command that the recorded server has one for, in the same order", async () => {
    for (const file of requestsOf("p01-basic-wbxml")) {
      const { body } = await post(port, everySeventh(corpusBytes(file)));
      const recorded = refs(decode(corpusBytes(file.replace("-req", "-resp"))));
      expect(recorded.length).toBeGreaterThan(0);
      const given = refs(decode(body));
      expect(given.filter((ref) => recorded.includes(ref))).toEqual(recorded);
    }
  });

  test("answers what it cannot read with what is wrong", async () => {
    const document = corpusBytes(requestsOf("p01-basic-wbxml")[0] as string);
    const { code, body } = await post(port, byteByByte(document.subarray(0, 100)));
    expect(code).toBe(400);
    expect(Buffer.from(body).toString()).toContain("truncated-input at byte 100");
  });
});

test("a server answers before the upload ends, and reads no more of it", async () => {
  const document = message(["Alert", ["CmdID", "1"]], ["Final"]);
  let entries = 0;
  const early = createServer(async (incoming, response) => {
    for await (const entry of readCommands(incoming.iterator({ destroyOnReturn: false }))) {
      entries++;
      if (entry.kind !== "header") continue;
      response.writeHead(401, { connection: "close" }).end();
      break;
    }
  });
  const { upload, answer } = open(await listen(early));
  upload.on("error", () => {});
  upload.write(document.subarray(0, -4));
  const response = await answer;
  expect(response.statusCode).toBe(401);
  expect(upload.writableEnded).toBe(false);
  expect(entries).toBe(1);
  response.resume();
  upload.destroy();
  early.close();
});
