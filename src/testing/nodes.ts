import fc from "fast-check";
import { makeNode, shapeOfKind } from "../ast/create.ts";
import { namespaceOf } from "../ast/element-names.ts";
import type { Data, GenericElement } from "../ast/nodes.ts";
import type { FieldRow, Shape } from "../ast/shape.ts";
import { encodeBase64 } from "../core/base64.ts";
import type { ElementName } from "../core/sink.ts";
import type { SyncmlVersion } from "../validation/profiles.ts";
import { mediaTypes } from "../vocabulary/media-types.ts";
import { standardVocabularies } from "../vocabulary/standard.ts";
import type { Vocabulary } from "../vocabulary/vocabulary.ts";
import { type ContentModel, choices, contentModels } from "./content-models.ts";
import { xmlText } from "./xml-text.ts";

/** What a message may contain besides text and device information. */
export type Content =
  /** Management trees in Data. */
  | "tree"
  /** Non-standard elements in Data. */
  | "markup"
  /** Octets in Data. */
  | "bytes"
  /** The MetInf element around meta information. */
  | "wrapper";

export const allContent: readonly Content[] = ["tree", "markup", "bytes", "wrapper"];

/** Text of an element, by keys such as `metinf:Size` and `devinf:VerDTD`; without an entry, any text. */
type Texts = Readonly<Record<string, fc.Arbitrary<string>>>;

export interface Scope {
  readonly version: SyncmlVersion;
  readonly content: readonly Content[];
  readonly texts: Texts;
  /** Optional elements to leave out, by the same keys. */
  readonly unused: readonly string[];
  readonly vocabulary: Vocabulary;
  readonly depth: number;
  /** The node is in the item of a Filter's Field. */
  readonly isInField?: boolean;
  /** Nodes by kind and depth, each built once, since shapes refer to one another in cycles. */
  readonly built: Map<string, fc.Arbitrary<unknown>>;
}

// Below this depth optional fields are left out, so that documents end.
const MAX_DEPTH = 9;
const LAST_CONTAINER_DEPTH = 3;
const LAST_EMBEDDING_DEPTH = 6;
const containers = ["Atomic", "Sequence", "Sync"];

function vocabularyOf(kind: string, version: SyncmlVersion): Vocabulary {
  const found = standardVocabularies.findVersion(kind, version);
  if (found === undefined) throw new RangeError(`there is no vocabulary for ${kind} ${version}`);
  return found;
}

/** Where the nodes of a document of this kind begin. */
export function scopeOf(kind: string, version: SyncmlVersion, given: Partial<Scope> = {}): Scope {
  const vocabulary = vocabularyOf(kind, version);
  const { content = allContent, texts = {}, unused = [], depth = 0 } = given;
  return { version, content, texts, unused, vocabulary, depth, built: new Map() };
}

/** A node with random fields: all that the DTD requires, others or not, elements of this version only. */
export function nodeOf(kind: string, scope: Scope): fc.Arbitrary<unknown> {
  return node(shapeOfKind(kind) as Shape, scope);
}

function node(shape: Shape, scope: Scope, isGroup = false): fc.Arbitrary<unknown> {
  const key = `${shape.kind} ${scope.vocabulary.name} ${scope.depth} ${scope.isInField} ${isGroup}`;
  let arbitrary = scope.built.get(key);
  if (arbitrary === undefined) scope.built.set(key, (arbitrary = buildNode(shape, scope, isGroup)));
  return arbitrary;
}

function buildNode(shape: Shape, scope: Scope, isGroup: boolean): fc.Arbitrary<unknown> {
  const fields: Record<string, fc.Arbitrary<unknown>> = {};
  for (const [slot, row] of shape.rows.entries()) {
    const model = contentModels[scope.version][`${shape.kind}.${row.name}`] ?? {};
    const elements = row.elements.filter((element) => isElementOf(shape, element, model, scope));
    // A Size that differs from that of the data would make the data a chunk of a large object.
    if (elements.length === 0 || (shape.kind === "Meta" && row.name === "size")) continue;
    if (row.type === "wrapper" && !scope.content.includes("wrapper")) continue;
    // A group begins with its first field.
    const isRequired = row.min > 0 || model.min === 1 || (isGroup && slot === 0);
    fields[row.name] = field(row, elements, shape, scope, isRequired, model.max ?? row.max);
  }
  const choose = choices[shape.kind];
  return fc.record(fields).map((values) => makeNode(shape.kind, choose?.(values) ?? withFittingMeta(values)));
}

function isElementOf(shape: Shape, element: string, model: ContentModel, scope: Scope): boolean {
  if (model.absent || scope.unused.includes(`${shape.space}:${element}`)) return false;
  if (model.element !== undefined && model.element !== element) return false;
  if (scope.depth >= LAST_CONTAINER_DEPTH && containers.includes(element)) return false;
  return (
    scope.vocabulary.element(namespaceOf(shape.space, scope.vocabulary.root?.namespace ?? ""), element) !== undefined
  );
}

