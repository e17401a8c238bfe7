// One use of every entry, with its types; compiled under each way of resolving modules.
import { convert, create, decode, encode, newItem, newMessage, type SyncML, validate } from "syncml";
import { TreePrinter } from "syncml/inspect";
import { initialReassembly, pack, reassembleMessage } from "syncml/large-object";
import { convertStream, readCommands } from "syncml/streams";
import { checkRoundTrip, messages } from "syncml/testing";
import { defineVocabulary, standardVocabularies, type VocabularyDefinition } from "syncml/vocabulary";
import { assembleTokens, WbxmlReader } from "syncml/wbxml";
import { XmlEncoder } from "syncml/xml";

const header = {
  verProto: "DM/1.2",
  sessionID: "1",
  msgID: "1",
  target: "IMEI:1",
  source: "https://dm.example/",
} as const;
const update: SyncML = newMessage(header, [
  create("Replace", { cmdID: "1", items: [newItem("./a", "b", { format: "chr" })] }),
]);
const wbxml = encode(update);
const xml: string = convert(wbxml, { to: "xml" });
const [command] = decode(xml, { vocabularies: standardVocabularies }).syncBody.commands;
if (command?.kind === "Replace") command.items.map(({ target }) => target?.locURI?.length);

for (const part of pack(update, { maxMsgSize: 16_384 })) reassembleMessage(initialReassembly, part).outcomes.length;
new WbxmlReader(new TreePrinter((text) => text.length)).write(wbxml);
new WbxmlReader(new XmlEncoder((bytes: Uint8Array) => bytes.length)).end();
checkRoundTrip({ decode: (document: Uint8Array) => decode(document) }, { messages: messages({ version: "1.2" }) });
export const posted = [
  new Response(wbxml),
  new Blob([wbxml, convert(wbxml, { to: "xml", output: "bytes" })]),
  fetch("https://dm.example/", { method: "POST", body: encode(update, { format: "xml" }) }),
  crypto.subtle.digest("SHA-256", assembleTokens("")),
];
export const define: (definition: VocabularyDefinition) => unknown = defineVocabulary;
export const found: readonly string[] = validate(wbxml).map(({ rule }) => rule);

export async function commandsOf(chunks: AsyncIterable<Uint8Array>): Promise<string[]> {
  const kinds: string[] = [];
  for await (const entry of readCommands(chunks)) if (entry.kind === "command") kinds.push(entry.command.kind);
  convertStream({ to: "xml" }).readable;
  return kinds;
}

// @ts-expect-error: a command that there is not.
create("Repalce", { cmdID: "1" });
// @ts-expect-error: a form that there is not.
convert(wbxml, { to: "yaml" });
// @ts-expect-error: XML as a string has no bytes.
const none: Uint8Array = convert(wbxml, { to: "xml" });

export { none };
