import { encodeBase64 } from "../core/base64.ts";
import { describe } from "../core/describe.ts";
import { SyncmlError } from "../core/errors.ts";

/** Any JSON value. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  /** A field, by name. */
  [key: string]: JsonValue;
}

/** The only key of the object that represents bytes in JSON; its value is their base64. */
export const BYTES_KEY = "$base64";

/** An object or array that is being copied. */
interface OpenValue {
  readonly value: object;
  readonly copy: JsonValue[] | JsonObject;
  /** Names of its fields; `undefined` for an array. */
  readonly keys: readonly string[] | undefined;
  index: number;
}

/**
 * A deep copy as plain JSON values, by the rules of `JSON.stringify`: fields that are `undefined` or functions are left out.
 * Bytes become an object with {@link BYTES_KEY}.
 *
 * @throws {SyncmlError} `invalid-message` if the value contains itself, or a bigint.
 */
export function plainCopy(given: object): JsonValue {
  return shallowCopy(given, 0) ?? deepCopy(given);
}

/** Levels of values that are copied by recursion, which takes half the time of {@link deepCopy}. */
const SHALLOW_LEVELS = 64;

/** The copy of a value at this level; `undefined` if it nests deeper, or contains itself. */
function shallowCopy(value: unknown, level: number): JsonValue | undefined {
  if (typeof value !== "object" || value === null) return scalarOf(value);
  if (value instanceof Uint8Array) return { [BYTES_KEY]: encodeBase64(value) };
  if (level === SHALLOW_LEVELS) return undefined;
  if (Array.isArray(value)) {
    const list: JsonValue[] = [];
    for (let index = 0; index < value.length; index++) {
      const copy = shallowCopy(value[index], level + 1);
      if (copy === undefined) return undefined;
      list.push(copy);
    }
    return list;
  }
  const fields: JsonObject = {};
  for (const key in value) {
    if (!Object.hasOwn(value, key)) continue;
    const field = (value as Readonly<Record<string, unknown>>)[key];
    if (!hasForm(field)) continue;
    const copy = shallowCopy(field, level + 1);
    if (copy === undefined) return undefined;
    setOwn(fields, key, copy);
  }
  return fields;
}

function deepCopy(given: object): JsonValue {
  // Not recursive: documents nest deeper than an engine's stack allows.
  const open: OpenValue[] = [];
  const around = new Set<object>();
  const copyOf = (field: unknown): JsonValue => {
    if (typeof field !== "object" || field === null) return scalarOf(field);
    if (field instanceof Uint8Array) return { [BYTES_KEY]: encodeBase64(field) };
    if (around.has(field)) throw new SyncmlError("invalid-message", `${describe(field)} contains itself`);
    around.add(field);
    const isArray = Array.isArray(field);
    const copy = isArray ? [] : {};
    open.push({ value: field, copy, keys: isArray ? undefined : Object.keys(field), index: 0 });
    return copy;
  };
  const root = copyOf(given);
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const { value, copy, keys } = top;
    if (top.index === (keys ?? (value as unknown[])).length) {
      open.pop();
      around.delete(value);
      continue;
    }
    const index = top.index++;
    if (keys === undefined) {
      (copy as JsonValue[]).push(copyOf((value as unknown[])[index]));
      continue;
    }
    const key = keys[index] as string;
    const field = (value as Readonly<Record<string, unknown>>)[key];
    if (hasForm(field)) setOwn(copy as JsonObject, key, copyOf(field));
  }
  return root;
}

function hasForm(field: unknown): boolean {
  return field !== undefined && typeof field !== "function" && typeof field !== "symbol";
}

function scalarOf(value: unknown): JsonValue {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      return Number.isFinite(value) ? value : null;
    case "bigint":
      throw new SyncmlError("invalid-message", `JSON cannot represent ${describe(value)}`);
    default:
      return null;
  }
}

function setOwn(copy: JsonObject, key: string, value: JsonValue): void {
  // The one name to which assignment would do something else.
  if (key !== "__proto__") copy[key] = value;
  else Object.defineProperty(copy, key, { value, enumerable: true, configurable: true, writable: true });
}
