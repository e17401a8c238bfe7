import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { convert, decode, encode, openDocument, stringify } from "../src/index.ts";
import { WbxmlTokenizer } from "../src/wbxml/index.ts";
import { sessionFixtures, sessionMessages } from "./dm-session.ts";
import { EventCounter } from "./event-counter.ts";
import { commands, largeObject, multiByteText, nested, packageOne } from "./messages.ts";
import { oddities, withOddity } from "./oddities.ts";
import { opaqueHead } from "./opaque-document.ts";
import { type Random, randomOf } from "./random.ts";
import { recordedFolders, recordedMessages } from "./recorded.ts";
import { TokenCounter } from "./token-counter.ts";

/** Seed of the gate; use another one for tuning. */
export const gateSeed = 1201;

/** One document or several, in both forms. */
export interface Documents {
  readonly wbxml: readonly Uint8Array[];
  readonly xml: readonly Uint8Array[];
}

/** What every reader of a fixture must report. */
export interface Facts {
  /** Elements by form, excluding embedded documents. */
  readonly elements: { readonly wbxml: number; readonly xml: number };
  /** Tokens of the WBXML form. */
  readonly tokens: number;
}

const encoder = new TextEncoder();
const sizePattern = /^(\d+)(KB|MB)$/;
const units: Record<string, number> = { KB: 1000, MB: 1_000_000 };
const ODDITY = "oddity-";
const TOO_DEEP = 10_000;
const TOO_LONG = 0xffff_fff0;

/** Both forms of a message; in WBXML, Data is OPAQUE where the C library writes OPAQUE. */
function inBothForms(xml: string, stringTable: "none" | "auto" = "none"): Documents {
  const message = decode(xml);
  for (const command of message.syncBody?.commands ?? []) {
    if (command.kind !== "Add" && command.kind !== "Replace") continue;
    for (const item of command.items ?? []) item.extra = { opaque: ["data"] };
  }
  return { xml: [encoder.encode(xml)], wbxml: [encode(message, { format: "wbxml", stringTable })] };
}

const makers: Record<string, (random: Random, seed: number) => Documents> = {
  ...Object.fromEntries(
    Object.entries(recordedFolders).map(([name, folder]) => [name, () => recordedMessages(folder)]),
  ),
  oddities: (_random, seed) => everyOddity(seed),
  ...Object.fromEntries(
    sessionFixtures.map((name) => [
      name,
      () => ({ wbxml: sessionMessages(name, "wbxml"), xml: sessionMessages(name, "xml") }),
    ]),
  ),
  small: (random) => inBothForms(packageOne(random)),
  medium: (random) => inBothForms(commands(random, 20_000)),
  large: (random) => inBothForms(commands(random, 2_000_000)),
  object: (random) => inBothForms(largeObject(random)),
  octets: (random) => ofOctets(largeObject(random)),
  text: (random) => inBothForms(multiByteText(random)),
  "string-table": (random) => inBothForms(commands(random, 20_000), "auto"),
  truncated: (random) => cut(inBothForms(commands(random, 20_000))),
  deep: (random) => {
    const xml = nested(random, TOO_DEEP);
    const limits = { maxDepth: 2 * TOO_DEEP };
    return { xml: [encoder.encode(xml)], wbxml: [convert(xml, { to: "wbxml", limits })] };
  },
  long: (random) => ({ xml: inBothForms(largeObject(random)).xml, wbxml: [opaqueHead(TOO_LONG)] }),
};

/** The documents of a fixture: one of the names above, `oddity-` and its name, or a size as `20KB` or `16MB` of XML. */
export function documentsOf(name: string, seed: number): Documents {
  const random = randomOf(seed, name);
  const [, count, unit] = sizePattern.exec(name) ?? [];
  if (unit !== undefined) return inBothForms(commands(random, Number(count) * (units[unit] as number)));
  if (name.startsWith(ODDITY)) return oddityOf(name.slice(ODDITY.length), seed);
  const make = makers[name];
  if (make === undefined) throw new Error(`there is no fixture ${name}`);
  return make(random, seed);
}

/** Both forms of a message with one item, whose base64 is octets in the WBXML. */
function ofOctets(xml: string): Documents {
  const message = decode(xml);
  const [command] = message.syncBody?.commands ?? [];
  const item = command?.kind === "Add" ? command.items?.[0] : undefined;
  if (typeof item?.data !== "string") throw new Error("the message has no item with text");
  item.data = Uint8Array.from(Buffer.from(item.data, "base64"));
  item.meta = { kind: "Meta", format: "bin", emi: [] };
  return { xml: [encode(message, { format: "xml" })], wbxml: [encode(message, { format: "wbxml" })] };
}

/** All `oddity-` fixtures except the message without one. */
function everyOddity(seed: number): Documents {
  const all = Object.keys(oddities)
    .filter((name) => name !== "none")
    .map((name) => oddityOf(name, seed));
  return { wbxml: all.flatMap(({ wbxml }) => wbxml), xml: all.flatMap(({ xml }) => xml) };
}

/** The same message for each oddity; converted, so that the WBXML has its fields in the same order. */
function oddityOf(name: string, seed: number): Documents {
  const xml = withOddity(randomOf(seed, ODDITY), name);
  return { xml: [encoder.encode(xml)], wbxml: [convert(xml, { to: "wbxml", data: "opaque" })] };
}

/** The documents without their last tenth. */
function cut({ wbxml, xml }: Documents): Documents {
  const shorter = (bytes: Uint8Array) => bytes.subarray(0, Math.floor(bytes.length * 0.9));
  return { wbxml: wbxml.map(shorter), xml: xml.map(shorter) };
}

/** Whether the documents of this fixture must be refused. */
function isRefused(fixture: string): boolean {
  return ["truncated", "deep", "long"].includes(fixture);
}

function factsOf({ wbxml, xml }: Documents): Facts {
  const tokens = new TokenCounter();
  for (const document of wbxml) {
    const tokenizer = new WbxmlTokenizer(tokens);
    tokenizer.write(document);
    tokenizer.end();
  }
  return { elements: { wbxml: elementsOf(wbxml), xml: elementsOf(xml) }, tokens: tokens.tokens };
}

function elementsOf(documents: readonly Uint8Array[]): number {
  const events = new EventCounter();
  for (const document of documents) {
    const source = openDocument(events, { embedded: "keep" });
    source.write(document);
    source.end();
  }
  return events.elements;
}

/** Writes a fixture into a folder of its own, with the JSON of its messages and its {@link Facts}. */
export function writeFixture(folder: string, name: string, seed: number): void {
  const documents = documentsOf(name, seed);
  writeDocuments(folder, documents);
  if (isRefused(name)) return;
  documents.wbxml.forEach((bytes, index) => {
    writeFileSync(fileOf(folder, index, "json"), stringify(decode(bytes)));
  });
  writeFileSync(join(folder, "facts"), JSON.stringify(factsOf(documents)));
}

/** Writes documents into a folder, for unchecked work. */
export function writeDocuments(folder: string, documents: Documents): void {
  mkdirSync(folder, { recursive: true });
  for (const form of ["wbxml", "xml"] as const) {
    documents[form].forEach((bytes, index) => {
      writeFileSync(fileOf(folder, index, form), bytes);
    });
  }
}

const fileOf = (folder: string, index: number, extension: string) =>
  join(folder, `${String(index).padStart(4, "0")}.${extension}`);
