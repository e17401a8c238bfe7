import * as Code from "../ast/codes/code.ts";
import { codeText } from "../ast/codes/code-of.ts";
import type { Command, SyncML } from "../ast/nodes.ts";

/** Whether a message only asks for the next one: it holds the alert for it, and no Status but for a header or such an alert. */
export function isIdle({ syncBody: { commands } }: SyncML): boolean {
  return commands.some(isNextMessage) && commands.every((one) => isNextMessage(one) || isAside(one));
}

function isNextMessage(command: Command): boolean {
  return command.kind === "Alert" && codeText(command) === Code.NEXT_MESSAGE;
}

function isAside(command: Command): boolean {
  return command.kind === "Status" && (command.cmd === "SyncHdr" || command.cmd === "Alert");
}
