import type { NewHeader } from "../../src/ast/create.ts";
import { create, newMessage, newSource, newTarget } from "../../src/ast/create.ts";
import type { Command, SyncML } from "../../src/ast/nodes.ts";

/** The answer of a server that takes everything and asks for nothing. */
export function accept(request: SyncML): SyncML {
  const { msgID = "", sessionID = "", verProto, target: own, source: peer } = request.syncHdr;
  const answer = (cmd: string, cmdRef: string, cmdID: number) =>
    create("Status", { cmdID: String(cmdID), msgRef: msgID, cmdRef, cmd, data: "200" });
  const answered = request.syncBody.commands.filter(({ kind }) => kind !== "Status" && kind !== "Results");
  const statuses: Command[] = answered.map(({ kind, cmdID = "" }, index) => answer(kind, cmdID, index + 2));
  const header: NewHeader = {
    verProto: verProto as NewHeader["verProto"],
    sessionID,
    msgID: "1",
    target: newTarget(peer?.locURI ?? ""),
    source: newSource(own?.locURI ?? ""),
  };
  return newMessage(header, [answer("SyncHdr", "0", 1), ...statuses]);
}
