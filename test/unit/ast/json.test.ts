import { expect, test } from "vitest";
import { newItem, newMessage } from "../../../src/ast/create.ts";
import { fromJson, toJson } from "../../../src/ast/json.ts";
import type { SyncML } from "../../../src/ast/nodes.ts";
import { stringify } from "../../../src/ast/stringify.ts";
import { decodeDocument } from "../../../src/codec/decode.ts";
import { encode } from "../../../src/codec/encode.ts";
import { cases } from "../../support/corpus.ts";
import { header } from "../../support/message.ts";

test.each(cases.filter(({ error }) => error === undefined))("$name comes back from JSON", ({ input, mediaType }) => {
  const document = decodeDocument(input, { mediaType });
  const back = fromJson(toJson(document));
  expect(back).toEqual(document);
  expect(fromJson(stringify(document, { indent: 2 }))).toEqual(document);
  expect(encode(back)).toEqual(encode(document));
});

test("a message by hand needs only what it says", () => {
  const document = fromJson(`{ "kind": "SyncML", "syncBody": { "kind": "SyncBody", "commands": [
    { "kind": "Get", "cmdID": "1", "items": [{ "kind": "Item", "data": { "$base64": "/w==" } }] }] } }`);
  expect(document).toMatchObject({
    syncHdr: { kind: "SyncHdr" },
    syncBody: { commands: [{ items: [{ data: Uint8Array.of(0xff) }] }] },
  });
});

test.each([
  ["{", "no JSON"],
  ["null", "null"],
  ["[]", "an array"],
  ['{"kind":"Item"}', "no document"],
  ['{"kind":"SyncML","syncBody":{"kind":"Nothing"}}', "an unknown kind"],
  ['{"kind":"SyncML","syncBody":{"$base64":"!"}}', "no base64"],
  ['{"kind":"Element"}', "an element without a name"],
  ['{"kind":"Element","local":"a","children":[null]}', "no content"],
  ['{"kind":"Element","local":"a","attributes":[null]}', "no attribute"],
  ['{"kind":"Element","local":"a","attributes":[{"name":"b"}]}', "an attribute without value"],
  ['{"kind":"Element","local":"a","children":[{"kind":"Text","value":5}]}', "a text that is none"],
])("%s is refused: %s", (text) => {
  expect(() => fromJson(text)).toThrow(expect.objectContaining({ name: "SyncmlError", code: "invalid-message" }));
});

test("an element by hand needs only its name", () => {
  const document = fromJson(`{ "kind": "Element", "local": "a", "attributes": [{ "name": "b", "value": "c" }] }`);
  expect(encode(document, { format: "xml", output: "string" })).toContain('<a b="c"/>');
});

test.each([
  ['{"kind":"SyncML","syncHdr":{"kind":"SyncHdr","verDTD":5}}', "SyncHdr: verDTD is 5, not a string"],
  ['{"kind":"SyncML","syncHdr":{"kind":"Item"}}', 'syncHdr is an object of kind "Item", not SyncHdr'],
  ['{"kind":"SyncBody","commands":5}', "commands is 5, not an array"],
  ['{"kind":"SyncHdr","extra":{"attributes":[{"name":"a","value":5}]}}', "value of an attribute is 5, not a string"],
  ['{"kind":"SyncHdr","extra":{"sequence":[null]}}', "null is not content"],
  ['{"kind":"Alert","data":[null]}', "data: null is not content"],
  ['{"kind":"DevInf","wire":{"format":"pdf"}}', 'format is neither "wbxml" nor "xml"'],
])("%s is refused with words", (text, words) => {
  expect(() => fromJson(text)).toThrow(
    expect.objectContaining({ code: "invalid-message", message: expect.stringContaining(words) }),
  );
});

test("a version that is a number is refused when it is written", () => {
  const document = { kind: "SyncML", syncHdr: { kind: "SyncHdr", verDTD: 5 } } as never;
  for (const format of ["wbxml", "xml"] as const) {
    expect(() => encode(document, { format })).toThrow(expect.objectContaining({ code: "invalid-message" }));
  }
});

const values = [
  { a: [], b: {}, c: [1, [2, { d: "e" }]], f: undefined, g: () => 0, h: [undefined] },
  [],
  {},
  { kind: "x" },
  { a: Number.NaN, b: [Number.POSITIVE_INFINITY, null], c: true, d: "\ud800\n", __proto__: { e: 1 } },
];
test.each([0, 1, 2, 4, 10])("JSON is what the platform makes of it, with an indent of %i", (indent) => {
  for (const value of values) {
    expect(stringify(value as never, { indent })).toBe(JSON.stringify(value, undefined, indent));
    expect(toJson(value as never)).toStrictEqual(JSON.parse(JSON.stringify(value)));
  }
});

test.each([11, -1, 0.5, "  "])("an indent of %j is refused", (indent) => {
  expect(() => stringify(newMessage(header, []), { indent: indent as never })).toThrow(/option indent must be/);
});

test("the value shares nothing with the document, either way", () => {
  const document = newMessage(header, [{ kind: "Get", cmdID: "1", items: [newItem("./x", Uint8Array.of(0xff))] }]);
  const before = structuredClone(document);
  const json = toJson(document);
  const kept = structuredClone(json);
  const read = fromJson(json) as SyncML;
  expect(json).toStrictEqual(kept);
  (json["syncBody"] as { commands: unknown[] }).commands.pop();
  read.syncHdr.msgID = "2";
  expect(document).toStrictEqual(before);
  expect((read.syncBody.commands[0] as { items: unknown[] }).items).toHaveLength(1);
});

test("a name that assignment would take for a prototype is a field like others", () => {
  const text = '{"kind":"Element","local":"a","__proto__":{"x":1}}';
  expect(JSON.stringify(toJson(JSON.parse(text)))).toBe(text);
  expect(fromJson(JSON.parse(text))).toStrictEqual(fromJson(text));
});

test("a document that contains itself is refused", () => {
  const document = { kind: "Element", children: [] as unknown[] };
  document.children.push({ kind: "Text" }, { kind: "Text" }, document);
  for (const use of [toJson, stringify, fromJson]) {
    expect(() => use(document as never)).toThrow(expect.objectContaining({ code: "invalid-message" }));
  }
});

test("a number that JSON lacks is refused", () => {
  const refused = expect.objectContaining({ code: "invalid-message", reason: "JSON cannot represent 5n" });
  expect(() => toJson({ kind: "Element", page: 5n } as never)).toThrow(refused);
});

test.each([undefined, null, 5, Uint8Array.of(1), new ArrayBuffer(1)])("JSON is wanted, not %j", (json) => {
  expect(() => fromJson(json as never)).toThrow(/expected JSON as a string or a plain object/);
  expect(() => fromJson(json as never)).toThrow(TypeError);
});

test.each([{}, [], { kind: "Item" }])("%j is no document", (json) => {
  expect(() => fromJson(json)).toThrow(expect.objectContaining({ code: "invalid-message" }));
});
