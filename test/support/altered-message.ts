import fc from "fast-check";
import { shapeOfKind } from "../../src/ast/create.ts";
import type { Attribute, Extra, GenericContent, SyncML } from "../../src/ast/nodes.ts";
import type { Shape } from "../../src/ast/shape.ts";

type Fields = Record<string, unknown> & { kind: string; extra?: Extra | undefined };

/** Every node of a message, the message first. */
function nodesOf(value: unknown, found: Fields[] = []): Fields[] {
  if (Array.isArray(value)) for (const one of value) nodesOf(one, found);
  else if (typeof value === "object" && value !== null && !(value instanceof Uint8Array)) {
    if (shapeOfKind((value as Fields).kind) !== undefined) found.push(value as Fields);
    for (const one of Object.values(value)) nodesOf(one, found);
  }
  return found;
}

const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc.string({ unit: fc.constantFrom("a", "\0", "\r", "<", "&", ">", "\u0001", "\ud800", "\udc00", "\ufffe", "\x7f") }),
  fc.string({ unit: "grapheme-ascii", minLength: 30, maxLength: 50 }),
  fc.integer({ min: 100, max: 6000 }).map((length) => "x".repeat(length)),
  fc.integer({ min: 100, max: 2000 }).map((length) => "日".repeat(length)),
);

/** Something that a field may hold, of the right type or not. */
const anything = fc.oneof(
  text,
  fc.constantFrom<unknown>(0, true, false, null, [], ["a"], {}, { kind: "Get" }, [undefined], [null], { wire: 1 }),
  fc.uint8Array({ maxLength: 200 }),
);

/** One change of one node: by the name of a field, or of its extra. */
type Change = (node: Fields, shape: Shape) => void;

function nameOf(shape: Shape, pick: number, types: readonly string[]): string {
  const rows = shape.rows.filter(({ type }) => types.includes(type));
  return rows[pick % Math.max(1, rows.length)]?.name ?? "none";
}

const pick = fc.nat(20);
const leaves = ["text", "base64", "data"];

const attribute: fc.Arbitrary<Attribute> = fc.record({
  name: fc.constantFrom("originalerror", "a", "b"),
  namespace: fc.constantFrom("", "http://schemas.microsoft.com/MobileDevice/MDM", "urn:x"),
  prefix: fc.constantFrom("", "msft", "ns1"),
  value: fc.constantFrom("", "0x86000002", '<&">'),
});
const attributes = fc.uniqueArray(attribute, { minLength: 1, maxLength: 3, selector: ({ name }) => name });

/** What a peer puts between the fields of a node. */
const unknownContent: fc.Arbitrary<GenericContent> = fc.letrec<{ content: GenericContent; element: GenericContent }>(
  (tie) => ({
    element: fc.record({
      kind: fc.constant("Element" as const),
      local: fc.constantFrom("ExampleState", "Vendor", "Meta", "Type", "Format", "Data", "Item", "LocURI", "CmdID"),
      namespace: fc.constantFrom("SYNCML:SYNCML1.2", "SYNCML:SYNCML1.1", "syncml:metinf", "urn:vendor", ""),
      page: fc.constant(-1),
      token: fc.constant(-1),
      attributes: fc.oneof(fc.constant<Attribute[]>([]), attributes),
      children: fc.array(tie("content"), { maxLength: 3 }),
    }),
    content: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom<GenericContent>(
        { kind: "Text", value: "x", opaque: false },
        { kind: "Text", value: " ", opaque: false },
        { kind: "Text", value: "bin", opaque: false },
        { kind: "Text", value: "application/vnd.syncml-devinf+xml", opaque: false },
        { kind: "Text", value: Uint8Array.of(1, 2, 0xff), opaque: true },
        { kind: "DevInf", verDTD: "1.2", devID: "d", devTyp: "phone", dataStores: [], cTCaps: [], exts: [] } as never,
      ),
      tie("element"),
    ),
  }),
).content;

