import fc from "fast-check";
import { makeNode, shapeOfKind } from "../../src/ast/create.ts";
import type { Data, SyncML } from "../../src/ast/nodes.ts";
import type { FieldRow, Shape, Space } from "../../src/ast/shape.ts";
import { standardVocabularies } from "../../src/vocabulary/standard.ts";
import type { Vocabulary } from "../../src/vocabulary/vocabulary.ts";

export type Version = "1.0" | "1.1" | "1.2";

// Deeper than this, fields that may be left out are, so that documents end.
const MAX_DEPTH = 9;
const LAST_CONTAINER_DEPTH = 3;
const containers = ["Atomic", "Sequence", "Sync"];
const xmlCharacter = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(..."abcXYZ019 ./:;=-_\r\n\t<>&\"']") },
  { weight: 1, arbitrary: fc.constantFrom("é", "日", "\u{1f600}", "\u0085", "\u00a0", "\ufffd", "\ud7ff", "\ue000") },
);
/** Text that XML can hold. */
const xmlText: fc.Arbitrary<string> = fc.string({ unit: xmlCharacter, maxLength: 12 });

/** What a message may hold beside text and device information. */
export interface Features {
  readonly tree: boolean;
  readonly markup: boolean;
  readonly bytes: boolean;
  /** The MetInf element around meta information. */
  readonly wrapper: boolean;
}

interface Scope {
  readonly version: Version;
  readonly features: Features;
  readonly vocabulary: Vocabulary;
  readonly depth: number;
}

function vocabularyOf(kind: string, version: Version): Vocabulary {
  const found = standardVocabularies.vocabularies.find(
    ({ definition }) => definition.root === kind && definition.name.endsWith(version),
  );
  if (found === undefined) throw new Error(`no vocabulary for ${kind} ${version}`);
  return found;
}

function namespaceOf(space: Space, { vocabulary }: Scope): string {
  if (space === "core") return vocabulary.root?.namespace ?? "";
  return { metinf: "syncml:metinf", devinf: "syncml:devinf", dmddf: "syncml:dmddf1.2" }[space];
}

// Shapes refer to one another in circles, so each is built once for each depth.
const built = new Map<string, fc.Arbitrary<unknown>>();

function node(shape: Shape, scope: Scope, isGroup = false): fc.Arbitrary<unknown> {
  const { version, vocabulary, depth, features } = scope;
  const key = `${shape.kind} ${vocabulary.name} ${version} ${depth} ${isGroup} ${Object.values(features)}`;
  let arbitrary = built.get(key);
  if (arbitrary === undefined) built.set(key, (arbitrary = buildNode(shape, scope, isGroup)));
  return arbitrary;
}

/** A node with random fields: all that the standard requires, others or not, elements of this version only. */
function buildNode(shape: Shape, scope: Scope, isGroup: boolean): fc.Arbitrary<unknown> {
  const fields: Record<string, fc.Arbitrary<unknown>> = {};
  for (const [slot, row] of shape.rows.entries()) {
    const elements = row.elements.filter(
      (element) =>
        scope.vocabulary.element(namespaceOf(shape.space, scope), element) !== undefined &&
        !(scope.depth >= LAST_CONTAINER_DEPTH && containers.includes(element)),
    );
    // A Size that is not that of the data makes the data a chunk, which is another matter.
    if (elements.length === 0 || (shape.kind === "Meta" && row.name === "size")) continue;
    if (row.type === "wrapper" && !scope.features.wrapper) continue;
    // A group begins with its first field.
    fields[row.name] = field(row, elements, shape, scope, isGroup && slot === 0);
  }
  return fc.record(fields).map((values) => makeNode(shape.kind, withFittingData(values)));
}

function field(
  row: FieldRow,
  elements: string[],
  shape: Shape,
  scope: Scope,
  isOpener: boolean,
): fc.Arbitrary<unknown> {
  const isRequired = row.min > 0 || isOpener;
  if (!isRequired && scope.depth >= MAX_DEPTH) return fc.constant(row.list ? [] : undefined);
  const one = value(row, elements, shape, scope);
  if (row.list) {
    const maxLength = Math.min(row.max, scope.depth > 4 ? 2 : 3);
    return fc.array(one, { minLength: Math.min(row.min, 1), maxLength });
  }
  return isRequired ? one : fc.option(one, { nil: undefined, freq: 2 });
}

