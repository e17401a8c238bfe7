import { isKnownCharset } from "../core/charset.ts";
import { describe } from "../core/describe.ts";
import { FIRST_TOKEN, LAST_PAGE, LAST_TAG_TOKEN } from "../vocabulary/vocabulary.ts";
import { embeddedShapes } from "./document-shapes.ts";
import type { FieldRow } from "./shape.ts";

// Run-time checks of what TypeScript checks at compile time, for messages from JSON or plain JavaScript. Each function
// returns what is wrong, or `undefined`.

const LAST_VERSION = 3;
const MAX_UINT32 = 0xffff_ffff;

/** Checks the type of one field and the kinds of the nodes in it, but not those nodes themselves. */
export function fieldFault(row: FieldRow, value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (!row.list) return valueFault(row, value);
  if (!Array.isArray(value)) return `${row.name} is ${describe(value)}, not an array`;
  for (const entry of value) {
    const fault = valueFault(row, entry);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function valueFault({ name, type, shapes }: FieldRow, value: unknown): string | undefined {
  switch (type) {
    case "flag":
    case "wrapper":
      return typeof value === "boolean" ? undefined : `${name} is ${describe(value)}, not true`;
    case "data":
      return dataFault(name, value);
    case "node": {
      const kinds = Object.values(shapes()).map(({ kind }) => kind);
      if (kinds.includes(kindOf(value) ?? "")) return undefined;
      return `${name} is ${describe(value)}, not ${kinds.join(" or ")}`;
    }
    default:
      return typeof value === "string" ? undefined : `${name} is ${describe(value)}, not a string`;
  }
}

function dataFault(name: string, value: unknown): string | undefined {
  if (isTextOrBytes(value)) return undefined;
  if (!Array.isArray(value))
    return isEmbedded(value) ? undefined : `${name} is ${describe(value)}, not text, bytes or content`;
  for (const part of value) {
    const fault = contentFault(part);
    if (fault !== undefined) return `${name}: ${fault}`;
  }
  return undefined;
}

/** Checks the value of a Text. */
export function textFault(value: unknown): string | undefined {
  return isTextOrBytes(value) ? undefined : `the value of Text is ${describe(value)}, which is neither text nor bytes`;
}

/** Whether a value is of a type that character data may have. */
export function isTextOrBytes(value: unknown): value is string | Uint8Array {
  return typeof value === "string" || value instanceof Uint8Array;
}

/** Checks the kind of one part of some content. */
export function contentFault(part: unknown): string | undefined {
  const kind = kindOf(part);
  return kind === "Element" || kind === "Text" || isEmbedded(part) ? undefined : `${describe(part)} is not content`;
}

function isEmbedded(value: unknown): boolean {
  const kind = kindOf(value);
  return embeddedShapes.some((shape) => shape.kind === kind);
}

function kindOf(value: unknown): string | undefined {
  const kind = typeof value === "object" && value !== null ? (value as { kind?: unknown }).kind : undefined;
  return typeof kind === "string" ? kind : undefined;
}

export function elementFault(element: unknown): string | undefined {
  const { local, namespace, page, token, attributes, children } = element as Readonly<Record<string, unknown>>;
  if (typeof local !== "string") return `the local name of an Element is ${describe(local)}, not a string`;
  if (typeof namespace !== "string") return `the namespace of Element ${local} is ${describe(namespace)}, not a string`;
  const isToken = isWithin(page, -1, LAST_PAGE) && (token === -1 || isWithin(token, FIRST_TOKEN, LAST_TAG_TOKEN));
  if (!isToken) return `page and token of Element ${local} are neither -1 nor those of a tag`;
  if (!Array.isArray(attributes)) return `attributes of Element ${local} are ${describe(attributes)}, not an array`;
  return Array.isArray(children) ? undefined : `children of Element ${local} are ${describe(children)}, not an array`;
}

export function attributeFault(attribute: unknown): string | undefined {
  if (attribute === null || typeof attribute !== "object")
    return `an attribute is ${describe(attribute)}, not an object`;
  const fields = attribute as Readonly<Record<string, unknown>>;
  for (const key of ["name", "namespace", "prefix", "value"]) {
    if (typeof fields[key] !== "string") return `${key} of an attribute is ${describe(fields[key])}, not a string`;
  }
  return undefined;
}

/** Checks that attributes and content are lists; their entries are checked as they are reached. */
export function extraFault(extra: unknown): string | undefined {
  if (extra === null || typeof extra !== "object") return `it is ${describe(extra)}, not an object`;
  const { attributes, fieldAttributes, sequence, opaque, inline } = extra as Readonly<Record<string, unknown>>;
  if (!isListOrAbsent(attributes)) return `attributes is ${describe(attributes)}, not an array`;
  if (!isListOrAbsent(sequence)) return `sequence is ${describe(sequence)}, not an array`;
  if (!isListOrAbsent(opaque)) return `opaque is ${describe(opaque)}, not an array`;
  if (!isListOrAbsent(inline)) return `inline is ${describe(inline)}, not an array`;
  const isRecord = fieldAttributes === undefined || (fieldAttributes !== null && typeof fieldAttributes === "object");
  return isRecord ? undefined : `fieldAttributes is ${describe(fieldAttributes)}, not an object`;
}

export function wireFault(wire: unknown): string | undefined {
  if (wire === null || typeof wire !== "object") return `it is ${describe(wire)}, not an object`;
  const { format, version, publicId, publicIdText, charset, namespace } = wire as Readonly<Record<string, unknown>>;
  if (format !== "wbxml" && format !== "xml") return 'format is neither "wbxml" nor "xml"';
  if (!isWithin(version, 0, LAST_VERSION)) return "version is not one of 0, 1, 2 and 3, for WBXML 1.0 to 1.3";
  if (!isWithin(publicId, 0, MAX_UINT32)) return "publicId is not an unsigned 32-bit integer";
  if (publicIdText !== undefined && typeof publicIdText !== "string") return "publicIdText is not a string";
  if (charset !== 0 && !isKnownCharset(charset)) return "charset is not the MIBenum of a known character set";
  return typeof namespace === "string" ? undefined : "namespace is not a string";
}

function isListOrAbsent(value: unknown): boolean {
  return value === undefined || Array.isArray(value);
}

function isWithin(value: unknown, min: number, max: number): boolean {
  return Number.isInteger(value) && (value as number) >= min && (value as number) <= max;
}
