import { describe, expect, test } from "vitest";
import { fromJson, toJson } from "../../../src/ast/json.ts";
import { commandElements } from "../../../src/ast/message-shapes.ts";
import type { Fragment } from "../../../src/ast/nodes.ts";
import { decode, decodeDocument } from "../../../src/codec/decode.ts";
import { encode } from "../../../src/codec/encode.ts";
import { syncml12 } from "../../../src/vocabulary/syncml-1.2.ts";
import { errorOf } from "../../support/error-of.ts";

const space = 'xmlns="SYNCML:SYNCML1.2"';
const head = '<?xml version="1.0" encoding="UTF-8"?>';
const several = { roots: "several" } as const;

const written = (text: string) =>
  encode(decodeDocument(text, several), { format: "xml", output: "string" }).replace(head, "");

describe("parts of a message without the rest", () => {
  test.each([
    [`<Replace ${space}><CmdID>1</CmdID></Replace>`, { commands: [{ kind: "Replace", cmdID: "1" }] }],
    [`<SyncBody ${space}><Get/><Final/></SyncBody>`, { inBody: true, final: true, commands: [{ kind: "Get" }] }],
    [`<Get ${space}/><Final ${space}/>`, { inBody: undefined, final: true, commands: [{ kind: "Get" }] }],
    [`<SyncHdr ${space}/><SyncBody ${space}/>`, { syncHdr: { kind: "SyncHdr" }, inBody: true, commands: [] }],
    [`<SyncBody ${space} xmlns:a="u" a:b="1"><Get/></SyncBody>`, { inBody: true, commands: [{ kind: "Get" }] }],
    [`<Get ${space}/><Own xmlns="urn:x"/><Add ${space}/>`, { commands: [{ kind: "Get" }, { kind: "Add" }] }],
  ])("%s", (text, fields) => {
    const fragment = decodeDocument(text, several);
    expect(fragment).toMatchObject({ kind: "Fragment", wire: { namespace: "SYNCML:SYNCML1.2" }, ...fields });
    expect(written(text)).toBe(text);
    expect(fromJson(toJson(fragment))).toEqual(fragment);
  });

  test("in a row, with what may be between, before and behind", () => {
    const row = `${head}\n<!-- a --><Get/>\n<!-- b --><?c d?><Add/>\n`;
    const { commands } = decodeDocument(row, several) as Fragment;
    expect(commands.map(({ kind }) => kind)).toEqual(["Get", "Add"]);
  });

  test.each([
    ["<Get/><Add/>", { code: "not-well-formed", offset: 6 }, {}],
    ["<Get/>x<Add/>", { code: "not-well-formed", offset: 6 }, several],
    ["<Get/><Add>", { code: "truncated-input", offset: 11, path: "/Add" }, several],
    ["<SyncBody/><Add/>", { code: "not-well-formed", offset: 11 }, several],
    ["<SyncML/><Add/>", { code: "not-well-formed", offset: 9 }, several],
    ["<Own/><Add/>", { code: "not-well-formed", offset: 6 }, several],
    ["<Get/><Add/>", { code: "limit-exceeded", offset: 6 }, { ...several, limits: { maxElements: 1 } }],
  ])("%s is refused", (text, expected, options) => {
    expect(errorOf(() => decodeDocument(text, options))).toMatchObject(expected);
  });

  test("what has no namespace takes that of the message around it; what is of another one is told", () => {
    const told: string[] = [];
    const text = "<Add><Item><Meta><Type>a</Type></Meta></Item></Add>";
    decodeDocument(text, { onDiagnostic: ({ code, message }) => told.push(`${code} ${message}`) });
    expect(told).toEqual(["namespace-inferred Type in no namespace read as of syncml:metinf"]);
  });

  test("as WBXML, which has one root", () => {
    const fragment = decodeDocument(`<SyncBody ${space}><Get><CmdID>1</CmdID></Get></SyncBody>`);
    const again = decodeDocument(encode(fragment, { format: "wbxml" })) as Fragment;
    expect(again.commands).toEqual((fragment as Fragment).commands);
    const row = decodeDocument("<Get/><Add/>", several);
    expect(errorOf(() => encode(row, { format: "wbxml" }))).toMatchObject({ code: "unrepresentable", path: "/Add" });
  });

  test("are no message", () => {
    expect(errorOf(() => decode("<Get/>"))).toMatchObject({
      code: "unexpected-root",
      reason: "the root element is Get, not SyncML",
    });
    expect(errorOf(() => encode({ kind: "Fragment", commands: [] }))).toMatchObject({ code: "invalid-message" });
  });

  test("are in the vocabulary as in the shape table", () => {
    expect([...(syncml12.fragments?.inRow ?? [])].sort()).toEqual(["SyncHdr", ...commandElements].sort());
  });
});

describe("a message without its header or body", () => {
  test.each(["<SyncBody><Get/></SyncBody>", "<SyncHdr><MsgID>1</MsgID></SyncHdr>", ""])("%s goes out so", (content) => {
    const text = content === "" ? `<SyncML ${space}/>` : `<SyncML ${space}>${content}</SyncML>`;
    expect(written(text)).toBe(text);
    const inWbxml = encode(decode(text), { format: "wbxml" });
    expect(encode(decode(inWbxml), { format: "xml", output: "string" })).toBe(head + text);
    expect(encode(fromJson(toJson(decode(text))), { format: "xml", output: "string" })).toBe(head + text);
  });

  test("gets the header that is filled in, in its place", () => {
    const message = decode(`<SyncML ${space}><SyncBody/></SyncML>`);
    message.syncHdr.msgID = "1";
    const text = encode(message, { format: "xml", output: "string" });
    expect(text).toBe(`${head}<SyncML ${space}><SyncHdr><MsgID>1</MsgID></SyncHdr><SyncBody/></SyncML>`);
  });
});
