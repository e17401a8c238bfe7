import { decodeBase64, encodeBase64 } from "../core/base64.ts";
import { SyncmlError } from "../core/errors.ts";
import { makeNode } from "./create.ts";
import { shapeOfDocument } from "./document-shapes.ts";
import type { Attribute, Document, Element, Text } from "./nodes.ts";

const BYTES_KEY = "$base64";

/**
 * A document as JSON text, nothing merged or reordered; bytes are `{"$base64": "…"}`. `indent` is as in
 * `JSON.stringify`.
 */
export function toJson(document: Document, indent = 0): string {
  return JSON.stringify(document, bytesAsBase64, indent);
}

// Asks the holder, since a Buffer has turned itself into something else by the time its value is handed over.
function bytesAsBase64(this: Record<string, unknown>, key: string, value: unknown): unknown {
  const bytes = this[key];
  return bytes instanceof Uint8Array ? { [BYTES_KEY]: encodeBase64(bytes) } : value;
}

/**
 * The document that {@link toJson} wrote, or that somebody wrote by hand: fields that are left out are absent.
 *
 * @throws {SyncmlError} `invalid-message` if the text is no JSON or the object no document.
 */
export function fromJson(text: string): Document {
  let document: unknown;
  try {
    document = JSON.parse(text, revive);
  } catch (cause) {
    if (cause instanceof SyntaxError) throw new SyncmlError("invalid-message", cause.message, undefined, cause);
    throw cause;
  }
  const kind = (document as Partial<Document> | null)?.kind;
  if (kind !== "Element" && shapeOfDocument(kind) === undefined) {
    throw new SyncmlError("invalid-message", `the JSON is no document: its kind is ${String(kind)}`);
  }
  return document as Document;
}

function revive(key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const fields = value as Record<string, unknown>;
  const base64 = fields[BYTES_KEY];
  if (typeof base64 === "string") {
    const bytes = decodeBase64(base64);
    if (bytes === undefined) throw new SyncmlError("invalid-message", `${BYTES_KEY} of ${key} is no base64`);
    return bytes;
  }
  const { kind } = fields;
  if (kind === "Element") return elementOf(fields);
  if (kind === "Text") return textOf(fields);
  return typeof kind === "string" ? makeNode(kind, fields) : value;
}

function elementOf(fields: Record<string, unknown>): Element {
  const { local, namespace = "", page = -1, token = -1, attributes = [], children = [] } = fields;
  const isElement =
    areStrings(local, namespace) &&
    [page, token].every(Number.isInteger) &&
    Array.isArray(attributes) &&
    Array.isArray(children) &&
    children.every((child) => typeof (child as { kind?: unknown } | null)?.kind === "string");
  if (!isElement)
    throw new SyncmlError("invalid-message", `this is no element: ${JSON.stringify(fields).slice(0, 80)}`);
  const named = attributes.map(attributeOf);
  return { kind: "Element", local, namespace, page, token, attributes: named, children } as Element;
}

function attributeOf(fields: Record<string, unknown> | null): Attribute {
  const { name, namespace = "", prefix = "", value } = fields ?? {};
  if (!areStrings(name, namespace, prefix, value)) {
    throw new SyncmlError("invalid-message", `this is no attribute: ${JSON.stringify(fields).slice(0, 80)}`);
  }
  return { name, namespace, prefix, value } as Attribute;
}

function textOf({ value, opaque = false }: Record<string, unknown>): Text {
  if (typeof value !== "string" && !(value instanceof Uint8Array)) {
    throw new SyncmlError("invalid-message", "the value of Text is neither text nor bytes");
  }
  return { kind: "Text", value, opaque: opaque === true };
}

function areStrings(...values: readonly unknown[]): boolean {
  return values.every((value) => typeof value === "string");
}
