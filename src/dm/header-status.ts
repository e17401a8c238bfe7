import type { Status, SyncML } from "../ast/nodes.ts";
import { sameID } from "./ids.ts";

/** Whether a Status is for the header of a message; without a CmdRef, by its Cmd, as one client leaves it out. */
export function isOfHeader({ cmdRef, cmd }: Status): boolean {
  return sameID(cmdRef ?? (cmd === "SyncHdr" ? "0" : "1"), "0");
}

/** The Status for the header of the peer's last message. */
export function headerStatus({ syncBody: { commands } }: SyncML): Status | undefined {
  return commands.find((one): one is Status => one.kind === "Status" && isOfHeader(one));
}
