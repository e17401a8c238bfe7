import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Command, SyncML, SyncmlDocument } from "../../../src/ast/nodes.ts";
import { decodePartial } from "../../../src/codec/decode.ts";
import { encode } from "../../../src/codec/encode.ts";
import { equalMessages } from "../../../src/codec/equal-messages.ts";
import * as testing from "../../../src/testing/index.ts";
import { listChunks } from "../../support/listing.ts";
import { parseXml } from "../../support/xml-tree.ts";

const versions = ["1.0", "1.1", "1.2"] as const;
const profiles = ["syncml-1.0", "syncml-1.1", "syncml-1.2", "dm-1.1.2", "dm-1.2"] as const;
const seed = 11;
const sample = <Value>(arbitrary: fc.Arbitrary<Value>, numRuns = 300) => fc.sample(arbitrary, { seed, numRuns });

/** All commands of a message in the order of the document, those inside others included. */
function commandsOf(commands: readonly Command[]): Command[] {
  return commands.flatMap((command) => [command, ...("commands" in command ? commandsOf(command.commands) : [])]);
}

const commandKinds = [
  "Add",
  "Alert",
  "Atomic",
  "Copy",
  "Delete",
  "Exec",
  "Get",
  "Map",
  "Put",
  "Replace",
  "Results",
].concat(["Search", "Sequence", "Status", "Sync"]);
const managementKinds = [
  "Add",
  "Alert",
  "Atomic",
  "Copy",
  "Delete",
  "Exec",
  "Get",
  "Replace",
  "Results",
  "Sequence",
].concat(["Status"]);

function kindsIn(messages: readonly SyncML[]): string[] {
  return [...new Set(messages.flatMap(({ syncBody }) => commandsOf(syncBody.commands).map(({ kind }) => kind)))].sort();
}

/** What is wrong with a document as its version has it, or nothing. */
function faultsOf(document: SyncmlDocument): string[] {
  return (["wbxml", "xml"] as const).flatMap((format) => {
    const { document: message, error, diagnostics } = decodePartial(encode(document, { format }));
    const codes = diagnostics.map(({ code, path }) => `${code} ${path}`);
    const isSame = message !== undefined && equalMessages(message, document);
    return [...codes, ...(error ? [error.message] : []), ...(isSame ? [] : ["another message"])];
  });
}

/** What is wrong with how a message is used, or nothing. */
function misuseOf({ syncHdr, syncBody }: SyncML, profile: testing.Profile): string[] {
  const { commands, final } = syncBody;
  const ids = commandsOf(commands).map(({ cmdID }) => cmdID);
  const isDM = profile.startsWith("dm-");
  const statuses = commands.map(({ kind }) => kind === "Status" || kind === "Results");
  const faults: [string, boolean][] = [
    ["CmdIDs are not numbers from 1", ids.some((id, index) => id !== String(index + 1))],
    ["an answer follows a request", statuses.includes(true, statuses.indexOf(false) + 1) && statuses.includes(false)],
    ["there is no command", commands.length === 0],
    ["SessionID is too long", (syncHdr.sessionID ?? "").length > 4],
    ["MsgID is no number", !/^[1-9]\d*$/.test(syncHdr.msgID ?? "")],
    ["a first Status is not for the header", commands[0]?.kind === "Status" && commands[0].cmdRef !== "0"],
    [
      "a command is none of management",
      isDM && kindsIn([{ syncHdr, syncBody } as SyncML]).some((kind) => !managementKinds.includes(kind)),
    ],
    ["a chunk comes with Final", final === true && JSON.stringify(commands).includes('"moreData":true')],
  ];
  return faults.filter(([, isFault]) => isFault).map(([fault]) => fault);
}

