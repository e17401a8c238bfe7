import { checkOptions, integer, optionChecks } from "../core/options.ts";
import { toJson } from "./json.ts";
import type { JsonValue } from "./json-value.ts";
import type { SyncmlDocument } from "./nodes.ts";

/** How JSON is written. */
export interface StringifyOptions {
  /** Spaces per level, 0 to 10. Default 0: everything in one line. */
  readonly indent: number;
}

const MAX_INDENT = 10;
const checks = optionChecks({ indent: integer(0, MAX_INDENT) });

/** An object or array that is being written. */
interface OpenValue {
  /** Names of its fields; `undefined` for an array. */
  readonly keys: readonly string[] | undefined;
  readonly values: readonly JsonValue[];
  index: number;
}

/**
 * The JSON text of a document: that of the value {@link toJson} returns.
 *
 * @throws {SyncmlError} `invalid-message` as {@link toJson} does.
 * @throws {TypeError} if an option is of the wrong type; a `RangeError` if it is out of range.
 */
export function stringify(document: SyncmlDocument, options: Partial<StringifyOptions> = {}): string {
  checkOptions(options, checks);
  return textOf(toJson(document), " ".repeat(options.indent ?? 0));
}

/** The output of `JSON.stringify`, without recursion: that fails on deeply nested values. */
function textOf(root: JsonValue, gap: string): string {
  const parts: string[] = [];
  const open: OpenValue[] = [];
  const breakLine = () => {
    if (gap !== "") parts.push("\n", gap.repeat(open.length));
  };
  const write = (value: JsonValue) => {
    if (typeof value !== "object" || value === null) {
      parts.push(JSON.stringify(value));
      return;
    }
    const isArray = Array.isArray(value);
    parts.push(isArray ? "[" : "{");
    open.push({ keys: isArray ? undefined : Object.keys(value), values: Object.values(value), index: 0 });
  };
  write(root);
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const { keys, values } = top;
    if (top.index === values.length) {
      open.pop();
      if (values.length > 0) breakLine();
      parts.push(keys === undefined ? "]" : "}");
      continue;
    }
    const index = top.index++;
    if (index > 0) parts.push(",");
    breakLine();
    if (keys !== undefined) parts.push(JSON.stringify(keys[index]), gap === "" ? ":" : ": ");
    write(values[index] as JsonValue);
  }
  return parts.join("");
}
