import { isKnownCharset } from "../core/charset.ts";

// What is wrong with the parts of a message that TypeScript would have refused: the message may come from JSON or from
// plain JavaScript. Each function returns a reason, or `undefined` for a value as its type says.

const MAX_PAGE = 255;
const FIRST_TOKEN = 0x05;
const LAST_TOKEN = 0x3f;
const LAST_VERSION = 3;
const MAX_UINT32 = 0xffff_ffff;

/** A value in a few words, for messages. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return "an array";
  if (value instanceof Uint8Array) return "bytes";
  if (typeof value !== "object") return `a ${typeof value}`;
  const { kind } = value as { kind?: unknown };
  return typeof kind === "string" ? kind.slice(0, 40) : "an object without kind";
}

export function elementFault(element: unknown): string | undefined {
  const { local, namespace, page, token, attributes, children } = element as Readonly<Record<string, unknown>>;
  if (typeof local !== "string") return `the local name of an Element is ${describe(local)}, not a string`;
  if (typeof namespace !== "string") return `the namespace of Element ${local} is ${describe(namespace)}, not a string`;
  const isToken =
    page === -1 || token === -1 || (isWithin(page, 0, MAX_PAGE) && isWithin(token, FIRST_TOKEN, LAST_TOKEN));
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

/** Of attributes and content only that they are lists: each of those is checked where it stands. */
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
  if (!isWithin(version, 0, LAST_VERSION)) return "version is none of 0, 1, 2 and 3, for WBXML 1.0 to 1.3";
  if (!isWithin(publicId, 0, MAX_UINT32)) return "publicId is no unsigned integer of 32 bits";
  if (publicIdText !== undefined && typeof publicIdText !== "string") return "publicIdText is no string";
  if (charset !== 0 && !isKnownCharset(charset)) return "charset is the MIBenum of no known character set";
  return typeof namespace === "string" ? undefined : "namespace is no string";
}

function isListOrAbsent(value: unknown): boolean {
  return value === undefined || Array.isArray(value);
}

function isWithin(value: unknown, min: number, max: number): boolean {
  return Number.isInteger(value) && (value as number) >= min && (value as number) <= max;
}
