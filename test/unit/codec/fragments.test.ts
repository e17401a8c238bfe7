import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromJson, toJson } from "../../../src/ast/json.ts";
import { commandElements } from "../../../src/ast/message-shapes.ts";
import type { Fragment, WireForm } from "../../../src/ast/nodes.ts";
import { wrapFragment } from "../../../src/ast/wrap-fragment.ts";
import { decode, decodeDocument } from "../../../src/codec/decode.ts";
import { encode } from "../../../src/codec/encode.ts";
import { parseFragment } from "../../../src/codec/parse-fragment.ts";
import { validate } from "../../../src/codec/validate.ts";
import { messages } from "../../../src/testing/messages.ts";
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

  test("in a row, with what may come between, before and after", () => {
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

  test("elements without a namespace take that of the message; those of another are reported", () => {
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

describe("a message is made of", () => {
  test("commands, in their form and version, with CmdIDs of their own", () => {
    const fragment = parseFragment("<Atomic><CmdID>1</CmdID><Get/></Atomic><Get><CmdID>1</CmdID></Get>");
    const before = structuredClone(fragment);
    const message = wrapFragment(fragment);
    expect(fragment).toEqual(before);
    expect(message.wire).toEqual(fragment.wire);
    expect(message.syncHdr).toMatchObject({ verDTD: "1.2", verProto: "DM/1.2", sessionID: "1", msgID: "1" });
    expect(message.syncBody).toMatchObject({
      final: true,
      commands: [
        { kind: "Atomic", cmdID: "1", commands: [{ cmdID: "2" }] },
        { kind: "Get", cmdID: "3" },
      ],
    });
  });

  test("what their namespace and the caller say", () => {
    const fragment = parseFragment(`<Sync xmlns="SYNCML:SYNCML1.1"><CmdID>1</CmdID></Sync>`);
    expect(wrapFragment(fragment).syncHdr).toMatchObject({ verDTD: "1.1", verProto: "SyncML/1.1" });
    const header = wrapFragment(fragment, { target: "IMEI:1", source: "http://dm.example/", msgID: "7" }).syncHdr;
    expect(header).toMatchObject({
      msgID: "7",
      target: { locURI: "IMEI:1" },
      source: { locURI: "http://dm.example/" },
    });
  });

  test("header and body", () => {
    const fragment = parseFragment("<SyncHdr><MsgID>9</MsgID></SyncHdr><SyncBody><Get/><Own/></SyncBody>");
    const message = wrapFragment(fragment);
    expect(message.syncHdr).toMatchObject({ msgID: "9", sessionID: "1" });
    expect(message.syncBody.extra?.sequence).toMatchObject(["commands", { local: "Own" }]);
  });

  test("what goes on, without Final", () => {
    expect(wrapFragment(parseFragment("<Alert><Data>1222</Data></Alert>")).syncBody.final).toBeUndefined();
    const chunk = "<Add><Item><Data>a</Data><MoreData/></Item></Add>";
    expect(wrapFragment(parseFragment(chunk)).syncBody.final).toBeUndefined();
  });

  test("no whole message", () => {
    expect(errorOf(() => parseFragment("<SyncML/>"))).toMatchObject({ code: "unexpected-root" });
  });

  test("the commands of any message, which come back as they were", () => {
    fc.assert(
      fc.property(messages(), (given) => {
        const { commands } = given.syncBody;
        fc.pre(commands.length > 0);
        const xml = { format: "xml", output: "string" } as const;
        const whole = decode(encode({ ...given, wire: undefined }, xml));
        const { namespace } = whole.wire as WireForm;
        const fragment: Fragment = { kind: "Fragment", commands, wire: { ...(whole.wire as WireForm), namespace } };
        const parsed = parseFragment(encode(fragment, xml));
        expect(parsed.commands).toEqual(whole.syncBody.commands);
        const inBody = parseFragment(
          encode({ ...fragment, commands: whole.syncBody.commands, inBody: true }, { format: "wbxml" }),
        );
        const wholeInWbxml = decode(encode(whole, { format: "wbxml" }));
        expect(inBody.commands).toEqual(wholeInWbxml.syncBody.commands);
        const wrapped = wrapFragment(parsed);
        expect(validate(wrapped).map(({ rule }) => rule)).not.toContain("message/cmdid-unique");
        expect(decode(encode(wrapped, xml)).syncBody.commands).toHaveLength(commands.length);
      }),
      { numRuns: 40 },
    );
  });
});

describe("validated in its place", () => {
  const found = (text: string) => validate(text, several).map(({ rule, path }) => `${rule} ${path}`);

  test.each([
    ["<Replace><CmdID>1</CmdID><Item><Target><LocURI>./a</LocURI></Target></Item></Replace>", []],
    ["<SyncBody><Get/><Final/></SyncBody>", ["dtd/missing-element /SyncBody/Get", "dtd/missing-element /SyncBody/Get"]],
    ["<Get><CmdID>1</CmdID><Item/></Get><Get><Item/><CmdID>2</CmdID></Get>", ["dtd/order /Get[2]/CmdID"]],
    ["<Delete><CmdID>1</CmdID><Item/></Delete><Own/>", ["dtd/unknown-element /Own"]],
    ["<Get><CmdID>1</CmdID><Item/></Get><Get><CmdID>1</CmdID><Item/></Get>", ["message/cmdid-unique /Get[2]/CmdID"]],
    ["<Alert><CmdID>1</CmdID><Data>x</Data></Alert>", ["message/alert-code /Alert/Data"]],
  ])("%s", (text, expected) => expect(found(text).filter((one) => !one.startsWith("dm/"))).toEqual(expected));

  test("for device management, with the rules that need no header", () => {
    const nested = "<Atomic><CmdID>1</CmdID><Get><CmdID>2</CmdID><Item/></Get></Atomic>";
    const rules = validate(nested, { ...several, profile: "dm-1.2" }).map(({ rule }) => rule);
    expect(rules).toEqual(expect.arrayContaining(["dm/atomic-member", "dm/address"]));
  });
});
