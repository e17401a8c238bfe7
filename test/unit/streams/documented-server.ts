import { createServer } from "node:http";
import { encode, reply, type SyncML } from "../../../src/index.ts";
import { readCommands } from "../../../src/streams/index.ts";

export const server = createServer(async (request, response) => {
  const done: { cmd: string; cmdRef: string }[] = [];
  try {
    // Authenticate at "header", work at "command": the rest is still arriving, and the socket stays open for an answer.
    for await (const entry of readCommands(request.iterator({ destroyOnReturn: false }))) {
      if (entry.kind === "command") done.push({ cmd: entry.command.kind, cmdRef: entry.command.cmdID ?? "" });
      if (entry.kind === "end") response.end(encode(answerTo(entry.message, done)));
    }
  } catch (error) {
    response.writeHead(400).end(`${error}`);
  }
});

function answerTo(message: SyncML, done: readonly { cmd: string; cmdRef: string }[]): SyncML {
  const { msgID: msgRef = "" } = message.syncHdr;
  const asked = done.filter(({ cmd }) => cmd !== "Status");
  const statuses = asked.map((one) => ({ kind: "Status", msgRef, ...one, data: "200" }) as const);
  return reply(message, statuses, { headerStatus: 200 });
}