/** Things that devices send outside the standard; each leaves a message valid. */
const oddChange: fc.Arbitrary<Change> = fc.oneof(
  attributes.map(
    (given): Change =>
      (node) => {
        node.extra = { ...node.extra, attributes: given };
      },
  ),
  fc.tuple(pick, attributes).map(
    ([at, given]): Change =>
      (node, shape) => {
        const name = nameOf(shape, at, [...leaves, "flag"]);
        const isList = shape.rows.find((one) => one.name === name)?.list === true;
        node.extra = { ...node.extra, fieldAttributes: { [isList ? `${name}.0` : name]: given } };
      },
  ),
  fc.tuple(fc.nat(100), unknownContent, fc.boolean()).map(
    ([at, content, isReversed]): Change =>
      (node, shape) => {
        const came = node.extra?.sequence ?? shape.rows.flatMap(({ name }) => namesOf(name, node[name]));
        const sequence = isReversed ? [...came].reverse() : [...came];
        sequence.splice(at % (sequence.length + 1), 0, content);
        node.extra = { ...node.extra, sequence };
      },
  ),
  fc.constantFrom("bin", "b64", "chr").map(
    (format): Change =>
      (node) => {
        if (node.kind === "Meta") node["format"] = format;
      },
  ),
  fc.constantFrom<unknown>("a\0b", Uint8Array.of(0, 1, 0xff), Uint8Array.of(0x41)).map(
    (data): Change =>
      (node, shape) => {
        if (shape.rows.some(({ name, type }) => name === "data" && type === "data")) node["data"] = data;
      },
  ),
  unknownContent.map(
    (content): Change =>
      (node, shape) => {
        if (shape.rows.some(({ name, type }) => name === "data" && type === "data")) node["data"] = [content];
      },
  ),
);

/** The entries of a sequence for a field. */
function namesOf(name: string, value: unknown): string[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value.map(() => name) : [name];
}

/** Changes that leave a message valid: other values, and other forms of the same ones. */
const validChange: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(pick, text).map(
    ([at, value]): Change =>
      (node, shape) => {
        const name = nameOf(shape, at, leaves);
        const row = shape.rows.find((one) => one.name === name);
        if (row !== undefined) node[name] = row.list ? [value, "", value] : value;
      },
  ),
  fc.tuple(pick, pick).map(
    ([at, index]): Change =>
      (node, shape) => {
        const name = nameOf(shape, at, leaves);
        const isList = shape.rows.find((one) => one.name === name)?.list === true;
        node.extra = { ...node.extra, opaque: [...(node.extra?.opaque ?? []), isList ? `${name}.${index % 3}` : name] };
      },
  ),
  fc.constant<Change>((node) => {
    node.extra = {
      attributes: undefined,
      fieldAttributes: undefined,
      sequence: undefined,
      opaque: ["data"],
      inline: undefined,
    };
  }),
  fc.constant<Change>((node) => {
    node.extra = { ...node.extra, inline: ["data"] };
  }),
  fc.constant<Change>((node) => {
    node.extra = { ...node.extra, attributes: [{ name: "a", namespace: "", prefix: "", value: "1" }] };
  }),
  pick.map(
    (at): Change =>
      (node, shape) => {
        const name = nameOf(shape, at, [...leaves, "node", "flag"]);
        node.extra = { ...node.extra, sequence: [name, name] };
      },
  ),
);

const anyChange: fc.Arbitrary<Change> = fc.tuple(pick, anything).map(([at, value]) => (node, shape) => {
  const row = shape.rows[at % shape.rows.length];
  if (row !== undefined) node[row.name] = value;
});

/** A copy of each message with a few of its nodes changed. */
function altered(messages: fc.Arbitrary<SyncML>, change: fc.Arbitrary<Change>): fc.Arbitrary<SyncML> {
  const changes = fc.array(fc.tuple(fc.nat(10_000), change), { minLength: 1, maxLength: 6 });
  return fc.tuple(messages, changes).map(([message, list]) => {
    const copy = structuredClone(message);
    const nodes = nodesOf(copy);
    for (const [at, apply] of list) {
      const node = nodes[at % nodes.length] as Fields;
      apply(node, shapeOfKind(node.kind) as Shape);
    }
    return copy;
  });
}

/** Messages with unusual values and forms. */
export const withUnusualForms = (messages: fc.Arbitrary<SyncML>): fc.Arbitrary<SyncML> =>
  altered(messages, validChange);

/** Messages with what devices send and the standard does not know, each thing at any place. */
export const withOddities = (messages: fc.Arbitrary<SyncML>): fc.Arbitrary<SyncML> => altered(messages, oddChange);

/** Objects, most of which are not messages. */
export const withFaults = (messages: fc.Arbitrary<SyncML>): fc.Arbitrary<SyncML> => altered(messages, anyChange);
