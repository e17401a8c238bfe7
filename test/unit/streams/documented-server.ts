import { createServer } from "node:http";
import { create, encode, newSource, newTarget, type SyncML } from "../../../src/index.ts";
import { readCommands } from "../../../src/streams/index.ts";

export const server = createServer(async (request, response) => {
  const done = [["0", "SyncHdr"]];
  try {
    // Authenticate at "header", work at "command": the rest is still arriving, and the socket stays open for an answer.
    for await (const entry of readCommands(request.iterator({ destroyOnReturn: false }))) {
      if (entry.kind === "command") done.push([entry.command.cmdID ?? "", entry.command.kind]);
      if (entry.kind === "end") response.end(encode(answer(entry.message, done)));
    }
  } catch (error) {
    response.writeHead(400).end(`${error}`);
  }
});

function answer({ syncHdr: from, ...rest }: SyncML, done: string[][]): SyncML {
  const asked = done.filter(([, cmd]) => cmd !== "Status");
  const commands = asked.map(([cmdRef = "", cmd = ""], index) =>
    create("Status", { cmdID: `${index + 1}`, msgRef: from.msgID ?? "", cmdRef, cmd, data: "200" }),
  );
  const route = { target: newTarget(from.source?.locURI ?? ""), source: newSource(from.target?.locURI ?? "") };
  return { ...rest, syncHdr: { ...from, ...route, cred: undefined }, syncBody: { ...rest.syncBody, commands } };
}