function field(
  row: FieldRow,
  elements: readonly string[],
  shape: Shape,
  scope: Scope,
  isRequired: boolean,
  max: number,
): fc.Arbitrary<unknown> {
  if (!isRequired && scope.depth >= MAX_DEPTH) return fc.constant(row.list ? [] : undefined);
  const one = value(row, elements, shape, scope);
  if (row.list) {
    const maxLength = Math.min(max, scope.depth > 4 ? 2 : 3);
    return fc.array(one, { minLength: isRequired ? 1 : 0, maxLength });
  }
  return isRequired ? one : fc.option(one, { nil: undefined, freq: 2 });
}

function value(row: FieldRow, elements: readonly string[], shape: Shape, scope: Scope): fc.Arbitrary<unknown> {
  switch (row.type) {
    case "flag":
    case "wrapper":
      return fc.constant(true);
    case "data":
      // Without a Meta to describe it, it is text.
      return shape.metaSlot < 0 ? xmlText : data(scope);
    case "choice":
      return fc.constantFrom("chr", "node", "bin");
    case "base64":
      return base64Text;
    case "text":
      return scope.texts[`${shape.space}:${elements[0]}`] ?? (row.name === "format" ? plainFormat : xmlText);
    default: {
      const deeper = { ...scope, depth: scope.depth + 1, isInField: shape.kind === "Field" };
      const children = elements.map((element) => shape.child(element));
      return fc.oneof(...children.map((child) => node(child?.shape as Shape, deeper, child?.opensGroup)));
    }
  }
}

/** Formats that do not affect how Data is carried. */
const plainFormat = fc.constantFrom("chr", "b64", "int", "xml");

/** Octets as base64. */
export const base64Text: fc.Arbitrary<string> = fc.uint8Array({ maxLength: 8 }).map(encodeBase64);

function data(scope: Scope): fc.Arbitrary<Data> {
  const weightOf = (content: Content, weight: number) => (scope.content.includes(content) ? weight : 0);
  const bytes = { weight: weightOf("bytes", 2), arbitrary: fc.uint8Array({ maxLength: 12 }) };
  if (scope.depth > LAST_EMBEDDING_DEPTH) return fc.oneof({ weight: 6, arbitrary: xmlText }, bytes);
  return fc.oneof(
    { weight: 6, arbitrary: xmlText },
    bytes,
    { weight: 1, arbitrary: embedded("DevInf", scope.version, scope, 3) },
    { weight: weightOf("tree", 1), arbitrary: embedded("MgmtTree", "1.2", scope, 5) },
    { weight: weightOf("markup", 1), arbitrary: markup },
    { weight: scope.isInField === true ? weightOf("markup", 6) : 0, arbitrary: fieldProperties },
  );
}

function embedded(
  kind: "DevInf" | "MgmtTree",
  version: SyncmlVersion,
  scope: Scope,
  deeper: number,
): fc.Arbitrary<Data> {
  const inner = { ...scope, vocabulary: vocabularyOf(kind, version), depth: scope.depth + deeper };
  return nodeOf(kind, inner) as fc.Arbitrary<Data>;
}

/** Non-standard markup, with text between the elements. */
const markup: fc.Arbitrary<Data> = fc
  .array(
    fc.tuple(
      fc.constantFrom("enabled", "data", "Own"),
      xmlText,
      fc.dictionary(fc.constantFrom("id", "value"), xmlText),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((elements) =>
    elements.map(([local, text, attributes]) => ({
      kind: "Element" as const,
      local,
      namespace: "urn:example:policy",
      page: -1,
      token: -1,
      attributes: Object.entries(attributes).map(([name, value]) => ({ name, namespace: "", prefix: "", value })),
      children: textOf(text),
    })),
  );

/** Content of a Field: properties of device information. */
const fieldProperties: fc.Arbitrary<Data> = fc
  .array(xmlText, { minLength: 1, maxLength: 2 })
  .map((names) => names.map((name) => devInfElement("Property", [devInfElement("PropName", textOf(name))])));

function devInfElement(local: string, children: GenericElement["children"]): GenericElement {
  const { namespace, page, token } = vocabularyOf("DevInf", "1.2").element("syncml:devinf", local) as ElementName;
  return { kind: "Element", local, namespace, page, token, attributes: [], children };
}

function textOf(value: string): GenericElement["children"] {
  return value === "" ? [] : [{ kind: "Text", value, opaque: false }];
}

/** Media types that announce an embedded document. */
const embeddedTypes: Readonly<Record<string, string>> = {
  DevInf: mediaTypes.devInf.wbxml,
  Property: mediaTypes.devInf.wbxml,
  MgmtTree: mediaTypes.tnds.wbxml,
};

/** Meta information that describes the data: Format for bytes, Type for an embedded document. */
function withFittingMeta(values: Record<string, unknown>): Record<string, unknown> {
  const { data, meta } = values;
  const isBytes = data instanceof Uint8Array;
  const [first] = Array.isArray(data) ? data : [data];
  const { kind = "", local } = (first ?? {}) as { kind?: string; local?: string };
  const type = embeddedTypes[local ?? kind];
  if (!isBytes && type === undefined) return values;
  const fields = (meta ?? makeNode("Meta", {})) as Record<string, unknown>;
  const fitting = isBytes ? { ...fields, format: "bin" } : { ...fields, type };
  return { ...values, meta: makeNode("Meta", fitting) };
}