describe.each(versions)("messages of version %s", (version) => {
  const messages = sample(testing.messages({ version }));

  test("are what the DTD allows, in both forms", () => {
    expect(messages.flatMap(faultsOf)).toEqual([]);
  });

  test("have every command", () => {
    expect(kindsIn(messages)).toEqual(version === "1.2" ? [...commandKinds, "Move"].sort() : commandKinds);
  });

  test("hold what they are asked to hold", () => {
    const text = (content: testing.Content[]) =>
      sample(testing.messages({ version, content }), 100)
        .map((message) => encode(message, { format: "xml", output: "string" }))
        .join("");
    const plain = text([]);
    expect(plain).not.toMatch(/<MgmtTree|urn:example:policy|<MetInf/);
    expect(text(["tree"])).toContain("<MgmtTree");
    expect(text(["markup"])).toContain("urn:example:policy");
    expect(text(["wrapper"])).toContain("<MetInf");
    expect(plain).toContain("<DevInf");
  });
});

describe.each(profiles)("messages of profile %s", (profile) => {
  const messages = sample(testing.messages({ profile }));

  test("are what the DTD allows, in both forms", () => {
    expect(messages.flatMap(faultsOf)).toEqual([]);
  });

  test("are used as the profile says", () => {
    expect(messages.flatMap((message) => misuseOf(message, profile))).toEqual([]);
  });

  test("have every command of the profile", () => {
    const all = profile === "syncml-1.2" ? [...commandKinds, "Move"].sort() : commandKinds;
    expect(kindsIn(messages)).toEqual(profile.startsWith("dm-") ? managementKinds : all);
  });

  test("are sent by who shall send them", () => {
    const from = (sender: testing.Sender) =>
      sample(testing.messages({ profile, sender }), 50).map(({ syncHdr }) =>
        /^https?:/.test(syncHdr.source?.locURI ?? ""),
      );
    expect(new Set(from("server"))).toEqual(new Set([true]));
    expect(new Set(from("client"))).toEqual(new Set([false]));
  });
});

test("commands are of the kinds asked for", () => {
  expect(new Set(sample(testing.commands("1.2", "Get", "Alert")).map(({ kind }) => kind))).toEqual(
    new Set(["Get", "Alert"]),
  );
});

describe("what shrinks stays valid", () => {
  /** Some hundred values met on the way down from failing ones, where one in two of the smaller values fails as well. */
  function shrunk<Value>(arbitrary: fc.Arbitrary<Value>): Value[] {
    const met: Value[] = [];
    const property = fc.property(arbitrary, (value) => {
      met.push(value);
      return met.length % 2 === 0;
    });
    for (let run = 0; met.length <= 300; run++) fc.check(property, { seed: seed + run, numRuns: 2 });
    return met;
  }

  test.each(versions)("messages of version %s", (version) => {
    const met = shrunk(testing.messages({ version }));
    expect(met.flatMap(faultsOf)).toEqual([]);
  });

  test.each(profiles)("messages of profile %s", (profile) => {
    const met = shrunk(testing.messages({ profile }));
    expect(met.flatMap((message) => [...faultsOf(message), ...misuseOf(message, profile)])).toEqual([]);
  });

  test.each(["DevInf", "MetInf", "MgmtTree"] as const)("%s", (kind) => {
    const met = shrunk(testing.documents(kind));
    expect(met.flatMap(faultsOf)).toEqual([]);
  });

  test("spellings", () => {
    const [message] = sample(testing.messages({ profile: "dm-1.2" }), 1) as [SyncML];
    for (const xml of shrunk(testing.xmlSpellings(message))) {
      expect(() => parseXml(xml)).not.toThrow();
      expect(equalMessages(decodePartial(xml).document as SyncML, message)).toBe(true);
    }
  });

  test("documents of tokens, which end where their root does", () => {
    for (const document of shrunk(testing.tokenDocuments()))
      expect(decodePartial(document, { mediaType: "application/vnd.syncml+wbxml" }).error?.code).not.toBe(
        "truncated-input",
      );
  });
});

