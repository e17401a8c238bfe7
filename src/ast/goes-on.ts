import * as Code from "./codes/code.ts";
import { codeText } from "./codes/code-of.ts";
import type { Command } from "./nodes.ts";

const nextMessageAlerts: readonly string[] = [Code.NEXT_MESSAGE, Code.SYNC_NEXT_MESSAGE];

/** Whether a package continues after a message with this command: it has MoreData, or asks for the next message. */
export function goesOn(command: Command): boolean {
  if (command.kind === "Alert" && nextMessageAlerts.includes(codeText(command))) return true;
  return "items" in command && command.items.some(({ moreData }) => moreData === true);
}
