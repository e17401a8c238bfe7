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
