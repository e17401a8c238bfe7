import { decodeBase64 } from "../core/base64.ts";

/** The formats that a node may have (DM TND Format). */
export type NodeFormat = "b64" | "bin" | "bool" | "chr" | "date" | "float" | "int" | "node" | "null" | "time" | "xml";

const INT_MAX = 2_147_483_647;
const anything = (): boolean => true;

/** Which texts are values, by format; octets are values of `bin` alone. */
const values: Readonly<Record<NodeFormat, (text: string) => boolean>> = {
  b64: (text) => decodeBase64(text) !== undefined,
  bin: anything,
  bool: (text) => text === "true" || text === "false",
  chr: anything,
  date: (text) => /^\d{4}(-?)(0[1-9]|1[0-2])\1(0[1-9]|[12]\d|3[01])$/.test(text),
  float: (text) => /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text),
  int: (text) => /^[+-]?\d{1,20}$/.test(text) && Number(text) <= INT_MAX && Number(text) >= -INT_MAX - 1,
  node: (text) => text === "",
  null: (text) => text === "",
  time: (text) => /^([01]\d|2[0-3])(:?)[0-5]\d\2([0-5]\d|60)$/.test(text),
  xml: anything,
};

/** The format of that name, if it is one. */
export function nodeFormatOf(name: string): NodeFormat | undefined {
  const format = name.trim();
  return Object.hasOwn(values, format) ? (format as NodeFormat) : undefined;
}

/** Whether a text is a value of the format, by the table of formats. */
export function isValueOf(format: NodeFormat, text: string): boolean {
  return values[format](text);
}

/** The value of a leaf that was given none. */
export function emptyValueOf(format: NodeFormat): string | Uint8Array {
  if (format === "bin") return new Uint8Array(0);
  if (format === "bool") return "false";
  return format === "int" || format === "float" ? "0" : "";
}