describe("spellings", () => {
  const [message] = sample(testing.messages({ profile: "syncml-1.2" }), 1) as [SyncML];
  const spellings = sample(testing.xmlSpellings(message)).join("\0");

  test.each([
    ["prefixes", /<syncml:SyncML/],
    ["CDATA", /<!\[CDATA\[/],
    ["decimal references", /&#\d+;/],
    ["hexadecimal references", /&#x[\da-f]+;/i],
    ["comments", /<!-- /],
    ["white space between elements", /<\/MsgID\s*>\s+</],
    ["empty elements in two tags", /><\/Final/],
    ["empty elements in one tag", /<Final\s*\/>/],
    ["single quotes", /xmlns='/],
    ["a byte order mark", /\ufeff/],
    ["instructions", /<\?app/],
  ])("have %s", (_what, pattern) => {
    expect(spellings).toMatch(pattern);
  });
});

describe("chunkings", () => {
  const bytes = Uint8Array.from({ length: 50 }, (_, index) => index);

  test("are the bytes again, cut anywhere", () => {
    const all = sample(testing.chunkings(bytes));
    for (const chunks of all) expect(chunks.flatMap((chunk) => [...chunk])).toEqual([...bytes]);
    const starts = new Set(all.flatMap((chunks) => chunks.map(({ byteOffset }) => byteOffset)));
    expect(starts.size).toBe(51);
  });

  test("shrink to one chunk", () => {
    const property = fc.property(testing.chunkings(bytes), () => false);
    const { counterexample } = fc.check(property, { seed });
    expect(counterexample).toEqual([[bytes]]);
  });
});

test("mutations change, drop, insert and repeat bytes", () => {
  const bytes = Uint8Array.from({ length: 100 }, (_, index) => index);
  const mutated = sample(testing.mutations(bytes));
  const lengths = mutated.map(({ length }) => length);
  expect(Math.min(...lengths)).toBeLessThan(100);
  expect(Math.max(...lengths)).toBeGreaterThan(100);
  expect(mutated.filter((one) => Buffer.compare(one, bytes) === 0).length).toBeLessThan(30);
  // Throughout the document, not just at its start.
  const firstChanges = mutated.map((one) => bytes.findIndex((byte, index) => one[index] !== byte));
  for (const quarter of [0, 1, 2, 3]) {
    const inQuarter = firstChanges.filter((index) => Math.floor(index / 25) === quarter);
    expect(inQuarter.length).toBeGreaterThan(15);
  }
});

test("documents of tokens have every global token, many pages, charsets and versions, and string tables", () => {
  const listings = sample(testing.tokenDocuments(), 1000).map((document) => listChunks([document]).text);
  const listed = listings.join("\n");
  const extensions = [0, 1, 2].flatMap((kind) => [`EXT_I_${kind} `, `EXT_T_${kind} `, `EXT_${kind}\n`]);
  const tokens = [
    "SWITCH_PAGE tag ",
    "SWITCH_PAGE attribute ",
    "END\n",
    "ENTITY ",
    "STR_I ",
    "STR_T ",
    "OPAQUE ",
    "PI\n",
  ]
    .concat(extensions)
    .concat(["literal-attribute ", "attributes\n", "content\n", "attributes content\n", "literal-tag "]);
  expect(tokens.filter((token) => !listed.includes(token))).toEqual([]);
  const distinct = (pattern: RegExp) => new Set([...listed.matchAll(pattern)].map(([, value]) => value)).size;
  expect(distinct(/SWITCH_PAGE tag (\d+)/g)).toBeGreaterThan(100);
  expect(distinct(/version 1\.(\d)/g)).toBe(4);
  expect(distinct(/charset (\d+)/g)).toBeGreaterThanOrEqual(10);
  expect(listed).toMatch(/public-id .*SyncML 1\.2/);
  expect(distinct(/string-table (.*)/g)).toBeGreaterThan(100);
});
