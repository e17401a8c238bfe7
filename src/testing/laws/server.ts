import fc from "fast-check";
import type { Command, Status, SyncML } from "../../ast/nodes.ts";
import { decode } from "../../codec/decode.ts";
import type { Format } from "../../codec/detect-format.ts";
import { encode } from "../../codec/encode.ts";
import type { Profile } from "../../validation/profiles.ts";
import { messages } from "../messages.ts";
import { shown } from "./codec.ts";
import { type Runs, runsOf } from "./law.ts";

/** Options of the law of servers. */
export interface ServerLawOptions extends Runs {
  /** Default `"dm-1.2"`. */
  readonly profile?: Profile;
  /** Default `"wbxml"`. */
  readonly format?: Format;
}

/** The body of a request to the body of the response. */
export type Respond = (request: Uint8Array) => Uint8Array | Promise<Uint8Array>;

/**
 * A server answers each message of a client with a message of the same session: first the Status of SyncHdr, then a Status of
 * each command that requests one, with the references and name of the command it answers (RepPro Status).
 *
 * @throws {Error} fast-check's report with the smallest request for which that does not hold.
 */
export async function checkServer(respond: Respond, options: ServerLawOptions = {}): Promise<void> {
  const { profile = "dm-1.2", format = "wbxml" } = options;
  const property = fc.asyncProperty(messages({ profile, sender: "client" }), async (request) => {
    const response = decode(await respond(encode(request, { format })));
    const fault = faultOf(request, response);
    if (fault !== undefined) throw new Error(`${fault}:\n${shown(request)}\nis answered with\n${shown(response)}`);
  });
  await fc.assert(property, runsOf(options));
}

/** What is wrong with an answer, or nothing. */
function faultOf(request: SyncML, response: SyncML): string | undefined {
  const { sessionID, msgID, verDTD, verProto, noResp } = request.syncHdr;
  const { syncHdr, syncBody } = response;
  if (syncHdr.sessionID !== sessionID) return `the answer is in session ${syncHdr.sessionID}`;
  if (syncHdr.verDTD !== verDTD || syncHdr.verProto !== verProto) return "the answer is of another version";
  if (noResp) return undefined;
  const statuses = syncBody.commands.filter((command): command is Status => command.kind === "Status");
  const [first] = syncBody.commands;
  const isFirst = first?.kind === "Status" && first.cmdRef === "0" && first.cmd === "SyncHdr" && first.msgRef === msgID;
  if (!isFirst) return "the Status for SyncHdr is not the first command";
  const unanswered = request.syncBody.commands.filter(wantsStatus).find(({ kind, cmdID }) => {
    return !statuses.some(({ msgRef, cmdRef, cmd }) => msgRef === msgID && cmdRef === cmdID && cmd === kind);
  });
  return unanswered && `${unanswered.kind} ${unanswered.cmdID} has no Status`;
}

function wantsStatus(command: Command): boolean {
  // A Status is not answered, and Results are answered only if something is wrong with them.
  return command.kind !== "Status" && command.kind !== "Results" && !("noResp" in command && command.noResp);
}
