import { expect, test } from "vitest";
import { fromJson, toJson } from "../../../src/ast/json.ts";
import { decodeDocument } from "../../../src/codec/decode.ts";
import { encode } from "../../../src/codec/encode.ts";
import { cases } from "../../support/corpus.ts";

test.each(cases.filter(({ error }) => error === undefined))("$name comes back from JSON", ({ input, mediaType }) => {
  const document = decodeDocument(input, { mediaType });
  const back = fromJson(toJson(document, 2));
  expect(back).toEqual(document);
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
  ['{"kind":"SyncML","syncHdr":{"kind":"SyncHdr","verDTD":5}}', "SyncHdr: verDTD is 5, where a string is wanted"],
  ['{"kind":"SyncML","syncHdr":{"kind":"Item"}}', 'syncHdr is an object of kind "Item", where SyncHdr is wanted'],
  ['{"kind":"SyncBody","commands":5}', "commands is 5, where an array is wanted"],
  ['{"kind":"SyncHdr","extra":{"attributes":[{"name":"a","value":5}]}}', "value of an attribute is 5, not a string"],
  ['{"kind":"SyncHdr","extra":{"sequence":[null]}}', "null is no content"],
  ['{"kind":"Alert","data":[null]}', "data: null is no content"],
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
];
test.each([0, 1, 2, 4, 10, 11, -1])("JSON is what the platform makes of it, with an indent of %i", (indent) => {
  for (const value of values) expect(toJson(value as never, indent)).toBe(JSON.stringify(value, undefined, indent));
});

test("a document that contains itself is refused", () => {
  const document = { kind: "Element", children: [] as unknown[] };
  document.children.push({ kind: "Text" }, { kind: "Text" }, document);
  expect(() => toJson(document as never)).toThrow(expect.objectContaining({ code: "invalid-message" }));
});

test.each([undefined, null, 5, {}])("JSON is wanted as a string, not %j", (text) => {
  expect(() => fromJson(text as never)).toThrow(/JSON is wanted as a string/);
  expect(() => fromJson(text as never)).toThrow(TypeError);
});
