import { describe, expect, test } from "vitest";
import { create, newItem, newMessage } from "../../../src/ast/create.ts";
import type { GenericElement, Replace, SyncML } from "../../../src/ast/nodes.ts";
import { decode, decodeDocument } from "../../../src/codec/decode.ts";
import { encode } from "../../../src/codec/encode.ts";
import { cases, corpusBytes, wbxmlBodies } from "../../support/corpus.ts";
import { readChunks } from "../../support/event-log.ts";
import { withoutForm } from "../../support/form.ts";
import { bytes } from "../../support/hex.ts";
import { header } from "../../support/message.ts";

const log = (document: Uint8Array, mediaType?: string) =>
  readChunks([document], { mediaType }).log.replace(/off=\d+ /g, "");

describe("a decoded document is written as received", () => {
  /** Documents that do not round-trip, and why. */
  const otherwise: Readonly<Record<string, string>> = {
    "headers/media-type-overrides": "the public id that goes out is the one of the vocabulary that was used",
    "oddities/chunk-cut-inline": "text that is not UTF-8 goes out as OPAQUE",
    "oddities/latin-1-in-utf-8": "text that is not UTF-8 goes out as OPAQUE",
    "oddities/utf-8-malformed": "text that is not UTF-8 goes out as OPAQUE",
    "oddities/text-in-pieces": "a value has one form: text and opaque pieces become one",
  };

  test.each(wbxmlBodies)("$file", ({ file }) => {
    const document = corpusBytes(file);
    const decoded = decodeDocument(document);
    const again = encode(decoded, { embeddedTypes: "keep" });
    expect(log(again)).toBe(log(document));
    expect(decodeDocument(again)).toEqual(decoded);
  });

  test.each(cases.filter(({ error }) => error === undefined))("$name", ({ name, input, mediaType }) => {
    const decoded = decodeDocument(input, { mediaType });
    const again = encode(decoded, { embeddedTypes: "keep" });
    expect(log(again, mediaType) === log(input, mediaType)).toBe(!(name in otherwise));
    // Only the form may change.
    expect(withoutForm(decodeDocument(again, { mediaType }))).toEqual(withoutForm(decoded));
  });
});

describe("a changed message", () => {
  const came = bytes('03 9F 53 6A 00 6D 6C 71 C3 03 "1.1" 01 01 6B 60 4B 03 "1" 00 01 54 4F C3 01 "a" 01 01 01 01 01');

  test("keeps the form of unchanged parts", () => {
    const changed = decode(came);
    const replace = changed.syncBody.commands[0] as Replace;
    expect(replace.kind).toBe("Replace");
    replace.items.push(newItem("./b", "new"));
    (replace.items[0] as { data: string }).data = "other";
    const out = Buffer.from(encode(changed));
    expect(out.subarray(0, 5)).toEqual(Buffer.from(bytes("03 9F 53 6A 00")));
    expect(out.includes(Buffer.from(bytes('71 C3 03 "1.1" 01')))).toBe(true);
    expect(out.includes(Buffer.from(bytes('4F C3 05 "other" 01')))).toBe(true);
    expect(out.includes(Buffer.from(bytes('4F 03 "new" 00 01')))).toBe(true);
  });

  test("keeps its order and appends what is new", () => {
    const odd = bytes('02 A4 01 6A 00 6D 6C 01 6B 46 7C 03 "c" 00 01 4B 03 "1" 00 01 01 01 01');
    const changed = decode(odd);
    const [alert] = changed.syncBody.commands;
    if (alert?.kind !== "Alert") throw new Error("no Alert");
    alert.data = "1226";
    changed.syncBody.final = true;
    expect(log(encode(changed))).toContain('start Correlator {SYNCML:SYNCML1.2}\ntext "c"\nend\nstart CmdID');
    expect(log(encode(changed))).toMatch(/start CmdID[\s\S]*start Data[\s\S]*"1226"[\s\S]*start Final/);
    alert.correlator = undefined;
    expect(log(encode(changed))).not.toContain("Correlator");
  });

  test("is written in another format on request", () => {
    expect(encode(decode(came), { version: "1.2", publicId: "text" }).subarray(0, 4)).toEqual(bytes("02 00 00 6A"));
    expect(encode(decode(came), { format: "xml", output: "string" })).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><SyncML xmlns="SYNCML:SYNCML1.1"><SyncHdr><VerDTD>1.1</VerDTD></SyncHdr>' +
        "<SyncBody><Replace><CmdID>1</CmdID><Item><Data>a</Data></Item></Replace></SyncBody></SyncML>",
    );
  });
});

describe("a message that cannot be", () => {
  test("is reported with long names truncated", () => {
    const name = "n".repeat(65);
    const attribute = { name: "a", namespace: "", prefix: "", value: "\u0001" };
    const root = {
      kind: "Element",
      local: name,
      namespace: "",
      page: -1,
      token: -1,
      attributes: [attribute],
      children: [],
    };
    expect(() => encode(root as GenericElement, { format: "xml" })).toThrow(
      expect.objectContaining({ code: "unrepresentable", path: `/${name.slice(1)}…` }),
    );
  });

  const invalid = expect.objectContaining({ name: "SyncmlError", code: "invalid-message" });
  const withCommand = (command: unknown) => encode(newMessage(header, [command as Replace]));

  test.each([
    ["a number for a text", { kind: "Get", cmdID: 1, items: [] }],
    ["a string for a list", { kind: "Get", cmdID: "1", items: "x" }],
    ["a node of another kind", { kind: "Get", cmdID: "1", items: [create("Get", { cmdID: "2", items: [] })] }],
    ["a kind that does not exist", { kind: "Grab", cmdID: "1" }],
    ["nothing for a node", null],
    ["a number for data", { kind: "Alert", cmdID: "1", data: 1201, items: [] }],
    ["an unknown field in the order", { kind: "Get", cmdID: "1", items: [], extra: { sequence: ["cmdIDs"] } }],
  ])("%s is refused", (_what, command) => {
    expect(() => withCommand(command)).toThrow(invalid);
  });

  test("the error says where", () => {
    expect(() => withCommand({ kind: "Get", cmdID: 1, items: [] })).toThrow(
      expect.objectContaining({ path: "/SyncML/SyncBody/Get/CmdID", reason: "cmdID of Get is number, not a string" }),
    );
  });

  test("nesting without end is refused", () => {
    const deep: GenericElement = {
      kind: "Element",
      local: "x",
      namespace: "",
      page: -1,
      token: -1,
      attributes: [],
      children: [],
    };
    deep.children.push(deep);
    const document: SyncML = newMessage(header, []);
    document.syncBody.extra = { sequence: [deep] };
    expect(() => encode(document)).toThrow(expect.objectContaining({ code: "limit-exceeded" }));
  });
});
