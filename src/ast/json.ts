import { decodeBase64 } from "../core/base64.ts";
import { describe } from "../core/describe.ts";
import { SyncmlError } from "../core/errors.ts";
import { makeNode, shapeOfKind } from "./create.ts";
import { shapeOfDocument } from "./document-shapes.ts";
import { BYTES_KEY, type JsonObject, type JsonValue, plainCopy } from "./json-value.ts";
import {
  attributeFault,
  contentFault,
  elementFault,
  extraFault,
  fieldFault,
  textFault,
  wireFault,
} from "./node-faults.ts";
import type {
  Attribute,
  Extra,
  GenericContent,
  GenericElement,
  GenericText,
  SyncmlDocument,
  WireForm,
} from "./nodes.ts";

type Fields = Record<string, unknown>;

/**
 * Converts a document to a plain JSON value, with nothing merged or reordered: absent fields are left out, bytes become
 * `{"$base64": "…"}`. It shares no object with the document. {@link stringify} gives the text.
 *
 * @throws {SyncmlError} `invalid-message` if the document contains itself, or a value that JSON cannot represent.
 * @throws {TypeError} if `document` is not an object.
 */
export function toJson(document: SyncmlDocument): JsonObject {
  if (typeof document !== "object" || document === null) {
    throw new TypeError(`expected a document, as decode returns it, not ${describe(document)}`);
  }
  return plainCopy(document) as JsonObject;
}

/**
 * Reads a document that {@link toJson} or {@link stringify} wrote, or that was written by hand: fields that are left out are
 * absent. A string is JSON text; anything else is a value as `JSON.parse` returns it, which is not changed.
 *
 * @throws {SyncmlError} `invalid-message` if the text is not JSON or the value is not a document.
 * @throws {TypeError} if `json` is neither a string nor a plain object.
 */
export function fromJson(json: string | object): SyncmlDocument {
  const document = revived(typeof json === "string" ? parse(json) : copyOf(json));
  const kind = (document as Partial<SyncmlDocument> | null)?.kind;
  if (kind !== "Element" && shapeOfDocument(kind) === undefined) {
    throw invalid(`the JSON is not a document but ${describe(document)}`);
  }
  return document as SyncmlDocument;
}

function copyOf(json: object): JsonValue {
  if (typeof json !== "object" || json === null || ArrayBuffer.isView(json) || json instanceof ArrayBuffer) {
    throw new TypeError(`expected JSON as a string or a plain object, not ${describe(json)}`);
  }
  return plainCopy(json);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    // Any error: a recursive parser runs out of stack, which engines report under different names.
    throw new SyncmlError("invalid-message", `invalid JSON: ${(cause as Error).message}`, undefined, cause);
  }
}

/** Turns JSON objects into nodes and bytes, from the innermost to the outermost, without recursion. */
function revived(parsed: unknown): unknown {
  const root: Fields = { document: parsed };
  const places: [holder: Fields, key: string][] = [[root, "document"]];
  // The list grows during the walk: contents come after their container.
  for (let index = 0; index < places.length; index++) {
    const [holder, key] = places[index] as [Fields, string];
    const value = holder[key];
    if (typeof value !== "object" || value === null) continue;
    for (const [name, field] of Object.entries(value)) {
      if (typeof field === "object" && field !== null) places.push([value as Fields, name]);
    }
  }
  for (let index = places.length - 1; index >= 0; index--) {
    const [holder, key] = places[index] as [Fields, string];
    holder[key] = revive(key, holder[key]);
  }
  return root["document"];
}

function revive(key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const fields = value as Fields;
  const base64 = fields[BYTES_KEY];
  if (typeof base64 === "string") {
    const bytes = decodeBase64(base64);
    if (bytes === undefined) throw invalid(`${BYTES_KEY} of ${key} is not base64`);
    return bytes;
  }
  const { kind } = fields;
  if (kind === "Element") return elementOf(fields);
  if (kind === "Text") return textOf(fields);
  return typeof kind === "string" ? nodeOf(kind, fields) : value;
}

function nodeOf(kind: string, fields: Fields): unknown {
  const { extra, wire } = fields;
  for (const row of shapeOfKind(kind)?.rows ?? []) refuse(kind, fieldFault(row, fields[row.name]));
  if (wire !== undefined) refuse(`wire of ${kind}`, wireFault(wire));
  return makeNode(kind, {
    ...fields,
    extra: extra === undefined ? undefined : extraOfJson(kind, extra),
    wire: wire as WireForm,
  });
}

function extraOfJson(kind: string, given: unknown): Extra {
  refuse(`extra of ${kind}`, extraFault(given));
  const { attributes, fieldAttributes, sequence, opaque, inline } = given as Extra;
  for (const part of sequence ?? []) if (typeof part !== "string") refuse(`sequence of ${kind}`, contentFault(part));
  for (const name of [...(opaque ?? []), ...(inline ?? [])]) {
    if (typeof name !== "string") throw invalid(`extra of ${kind} names ${describe(name)} as a field`);
  }
  const byField = Object.entries(fieldAttributes ?? {}).map(([field, list]) => [field, attributesOf(field, list)]);
  return {
    attributes: attributes && attributesOf(kind, attributes),
    // Not assigned one by one, since a name may be `__proto__`.
    fieldAttributes: fieldAttributes && (Object.fromEntries(byField) as Record<string, Attribute[]>),
    sequence,
    opaque,
    inline,
  };
}

function elementOf(fields: Fields): GenericElement {
  const { local, namespace = "", page = -1, token = -1, attributes = [], children = [] } = fields;
  refuse("content", elementFault({ local, namespace, page, token, attributes, children }));
  for (const child of children as GenericContent[]) refuse(`content of ${String(local)}`, contentFault(child));
  const named = attributesOf(String(local), attributes);
  return { kind: "Element", local, namespace, page, token, attributes: named, children } as GenericElement;
}

function attributesOf(owner: string, list: unknown): Attribute[] {
  if (!Array.isArray(list)) throw invalid(`attributes of ${owner} are ${describe(list)}, not an array`);
  return list.map((given: Fields | null) => {
    const { name, namespace = "", prefix = "", value } = given ?? {};
    refuse(owner, attributeFault({ name, namespace, prefix, value }));
    return { name, namespace, prefix, value } as Attribute;
  });
}

function textOf({ value, opaque = false }: Fields): GenericText {
  const fault = textFault(value);
  if (fault !== undefined) throw invalid(fault);
  return { kind: "Text", value: value as string | Uint8Array, opaque: opaque === true };
}

function refuse(where: string, fault: string | undefined): void {
  if (fault !== undefined) throw invalid(`${where}: ${fault}`);
}

function invalid(reason: string): SyncmlError {
  return new SyncmlError("invalid-message", reason);
}
