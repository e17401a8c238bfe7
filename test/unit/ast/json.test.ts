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

test("a version that is a number is refused as the walker refuses it", () => {
  const document = fromJson('{ "kind": "SyncML", "syncHdr": { "kind": "SyncHdr", "verDTD": 5 } }');
  for (const format of ["wbxml", "xml"] as const) {
    expect(() => encode(document, { format })).toThrow(expect.objectContaining({ code: "invalid-message" }));
  }
});
