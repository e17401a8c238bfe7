// Compiled, never run: the line after an expectation must be an error, or the compiler reports the expectation.
import {
  type Command,
  convert,
  create,
  encode,
  newItem,
  newMessage,
  type Octets,
  type Replace,
  type SyncML,
} from "../../src/index.ts";
import { assembleTokens } from "../../src/wbxml/index.ts";

const header = { verProto: "DM/1.2", sessionID: "1", msgID: "1", target: "t", source: "s" } as const;

// A literal of a message is a message.
export const literal: Replace = { kind: "Replace", cmdID: "4", items: [{ kind: "Item", data: "x" }] };

// @ts-expect-error a number is no text
export const numeric: Replace = { kind: "Replace", cmdID: 4, items: [] };
// @ts-expect-error a field of another command
export const foreign: Replace = { kind: "Replace", cmdID: "4", items: [], correlator: "c" };
// @ts-expect-error the list of a command is always there
export const listless: Replace = { kind: "Replace", cmdID: "4" };
// @ts-expect-error a flag is true or absent
export const falseFlag: Replace = { kind: "Replace", noResp: false, items: [] };
// @ts-expect-error a kind that does not exist
export const unknown: Command = { kind: "Grab", items: [] };

create("Get", { cmdID: "1", items: [newItem("./DevInfo")] });
// @ts-expect-error the standard requires CmdID
create("Get", { items: [] });
// @ts-expect-error the standard requires Data
create("Status", { cmdID: "1", msgRef: "1", cmdRef: "0", cmd: "SyncHdr" });
// @ts-expect-error a field that Get does not have
create("Get", { cmdID: "1", items: [], data: "1" });
// @ts-expect-error a kind that does not exist
create("Grab", {});
// @ts-expect-error an item is no command
newMessage(header, [newItem("./a")]);
// @ts-expect-error a version that does not exist
newMessage({ ...header, verProto: "DM/2.0" }, []);
// @ts-expect-error data is text, bytes, a document or markup
newItem("./a", 5);

/** What comes out is taken wherever the platform wants octets. */
export function platformUses(given: SyncML): unknown[] {
  const wire: Octets = encode(given);
  return [
    new Response(wire),
    new Blob([wire, convert(wire, { to: "xml", output: "bytes" }), convert(wire, { to: "wbxml" })]),
    fetch("https://dm.example/", { method: "POST", body: encode(given, { format: "xml" }) }),
    crypto.subtle.digest("SHA-256", assembleTokens("")),
  ];
}

/** The kind of a command tells its fields. */
export function uriOf(command: Command): string | undefined {
  if (command.kind === "Map") return command.mapItems[0]?.target?.locURI;
  // @ts-expect-error a Status has no mapItems
  if (command.kind === "Status") return command.mapItems;
  return undefined;
}

/** What comes out has the type that the options say. */
export function forms(given: SyncML, bytes: Uint8Array): unknown[] {
  const wire: Uint8Array = encode(given);
  const text: string = encode(given, { format: "xml", output: "string" });
  const xml: string = convert(bytes, { to: "xml" });
  const xmlBytes: Uint8Array = convert(bytes, { to: "xml", output: "bytes" });
  const wbxml: Uint8Array = convert(bytes, { to: "wbxml" });
  // @ts-expect-error WBXML is no string
  encode(given, { format: "wbxml", output: "string" });
  // @ts-expect-error a policy that does not exist
  encode(given, { data: "cdata" });
  // @ts-expect-error a form that does not exist
  convert(bytes, { to: "json" });
  return [wire, text, xml, xmlBytes, wbxml];
}