function value(row: FieldRow, elements: string[], shape: Shape, scope: Scope): fc.Arbitrary<unknown> {
  switch (row.type) {
    case "flag":
    case "wrapper":
      return fc.constant(true);
    case "data":
      // The value of a tree's node has no Meta to say more of it.
      return row.name === "value" ? xmlText : data(scope);
    case "choice":
      return fc.constantFrom("chr", "node", "bin");
    case "base64":
      return fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes).toString("base64"));
    case "text":
      return row.name === "format" ? fc.constantFrom("chr", "b64", "int", "xml") : xmlText;
    default: {
      const deeper = { ...scope, depth: scope.depth + 1 };
      const children = elements.map((element) => shape.child(element));
      return fc.oneof(...children.map((child) => node(child?.shape as Shape, deeper, child?.opensGroup)));
    }
  }
}

function data(scope: Scope): fc.Arbitrary<Data> {
  const bytes = fc.uint8Array({ maxLength: 12 });
  const { features } = scope;
  if (scope.depth > 6) return features.bytes ? fc.oneof(xmlText, bytes) : xmlText;
  const devInf = vocabularyOf("DevInf", scope.version);
  const tree = vocabularyOf("MgmtTree", "1.2");
  const devInfScope = { ...scope, vocabulary: devInf, depth: scope.depth + 3 };
  const treeScope = { ...scope, vocabulary: tree, depth: scope.depth + 5 };
  return fc.oneof(
    { weight: 6, arbitrary: xmlText },
    { weight: features.bytes ? 2 : 0, arbitrary: bytes },
    { weight: 1, arbitrary: node(shapeOfKind("DevInf") as Shape, devInfScope) as fc.Arbitrary<Data> },
    {
      weight: features.tree ? 1 : 0,
      arbitrary: node(shapeOfKind("MgmtTree") as Shape, treeScope) as fc.Arbitrary<Data>,
    },
    { weight: features.markup ? 1 : 0, arbitrary: markup },
  );
}

/** Markup of no standard, with text between the elements. */
const markup: fc.Arbitrary<Data> = fc
  .array(
    fc.tuple(
      fc.constantFrom("enabled", "data", "Own"),
      xmlText,
      fc.dictionary(fc.constantFrom("id", "value"), xmlText),
    ),
    {
      minLength: 1,
      maxLength: 3,
    },
  )
  .map((elements) =>
    elements.map(([local, text, attributes]) => ({
      kind: "Element" as const,
      local,
      namespace: "urn:example:policy",
      page: -1,
      token: -1,
      attributes: Object.entries(attributes).map(([name, value]) => ({ name, namespace: "", prefix: "", value })),
      children: text === "" ? [] : [{ kind: "Text" as const, value: text, opaque: false }],
    })),
  );

const embeddedTypes: Readonly<Record<string, string>> = {
  DevInf: "application/vnd.syncml-devinf+wbxml",
  MgmtTree: "application/vnd.syncml.dmtnds+wbxml",
};

/** What data is, its Meta has to say: bytes by Format, an embedded document by Type. */
function withFittingData(values: Record<string, unknown>): Record<string, unknown> {
  const { data, meta } = values;
  const isBytes = data instanceof Uint8Array;
  const type = embeddedTypes[(data as { kind?: string } | undefined)?.kind ?? ""];
  if (!isBytes && type === undefined) return values;
  if (!("meta" in values)) return { ...values, data: undefined };
  const fields = (meta ?? makeNode("Meta", {})) as Record<string, unknown>;
  const fitting = isBytes ? { ...fields, format: "bin" } : { ...fields, type };
  return { ...values, meta: makeNode("Meta", fitting) };
}

/** A message of one version with every kind of command and content that it knows. */
export function messageOf(
  version: Version,
  features: Features = { tree: true, markup: true, bytes: true, wrapper: true },
): fc.Arbitrary<SyncML> {
  const vocabulary = vocabularyOf("SyncML", version);
  const scope = { version, features, vocabulary, depth: 0 };
  const header = node(shapeOfKind("SyncHdr") as Shape, { ...scope, depth: 5 }).map((syncHdr) => ({
    ...(syncHdr as object),
    verDTD: version,
  }));
  const body = node(shapeOfKind("SyncBody") as Shape, scope);
  return fc.tuple(header, body).map(([syncHdr, syncBody]) => makeNode("SyncML", { syncHdr, syncBody }) as SyncML);
}
