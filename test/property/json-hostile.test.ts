import fc from "fast-check";
import { expect, test } from "vitest";
import { newItem, newMessage } from "../../src/ast/create.ts";
import { fromJson, toJson } from "../../src/ast/json.ts";
import type { SyncmlDocument } from "../../src/ast/nodes.ts";
import { stringify } from "../../src/ast/stringify.ts";
import { decode } from "../../src/codec/decode.ts";
import { encode } from "../../src/codec/encode.ts";
import { equalMessages } from "../../src/codec/equal-messages.ts";
import { validate } from "../../src/codec/validate.ts";
import { measure } from "../../src/large-object/measure.ts";
import { errorOf } from "../support/error-of.ts";
import { header } from "../support/message.ts";

// One of everything that JSON of a message holds: each kind of field, of extra and of content, and a form.
const samples = [
  `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncBody a="b"><Final/><Replace><CmdID x="y">1</CmdID><NoResp/><Own/>` +
    `<Item><Meta><NextNonce xmlns="syncml:metinf">AA==</NextNonce></Meta><Data><p q="r">s</p>t</Data></Item></Replace>` +
    `<Put><CmdID>2</CmdID><Item><Data><DevInf xmlns="syncml:devinf"><VerDTD>1.2</VerDTD><UTC/></DevInf></Data></Item></Put>` +
    `</SyncBody></SyncML>`,
  encode(newMessage(header, [{ kind: "Get", cmdID: "1", items: [newItem("./x", Uint8Array.of(0xff))] }])),
].map((document) => toJson(decode(document)) as unknown);

type Place = readonly (string | number)[];

/** The paths of all values inside a value. */
function placesIn(value: unknown, at: Place = []): Place[] {
  if (typeof value !== "object" || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, field]) => placesIn(field, [...at, key]))];
}

function withValue(sample: unknown, place: Place, value: unknown): unknown {
  const copy = { root: structuredClone(sample) };
  let holder = copy as Record<string, unknown>;
  for (const key of ["root", ...place].slice(0, -1)) holder = holder[key] as Record<string, unknown>;
  holder[["root", ...place].at(-1) as string] = value;
  return copy.root;
}

/** A JSON value is treated like its text. */
function expectSameFromValue(text: string, document: SyncmlDocument | undefined): void {
  let value: object | string | null;
  try {
    value = JSON.parse(text);
  } catch {
    return;
  }
  if (typeof value !== "object" || value === null) return;
  const json = value;
  if (document === undefined) expect(errorOf(() => fromJson(json))?.code).toBe("invalid-message");
  else expect(stringify(fromJson(json))).toBe(stringify(document));
}

/** Hostile JSON causes nothing but a SyncmlError. */
function expectCalm(text: string): void {
  let document: SyncmlDocument | undefined;
  const refusal = errorOf(() => {
    document = fromJson(text);
  });
  if (refusal !== undefined) expect(refusal.code).toBe("invalid-message");
  expectSameFromValue(text, document);
  if (document === undefined) return;
  const read = document;
  const uses = [
    () => encode(read, { format: "wbxml" }),
    () => encode(read, { format: "xml" }),
    () => encode(read, { format: "wbxml", charset: 3 }),
    () => measure(read),
    () => validate(read),
    () => equalMessages(read, read),
    () => fromJson(toJson(read)),
    () => fromJson(stringify(read)),
  ];
  for (const use of uses) errorOf(use);
}

const hostile = [
  null,
  true,
  false,
  0,
  -1,
  1e9,
  "",
  "x",
  [],
  {},
  [null],
  [[]],
  [{}],
  ["x"],
  [0],
  { kind: null },
  { kind: 5 },
];
const kinds = ["Element", "Text", "SyncML", "DevInf", "Item", "Meta", "Nothing", "__proto__"].flatMap((kind) => [
  { kind },
  [{ kind }],
]);
const bytes = [{ $base64: "/w==" }, { $base64: 5 }, { $base64: "!" }];
const extras = ["attributes", "fieldAttributes", "sequence", "opaque", "inline"].flatMap((name) =>
  [null, 5, "x", [null], [5], [{}], { x: null }, { cmdID: [null] }, ["__proto__"]].map((value) => ({ [name]: value })),
);

test.each(samples.map((sample, index) => ({ sample, index })))(
  "every value at every place of message $index ends in a message or a SyncmlError",
  ({ sample }) => {
    for (const place of placesIn(sample)) {
      for (const value of [...hostile, ...kinds, ...bytes]) expectCalm(JSON.stringify(withValue(sample, place, value)));
    }
  },
);

test("every kind of extra at every node as well", () => {
  for (const sample of samples) {
    const nodes = placesIn(sample).filter((place) => place.at(-1) === "kind");
    for (const place of nodes) {
      for (const extra of [...extras, ...hostile]) {
        expectCalm(JSON.stringify(withValue(sample, [...place.slice(0, -1), "extra"], extra)));
        expectCalm(JSON.stringify(withValue(sample, [...place.slice(0, -1), "wire"], extra)));
      }
    }
  }
});

test("and any JSON", () => {
  const places = samples.flatMap((sample) => placesIn(sample).map((place) => ({ sample, place })));
  fc.assert(
    fc.property(fc.constantFrom(...places), fc.jsonValue(), ({ sample, place }, value) => {
      expectCalm(JSON.stringify(withValue(sample, place, value)));
    }),
  );
  fc.assert(fc.property(fc.json(), (text) => expectCalm(text)));
});

test.each([
  ['{"kind":"SyncML","syncHdr":', "}"],
  ["[", "]"],
  ['{"kind":"Element","local":"a","children":[', "]}"],
  ['{"kind":"SyncML","extra":{"sequence":[', "]}}"],
])("%s, twenty thousand deep", (open, close) => {
  const levels = 20_000;
  expectCalm(`${open.repeat(levels)}${close.repeat(levels)}`);
  expectCalm(open.repeat(levels));
});

test("a document of any depth comes back from JSON", () => {
  const levels = 10_000;
  const text = `<x>${"<a>".repeat(levels)}${"</a>".repeat(levels)}</x>`;
  const sample = `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr/><SyncBody>${text}</SyncBody></SyncML>`;
  const document = decode(sample, { limits: { maxDepth: 65_535 } });
  const json = stringify(document);
  expect(stringify(fromJson(json))).toBe(json);
  expect(stringify(fromJson(toJson(document)))).toBe(json);
  expect(stringify(fromJson(document))).toBe(json);
  // Messages are written as far as 1,000 levels.
  expect(errorOf(() => equalMessages(document, document))?.code).toBe("limit-exceeded");
  expect(errorOf(() => encode(document, { format: "xml" }))?.code).toBe("limit-exceeded");
});
